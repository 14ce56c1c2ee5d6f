"""What the administrators did, day by day, for the audit administrator; and its export, itself recorded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.matter import City
from yiwang.kernel.people import acts_export as rules
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.roles import SECURITY_ADMIN, SYSTEM_ADMIN
from yiwang.nets.people import names, queries
from yiwang.nets.people.asking import ask
from yiwang.nets.people.frame import frame, refusal_words
from yiwang.nets.people.inputs import Typed, Unreadable, of_day
from yiwang.nets.people.kinds import EXPORT
from yiwang.nets.people.offers import Offer, Refused, with_refused
from yiwang.nets.people.queries import PAGE, Entry
from yiwang.nets.people.words import giver, moment
from yiwang.web import store_door
from yiwang.web.asked import key_of, page_number
from yiwang.web.errors import bad_request
from yiwang.web.here import city_day, city_key, city_now
from yiwang.web.permission import permission
from yiwang.web.words import T, Text, UnknownText

KINDS = ("person", "mandate", "client", "glass", "directory", "export")
ALWAYS = frozenset({"glass", "directory", "export"})
WATCHED = frozenset({SYSTEM_ADMIN, SECURITY_ADMIN})
MOST = 5000  # entries of a day that are looked at
MOST_DAYS = 92
MOST_EXPORTED = 200_000
_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000006")


@permission("acts.read")
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """Show one day: every act of system and security administrators, break-glass, directory changes, and
    every opening of names."""
    return render(request, "desk/acts.html", _page(request))


def _page(request: HttpRequest, refused: Refused | None = None) -> dict[str, Any]:
    city = city_now(request)
    on = _day(request.GET.get("day", ""), city_day(city))
    person, page = request.GET.get("person", "")[:120], page_number(request)
    found, cut = _acts(request, city, on, on, MOST)
    done = [one for one in found if not person or _person(one) == person]
    lines = done[PAGE * (page - 1) : PAGE * page]
    whose = names.by_streams(request, [one.stream for one in lines if one.kind == "person"])
    shown = [moment(one, city, whose[one.stream].id if one.stream in whose else "") for one in lines]
    readings = _readings(request, city, on)
    who = {_person(one) for one in found} | {one.actor.partition("@")[0] for one in readings}
    persons = names.by_id(request, who)
    named = names.opened(request, [*persons.values(), *whose.values()], "acts")
    first = of_day("first", on, required=True)
    last = of_day("last", on, required=True)
    export = Offer("export", reverse("desk:acts-export"), (first, last))
    return {
        **frame(request, "desk:acts"),
        "day": on.isoformat(),
        "before": (on - timedelta(days=1)).isoformat(),
        "after": (on + timedelta(days=1)).isoformat() if on < city_day(city) else "",
        "lines": [
            {"moment": one, "who": named.get(one.actor), "about": named.get(one.about)} for one in shown
        ],
        "people": [(id, named[id], id == person) for id in sorted(who) if id in named],
        "readings": [
            (one, named.get(one.actor.partition("@")[0]), giver(city, one.actor)) for one in readings
        ],
        "cut": cut,
        "page": page,
        "more": len(done) > PAGE * page,
        "narrowed": f"&day={on.isoformat()}" + (f"&person={person}" if person in named else ""),
        "offers": with_refused([export], refused),
        "refusal": refusal_words(refused.refusal) if refused else None,
    }


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text[:10]) if text else otherwise
    except ValueError:
        return otherwise


def _person(entry: Entry) -> str:
    return entry.actor.partition("@")[0]


def _bounds(city: City, first: date, last: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(city.zone)
    end = last + timedelta(days=1)
    return datetime.combine(first, time(), zone), datetime.combine(end, time(), zone)


def _acts(request: HttpRequest, city: City, first: date, last: date, most: int) -> tuple[list[Entry], bool]:
    """Return the entries to be seen, the latest first, and whether there were more than `most`."""
    found = queries.entries_between(request, KINDS, *_bounds(city, first, last), most + 1)
    return [one for one in found[:most] if _watched(one, city)], len(found) > most


def _watched(entry: Entry, city: City) -> bool:
    """Say whether an entry is an act of the two administrators, or of a kind that is always seen.

    A position that the city does not have any more may have been an administrator's: it is seen.
    """
    if entry.kind in ALWAYS or entry.actor.startswith("system:directory"):
        return True
    position = entry.actor.partition("@")[2]
    if not position or position.startswith("for:"):
        return False
    known = city.positions.get(position)
    return known is None or known.role in WATCHED


_WHICH = "FROM %s WHERE city = %%(city)s AND at >= %%(since)s AND at < %%(until)s GROUP BY actor, purpose"
_READINGS = (
    f"SELECT 'names', actor, purpose, count(*), sum(fields) {_WHICH % 'person_reading'}"
    f" UNION ALL SELECT 'case', actor, purpose, count(*), sum(fields) {_WHICH % 'sealed_reading'}"
    " ORDER BY 1, 2, 3 LIMIT 1000"
)
"""Openings of names at the desk, and of sealed answers of cases, which whoever keeps cases counts."""


@dataclass(frozen=True)
class Readings:
    """How often somebody opened `names`, or sealed answers of a `case`, on a day, by purpose."""

    what: str
    actor: str
    purpose: str
    times: int
    fields: int

    @property
    def said(self) -> Text:
        """The purpose in words; one that nobody worded, as it is written."""
        kept_by = "services" if self.what == "case" else "desk"
        try:
            return T(f"{kept_by}.purpose.{self.purpose}")
        except UnknownText:
            return {"zh": self.purpose, "en": self.purpose}


def _readings(request: HttpRequest, city: City, on: date) -> list[Readings]:
    since, until = _bounds(city, on, on)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            _READINGS, {"city": city_key(request), "since": since, "until": until}
        ).fetchall()
    return [Readings(*row) for row in rows]


@permission("acts.export")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Hand over the acts of some days as CSV, after the export itself is recorded."""
    key = key_of(request)
    if key is None:
        return bad_request(request)
    typed = Typed({name: request.POST.getlist(name) for name in request.POST})
    answer = _exported(request, typed, key)
    if isinstance(answer, Refusal):
        context = _page(request, Refused(answer, "export", typed))
        return render(request, "desk/acts.html", context, status=409)
    response = HttpResponse(answer, content_type="text/csv; charset=utf-8")
    first, last = typed.required_day("first"), typed.required_day("last")
    response["Content-Disposition"] = f'attachment; filename="acts-{first}-{last}.csv"'
    return response


