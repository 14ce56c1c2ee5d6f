"""The rules of a duty roster (值班表): one person at a time, without a gap; swaps, signing on. Pure.

Source: 防汛条例 第二十四条 (in the flood season somebody in charge presides, and people stay at their posts).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import Plan, Post
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.reading_events import reader
from yiwang.nets.alerts.records import Roster, Shift, Swap

MOST_SHIFTS = 400
EARLY = timedelta(hours=1)
"""Our own rule: how long before a shift begins one may sign on."""


class Arrange(Command, frozen=True, kw_only=True):
    """排班: these shifts, in place of what stood between the first's beginning and the last's end."""

    verb: ClassVar[str] = "duty.arrange"
    plan: str
    post: str
    shifts: tuple[Shift, ...]


class SwapShifts(Command, frozen=True, kw_only=True):
    """换班: the people of two shifts, named by their beginnings, change places."""

    verb: ClassVar[str] = "duty.sign"
    first: datetime
    second: datetime


class SignOn(Command, frozen=True, kw_only=True):
    """签到: the person of the shift, or the substitute."""

    verb: ClassVar[str] = "duty.sign"
    begins: datetime


class Arranged(msgspec.Struct, frozen=True, kw_only=True):
    """`roster.arranged`."""

    body: str
    plan: str
    post: str
    shifts: tuple[Shift, ...]


class Swapped(msgspec.Struct, frozen=True, kw_only=True):
    """`roster.swapped`."""

    by: str
    first: datetime
    second: datetime


class SignedOn(msgspec.Struct, frozen=True, kw_only=True):
    """`roster.signed-on`."""

    begins: datetime
    by: str


DATA: dict[str, type[msgspec.Struct]] = {
    "roster.arranged": Arranged,
    "roster.swapped": Swapped,
    "roster.signed-on": SignedOn,
}
event_of = reader(DATA)


def decide(roster: Roster | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this roster. Changes nothing."""
    if isinstance(command, Arrange):
        return _arrange(roster, command, context)
    if roster is None:
        return saying.not_here("值班表", "roster")
    plan = context.city.plans.get(roster.plan)
    keeper = plan.body if plan is not None else roster.body
    if not record.allowed(context.actor, command, Target(lead=roster.body, bodies=(roster.body, keeper))):
        return record.denied(command)
    match command:
        case SwapShifts():
            return _swap(roster, command, context)
        case SignOn():
            return _sign_on(roster, command, context)
        case _:
            return record.denied(command)


def _arrange(roster: Roster | None, command: Arrange, context: Context) -> Answer:
    plan = context.city.plans.get(command.plan)
    post = plan.posts.get(command.post) if plan is not None else None
    if plan is None or post is None:
        return saying.not_here("值班岗位", "post")
    if not record.allowed(context.actor, command, Target(lead=post.body, bodies=(post.body, plan.body))):
        return record.denied(command)
    fault = _unsound(command, context, plan, post)
    if fault is not None:
        return fault
    first, last = command.shifts[0].begins, command.shifts[-1].ends
    over = next((one for one in _within(roster, first, last) if one.begins < context.now), None)
    if over is not None:
        return saying.wrong_phase(
            f"{_at(over.begins, context)} 的班已经开始，只能从以后排起",
            f"The shift of {_at(over.begins, context)} has begun: arrange what comes after it",
        )
    arranged = Arranged(body=post.body, plan=plan.id, post=post.id, shifts=command.shifts)
    return (Fact("roster.arranged", arranged),)


def _unsound(command: Arrange, context: Context, plan: Plan, post: Post) -> Refusal | None:
    shifts = command.shifts
    if not 1 <= len(shifts) <= MOST_SHIFTS:
        return saying.no(
            "no-shifts",
            f"排了 {len(shifts)} 班，应有 1 到 {MOST_SHIFTS} 班。",
            f"{len(shifts)} shifts given.",
        )
    for one in shifts:
        if one.ends <= one.begins:
            return saying.backwards(_at(one.begins, context), _at(one.ends, context))
        for person in (one.person, *((one.substitute,) if one.substitute else ())):
            if not _belongs(context, person, post.body, plan.body):
                return saying.no(
                    "not-of-the-body",
                    f"{_who(context, person)['zh']} 不是这个岗位单位的人。从名单里选。",
                    f"{_who(context, person)['en']} is not of the body of this post. Choose from the list.",
                )
        if one.person == one.substitute:
            return saying.no(
                "own-substitute", "替班的人要和值班的人不同。", "Nobody is their own substitute."
            )
    for one, two in pairwise(shifts):
        if two.begins < one.ends:
            return _two_at_once(one, two, context)
        if two.begins > one.ends:
            return saying.no(
                "nobody-on-duty",
                f"{_at(one.ends, context)} 到 {_at(two.begins, context)} 没有人值班。补上这一段。",
                f"Nobody is on duty from {_at(one.ends, context)} to {_at(two.begins, context)}. Fill it.",
            )
    return None


