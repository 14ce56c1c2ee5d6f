"""缴费与寄送 as REST: what a case costs and how that stands, its e-receipt; the parcel with its result."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from yiwang.kernel.access import may
from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees import money, parcel_rules, queries, rules
from yiwang.nets.fees.api_texts import SAYS
from yiwang.nets.fees.kinds import PARCEL
from yiwang.nets.fees.records import Fee, Parcel
from yiwang.nets.fees.views import case as pages
from yiwang.web import store_door
from yiwang.web.rest import Served
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_key

Text = dict[str, str]

router = Served(
    "fees",
    {
        "address": "示例路 1 号",
        "basis": "示例收费规定 第一条",
        "fixed": "10.00",
        "name": "示例甲",
        "receipt": "",
        "refund": "",
        "telephone": "19900000001",
        "tracking": "",
        "way": "https://pay.example.cn/order",
    },
    says=SAYS,
)


class FeeOf(Schema):
    """The fee of a case: yuan as a decimal string, the clause it rests on. `receipt`: of the e-receipt."""

    amount: str
    basis: str
    phase: str
    due_since: datetime
    paid_at: datetime | None
    receipt: str
    refund: str


class ParcelOf(Schema):
    """The parcel with a result; where it goes is told to who asked for it and who sends it."""

    phase: str
    asked_at: datetime
    handed_over_at: datetime | None
    tracking: str
    name: str
    telephone: str
    address: str


class Costs(Schema):
    """What a case costs: `free` by the pack, or `fixed` there; the fee asked, None for none; the parcel."""

    number: str
    free: bool
    fixed: str
    fee: FeeOf | None
    parcel: ParcelOf | None


class Demanded(Schema):
    """What is asked: the pack's amount where both are empty, or one that is named with its basis."""

    amount: str = Field("", max_length=20)
    basis: str = Field("", max_length=500)


class Paying(Schema):
    """A payment that was begun: the payer goes `way`, to the provider."""

    way: str
    fee: FeeOf


class Why(Schema):
    """Why a fee is given back."""

    reason: str = Field(max_length=1000, examples=["重复缴费"])


class Where(Schema):
    """Where a result is to be sent."""

    name: str = Field(max_length=100)
    telephone: str = Field(max_length=30)
    address: str = Field(max_length=200)


@router.serve("GET", "/cases/{number}/fee", "fee.read", response=Costs)
def costs(request: HttpRequest, number: str) -> dict[str, Any]:
    """Say what a case costs, how its fee stands, and where its parcel is."""
    case = pages.found_or_404(request, number)
    city = store_door.city_under(request.city.key, None)  # type: ignore[attr-defined]
    matter = city.matters.get(case.matter)
    rule = matter.guide.fee if matter is not None else {}
    fee, parcel = queries.fee_of(request, case.id), queries.parcel_of(request, case.id)
    return {
        "number": case.number,
        "free": money.is_free(rule),
        "fixed": str(money.of_pack(rule) or ""),
        "fee": _fee(fee) if fee is not None else None,
        "parcel": _parcel(request, case, parcel) if parcel is not None else None,
    }


def _fee(fee: Fee) -> dict[str, Any]:
    return {
        "amount": fee.amount,
        "basis": fee.basis,
        "phase": fee.phase,
        "due_since": fee.due_since,
        "paid_at": fee.paid_at,
        "receipt": fee.receipt,
        "refund": fee.refund,
    }


def _parcel(request: HttpRequest, case: Case, parcel: Parcel) -> dict[str, Any]:
    actor, target = request.actor, pages.subject_of(case).target  # type: ignore[attr-defined]
    seen = may(actor, "parcel.ask", target) or may(actor, "parcel.send", target)
    to = pages.address_of(request, parcel) if seen else {}
    return {
        "phase": parcel.phase,
        "asked_at": parcel.asked_at,
        "handed_over_at": parcel.handed_over_at,
        "tracking": parcel.tracking,
        **{name: to.get(name, "") for name in ("name", "telephone", "address")},
    }


