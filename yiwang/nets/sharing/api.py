"""Requests for data and grants as REST: asked, answered, held, ended and disposed of, as on the pages."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest

from yiwang.granted.grant_records import state_of
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import asked_of
from yiwang.nets.sharing import asking, grant_views, request_shown
from yiwang.nets.sharing import request_queries as queries
from yiwang.nets.sharing.api_words import (
    DoneOnGrant,
    DoneOnRequest,
    GrantOf,
    NewRequest,
    OnGrant,
    OnRequest,
    RequestOf,
    WholeRequest,
)
from yiwang.nets.sharing.request_queries import Known
from yiwang.web.here import city_day, city_now
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_id, own_key

RequestAct = Literal["complete", "ask-extension", "extend", "answer", "give"]
GrantAct = Literal["suspend", "resume", "terminate", "dispose"]
SAYS = {
    "GET /sharing/requests": "本单位提出的、等本单位答复的数据共享申请，新的在前。",
    "POST /sharing/requests": "以本单位的名义申请数据，写明依据、场景、范围、方式和期限。",
    "GET /sharing/requests/{number}": "一件申请: 写明的事项、时限、现在等谁、来的授权。",
    "POST /sharing/requests/{number}/acts/{act}": "办理申请: 办一个环节、请求或同意延长、答复、生成授权。",
    "GET /sharing/grants": "本单位给出的、得到的授权和状态。",
    "GET /sharing/grants/{grant}": "一项授权的内容和状态。",
    "POST /sharing/grants/{grant}/acts/{act}": "暂停、恢复、终止授权，或提交处置说明。",
}
router = Served(
    "sharing",
    {
        "above": "",
        "act": "complete",
        "amount": "10 工作日",
        "basis": "社会保险经办条例 第十条",
        "can": "suspend",
        "erased": "查询结果缓存，全部",
        "fields": "name",
        "grant": "register-for-hygiene",
        "held_by": "",
        "instrument": "",
        "kept": "",
        "kept_basis": "",
        "masks": {"name": "姓**"},
        "matters": "",
        "outcome": "agree",
        "owner": "city-public-security",
        "product": "population-basic",
        "purpose": "核对领取人是否仍在本市",
        "purpose_kind": "routine",
        "quota": "",
        "request": "2611-000000000",
        "requester": "",
        "retention": "",
        "row_rule": "",
        "scenario": "资格核对",
        "scope": "待遇科两人",
        "sharing": "",
        "since": "2026-12-01",
        "state": "active",
        "step": "answer",
        "subject": "",
        "to": "city-human-resources",
        "until": "2027-05-31",
        "visibility": "shown",
        "way": "lookup",
        "where": "",
    },
    says=SAYS,
)


@router.serve("GET", "/sharing/requests", "request.read", response=list[RequestOf])
def requests(request: HttpRequest) -> list[dict[str, Any]]:
    """List the requests that one's bodies have a part in, the newest first."""
    city, bodies = city_now(request), set(queries.bodies_of(request))
    return [_line(city, one, bodies) for one in queries.requests(request)]


def _line(city: City, case: Case, bodies: set[str]) -> dict[str, Any]:
    one = request_shown.line(city, case, bodies)
    return {
        "number": one.number,
        "what": one.what,
        "asker": one.asker,
        "provider": one.provider,
        "step": one.step,
        "due": one.due_at,
        "late": one.late,
        "ended": one.ended,
        "opened": one.opened_at,
    }


@router.serve("POST", "/sharing/requests", "request.file", response=DoneOnRequest)
def file(request: HttpRequest, sent: NewRequest) -> Any:
    """Ask for data in the name of one's body; both heads agree before any is given."""
    typed = sent.model_dump()
    fields = typed.pop("fields")
    done = asking.file(request, typed, fields, own_id(request, idempotency_key(request), "data-request"))
    return _done(done)


def _done(done: Any) -> Any:
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    return {
        "number": done.state.number,
        "phase": done.state.phase,
        "seq": done.seq,
        "repeated": done.repeated,
    }


