"""The state of one clock of one case (时限), and the deadlines that follow from what happened to it.

A deadline is the last instant in time: late means later than it. For day units it is the last
microsecond of the due day (or its office close), so that its local date is the due day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from yiwang.kernel.calendar import Calendar, CalendarError
from yiwang.kernel.clock_rules import StartDay
from yiwang.kernel.gaps import NO_GAPS, Gaps, InvalidPeriod, utc
from yiwang.kernel.limits import DAY_UNITS, Limit
from yiwang.kernel.periods import Due, Ending, Ends, IfHoliday, due_after
from yiwang.kernel.refusal import Refusal


class Begin(msgspec.Struct, frozen=True, gc=False):
    """An act that started or restarted the clock, and from which day it then runs."""

    at: datetime
    start_day: StartDay


class Pause(msgspec.Struct, frozen=True, gc=False):
    """An interval that is not counted; `until` is None while it lasts. `reason` names the interval."""

    reason: str
    since: datetime
    until: datetime | None


class Extension(msgspec.Struct, frozen=True, gc=False):
    """An extension (延长). `reason` is a slug or a vault id, never a person's words."""

    amount: Limit
    at: datetime
    by: str
    reason: str


class ClockState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One clock of one case. All instants are aware UTC; amounts are exact.

    Attributes:
        started_at: the effective start now in force.
        begins: the starting act, then every restart, as they happened.
        legal, promised: at least one of them. Without a legal limit the clock never expires.
        due_legal, due_promised: last instant in time; None while a pause holds the clock, and where there
            is no such limit.
        legal_provisional, promised_provisional: a later holiday notice may still move the deadline.
        stopped_at: the act that ended it, or None while it runs.
        expired_at: the legal deadline whose passing was recorded, or None.
    """

    begins: tuple[Begin, ...]
    due_legal: datetime | None = None
    due_promised: datetime | None = None
    ends: Ends
    expired_at: datetime | None = None
    extensions: tuple[Extension, ...] = ()
    id: str
    if_holiday: IfHoliday
    legal: Limit | None
    legal_provisional: bool = False
    on_expiry: str | None
    pauses: tuple[Pause, ...] = ()
    promised: Limit | None
    promised_provisional: bool = False
    started_at: datetime
    stopped_at: datetime | None = None

    @property
    def bound(self) -> Limit:
        """The legal limit, or the promise where the law sets none."""
        limit = self.legal or self.promised
        assert limit is not None, "a clock without any limit does not start"
        return limit

    @property
    def restarts(self) -> tuple[datetime, ...]:
        """The acts that restarted it."""
        return tuple(begin.at for begin in self.begins[1:])

    @property
    def paused(self) -> bool:
        """Whether a pause is open."""
        return bool(self.pauses) and any(pause.until is None for pause in self.pauses)

    @property
    def provisional(self) -> bool:
        """Whether a later holiday notice may move a deadline."""
        return self.legal_provisional or self.promised_provisional

    @property
    def extensions_in_force(self) -> tuple[Limit, ...]:
        """Amounts granted since the last start; a restart makes earlier ones void."""
        last = max(begin.at for begin in self.begins)
        return tuple(one.amount for one in self.extensions if one.at >= last)


def recompute(state: ClockState, calendar: Calendar) -> ClockState | Refusal:
    """Count the deadlines anew, as when a holiday notice has landed. What happened stays as it was."""
    try:
        begun, unsure = _effective_start(state, calendar)
        legal = promised = None
        if state.legal is not None:
            legal = _due_of_state(state, state.legal, begun, calendar)
        if state.promised is not None:
            promised = _due_of_state(state, state.promised, begun, calendar)
    except (CalendarError, InvalidPeriod, OverflowError) as fault:
        return uncountable(state.bound, fault)
    return replace(
        state,
        started_at=begun,
        due_legal=legal and legal.at,
        due_promised=promised and promised.at,
        legal_provisional=state.legal is not None and (unsure or (legal is not None and legal.provisional)),
        promised_provisional=state.promised is not None
        and (unsure or (promised is not None and promised.provisional)),
    )


def expired(state: ClockState, now: datetime) -> bool:
    """Say whether the legal limit passed before the clock stopped, or before `now` while it runs."""
    return state.expired_at is not None or _is_late(state, state.due_legal, now)


def promise_missed(state: ClockState, now: datetime) -> bool:
    """Say whether the promised limit passed before the clock stopped, or before `now` while it runs."""
    return _is_late(state, state.due_promised, now)


def wakes_at(state: ClockState) -> datetime | None:
    """Return the first instant at which `expired` turns true by itself, None if it never will."""
    if state.stopped_at is not None or state.expired_at is not None or state.due_legal is None:
        return None
    return state.due_legal + timedelta(microseconds=1)


def uncountable(limit: Limit, fault: Exception) -> Refusal:
    zh, en = getattr(fault, "zh", "期限超出日历。"), getattr(fault, "en", "The period exceeds any calendar.")
    return Refusal(
        code="clock.uncountable",
        zh=f"期限 {limit.zh} 无法计算: {zh}",
        en=f"The limit of {limit.en} cannot be counted: {en}",
        params={"limit": limit.zh},
    )


def _effective_start(state: ClockState, calendar: Calendar) -> tuple[datetime, bool]:
    """Return the latest start and whether its day is provisional."""
    latest: tuple[datetime, bool] | None = None
    for begin in state.begins:
        at, unsure = begin.at, False
        if begin.start_day == "next-working-day":
            day = calendar.working_day_after(calendar.local_date(begin.at))
            at, unsure = calendar.day_start(day), calendar.is_provisional(day)
        if latest is None or at >= latest[0]:
            latest = (at, unsure)
    assert latest is not None  # a clock has begun at least once
    return latest


def _due_of_state(state: ClockState, limit: Limit, begun: datetime, calendar: Calendar) -> Due | None:
    terms = (limit, *state.extensions_in_force) if state.extensions else (limit,)
    gaps = (
        Gaps.of_pauses(((one.since, one.until) for one in state.pauses), calendar)
        if state.pauses
        else NO_GAPS
    )
    ends = "day-end" if state.ends == "instant" and limit.unit in DAY_UNITS else state.ends
    return due_after(begun, terms, gaps, Ending(ends, state.if_holiday), calendar)


def _is_late(state: ClockState, deadline: datetime | None, now: datetime) -> bool:
    return deadline is not None and (state.stopped_at or utc(now)) > deadline
