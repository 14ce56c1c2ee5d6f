"""A session of a login: begun, looked at by its owner, confirmed anew, ended here or everywhere.

It lies in the database and is read at each request, so what ends it ends it in every process at its next
request: signing out, ending it from another device, a new password (the session holds a hash of the old
one), and a change of the person's rights (the session holds the `epoch` of the person's record).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user, login, logout
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest

from yiwang.web import store_door
from yiwang.web.account.factors import LEVEL_TWO, Proof

LEVEL, PROVEN, CONFIRMED = "level", "proven", "confirmed"
HAT, EPOCHS, FROM = "hat", "epochs", "from"
FRESH = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
BACKEND = "django.contrib.auth.backends.ModelBackend"
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("MicroMessenger", "WeChat"))
BROWSERS += (("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"))
SYSTEMS += (("OpenHarmony", "HarmonyOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"))

SWEEP = (
    "WITH gone AS (DELETE FROM django_session WHERE expire_date < %s RETURNING session_key)"
    " DELETE FROM open_session o USING gone WHERE o.session_key = gone.session_key"
)
SWEEP_ACTS = "DELETE FROM held_act WHERE until <= %s"
SWEEP_OWN = (
    "DELETE FROM open_session o WHERE user_id = %s"
    " AND NOT EXISTS (SELECT FROM django_session s WHERE s.session_key = o.session_key)"
)


@dataclass(frozen=True)
class OpenSession:
    """A session as its owner sees it in a list. `agent` is browser and system, in two words."""

    id: UUID
    began_at: datetime
    seen_at: datetime
    agent: str
    how: str
    here: bool


@dataclass(frozen=True)
class Origin:
    """From which identity provider a session came: blinded subject and session id, and the sealed token."""

    provider: str
    subject: bytes
    sid: bytes
    id_token: str


def begin(request: HttpRequest, proof: Proof, origin: Origin | None = None) -> None:
    """Let the login that was proven be signed in with this browser, in a session of its own."""
    now, city = store_door.now(), request.city.key  # type: ignore[attr-defined]
    request.session.flush()
    login(request, proof.user, backend=BACKEND)
    request.session[LEVEL] = proof.level
    request.session[FROM] = origin.provider if origin else ""
    request.session[PROVEN] = now.isoformat()
    if proof.level >= LEVEL_TWO:
        request.session[CONFIRMED] = now.isoformat()
    request.session.save()
    values: dict[str, Any] = {
        "id": uuid4(),
        "key": request.session.session_key,
        "user": proof.user.pk,
        "city": city,
        "now": now,
        "agent": agent_in_words(request.headers.get("User-Agent", "")),
        "how": proof.how,
        "provider": origin.provider if origin else "",
        "subject": origin.subject if origin else b"",
        "sid": origin.sid if origin else b"",
        "token": origin.id_token if origin else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, (now,))
        cursor.execute(SWEEP_ACTS, (now,))
        cursor.execute(SWEEP_OWN, (proof.user.pk,))
        cursor.execute(
            "INSERT INTO open_session (id, session_key, user_id, city, began_at, seen_at, agent, how,"
            " provider, subject, sid, id_token) VALUES (%(id)s, %(key)s, %(user)s, %(city)s, %(now)s,"
            " %(now)s, %(agent)s, %(how)s, %(provider)s, %(subject)s, %(sid)s, %(token)s)",
            values,
        )


def kept() -> bool:
    """Say whether this server has a database, in which logins and their sessions can be kept."""
    return connection.vendor == "postgresql"


def user_of(request: HttpRequest) -> User | None:
    """Return the login of this session; None for the public and the demo's personas, who have none.

    The database is asked only where the session names a login, once for each request.
    """
    if not kept() or not {SESSION_KEY, BACKEND_SESSION_KEY} <= set(request.session.keys()):
        return None
    if not hasattr(request, "_login"):
        found = get_user(request)
        request._login = found if found.is_authenticated else None  # type: ignore[attr-defined]
        request.user = found  # else Django would look again, after a new password made the old hash void
    return request._login  # type: ignore[attr-defined,no-any-return]


def level(request: HttpRequest) -> int:
    """Return how many factors began this session, or were added to it since: 0, 1 or 2."""
    return int(request.session.get(LEVEL, 0))


def confirm(request: HttpRequest, how: str, *, strong: bool = True) -> None:
    """Note that whoever sits there has just proven who they are; a second factor lifts the session.

    `strong`: an identity service that vouched for one factor only confirms no more than a password.
    """
    request.session[PROVEN] = store_door.now().isoformat()
    if how != "password" and strong:
        request.session[CONFIRMED] = request.session[PROVEN]
        request.session[LEVEL] = LEVEL_TWO


def is_fresh(request: HttpRequest, *, strong: bool) -> bool:
    """Say whether the last proof, a second factor where it must be `strong`, is younger than ten minutes."""
    said = request.session.get(CONFIRMED if strong else PROVEN)
    if not isinstance(said, str):
        return False
    return timedelta(0) <= store_door.now() - datetime.fromisoformat(said) < FRESH


def origin_of(request: HttpRequest) -> Origin | None:
    """Return from which identity provider this session came; None for one of the city's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT provider, subject, sid, id_token FROM open_session WHERE session_key = %s",
            (request.session.session_key,),
        )
        row = cursor.fetchone()
    return Origin(row[0], bytes(row[1]), bytes(row[2]), row[3]) if row and row[0] else None


