"""One short message carried over a redirect: "saved", "signed out". Never personal data.

It travels in a signed cookie of its own, since whoever has signed out has no session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from yiwang.web.words import T, Text, say

NOTICE = "yw-notice"
SECONDS = 300
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
    request._notice_left = [level, key, params]  # type: ignore[attr-defined]


def waiting(request: HttpRequest) -> bool:
    """Say whether a notice waits to be shown."""
    return NOTICE in request.COOKIES


def take(request: HttpRequest) -> Notice | None:
    """Return the notice left by the last request, once."""
    sealed = request.COOKIES.get(NOTICE)
    if sealed is None or hasattr(request, "_notice_left"):
        return None
    request._notice_taken = True  # type: ignore[attr-defined]
    try:
        level, key, params = signing.loads(sealed, salt=NOTICE, max_age=SECONDS)
        texts = {language: say(T(key), language, **params) for language in ("zh", "en")}
    except (signing.BadSignature, KeyError, ValueError):
        return None  # too old, of another key, or of a version that knew other texts
    return Notice(level, texts)


def carry(request: HttpRequest, response: HttpResponse) -> None:
    """Set or clear the notice's cookie on the way out."""
    left: list[Any] | None = getattr(request, "_notice_left", None)
    if left is not None:
        sealed = signing.dumps(left, salt=NOTICE)
        response.set_cookie(
            NOTICE, sealed, max_age=SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
        )
    elif hasattr(request, "_notice_taken"):
        response.delete_cookie(NOTICE, samesite="Lax")
