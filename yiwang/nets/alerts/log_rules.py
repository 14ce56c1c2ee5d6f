"""The rules of a hand-over log (交接班记录): who hands over writes and signs, who takes over signs. Pure.

Nothing is deleted and nothing is changed: what was wrong is corrected by a later entry that says so.
Source: 防汛条例 第二十四条; that both sign is our own rule.
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
from yiwang.nets.alerts.records import Log, LogEntry


class HandOver(Command, frozen=True, kw_only=True):
    """交班: what whoever takes over has to know, in `sealed["words"]`; signed by whoever writes it."""

    verb: ClassVar[str] = "duty.sign"
    corrects: int = 0
    plan: str
    post: str
    takes: str


class TakeOver(Command, frozen=True, kw_only=True):
    """接班: signed by whoever takes over."""

    verb: ClassVar[str] = "duty.sign"
    number: int


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """`log.handed-over`."""

    body: str
    corrects: int
    gives: str
    number: int
    plan: str
    post: str
    sealed: dict[str, Sealed] = {}
    takes: str


class TakenOver(msgspec.Struct, frozen=True, kw_only=True):
    """`log.taken-over`."""

    number: int


DATA: dict[str, type[msgspec.Struct]] = {"log.handed-over": HandedOver, "log.taken-over": TakenOver}
event_of = reader(DATA)


def decide(log: Log | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this log. Changes nothing."""
    match command:
        case HandOver():
            return _hand_over(log, command, context)
        case TakeOver():
            return _take_over(log, command, context)
        case _:
            return record.denied(command)


def _hand_over(log: Log | None, command: HandOver, context: Context) -> Answer:
    plan = context.city.plans.get(command.plan)
    post = plan.posts.get(command.post) if plan is not None else None
    if plan is None or post is None:
        return saying.not_here("值班岗位", "post")
    if not record.allowed(context.actor, command, Target(lead=post.body, bodies=(post.body, plan.body))):
        return record.denied(command)
    if "words" not in command.sealed:
        return saying.words_missing()
    if command.takes == context.actor.person:
        return saying.no("to-oneself", "接班的人要和交班的人不同。", "One does not hand over to oneself.")
    if command.takes not in context.city.persons:
        return saying.not_here("接班的人", "person who takes over")
    numbers = [one.number for one in log.entries] if log is not None else []
    if command.corrects and command.corrects not in numbers:
        return saying.not_here("要更正的那一条", "entry to be corrected")
    handed = HandedOver(
        body=post.body,
        corrects=command.corrects,
        gives=context.actor.person,
        number=len(numbers) + 1,
        plan=plan.id,
        post=post.id,
        sealed=command.sealed,
        takes=command.takes,
    )
    return (Fact("log.handed-over", handed),)


def _take_over(log: Log | None, command: TakeOver, context: Context) -> Answer:
    entry = next((one for one in log.entries if one.number == command.number), None) if log else None
    if log is None or entry is None:
        return saying.not_here("交接班记录", "hand-over entry")
    if not record.allowed(context.actor, command, Target(lead=log.body, bodies=(log.body,))):
        return record.denied(command)
    if context.actor.person != entry.takes:
        return saying.no(
            "not-your-hand-over",
            "这一条是交给别人的，由接班的人签字。",
            "This was handed to somebody else: they sign.",
        )
    return () if entry.taken_at is not None else (Fact("log.taken-over", TakenOver(number=entry.number)),)


def begin(event: Fact, pack: str, at: datetime) -> Log:
    """Return the log that its first event begins."""
    data = event.data
    return evolve(Log(plan=data.plan, post=data.post, body=data.body), event, at)


def evolve(log: Log, event: Fact, at: datetime) -> Log:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "log.handed-over":
            entry = LogEntry(
                number=data.number,
                at=at,
                gives=data.gives,
                takes=data.takes,
                corrects=data.corrects,
                sealed=data.sealed,
            )
            return replace(log, entries=(*log.entries, entry))
        case "log.taken-over":
            signed = tuple(
                replace(one, taken_at=at) if one.number == data.number else one for one in log.entries
            )
            return replace(log, entries=signed)
    return log
