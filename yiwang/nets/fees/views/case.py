"""The fee and the parcel of a case: the resident pays and asks for post, staff ask, give back and send."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
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
        _address(request, parcel) if parcel is not None and (can("parcel.ask") or can("parcel.send")) else {}
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


def _address(request: HttpRequest, parcel: Parcel) -> dict[str, str]:
    opened = store_door.opened(
        request, {one: parcel.sealed[one] for one in parcel_rules.TO if one in parcel.sealed}
    )
    return {name: value for name, value in opened.items() if isinstance(value, str)}


def _ask(
    request: HttpRequest,
    case: Case,
    command: Any,
    kind: Any = FEE,
    sealed: Mapping[str, str] | None = None,
    actor: Any = None,
) -> Refusal | Any:
    stream: UUID = fee_stream(case.id) if kind is FEE else parcel_stream(case.id)
    key = request.POST.get("key", "")[:40]
    name = f"{command.verb}:{stream}:{key}" if key else None
    return store_door.ask(request, stream, command, key=name, kind=kind, secrets=sealed, actor=actor)


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
    return _done(request, case, _ask(request, case, command), "fee.demanded")


@permission("fee.demand")
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take back what was asked, while nothing is paid."""
    case = found_or_404(request, number)
    return _done(request, case, _ask(request, case, rules.TakeBack()), "fee.taken-back")


@permission("fee.pay", typed="fees:case")
@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to pay: the provider is told of the order, the payer goes to its page."""
    case = found_or_404(request, number)
    provider = providers.payments(request)
    if provider is None:
        raise Http404
    stream = fee_stream(case.id)
    before = queries.fee_at(request, stream)
    done = _ask(request, case, rules.Begin(order=_order_id(stream, before)))
    if isinstance(done, Refusal):
        return page(request, case, done)
    fee: Fee = done.state
    return HttpResponseRedirect(provider.begin(Order(fee.order, fee.amount, fee.subject.number)))


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
    reason = request.POST.get("reason", "").strip()[: LONGEST["reason"]]
    command = rules.GiveBack(amount=request.POST.get("back", "").strip()[:12])
    done = _ask(request, case, command, sealed={"reason": reason} if reason else None)
    if isinstance(done, Refusal):
        return page(request, case, done)
    provider, fee = providers.payments(request), done.state
    if provider is None or fee.phase != "refunding":
        return _done(request, case, done, "fee.refunded")
    given = asked_of(provider, fee)
    if given is None:
        return _done(request, case, done, "fee.refund-later")
    told = rules.GivenBack(refund=given)
    answer = store_door.ask(request, fee_stream(case.id), told, key=None, kind=FEE, actor=WHO)
    return _done(request, case, answer, "fee.refunded")


@permission("parcel.ask", typed="fees:case")
@require_POST
def ask_post(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the result by post."""
    case = found_or_404(request, number)
    typed = {one: request.POST.get(one, "").strip()[: LONGEST[one]] for one in parcel_rules.TO}
    command = parcel_rules.AskFor(subject=subject_of(case))
    sealed = {name: value for name, value in typed.items() if value}
    return _done(request, case, _ask(request, case, command, PARCEL, sealed), "parcel.asked")


@permission("parcel.ask")
@require_POST
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """Call the parcel off, before it is handed over."""
    case = found_or_404(request, number)
    return _done(request, case, _ask(request, case, parcel_rules.CallOff(), PARCEL), "parcel.called-off")


@permission("parcel.send")
@require_POST
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the result over to the carrier; its tracking number is kept."""
    case = found_or_404(request, number)
    carrier, parcel = providers.post(request), queries.parcel_of(request, case.id)
    require(request, "parcel.send", subject_of(case).target)
    if carrier is None or parcel is None:
        raise Http404
    if case.phase not in parcel_rules.SENDABLE or case.outcome != "grant":
        return page(request, case, saying.nothing_to_send())
    to = _address(request, parcel)
    sent = PostParcel(
        f"{parcel_stream(case.id).hex}-{int(parcel.asked_at.timestamp()):x}",
        **{o: to.get(o, "") for o in parcel_rules.TO},
    )
    tracking = carrier.hand_over(sent, store_door.now())
    command = parcel_rules.HandOver(outcome=case.outcome, phase=case.phase, tracking=tracking)
    return _done(request, case, _ask(request, case, command, PARCEL), "parcel.handed-over")


@permission("parcel.send")
@require_POST
def look(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the carrier where the parcel is."""
    case = found_or_404(request, number)
    carrier, parcel = providers.post(request), queries.parcel_of(request, case.id)
    if carrier is None or parcel is None or parcel.handed_over_at is None:
        raise Http404
    state = carrier.state(parcel.tracking, parcel.handed_over_at, store_door.now())
    return _done(
        request, case, _ask(request, case, parcel_rules.Arrive(state=state), PARCEL), "parcel.looked"
    )
