"""windows.yaml (办事大厅和窗口) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from yiwang.kernel import bookable as kernel
from yiwang.kernel.calendar import WEEKDAYS, CalendarError, Session, parse_session
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FILE = "windows.yaml"


@dataclass(frozen=True, slots=True)
class Exception_:
    """Days on which a hall opens otherwise; without hours it is closed."""

    first: Word
    last: Word
    hours: Words
    why: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Bookable:
    """What can be booked in a hall. `hours` is None where it has none of its own."""

    id: Word
    kind: Word
    title: Text
    matters: Words
    positions: Words
    minutes: int
    capacity: int
    ahead_days: int
    hours: dict[str, Words] | None
    where: Where


@dataclass(frozen=True, slots=True)
class Hall:
    """A service hall."""

    id: Word
    title: Text
    place: Word
    body: Word
    address: Text
    hours: dict[str, Words]
    make_up: Words
    exceptions: tuple[Exception_, ...]
    bookable: tuple[Bookable, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Windows:
    """windows.yaml; without it `given` is False and nothing can be booked."""

    given: bool = False
    halls: tuple[Hall, ...] = ()
    note: Text | None = None
    verified: bool = False
    where: Where = field(default_factory=lambda: Where(FILE))


def windows_of(nodes: dict[str, Node]) -> Windows:
    """Read windows.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Windows(
        given=FILE in nodes,
        halls=tuple(_hall(one) for one in top.each("halls")),
        note=top.maybe_text("note"),
        verified=top.flag("verified"),
        where=top.where,
    )


def _hall(fields: Fields) -> Hall:
    return Hall(
        id=fields.must("id"),
        title=fields.text("title"),
        place=fields.must("place"),
        body=fields.must("body"),
        address=fields.text("address"),
        hours=_week(fields.under("hours")),
        make_up=fields.words("make_up_day"),
        exceptions=tuple(
            Exception_(
                one.must("from"),
                one.word("to") or one.must("from"),
                one.words("hours"),
                one.text("why"),
                one.where,
            )
            for one in fields.each("exceptions")
        ),
        bookable=tuple(_bookable(one) for one in fields.each("bookable")),
        where=fields.where,
    )


def _bookable(fields: Fields) -> Bookable:
    own = fields.under("hours")
    return Bookable(
        id=fields.must("id"),
        kind=fields.must("kind"),
        title=fields.text("title"),
        matters=fields.words("matters"),
        positions=fields.words("positions"),
        minutes=fields.whole("slot_minutes"),
        capacity=fields.whole("capacity"),
        ahead_days=fields.whole("days_ahead"),
        hours=_week(own) if own is not None else None,
        where=fields.where,
    )


def _week(fields: Fields | None) -> dict[str, Words]:
    return {name: fields.words(name) for name in WEEKDAYS} if fields is not None else {}


# Compiled ---------------------------------------------------------------------------------------------


def session_of(word: str) -> Session | None:
    """Return the session a word names; None where it names none (its finding is made elsewhere)."""
    try:
        return parse_session(word)
    except CalendarError:
        return None


def day_of(word: str) -> date | None:
    """Return the day a word names; None where it is no day of any calendar."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def sessions_of(words: Words) -> kernel.Sessions:
    """Return the sessions that can be read, in order."""
    return tuple(sorted(one for one in map(session_of, words) if one is not None))


def otherwise_of(hall: Hall) -> tuple[kernel.Otherwise, ...]:
    """Return a hall's exceptions, those left out whose days cannot be read."""
    found = []
    for one in hall.exceptions:
        first, last = day_of(one.first), day_of(one.last)
        if first is not None and last is not None:
            found.append(kernel.Otherwise(first, last, sessions_of(one.hours), one.why.plain()))
    return tuple(found)


def halls_of(windows: Windows) -> dict[str, kernel.Hall]:
    """Return the kernel's halls by id, in the pack's order."""
    return {
        str(hall.id): kernel.Hall(
            id=str(hall.id),
            title=hall.title.plain(),
            place=str(hall.place),
            body=str(hall.body),
            address=hall.address.plain(),
            week=_compiled_week(hall.hours),
            make_up=sessions_of(hall.make_up),
            otherwise=otherwise_of(hall),
        )
        for hall in windows.halls
    }


def bookables_of(windows: Windows, halls: dict[str, kernel.Hall]) -> dict[str, kernel.Bookable]:
    """Return what can be booked by id, in the pack's order; what has no length or room is left out."""
    return {
        str(one.id): kernel.Bookable(
            id=str(one.id),
            kind=str(one.kind),
            title=one.title.plain(),
            hall=halls[str(hall.id)],
            minutes=one.minutes,
            capacity=one.capacity,
            ahead_days=one.ahead_days,
            matters=frozenset(map(str, one.matters)),
            positions=frozenset(map(str, one.positions)),
            week=_compiled_week(one.hours) if one.hours is not None else None,
        )
        for hall in windows.halls
        for one in hall.bookable
        if one.minutes > 0 and one.capacity > 0
    }


def _compiled_week(hours: dict[str, Words]) -> kernel.Week:
    return tuple(sessions_of(hours.get(name, ())) for name in WEEKDAYS)
