"""委托 as REST: mandates given and taken, for whom one acts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Schema, Status
from pydantic import Field

from yiwang.kernel.people.mandate import Mandate
from yiwang.kernel.refusal import Refusal
from yiwang.nets.mine import queries, views
from yiwang.nets.mine.api_texts import SAYS
from yiwang.web import acting, forms, names
from yiwang.web.forms.kinds import NoPlaces
from yiwang.web.forms.parse import filled
from yiwang.web.here import city_day, city_now
from yiwang.web.rest import Served
from yiwang.web.rest.problems import Unsound, problem, refused
from yiwang.web.rest.sent import idempotency_key, own_id

Text = dict[str, str]
WAIT = {"zh": "试的代码太多，请稍后再试。", "en": "Too many codes were tried; please wait."}
_ID = "01a20606-35c0-78fd-887b-825248bd329a"

router = Served(
    "mandates",
    {
        "mandate": _ID,
        "matters": "public-place-hygiene",
        "person": "p-0123456789",
        "principal": "",
        "which": "some",
        "acting_for": "",
    },
    says=SAYS,
)


class MandateOf(Schema):
    """A mandate. `state`: offered, active, waiting (not begun), over or withdrawn; no matters: all."""

    mandate: str
    given: bool
    who: Text | None
    for_whom: Text | None
    matters: list[str]
    since: date
    until: date | None
    state: str
    may_end: bool


class Principal(Schema):
    """Somebody for whom one may act."""

    person: str
    name: Text


class Mandates(Schema):
    """Mandates given and taken, and for whom one acts; `acting_for` is a person's id, "" for oneself."""

    mandates: list[MandateOf]
    principals: list[Principal]
    acting_for: str


class NewMandate(Schema):
    """A mandate to give: from which day to which, for `all` matters or `some`.

    `principal`: who gives it, where one represents somebody by law; "" for oneself.
    """

    since: date
    until: date
    which: Literal["all", "some"] = "all"
    matters: list[str] = Field(default_factory=list, max_length=500)
    principal: str = Field("", max_length=80)


class Given(Schema):
    """A mandate that waits for its agent; `code` is for them, shown once, "" when sent again."""

    mandate: str
    code: str
    repeated: bool


class Code(Schema):
    """The code of a mandate, as its principal handed it over."""

    code: str = Field(max_length=100, examples=["ABCDE-FGHJK-MNPQR-STVWX"])


class Became(Schema):
    """What became of a mandate."""

    mandate: str
    state: str


class For(Schema):
    """For whom to act from now on in this session: a principal's id, "" for oneself."""

    principal: str = Field("", max_length=80)


@router.serve("GET", "/mandates", "mandate.read", response=Mandates)
def mandates(request: HttpRequest) -> dict[str, Any]:
    """List the mandates that one gave or took, 200 at most, the newest first."""
    city, actor = city_now(request), request.actor  # type: ignore[attr-defined]
    found = queries.mandates(request)
    people = [*(one.principal for one in found), *(one.agent for one in found)]
    called = names.names_of(request, [*people, *(one.id for one in actor.principals)])
    own = {actor.person, *queries.represented(actor)}
    mine = [one for one in found if one.principal in own or one.agent == actor.person]
    return {
        "mandates": [_mandate(views.line_of(one, called, city, actor), one.principal in own) for one in mine],
        "principals": [{"person": one.id, "name": called[one.id]} for one in actor.principals],
        "acting_for": actor.acting_for,
    }


def _mandate(line: views.Line, given: bool) -> dict[str, Any]:
    one: Mandate = line.mandate
    return {
        "mandate": one.id,
        "given": given,
        "who": line.who,
        "for_whom": line.for_whom,
        "matters": list(one.matters),
        "since": one.since,
        "until": one.until,
        "state": line.state,
        "may_end": line.may_end,
    }


@router.serve(
    "POST",
    "/mandates",
    "mandate.grant",
    response={201: Given, 200: Given},
    codes={422: ("api.answers", "api.no-matters")},
)
def offer(request: HttpRequest, sent: NewMandate) -> Any:
    """Give a mandate; whoever takes it needs its code."""
    mandate = own_id(request, idempotency_key(request), "mandate")
    form = views.form_of_offer(request)
    here = form.sections[0]
    values = {name: value for name, value in sent.model_dump(mode="json").items() if name in form.fields}
    values = {name: value for name, value in values.items() if value not in ("", [])}
    today = city_day(city_now(request))
    answer = forms.parse(form, here, filled(here, values, NoPlaces()), known={}, today=today)
    if answer.problems:
        raise Unsound(
            "api.answers",
            f"有 {len(answer.problems)} 处要改，见 problems。",
            f"{len(answer.problems)} things to mend; see `problems`.",
            problems=[{"field": one.field, "code": one.code, **one.says} for one in answer.problems],
        )
    given = views.offered(request, mandate, {**answer.values, **_matters(form, values)})
    if isinstance(given, Refusal):
        return refused(given)
    told = {"mandate": str(mandate), "code": given.code, "repeated": given.done.repeated}
    return Status(200 if given.done.repeated else 201, told)


def _matters(form: forms.Form, values: dict[str, Any]) -> dict[str, Any]:
    """Return the matters, where some are chosen and each is one of the form's."""
    if values.get("which") != "some":
        return {}
    known = form.fields["matters"].schema.get("items", {}).get("enum", [])
    chosen = values.get("matters", [])
    if not chosen or any(one not in known for one in chosen):
        raise Unsound(
            "api.no-matters",
            "选了“选定的事项”，请在 matters 里写明是哪些。",
            "Name in `matters` which services it is for.",
        )
    return {"matters": chosen}


@router.serve(
    "POST",
    "/mandates/take",
    "mandate.read",
    response=Became,
    codes={429: ("api.wait",), 409: ("mandate.wrong-code",)},
)
def take(request: HttpRequest, sent: Code) -> Any:
    """Take a mandate with the code that its principal handed over."""
    idempotency_key(request)
    if request.actor.kind != "resident":  # type: ignore[attr-defined]
        raise Http404
    done = views.taken(request, sent.code)
    if isinstance(done, timedelta):
        answer = problem(429, "api.wait", WAIT)
        answer["Retry-After"] = str(int(done.total_seconds()) + 1)
        return answer
    return _became(done)


@router.serve("POST", "/mandates/{uuid:mandate}/end", "mandate.withdraw", response=Became)
def end(request: HttpRequest, mandate: UUID) -> Any:
    """Withdraw a mandate given, or give up one taken: over at once."""
    idempotency_key(request)
    return _became(views.ended(request, mandate))


def _became(done: Any) -> Any:
    if isinstance(done, Refusal):
        return refused(done)
    return {"mandate": done.state.id, "state": done.state.phase}


@router.serve("POST", "/acting-for", "mandate.read", response=For, codes={409: ("api.no-mandate",)})
def act_for(request: HttpRequest, sent: For) -> Any:
    """Act for somebody, or for oneself again, in the rest of this session."""
    idempotency_key(request)
    if not acting.choose(request, sent.principal):
        raise Unsound(
            "api.no-mandate",
            "没有生效的委托让您为这个人办理。",
            "No mandate in force lets you act for this person.",
            status=409,
        )
    return {"principal": sent.principal}
