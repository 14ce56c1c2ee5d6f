"""What a picture, a list or a desk is narrowed to. It stands in the address alone: each number is a link."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from yiwang.kernel.matter import City
from yiwang.nets.picture import kinds
from yiwang.nets.picture.cells import cell_of

STATES = ("open", "new", "late", "hold", "ended", "in-time", "too-late", "all")
BY_OPENING = frozenset({"ended", "in-time", "too-late", "all"})
"""States whose lists stand by when events were opened; those of open events stand by their clocks."""

WHOSE = ("mine",)
NEW_HOURS = 24
"""An event is new for a day. Our own rule, said on the pages."""

LONGEST = 60


@dataclass(frozen=True)
class Narrowed:
    """What is looked at; each field is a parameter of an address, "" for everything.

    Attributes:
        place: a place code; what lies below it is in it. kind: a code of the tree of kinds, with all below.
        state: `open` by default; `new` opened within a day and open, `late`, `hold` (挂账), `ended`, `all`.
        whose: `mine` what one has claimed, or one's positions can do and nobody has claimed.
            `in-time` and `too-late` are of the ended.
        cell: a cell of the grid, as `cells.Cell.text`. day: opened on this local day; since: on it or later.
        lead: body id of the lead. itself: `1`: not what lies below the place.
    """

    place: str = ""
    kind: str = ""
    state: str = "open"
    whose: str = ""
    cell: str = ""
    day: str = ""
    since: str = ""
    lead: str = ""
    itself: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Narrowed:
        """Read an address; what is no choice is left out."""
        found = {}
        for one in fields(cls):
            value = query.get(one.name, "").strip()[:LONGEST]
            if value and value.isprintable() and _sound(one.name, value):
                found[one.name] = value
        return cls(**found)

    @property
    def query(self) -> str:
        """The query string that says just this, without a question mark."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        return urlencode({name: v for name, v in said.items() if v and (name, v) != ("state", "open")})

    @property
    def address(self) -> str:
        """The same with its question mark; "" for everything open."""
        return f"?{self.query}" if self.query else ""

    def but(self, **changed: str) -> Narrowed:
        """Return the same with something changed."""
        return replace(self, **changed)


def _sound(name: str, value: str) -> bool:
    match name:
        case "state":
            return value in STATES
        case "whose":
            return value in WHOSE
        case "itself":
            return value == "1"
        case "cell":
            return cell_of(value) is not None
        case "day" | "since":
            return day_of(value) is not None
    return True


def day_of(text: str) -> date | None:
    """Read a local day, `2026-11-28`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def below(city: City, place: str) -> list[str]:
    """Return the codes of a place and of everything below it."""
    return [code for code in city.places if place in city.above(code)] or [place]


Condition = tuple[str, list[Any]]


def conditions(only: Narrowed, city: City, now: datetime, holdings: tuple[str, list[str]]) -> Condition:
    """Return what narrows the events `e`, each part with ` AND ` before it, and its values.

    Args:
        holdings: person id, and `body role` of each position that whoever asks holds.
    """
    parts: list[str] = []
    values: list[Any] = []

    def also(condition: str, *given: Any) -> None:
        parts.append(f" AND {condition}")
        values.extend(given)

    if only.place:
        also("e.place = ANY(%s)", below(city, only.place))
    if only.itself:
        lower = set(below(city, only.place or city.root)) - {only.place or city.root}
        also("e.place <> ALL(%s)", sorted(lower))
    if only.kind:
        also("e.event_kind = ANY(%s)", kinds.below(city, only.kind))
    for condition, given in _of_state(only.state, now):
        also(condition, *given)
    if only.whose:
        also(
            "EXISTS (SELECT FROM task_row t WHERE t.city = e.city AND t.stream = e.stream"
            " AND (t.assignee = %s OR t.assignee = '' AND t.body || ' ' || t.role = ANY(%s)))",
            *holdings,
        )
    cell = cell_of(only.cell) if only.cell else None
    if cell is not None:
        box = cell.box
        also("e.longitude >= %s AND e.longitude < %s", box.west, box.east)
        also("e.latitude >= %s AND e.latitude < %s", box.south, box.north)
    if only.lead:
        also("e.lead = %s", only.lead)
    day, since = day_of(only.day), day_of(only.since)
    if day is not None:
        also("e.opened_at > %s AND e.opened_at <= %s", _begins(city, day), city.calendar.day_end(day))
    if since is not None:
        also("e.opened_at > %s", _begins(city, since))
    return "".join(parts), values


def _begins(city: City, day: date) -> datetime:
    return city.calendar.day_end(day - timedelta(days=1))


def _of_state(state: str, now: datetime) -> list[tuple[str, list[Any]]]:
    is_open = ("e.ended_at IS NULL", list[Any]())
    match state:
        case "new":
            return [is_open, ("e.opened_at > %s", [now - timedelta(hours=NEW_HOURS)])]
        case "late":
            return [is_open, ("(e.late OR e.due_at < %s)", [now])]
        case "hold":
            return [is_open, ("e.on_hold", [])]
        case "ended":
            return [("e.ended_at IS NOT NULL", [])]
        case "in-time":
            return [("e.ended_at IS NOT NULL AND NOT e.late", [])]
        case "too-late":
            return [("e.ended_at IS NOT NULL AND e.late", [])]
        case "all":
            return []
    return [is_open]
