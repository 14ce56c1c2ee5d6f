"""How the access matrix asks, and how it reads what comes back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from yiwang.web.rest.app import description

NOT_THERE = [
    "consent",
    "difference",
    "draft",
    "which",
    "rating",
    "order",
    "message",
    "hook",
    "alert",
    "offer",
    "session",
    "signal",
    "silence",
    "look",
    "asset",
    "source",
]
"""What stands in addresses for something by its id; it is not there."""
OF_REPORTS = {
    **dict.fromkeys(("report", "told", "stuck"), "01a20606-35c0-78fd-887b-825248bd329c"),
    "kind": "1101",
    "picture": "1",
    "form": "json",
    "set": "car-parks",
    "edition": "1",
    "field": "operator_name",
    "owed": "other",
}
"""What stands in addresses for what has an example: reports, words that nothing gets done, editions."""
TOLD_BY_ANYBODY = {
    *(("POST", f"/reports/{end}") for end in ("follow/", "tell/<kind>/", "open311/v2/requests.<form>")),
    *(("POST", f"/api/v1/reports{end}") for end in ("", "/follow", "/follow/acts/<act>", "/near")),
}
"""Who has no account tells the city of something, and follows it with number and code."""


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


def post(asker: Any, address: str, fields: Mapping[str, str], sent: Any = None) -> Any:
    """Send what a page sends, or what a system sends to the API: `sent`, or what says nothing."""
    if "/api/v1/" not in address:
        return asker.post(address, fields)
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    return asker.post(address, json.dumps(sent or {}), content_type="application/json", headers=key)


def example_of(route: str) -> Any:
    """Return the example of what an operation of the API takes, None of a page and of what takes nothing."""
    path = route.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
    one = description()["paths"].get(path, {}).get("post", {}) if route.startswith("/api/v1/") else {}
    return one.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
