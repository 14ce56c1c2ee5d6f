"""Reading events: how many, where, which. What may be seen is what `access.scope` of `case.read` says.

Numbers and lists ask with the same condition, so that a number and the list behind it never differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.access import Actor, Scope, scope
from yiwang.kernel.event_rules import BEFORE, PICTURES
from yiwang.kernel.matter import City
from yiwang.nets.picture.cells import Box, width
from yiwang.nets.picture.narrowed import BY_OPENING, NEW_HOURS, Condition, Narrowed, conditions
from yiwang.store.cases import CASE
from yiwang.web import store_door
from yiwang.web.words import T, Text

VERB = "case.read"
PAGE = 50
MOST_CELLS = 2000
_ELSE = {
    "own": "c.applicant = ANY(%s)",
    "window": "c.window_body = ANY(%s)",
    "glass": "c.id::text = ANY(%s)",
}
LATE = "(e.ended_at IS NULL AND (e.late OR e.due_at < %s)) IS TRUE"


def seen_sql(reaches: Sequence[Scope], city: str) -> Condition:
    """Return `FROM … e WHERE …`: just the events whose cases `access.may` would allow, and its values.

    Those a body leads come from an index; those it assists in, and others, by the ids of their cases. Asked
    as one condition, the wall would be worked out for every event of the city.
    """
    if any(one.reach == "all" for one in reaches):
        return "FROM event_row e WHERE e.city = %s", [city]
    leads = sorted({value for one in reaches if one.reach in ("lead", "bodies") for value in one.values})
    assists = sorted({value for one in reaches if one.reach == "bodies" for value in one.values})
    ids, values = "SELECT a.stream FROM assist_row a WHERE a.city = %s AND a.body = ANY(%s)", [city, assists]
    for one in reaches:
        if one.reach in _ELSE:
            only = " AND c.matter = ANY(%s)" if one.matters else ""
            ids += f" UNION SELECT c.id FROM case_row c WHERE c.city = %s AND {_ELSE[one.reach]}{only}"
            values += [city, sorted(one.values), *([sorted(one.matters)] if one.matters else [])]
    led = "SELECT e.* FROM event_row e WHERE e.city = %s AND e.lead = ANY(%s)"
    other = f"SELECT e.* FROM event_row e WHERE e.city = %s AND NOT e.lead = ANY(%s) AND e.stream IN ({ids})"
    return f"FROM ({led} UNION ALL {other}) e WHERE TRUE", [city, leads, city, leads, *values]


@dataclass(frozen=True)
class Asked:
    """Whose picture is asked for, when, and what it is narrowed to."""

    request: HttpRequest
    city: City
    now: datetime
    only: Narrowed

    @classmethod
    def of(cls, request: HttpRequest, only: Narrowed | None = None) -> Asked:
        """Return what a request asks for: what its address says, or `only`."""
        city: City = request.city.city  # type: ignore[attr-defined]
        return cls(request, city, store_door.now(), only or Narrowed.of(request.GET))

    @property
    def key(self) -> str:
        """The city's key."""
        return str(self.request.city.key)  # type: ignore[attr-defined]

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor  # type: ignore[attr-defined,no-any-return]

    def but(self, **changed: str) -> Asked:
        """Return the same, narrowed otherwise."""
        return Asked(self.request, self.city, self.now, self.only.but(**changed))

    def where(self) -> Condition:
        """Return `FROM … WHERE` of the events that are seen and meant, and its values."""
        seen, theirs = seen_sql(scope(self.actor, VERB), self.key)
        held = self.actor.person, [f"{one.body} {one.role}" for one in self.actor.holdings]
        narrowed, given = conditions(self.only, self.city, self.now, held)
        return f"{seen}{narrowed}", [*theirs, *given]

    def rows(
        self, select: str, after: str = "", *, first: Sequence[Any] = (), last: Sequence[Any] = ()
    ) -> Any:
        """Ask one query: `select` with its values, the events meant, what comes after with its values."""
        where, values = self.where()
        with store_door.reading(self.request) as cursor:
            return cursor.execute(f"SELECT {select} {where} {after}", [*first, *values, *last]).fetchall()


class Count(NamedTuple):
    """How many events, and how many of them are late."""

    all: int = 0
    late: int = 0

    def __add__(self, other: object) -> Count:
        assert isinstance(other, Count)
        return Count(self.all + other.all, self.late + other.late)


def by_place(asked: Asked) -> dict[str, Count]:
    """Return counts by the place that events lie in, by its code."""
    found = asked.rows(f"e.place, count(*), count(*) FILTER (WHERE {LATE})", "GROUP BY 1", first=(asked.now,))
    return {place: Count(all, late) for place, all, late in found}


