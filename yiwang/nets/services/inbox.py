"""The inbox: open tasks by their clocks, narrowed by what stands in the address; always one query.

What narrows it is in the address alone, so that a view can be kept, sent on or bookmarked as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from yiwang.kernel.access import Actor, scope
from yiwang.kernel.acts.materials import BROKEN, CHECK, LACKS
from yiwang.kernel.calendar import BeyondHorizon, Calendar
from yiwang.kernel.matter import City
from yiwang.nets.services.colleagues import Holders
from yiwang.nets.services.queries import CASE_COLUMNS, PAGE, CaseLine, scope_sql
from yiwang.web import store_door

SOON_WORKING_DAYS = 3  # what counts as due soon; our own rule
CHOICES: Mapping[str, tuple[str, ...]] = {
    "whose": ("mine", "me", "free", "body"),
    "due": ("late", "soon"),
    "paused": ("yes", "no"),
    "ordered": ("yes",),
    "material": ("missed", "check", "broken"),
}
_MATERIAL = {"missed": LACKS, "check": CHECK, "broken": BROKEN}
LONGEST = 80  # of an id in the address


@dataclass(frozen=True)
class Narrowed:
    """What an inbox is narrowed to; each field is a parameter of its address, "" for everything.

    Attributes:
        whose: `mine` what one's positions can do and nobody else has claimed, `me` what one has claimed,
            `free` what nobody has claimed, `body` everything of one's bodies.
        place: a place code; what lies below it is in it.
        due: `late`, or `soon`: within three working days and not late.
        paused: whether a clock of the case stands still. ordered: under an order of supervision.
        material: `missed` what did not follow in time, `check` promises to check, `broken` ones.
    """

    whose: str = "mine"
    matter: str = ""
    place: str = ""
    body: str = ""
    role: str = ""
    due: str = ""
    paused: str = ""
    ordered: str = ""
    material: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Narrowed:
        """Read an address; what is no choice is left out."""
        found = {}
        for one in fields(cls):
            value = query.get(one.name, "").strip()[:LONGEST]
            if value and value.isprintable() and value in CHOICES.get(one.name, (value,)):
                found[one.name] = value
        return cls(**found)

    @property
    def address(self) -> str:
        """The query string that says just this, `?` first; "" for the inbox as it is."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        kept = {name: value for name, value in said.items() if value and (name, value) != ("whose", "mine")}
        return f"?{urlencode(kept)}" if kept else ""

    def but(self, **changed: str) -> Narrowed:
        """Return the same with something changed."""
        return replace(self, **changed)

    @property
    def whole(self) -> bool:
        """Whether nothing but whose it is narrows it."""
        return self == Narrowed(whose=self.whose)


@dataclass(frozen=True)
class TaskLine:
    """A task in an inbox, with the case it belongs to."""

    case: CaseLine
    node: str
    role: str
    body: str
    assignee: str
    due_at: datetime | None
    late: bool
    paused: bool
    id: str


def tasks(
    request: HttpRequest, city: City, only: Narrowed, *, page: int = 1, holders: Holders | None = None
) -> list[TaskLine]:
    """Return open tasks: late first, then the soonest due, then what has no clock, oldest first.

    Args:
        holders: who holds the actor's roles today; a claim of somebody else hides a task no more.
            None: no records are kept, every claim stands.
    """
    now = store_door.now()
    key = request.city.key  # type: ignore[attr-defined]
    narrowed = conditions(only, city, now)
    actor = request.actor  # type: ignore[attr-defined]
    asked = inbox_sql(actor, key, now, only.whose, page, holders, narrowed)
    with store_door.reading(request, kept=only.whole) as cursor:
        return [TaskLine(CaseLine(*row[:12]), *row[12:19], id=row[21]) for row in cursor.execute(*asked)]


