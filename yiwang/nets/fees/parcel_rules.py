"""The rules of a parcel with a case's result: asked, handed over, delivered or come back. Pure.

Asking for it is the applicant's choice; the result is online all the same, and the case is delivered by its
own acts. Who pays the postage is not settled here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.fees import saying
from yiwang.nets.fees.records import PARCEL_PHASES, Parcel, Subject

TO = ("name", "telephone", "address")
SENDABLE = ("decided", "delivered", "closed")
ENDS = {"delivered": "parcel.delivered", "returned": "parcel.returned"}


class AskFor(Command, frozen=True, kw_only=True):
    """要求寄送: to whom and where lies in `sealed`."""

    verb: ClassVar[str] = "parcel.ask"
    subject: Subject


class CallOff(Command, frozen=True, kw_only=True):
    """不寄了, before it is handed over."""

    verb: ClassVar[str] = "parcel.ask"


class HandOver(Command, frozen=True, kw_only=True):
    """交寄. `phase`, `outcome` of the case as they stand; `tracking` as the carrier gave it."""

    verb: ClassVar[str] = "parcel.send"
    outcome: str
    phase: str
    tracking: str


class Arrive(Command, frozen=True, kw_only=True):
    """投递结果, as the carrier tells."""

    verb: ClassVar[str] = "parcel.send"
    state: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`parcel.asked`."""

    sealed: dict[str, Sealed] = {}
    subject: Subject


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """`parcel.called-off`, `parcel.handed-over`, `parcel.delivered`, `parcel.returned`."""

    tracking: str = ""


DATA: dict[str, type[msgspec.Struct]] = {
    "parcel.asked": Asked,
    "parcel.called-off": Told,
    "parcel.handed-over": Told,
    "parcel.delivered": Told,
    "parcel.returned": Told,
}


def decide(parcel: Parcel | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this parcel. Changes nothing."""
    if isinstance(command, AskFor):
        return _ask(parcel, command, context)
    if parcel is None:
        return saying.no_parcel()
    if not record.allowed(context.actor, command, parcel.subject.target):
        return record.denied(command)
    match command:
        case CallOff() if parcel.phase == "asked":
            return (Fact("parcel.called-off", Told()),)
        case HandOver() if parcel.phase == "asked":
            if command.phase not in SENDABLE or command.outcome != "grant":
                return saying.nothing_to_send()
            return (Fact("parcel.handed-over", Told(tracking=command.tracking)),)
        case Arrive() if parcel.phase == "moving":
            return (Fact(ENDS[command.state], Told()),) if command.state in ENDS else ()
        case _:
            return saying.parcel_phase(PARCEL_PHASES[parcel.phase])


def _ask(parcel: Parcel | None, command: AskFor, context: Context) -> Answer:
    if not record.allowed(context.actor, command, command.subject.target):
        return record.denied(command)
    if parcel is not None and parcel.phase not in ("called-off", "returned"):
        return saying.parcel_phase(PARCEL_PHASES[parcel.phase])
    if parcel is not None and parcel.subject.case != command.subject.case:
        return record.denied(command)
    if not set(TO) <= set(command.sealed):
        return saying.no_address()
    return (Fact("parcel.asked", Asked(sealed=command.sealed, subject=command.subject)),)


def begin(event: Fact, pack: str, at: datetime) -> Parcel:
    """Return the parcel that its first event begins."""
    data: Asked = event.data
    return Parcel(subject=data.subject, phase="asked", asked_at=at, sealed=data.sealed)


def evolve(parcel: Parcel, event: Fact, at: datetime) -> Parcel:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "parcel.asked":
            return begin(event, "", at)
        case "parcel.handed-over":
            return replace(parcel, phase="moving", handed_over_at=at, tracking=data.tracking)
        case "parcel.called-off" | "parcel.delivered" | "parcel.returned":
            return replace(parcel, phase=event.type.removeprefix("parcel."))
    return parcel


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
