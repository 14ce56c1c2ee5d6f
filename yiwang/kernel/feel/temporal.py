"""Dates, times and durations over the years FEEL allows, -999,999,999 to 999,999,999.

Python's own dates end at year 9999 and know no years before 1, so the count of days is made here, on the
proleptic Gregorian calendar. Source: DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9; XML Schema 1.1 part 2, appendix E.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

SECOND = 1_000_000_000  # nanoseconds
DAY_SECONDS = 86_400
LAST_YEAR = 999_999_999
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Return whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Return the days of a month, 1 to 12."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Return the days since 1970-01-01, which is 0."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def from_day_number(number: int) -> Date | None:
    """Return the date that is `number` days after 1970-01-01; null beyond the last year."""
    era, day_of_era = divmod(number + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted + 2) // 5 + 1
    month = shifted + (3 if shifted < 10 else -9)
    return make_date(year_of_era + era * 400 + (month <= 2), month, day)


class Date(msgspec.Struct, frozen=True, order=True):
    """A day of the calendar."""

    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.number + 3) % 7 + 1


def make_date(year: int, month: int, day: int) -> Date | None:
    """Return the date, null if there is no such day."""
    if not (-LAST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
        return None
    return Date(year, month, day)


class Time(msgspec.Struct, frozen=True):
    """A time of day. `offset` in seconds east of UTC, or `zone` by its IANA name, or neither: local."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight, as the clock on the wall shows."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * SECOND + self.nano

    @property
    def offset_known(self) -> bool:
        """Whether it says where on earth it is."""
        return self.offset is not None or self.zone is not None

    @property
    def seconds_east(self) -> int:
        """Seconds east of UTC, 0 if not known; a zone's offset is that of 1970-01-01."""
        if self.offset is not None:
            return self.offset
        return zone_offset(self.zone, 0, self.of_day) if self.zone else 0

    @property
    def instant(self) -> int:
        """Nanoseconds since midnight UTC, so that times of several zones compare."""
        return self.of_day - self.seconds_east * SECOND


class DateTime(msgspec.Struct, frozen=True):
    """A date with a time of day."""

    date: Date
    time: Time

    @property
    def offset_known(self) -> bool:
        """Whether it says where on earth it is."""
        return self.time.offset_known

    @property
    def seconds_east(self) -> int:
        """Seconds east of UTC on that day, 0 if not known."""
        if self.time.offset is not None:
            return self.time.offset
        return zone_offset(self.time.zone, self.date.number, self.time.of_day) if self.time.zone else 0

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00Z, or since that local midnight."""
        return self.date.number * DAY_SECONDS * SECOND + self.time.of_day - self.seconds_east * SECOND


class Days(msgspec.Struct, frozen=True, order=True):
    """A days-and-time duration, in nanoseconds."""

    nanos: int


class Months(msgspec.Struct, frozen=True, order=True):
    """A years-and-months duration, in months."""

    months: int


@lru_cache(maxsize=64)
def zone_named(name: str) -> ZoneInfo | None:
    """Return a zone of the IANA database, null if there is none of that name."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError):  # a missing zone is a KeyError that is an OSError's cousin
        return None
    except KeyError:
        return None


def zone_offset(name: str, day: int, of_day: int) -> int:
    """Return the seconds east of UTC that a zone has at a local instant.

    Years beyond Python's are counted as the year of the same place in the cycle of 400 years.
    """
    zone = zone_named(name)
    if zone is None:
        return 0
    number = day + 719_163
    if not 1 <= number <= 3_652_059:
        number = number % 146_097 + 5 * 146_097 + 1 if number > 0 else 1
    moment = datetime.fromordinal(number) + timedelta(microseconds=of_day // 1000)
    offset = moment.replace(tzinfo=zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def plus_months(day: Date, months: int) -> Date | None:
    """Return the date some months on; the 31st of a shorter month is its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if abs(year) > LAST_YEAR:
        return None
    return make_date(year, month + 1, min(day.day, month_length(year, month + 1)))


def plus_nanos(moment: DateTime, nanos: int) -> DateTime | None:
    """Return the instant some nanoseconds on, on the wall clock of the same place."""
    days, of_day = divmod(moment.time.of_day + nanos, DAY_SECONDS * SECOND)
    day = from_day_number(moment.date.number + days)
    return DateTime(day, at_nanos(of_day, moment.time)) if day else None


def at_nanos(of_day: int, like: Time) -> Time:
    """Return the time so many nanoseconds after midnight, in the zone of `like`."""
    seconds, nano = divmod(of_day, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return Time(hour, minute, second, nano, like.offset, like.zone)


def months_between(start: Date, end: Date) -> Months:
    """Return the whole months from one day to the other; negative backwards."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Months(months)


def iso_week(day: Date) -> int:
    """Return the week of ISO 8601: week 1 has the year's first Thursday."""
    thursday = from_day_number(day.number + 4 - day.weekday)
    assert thursday is not None
    return (thursday.number - day_number(thursday.year, 1, 1)) // 7 + 1
