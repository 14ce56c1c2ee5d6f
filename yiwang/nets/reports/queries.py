"""Reading reports: one's own, those of intake, those of a case; and what is near."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor, system
from yiwang.kernel.case import Case
from yiwang.nets.reports import near
from yiwang.nets.reports.kinds import REPORT, TOLD
from yiwang.nets.reports.near import Candidate
from yiwang.nets.reports.records import Report, Told
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.here import city_key

PUBLIC = system("reports-public")
"""Reads how the case of a report stands, for whoever may see the report; and what is near, for everybody."""
PAGE = 50
MOST_NEAR = 200
NEAR = (
    "SELECT t.id, t.state FROM told_row t JOIN case_row c ON c.city = t.city AND c.id = t.case_id"
    " WHERE t.city = %s AND NOT t.whistle AND t.at > %s AND c.ended_at IS NULL AND {where}"
    " ORDER BY t.at DESC LIMIT %s"
)


@dataclass(frozen=True)
class Known:
    """A record with its id."""

    id: UUID
    state: Any


def report_of(request: HttpRequest, number: str, actor: Actor | None = None) -> Known | None:
    """Return the report of this number; None where it is not the actor's to see."""
    found = _reports(request, "number = %s", (number,), actor)
    return found[0] if found else None


def report_by_id(request: HttpRequest, id: UUID, actor: Actor | None = None) -> Known | None:
    """Return one report."""
    found = _reports(request, "id = %s", (id,), actor)
    return found[0] if found else None


def own_reports(request: HttpRequest) -> list[Known]:
    """Return the newest reports of whoever is signed in."""
    persons = [request.actor.person, *(one.id for one in request.actor.principals)]  # type: ignore[attr-defined]
    return _reports(request, "applicant = ANY(%s) ORDER BY at DESC LIMIT %s", (persons, PAGE), None)


def taken_in(request: HttpRequest, bodies: list[str], page: int, only_asked: bool = False) -> list[Known]:
    """Return a page of the reports that these bodies take in, the newest first, and one more."""
    asked = " AND asked" if only_asked else ""
    return _reports(
        request,
        f"desk = ANY(%s){asked} ORDER BY at DESC, id LIMIT %s OFFSET %s",
        (bodies, PAGE + 1, (page - 1) * PAGE),
        None,
    )


def by_phone(request: HttpRequest, phone: str) -> list[Known]:
    """Return the earlier reports of a telephone number, the newest first, by its blind index."""
    this = store_door.door()
    indexes = this.safe.blind_indexes(city_key(request), phone)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT r.id, r.state FROM vault v JOIN report_row r ON r.city = v.city AND r.id = v.stream"
            " WHERE v.city = %s AND v.blind = ANY(%s) ORDER BY r.at DESC LIMIT %s",
            (city_key(request), indexes, PAGE),
        ).fetchall()
    return [Known(row[0], REPORT.decode(bytes(row[1]))) for row in rows]


def _reports(
    request: HttpRequest, condition: str, values: tuple[Any, ...], actor: Actor | None
) -> list[Known]:
    with store_door.reading(request, actor) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM report_row WHERE city = %s AND {condition}", (city_key(request), *values)
        ).fetchall()
    return [Known(row[0], REPORT.decode(bytes(row[1]))) for row in rows]


def told_by_id(request: HttpRequest, id: UUID, actor: Actor | None = None) -> Told | None:
    """Return what was told."""
    with store_door.reading(request, actor) as cursor:
        row = cursor.execute(
            "SELECT state FROM told_row WHERE city = %s AND id = %s", (city_key(request), id)
        ).fetchone()
    return TOLD.decode(bytes(row[0])) if row else None  # type: ignore[no-any-return]


def told_of_case(request: HttpRequest, case: UUID) -> list[Known]:
    """Return what was told about a case, the oldest first, where the actor sees the case."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM told_row WHERE city = %s AND case_id = %s ORDER BY at, id LIMIT 200",
            (city_key(request), case),
        ).fetchall()
    return [Known(row[0], TOLD.decode(bytes(row[1]))) for row in rows]


def case_of(request: HttpRequest, number: str) -> Case | None:
    """Return the case of this number; None where it is not the actor's to see."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND number = %s", (city_key(request), number)
        ).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


def case_behind(request: HttpRequest, told: Told) -> Case | None:
    """Return the case of a report that the actor was let see: how it stands is shown, not what."""
    with store_door.reading(request, PUBLIC) as cursor:
        row = cursor.execute(
            "SELECT state FROM case_row WHERE city = %s AND id = %s",
            (city_key(request), UUID(told.opens.case)),
        ).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


def near_by(request: HttpRequest, told: Candidate) -> list[tuple[Candidate, Told]]:
    """Return the open reports that may be the same matter, the likeliest first."""
    since = told.at - timedelta(days=near.DAYS)
    if told.longitude is not None and told.latitude is not None:
        where = "t.longitude BETWEEN %s AND %s AND t.latitude BETWEEN %s AND %s"
        values: tuple[Any, ...] = near.box_around(told.longitude, told.latitude)
    else:
        where, values = "t.place = %s", (told.place,)
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(
            NEAR.format(where=where), (city_key(request), since, *values, MOST_NEAR)
        ).fetchall()
    states = {str(row[0]): TOLD.decode(bytes(row[1])) for row in rows}
    words = {id: one.sealed["words"] for id, one in states.items() if "words" in one.sealed}
    said = store_door.opened(request, words, PUBLIC)
    others = [_candidate(id, one, said.get(id)) for id, one in states.items()]
    found, seen = [], set()
    for one in near.one_of_these(told, others):
        case = states[one.id].opens.case
        if case not in seen:
            seen.add(case)
            found.append((one, states[one.id]))
    return found


def _candidate(id: str, one: Told, said: Any) -> Candidate:
    return Candidate(
        id=id,
        kind=one.kind,
        place=one.place,
        longitude=float(one.longitude) if one.longitude else None,
        latitude=float(one.latitude) if one.latitude else None,
        at=one.at,
        words=said if isinstance(said, str) else "",
    )


def opened(request: HttpRequest, one: Report | Told, actor: Actor | None = None) -> dict[str, str]:
    """Return the texts of a record that the actor may see; pictures are left out."""
    wanted = {name: reference for name, reference in one.sealed.items() if not name.startswith("picture#")}
    found = store_door.opened(request, wanted, actor)
    return {name: value for name, value in found.items() if isinstance(value, str)}
