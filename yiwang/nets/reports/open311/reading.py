"""Requests of GeoReport v2 from what was told and how its cases stand. Nothing of who told is read.

A request is a case; those who joined it are counted. Of its pictures those alone are given out that a desk
covered, looked at and released.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.case import ENDED, PHASE_IN_WORDS, Case, due
from yiwang.kernel.event_kinds import HOLD
from yiwang.kernel.matter import City
from yiwang.nets.reports import frame
from yiwang.nets.reports.kinds import TOLD
from yiwang.nets.reports.open311.asked import Filters
from yiwang.nets.reports.queries import PUBLIC
from yiwang.nets.reports.records import Told
from yiwang.store.cases import CASE
from yiwang.web import here, store_door

OPEN, CLOSED = "open", "closed"
_FROM = (
    "FROM told_row t JOIN case_row c ON c.city = t.city AND c.id = t.case_id"
    " WHERE t.city = %s AND NOT t.whistle AND NOT t.joined AND t.kind <> ''"
)
LIST = f"SELECT t.id, t.state, c.state {_FROM} AND {{where}} ORDER BY t.at DESC, t.id LIMIT %s OFFSET %s"
UPDATES = (
    f"SELECT t.id, t.state, c.state {_FROM} AND t.changed_at BETWEEN %s AND %s"
    " ORDER BY t.changed_at, t.id LIMIT %s OFFSET %s"
)


def requests(request: HttpRequest, asked: Filters, language: str) -> list[dict[str, Any]]:
    """Return a page of requests, the newest first."""
    if asked.ids:
        where, values = "t.number = ANY(%s)", [list(asked.ids)]
    else:
        where, values = "t.at BETWEEN %s AND %s", [asked.since, asked.until]  # type: ignore[list-item]
        if asked.codes:
            where += " AND t.kind = ANY(%s)"
            values.append(list(asked.codes))
        if len(asked.statuses) == 1:
            where += " AND c.ended_at IS NULL" if OPEN in asked.statuses else " AND c.ended_at IS NOT NULL"
    key, page = here.city_key(request), (asked.size, (asked.page - 1) * asked.size)
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(LIST.format(where=where), (key, *values, *page)).fetchall()
    found = [(TOLD.decode(bytes(row[1])), CASE.decode(bytes(row[2]))) for row in rows]
    media = [media_of(request, row[0], told) for row, (told, _) in zip(rows, found, strict=True)]
    wanted = {
        f"{name}/{at}": one.sealed[name]
        for at, (one, _) in enumerate(found)
        for name in _SAID
        if name in one.sealed
    }
    said = store_door.opened(request, wanted, PUBLIC)
    city = here.city_now(request)
    return [
        request_of(
            city,
            told,
            case,
            {name: _plain(said.get(f"{name}/{at}")) for name in _SAID},
            language,
            asked.extended,
            media[at],
        )
        for at, (told, case) in enumerate(found)
    ]


_SAID = ("words", "where", "answer")


def media_of(request: HttpRequest, id: UUID, told: Told) -> str | None:
    """Return the address of the first picture that was released; None where none was."""
    if not told.released or told.against:
        return None
    return request.build_absolute_uri(reverse("reports:public-picture", args=(id, told.released[0])))


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else ""


def request_of(
    city: City, told: Told, case: Case, said: dict[str, str], language: str, extended: bool, media: str | None
) -> dict[str, Any]:
    """Return one request with the fields of the standard, in its order; our own apart, when asked for."""

    def text(words: Any) -> str:
        return str(words.get(language) or words.get("zh") or "")

    place = text(frame.place_in_words(city, told.place))
    ends = due(case)[0]
    phase = text(PHASE_IN_WORDS[case.phase])
    found: dict[str, Any] = {
        "service_request_id": told.opens.number,
        "status": CLOSED if case.phase in ENDED else OPEN,
        "status_notes": said["answer"] or phase,
        "service_name": text(frame.kind_in_words(city, told.kind)),
        "service_code": told.kind,
        "description": said["words"],
        "agency_responsible": text(here.body_in_words(city, case.lead)),
        "service_notice": None,
        "requested_datetime": w3(told.at),
        "updated_datetime": w3(case.ended_at or case.changed_at),
        "expected_datetime": w3(ends) if ends is not None else None,
        "address": f"{said['where']} {place}".strip(),
        "address_id": told.place,
        "zipcode": None,
        "lat": float(told.latitude) if told.latitude else None,
        "long": float(told.longitude) if told.longitude else None,
        "media_url": media,
    }
    if extended:
        found["extended_attributes"] = {
            "state": case.phase,
            "state_name": phase,
            "on_hold": bool(case.facts.get(HOLD)),
            "channel": told.channel,
            "closed_datetime": w3(case.ended_at) if case.ended_at else None,
        }
    return found


def updates(request: HttpRequest, asked: Filters, language: str) -> list[dict[str, Any]]:
    """Return the answers given within the time asked for, the oldest first."""
    key, page = here.city_key(request), (asked.size, (asked.page - 1) * asked.size)
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(UPDATES, (key, asked.since, asked.until, *page)).fetchall()
    found: list[tuple[UUID, Told, Case]] = [
        (row[0], TOLD.decode(bytes(row[1])), CASE.decode(bytes(row[2]))) for row in rows
    ]
    kept = [one for one in found if "answer" in one[1].sealed and one[1].answered_at is not None]
    said = store_door.opened(request, {str(id): told.sealed["answer"] for id, told, _ in kept}, PUBLIC)
    return [
        {
            "update_id": f"{id.hex}-{told.answered_at:%Y%m%d%H%M%S}",
            "service_request_id": told.opens.number,
            "status": CLOSED if case.phase in ENDED else OPEN,
            "updated_datetime": w3(told.answered_at),
            "description": _plain(said.get(str(id))),
        }
        for id, told, case in kept
        if told.answered_at is not None
    ]


def w3(at: datetime) -> str:
    """Return a time as the standard writes it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
