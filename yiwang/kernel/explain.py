"""Why a clock stands where it stands: which days were not counted, and what moved it. Data, no prose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import msgspec

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clock_state import ClockState, Extension, Pause, recompute
from yiwang.kernel.limits import DAY_UNITS, Limit
from yiwang.kernel.refusal import Refusal

_ONE_DAY = timedelta(days=1)


class Stretch(msgspec.Struct, frozen=True):
    """Neighbouring days that were not counted for one reason.

    Attributes:
        last: None while the pause is open.
        why: `rest-day` (weekend or holiday) or `pause`.
        name: the holiday as the notice names it, empty for a plain weekend; or the interval's name.
    """

    first: date
    last: date | None
    why: Literal["rest-day", "pause"]
    name: str

    @property
    def days(self) -> int | None:
        """How many days it holds, None while it is open."""
        return None if self.last is None else (self.last - self.first).days + 1


class Explanation(msgspec.Struct, frozen=True):
    """How a deadline came about.

    Attributes:
        limit: the legal or promised limit that was asked about.
        acted_on: local date of the act that governs the start.
        started_on: effective start; it is not counted itself in day units.
        void_starts: local dates of earlier starts, made void by a restart.
        not_counted: stretches within the period, in order; rest days only where the unit skips them.
        made_up: weekend days that were counted because a notice makes them working days.
        pauses, extensions: those in force.
        rolled_from: the day counted, when a last day on a holiday rolled on, else None.
        due: the due day, None while a pause holds the clock.
        provisional: a later holiday notice may still move it.
    """

    limit: Limit
    acted_on: date
    started_on: date
    void_starts: tuple[date, ...]
    not_counted: tuple[Stretch, ...]
    made_up: tuple[date, ...]
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    rolled_from: date | None
    due: date | None
    provisional: bool


def explain(
    state: ClockState, calendar: Calendar, which: Literal["legal", "promised"] = "legal"
) -> Explanation | Refusal | None:
    """Return how the legal or promised deadline came about, None if nothing is promised.

    Answers a `Refusal` when the calendar cannot count the period.
    """
    limit = state.legal if which == "legal" else state.promised
    if limit is None:
        return None
    now = recompute(state, calendar)
    plain = recompute(msgspec.structs.replace(state, if_holiday="as-is"), calendar)
    if isinstance(now, Refusal):
        return now
    if isinstance(plain, Refusal):
        return plain
    due, counted = _day(now, which, calendar), _day(plain, which, calendar)
    started = calendar.local_date(now.started_at)
    begins = sorted(calendar.local_date(begin.at) for begin in state.begins)
    last_act = max(begin.at for begin in state.begins)
    skips_rest = limit.unit in ("working_day", "office_hour")
    walked = _walk(now, limit, started, counted, calendar) if counted is None or counted > started else ()
    return Explanation(
        limit=limit,
        acted_on=begins[-1],
        started_on=started,
        void_starts=tuple(begins[:-1]),
        not_counted=walked,
        made_up=_made_up(started, counted, walked, calendar) if skips_rest else (),
        pauses=tuple(one for one in state.pauses if one.until is None or one.until > now.started_at),
        extensions=tuple(one for one in state.extensions if one.at >= last_act),
        rolled_from=counted if counted != due else None,
        due=due,
        provisional=now.legal_provisional if which == "legal" else now.promised_provisional,
    )


def _day(state: ClockState, which: str, calendar: Calendar) -> date | None:
    at = state.due_legal if which == "legal" else state.due_promised
    return None if at is None else calendar.local_date(at)


def _walk(
    state: ClockState, limit: Limit, started: date, counted: date | None, calendar: Calendar
) -> tuple[Stretch, ...]:
    """Return the stretches not counted after `started`, up to the counted day or the open pause."""
    by_day = limit.unit in DAY_UNITS
    skips_rest = limit.unit in ("working_day", "office_hour")
    first = started + _ONE_DAY if by_day else started
    pauses = [
        (calendar.local_date(one.since), one.until and calendar.local_date(one.until), one.reason)
        for one in state.pauses
    ]
    held = min((since for since, until, _ in pauses if until is None), default=None)
    end = counted if counted is not None else max(held or first, first) - _ONE_DAY
    found: list[Stretch] = []
    day = first
    while day <= end:
        if skips_rest and not calendar.is_working(day):
            _lengthen(found, day, "rest-day", calendar.name_of(day))
        elif by_day:
            name = next((r for since, until, r in pauses if until and since <= day <= until), None)
            if name is not None:
                _lengthen(found, day, "pause", name)
        day += _ONE_DAY
    if counted is None and held is not None:
        name = next(reason for since, until, reason in pauses if until is None and since == held)
        found.append(Stretch(max(held, first), None, "pause", name))
    return tuple(found)


def _lengthen(found: list[Stretch], day: date, why: Literal["rest-day", "pause"], name: str) -> None:
    if found and found[-1].last == day - _ONE_DAY and (found[-1].why, found[-1].name) == (why, name):
        found[-1] = msgspec.structs.replace(found[-1], last=day)
    else:
        found.append(Stretch(day, day, why, name))


def _made_up(
    started: date, counted: date | None, walked: tuple[Stretch, ...], calendar: Calendar
) -> tuple[date, ...]:
    if counted is None:
        return ()
    return tuple(
        sorted(
            one.day
            for one in calendar.listed.values()
            if not one.off
            and started < one.day <= counted
            and one.day.weekday() in calendar.weekend
            and not any(stretch.last and stretch.first <= one.day <= stretch.last for stretch in walked)
        )
    )
