"""Service halls and what can be booked there: windows, experts, visits (预约). Hours and slots. Pure.

A hall opens by weekday, by the city's holiday notices, and by exceptions of its own. Something bookable is
open while its hall is, and within its own hours where it has any; its slots lie wholly within one session.

Source: no text at hand sets how appointments are given (docs/booking.md says which rules are our own).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from yiwang.kernel.calendar import Calendar, Session

Text = dict[str, str]
Sessions = tuple[Session, ...]
Week = tuple[Sessions, ...]
"""Sessions of Monday to Sunday, local times."""

KINDS: dict[str, Text] = {
    "window": {"zh": "窗口", "en": "Window"},
    "expert": {"zh": "专家咨询", "en": "Expert advice"},
    "visit": {"zh": "上门服务", "en": "Visit at home"},
}
FARTHEST = {"none": "", "county": "county", "city": "city"}
"""Reach (通办范围) → the level of the place within which any hall will do; other reaches: anywhere."""


class Otherwise(msgspec.Struct, frozen=True):
    """Days on which a hall opens otherwise, both ends included; without sessions it is closed."""

    first: date
    last: date
    sessions: Sessions
    why: Text


class Hall(msgspec.Struct, frozen=True):
    """A service hall (办事大厅).

    Attributes:
        body: whose clerks work there. make_up: sessions of a day off that a notice makes a working day.
    """

    id: str
    title: Text
    place: str
    body: str
    address: Text
    week: Week
    make_up: Sessions = ()
    otherwise: tuple[Otherwise, ...] = ()


class Bookable(msgspec.Struct, frozen=True):
    """What can be booked.

    Attributes:
        matters: that are handled there; empty: every one that may come by a window.
        minutes: length of a slot. capacity: how many can come in one slot. ahead_days: how far ahead.
        positions: of those who sit there; empty: nobody's time is taken by it.
        week: its own hours within those of its hall; None: as the hall.
    """

    id: str
    kind: str
    title: Text
    hall: Hall
    minutes: int
    capacity: int
    ahead_days: int
    matters: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    week: Week | None = None

    def handles(self, matter: str) -> bool:
        """Say whether this matter can be brought here."""
        return not self.matters or matter in self.matters


class Slot(msgspec.Struct, frozen=True):
    """A time to come. `name` is its local beginning, such as `09:30`; instants are UTC."""

    name: str
    begins: datetime
    ends: datetime


class Opening(msgspec.Struct, frozen=True):
    """How a hall opens on a day.

    Attributes:
        why: of an exception, or the holiday's name; {} on an ordinary day.
        provisional: past the last holiday notice: the day may still become a holiday.
    """

    sessions: Sessions
    why: Text = {}
    provisional: bool = False


def opening(hall: Hall, day: date, calendar: Calendar) -> Opening:
    """Return how `hall` opens on `day`: its exception, else the notice, else its weekday."""
    provisional = calendar.is_provisional(day)
    for one in hall.otherwise:
        if one.first <= day <= one.last:
            return Opening(one.sessions, one.why, provisional)
    listed = calendar.listed.get(day)
    if listed is None:
        return Opening(hall.week[day.weekday()], {}, provisional)
    name = {"zh": listed.name, "en": "public holiday" if listed.off else "make-up working day"}
    return Opening(() if listed.off else hall.make_up, name, provisional)


def sessions(bookable: Bookable, day: date, calendar: Calendar) -> Sessions:
    """Return when something bookable is open on `day`: within its hall's hours and its own."""
    hall = opening(bookable.hall, day, calendar).sessions
    return hall if bookable.week is None else _common(hall, bookable.week[day.weekday()])


def _common(some: Sessions, others: Sessions) -> Sessions:
    found = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((begins, ends) for begins, ends in found if begins < ends))


def slots(bookable: Bookable, day: date, calendar: Calendar) -> tuple[Slot, ...]:
    """Return the slots of `day` in order; each lies wholly within one session."""
    length = timedelta(minutes=bookable.minutes)
    found = []
    for opens, closes in sessions(bookable, day, calendar):
        at, end = datetime.combine(day, opens), datetime.combine(day, closes)
        while at + length <= end:
            begins = at.replace(tzinfo=calendar.zone)
            found.append(Slot(f"{at:%H:%M}", begins.astimezone(UTC), begins.astimezone(UTC) + length))
            at += length
    return tuple(found)


def slot_named(bookable: Bookable, day: date, name: str, calendar: Calendar) -> Slot | None:
    """Return the slot of `day` that begins at `name`; None where there is none."""
    return next((one for one in slots(bookable, day, calendar) if one.name == name), None)


def bookable_days(bookable: Bookable, today: date) -> tuple[date, ...]:
    """Return today and the days ahead on which something can be booked, open or not."""
    return tuple(today + timedelta(days=ahead) for ahead in range(bookable.ahead_days + 1))


def overlapping(some: Sequence[Otherwise]) -> Iterable[tuple[Otherwise, Otherwise]]:
    """Yield pairs of exceptions that speak of the same day."""
    for number, one in enumerate(some):
        for other in some[number + 1 :]:
            if one.first <= other.last and other.first <= one.last:
                yield one, other


def within_reach(hall_above: Sequence[tuple[str, str]], place_above: Sequence[str], reach: str) -> bool:
    """Say whether a hall serves somebody whose case is in a place.

    Args:
        hall_above: (code, level) of the hall's place and of those above it. place_above: codes of the case's
            place and of those above it. reach: 通办范围 of the matter, "" for its own place only.
    """
    if not hall_above:
        return False
    if hall_above[0][0] in place_above:  # a hall serves its own place and what lies below it
        return True
    if reach in ("", "none"):
        return False
    if reach not in FARTHEST:
        return True
    levels = [code for code, level in hall_above if level == FARTHEST[reach]]
    return bool(levels) and levels[0] in place_above


def time_in_words(session: Session) -> str:
    """Return a session as `09:00-12:00`."""
    opens, closes = session
    return f"{opens:%H:%M}-{closes:%H:%M}"
