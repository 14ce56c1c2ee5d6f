"""Intervals that a clock does not count: merged, sorted, and checked.

For day units they are local dates with both ends included, for time units half-open instants. An
interval whose end is None is a pause still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.limits import DAY_UNITS, Unit

DateGap = tuple[date, date | None]
InstantGap = tuple[datetime, datetime | None]


class InvalidPeriod(ValueError):
    """A period that cannot be counted. `zh` and `en` are sentences for people."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


class Gaps:
    """Intervals that are not counted: sorted, merged, and asked for by kind."""

    def __init__(self, dates: Iterable[DateGap] = (), instants: Iterable[InstantGap] = ()) -> None:
        self.dates = _merged_dates(dates)
        self.instants = _merged_instants(instants)

    @classmethod
    def of_pauses(cls, pauses: Iterable[InstantGap], calendar: Calendar) -> Gaps:
        """Return gaps of pauses known by instants: for day units every local date they touch is excluded."""
        known = tuple(pauses)
        local = calendar.local_date
        return cls([(local(since), until and local(until)) for since, until in known], known)


def gaps_for(unit: Unit, excluded: Iterable[DateGap] | Iterable[InstantGap]) -> Gaps:
    """Return the gaps of a period of `unit`.

    Raises:
        InvalidPeriod: dates given for hours, instants for days, or an end before its beginning.
    """
    dates: list[DateGap] = []
    instants: list[InstantGap] = []
    for since, until in excluded:
        if isinstance(since, datetime) and (until is None or isinstance(until, datetime)):
            instants.append((utc(since), until and utc(until)))
        elif not isinstance(since, datetime) and not isinstance(until, datetime):
            dates.append((since, until))
        else:
            raise InvalidPeriod(
                f"中止 {since} 至 {until} 写法不一。", f"The gap {since} to {until} is mixed."
            )
    if (dates and unit not in DAY_UNITS) or (instants and unit in DAY_UNITS):
        raise InvalidPeriod(
            "按日计算的期限用日期写中止, 按时计算的用时刻写中止。",
            "Gaps are dates for a period of days, and instants for a period of hours.",
        )
    return Gaps(dates, instants)


def _refuse_reversed(since: object, until: object) -> None:
    raise InvalidPeriod(
        f"中止的终点 {until} 早于起点 {since}。", f"The gap ends at {until}, before it begins at {since}."
    )


def _merged_dates(gaps: Iterable[DateGap]) -> tuple[DateGap, ...]:
    merged: list[DateGap] = []
    for since, until in sorted(gaps, key=lambda gap: gap[0]):
        if until is not None and until < since:
            _refuse_reversed(since, until)
        last_until = merged[-1][1] if merged else None
        if merged and last_until is None:
            break
        if last_until is not None and since <= last_until + timedelta(days=1):
            merged[-1] = (merged[-1][0], None if until is None else max(until, last_until))
        else:
            merged.append((since, until))
    return tuple(merged)


def _merged_instants(gaps: Iterable[InstantGap]) -> tuple[InstantGap, ...]:
    merged: list[InstantGap] = []
    for since, until in sorted(gaps, key=lambda gap: gap[0]):
        if until is not None and until < since:
            _refuse_reversed(since, until)
        last_until = merged[-1][1] if merged else None
        if merged and last_until is None:
            break
        if last_until is not None and since <= last_until:
            merged[-1] = (merged[-1][0], None if until is None else max(until, last_until))
        elif since != until:
            merged.append((since, until))
    return tuple(merged)


def utc(at: datetime) -> datetime:
    """Return an aware instant in UTC."""
    if at.tzinfo is UTC:
        return at
    if at.tzinfo is None:
        raise InvalidPeriod(f"时刻 {at} 没有时区。", f"The instant {at} has no zone.")
    return at.astimezone(UTC)


NO_GAPS = Gaps()
