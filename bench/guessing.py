"""Whether the time of an answer tells a guesser anything: known against unknown, by turns.

Four things are guessed at: a password, a code beside the right password, a recovery code of an account
without a password, and an invitation. Each pair is tried `TRIES` times on each side, through every
middleware.

A password is hashed once in each try, whatever is known: that is counted, and the hash itself, the same
function with the same cost, is replaced by a quick one, since its time would drown what is sought. The delays
after ten tries are set aside: a test holds that they are the same for both.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from typing import Any

from bench.database import running
from yiwang.store.postgres import APP

TRIES = 200
PASSWORD = "the password of a measurement"


@dataclass(frozen=True)
class _City:
    """As much of a city as a page of signing in asks for."""

    key: str = "measured"
    title: dict[str, str] = field(default_factory=lambda: {"zh": "量城", "en": "Measured"})
    zone: str = "Asia/Shanghai"
    synthetic: Any = None
    city: Any = None
    matters: dict[str, Any] = field(default_factory=dict)

    def personas(self) -> list[Any]:
        return []

    def actor(self, persona: str) -> None:
        return None


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return medians in milliseconds: `ours` for known, `other` for unknown accounts, and how far apart."""
    with running() as server, tempfile.TemporaryDirectory(prefix="yiwang-bench-") as folder:
        os.environ["YIWANG_KEYS"] = folder
        from django.db import connections
        from django.db.backends.postgresql.base import DatabaseWrapper

        from yiwang.store.migrate import _settings

        connections["default"] = DatabaseWrapper(_settings(server.dsn(APP)), "default")
        pairs = {name: _pair(known, unknown) for name, (known, unknown) in _tries().items()}
        connections["default"].close()
    known, unknown = pairs["password"]
    ratios = [one / other for one, other in pairs.values()]
    apart = {name: abs(one - other) for name, (one, other) in pairs.items()}
    told = "; ".join(f"{name} {value:.2f}" for name, value in apart.items())
    return {
        "ratio": known / unknown,
        "low": min(ratios),
        "high": max(ratios),
        "ours": known,
        "other": unknown,
        "unit": f"ms (medians of {TRIES} tries; apart by, in ms: {told})",
        "pairs": pairs,
    }


def _pair(known: Callable[[], Any], unknown: Callable[[], Any]) -> tuple[float, float]:
    """Return both medians in milliseconds, of tries by turns, each first as often as second."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(TRIES + 5):
        sides = list(zip((known, unknown), times, strict=True))
        for one, kept in sides if number % 2 else reversed(sides):
            before = time.perf_counter()
            one()
            spent = (time.perf_counter() - before) * 1000
            if number >= 5:
                kept.append(spent)
    return median(times[0]), median(times[1])


def _tries() -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Make the accounts, and return what a guesser does: (at something known, at something unknown)."""
    from django.conf import settings
    from django.test import Client

    from yiwang.web import cities
    from yiwang.web.account import factors, guessing, logins

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SESSION_ENGINE = "yiwang.web.session_store"
    settings.ALLOWED_HOSTS = ["testserver"]
    guessing.FREE = 10**9
    hashed: list[int] = []
    check = factors.check_password
    factors.check_password = lambda *args: (hashed.append(1), check(*args))[1]  # type: ignore[assignment]
    city = _City()
    cities.register(city)
    plain, coded, paper = (logins.new_resident(city.key, f"p-{name}") for name in ("plain", "coded", "paper"))
    for user in (plain, coded):
        user.set_password(PASSWORD)
        user.save()
    factors.set_totp(coded, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "")
    factors.new_recovery_codes(coded)
    factors.new_recovery_codes(paper)
    used = logins.invite(city.key, plain, datetime.now(UTC))
    logins.use_invitation(city.key, used, datetime.now(UTC))
    browser = Client()

    def enter(account: str, password: str, code: str = "") -> Callable[[], Any]:
        fields = {"account": account, "password": password, "code": code}

        def go() -> None:
            hashed.clear()
            answer = browser.post(f"/{city.key}/account/enter", fields)
            assert answer.status_code == 403, answer.status_code
            assert len(hashed) == 1, "a password is hashed once in each try"

        return go

    def link(token: str) -> Callable[[], Any]:
        def go() -> None:
            assert browser.get(f"/{city.key}/account/enrol/{token}").status_code == 404

        return go

    nobody = "9" * logins.ACCOUNT_DIGITS
    return {
        "password": (enter(logins.account_of(plain), "wrong"), enter(nobody, "wrong")),
        "code": (enter(logins.account_of(coded), PASSWORD, "000000"), enter(nobody, PASSWORD, "000000")),
        "recovery": (enter(logins.account_of(paper), "", "0" * 12), enter(nobody, "", "0" * 12)),
        "invitation": (link(used), link(secrets.token_urlsafe(32))),
    }
