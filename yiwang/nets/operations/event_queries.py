"""Reading events: one with its entries, lists by filters, what everybody may see, cells of the rates.

What staff may see comes from `access.scope` and the wall; what everybody may see is asked as the city itself
and shows no words and no persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from msgspec.structs import replace

from yiwang.kernel.access import Actor, may, scope, system
from yiwang.kernel.event_kinds import EVENT
from yiwang.kernel.matter import City
from yiwang.nets.operations.event_rows import COLUMNS
from yiwang.web import store_door
from yiwang.web.chain import CaseFile, case_file
from yiwang.web.here import city_key

PUBLIC = system("events-public")
PAGE = 30

NAMES = ", ".join(f"e.{name}" for name in COLUMNS)


@dataclass(frozen=True)
class Line:
    """An event in a list; the fields are those of `event_row`."""

    stream: UUID
    row: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def after(self) -> str:
        """Where a list goes on after this one."""
        return f"{self.row['opened_at'].isoformat()}_{self.stream}"


def city_of(request: HttpRequest) -> City:
    """Return the city as it stands today."""
    return request.city.city  # type: ignore[attr-defined, no-any-return]


def file_of(request: HttpRequest, number: str, actor: Actor | None = None) -> CaseFile | None:
    """Return an event with its entries; None where none of the actor's has this number."""
    return case_file(request, number, EVENT, actor)


def reach_sql(actor: Actor) -> tuple[str, list[Any]]:
    """Return the condition on `case_row c` of what an actor may see of events."""
    parts, given = [], []
    for reach in scope(actor, "event.read"):
        if reach.reach == "all":
            return "TRUE", []
        parts.append("(c.lead = ANY(%s) OR c.bodies && %s)")
        given += [sorted(reach.values)] * 2
    return (f"({' OR '.join(parts)})", given) if parts else ("FALSE", [])


@dataclass(frozen=True)
class Filters:
    """What narrows a list; "" and False for everything.

    Attributes:
        place: code, with all below. kind: code of a kind or of a class. state: `open`, `closed`, `void`.
        month: `2026-11`, of the day it was opened.
    """

    place: str = ""
    kind: str = ""
    state: str = ""
    late: bool = False
    on_hold: bool = False
    body: str = ""
    month: str = ""
    after: str = ""

    @staticmethod
    def of(query: Any) -> Filters:
        """Read a query string."""
        texts = {
            name: query.get(name, "")[:80] for name in ("place", "kind", "state", "body", "month", "after")
        }
        return Filters(**texts, late=query.get("late") == "1", on_hold=query.get("on_hold") == "1")

    def pairs(self) -> list[tuple[str, str]]:
        """Return what a link must carry to keep the list as it is narrowed."""
        texts = [(name, getattr(self, name)) for name in ("place", "kind", "state", "body", "month")]
        ticks = [(name, "1") for name in ("late", "on_hold") if getattr(self, name)]
        return [(name, value) for name, value in texts if value] + ticks


def below(city: City, code: str) -> list[str]:
    """Return a place and every place below it."""
    return [one for one in city.places if code in city.above(one)]


def narrowed(city: City, only: Filters, now: datetime) -> tuple[str, list[Any]]:
    """Return the condition on `event_row e` that filters stand for."""
    parts, given = [], []
    for condition, value in (
        ("e.place = ANY(%s)", below(city, only.place) if only.place else None),
        ("e.event_kind = ANY(%s)", _kinds(city, only.kind) if only.kind else None),
        ("e.lead = %s", only.body or None),
        (_STATES.get(only.state, ""), ()),
        ("e.ended_at IS NULL AND e.due_at < %s" if only.late else "", now),
        ("e.on_hold" if only.on_hold else "", ()),
    ):
        if condition and value is not None:
            parts.append(condition)
            given += [value] if "%s" in condition else []
    if only.month:
        parts.append("to_char(e.opened_at AT TIME ZONE %s, 'YYYY-MM') = %s")
        given += [city.zone, only.month]
    return " AND ".join(parts) or "TRUE", given


_STATES = {"open": "e.ended_at IS NULL", "closed": "e.phase = 'closed'", "void": "e.phase = 'void'"}


def _kinds(city: City, code: str) -> list[str]:
    return [one.code for one in city.event_kinds.values() if code in (one.code, one.parent)]


def listed(request: HttpRequest, only: Filters) -> tuple[list[Line], bool]:
    """Return a page of the events that the actor may see, newest first, and whether there are more."""
    reach, reaching = reach_sql(request.actor)  # type: ignore[attr-defined]
    where, given = narrowed(city_of(request), only, store_door.now())
    on, going = _goes_on(only.after, "opened_at")
    sql = (
        f"SELECT e.stream, {NAMES} FROM event_row e JOIN case_row c ON c.city = e.city AND c.id = e.stream"
        f" WHERE e.city = %s AND {reach} AND {where}{on} ORDER BY e.opened_at DESC, e.stream DESC LIMIT %s"
    )
    with store_door.reading(request) as cursor:
        rows = cursor.execute(sql, [city_key(request), *reaching, *given, *going, PAGE + 1]).fetchall()
    return lines(rows[:PAGE]), len(rows) > PAGE