def by_kind(asked: Asked) -> dict[str, Count]:
    """Return counts by kind, by its code."""
    found = asked.rows(
        f"e.event_kind, count(*), count(*) FILTER (WHERE {LATE})", "GROUP BY 1", first=(asked.now,)
    )
    return {kind: Count(all, late) for kind, all, late in found}


def rolled_up(counts: Mapping[str, Count], city: City, children: Sequence[str]) -> dict[str, Count]:
    """Return counts of the children of a place, each with all below it."""
    known, found = set(children), dict.fromkeys(children, Count())
    for code, count in counts.items():
        child = next((one for one in city.above(code) if one in known), None)
        if child is not None:
            found[child] += count
    return found


def by_state(asked: Asked) -> dict[str, int]:
    """Return how many events there are in each state, whatever state is meant; one query."""
    everything = asked.but(state="all")
    row = everything.rows(
        "count(*) FILTER (WHERE e.ended_at IS NULL),"
        " count(*) FILTER (WHERE e.ended_at IS NULL AND e.opened_at > %s),"
        f" count(*) FILTER (WHERE {LATE}), count(*) FILTER (WHERE e.ended_at IS NULL AND e.on_hold),"
        " count(*) FILTER (WHERE e.ended_at IS NOT NULL), count(*)",
        first=(asked.now - timedelta(hours=NEW_HOURS), asked.now),
    )[0]
    return dict(zip(("open", "new", "late", "hold", "ended", "all"), row, strict=True))


class Cluster(NamedTuple):
    """The events in one cell of the grid: how many, of which kind most, where in the middle.

    Attributes:
        number: of the one event, where it is one.
    """

    column: int
    row: int
    count: int
    late: int
    kind: str
    kinds: int
    longitude: float
    latitude: float
    number: str


def clusters(asked: Asked, zoom: int, box: Box) -> list[Cluster]:
    """Return the events with a position within a box, clustered by the grid of a zoom; the fullest first."""
    size = width(zoom)
    found = asked.rows(
        "floor((e.longitude + 180) / %s)::int, floor((e.latitude + 90) / %s)::int, count(*),"
        f" count(*) FILTER (WHERE {LATE}), mode() WITHIN GROUP (ORDER BY e.event_kind),"
        " count(DISTINCT e.event_kind), avg(e.longitude), avg(e.latitude), min(e.number)",
        "AND e.longitude BETWEEN %s AND %s AND e.latitude BETWEEN %s AND %s"
        f" GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT {MOST_CELLS}",
        first=(size, size, asked.now),
        last=(box.west, box.east, box.south, box.north),
    )
    return [Cluster(*row[:6], float(row[6]), float(row[7]), row[8] if row[2] == 1 else "") for row in found]


def extent(asked: Asked) -> tuple[Box | None, int]:
    """Return the box of the positions of the events meant, and how many have none."""
    row = asked.rows(
        "min(e.longitude), min(e.latitude), max(e.longitude), max(e.latitude),"
        " count(*) FILTER (WHERE e.longitude IS NULL)"
    )[0]
    return (Box(*map(float, row[:4])) if row[0] is not None else None), row[4]


@dataclass(frozen=True)
class Line:
    """An event in a list."""

    number: str
    stream: UUID
    matter: str
    kind: str
    phase: str
    place: str
    lead: str
    severity: str
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    late: bool
    on_hold: bool


_LINE = (
    "e.number, e.stream, e.matter, e.event_kind, e.phase, e.place, e.lead, e.severity, e.opened_at, e.due_at,"
    f" e.ended_at, {LATE}, e.on_hold"
)
_NEVER = "'infinity'::timestamptz"


def lines(asked: Asked, after: tuple[datetime | None, UUID] | None = None, many: int = PAGE) -> list[Line]:
    """Return the next events of the list, one more than a page when there are more.

    Open ones by their clocks: late first, then the soonest due, then what has no clock; others by when they
    were opened, newest first.

    Args:
        after: what the last event of the page before stands by, as `place_of` gives it.
    """
    by_clock = asked.only.state not in BY_OPENING
    column, order = (f"coalesce(e.due_at, {_NEVER})", "ASC") if by_clock else ("e.opened_at", "DESC")
    start, values = "", list[Any]()
    if after is not None:
        start = f"AND ({column}, e.stream) {'>' if by_clock else '<'} (coalesce(%s, {_NEVER}), %s)"
        values = [after[0], after[1]]
    found = asked.rows(
        _LINE,
        f"{start} ORDER BY {column} {order}, e.stream {order} LIMIT {many + 1}",
        first=(asked.now,),
        last=values,
    )
    return [Line(*row) for row in found]


