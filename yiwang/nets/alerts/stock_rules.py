"""The rules of a stock (物资): what comes in, is taken out, is brought back; never below zero. Pure.

Source: 防汛条例 第二十一条 (stocks are kept), 第三十二条 (what was taken in an emergency is given back).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.reading_events import reader
from yiwang.nets.alerts.records import Movement, StockState

WAYS = ("in", "out", "back")
KEPT = 50
"""How many movements a record shows; every one is in the ledger."""
MOST = 10_000_000


class Shift(Command, frozen=True, kw_only=True):
    """入库、领用、归还: how much; what for, or by whom, in `sealed["words"]`."""

    verb: ClassVar[str] = "stock.keep"
    amount: int
    plan: str
    stock: str
    way: str


class Shifted(msgspec.Struct, frozen=True, kw_only=True):
    """`stock.shifted`. `start`: what the plan says was there, at the first movement."""

    amount: int
    body: str
    by: str
    plan: str
    sealed: dict[str, Sealed] = {}
    start: int
    stock: str
    way: str


DATA: dict[str, type[msgspec.Struct]] = {"stock.shifted": Shifted}
event_of = reader(DATA)


def decide(state: StockState | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this stock. Changes nothing."""
    if not isinstance(command, Shift):
        return record.denied(command)
    plan = context.city.plans.get(command.plan)
    stock = plan.stocks.get(command.stock) if plan is not None else None
    if plan is None or stock is None:
        return saying.not_here("物资", "stock")
    if not record.allowed(context.actor, command, Target(lead=stock.body, bodies=(stock.body, plan.body))):
        return record.denied(command)
    if command.way not in WAYS:
        return saying.not_here("办法", "act")
    if not 1 <= command.amount <= MOST:
        return saying.no_number(str(command.amount))
    amount, out = (state.amount, state.out) if state is not None else (stock.amount, 0)
    unit = stock.unit
    if command.way == "out" and command.amount > amount:
        return saying.no(
            "stock-below-zero",
            f"库里有 {amount} {unit['zh']}，领不出 {command.amount} {unit['zh']}。请减少，或从别处调。",
            f"{amount} {unit['en']} are here: {command.amount} cannot be taken. Take less, or elsewhere.",
            amount=amount,
        )
    if command.way == "back" and command.amount > out:
        return saying.no(
            "more-than-taken",
            f"领出去未还的是 {out} {unit['zh']}，还不了 {command.amount} {unit['zh']}。新到的请登记入库。",
            f"{out} {unit['en']} are out: {command.amount} cannot come back. Record new goods as coming in.",
            out=out,
        )
    shifted = Shifted(
        amount=command.amount,
        body=stock.body,
        by=context.actor.person,
        plan=plan.id,
        sealed=command.sealed,
        start=stock.amount,
        stock=stock.id,
        way=command.way,
    )
    return (Fact("stock.shifted", shifted),)


def begin(event: Fact, pack: str, at: datetime) -> StockState:
    """Return the stock that its first event begins."""
    data = event.data
    return evolve(StockState(plan=data.plan, stock=data.stock, body=data.body, amount=data.start), event, at)


def evolve(state: StockState, event: Fact, at: datetime) -> StockState:
    """Apply one event. Never refuses."""
    data: Any = event.data
    left = state.amount + (-data.amount if data.way == "out" else data.amount)
    out = state.out + {"in": 0, "out": data.amount, "back": -data.amount}[data.way]
    moved = Movement(amount=data.amount, at=at, by=data.by, left=left, sealed=data.sealed, way=data.way)
    return replace(state, amount=left, out=out, movements=(*state.movements, moved)[-KEPT:])
