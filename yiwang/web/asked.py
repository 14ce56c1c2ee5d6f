"""What a request asks with: the idempotency key of its form, the page of its list, an id."""

from __future__ import annotations

from datetime import datetime, tzinfo
from uuid import UUID

from django.http import HttpRequest

SHORTEST_KEY, LONGEST_KEY = 16, 120


def key_of(request: HttpRequest) -> str | None:
    """Return the idempotency key that the form was rendered with, None when it has none."""
    return _sound(request.POST.get("key", ""))


def key_in_header(request: HttpRequest) -> str | None:
    """Return the `Idempotency-Key` that a system sent, None when it sent none that can be one."""
    return _sound(request.headers.get("Idempotency-Key", ""))


def _sound(key: str) -> str | None:
    return key if SHORTEST_KEY <= len(key) <= LONGEST_KEY and key.isprintable() else None


def page_number(request: HttpRequest) -> int:
    """Return `?page=`, 1 when it is absent or no number."""
    text = request.GET.get("page", "")
    return min(max(int(text), 1), 10_000) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def uuid_of(text: str) -> UUID | None:
    """Return an id, None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def local_moment(typed: str, zone: tzinfo) -> datetime | None:
    """Return a typed day and time, `2026-07-01T08:00` or `2026-07-01 08:00`, in a zone; None for none."""
    try:
        at = datetime.fromisoformat(typed.strip().replace(" ", "T")[:25])
    except ValueError:
        return None
    return at if at.tzinfo is not None else at.replace(tzinfo=zone)
