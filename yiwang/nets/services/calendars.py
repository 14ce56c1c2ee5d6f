"""Whose calendar a private address is of, and what stands in it: clocks and renewals of one's own cases."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.access import Actor
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.nets.services import results
from yiwang.nets.services.clock_words import clocks
from yiwang.nets.services.ical import Deadline
from yiwang.store.cases import CASE
from yiwang.store.wall import bearer
from yiwang.web import store_door
from yiwang.web.words import T, say

MOST_CASES = 500


def digest_of(token: str) -> str:
    """Return what is kept of an address: of its 256 random bits nothing can be guessed."""
    return sha256(f"calendar/{token}".encode()).hexdigest()


def made_at(request: HttpRequest) -> datetime | None:
    """Return when the actor's address was made, None when there is none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT made_at FROM calendar_link WHERE city = %s AND person = %s", _own(request)
        ).fetchone()
    return row[0] if row else None


def make(request: HttpRequest) -> str:
    """Make a new address for the actor; an earlier one leads nowhere from now on. Returns its token."""
    token = secrets.token_urlsafe(32)
    with store_door.reading(request) as cursor:
        cursor.execute(
            "INSERT INTO calendar_link (city, person, digest, made_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (city, person) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at",
            (*_own(request), digest_of(token), store_door.now()),
        )
    return token


def revoke(request: HttpRequest) -> None:
    """Let the actor's address lead nowhere."""
    with store_door.reading(request) as cursor:
        cursor.execute("DELETE FROM calendar_link WHERE city = %s AND person = %s", _own(request))


def person_of(request: HttpRequest, token: str) -> str | None:
    """Return whose address this is, None for nobody's."""
    digest = digest_of(token)
    with store_door.reading(request, bearer(digest)) as cursor:
        row = cursor.execute(
            "SELECT person FROM calendar_link WHERE city = %s AND digest = %s",
            (request.city.key, digest),  # type: ignore[attr-defined]
        ).fetchone()
    return row[0] if row else None


def deadlines(request: HttpRequest, person: str) -> list[Deadline]:
    """Return the deadlines of a resident's own cases, the newest cases first; nothing sealed is opened."""
    key = request.city.key  # type: ignore[attr-defined]
    with store_door.reading(request, Actor(person, "resident")) as cursor:
        rows = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND applicant = %s"
            " ORDER BY opened_at DESC, id DESC LIMIT %s",
            (key, person, MOST_CASES),
        ).fetchall()
    found = []
    for (state,) in rows:
        case = CASE.decode(bytes(state))
        found += _of_case(request, case, store_door.city_under(key, case.pack))
    return found


def _of_case(request: HttpRequest, case: Case, city: City) -> list[Deadline]:
    matter, zone, now = city.matters[case.matter], ZoneInfo(city.zone), store_door.now()
    address = request.build_absolute_uri(reverse("services:case", args=[case.number]))
    key = request.city.key  # type: ignore[attr-defined]

    def one(id: str, day, title, provisional: bool = False) -> Deadline:  # type: ignore[no-untyped-def]
        words = [f"{say(title, language)} · {say(matter.title, language)}" for language in ("zh", "en")]
        if provisional:
            words += [say(T("due.provisional"), language, year=day.year) for language in ("zh", "en")]
        return Deadline(
            f"{case.number}-{id}@{key}", day, f"{say(title, 'zh')} {case.number}", "\n".join(words), address,
            case.changed_at,
        )  # fmt: skip

    found = [
        one(clock.id, clock.due.astimezone(zone).date(), clock.title, clock.due_provisional)
        for clock in clocks(case, city, matter, now)
        if clock.running and clock.due is not None
    ]
    result = case.result
    if result is None or case.outcome != "grant" or result.until is None:
        return found
    stands = results.stands(result, now.astimezone(zone).date())
    if stands.now in ("valid", "not-yet", "suspended"):
        found.append(one("until", result.until, T("services.result.valid"), result.provisional))
        if result.apply_by is not None and not result.replaced_by:
            found.append(one("apply-by", result.apply_by, T("services.renew.by"), result.provisional))
    return found


def _own(request: HttpRequest) -> tuple[str, str]:
    return request.city.key, request.actor.person  # type: ignore[attr-defined]
