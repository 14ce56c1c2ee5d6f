"""Logins of the matrix: everybody signs in by a session of their own, as a passkey begins one."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory

from yiwang.web import cities
from yiwang.web.account import held_acts, logins, sessions
from yiwang.web.account.factors import LEVEL_TWO, Proof
from yiwang.web.account.held_acts import Held

CITY = "yueyang"


class Logins:
    """Signs personas in, each by a login made when it is first asked for."""

    def __init__(self, now: datetime) -> None:
        self._users: dict[str, User] = {}
        self._now = now

    def user(self, persona: str) -> User:
        """Return the login of a persona of the pack."""
        if persona not in self._users:
            city = cities.get(CITY)
            found = next(one for one in city.personas() if one.id == persona)  # type: ignore[union-attr]
            if found.kind == "staff":
                self._users[persona] = logins.new_staff(CITY, f"m{len(self._users)}", found.person)
            else:
                self._users[persona] = logins.new_resident(CITY, found.person)
        return self._users[persona]

    def begin(self, persona: str) -> str:
        """Begin a session with two factors; returns its key."""
        request = RequestFactory().get("/")
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.city = cities.get(CITY)
        sessions.begin(request, Proof(self.user(persona), LEVEL_TWO, "passkey"))
        request.session.save()
        return str(request.session.session_key)

    def __call__(self, persona: str) -> Client:
        """Return a browser in which the persona has just signed in; "" for the public."""
        client = Client()
        with connection.cursor() as cursor:  # who asks after others shall not wait for their tries
            cursor.execute("DELETE FROM sign_in_try")
        if persona:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.begin(persona)
        return client

    def invitation(self, persona: str) -> str:
        """Return the token of a link by which somebody sets up their login."""
        return logins.invite(CITY, self.user(persona), self._now)

    def session(self, persona: str) -> str:
        """Return the id of an open session of a persona, beside those of the browsers."""
        self.begin(persona)
        return str(sessions.open_ones(self.user(persona).pk)[0].id)

    def passkey(self, persona: str) -> str:
        """Return the number of a passkey of a persona; it is there to be removed, nothing signs in by it."""
        user, kind = self.user(persona), Authenticator.Type.WEBAUTHN
        user.set_password("another way in, or the last one could not be removed")
        user.save()
        return str(Authenticator.objects.create(user=user, type=kind, data={}).pk)

    def act(self, persona: str) -> str:
        """Return the id of an act of a persona that waits for a confirmation."""
        request = RequestFactory().get("/")
        request.city = cities.get(CITY)
        waiting = Held(f"/{CITY}/account/password", posted=True, strong=False, fields=(), files=())
        return str(held_acts.hold(request, self.user(persona), waiting))
