"""One short message carried over a redirect: "saved", "signed out". Never personal data."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from yiwang.web.words import T, Text, say

NOTICE = "notice"
LEVELS = ("success", "info", "warning")


@dataclass(frozen=True)
class Notice:
    """What the next page says once, at its top."""

    level: str
    text: Text


def leave(request: HttpRequest, key: str, level: str = "success", **params: str) -> None:
    """Let the next page say the text named `key`. `params` are numbers and names of things only."""
    if level not in LEVELS:
        raise ValueError(f"not a level of a notice: {level!r}")
    T(key)
    request.session[NOTICE] = [level, key, params]


def take(request: HttpRequest) -> Notice | None:
    """Return the notice left by the last request, once."""
    session = getattr(request, "session", None)
    left = session.pop(NOTICE, None) if session is not None and NOTICE in session else None
    if left is None:
        return None
    level, key, params = left
    return Notice(level, {language: say(T(key), language, **params) for language in ("zh", "en")})
