"""A staff directory held against the records: who joins, moves and leaves, and what that opens and closes.

Pure: a list of who should hold what, the records there are, a day. The pack's `persons.csv` and an
imported directory go the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from yiwang.kernel.matter import City
from yiwang.kernel.people.held import Held, How, Person
from yiwang.kernel.people.person import Appoint, Dismiss, Join, Leave, Rejoin, Rename
from yiwang.kernel.people.record import Command
from yiwang.kernel.people.resolve import resolve
from yiwang.kernel.roles import ROLES

Move = Literal["join", "rejoin", "rename", "appoint", "dismiss", "leave"]


@dataclass(frozen=True)
class Post:
    """A position somebody should hold: from a day, to a day (None: open)."""

    position: str
    since: date
    until: date | None = None
    how: How = "own"
    acting_for: str = ""


@dataclass(frozen=True)
class Wanted:
    """Somebody of the directory. `names`: field → text for the vault (`name_zh`, `name_en`, `code`)."""

    person: str
    posts: tuple[Post, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One thing to do. `secrets`: what goes to the vault with it."""

    person: str
    move: Move
    command: Command
    secrets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Right:
    """A verb in a body."""

    verb: str
    body: str


@dataclass(frozen=True)
class Effect:
    """What the changes of one person open and close on a day."""

    person: str
    opens: tuple[Right, ...]
    closes: tuple[Right, ...]


def plan(
    wanted: Iterable[Wanted],
    known: Mapping[str, Person],
    day: date,
    *,
    source: str,
    renamed: frozenset[str] = frozenset(),
    rejoins: bool = False,
) -> list[Change]:
    """Return what turns the records into the directory: joiners first, then movers, then leavers.

    Takings-away stand before givings, so that somebody who moves between positions that must be apart
    never holds both.

    Args:
        known: person id → record, of everybody.
        source: only records of this source may leave or lose positions by it.
        renamed: persons whose names differ from what the vault holds.
        rejoins: who left and is in the directory is back. The pack's own never are: it names them still
            when they leave at the desk.
    """
    should = {one.person: one for one in wanted}
    joins = [
        Change(one.person, "join", Join(person=one.person, source=source), one.names)
        for one in should.values()
        if one.person not in known
    ]
    if rejoins:
        back = (one for one in should.values() if one.person in known and known[one.person].phase == "left")
        joins += [Change(one.person, "rejoin", Rejoin()) for one in back]
    moves: list[Change] = []
    for one in should.values():
        moves += _moves(one, known.get(one.person), day, renamed=one.person in renamed)
    leavers = [
        Change(record.id, "leave", Leave())
        for record in known.values()
        if record.source == source
        and record.kind == "staff"
        and record.phase != "left"
        and record.id not in should
    ]
    takings = [change for change in moves if change.move == "dismiss"]
    givings = [change for change in moves if change.move != "dismiss"]
    return [*joins, *takings, *leavers, *givings]


def _moves(one: Wanted, record: Person | None, day: date, *, renamed: bool) -> list[Change]:
    held = record.held if record is not None and record.phase != "left" else ()
    found: list[Change] = []
    if renamed:
        found.append(Change(one.person, "rename", Rename(), one.names))
    for old in held:
        if old.how == "delegated" or (old.until is not None and old.until < day):
            continue
        matching = [post for post in one.posts if _same(post, old)]
        if not matching:
            last = max(day - timedelta(days=1), old.since - timedelta(days=1))
            found.append(_dismissal(one.person, old, last))
        elif matching[0].until is not None and (old.until is None or matching[0].until < old.until):
            found.append(_dismissal(one.person, old, matching[0].until))
    back = record is not None and record.phase == "left"
    for post in one.posts:
        if post.until is not None and post.until < day:
            continue
        if back:  # what was held before is over; a directory may still give the day of then
            post = replace(post, since=max(post.since, day))
        if not any(_same(post, old) and (old.until is None or old.until >= day) for old in held):
            given = Appoint(
                position=post.position,
                since=post.since,
                until=post.until,
                how=post.how,
                acting_for=post.acting_for,
            )
            found.append(Change(one.person, "appoint", given))
    return found


def _same(post: Post, held: Held) -> bool:
    return post.position == held.position and post.acting_for == held.acting_for


def _dismissal(person: str, held: Held, last: date) -> Change:
    return Change(person, "dismiss", Dismiss(position=held.position, acting_for=held.acting_for, last=last))


def effect(before: Person | None, after: Person, city: City, day: date) -> Effect:
    """Return the rights that lie between two states of a person on a day, in order."""
    had = rights(before, city, day) if before is not None else set()
    has = rights(after, city, day)
    return Effect(after.id, _sorted(has - had), _sorted(had - has))


def rights(person: Person, city: City, day: date) -> set[Right]:
    """Return every verb that a person's positions give on a day, in which body."""
    held = resolve(person, city, day).holdings
    return {Right(verb, one.body) for one in held for verb in ROLES.get(one.role, {})}


def _sorted(found: set[Right]) -> tuple[Right, ...]:
    return tuple(sorted(found, key=lambda right: (right.body, right.verb)))


def of_pack(city: City, day: date) -> Sequence[Wanted]:
    """Return the pack's own persons as a directory; who holds a position is whom its substitute acts for."""
    holders: dict[str, str] = {}
    for person in city.persons.values():
        if person.since <= day and (person.until is None or day <= person.until):
            holders.setdefault(person.position, person.id)
    found = []
    for person in city.persons.values():
        if person.until is not None and person.until < day:
            continue
        posts = [Post(person.position, person.since, person.until)]
        if person.substitute_for:
            whose = holders.get(person.substitute_for, "")
            posts.append(Post(person.substitute_for, person.since, person.until, "substitute", whose))
        names = {"name_zh": person.title["zh"], "name_en": person.title["en"]}
        found.append(Wanted(person.id, tuple(posts), names))
    return found
