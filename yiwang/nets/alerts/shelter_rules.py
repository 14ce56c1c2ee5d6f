"""The rules of a shelter (避难场所): open or closed, how many it holds now, never more than it can. Pure.

Source: 防汛条例 第三十四条.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import Shelter
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.reading_events import reader
from yiwang.nets.alerts.records import ShelterState

ACTS = ("open", "close", "admit", "leave")


class Keep(Command, frozen=True, kw_only=True):
    """开放、关闭、收住、离开: `act`, and how many people for the last two."""

    verb: ClassVar[str] = "shelter.keep"
    act: str
    people: int = 0
    plan: str
    shelter: str


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """`shelter.opened`, `shelter.closed`, `shelter.admitted`, `shelter.left`."""

    body: str
    capacity: int
    people: int
    plan: str
    shelter: str


_TYPES = {"open": "opened", "close": "closed", "admit": "admitted", "leave": "left"}
DATA: dict[str, type[msgspec.Struct]] = {f"shelter.{one}": Kept for one in _TYPES.values()}
event_of = reader(DATA)


def decide(state: ShelterState | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this shelter. Changes nothing."""
    if not isinstance(command, Keep):
        return record.denied(command)
    plan = context.city.plans.get(command.plan)
    shelter = plan.shelters.get(command.shelter) if plan is not None else None
    if plan is None or shelter is None:
        return saying.not_here("避难场所", "shelter")
    if not record.allowed(
        context.actor, command, Target(lead=shelter.body, bodies=(shelter.body, plan.body))
    ):
        return record.denied(command)
    if command.act not in ACTS:
        return saying.not_here("办法", "act")
    is_open, people = (state.open, state.people) if state is not None else (False, 0)
    if command.act in ("open", "close") and (command.act == "open") == is_open:
        return ()
    fault = _fault(command, shelter, is_open, people)
    if fault is not None:
        return fault
    kept = Kept(
        body=shelter.body,
        capacity=shelter.capacity,
        people=command.people,
        plan=plan.id,
        shelter=shelter.id,
    )
    return (Fact(f"shelter.{_TYPES[command.act]}", kept),)


def _fault(command: Keep, shelter: Shelter, is_open: bool, people: int) -> Any:
    if command.act == "close" and people:
        return saying.no(
            "shelter-not-empty",
            f"里面还有 {people} 人，不能关闭。先登记他们离开。",
            f"{people} people are in it: it cannot be closed. Record that they left first.",
            people=people,
        )
    if command.act in ("open", "close"):
        return None
    if command.people < 1:
        return saying.no_number(str(command.people))
    if not is_open:
        return saying.wrong_phase("避难场所没有开放", "The shelter is not open")
    if command.act == "admit" and people + command.people > shelter.capacity:
        return saying.no(
            "shelter-full",
            f"能住 {shelter.capacity} 人，已住 {people} 人，再住 {command.people} 人就超了"
            f" {people + command.people - shelter.capacity} 人。请分到别处。",
            f"It holds {shelter.capacity}, {people} are in it: {command.people} more are"
            f" {people + command.people - shelter.capacity} too many. Send them elsewhere.",
            capacity=shelter.capacity,
            people=people,
        )
    if command.act == "leave" and command.people > people:
        return saying.no(
            "more-than-inside",
            f"里面只有 {people} 人，不能登记 {command.people} 人离开。",
            f"{people} people are in it: {command.people} cannot leave.",
            people=people,
        )
    return None


def begin(event: Fact, pack: str, at: datetime) -> ShelterState:
    """Return the shelter that its first event begins."""
    data = event.data
    made = ShelterState(plan=data.plan, shelter=data.shelter, body=data.body, capacity=data.capacity)
    return evolve(made, event, at)


def evolve(state: ShelterState, event: Fact, at: datetime) -> ShelterState:
    """Apply one event. Never refuses."""
    data: Any = event.data
    state = replace(state, capacity=data.capacity, body=data.body)
    match event.type:
        case "shelter.opened":
            return replace(state, open=True)
        case "shelter.closed":
            return replace(state, open=False)
        case "shelter.admitted":
            return replace(state, people=state.people + data.people)
        case "shelter.left":
            return replace(state, people=state.people - data.people)
    return state
