"""Reading ratings and words that nothing gets done; figures and changed rules for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, system
from yiwang.kernel.case import Case
from yiwang.nets.rating.figures import Cell
from yiwang.nets.rating.grading import period_of
from yiwang.nets.rating.kinds import RATING, STUCK
from yiwang.nets.rating.records import Rating, RuleChange, Stuck
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.here import city_key

FIGURES = system("ratings-figures")
"""Reads what is then counted, or is public by itself; never returns a record."""

MOST_PERIODS, MOST_CHANGES = 8, 500
UNSIGNED_AN_HOUR = 60
"""Our own rule: how many words are taken in an hour from those who have no account, in a city."""


@dataclass(frozen=True)
class Known:
    """A record with its id."""

    id: UUID
    state: Any


@dataclass(frozen=True)
class ListedChange:
    """A changed rule as it is listed: whose, about which service, after a rating or a word."""

    change: RuleChange
    bodies: tuple[str, ...]
    after: str  # rating, stuck


def case_of(request: HttpRequest, number: str, actor: Actor | None = None) -> Case | None:
    """Return the case of this number; None where it is not the actor's to see."""
    with store_door.reading(request, actor) as cursor:
        row = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND number = %s", (city_key(request), number)
        ).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


@dataclass(frozen=True)
class Course:
    """What the entries of a case tell: which handling it is in, and on how many days somebody came."""

    handling: int
    visits: int


def course_of(request: HttpRequest, case: Case) -> Course:
    """Return the course of a case that is the actor's to see."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT body FROM event WHERE city = %s AND stream = %s ORDER BY seq",
            (city_key(request), UUID(case.id)),
        ).fetchall()
    entries = [ledger.read_entry(bytes(row[0])) for row in rows]
    events = [(one, CASE.read_event(one.type, one.v, bytes(one.data))) for one in entries]
    handling = 1 + sum(one.type == "case.reopened" for one in entries)
    days = {
        one.at.date()
        for one, event in events
        if event.data.about.get("how") == "counter"
        or (one.type == "case.filed" and case.channel == "window")
        or (one.type == "case.corrected" and "@" in one.actor and "@for:" not in one.actor)
    }
    return Course(handling, len(days))


def ratings_of(request: HttpRequest, case: str) -> list[Known]:
    """Return the ratings of a case that are the actor's to see, the first handling first."""
    return _ratings(request, "case_id = %s", case)


def rating_that_opened(request: HttpRequest, number: str) -> Known | None:
    """Return the rating that opened the desk's case of this number."""
    found = _ratings(request, "opened = %s AND opened <> ''", number)
    return found[0] if found else None


def rating_by_id(request: HttpRequest, id: UUID) -> Known | None:
    """Return one rating."""
    found = _ratings(request, "id = %s", id)
    return found[0] if found else None


def _ratings(request: HttpRequest, condition: str, value: Any) -> list[Known]:
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM rating_row WHERE city = %s AND {condition}", (city_key(request), value)
        ).fetchall()
    found = [Known(row[0], RATING.decode(bytes(row[1]))) for row in rows]
    return sorted(found, key=lambda one: one.state.subject.handling)


def stuck_of(request: HttpRequest, number: str, actor: Actor | None = None) -> Known | None:
    """Return the word whose own number this is."""
    found = _stuck(request, "number = %s", number, actor)
    return found[0] if found else None


def stuck_after(request: HttpRequest, earlier: str) -> list[Known]:
    """Return the words about a case, the newest first."""
    found = _stuck(request, "earlier = %s AND earlier <> ''", earlier, None)
    return sorted(found, key=lambda one: one.state.at, reverse=True)


def stuck_by_id(request: HttpRequest, id: UUID) -> Known | None:
    """Return one word."""
    found = _stuck(request, "id = %s", id, None)
    return found[0] if found else None


def _stuck(request: HttpRequest, condition: str, value: Any, actor: Actor | None) -> list[Known]:
    with store_door.reading(request, actor) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM stuck_row WHERE city = %s AND {condition}", (city_key(request), value)
        ).fetchall()
    return [Known(row[0], STUCK.decode(bytes(row[1]))) for row in rows]


def too_many_unsigned(request: HttpRequest) -> bool:
    """Say whether as many words as are taken in an hour came without an account."""
    since = store_door.now() - timedelta(hours=1)
    with store_door.reading(request, FIGURES) as cursor:
        row = cursor.execute(
            "SELECT count(*) FROM stuck_row WHERE city = %s AND digest <> '' AND at > %s",
            (city_key(request), since),
        ).fetchone()
    return bool(row and row[0] >= UNSIGNED_AN_HOUR)


def cells(request: HttpRequest, zone: str) -> list[Cell]:
    """Return the ratings of the newest periods that are over, counted; small numbers still among them."""
    now = period_of(store_door.now(), zone)
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(
            "SELECT period, body, matter, counted, count(*) FROM rating_row WHERE city = %s AND period < %s"
            " AND period IN (SELECT DISTINCT period FROM rating_row WHERE city = %s AND period < %s"
            " ORDER BY period DESC LIMIT %s) GROUP BY 1, 2, 3, 4",
            (city_key(request), now, city_key(request), now, MOST_PERIODS),
        ).fetchall()
    return [Cell(*row) for row in rows]


def changes(request: HttpRequest) -> list[ListedChange]:
    """Return the rules changed because of ratings and words, the newest first; without persons."""
    found: list[ListedChange] = []
    with store_door.reading(request, FIGURES) as cursor:
        for kind in (RATING, STUCK):
            rows = cursor.execute(
                f"SELECT state FROM {kind.table} WHERE city = %s AND change_year IS NOT NULL"
                " ORDER BY change_year DESC LIMIT %s",
                (city_key(request), MOST_CHANGES),
            ).fetchall()
            found += [_listed(kind.decode(bytes(row[0]))) for row in rows]
    return sorted(found, key=lambda one: one.change.since, reverse=True)


def _listed(one: Rating | Stuck) -> ListedChange:
    assert one.change is not None, "a row with a year of change has a change"
    bodies = (one.subject.body,) if isinstance(one, Rating) else one.against
    return ListedChange(one.change, bodies, "rating" if isinstance(one, Rating) else "stuck")
