"""Working days and office hours of a city, as far as its holiday notices reach (工作日历).

A `Calendar` is built once from holiday notices and then only read. Every day up to the horizon has
its working-day number in a table, so adding working days is two look-ups. Past the horizon the weekly
pattern is followed and the answer is *provisional*; before the first day there is no answer at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any, NoReturn

from yiwang.kernel.notices import CalendarError, ListedDay, read_notices, settle

__all__ = [
    "WEEKDAYS",
    "BeforeFirstDay",
    "BeyondHorizon",
    "Calendar",
    "CalendarError",
    "ListedDay",
    "Session",
    "parse_session",
]

Session = tuple[time, time]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_LAST_MOMENT = time.max.replace(fold=1)
_LAST_ORDINAL = date.max.toordinal()


class BeforeFirstDay(CalendarError):
    """The question reaches back before the first day the calendar knows."""

    def __init__(self, day: date, first_day: date) -> None:
        super().__init__(
            f"{day} 早于工作日历的第一天 {first_day}; 请补上 {day.year} 年的放假安排。",
            f"{day} is before {first_day}, the first day of the calendar; "
            f"add the holiday notice of {day.year}.",
        )
        self.day = day
        self.first_day = first_day


class BeyondHorizon(CalendarError):
    """A period ends after the last holiday notice.

    Attributes:
        provisional_day: where it ends if no holiday falls in between.
        horizon: last day covered by a notice, None if there is none.
    """

    def __init__(self, provisional_day: date, horizon: date | None) -> None:
        super().__init__(
            f"{provisional_day} 晚于放假安排覆盖的最后一天 {horizon or '（无）'}, 只能暂定。",
            f"{provisional_day} is after {horizon or 'no day at all'}, "
            "the last day covered by a holiday notice; it is provisional.",
        )
        self.provisional_day = provisional_day
        self.horizon = horizon


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The working days of a city. Make it with `of_notices` or `of_days`.

    Attributes:
        zone: the city's zone; every `date` below is a local date of it.
        weekend: weekday numbers that are days off by the weekly pattern, Monday is 0.
        office: office sessions of a working day, in order, local times.
        first_day, horizon: first and last day covered by notices; both None when there is no notice,
            then every day is provisional.
        listed: what the notices say, by day.
    """

    zone: tzinfo
    weekend: frozenset[int]
    office: tuple[Session, ...]
    first_day: date | None
    horizon: date | None
    listed: Mapping[date, ListedDay]
    _base: int  # ordinal of the day before the first; number 0
    _last: int  # ordinal of the horizon; `_base` without notices
    _pattern: tuple[bool, ...]  # worked by the weekly pattern, Monday first
    _days: tuple[date, ...]  # working days in order
    _number: Mapping[date, int]  # working days up to and including a day
    dues: dict[Any, Any] = field(default_factory=dict, repr=False)  # answers kept by `periods.due_after`

    @classmethod
    def of_days(
        cls,
        listed: Iterable[ListedDay],
        covers: tuple[date, date] | None,
        *,
        zone: tzinfo,
        weekend: Iterable[str] = ("saturday", "sunday"),
        office: Iterable[Session] = (),
    ) -> Calendar:
        """Build from listed days that together settle every day of `covers` (both ends included).

        Days listed outside `covers` are left out: a notice of a later year settles its own days only.

        Raises:
            CalendarError: a day is listed both off and worked; unusable weekend or office sessions.
        """
        days_off = _weekday_numbers(weekend)
        pattern = tuple(number not in days_off for number in range(7))
        kept = settle(listed, covers)
        base, last, days, number = _counted(kept, covers, pattern)
        first_day, horizon = covers or (None, None)
        return cls(
            zone, days_off, _ordered(office), first_day, horizon, kept, base, last, pattern, days, number
        )

    @classmethod
    def of_notices(
        cls,
        documents: Iterable[Mapping[str, Any]],
        *,
        zone: tzinfo,
        weekend: Iterable[str] = ("saturday", "sunday"),
        office: Iterable[Session] = (),
    ) -> Calendar:
        """Build from parsed holiday-cn documents: `{"year", "days": [{"name", "date", "isOffDay"}]}`.

        A document without days covers nothing (the notice has not landed). The years must follow one
        another. Days of December listed by the next year's notice are obeyed.

        Raises:
            CalendarError: a document has another form, a year is missing or twice, days contradict.
        """
        listed, covers = read_notices(documents)
        return cls.of_days(listed, covers, zone=zone, weekend=weekend, office=office)

    # Days

    def is_working(self, day: date) -> bool:
        """Say whether `day` is a working day; past the horizon, by the weekly pattern.

        Raises:
            BeforeFirstDay: the calendar does not know the day.
        """
        ordinal = day.toordinal()
        if ordinal > self._last:
            return self._pattern[(ordinal + 6) % 7]
        if ordinal <= self._base:
            self._refuse(day)
        listed = self.listed.get(day)
        return not listed.off if listed else self._pattern[(ordinal + 6) % 7]

    def is_provisional(self, day: date) -> bool:
        """Say whether `day` lies past the horizon, so that a notice may still change it."""
        return day.toordinal() > self._last

    def name_of(self, day: date) -> str:
        """Return the holiday a notice gives for `day` (a make-up day bears it too), or an empty string."""
        listed = self.listed.get(day)
        return listed.name if listed else ""

    def add_working_days(self, start: date, days: int) -> date:
        """Return the last day of a period of `days` working days that begins after `start`.

        The day of receipt is not counted: received on Monday with a period of 1 is due
        on Tuesday, if Tuesday is a working day.

        Args:
            start: day of receipt, local date.
            days: length in working days, 1 or more.
        Raises:
            BeyondHorizon: the period ends after the last holiday notice; carries the provisional day.
            BeforeFirstDay: `start` is more than a day before the first day of the calendar.
        Source: 行政许可法 第八十二条.
        """
        try:
            if days > 0:
                return self._days[self._number[start] + days - 1]
        except (KeyError, IndexError):
            pass  # past the horizon or before the first day: worked out below
        day = self.working_day_after(start, days)
        if self.is_provisional(day):
            raise BeyondHorizon(day, self.horizon)
        return day

    def working_day_after(self, start: date, days: int = 1) -> date:
        """Return the `days`-th working day after `start`, provisional or not (`is_provisional` tells)."""
        if days < 1:
            raise ValueError(f"a period has 1 working day or more, not {days}")
        return self._nth(self._count(start) + days)

    def working_day_before(self, start: date, days: int = 1) -> date:
        """Return the `days`-th working day before `start`: counting back, `start` itself not counted."""
        if days < 1:
            raise ValueError(f"a period has 1 working day or more, not {days}")
        number = self._count(start - timedelta(days=1)) - days + 1
        if number < 1:
            self._refuse(date.fromordinal(max(self._base, 1)))
        return self._nth(number)

    def next_working_day_from(self, day: date) -> date:
        """Return `day` if it is a working day, else the first working day after it."""
        return day if self.is_working(day) else self.working_day_after(day)

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days after `after`, up to and including `until`.

        Negative if `until` is earlier.
        """
        return self._count(until) - self._count(after)

    # Instants

    def local_date(self, at: datetime) -> date:
        """Return the local date of an aware instant."""
        return at.astimezone(self.zone).date()

    def day_start(self, day: date) -> datetime:
        """Return local 00:00 of `day`, in UTC."""
        return datetime.combine(day, time.min, tzinfo=self.zone).astimezone(UTC)

    def day_end(self, day: date) -> datetime:
        """Return the last microsecond of `day`, in UTC: an act then is in time, a later one is not."""
        return datetime.combine(day, _LAST_MOMENT, tzinfo=self.zone).astimezone(UTC)

    def sessions_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Return the office sessions of `day` in UTC, none if it is not a working day.

        Raises:
            CalendarError: the calendar has no office hours.
        """
        if not self.office:
            raise CalendarError(
                "工作日历没有写办公时间 (office_hours), 不能计算工作时。",
                "The calendar states no office hours (office_hours), so office hours cannot be counted.",
            )
        if not self.is_working(day):
            return ()
        return tuple((self._at(day, opens), self._at(day, closes)) for opens, closes in self.office)

    def office_close(self, day: date) -> datetime:
        """Return when the last office session of `day` ends, in UTC, as if `day` were worked."""
        if not self.office:
            self.sessions_on(day)
        return self._at(day, self.office[-1][1])

    def office_time(self, since: datetime, until: datetime) -> timedelta:
        """Return the time within office sessions from `since` to `until`; zero if `until` is not later."""
        total = timedelta(0)
        day, last = self.local_date(since), self.local_date(until)
        while day <= last:
            for opens, closes in self.sessions_on(day):
                total += max(min(closes, until) - max(opens, since), timedelta(0))
            day += timedelta(days=1)
        return total

    def office_minutes(self, since: datetime, until: datetime) -> int:
        """Return the whole minutes of `office_time`."""
        return self.office_time(since, until) // timedelta(minutes=1)

    # Arithmetic on working-day numbers

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)

    def _refuse(self, day: date) -> NoReturn:
        raise BeforeFirstDay(day, self.first_day or date.min)

    def _count(self, day: date) -> int:
        """Return how many working days there are from the first day up to and including `day`."""
        known = self._number.get(day)
        if known is not None:
            return known
        if isinstance(day, datetime):
            raise TypeError("a local date is wanted, not an instant")
        ordinal = day.toordinal()
        if ordinal < self._base:
            self._refuse(day)
        return len(self._days) + self._count_by_pattern(self._last, ordinal)

    def _nth(self, number: int) -> date:
        """Return the day whose working-day number is `number`, 1 or more."""
        known = len(self._days)
        if number <= known:
            return self._days[number - 1]
        weeks, rest = divmod(number - known - 1, sum(self._pattern))
        ordinal = self._last + 7 * weeks
        while rest >= 0:
            ordinal += 1
            rest -= self._pattern[(ordinal + 6) % 7]
        if ordinal > _LAST_ORDINAL:
            raise OverflowError("no such year")
        return date.fromordinal(ordinal)

    def _count_by_pattern(self, after: int, until: int) -> int:
        weeks, rest = divmod(until - after, 7)
        return weeks * sum(self._pattern) + sum(
            self._pattern[(after + i + 6) % 7] for i in range(1, rest + 1)
        )


