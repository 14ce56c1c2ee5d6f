"""The inbox: open tasks by their clocks, narrowed by what stands in the address; always one query.

What narrows it is in the address alone, so that a view can be kept, sent on or bookmarked as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

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
class Key:
    """Where a task stands in the order of an inbox. It tells so itself: the task may be done meanwhile.

    Attributes:
        late: as it was when it was read. due_at: None for a task without a clock. id: of the task.
    """

    late: bool
    due_at: datetime | None
    opened_at: datetime
    stream: UUID
    id: str

    @property
    def text(self) -> str:
        """Return it as it stands in an address: times in microseconds since 1970, UTC."""
        due = "" if self.due_at is None else _micros(self.due_at)
        return f"{int(self.late)}.{due}.{_micros(self.opened_at)}.{self.stream.hex}.{self.id}"

    @classmethod
    def of(cls, text: str) -> Key | None:
        """Read an address; None for what is no key."""
        parts = text[:200].split(".", 4)
        if len(parts) < 5 or parts[0] not in ("0", "1") or not parts[4].isprintable():
            return None
        try:
            due = _moment(parts[1]) if parts[1] else None
            return cls(parts[0] == "1", due, _moment(parts[2]), UUID(parts[3]), parts[4])
        except (ValueError, OverflowError):
            return None


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _moment(text: str) -> datetime:
    return _EPOCH + timedelta(microseconds=int(text))


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
    key: Key


def tasks(
    request: HttpRequest,
    city: City,
    only: Narrowed,
    *,
    after: Key | None = None,
    holders: Holders | None = None,
) -> list[TaskLine]:
    """Return open tasks: late first, then the soonest due, then what has no clock, oldest first.

    Args:
        after: where the page before ended; None for the first.
        holders: who holds the actor's roles today; a claim of somebody else hides a task no more.
            None: no records are kept, every claim stands.
    """
    now = store_door.now()
    key = request.city.key  # type: ignore[attr-defined]
    narrowed = conditions(only, city, now)
    actor = request.actor  # type: ignore[attr-defined]
    asked = inbox_sql(actor, key, now, only.whose, after, holders, narrowed)
    with store_door.reading(request, kept=only.whole) as cursor:
        return [_line(row) for row in cursor.execute(*asked)]


def _line(row: tuple[Any, ...]) -> TaskLine:
    due_at, late, opened_at, stream, id = row[16], row[17], *row[19:22]
    key = Key(late, due_at, opened_at, stream, id)
    return TaskLine(CaseLine(*row[:12]), *row[12:19], id=id, key=key)


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
    after: Key | None = None,
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
    behind, key = _behind(after, now)
    order = "t.due_at, t.opened_at, t.stream, t.id"
    sides = " UNION ALL ".join(
        f"(SELECT {CASE_COLUMNS}, t.node, t.role, t.body, t.assignee, t.due_at,"
        " (t.late OR t.due_at < %s) IS TRUE, c.paused, t.opened_at, t.stream, t.id"
        " FROM task_row t JOIN case_row c ON c.city = t.city AND c.id = t.stream"
        f" WHERE t.city = %s AND t.body = own.body AND {side}{claims} AND {where}{only}"
        f" ORDER BY {order} LIMIT {PAGE + 1})"
        for side in behind
    )
    sql = (
        f"SELECT found.* FROM {source} CROSS JOIN LATERAL ({sides}) AS found"
        f" ORDER BY 18 DESC, 17, 20, 21, 22 LIMIT {PAGE + 1}"
    )
    given = [value for side in key for value in (now, now, city, *side, *given, *parameters, *more)]
    return sql, [*lists, *given]


def _behind(after: Key | None, now: datetime) -> tuple[list[str], list[list[Any]]]:
    """Return the stretches of the index in which a page behind a key is found, each with its values.

    Late ones come first, by what their row says or by now; what has no clock comes last of its side.
    """
    if after is None:
        return ["t.late = false", "t.late = true"], [[], []]
    place = [after.opened_at, after.stream, after.id]
    behind = "(t.opened_at, t.stream, t.id) > (%s, %s, %s)"
    dated = "(t.due_at, t.opened_at, t.stream, t.id) > (%s, %s, %s, %s)"
    late, stretches = "true" if after.late else "false", list[tuple[str, list[Any]]]()
    if after.due_at is not None:
        stretches.append((f"t.late = {late} AND {dated}", [after.due_at, *place]))
        stretches.append((f"t.late = {late} AND t.due_at IS NULL", []))
    else:
        stretches.append((f"t.late = {late} AND t.due_at IS NULL AND {behind}", place))
    if after.late:  # then what is late by now alone behind the key, and all that is not late
        by_now = after.due_at is not None and after.due_at < now
        since = (dated, [after.due_at, *place]) if by_now else ("t.due_at >= %s", [now])
        stretches += [(f"t.late = false AND {since[0]}", since[1])]
        stretches += [("t.late = false AND t.due_at IS NULL", [])]
    return [sql for sql, _ in stretches], [values for _, values in stretches]


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