def lines(rows: Sequence[Any]) -> list[Line]:
    """Return rows of `SELECT e.stream, NAMES` as lines."""
    return [Line(row[0], dict(zip(COLUMNS, row[1:], strict=True))) for row in rows]


def _goes_on(after: str, column: str) -> tuple[str, list[Any]]:
    """Return the condition by which a list goes on after what was shown; none for what is no such place."""
    moment, _, stream = after.partition("_")
    try:
        return f" AND (e.{column}, e.stream) < (%s, %s)", [datetime.fromisoformat(moment), UUID(stream)]
    except ValueError:
        return "", []


def held(request: HttpRequest) -> list[Line]:
    """Return every event that is on hold, the nearest next date first: for everybody."""
    return _public(request, "e.on_hold ORDER BY e.hold_next, e.stream LIMIT 500", [])


def shown(request: HttpRequest, after: str = "") -> tuple[list[Line], bool]:
    """Return what was mended and has pictures for everybody, newest first."""
    on, going = _goes_on(after, "ended_at")
    sql = f"e.shown AND e.phase = 'closed'{on} ORDER BY e.ended_at DESC, e.stream DESC LIMIT %s"
    found = _public(request, sql, [*going, PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def public_one(request: HttpRequest, number: str) -> Line | None:
    """Return an event that everybody may see: one on hold, or one that was mended and shown."""
    found = _public(request, "e.number = %s AND (e.on_hold OR (e.shown AND e.phase = 'closed'))", [number])
    return found[0] if found else None


def _public(request: HttpRequest, condition: str, given: list[Any]) -> list[Line]:
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(
            f"SELECT e.stream, {NAMES} FROM event_row e WHERE e.city = %s AND {condition}",
            [city_key(request), *given],
        ).fetchall()
    return lines(rows)


# What residents told is a record of another net: of it we know which pictures a desk released.
TOLD_PICTURES = (
    "SELECT id, released FROM told_row WHERE city = %s AND case_id = %s AND NOT whistle"
    " AND cardinality(released) > 0 ORDER BY at, id LIMIT 4"
)


def told_pictures(request: HttpRequest, stream: UUID) -> list[str]:
    """Return the addresses of the pictures of residents that a desk released for everybody."""
    with store_door.reading(request, PUBLIC) as cursor:
        rows = cursor.execute(TOLD_PICTURES, (city_key(request), stream)).fetchall()
    shown = [(id, number) for id, numbers in rows for number in numbers]
    return [reverse("reports:public-picture", args=one) for one in shown]


# Who opened sealed values of a case is one table for every net; the case's people read it there.
NOTE = (
    "INSERT INTO sealed_reading (city, case_id, actor, purpose, at, fields, names, glass)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def note_reading(request: HttpRequest, file: CaseFile, purpose: str, names: Sequence[str]) -> None:
    """Keep that sealed words of an event were opened: who, what for, which. Never a value."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plain = replace(actor, glass=frozenset())
    glass = file.case.id in actor.glass and not may(plain, "case.read", file.case.target)
    row = (
        city_key(request), file.stream, actor.signature, purpose, store_door.now(), len(names), sorted(names),
        glass,
    )  # fmt: skip
    with store_door.reading(request) as cursor:
        cursor.execute(NOTE, row)


CELLS = """
SELECT to_char(opened_at AT TIME ZONE %s, 'YYYY-MM'), lead, event_kind,
    count(*),
    count(*) FILTER (WHERE respond_due IS NOT NULL AND (responded_at IS NOT NULL OR respond_due < %s)),
    count(*) FILTER (WHERE responded_at <= respond_due),
    count(*) FILTER (WHERE phase = 'closed' AND checked = 'pass'),
    count(*) FILTER (WHERE satisfaction <> ''),
    count(*) FILTER (WHERE satisfaction = 'satisfied'),
    count(*) FILTER (WHERE on_hold)
FROM event_row WHERE city = %s AND phase <> 'void' AND opened_at >= %s GROUP BY 1, 2, 3
"""


def cells(request: HttpRequest, since: datetime) -> list[tuple[Any, ...]]:
    """Return the counts of the rates by month, body and kind, in the order of `rates.Cell`."""
    with store_door.reading(request, PUBLIC) as cursor:
        zone = city_of(request).zone
        return cursor.execute(CELLS, (zone, store_door.now(), city_key(request), since)).fetchall()


def decisions(request: HttpRequest, most: int = 200) -> list[tuple[Any, ...]]:
    """Return decisions about whose events are, newest first, in the order that `proposing` reads."""
    with store_door.reading(request) as cursor:
        return cursor.execute(
            "SELECT l.matter, l.event_kind, l.place, l.body, l.former, l.decided_by, l.decided_at, c.number"
            " FROM dispatch_line l JOIN case_row c ON c.city = l.city AND c.id = l.stream"
            " WHERE l.city = %s ORDER BY l.decided_at DESC, l.stream, l.seq LIMIT %s",
            (city_key(request), most),
        ).fetchall()
