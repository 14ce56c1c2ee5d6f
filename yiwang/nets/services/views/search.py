"""The catalogue: what services there are, found by words and narrowed by whose, what for, where, by whom."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yiwang.kernel.matter import DEPTH, City, Matter
from yiwang.nets.services.search import find, index, tokens
from yiwang.web.here import city_now
from yiwang.web.permission import permission
from yiwang.web.words import T, Text

AUDIENCES = ("resident", "business")
ALSO_SHOWN = 4

Option = tuple[str, Text]


class Facet(NamedTuple):
    """A choice that narrows the list. `name` stands in the address."""

    name: str
    title: Text
    options: list[Option]
    chosen: str


class Line(NamedTuple):
    """A service found: parts of its texts with what to mark, other words that were asked for."""

    matter: Matter
    title: dict[str, list[tuple[str, bool]]]
    summary: dict[str, list[tuple[str, bool]]]
    also: list[list[tuple[str, bool]]]
    about: list[Text]


@permission("guide.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the services, or those found: `?q=` words; `for`, `event`, `type`, `body`, `place`, `level`."""
    city = city_now(request)
    what = find.asked(request)
    found = find.find(request, city, what)
    text = find.typed(city, what.words)
    lines = [_line(city, city.matters[id], text) for id in found.ids if id in city.matters]
    facets = _facets(city, what.chosen)
    return render(
        request,
        "services/home.html",
        {
            "lines": lines,
            "count": found.count,
            "near": found.near,
            "asked": what,
            "audiences": _chips(what, "for", _audiences(), with_all=True),
            "events": _chips(what, "event", _events(city)),
            "facets": facets,
            "narrowed": any(one.chosen for one in facets),
            "first": _address(what) if what.after else "",
            "later": _address(what, after=found.ids[-1]) if found.more else "",
            "wider": _address(find.Asked(what.words)) if what.chosen and what.words else "",
            "desks": [city.bodies[id].title for id in dict.fromkeys(city.windows.values())],
        },
    )


def _audiences() -> list[Option]:
    return [(one, T(f"services.audience.{one}")) for one in AUDIENCES]


def _events(city: City) -> list[Option]:
    return [(one.id, one.title) for one in city.catalogue.events.values()]


def _address(what: find.Asked, **changed: str) -> str:
    """Return the address of a search's first page, with some of its choices changed ("" takes one away)."""
    parts = {"q": what.words, **what.chosen, **changed}
    return "?" + urlencode({key: value for key, value in parts.items() if value})


def _chips(
    what: find.Asked, name: str, options: list[Option], *, with_all: bool = False
) -> list[tuple[Text, str, bool]]:
    """Return (title, address, chosen) of choices that are links; one chosen takes itself away again."""
    now = what.chosen.get(name, "")
    chips = [
        (title, _address(what, **{name: "" if now == value and not with_all else value}), now == value)
        for value, title in options
    ]
    if with_all:
        chips.insert(0, (T("services.audience.all"), _address(what, **{name: ""}), not now))
    return chips


def _facets(city: City, chosen: dict[str, str]) -> list[Facet]:
    """Return what can be chosen from a list in the form: type, body, place and level."""
    services = [one for one in city.matters.values() if one.kind == "service"]
    types = dict.fromkeys(path[0].type for one in services if (path := city.catalogue.path(one.item.under)))
    levels = dict.fromkeys(one.item.level for one in services if one.item.level)
    places = [one for one in city.places.values() if one.level == "county"]
    offered: dict[str, list[Option]] = {
        "place": [(one.code, one.title) for one in places],
        "body": _bodies(city, services),
        "type": [(one, T(f"services.type.{one}")) for one in types],
        "level": [(one, T(f"services.level.{one}")) for one in levels],
    }
    return [
        Facet(name, T(f"services.facet.{name}"), options, chosen.get(name, ""))
        for name, options in offered.items()
        if options
    ]


def _bodies(city: City, services: list[Matter]) -> list[Option]:
    """Return the functions that lead a service, each called by its highest body."""
    wanted = {one.lead.function for one in services if one.lead.function}
    wanted |= {city.bodies[one.lead.body].function for one in services if one.lead.body in city.bodies}
    highest: dict[str, Text] = {}
    for body in sorted(city.bodies.values(), key=lambda one: DEPTH.get(one.level, 9)):
        if body.function in wanted:
            highest.setdefault(body.function, body.title)
    return list(highest.items())


def _line(city: City, matter: Matter, text: str) -> Line:
    titles = " ".join(matter.title.values())
    also: list[Any] = []
    if text:
        others = (tokens.marked(one, text) for one in index.also_called(city, matter) if one not in titles)
        also = [parts for parts in others if any(hit for _, hit in parts)][:ALSO_SHOWN]
    path = city.catalogue.path(matter.item.under)
    about = [T(f"services.type.{path[0].type}")] if path else []
    about += [T(f"services.audience.{who}") for who in matter.audience]
    if matter.immediate:
        about.append(T("services.immediate"))
    return Line(
        matter,
        {key: tokens.marked(said, text) for key, said in matter.title.items()},
        {key: tokens.marked(said, text) for key, said in matter.guide.summary.items()},
        also,
        about,
    )