def latest_ended(asked: Asked, many: int) -> list[Line]:
    """Return the events that ended last, the last first."""
    found = asked.rows(_LINE, f"ORDER BY e.ended_at DESC, e.stream LIMIT {many}", first=(asked.now,))
    return [Line(*row) for row in found]


# What residents told is a record of another net: of it we know which pictures a desk released.
_TOLD = (
    "SELECT case_id, id, released[1] FROM told_row WHERE city = %s AND case_id = ANY(%s) AND NOT whistle"
    " AND cardinality(released) > 0 ORDER BY at DESC, id"
)
_CASES = "SELECT id, state FROM case_row WHERE city = %s AND id = ANY(%s) AND phase = 'closed'"
WIDEST_PAIR = 2


def pictures_of(request: HttpRequest, found: Sequence[Line]) -> dict[UUID, list[tuple[str, Text]]]:
    """Return by event one picture before and one after, where they may be shown to everybody.

    Before: of the last check, else a resident's that a desk released. Each is (address, what it shows).
    """
    key, ids = str(request.city.key), [one.stream for one in found]  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        cases = cursor.execute(_CASES, (key, ids)).fetchall()
        told = {row[0]: (row[1], row[2]) for row in cursor.execute(_TOLD, (key, ids)).fetchall()}
    pairs: dict[UUID, list[tuple[str, Text]]] = {}
    for id, state in cases:
        case = CASE.decode(bytes(state))
        names = case.desk.shown_names if case.desk is not None and case.desk.shown else ()
        pair = []
        for what in PICTURES:
            name = next((one for one in names if one.partition("#")[0] == what), "")
            if name:
                address = reverse("events:public-picture", args=(case.number, name))
            elif what == BEFORE and id in told and names:
                address = reverse("reports:public-picture", args=told[id])
            else:
                continue
            pair.append((address, T(f"picture.{what}")))
        if len(pair) == WIDEST_PAIR:
            pairs[id] = pair
    return pairs


def place_of(line: Line, only: Narrowed) -> str:
    """Return where a list goes on after this event, as it stands in an address."""
    at = line.opened_at if only.state in BY_OPENING else line.due_at
    return quote(f"{at.isoformat() if at else ''}~{line.stream}")


def after_of(text: str) -> tuple[datetime | None, UUID] | None:
    """Read where a list goes on; None for its beginning, and for what was never given."""
    at, _, stream = text.partition("~")
    try:
        moment = datetime.fromisoformat(at) if at else None
        return (moment, UUID(stream)) if moment is None or moment.tzinfo is not None else None
    except ValueError:
        return None


def opened_by_day(asked: Asked, since: Any) -> list[tuple[Any, str, int]]:
    """Return (local day, kind, how many) of the events opened since a local day."""
    begins = asked.city.calendar.day_end(since - timedelta(days=1))
    found: list[tuple[Any, str, int]] = asked.rows(
        "(e.opened_at AT TIME ZONE %s)::date, e.event_kind, count(*)",
        "AND e.opened_at > %s GROUP BY 1, 2 ORDER BY 1, 2",
        first=(asked.city.zone,),
        last=(begins,),
    )
    return found


class Rate(NamedTuple):
    """What became of the events of a body whose time was up, or that ended before: how many in time.

    Attributes:
        in_time: ended within their clock. too_late: ended after it. overdue: open, and the clock has run out.
    """

    in_time: int
    too_late: int
    overdue: int

    @property
    def in_time_percent(self) -> float:
        """Share of those in time, in percent, one decimal."""
        return round(100 * self.in_time / (self.in_time + self.too_late + self.overdue), 1)


def rates(asked: Asked, since: Any) -> dict[str, Rate]:
    """Return by lead body how the events opened since a local day kept their clocks; 挂账 is not in time."""
    begins = asked.city.calendar.day_end(since - timedelta(days=1))
    found = asked.rows(
        "e.lead, count(*) FILTER (WHERE e.ended_at IS NOT NULL AND NOT e.late),"
        f" count(*) FILTER (WHERE e.ended_at IS NOT NULL AND e.late), count(*) FILTER (WHERE {LATE})",
        "AND e.opened_at > %s GROUP BY 1",
        first=(asked.now,),
        last=(begins,),
    )
    return {body: Rate(*three) for body, *three in found if any(three)}
