"""The fee and the parcel of a case: the resident pays and asks for post, staff ask, give back and send."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may
from yiwang.kernel.case import Case
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees import money, parcel_rules, providers, queries, rules, saying
from yiwang.nets.fees.kinds import FEE, PARCEL, fee_stream, parcel_stream
from yiwang.nets.fees.records import PARCEL_PHASES, PHASES, Fee, Parcel, Subject
from yiwang.nets.fees.refunding import WHO, asked_of
from yiwang.ports.payment import Order
from yiwang.ports.post import Parcel as PostParcel
from yiwang.web import acting, notices, store_door
from yiwang.web.permission import permission, require

LONGEST = {"reason": 1000, "name": 100, "telephone": 30, "address": 200}


def found_or_404(request: HttpRequest, number: str) -> Case:
    """Return a case that is the actor's to see; the request then acts for its applicant."""
    known = read_number(number)
    case = queries.case_of(request, known) if known else None
    if case is None:
        raise Http404
    acting.act_for(request, case.applicant)
    require(request, "fee.read", case.target)
    return case


def subject_of(case: Case) -> Subject:
    """Return what a record keeps of its case."""
    return Subject(
        applicant=case.applicant,
        case=case.id,
        lead=case.lead,
        matter=case.matter,
        number=case.number,
        phase=case.phase,
        window=case.window,
    )


@permission("fee.read")
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the fee and the parcel of a case."""
    return page(request, found_or_404(request, number))


def page(request: HttpRequest, case: Case, refusal: Refusal | None = None) -> HttpResponse:
    """Answer with the page; after a refused act with why, and what was typed."""
    city = store_door.city_under(request.city.key, None)  # type: ignore[attr-defined]
    matter = city.matters.get(case.matter)
    rule = matter.guide.fee if matter is not None else {}
    fee, parcel = queries.fee_of(request, case.id), queries.parcel_of(request, case.id)
    actor: Any = request.actor  # type: ignore[attr-defined]
    target = subject_of(case).target

    def can(verb: str) -> bool:
        return bool(may(actor, verb, target))

    address = (
        address_of(request, parcel)
        if parcel is not None and (can("parcel.ask") or can("parcel.send"))
        else {}
    )
    context = {
        "case": case,
        "matter": matter.title if matter is not None else {"zh": case.matter, "en": case.matter},
        "free": money.is_free(rule),
        "rule": rule,
        "fixed": money.of_pack(rule) or "",
        "fee": fee,
        "phase": PHASES[fee.phase] if fee is not None else None,
        "parcel": parcel,
        "parcel_phase": PARCEL_PHASES[parcel.phase] if parcel is not None else None,
        "address": address,
        "provider": providers.payments(request) is not None,
        "carrier": providers.post(request) is not None,
        "demo": providers.demo(),
        "can": {
            "demand": can("fee.demand")
            and not money.is_free(rule)
            and (fee is None or fee.phase == "withdrawn"),
            "take_back": can("fee.demand") and fee is not None and fee.phase == "due",
            "pay": actor.kind == "resident"
            and can("fee.pay")
            and fee is not None
            and fee.phase in ("due", "ordered"),
            "refund": can("fee.refund") and fee is not None and fee.phase == "paid",
            "ask": can("parcel.ask") and (parcel is None or parcel.phase in ("called-off", "returned")),
            "call_off": can("parcel.ask") and parcel is not None and parcel.phase == "asked",
            "send": can("parcel.send") and parcel is not None and parcel.phase == "asked",
            "look": parcel is not None and parcel.phase == "moving" and can("parcel.send"),
        },
        "typed": request.POST if refusal is not None else {},
        "refusal": refusal,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "fees/case.html", context, status=409 if refusal else 200)


def address_of(request: HttpRequest, parcel: Parcel) -> dict[str, str]:
    """Return name, telephone and address of a parcel, as far as they were not erased."""
    opened = store_door.opened(
        request, {one: parcel.sealed[one] for one in parcel_rules.TO if one in parcel.sealed}
    )
    return {name: value for name, value in opened.items() if isinstance(value, str)}


def ask(
    request: HttpRequest,
    case: Case,
    command: Any,
    key: str,
    kind: Any = FEE,
    sealed: Mapping[str, str] | None = None,
) -> Refusal | Any:
    """Ask one command of the fee or the parcel of a case. `key`: the same for the same press, or ""."""
    stream: UUID = fee_stream(case.id) if kind is FEE else parcel_stream(case.id)
    name = f"{command.verb}:{stream}:{key}" if key else None
    return store_door.ask(request, stream, command, key=name, kind=kind, secrets=sealed)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:40]


def _done(request: HttpRequest, case: Case, answer: Any, notice: str) -> HttpResponse:
    if isinstance(answer, Refusal):
        return page(request, case, answer)
    notices.leave(request, notice)
    return HttpResponseRedirect(reverse("fees:case", args=[case.number]))


@permission("fee.demand")
@require_POST
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the applicant for the fee: the pack's amount, or one that the officer names with its basis."""
    case, sent = found_or_404(request, number), request.POST
    command = rules.Demand(
        subject=subject_of(case), amount=sent.get("amount", ""), basis=sent.get("basis", "")
    )
    return _done(request, case, ask(request, case, command, _key(request)), "fee.demanded")


