"""A person: which positions are held from when to when, and whether the account is open.

`epoch` rises with whatever must end the person's sessions: a lost position, a suspension, leaving, a
changed password, "sign out everywhere". A session that remembers another epoch is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City, Position
from yiwang.kernel.people import record
from yiwang.kernel.people.happened import DATA, Appointed, Closed, Dismissed, Joined
from yiwang.kernel.people.held import Held, How, Person, PersonKind
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import ADMINISTRATORS, ROLE_IN_WORDS, apart

WHAT = {"zh": "人员", "en": "person"}
PHASE_IN_WORDS = {
    "active": {"zh": "在用", "en": "active"},
    "suspended": {"zh": "已停用", "en": "suspended"},
    "left": {"zh": "已离开", "en": "gone"},
}
FINDABLE = frozenset({"code"})  # found by its exact value; names are found by nobody


class Join(Command, frozen=True, kw_only=True):
    """开户: begin a person. `sealed` may hold `name_zh`, `name_en`, `code`, `id_number` (as proved)."""

    verb: ClassVar[str] = "person.join"
    findable: ClassVar[frozenset[str]] = FINDABLE
    person: str
    kind: PersonKind = "staff"
    source: str = "directory"


class Rename(Command, frozen=True, kw_only=True):
    """更名: other words in `sealed`."""

    verb: ClassVar[str] = "person.join"
    findable: ClassVar[frozenset[str]] = FINDABLE


class Appoint(Command, frozen=True, kw_only=True):
    """任岗: give a position from a day; `how` substitute names in `acting_for` whose it is."""

    verb: ClassVar[str] = "person.appoint"
    position: str
    since: date
    until: date | None = None
    how: How = "own"
    acting_for: str = ""


class Delegate(Command, frozen=True, kw_only=True):
    """委托: the holder of a position gives it to this person for a time, and keeps it."""

    verb: ClassVar[str] = "person.delegate"
    position: str
    since: date
    until: date


class Undelegate(Command, frozen=True, kw_only=True):
    """收回委托: whose position it is ends the delegation early; `last` as in `Dismiss`."""

    verb: ClassVar[str] = "person.delegate"
    position: str
    last: date


class Dismiss(Command, frozen=True, kw_only=True):
    """免岗: the position's last day is `last`; one before today ends it at once."""

    verb: ClassVar[str] = "person.dismiss"
    position: str
    last: date
    acting_for: str = ""


class Suspend(Command, frozen=True, kw_only=True):
    """停用. The reason is in `sealed`."""

    verb: ClassVar[str] = "person.suspend"


class Restore(Command, frozen=True, kw_only=True):
    """恢复."""

    verb: ClassVar[str] = "person.restore"


class Leave(Command, frozen=True, kw_only=True):
    """离开: every position ends the day before, the account is closed."""

    verb: ClassVar[str] = "person.leave"


class Rejoin(Command, frozen=True, kw_only=True):
    """重新入职: who left is back, as the same person. Positions are given anew, with dates of their own."""

    verb: ClassVar[str] = "person.join"
    findable: ClassVar[frozenset[str]] = FINDABLE


class Invite(Command, frozen=True, kw_only=True):
    """邀请登录: a one-time link is made for the person; the link itself is no part of the record."""

    verb: ClassVar[str] = "person.invite"


class EndSessions(Command, frozen=True, kw_only=True):
    """全部退出: every session of the person is over."""

    verb: ClassVar[str] = "person.end-sessions"


_OPEN = frozenset({"active", "suspended"})
_OF_THE_WHOLE: dict[type[Command], tuple[frozenset[str], str]] = {
    Suspend: (frozenset({"active"}), "person.suspended"),
    Restore: (frozenset({"suspended"}), "person.restored"),
    Leave: (_OPEN, "person.left"),
    Rejoin: (frozenset({"left"}), "person.rejoined"),
    Invite: (frozenset({"active"}), "person.invited"),
    EndSessions: (_OPEN | {"left"}, "person.sessions-ended"),
}
"""What happens to the whole person: in which phases it may, and what it is called afterwards."""


