"""What several pages of this net need: names of things, chips of states, an event in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from yiwang.kernel.matter import City
from yiwang.nets.picture import kinds, sources
from yiwang.nets.picture.narrowed import Narrowed
from yiwang.nets.picture.queries import Line
from yiwang.web.words import T, Text

SHOWN_STATES = ("open", "new", "late", "hold", "ended")


def of_body(city: City, id: str) -> Text:
    """Return a body's name; its id where this pack does not have it."""
    known = city.bodies.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def of_place(city: City, code: str) -> Text:
    """Return a place's name; its code where this pack does not have it."""
    known = city.places.get(code)
    return known.title if known is not None else {"zh": code, "en": code}


def of_matter(city: City, id: str) -> Text:
    """Return a matter's name; its id where this pack does not have it."""
    known = city.matters.get(id)
    return known.title if known is not None else {"zh": id, "en": id}


def line_in_words(city: City, line: Line) -> dict[str, Any]:
    """Return an event of a list with its names, its mark and where it leads."""
    return {
        "event": line,
        "title": kinds.title(city, line.kind) if line.kind else of_matter(city, line.matter),
        "mark": kinds.mark(city, line.kind),
        "place": of_place(city, line.place),
        "lead": of_body(city, line.lead),
        "address": reverse("services:case", args=(line.number,)),
    }


def states(only: Narrowed, where: str, counts: dict[str, int]) -> list[tuple[str, Text, int, str, bool]]:
    """Return the states as links: id, title, how many, address, whether it is the one looked at."""
    return [
        (
            one,
            T(f"picture.state.{one}"),
            counts[one],
            f"{where}{only.but(state=one).address}",
            only.state == one,
        )
        for one in SHOWN_STATES
    ]


def said(city: City, only: Narrowed) -> list[Text]:
    """Return in words what a list is narrowed to."""
    found = [T(f"picture.state.{only.state}")]
    if only.whose:
        found.append(T(f"picture.whose.{only.whose}"))
    if only.place:
        found.append(of_place(city, only.place))
    if only.kind:
        found.append(kinds.title(city, only.kind))
    if only.cell:
        found.append(T("picture.in-cell"))
    if only.itself:
        found.append(T("picture.elsewhere"))
    if only.lead:
        found.append(of_body(city, only.lead))
    for name in ("day", "since"):
        if value := getattr(only, name):
            found.append(
                {language: words.format(day=value) for language, words in T(f"picture.{name}").items()}
            )
    return found


def live_address(request: HttpRequest) -> str:
    """Return where this page may listen for changes; "" where no live process is told."""
    return sources.live_address(request, reverse("picture:live"))