@permission("fee.demand")
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take back what was asked, while nothing is paid."""
    case = found_or_404(request, number)
    return _done(request, case, ask(request, case, rules.TakeBack(), _key(request)), "fee.taken-back")


@permission("fee.pay", typed="fees:case")
@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to pay: the provider is told of the order, the payer goes to its page."""
    case = found_or_404(request, number)
    begun = begin_to_pay(request, case, _key(request))
    if isinstance(begun, Refusal):
        return page(request, case, begun)
    return HttpResponseRedirect(begun.way)


@dataclass(frozen=True)
class Begun:
    """A payment that was begun. `way`: the provider's page to which the payer goes."""

    done: Any
    way: str


def begin_to_pay(request: HttpRequest, case: Case, key: str) -> Begun | Refusal:
    """Tell the provider of the order. Raises Http404 where the city has no provider."""
    provider = providers.payments(request)
    if provider is None:
        raise Http404
    stream = fee_stream(case.id)
    done = ask(request, case, rules.Begin(order=_order_id(stream, queries.fee_at(request, stream))), key)
    if isinstance(done, Refusal):
        return done
    fee: Fee = done.state
    return Begun(done, provider.begin(Order(fee.order, fee.amount, fee.subject.number)))


def _order_id(stream: UUID, fee: Fee | None) -> str:
    """Return the order's id: of this stream, and anew where the fee was taken back and asked again."""
    since = int(fee.due_since.timestamp()) if fee is not None else 0
    return f"{stream.hex}-{since:x}"


@permission("fee.refund")
@require_POST
def refund(request: HttpRequest, number: str) -> HttpResponse:
    """Give the fee back, whole or in part: a named person, with a reason; then the provider is asked.

    Where it does not answer the refund stands as asked for, and the worker asks again.
    """
    case = found_or_404(request, number)
    sent = request.POST
    done = give_back(request, case, sent.get("reason", ""), _key(request), sent.get("back", ""))
    later = not isinstance(done, Refusal) and done.state.phase == "refunding"
    return _done(request, case, done, "fee.refund-later" if later else "fee.refunded")


def give_back(request: HttpRequest, case: Case, why: str, key: str, amount: str = "") -> Any:
    """Give the fee back, `amount` or all of it, with a reason; then the provider is asked.

    Returns Done or a refusal. Where the provider does not answer the refund stands as asked for.
    """
    reason = why.strip()[: LONGEST["reason"]]
    command = rules.GiveBack(amount=amount.strip()[:12])
    done = ask(request, case, command, key, sealed={"reason": reason} if reason else None)
    provider = providers.payments(request)
    if isinstance(done, Refusal) or provider is None or done.state.phase != "refunding":
        return done
    given = asked_of(provider, done.state)
    if given is None:
        return done
    told = rules.GivenBack(refund=given)
    return store_door.ask(request, fee_stream(case.id), told, key=None, kind=FEE, actor=WHO)


@permission("parcel.ask", typed="fees:case")
@require_POST
def ask_post(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the result by post."""
    case = found_or_404(request, number)
    return _done(request, case, ask_by_post(request, case, request.POST, _key(request)), "parcel.asked")


def ask_by_post(request: HttpRequest, case: Case, sent: Mapping[str, str], key: str) -> Any:
    """Ask for the result by post: name, telephone and address go to the vault. Returns Done or a refusal."""
    typed = {one: sent.get(one, "").strip()[: LONGEST[one]] for one in parcel_rules.TO}
    command = parcel_rules.AskFor(subject=subject_of(case))
    return ask(request, case, command, key, PARCEL, {name: value for name, value in typed.items() if value})


@permission("parcel.ask")
@require_POST
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """Call the parcel off, before it is handed over."""
    case = found_or_404(request, number)
    done = ask(request, case, parcel_rules.CallOff(), _key(request), PARCEL)
    return _done(request, case, done, "parcel.called-off")


@permission("parcel.send")
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the result over to the carrier; its tracking number is kept."""
    case = found_or_404(request, number)
    return _done(request, case, hand_over(request, case, _key(request)), "parcel.handed-over")


def hand_over(request: HttpRequest, case: Case, key: str) -> Any:
    """Hand the result over to the carrier. Returns Done or a refusal.

    Raises:
        Http404: there is no carrier, or nothing was asked for. Denied: the actor may not.
    """
    carrier, parcel = providers.post(request), queries.parcel_of(request, case.id)
    require(request, "parcel.send", subject_of(case).target)
    if carrier is None or parcel is None:
        raise Http404
    if case.phase not in parcel_rules.SENDABLE or case.outcome != "grant":
        return saying.nothing_to_send()
    to = address_of(request, parcel)
    sent = PostParcel(
        f"{parcel_stream(case.id).hex}-{int(parcel.asked_at.timestamp()):x}",
        **{one: to.get(one, "") for one in parcel_rules.TO},
    )
    tracking = carrier.hand_over(sent, store_door.now())
    command = parcel_rules.HandOver(outcome=case.outcome, phase=case.phase, tracking=tracking)
    return ask(request, case, command, key, PARCEL)


@permission("parcel.send")
@require_POST
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the carrier where the parcel is."""
    case = found_or_404(request, number)
    return _done(request, case, look_for(request, case, _key(request)), "parcel.looked")


def look_for(request: HttpRequest, case: Case, key: str) -> Any:
    """Ask the carrier where the parcel is. Returns Done or a refusal. Raises Http404: nothing was sent."""
    carrier, parcel = providers.post(request), queries.parcel_of(request, case.id)
    if carrier is None or parcel is None or parcel.handed_over_at is None:
        raise Http404
    state = carrier.state(parcel.tracking, parcel.handed_over_at, store_door.now())
    return ask(request, case, parcel_rules.Arrive(state=state), key, PARCEL)