def _two_at_once(one: Shift, two: Shift, context: Context) -> Refusal:
    first, second = _who(context, one.person), _who(context, two.person)
    return saying.no(
        "two-on-duty",
        f"{_at(two.begins, context)} 有两个人值班: {first['zh']} (到 {_at(one.ends, context)}) 和"
        f" {second['zh']}。改正其中一班的时间。",
        f"Two are on duty at {_at(two.begins, context)}: {first['en']} (until {_at(one.ends, context)}) and"
        f" {second['en']}. Correct the time of one of them.",
    )


def _within(roster: Roster | None, first: datetime, last: datetime) -> list[Shift]:
    return [one for one in (roster.shifts if roster else ()) if one.begins < last and one.ends > first]


def _belongs(context: Context, person: str, *bodies: str) -> bool:
    known = context.city.persons.get(person)
    position = context.city.positions.get(known.position) if known is not None else None
    return position is not None and position.body in bodies


def _who(context: Context, person: str) -> dict[str, str]:
    """Return the position of a person: names stand in no refusal."""
    known = context.city.persons.get(person)
    position = context.city.positions.get(known.position) if known is not None else None
    if position is None:
        return {"zh": "没有登记的人", "en": "somebody not registered"}
    body = context.city.bodies[position.body].title
    return {"zh": f"{body['zh']}{position.title['zh']}", "en": f"{position.title['en']} of {body['en']}"}


def _at(at: datetime, context: Context) -> str:
    return at.astimezone(context.city.calendar.zone).strftime("%Y-%m-%d %H:%M")


def _swap(roster: Roster, command: SwapShifts, context: Context) -> Answer:
    found = [one for one in roster.shifts if one.begins in (command.first, command.second)]
    if len(found) != 2:
        return saying.not_here("班次", "shift")
    begun = next((one for one in found if one.begins <= context.now), None)
    if begun is not None:
        return saying.wrong_phase(
            f"{_at(begun.begins, context)} 的班已经开始",
            f"The shift of {_at(begun.begins, context)} has begun",
        )
    if found[0].person == found[1].person:
        return saying.no("same-person", "两班是同一个人，不用换。", "Both shifts are the same person's.")
    swapped = Swapped(by=context.actor.person, first=command.first, second=command.second)
    return (Fact("roster.swapped", swapped),)


def _sign_on(roster: Roster, command: SignOn, context: Context) -> Answer:
    shift = next((one for one in roster.shifts if one.begins == command.begins), None)
    if shift is None:
        return saying.not_here("班次", "shift")
    if context.actor.person not in (shift.person, shift.substitute):
        who = _who(context, shift.person)
        return saying.no(
            "not-your-shift",
            f"这一班是 {who['zh']} 的，由本人或替班的人签到。",
            f"This shift is {who['en']}'s: they or their substitute sign on.",
        )
    if not shift.begins - EARLY <= context.now < shift.ends:
        return saying.no(
            "not-now",
            f"这一班从 {_at(shift.begins, context)} 到 {_at(shift.ends, context)}，现在不能签到。",
            f"This shift runs from {_at(shift.begins, context)} to {_at(shift.ends, context)}: not now.",
        )
    if shift.signed_at is not None:
        return ()
    return (Fact("roster.signed-on", SignedOn(begins=command.begins, by=context.actor.person)),)


def gaps(roster: Roster | None, begins: datetime, ends: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return when nobody is on the post between two moments, in order."""
    found, at = [], begins
    for one in _within(roster, begins, ends):
        if one.begins > at:
            found.append((at, one.begins))
        at = max(at, one.ends)
    if at < ends:
        found.append((at, ends))
    return tuple(found)


def begin(event: Fact, pack: str, at: datetime) -> Roster:
    """Return the roster that its first event begins."""
    data = event.data
    return evolve(Roster(plan=data.plan, post=data.post, body=data.body), event, at)


def evolve(roster: Roster, event: Fact, at: datetime) -> Roster:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "roster.arranged":
            first, last = data.shifts[0].begins, data.shifts[-1].ends
            kept = [one for one in roster.shifts if one.ends <= first or one.begins >= last]
            return replace(roster, shifts=tuple(sorted((*kept, *data.shifts), key=lambda one: one.begins)))
        case "roster.swapped":
            one, two = (
                next(shift for shift in roster.shifts if shift.begins == begins)
                for begins in (data.first, data.second)
            )
            changed = {
                one.begins: replace(one, person=two.person, substitute=two.substitute),
                two.begins: replace(two, person=one.person, substitute=one.substitute),
            }
            swap = Swap(at=at, by=data.by, first=data.first, second=data.second)
            shifts = tuple(changed.get(shift.begins, shift) for shift in roster.shifts)
            return replace(roster, shifts=shifts, swaps=(*roster.swaps, swap))
        case "roster.signed-on":
            shifts = tuple(
                replace(shift, signed_at=at, signed_by=data.by) if shift.begins == data.begins else shift
                for shift in roster.shifts
            )
            return replace(roster, shifts=shifts)
    return roster
