"""Dates, times and durations as they are written, and from Python's own.

Source: DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9 (lexical forms of XML Schema, and `@` with a zone's name).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from yiwang.kernel.feel.temporal import (
    DAY_SECONDS,
    SECOND,
    Date,
    DateTime,
    Days,
    Months,
    Time,
    from_day_number,
    make_date,
    zone_named,
)

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+\-/]+))?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII
)
_FARTHEST = 18 * 3600  # of an offset, as XML Schema's successors and most calendars have it


def parse_date(text: str) -> Date | None:
    """Read `2026-10-01`; null if it is no day."""
    found = _DATE.fullmatch(text)
    return make_date(int(found[1]), int(found[2]), int(found[3])) if found else None


def parse_time(text: str) -> Time | None:
    """Read `09:30:00`, with a fraction, `Z`, `+08:00` or `@Asia/Shanghai`; null if it is no time."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3])
    if hour > 23 or minute > 59 or second > 59:
        return None
    nano = int((found[4] or "0")[:9].ljust(9, "0"))
    offset: int | None = 0 if found[5] else None
    if found[6]:
        if int(found[8]) > 59 or int(found[9] or 0) > 59:
            return None
        offset = (int(found[7]) * 60 + int(found[8])) * 60 + int(found[9] or 0)
        if offset > _FARTHEST:
            return None
        offset = -offset if found[6] == "-" else offset
    zone = found[10]
    if zone is not None and zone_named(zone) is None:
        return None
    return Time(hour, minute, second, nano, offset, zone)


def parse_date_time(text: str) -> DateTime | None:
    """Read `2026-10-01T09:30:00+08:00`, or a day alone, which begins at midnight."""
    day, sign, rest = text.partition("T")
    on = parse_date(day)
    if on is None:
        return None
    if not sign:
        return DateTime(on, Time(0, 0, 0))
    if rest.startswith("24:00:00"):  # the end of the day is the beginning of the next
        tomorrow, midnight = from_day_number(on.number + 1), parse_time("00" + rest[2:])
        return DateTime(tomorrow, midnight) if tomorrow and midnight and not midnight.nano else None
    at = parse_time(rest)
    return DateTime(on, at) if at else None


def parse_duration(text: str) -> Days | Months | None:
    """Read `P1Y2M` or `P3DT4H5M6.7S`; null for a mixture of both kinds, or neither."""
    found = _DURATION.fullmatch(text)
    if found is None or found[5] == "T":
        return None
    sign = -1 if found[1] else 1
    in_months = found[2] is not None or found[3] is not None
    in_days = found[4] is not None or found[5] is not None
    if in_months == in_days:
        return None
    if in_months:
        return Months(sign * (int(found[2] or 0) * 12 + int(found[3] or 0)))
    if any(len(found[part] or "") > 30 for part in (4, 6, 7, 8)):
        return None
    seconds = ((int(found[4] or 0) * 24 + int(found[6] or 0)) * 60 + int(found[7] or 0)) * 60
    nanos = (seconds + int(found[8] or 0)) * SECOND + int((found[9] or "0")[:9].ljust(9, "0"))
    return Days(sign * nanos)


def parse_temporal(text: str) -> Any:
    """Read what stands after an `@`: the first form that fits, null if none does."""
    return parse_date(text) or parse_time(text) or _with_time(text) or parse_duration(text)


def _with_time(text: str) -> DateTime | None:
    return parse_date_time(text) if "T" in text and not text.lstrip("-").startswith("P") else None


def write_date(day: Date) -> str:
    """Write a day; years have four digits at least."""
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"


def write_time(at: Time) -> str:
    """Write a time with its offset or zone."""
    fraction = f".{at.nano:09}".rstrip("0") if at.nano else ""
    return f"{at.hour:02}:{at.minute:02}:{at.second:02}{fraction}{_write_zone(at)}"


def _write_zone(at: Time) -> str:
    if at.zone is not None:
        return f"@{at.zone}"
    if at.offset is None:
        return ""
    if at.offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(at.offset), 60)
    said = f"{'-' if at.offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{said}:{seconds:02}" if seconds else said


def write_date_time(moment: DateTime) -> str:
    """Write a day and its time."""
    return f"{write_date(moment.date)}T{write_time(moment.time)}"


def write_months(span: Months) -> str:
    """Write `P1Y2M`; nothing at all is `P0M`."""
    years, months = divmod(abs(span.months), 12)
    said = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return f"{'-' if span.months < 0 else ''}P{said or '0M'}"


def write_days(span: Days) -> str:
    """Write `P1DT2H3M4.5S`; nothing at all is `PT0S`."""
    days, rest = divmod(abs(span.nanos), DAY_SECONDS * SECOND)
    seconds, nano = divmod(rest, SECOND)
    hours, minutes, second = seconds // 3600, seconds // 60 % 60, seconds % 60
    fraction = f".{nano:09}".rstrip("0") if nano else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{second}{fraction}S" if second or nano else ""
    said = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if span.nanos < 0 else ''}P{said or 'T0S'}"


def write_temporal(value: Any) -> str | None:
    """Write any of the five kinds; null for anything else."""
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else None


_WRITERS: dict[type, Any] = {
    Date: write_date,
    Time: write_time,
    DateTime: write_date_time,
    Days: write_days,
    Months: write_months,
}


def from_date(day: date) -> Date:
    """Return Python's date as ours."""
    return Date(day.year, day.month, day.day)


def from_time(at: time) -> Time:
    """Return Python's time as ours; a zone by its name where it has one."""
    zone = getattr(at.tzinfo, "key", None)
    shift = at.utcoffset()
    offset = int(shift.total_seconds()) if shift is not None and zone is None else None
    return Time(at.hour, at.minute, at.second, at.microsecond * 1000, offset, zone)


def from_datetime(moment: datetime) -> DateTime:
    """Return Python's instant as ours; a zone by its name where it has one."""
    zone = getattr(moment.tzinfo, "key", None)
    shift = moment.utcoffset()
    offset = int(shift.total_seconds()) if shift is not None and zone is None else None
    at = Time(moment.hour, moment.minute, moment.second, moment.microsecond * 1000, offset, zone)
    return DateTime(from_date(moment), at)


def from_timedelta(span: timedelta) -> Days:
    """Return Python's span as a days-and-time duration."""
    return Days((span.days * DAY_SECONDS + span.seconds) * SECOND + span.microseconds * 1000)
