"""What is asked of GeoReport v2, read: filters, pages, times with their zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from yiwang.nets.reports.open311.answers import Wrong

SPAN = timedelta(days=90)
MOST = 1000
LONGEST = 4000
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})\Z", re.ASCII)


@dataclass(frozen=True)
class Filters:
    """Which requests: by id alone, or by kind, status and time; which page of them."""

    ids: tuple[str, ...]
    codes: tuple[str, ...]
    statuses: frozenset[str]
    since: datetime
    until: datetime
    page: int
    size: int
    extended: bool


def time_of(name: str, text: str) -> datetime | None:
    """Return a time; None where none was given. Raises Wrong: it is none, or has no zone."""
    if not text:
        return None
    text = text.replace(" ", "+")  # a plus that was not escaped in an address
    try:
        if _TIME.match(text):
            return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        pass
    raise Wrong(400, (name, f"{name} must be like 2010-01-01T00:00:00Z, with its zone; it is {text[:40]!r}."))


def listed(text: str) -> tuple[str, ...]:
    """Return what stands between commas."""
    return tuple(one.strip() for one in text.split(",") if one.strip())[:MOST]


def number_of(name: str, text: str, otherwise: int, most: int) -> int:
    """Return a whole number from 1 to `most`. Raises Wrong."""
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= most):
        raise Wrong(400, (name, f"{name} must be a whole number from 1 to {most}; it is {text[:20]!r}."))
    return int(text)


def filters(sent: Mapping[str, str], now: datetime) -> Filters:
    """Return the filters. An empty argument is as good as none. Raises Wrong."""
    since, until = (
        time_of("start_date", sent.get("start_date", "")),
        time_of("end_date", sent.get("end_date", "")),
    )
    if since is None and until is None:
        until = now
    if since is None and until is not None:
        since = until - SPAN
    if until is None and since is not None:
        until = since + SPAN
    assert since is not None and until is not None
    if since > until:
        raise Wrong(
            400, ("start_date", f"start_date {since.isoformat()} is after end_date {until.isoformat()}.")
        )
    if until - since > SPAN:
        days = (until - since).days
        raise Wrong(400, ("start_date", f"start_date and end_date span {days} days; 90 is the most."))
    statuses = frozenset(listed(sent.get("status", ""))) or frozenset({"open", "closed"})
    if strange := statuses - {"open", "closed"}:
        named = ", ".join(sorted(strange))[:60]
        raise Wrong(400, ("status", f"status is open or closed; {named} is neither."))
    return Filters(
        ids=listed(sent.get("service_request_id", "")),
        codes=listed(sent.get("service_code", "")),
        statuses=statuses,
        since=since,
        until=until,
        page=number_of("page", sent.get("page", ""), 1, 100_000),
        size=number_of("page_size", sent.get("page_size", ""), MOST, MOST),
        extended=sent.get("extensions", "").lower() in ("true", "1", "yes"),
    )