def _of_fee(done: Any) -> Any:
    return _refused(done) if isinstance(done, Refusal) else _fee(done.state)


def _of_parcel(request: HttpRequest, case: Case, done: Any) -> Any:
    return _refused(done) if isinstance(done, Refusal) else _parcel(request, case, done.state)


def _refused(refusal: Refusal) -> Any:
    return refused(refusal, 403 if refusal.code == "access.denied" else 409)


@router.serve("POST", "/cases/{number}/fee/demand", "fee.demand", response=FeeOf)
def demand(request: HttpRequest, number: str, sent: Demanded) -> Any:
    """Ask the applicant for the fee."""
    key, case = own_key(request, idempotency_key(request), "demand"), pages.found_or_404(request, number)
    command = rules.Demand(subject=pages.subject_of(case), amount=sent.amount, basis=sent.basis)
    return _of_fee(pages.ask(request, case, command, key))


@router.serve("POST", "/cases/{number}/fee/take-back", "fee.demand", response=FeeOf)
def take_back(request: HttpRequest, number: str) -> Any:
    """Take back what was asked, while nothing is paid."""
    key, case = own_key(request, idempotency_key(request), "take-back"), pages.found_or_404(request, number)
    return _of_fee(pages.ask(request, case, rules.TakeBack(), key))


@router.serve("POST", "/cases/{number}/fee/pay", "fee.pay", response=Paying)
def pay(request: HttpRequest, number: str) -> Any:
    """Begin to pay: the provider is told of the order; the answer says where the payer goes."""
    key, case = own_key(request, idempotency_key(request), "pay"), pages.found_or_404(request, number)
    begun = pages.begin_to_pay(request, case, key)
    if isinstance(begun, Refusal):
        return _refused(begun)
    return {"way": request.build_absolute_uri(begun.way), "fee": _fee(begun.done.state)}


@router.serve("POST", "/cases/{number}/fee/refund", "fee.refund", response=FeeOf)
def refund(request: HttpRequest, number: str, sent: Why) -> Any:
    """Give the fee back, by a named person and with a reason."""
    key, case = own_key(request, idempotency_key(request), "refund"), pages.found_or_404(request, number)
    return _of_fee(pages.give_back(request, case, sent.reason, key))


@router.serve("POST", "/cases/{number}/parcel", "parcel.ask", response=ParcelOf)
def ask_post(request: HttpRequest, number: str, sent: Where) -> Any:
    """Ask for the result by post; name, telephone and address are sealed."""
    key, case = own_key(request, idempotency_key(request), "parcel"), pages.found_or_404(request, number)
    return _of_parcel(request, case, pages.ask_by_post(request, case, sent.model_dump(), key))


@router.serve("POST", "/cases/{number}/parcel/call-off", "parcel.ask", response=ParcelOf)
def call_off(request: HttpRequest, number: str) -> Any:
    """Call the parcel off, before it is handed over."""
    key, case = own_key(request, idempotency_key(request), "call-off"), pages.found_or_404(request, number)
    return _of_parcel(request, case, pages.ask(request, case, parcel_rules.CallOff(), key, PARCEL))


@router.serve("POST", "/cases/{number}/parcel/send", "parcel.send", response=ParcelOf)
def send(request: HttpRequest, number: str) -> Any:
    """Hand the result over to the carrier."""
    key, case = own_key(request, idempotency_key(request), "send"), pages.found_or_404(request, number)
    return _of_parcel(request, case, pages.hand_over(request, case, key))


@router.serve("POST", "/cases/{number}/parcel/look", "parcel.send", response=ParcelOf)
def look(request: HttpRequest, number: str) -> Any:
    """Ask the carrier where the parcel is."""
    key, case = own_key(request, idempotency_key(request), "look"), pages.found_or_404(request, number)
    return _of_parcel(request, case, pages.look_for(request, case, key))