def decide(person: Person | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this person. Changes nothing.

    Source: the three administrators apart, see `kernel/roles.py`.
    """
    if isinstance(command, Join):
        return _join(person, command, context)
    if person is None:
        return record.unknown(WHAT)
    if not _allowed(person, command, context):
        return record.denied(command)
    day = record.today(context)
    match command, person.phase:
        case Rename(), "active" | "suspended":
            return (Fact("person.renamed", Joined(sealed=command.sealed)),) if command.sealed else ()
        case Appoint() | Delegate(), "active":
            return _appoint(person, command, context)
        case Dismiss(), "active" | "suspended":
            return _dismiss(person, command, context)
        case Undelegate(), "active" | "suspended":
            return _undelegate(person, command, context)
        case _:
            phases, happened = _OF_THE_WHOLE.get(type(command), (frozenset(), ""))
            if person.phase not in phases:
                return record.wrong_phase(WHAT, PHASE_IN_WORDS[person.phase])
            return (Fact(happened, Closed(day=day, sealed=command.sealed)),)


def _join(person: Person | None, command: Join, context: Context) -> Answer:
    own = command.kind != "staff" and context.actor.person == command.person
    root = Target(applicant=command.person, seats=(context.city.root,))
    if not own and not record.allowed(context.actor, command, root):
        return record.denied(command)
    if person is not None:
        return record.exists(WHAT)
    return (
        Fact(
            "person.joined",
            Joined(kind=command.kind, person=command.person, sealed=command.sealed, source=command.source),
        ),
    )


def _allowed(person: Person, command: Command, context: Context) -> bool:
    actor = context.actor
    if isinstance(command, EndSessions | Rename) and actor.person == person.id:
        return True
    if isinstance(command, Delegate) and _is_own(command.position, context):
        return True
    if isinstance(command, Undelegate):  # only whoever gave it; the desk ends positions by `Dismiss`
        return any(_is_given_by(actor.person, one, command.position) for one in person.held)
    return record.allowed(actor, command, target(person, context.city))


def _is_given_by(giver: str, held: Held, position: str) -> bool:
    """Say whether somebody delegated this position of their own."""
    return held.how == "delegated" and held.acting_for == giver != "" and held.position == position


def _is_own(position: str, context: Context) -> bool:
    """Say whether the actor holds this position in their own right, and so may delegate it."""
    return any(held.position == position and not held.acting_for for held in context.actor.holdings)


def _appoint(person: Person, command: Appoint | Delegate, context: Context) -> Answer:
    position = context.city.positions.get(command.position)
    if position is None:
        return Refusal(
            code="people.no-position",
            zh=f"没有岗位 {command.position}。请从岗位表里选择。",
            en=f"There is no position {command.position}. Choose one of the table.",
            params={"position": command.position},
        )
    if not _reaches(command, position, context):
        return record.denied(command)
    if command.until is not None and command.until < command.since:
        return record.backwards(command.since, command.until)
    if context.actor.person == person.id:
        return Refusal(
            code="people.own-rights",
            zh="不能给自己授权。请由另一位安全管理员办理。",
            en="Nobody gives rights to themselves. Ask another security administrator.",
        )
    if isinstance(command, Delegate) and position.role in ADMINISTRATORS:
        return _not_delegable(position.role)
    held = _held(command, position, context)
    if clash := _clash(person, held, context.city):
        return clash
    same = [
        one
        for one in person.held
        if (one.position, one.acting_for) == (held.position, held.acting_for)
        and one.meets(held.since, held.until)
    ]
    if any(replace(one, by="") == replace(held, by="") for one in same):
        return ()
    if same:
        return Refusal(
            code="people.held-already",
            zh=f"这个岗位自 {same[0].since} 起已经由此人担任, 与 {held.since} 起的任期重叠。",
            en=f"This person holds the position from {same[0].since}, which overlaps one from {held.since}.",
            params={"position": held.position, "since": same[0].since.isoformat()},
        )
    type_ = "person.delegated" if isinstance(command, Delegate) else "person.appointed"
    return (Fact(type_, Appointed(held=held)),)


def _reaches(command: Command, position: Position, context: Context) -> bool:
    """Say whether the position's own body lies within the actor's reach, not the person's alone.

    Else whoever gives positions in one district could give one of the whole city to somebody there.
    """
    if isinstance(command, Delegate) and _is_own(command.position, context):
        return True
    where = Target(bodies=(position.body,), seats=record.place_path(context.city, (position.body,)))
    return record.allowed(context.actor, command, where)


def _held(command: Appoint | Delegate, position: Position, context: Context) -> Held:
    how: How = "delegated"
    if isinstance(command, Appoint):
        how, whose = command.how, command.acting_for
    else:
        whose = context.actor.person if _is_own(command.position, context) else ""
    return Held(
        position=command.position,
        since=command.since,
        until=command.until,
        how=how,
        acting_for=whose,
        by=context.actor.signature,
        body=position.body,
        role=position.role,
    )


def _not_delegable(role: str) -> Refusal:
    words = ROLE_IN_WORDS[role]
    return Refusal(
        code="people.not-delegable",
        zh=f"{words['zh']}的岗位不能委托, 只能任免。",
        en=f"The position of {words['en']} cannot be delegated, only given and taken away.",
        params={"role": role},
    )


def _clash(person: Person, held: Held, city: City) -> Refusal | None:
    """Say which position the person holds at the same time that must be apart from this one."""
    new = city.positions[held.position]
    for one in person.held:
        old = city.positions.get(one.position)
        if old is None or not one.meets(held.since, held.until):
            continue
        if apart(old.role, old.body, new.role, new.body):
            return Refusal(
                code="people.apart",
                zh=f"此人已任{old.title['zh']}（{old.id}），与{new.title['zh']}（{new.id}）不能由一人兼任。"
                "先免去其一，或另选一人。",
                en=f"This person holds {old.title['en']} ({old.id}), which must be apart from "
                f"{new.title['en']} ({new.id}). End one of them first, or choose somebody else.",
                params={"holds": old.id, "wanted": new.id},
            )
    return None


def _dismiss(person: Person, command: Dismiss, context: Context) -> Answer:
    position = context.city.positions.get(command.position)
    if position is not None and not _reaches(command, position, context):
        return record.denied(command)
    return _ended(person, command.position, command.acting_for, command.last)


def _undelegate(person: Person, command: Undelegate, context: Context) -> Answer:
    return _ended(person, command.position, context.actor.person, command.last)


def _ended(person: Person, position: str, acting_for: str, last: date) -> Answer:
    found = [
        one
        for one in person.held
        if one.position == position
        and one.acting_for == acting_for
        and (one.until is None or one.until > last)
    ]
    if not found:
        return Refusal(
            code="people.not-held",
            zh=f"此人在 {last} 之后不再担任 {position}。",
            en=f"This person does not hold {position} after {last}.",
            params={"position": position, "last": last.isoformat()},
        )
    return (Fact("person.dismissed", Dismissed(acting_for=acting_for, last=last, position=position)),)


def begin(event: Fact, pack: str, at: datetime) -> Person:
    """Return the person that a `person.joined` begins."""
    data: Joined = event.data
    return Person(data.person, data.kind, data.source, pack, sealed=data.sealed)


def evolve(person: Person, event: Fact, at: datetime) -> Person:
    """Apply one event. Never refuses: what happened, happened."""
    data = event.data
    match event.type:
        case "person.renamed":
            return replace(person, sealed={**person.sealed, **data.sealed})
        case "person.appointed" | "person.delegated":
            return replace(person, held=(*person.held, data.held))
        case "person.dismissed":
            return replace(person, held=tuple(_without(person.held, data)), epoch=person.epoch + 1)
        case "person.suspended":
            return replace(person, phase="suspended", epoch=person.epoch + 1)
        case "person.restored":
            return replace(person, phase="active")
        case "person.left":
            last = data.day - timedelta(days=1)
            ended = tuple(_cut(one, last) for one in person.held if one.since <= last)
            return replace(person, phase="left", held=ended, epoch=person.epoch + 1)
        case "person.rejoined":
            sealed = {**person.sealed, **data.sealed}
            return replace(person, phase="active", sealed=sealed, epoch=person.epoch + 1)
        case "person.sessions-ended":
            return replace(person, epoch=person.epoch + 1)
    return person


def _without(held: Iterable[Held], gone: Dismissed) -> Iterable[Held]:
    for one in held:
        if (one.position, one.acting_for) != (gone.position, gone.acting_for):
            yield one
        elif one.since <= gone.last:
            yield _cut(one, gone.last)


def _cut(held: Held, last: date) -> Held:
    return held if held.until is not None and held.until <= last else replace(held, until=last)


def target(person: Person, city: City) -> Target:
    """Return what `access.may` asks about a person: whose record, the bodies of positions, their seats."""
    positions = (city.positions.get(held.position) for held in person.held)
    bodies = tuple(sorted({position.body for position in positions if position}))
    seats = record.place_path(city, bodies) or (city.root,)
    return Target(applicant=person.id, bodies=bodies, seats=seats)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