def _found(request: HttpRequest, number: str) -> Case:
    case = queries.request_numbered(request, number)
    if case is None:
        raise Http404
    return case


@router.serve("GET", "/sharing/requests/{number}", "request.read", response=WholeRequest)
def one(request: HttpRequest, number: str) -> dict[str, Any]:
    """Give one request: its statements, its clocks, whose turn it is, and the grant that came of it."""
    city, case = city_now(request), _found(request, number)
    asked, shown = asked_of(case.facts), request_shown.page(request, city, case)
    steps = [
        {
            "task": task["id"],
            "step": task["node"],
            "title": task["title"],
            "body": task["body"],
            "mine": task["mine"],
            "outcomes": [
                {"outcome": id, "title": title, "reason": reason} for id, title, reason in task["outcomes"]
            ],
        }
        for task in shown["tasks"]
    ]
    return {
        **_line(city, case, set(queries.bodies_of(request))),
        "product": asked.product,
        "fields": list(asked.fields),
        **{name: getattr(asked, name) for name in ("basis", "scenario", "scope", "purpose", "way")},
        "since": asked.since,
        "until": asked.until,
        "clocks": shown["clocks"],
        "steps": steps,
        "grant": shown["grant"].one.terms.id if shown["grant"] is not None else "",
    }


@router.serve("POST", "/sharing/requests/{number}/acts/{act}", "request.read", response=DoneOnRequest)
def act(request: HttpRequest, number: str, act: RequestAct, sent: OnRequest) -> Any:
    """Do one act on a request: each asks for its own permission in the rules of the case."""
    key = own_key(request, idempotency_key(request), "on-request")
    case = _found(request, number)
    done = asking.act(request, case, act, sent.model_dump(), key)
    if act == "give" and not isinstance(done, Refusal):
        return {"number": number, "phase": case.phase, "seq": done.seq, "repeated": done.repeated}
    return _done(done)


@router.serve("GET", "/sharing/grants", "grant.read", response=list[GrantOf])
def grants(request: HttpRequest) -> list[dict[str, Any]]:
    """List the grants that one's bodies gave, have, or oversee, with their states."""
    city = city_now(request)
    return [_grant(request, city, one) for one in queries.grants(request, city, city_day(city))]


def _grant(request: HttpRequest, city: City, known: Known) -> dict[str, Any]:
    terms = known.one.terms
    plain = ("product", "to", "owner", "purpose", "row_rule", "quota", "since", "until", "visibility")
    return {
        "grant": terms.id,
        "state": known.state,
        **{name: getattr(terms, name) for name in (*plain, "retention")},
        "basis": list(terms.basis),
        "fields": list(terms.fields),
        "masks": dict(terms.masks),
        "request": terms.case,
        "can": grant_views.acts_open(request, city, known),
    }


@router.serve("GET", "/sharing/grants/{grant}", "grant.read", response=GrantOf)
def grant(request: HttpRequest, grant: str) -> dict[str, Any]:
    """Give one grant and how it stands today."""
    city = city_now(request)
    known = queries.grant_by_id(request, city, grant, city_day(city))
    if known is None:
        raise Http404
    return _grant(request, city, known)


@router.serve("POST", "/sharing/grants/{grant}/acts/{act}", "grant.read", response=DoneOnGrant)
def on_grant(request: HttpRequest, grant: str, act: GrantAct, sent: OnGrant) -> Any:
    """Suspend, resume or end a grant, or say what became of the data; each asks for its own permission."""
    key = own_key(request, idempotency_key(request), "on-grant")
    done = grant_views.on_grant(request, grant, act, sent.model_dump(), key)
    if done is None:
        raise Http404
    if isinstance(done, Refusal):
        return refused(done, 403 if done.code == "access.denied" else 409)
    state = state_of(done.state.grants[grant], city_day(city_now(request)))
    return {"grant": grant, "state": state, "seq": done.seq, "repeated": done.repeated}
