"""iCalendar (RFC 5545) of deadlines: whole days, no alarms, no names. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from yiwang.web.ical import escaped, folded


@dataclass(frozen=True)
class Deadline:
    """One day that matters.

    Attributes:
        uid: the same for the same deadline, so that a moved one moves in the calendar.
        changed_at: aware; when what it says last changed.
    """

    uid: str
    day: date
    title: str
    says: str
    address: str
    changed_at: datetime


def calendar(name: str, deadlines: Sequence[Deadline]) -> bytes:
    """Return a calendar of these deadlines, lines folded, UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//yiwang//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for one in deadlines:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(one.uid)}",
            f"DTSTAMP:{one.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(one.title)}",
            f"DESCRIPTION:{escaped(one.says)}",
            f"URL:{one.address}",
            "TRANSP:TRANSPARENT",
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)