def _exported(request: HttpRequest, typed: Typed, key: str) -> bytes | Refusal:
    city = city_now(request)
    try:
        first, last = typed.required_day("first"), typed.required_day("last")
    except Unreadable as unreadable:
        return unreadable.refusal
    if (last - first).days >= MOST_DAYS:
        return Refusal(
            code="desk.too-many-days",
            zh=f"从 {first} 到 {last} 多于 {MOST_DAYS} 天。请分几次导出。",
            en=f"{first} to {last} is more than {MOST_DAYS} days. Export it in parts.",
        )
    found, cut = _acts(request, city, first, last, MOST_EXPORTED)
    if cut:
        return Refusal(
            code="desk.too-many-entries",
            zh=f"从 {first} 到 {last} 多于 {MOST_EXPORTED} 条。请分几次导出。",
            en=f"{first} to {last} holds more than {MOST_EXPORTED} entries. Export it in parts.",
        )
    whose = names.by_streams(request, [one.stream for one in found if one.kind == "person"])
    written = _csv(found, city, {stream: one.id for stream, one in whose.items()})
    stream = uuid5(_SPACE, f"{city_key(request)}/export/{key}")
    digest = sha256(written).hexdigest()
    command = rules.Export(export=str(stream), first=first, last=last, entries=len(found), digest=digest)
    answer = ask(request, EXPORT, stream, command, key=key)
    return answer if isinstance(answer, Refusal) else written


HEADING = ("at", "actor", "position", "kind", "stream", "entry", "leaf", "about", "what_zh", "what_en")


def _csv(found: Sequence[Entry], city: City, whose: Mapping[UUID, str]) -> bytes:
    """Return the entries as CSV, the earliest first. Persons stand by their ids: no name is in it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(found, city, whose))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _rows(found: Sequence[Entry], city: City, whose: Mapping[UUID, str]) -> Iterator[tuple[str, ...]]:
    zone = ZoneInfo(city.zone)
    for entry in reversed(found):
        one = moment(entry, city, whose.get(entry.stream, ""))
        yield (
            entry.at.astimezone(zone).isoformat(),
            one.actor,
            entry.actor.partition("@")[2],
            entry.kind,
            str(entry.stream),
            str(entry.seq),
            "" if entry.position is None else str(entry.position),
            one.about,
            one.says["zh"],
            one.says["en"],
        )


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would take for a formula is marked as text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