def parse_session(text: str) -> Session:
    """Return the session that `09:00-12:00` names.

    Raises:
        CalendarError: not of that form, or it ends before it begins.
    """
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
        if opens < closes and not opens.tzinfo and not closes.tzinfo:
            return opens, closes
    except (ValueError, TypeError):
        pass
    raise CalendarError(
        f"办公时间 {text!r} 写法不对, 应如 09:00-12:00。",
        f"Office hours {text!r} are not of the form 09:00-12:00.",
    )


def _weekday_numbers(names: Iterable[str]) -> frozenset[int]:
    found = set()
    for name in names:
        if name not in WEEKDAYS:
            raise CalendarError(
                f"周末 {name!r} 不是星期名, 应为 {', '.join(WEEKDAYS)} 之一。",
                f"Weekend day {name!r} is none of {', '.join(WEEKDAYS)}.",
            )
        found.add(WEEKDAYS.index(name))
    if len(found) == len(WEEKDAYS):
        raise CalendarError("一周七天都是周末, 没有工作日。", "All seven days are weekend.")
    return frozenset(found)


def _ordered(office: Iterable[Session]) -> tuple[Session, ...]:
    sessions = tuple(sorted(office))
    for earlier, later in pairwise(sessions):
        if later[0] < earlier[1]:
            raise CalendarError(
                f"办公时间重叠: {earlier[1]:%H:%M} 之前又从 {later[0]:%H:%M} 开始。",
                f"Office sessions overlap: one begins at {later[0]:%H:%M}, before {earlier[1]:%H:%M}.",
            )
    return sessions


def _counted(
    listed: Mapping[date, ListedDay], covers: tuple[date, date] | None, pattern: tuple[bool, ...]
) -> tuple[int, int, tuple[date, ...], dict[date, int]]:
    if covers is None:
        return 0, 0, (), {}
    base, last = covers[0].toordinal() - 1, covers[1].toordinal()
    if last <= base:
        raise CalendarError(
            f"工作日历的末日 {covers[1]} 早于首日 {covers[0]}。",
            f"The calendar ends on {covers[1]}, before it begins on {covers[0]}.",
        )
    days: list[date] = []
    number = {date.fromordinal(base): 0} if base else {}
    for ordinal in range(base + 1, last + 1):
        day = date.fromordinal(ordinal)
        entry = listed.get(day)
        if not entry.off if entry else pattern[(ordinal + 6) % 7]:
            days.append(day)
        number[day] = len(days)
    return base, last, tuple(days), number
