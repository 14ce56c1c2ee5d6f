"""An appointment as an iCalendar file (RFC 5545): when and where, its number, nobody's name. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from yiwang.web.ical import escaped, folded


@dataclass(frozen=True)
class Appointment:
    """What the file says. `uid` stays when it is moved, `sequence` grows. Instants are aware."""

    uid: str
    sequence: int
    begins: datetime
    ends: datetime
    changed_at: datetime
    title: str
    where: str
    says: str
    address: str
    cancelled: bool = False


def calendar(one: Appointment) -> bytes:
    """Return the file, lines folded, UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//yiwang//appointments//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escaped(one.uid)}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTAMP:{_instant(one.changed_at)}",
        f"DTSTART:{_instant(one.begins)}",
        f"DTEND:{_instant(one.ends)}",
        f"SUMMARY:{escaped(one.title)}",
        f"LOCATION:{escaped(one.where)}",
        f"DESCRIPTION:{escaped(one.says)}",
        f"URL:{one.address}",
        f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
