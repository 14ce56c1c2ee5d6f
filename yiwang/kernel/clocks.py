"""Clocks of a case (时限): start, pause, extend, restart, stop, expire. All pure.

A `ClockState` keeps what happened to a clock (its starts, pauses, extensions) and the deadlines that
follow from it; every operation adds one happening and counts anew with the calendar it is given, or
answers a `Refusal`. Nothing here reads a clock: `at` and `now` are arguments, aware datetimes.

Refusal codes: `clock.channel-unknown`, `clock.stopped`, `clock.expired`, `clock.before-start`,
`clock.counted`, `clock.already-paused`, `clock.not-paused`, `clock.no-extension`,
`clock.wrong-approver`, `clock.extended-already`, `clock.extension-unit`, `clock.extension-too-long`,
`clock.extension-too-late`, `clock.not-expired`, `clock.uncountable`, and those of `faults`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from yiwang.kernel.calendar import Calendar, CalendarError
from yiwang.kernel.clock_rules import ClockRule, ExtendRule, faults
from yiwang.kernel.clock_state import (
    Begin,
    ClockState,
    Extension,
    Pause,
    expired,
    promise_missed,
    recompute,
    uncountable,
    wakes_at,
)
from yiwang.kernel.gaps import NO_GAPS, InvalidPeriod, utc
from yiwang.kernel.limits import DAY_UNITS, Limit, parse
from yiwang.kernel.periods import Due, Ending, Ends, IfHoliday, due_after, due_of
from yiwang.kernel.refusal import Refusal

__all__ = [
    "ClockRule",
    "ClockState",
    "Due",
    "ExtendRule",
    "Limit",
    "Remaining",
    "due",
    "due_of",
    "expire",
    "expired",
    "extend",
    "faults",
    "parse",
    "pause",
    "promise_missed",
    "recompute",
    "remaining",
    "restart",
    "resume",
    "start",
    "stop",
    "wakes_at",
]


class Remaining(msgspec.Struct, frozen=True):
    """What is left of a clock, negative when late.

    Attributes:
        amount: whole days, or whole minutes rounded down towards the deadline.
        unit: `working_day`, `calendar_day`, `office_minute` or `minute`.
        paused: the amount stands still.
    """

    amount: int
    unit: Literal["working_day", "calendar_day", "office_minute", "minute"]
    late: bool
    paused: bool


def due(
    limit: Limit,
    at: datetime,
    calendar: Calendar,
    *,
    ends: Ends = "day-end",
    if_holiday: IfHoliday = "as-is",
) -> Due | Refusal:
    """Return when `limit` from the act at `at` is due, without pauses: for inner limits and previews."""
    try:
        answer = due_after(utc(at), (limit,), NO_GAPS, Ending(ends, if_holiday), calendar)
    except (CalendarError, InvalidPeriod, OverflowError) as fault:
        return uncountable(limit, fault)
    assert answer is not None  # only an open gap could hold it
    return answer


def start(rule: ClockRule, at: datetime, channel: str | None, calendar: Calendar) -> ClockState | Refusal:
    """Start the clock of `rule` by the act at `at` that came by `channel`."""
    found = faults(rule)
    if found:
        return found[0]
    begin = _begin(rule, at, channel)
    if not isinstance(begin, Begin):
        return begin
    state = ClockState(
        id=rule.id,
        legal=rule.legal,
        promised=rule.promised,
        ends=rule.ends,
        if_holiday=rule.if_holiday,
        on_expiry=None if rule.on_expiry == "none" else rule.on_expiry,
        started_at=begin.at,
        begins=(begin,),
    )
    return recompute(state, calendar)


def pause(
    state: ClockState, rule: ClockRule, at: datetime, reason: str, calendar: Calendar
) -> ClockState | Refusal:
    """Pause for the interval named `reason`, which the rule must name in `not_counted`."""
    refusal = _unless_running(state, at)
    if refusal:
        return refusal
    if reason not in rule.not_counted:
        return _refuse(
            "clock.counted",
            f"“{reason}”计入时限, 不能暂停（不计入的只有: {', '.join(rule.not_counted) or '无'}）。",
            f"{reason} is counted: only {', '.join(rule.not_counted) or 'nothing'} pauses this clock.",
            state,
            interval=reason,
            source=rule.source,
        )
    if any(one.until is None and one.reason == reason for one in state.pauses):
        return _refuse(
            "clock.already-paused",
            f"已因“{reason}”暂停, 不必再次暂停。",
            f"The clock is paused for {reason} already.",
            state,
            interval=reason,
        )
    return recompute(replace(state, pauses=(*state.pauses, Pause(reason, utc(at), None))), calendar)


def resume(state: ClockState, at: datetime, reason: str, calendar: Calendar) -> ClockState | Refusal:
    """End the open pause for `reason`. In day units the days of its beginning and end are not counted."""
    refusal = _unless_running(state, at)
    if refusal:
        return refusal
    moment = utc(at)
    closed = tuple(
        Pause(one.reason, one.since, moment)
        if one.until is None and one.reason == reason and one.since <= moment
        else one
        for one in state.pauses
    )
    if closed == state.pauses:
        return _refuse(
            "clock.not-paused",
            f"此时没有因“{reason}”暂停, 不能恢复。",
            f"The clock is not paused for {reason} at that time.",
            state,
            interval=reason,
        )
    return recompute(replace(state, pauses=closed), calendar)


def extend(
    state: ClockState,
    rule: ClockRule,
    amount: Limit,
    *,
    by: str,
    at: datetime,
    reason: str,
    calendar: Calendar,
) -> ClockState | Refusal:
    """Extend by `amount`, approved by the role `by`, before the legal limit passes. Moves the promise too."""
    refusal = _unless_running(state, at) or _unless_extensible(state, rule.extend, amount, by)
    if refusal:
        return refusal
    if state.due_legal is not None and utc(at) > state.due_legal:
        return _refuse(
            "clock.extension-too-late",
            f"法定时限已于 {_day(state.due_legal, calendar)} 届满, 不能再延长。",
            f"The legal limit passed on {_day(state.due_legal, calendar)} and cannot be extended any more.",
            state,
        )
    extension = Extension(amount, utc(at), by, reason)
    return recompute(replace(state, extensions=(*state.extensions, extension)), calendar)


def restart(
    state: ClockState, rule: ClockRule, at: datetime, channel: str | None, calendar: Calendar
) -> ClockState | Refusal:
    """Run the full amount anew from the act at `at`; what came before it, extensions too, is void."""
    refusal = _unless_running(state, at)
    if refusal:
        return refusal
    begin = _begin(rule, at, channel)
    if isinstance(begin, Refusal):
        return begin
    return recompute(replace(state, begins=(*state.begins, begin)), calendar)


def stop(state: ClockState, at: datetime, calendar: Calendar) -> ClockState | Refusal:
    """Stop the clock by the act at `at`; pauses still open end with it. An expired clock stops, late."""
    if state.stopped_at is not None:
        return _stopped(state)
    moment = utc(at)
    if moment < state.begins[0].at:
        return _before_start(state)
    if not state.paused:
        return replace(state, stopped_at=moment)
    return recompute(replace(state, stopped_at=moment, pauses=_closed(state.pauses, moment)), calendar)


def expire(state: ClockState, now: datetime) -> ClockState | Refusal:
    """Record that the legal limit has passed; `on_expiry` then says what is deemed to have happened."""
    if state.stopped_at is not None:
        return _stopped(state)
    if state.expired_at is not None or not expired(state, now):
        return _refuse(
            "clock.not-expired",
            "时限尚未届满, 或届满已经记录。",
            "The limit has not passed, or its passing is recorded already.",
            state,
        )
    return replace(state, expired_at=state.due_legal)


def remaining(
    state: ClockState,
    now: datetime,
    calendar: Calendar,
    which: Literal["legal", "promised"] = "legal",
) -> Remaining | Refusal | None:
    """Return what is left at `now` (or was left when it stopped), None if nothing is promised.

    Days are the countable days after today up to the due day; while paused, as if the pause ended now.
    """
    limit = state.legal if which == "legal" else state.promised
    if limit is None:
        return None
    moment = state.stopped_at or utc(now)
    going = recompute(replace(state, pauses=_closed(state.pauses, moment)), calendar)
    if isinstance(going, Refusal):
        return going
    deadline = going.due_legal if which == "legal" else going.due_promised
    assert deadline is not None  # no pause is open any more
    late, paused = moment > deadline, state.paused
    if limit.unit in DAY_UNITS:
        today, last = calendar.local_date(moment), calendar.local_date(deadline)
        if limit.unit == "working_day":
            return Remaining(calendar.working_days_between(today, last), "working_day", late, paused)
        return Remaining((last - today).days, "calendar_day", late, paused)
    if limit.unit == "office_hour":
        spent = calendar.office_minutes(deadline, moment) if late else 0
        left = -spent if late else calendar.office_minutes(moment, deadline)
        return Remaining(left, "office_minute", late, paused)
    return Remaining((deadline - moment) // timedelta(minutes=1), "minute", late, paused)


def _begin(rule: ClockRule, at: datetime, channel: str | None) -> Begin | Refusal:
    if not rule.start_day:
        return Begin(utc(at), "same")
    start_day = rule.start_day.get(channel or "")
    if start_day is None:
        known = ", ".join(sorted(rule.start_day))
        return Refusal(
            code="clock.channel-unknown",
            zh=f"时限 {rule.id} 没有写明渠道 {channel!r} 的起算日（写明的有: {known}）。",
            en=f"Clock {rule.id} does not say from which day channel {channel!r} counts (it says: {known}).",
            params={"clock": rule.id, "channel": channel},
        )
    return Begin(utc(at), start_day)


def _unless_running(state: ClockState, at: datetime) -> Refusal | None:
    if state.stopped_at is not None:
        return _stopped(state)
    if state.expired_at is not None:
        return _refuse(
            "clock.expired",
            "时限已经届满, 不能再变动。",
            "The limit has passed; the clock cannot be moved any more.",
            state,
        )
    return _before_start(state) if utc(at) < state.begins[0].at else None


def _unless_extensible(state: ClockState, rule: ExtendRule | None, amount: Limit, by: str) -> Refusal | None:
    if rule is None:
        return _refuse("clock.no-extension", "这个时限不能延长。", "This clock cannot be extended.", state)
    if by != rule.by:
        return _refuse(
            "clock.wrong-approver",
            f"延长须由 {rule.by} 批准, 不是 {by}（{rule.source}）。",
            f"An extension is approved by {rule.by}, not {by} ({rule.source}).",
            state,
            approver=rule.by,
            by=by,
        )
    granted = state.extensions_in_force
    if granted and rule.once:
        return _refuse(
            "clock.extended-already",
            f"只能延长一次, 已延长 {granted[0].zh}。",
            f"It can be extended once, and was extended by {granted[0].en}.",
            state,
        )
    if amount.unit != rule.at_most.unit:
        return _refuse(
            "clock.extension-unit",
            f"延长 {amount.zh} 的单位应与 {rule.at_most.zh} 相同。",
            f"An extension of {amount.en} must be in the unit of {rule.at_most.en}.",
            state,
        )
    total = sum((one.amount for one in granted), amount.amount)
    if total > rule.at_most.amount:
        asked = Limit(total, amount.unit)
        return _refuse(
            "clock.extension-too-long",
            f"延长合计 {asked.zh}, 超过 {rule.at_most.zh}（{rule.source}）。",
            f"Extensions of {asked.en} in all exceed {rule.at_most.en} ({rule.source}).",
            state,
        )
    return None


def _closed(pauses: tuple[Pause, ...], at: datetime) -> tuple[Pause, ...]:
    return tuple(
        Pause(one.reason, one.since, max(one.since, at)) if one.until is None else one for one in pauses
    )


def _day(at: datetime, calendar: Calendar) -> str:
    return calendar.local_date(at).isoformat()


def _refuse(code: str, zh: str, en: str, state: ClockState, **params: Any) -> Refusal:
    return Refusal(code=code, zh=zh, en=en, params={"clock": state.id, **params})


def _stopped(state: ClockState) -> Refusal:
    return _refuse("clock.stopped", "时限已经停止。", "The clock has stopped.", state)


def _before_start(state: ClockState) -> Refusal:
    return _refuse("clock.before-start", "早于时限起算。", "That is before the clock started.", state)
