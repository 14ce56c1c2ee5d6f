"""A city whose people have logins: the app's role on a real database, sessions in it, a clock that stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client

from yiwang.nets.services.tests.conftest import MONDAY, clients, clock, door  # noqa: F401
from yiwang.people.sync import sync
from yiwang.store.migrate import _settings
from yiwang.web import cities
from yiwang.web.account import factors, logins

OFFICER = "person-yueyanglou-health-officer"
CHIEF = "person-yueyanglou-health-chief"
PASSWORD = "a sentence that nobody says"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


class Quick(PBKDF2PasswordHasher):
    """Hashes that a served city reads, too, made with so few rounds that tests need not wait."""

    iterations = 1_000


def code_now(step: int = 0, secret: str = SECRET) -> str:
    """Return what an authenticator app shows now, or `step` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


@pytest.fixture
def accounts(door, database, settings, tmp_path, monkeypatch, django_db_blocker) -> Iterator[None]:  # noqa: F811
    """Keep logins in the test's database; the pack's persons are records."""
    monkeypatch.setenv("YIWANG_KEYS", str(tmp_path / "keys"))
    settings.YIWANG_DEMO = False
    settings.SESSION_ENGINE = "yiwang.web.session_store"
    settings.PASSWORD_HASHERS = [f"{__name__}.Quick"]
    with django_db_blocker.unblock():
        before = connections["default"]
        connections["default"] = DatabaseWrapper(_settings(database.app), "default")
        sync(door, "yueyang", cities.get("yueyang").city, MONDAY)
        yield
        connections["default"].close()
        connections["default"] = before


@pytest.fixture
def officer(accounts) -> User:
    """The health officer's login, with a password and an authenticator app."""
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    user.set_password(PASSWORD)
    user.save()
    factors.set_totp(user, SECRET, "")
    return user


@pytest.fixture
def enter(accounts) -> Callable[..., tuple[Client, object]]:
    """`enter("h1007", code=…)`: a browser that has tried to sign in, and the answer."""

    def go(account: str, password: str = PASSWORD, code: str = "", client: Client | None = None, **more):
        browser = client or Client()
        data = {"account": account, "password": password, "code": code}
        return browser, browser.post("/yueyang/account/enter", data, **more)

    return go
