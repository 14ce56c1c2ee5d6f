"""The rules of an evacuation list (转移名单): households of one village, for one run of a response. Pure.

It is there only while the response lets it be; who is on it lies in the vault and is erased once the list is
closed. It closes when everybody is back; how many were moved is all that stays.

Source: 防汛条例 第三十四条 (people are brought to safety, and cared for); 个人信息保护法 第六条, 第十九条 (no
more than is needed, no longer than is needed).
"""

from __future__ import annotations

from collections import Counter
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
from yiwang.nets.alerts.records import Entry, EvacuationList

CALLED, MOVED, REFUSED, BACK = "called", "moved", "refused", "back"
STATES = (CALLED, MOVED, REFUSED, BACK)
MOST_PEOPLE = 50
"""Our own rule: a household of more is a typing mistake."""


class Begin(Command, frozen=True, kw_only=True):
    """开始: once the response opened it; the city's own."""

    verb: ClassVar[str] = "evacuation.begin"
    bodies: tuple[str, ...]
    number: int
    place: str
    plan: str
    run: int


class Enter(Command, frozen=True, kw_only=True):
    """登记一户: name and telephone in `sealed`."""

    verb: ClassVar[str] = "evacuation.keep"
    entry: str
    people: int


class Move(Command, frozen=True, kw_only=True):
    """转移情况: called, moved to a shelter or elsewhere, refused, back."""

    verb: ClassVar[str] = "evacuation.keep"
    entry: str
    shelter: str = ""
    state: str


class Close(Command, frozen=True, kw_only=True):
    """关闭名单: everybody is back; names and numbers are erased."""

    verb: ClassVar[str] = "evacuation.keep"


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`evacuation.begun`."""

    bodies: tuple[str, ...]
    number: int
    place: str
    plan: str
    run: int


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """`evacuation.entered`."""

    entry: str
    people: int
    sealed: dict[str, Sealed] = {}


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """`evacuation.moved`."""

    entry: str
    shelter: str
    state: str


class Closed(msgspec.Struct, frozen=True, kw_only=True):
    """`evacuation.closed`. `counted`: people by state at the end."""

    counted: dict[str, int]
    number: int
    place: str
    plan: str
    run: int


DATA: dict[str, type[msgspec.Struct]] = {
    "evacuation.begun": Begun,
    "evacuation.entered": Entered,
    "evacuation.moved": Moved,
    "evacuation.closed": Closed,
}
event_of = reader(DATA)


def decide(one: EvacuationList | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this list. Changes nothing."""
    if isinstance(command, Begin):
        if context.actor.kind != "system":
            return record.denied(command)
        begun = Begun(
            bodies=command.bodies,
            number=command.number,
            place=command.place,
            plan=command.plan,
            run=command.run,
        )
        return () if one is not None else (Fact("evacuation.begun", begun),)
    if one is None:
        return saying.not_here("转移名单", "evacuation list")
    if not record.allowed(context.actor, command, Target(lead=one.bodies[0], bodies=one.bodies)):
        return record.denied(command)
    if one.phase != "open":
        return saying.wrong_phase("名单已经关闭，里面的人已经抹去", "The list is closed and erased")
    match command:
        case Enter():
            return _enter(one, command)
        case Move():
            return _move(one, command, context)
        case Close():
            return _close(one)
        case _:
            return record.denied(command)


def _enter(one: EvacuationList, command: Enter) -> Answer:
    if command.entry in one.entries:
        return ()
    if not 1 <= command.people <= MOST_PEOPLE:
        return saying.no(
            "household",
            f"一户 {command.people} 人，应在 1 到 {MOST_PEOPLE} 之间。",
            f"A household of {command.people}: it should be 1 to {MOST_PEOPLE}.",
        )
    if "name" not in command.sealed:
        return saying.words_missing()
    entered = Entered(entry=command.entry, people=command.people, sealed=command.sealed)
    return (Fact("evacuation.entered", entered),)


def _move(one: EvacuationList, command: Move, context: Context) -> Answer:
    if command.entry not in one.entries:
        return saying.not_here("户", "household")
    if command.state not in STATES:
        return saying.not_here("转移情况", "state")
    plan = context.city.plans.get(one.plan)
    if command.shelter and (plan is None or command.shelter not in plan.shelters):
        return saying.not_here("避难场所", "shelter")
    was = one.entries[command.entry]
    if (was.state, was.shelter) == (command.state, command.shelter):
        return ()
    moved = Moved(entry=command.entry, shelter=command.shelter, state=command.state)
    return (Fact("evacuation.moved", moved),)


def _close(one: EvacuationList) -> Answer:
    away = [entry for entry in one.entries.values() if entry.state in (CALLED, MOVED)]
    if away:
        people = sum(entry.people for entry in away)
        return saying.no(
            "not-all-back",
            f"还有 {len(away)} 户 {people} 人没有回家，不能关闭名单。先登记他们回来，或登记不走。",
            f"{len(away)} households, {people} people, are not back: the list cannot be closed yet.",
            households=len(away),
            people=people,
        )
    closed = Closed(counted=counted(one), number=one.number, place=one.place, plan=one.plan, run=one.run)
    return (Fact("evacuation.closed", closed),)


def counted(one: EvacuationList) -> dict[str, int]:
    """Return how many people are in each state; those of a closed list as they were."""
    if one.phase != "open":
        return one.counted
    found: Counter[str] = Counter()
    for entry in one.entries.values():
        found[entry.state] += entry.people
    return dict(sorted(found.items()))


def begin(event: Fact, pack: str, at: datetime) -> EvacuationList:
    """Return the list that its first event begins."""
    data = event.data
    return EvacuationList(
        plan=data.plan,
        run=data.run,
        number=data.number,
        place=data.place,
        bodies=data.bodies,
        phase="open",
    )


def evolve(one: EvacuationList, event: Fact, at: datetime) -> EvacuationList:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "evacuation.entered":
            made = Entry(people=data.people, state=CALLED, shelter="", sealed=data.sealed)
            return replace(one, entries={**one.entries, data.entry: made})
        case "evacuation.moved":
            moved = replace(one.entries[data.entry], state=data.state, shelter=data.shelter)
            return replace(one, entries={**one.entries, data.entry: moved})
        case "evacuation.closed":
            return replace(one, phase="closed", entries={}, closed_at=at, counted=data.counted)
    return one
