"""Filing a request, and the acts on it: what pages and operations both do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.granted.grant_rules import Give, ungivable
from yiwang.granted.kinds import GRANT, grants_stream
from yiwang.kernel.case import Case, Task
from yiwang.kernel.commands import Answer, Complete, Consult, Extend, File
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import SUBJECT, asked_of
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.sharing import request_queries as queries
from yiwang.nets.sharing.terms import authority_of, terms_of
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_day, city_key, city_now, new_number

PLAIN = (
    "product", "held_by", "above", "sharing", "basis", "scenario", "scope", "purpose", "matters", "way",
    "since", "until", "retention", "row_rule", "quota", "purpose_kind", "instrument",
)  # fmt: skip
LONGEST = 1000
CONSULT = "act:consult"
CONDITIONAL = "answer-conditional"


def file(request: HttpRequest, sent: Mapping[str, str], fields: Sequence[str], case: UUID) -> Any:
    """File a request of the actor's body. Returns Done or a refusal.

    Args:
        sent: what was typed, by name. fields: of the product, ticked. case: the id it will have.
    """
    city = city_now(request)
    if DATA_REQUEST not in city.matters:
        return _no_requests()
    typed = {name: sent.get(name, "").strip() for name in (*PLAIN, SUBJECT)}
    longest = max(len(one) for one in typed.values())
    if longest > LONGEST:
        return _too_long(longest)
    bodies = queries.bodies_of(request)
    wanted = sent.get("requester", "")
    facts = {name: typed[name] for name in PLAIN if typed[name]}
    facts |= {"requester": wanted or (bodies[0] if bodies else "")}
    if facts.get("product"):
        for above in ("held_by", "above", "sharing"):
            facts.pop(above, None)
        facts["fields"] = " ".join(dict.fromkeys(fields))
    refused = _waits_for_disposal(request, city, facts, case)
    if refused is not None:
        return refused
    command = File(
        case=str(case),
        number=new_number(city),
        matter=DATA_REQUEST,
        place=city.root,
        channel="system",
        facts=facts,
    )
    hidden = {SUBJECT: typed[SUBJECT]} if typed[SUBJECT] else {}
    return store_door.ask(request, case, command, key=f"request:{case}", secrets=hidden)


def _waits_for_disposal(
    request: HttpRequest, city: City, facts: Mapping[str, Any], case: UUID
) -> Refusal | None:
    """Refuse at once what would be refused when it is granted: an older grant is over and not disposed of."""
    asked = asked_of(facts)
    product = city.products.get(asked.product)
    if asked.since is None or asked.until is None or (asked.product and product is None):
        return None  # the rules say what is wrong with it
    sketch = Case(
        id=str(case), number="", matter=DATA_REQUEST, kind="", pack="", place=city.root, channel="",
        applicant="", lead=product.owner if product is not None else authority_of(city, city.root),
        window="", phase="", opened_at=store_door.now(), changed_at=store_door.now(), facts=dict(facts),
    )  # fmt: skip
    refused = _ungivable(request, city, sketch)
    return refused if refused is not None and refused.code == "grant.not-disposed" else None


def _ungivable(request: HttpRequest, city: City, case: Case) -> Refusal | None:
    terms = terms_of(city, case)
    if isinstance(terms, Refusal):
        return terms
    return ungivable(queries.of_class(request, terms), terms, city, city_day(city))


def act(request: HttpRequest, case: Case, act: str, sent: Mapping[str, str], key: str) -> Any:
    """Do one act on a request. Returns Done or a refusal.

    Args:
        act: `complete` (task, outcome, reason), `ask-extension`, `extend`, `answer` (task, reason) or `give`.
        key: of this pressing of the button.
    """
    reason = sent.get("reason", "").strip()
    if len(reason) > LONGEST:
        return _too_long(len(reason))
    city = city_now(request)
    if act == "give":
        return _give(request, city, case, key)
    command = _command(request, city, case, act, sent)
    if isinstance(command, Refusal):
        return command
    word = {"ask-extension": "question", "answer": "answer"}.get(act, "reason")
    hidden = {word: reason} if reason else {}
    named = f"request:{case.id}:{act}:{key}"
    done = store_door.ask(request, UUID(case.id), command, key=named, secrets=hidden)
    if act == "extend" and not isinstance(done, Refusal):
        _answered(request, case, hidden, named)
    return done


def _command(
    request: HttpRequest, city: City, case: Case, act: str, sent: Mapping[str, str]
) -> Complete | Consult | Extend | Answer | Refusal:
    task = case.task(sent.get("task", ""))
    outcome = sent.get("outcome", "")
    match act:
        case "complete":
            if task is not None and task.node == "answer" and outcome == "agree":
                refused = _ungivable(request, city, case)
                if refused is not None:
                    return refused
            return Complete(task=sent.get("task", ""), outcome=outcome)
        case "ask-extension":
            if not sent.get("reason", "").strip():
                return Refusal(
                    code="case.reason-missing", zh="请写明为什么要延长。", en="Say why it takes longer."
                )
            return Consult(body=authority_of(city, case.place), role="cdo")
        case "extend":
            return Extend(clock=CONDITIONAL, amount=sent.get("amount", "") or "10 工作日")
        case "answer":
            return Answer(task=sent.get("task", ""))
    return Refusal(
        code="request.no-act", zh="没有这种办理。", en="There is no such act.", params={"act": act}
    )


def asked_for_longer(case: Case) -> Task | None:
    """Return the task by which the provider asked the authority for more time."""
    return next((one for one in case.tasks if one.node == CONSULT), None)


def _answered(request: HttpRequest, case: Case, hidden: Mapping[str, str], named: str) -> None:
    task = asked_for_longer(case)
    if task is not None:
        said = {"answer": hidden.get("reason", "同意延长")}
        command = Answer(task=task.id)
        store_door.ask(request, UUID(case.id), command, key=f"{named}:answered", secrets=said)


def _give(request: HttpRequest, city: City, case: Case, key: str) -> Any:
    terms = terms_of(city, case)
    if isinstance(terms, Refusal):
        return terms
    if not agreed(case):
        return Refusal(
            code="request.not-agreed",
            zh="提供单位还没有同意，不能授权。",
            en="The provider has not agreed yet; nothing is granted.",
            params={"number": case.number},
        )
    stream = grants_stream(city_key(request), terms)
    return store_door.ask(request, stream, Give(terms=terms), key=f"give:{case.id}:{key}", kind=GRANT)


def agreed(case: Case) -> bool:
    """Say whether the provider agreed, and the answer was not taken up again since."""
    nodes = {task.node for task in case.tasks}
    return case.facts.get("consent") == "yes" and not nodes & {"answer", "refused", "dispute"}


def may_give(request: HttpRequest, case: Case) -> bool:
    """Say whether the actor provides under this request."""
    return any(
        held.body == case.lead and held.role in ("cdo", "steward") for held in actor_of(request).holdings
    )


def _no_requests() -> Refusal:
    return Refusal(
        code="request.none-here",
        zh="这座城市没有数据共享申请这个事项，请找共享主管部门。",
        en="This city has no matter for requests for data; ask the sharing authority.",
    )


def _too_long(longest: int) -> Refusal:
    return Refusal(
        code="request.too-long",
        zh=f"写了 {longest} 个字，最多 {LONGEST} 个。",
        en=f"{longest} characters were written; {LONGEST} is the most.",
        params={"longest": longest},
    )