def conditions(only: Narrowed, city: City, now: datetime) -> tuple[str, list[Any]]:
    """Return what narrows the tasks `t` and their cases `c`, as SQL and its values."""
    parts: list[str] = []
    values: list[Any] = []
    for column, value in (("c.matter", only.matter), ("t.body", only.body), ("t.role", only.role)):
        if value:
            parts.append(f"{column} = %s")
            values.append(value)
    if only.place:
        parts.append("c.place = ANY(%s)")
        values.append(below(city, only.place))
    if only.due == "late":
        parts.append("(t.late OR t.due_at < %s)")
        values.append(now)
    elif only.due == "soon":
        parts.append("NOT t.late AND t.due_at >= %s AND t.due_at <= %s")
        values += [now, soon(city.calendar, now)]
    if only.paused:
        parts.append("c.paused" if only.paused == "yes" else "NOT c.paused")
    if only.ordered:
        parts.append(
            "EXISTS (SELECT FROM task_row o WHERE o.city = t.city AND o.stream = t.stream"
            " AND o.node = 'act:supervise')"
        )
    if only.material:
        parts.append("t.node = %s")
        values.append(_MATERIAL[only.material])
    return "".join(f" AND {part}" for part in parts), values


def below(city: City, place: str) -> list[str]:
    """Return the codes of a place and of everything below it."""
    return sorted(code for code in city.places if place in city.above(code)) or [place]


def soon(calendar: Calendar, now: datetime) -> datetime:
    """Return until when something is due soon: the end of the third working day from today."""
    today = calendar.local_date(now)
    day: date
    try:
        day = calendar.add_working_days(today, SOON_WORKING_DAYS)
    except BeyondHorizon as beyond:
        day = beyond.provisional_day
    return calendar.day_end(day)


def inbox_sql(
    actor: Actor,
    city: str,
    now: datetime,
    whose: str,
    page: int,
    holders: Holders | None = None,
    narrowed: tuple[str, list[Any]] = ("", []),
) -> tuple[str, list[Any]]:
    """Return the query of an inbox, and its values.

    Late cases and others are read apart, each from the index in the inbox's own order and no further than
    the page needs: what is late only by now is the soonest due of the others.
    """
    where, parameters = scope_sql(scope(actor, "inbox.read"))
    only, more = narrowed
    if whose == "body":
        source, claims = "unnest(%s::text[]) AS own (body)", ""
        lists: list[Any] = [sorted({held.body for held in actor.holdings})]
        given: list[Any] = []
    else:
        held = sorted({(held.body, held.role) for held in actor.holdings})
        source = "unnest(%s::text[], %s::text[]) AS own (body, role)"
        lists = [[body for body, _ in held], [role for _, role in held]]
        free, given = _claims(whose, actor, holders)
        claims = f" AND t.role = own.role AND {free}"
    order = "t.due_at, t.opened_at, t.stream, t.id"
    sql = (
        f"SELECT found.* FROM {source} CROSS JOIN (VALUES (false), (true)) AS side (late)"
        f" CROSS JOIN LATERAL (SELECT {CASE_COLUMNS}, t.node, t.role, t.body, t.assignee, t.due_at,"
        " (t.late OR t.due_at < %s) IS TRUE, c.paused, t.opened_at, t.stream, t.id"
        " FROM task_row t JOIN case_row c ON c.city = t.city AND c.id = t.stream"
        f" WHERE t.city = %s AND t.body = own.body AND t.late = side.late{claims} AND {where}{only}"
        f" ORDER BY {order} LIMIT {PAGE * page + 1}) AS found"
        f" ORDER BY 18 DESC, 17, 20, 21, 22 LIMIT {PAGE + 1} OFFSET {PAGE * (page - 1)}"
    )
    return sql, [*lists, now, now, city, *given, *parameters, *more]


def _claims(whose: str, actor: Actor, holders: Holders | None) -> tuple[str, list[Any]]:
    """Return whose claims an inbox shows: one's own, none that stands, or both."""
    if whose == "me":
        return "t.assignee = %s", [actor.person]
    own = ["", actor.person] if whose == "mine" else [""]
    if holders is None:
        return "t.assignee = ANY(%s)", [own]
    standing = _standing(holders)
    if whose == "free":
        standing += [f"{actor.person} {one.body} {one.role}" for one in actor.holdings]
    left = "(t.assignee || ' ' || t.body || ' ' || t.role) <> ALL (%s::text[])"
    return f"(t.assignee = ANY(%s) OR {left})", [own, standing]


def _standing(holders: Holders) -> list[str]:
    """Return the claims that stand, `person body role`, of those who hold these roles today."""
    return [f"{person} {one.body} {one.role}" for person, held in holders.items() for one in held]
