"""Reading assets, scans and findings: through the wall, by index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from django.http import HttpRequest

from yiwang.kernel import ledger
from yiwang.kernel.access import system
from yiwang.nets.security import scan_rules
from yiwang.nets.security.kinds import ASSET, SEAL, SOURCE, seal_stream
from yiwang.nets.security.radius import Radius, radius_of
from yiwang.nets.security.records import Asset, BodySeal, Source
from yiwang.web import store_door
from yiwang.web.here import city_key

PAGE = 50
READER = system("security-figures")
"""Counts of all bodies for the city's office, and how far an asset's failure reaches."""
COLUMNS = (
    "id, name, kind, body, keeper, ref, level, critical, sector, position, standing, assessed_on, expires_on"
)


@dataclass(frozen=True, slots=True)
class Row:
    """An asset in a list."""

    id: UUID
    name: str
    kind: str
    body: str
    keeper: str
    ref: str
    level: int
    critical: bool
    sector: str
    position: str
    standing: str
    assessed_on: date | None
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in a list: how grave, how old, where; what it says lies sealed."""

    stream: UUID
    fingerprint: bytes
    asset: UUID
    name: str
    severity: int
    priority: str
    score: int | None
    exploited: bool
    state: str
    since_at: datetime
    reopened: int
    box: int
    place: int


def listed(
    cursor: psycopg.Cursor[Any],
    city: str,
    bodies: list[str],
    *,
    kind: str = "",
    words: str = "",
    page: int = 1,
) -> list[Row]:
    """Return a page of the assets of some bodies, by name, and one more; what nobody owns stands first."""
    narrowed = " AND kind = %(kind)s" if kind else ""
    narrowed += " AND (name ILIKE %(words)s OR ref ILIKE %(words)s)" if words else ""
    like = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    # Body by body: within one the index gives the order, over several it would be sorted anew.
    each = (
        "SELECT a.* FROM unnest(%(bodies)s::text[]) AS mine(id) CROSS JOIN LATERAL"
        f" (SELECT {COLUMNS} FROM asset_row WHERE city = %(city)s AND {{whose}}{narrowed}"
        " ORDER BY name, id LIMIT %(most)s) a"
    )
    unowned, owned = each.format(whose="body = '' AND keeper = mine.id"), each.format(whose="body = mine.id")
    rows = cursor.execute(
        f"SELECT {COLUMNS} FROM ({unowned} UNION ALL {owned}) found ORDER BY body <> '', name, id"
        " LIMIT %(some)s OFFSET %(past)s",
        {
            "city": city,
            "bodies": bodies,
            "kind": kind,
            "words": like,
            "some": PAGE + 1,
            "past": (page - 1) * PAGE,
            "most": page * PAGE + 1,
        },
    ).fetchall()
    return [Row(*row) for row in rows]


def every(
    cursor: psycopg.Cursor[Any], city: str, body: str, most: int, first: UUID | None = None
) -> list[Row]:
    """Return the assets of a body, by name, at most so many; `first` before the others."""
    rows = cursor.execute(
        f"(SELECT {COLUMNS} FROM asset_row WHERE city = %s AND body = %s AND id = %s)"
        f" UNION ALL (SELECT {COLUMNS} FROM asset_row WHERE city = %s AND body = %s"
        " AND id IS DISTINCT FROM %s ORDER BY name, id LIMIT %s)",
        (city, body, first, city, body, first, most),
    ).fetchall()
    return [Row(*row) for row in rows]


def asset_of(request: HttpRequest, id: UUID) -> Asset | None:
    """Return one asset; None where it is not the actor's to see."""
    return _state(request, ASSET, id)  # type: ignore[no-any-return]


def source_of(request: HttpRequest, id: UUID) -> Source | None:
    """Return a source of scans; None where it is not the actor's to see."""
    return _state(request, SOURCE, id)  # type: ignore[no-any-return]


def seal_of(request: HttpRequest, body: str) -> BodySeal | None:
    """Return a body's seal; None where it has none, or it is not the actor's to see."""
    return _state(request, SEAL, seal_stream(city_key(request), body))  # type: ignore[no-any-return]


def _state(request: HttpRequest, kind: Any, id: UUID) -> Any:
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            f"SELECT state FROM {kind.table} WHERE city = %s AND id = %s", (city_key(request), id)
        ).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None


def names_of(request: HttpRequest, ids: list[UUID]) -> dict[UUID, str]:
    """Return the names of assets that are the actor's to see."""
    with store_door.reading(request) as cursor:
        return dict(
            cursor.execute(
                "SELECT id, name FROM asset_row WHERE city = %s AND id = ANY(%s)", (city_key(request), ids)
            ).fetchall()
        )


