"""How the access matrix asks, and how it reads what comes back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any


def answer(asker: Any, method: str, address: str) -> str:
    """Ask, and say in a word what became of it."""
    if method in ("GET", "DELETE"):
        got = asker.generic(method, address)
    else:
        got = post(
            asker, address, {"key": secrets.token_urlsafe(16), "task": "act:none", "persona": "nobody"}
        )
    if got.status_code == 302 and "/sign-in" in got["Location"]:
        return "sign in"
    if got.status_code in (401, 403) or b'data-code="access.' in got.content:
        return "no"
    assert got.status_code < 500, (method, address, got.status_code)
    return "not found" if got.status_code == 404 else "yes"


def post(asker: Any, address: str, fields: Mapping[str, str]) -> Any:
    """Send what a page sends, or what a system sends to the API: an act or a filing that says nothing."""
    if "/api/v1/" not in address:
        return asker.post(address, fields)
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    return asker.post(address, "{}", content_type="application/json", headers=key)