def end(request: HttpRequest) -> None:
    """End the session of this browser."""
    key = request.session.session_key
    logout(request)
    if key:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM open_session WHERE session_key = %s", (key,))


def open_ones(user_id: int, here: str | None = None) -> list[OpenSession]:
    """Return the open sessions of a login, the newest first; `here` is the key of the one that asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, began_at, seen_at, agent, how, o.session_key = %s FROM open_session o"
            " JOIN django_session s ON s.session_key = o.session_key"
            " WHERE user_id = %s AND s.expire_date > %s ORDER BY seen_at DESC",
            (here or "", user_id, store_door.now()),
        )
        return [OpenSession(*row) for row in cursor.fetchall()]


def end_one(user_id: int, which: UUID) -> bool:
    """End one session of a login; False when it has none of this id."""
    return _end("user_id = %s AND id = %s", (user_id, which)) > 0


def end_all(user_id: int, but: str | None = None) -> int:
    """End every session of a login, save the one with the key `but`. Returns how many."""
    return _end("user_id = %s AND session_key <> %s", (user_id, but or ""))


def end_those_of(city: str, provider: str, subjects: list[bytes], sids: list[bytes]) -> int:
    """End what an identity provider began: the session `sids`, or every one of `subjects` if it names none.

    Args:
        subjects, sids: the one blinded under each key of the server.
    """
    if sids:
        return _end("city = %s AND provider = %s AND sid = ANY(%s)", (city, provider, sids))
    return _end("city = %s AND provider = %s AND subject = ANY(%s)", (city, provider, subjects))


def _end(where: str, values: Iterable[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM open_session WHERE {where} RETURNING session_key", tuple(values))
        keys = [str(row[0]) for row in cursor.fetchall()]
    engine = import_module(settings.SESSION_ENGINE)
    for key in keys:
        engine.SessionStore().delete(key)
    return len(keys)


def seen(request: HttpRequest) -> None:
    """Note, at most every five minutes, that the session is in use."""
    now = store_door.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE open_session SET seen_at = %s WHERE session_key = %s AND seen_at < %s",
            (now, request.session.session_key, now - SEEN_EVERY),
        )


def agent_in_words(agent: str) -> str:
    """Return browser and system, as far as they say so; no version, nothing that marks a device."""
    browser = next((word for mark, word in BROWSERS if mark in agent), "")
    system = next((word for mark, word in SYSTEMS if re.search(rf"\b{mark}", agent)), "")
    return " · ".join(one for one in (browser, system) if one)


def renamed(before: str | None, after: str | None) -> None:
    """Follow a session whose key was changed."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE open_session SET session_key = %s WHERE session_key = %s", (after, before))