def radius(request: HttpRequest, id: UUID, bodies: list[str]) -> Radius:
    """Return the blast radius of an asset that the actor was let see."""
    with store_door.reading(request, READER) as cursor:
        return radius_of(cursor, city_key(request), id, bodies)


def sources(request: HttpRequest, bodies: list[str]) -> list[tuple[UUID, Source]]:
    """Return the sources of scans of some bodies, the last scanned first."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM scan_row WHERE city = %s AND body = ANY(%s)"
            " ORDER BY last_at DESC, id LIMIT 200",
            (city_key(request), bodies),
        ).fetchall()
    return [(row[0], SOURCE.decode(bytes(row[1]))) for row in rows]


def findings(
    request: HttpRequest,
    body: str,
    *,
    state: str = "open",
    asset: UUID | None = None,
    severity: int | None = None,
    page: int = 1,
) -> list[Finding]:
    """Return a page of a body's findings, the gravest and oldest first, and one more."""
    narrowed = " AND f.asset = %(asset)s" if asset is not None else ""
    narrowed += " AND f.severity = %(severity)s" if severity is not None else ""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT f.stream, f.fingerprint, f.asset, coalesce(a.name, ''), f.severity, f.priority, f.score,"
            " f.exploited, f.state, f.since_at, f.reopened, f.box, f.place FROM finding f"
            " LEFT JOIN asset_row a ON a.city = f.city AND a.id = f.asset"
            f" WHERE f.city = %(city)s AND f.body = %(body)s AND f.state = %(state)s{narrowed}"
            " ORDER BY f.severity DESC, f.since_at, f.fingerprint LIMIT %(some)s OFFSET %(past)s",
            {
                "city": city_key(request),
                "body": body,
                "state": state,
                "asset": asset,
                "severity": severity,
                "some": PAGE + 1,
                "past": (page - 1) * PAGE,
            },
        ).fetchall()
    return [Finding(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many findings of a body are open, of one sector, severity and age (0 to 3, `AGES`)."""

    body: str
    sector: str
    severity: int
    age: int
    count: int
    oldest: datetime


AGES = (7, 30, 90)
"""Days up to which a finding counts as of an age; the last is what is older."""


def cells(request: HttpRequest, bodies: list[str] | None) -> list[Cell]:
    """Return open findings counted by body, sector, severity and age: of some bodies, or (None) of all.

    All are read as the city: the caller has asked for `security.figures`. Only counts come out.
    """
    condition = "" if bodies is None else " AND f.body = ANY(%s)"
    values: tuple[Any, ...] = (store_door.now(), list(AGES), city_key(request))
    with store_door.reading(request, READER if bodies is None else None) as cursor:
        rows = cursor.execute(
            "SELECT f.body, coalesce(a.sector, ''), f.severity,"
            " width_bucket(extract(epoch FROM %s - f.since_at)::float8 / 86400, %s::float8[]), count(*),"
            " min(f.since_at) FROM finding f LEFT JOIN asset_row a ON a.city = f.city AND a.id = f.asset"
            f" WHERE f.city = %s AND f.state = 'open'{condition} GROUP BY 1, 2, 3, 4",
            values if bodies is None else (*values, bodies),
        ).fetchall()
    return [Cell(*row) for row in rows]


def asset_counts(request: HttpRequest) -> dict[str, dict[str, int]]:
    """Return of every body how many assets it has: all, critical, level 3 and above, nobody responsible."""
    with store_door.reading(request, READER) as cursor:
        rows = cursor.execute(
            "SELECT CASE WHEN body = '' THEN '' ELSE body END, count(*), count(*) FILTER (WHERE critical),"
            " count(*) FILTER (WHERE level >= 3), count(*) FILTER (WHERE position = '')"
            " FROM asset_row WHERE city = %s AND standing = 'in-use' GROUP BY 1",
            (city_key(request),),
        ).fetchall()
    names = ("all", "critical", "level3", "gap")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def last_taken(request: HttpRequest, source: UUID) -> scan_rules.Taken | None:
    """Return what the last scan of a source left in the ledger: the trace of its priorities, its cases."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT body FROM event WHERE city = %s AND stream = %s ORDER BY seq DESC LIMIT 5",
            (city_key(request), source),
        ).fetchall()
    for row in rows:
        entry = ledger.read_entry(bytes(row[0]))
        if entry.type == "scan.taken":
            return scan_rules.event_of(entry.type, entry.v, bytes(entry.data)).data  # type: ignore[no-any-return]
    return None


def assets_by_id(request: HttpRequest, ids: list[UUID]) -> dict[UUID, Asset]:
    """Return those of these assets that are the actor's to see."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM asset_row WHERE city = %s AND id = ANY(%s)", (city_key(request), ids)
        ).fetchall()
    return {row[0]: ASSET.decode(bytes(row[1])) for row in rows}
