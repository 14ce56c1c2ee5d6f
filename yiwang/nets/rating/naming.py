"""Naming the body that a word is about, where there is no number: by parts of its name or place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.kernel.matter import Body, City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import saying

MOST_SHOWN = 20
"""How many bodies a page offers at once; more are narrowed by another word. Our own choice."""
LONGEST = 60


def named(city: City, sent: Mapping[str, str]) -> str | Refusal:
    """Return the id of the body that was chosen or typed, "" where none was; refuses what is not one body.

    Args:
        sent: `against`, an id that was chosen; `body`, words that were typed. What was chosen leads.
    """
    chosen, typed = sent.get("against", "").strip(), _typed(sent)
    if chosen:
        return chosen if chosen in city.bodies else saying.no_such_body(chosen[:LONGEST])
    if not typed:
        return ""
    found = looked_for(city, typed)
    if len(found) == 1:
        return found[0].id
    exact = [one for one in found if typed in one.title.values()]
    if len(exact) == 1:
        return exact[0].id
    return saying.several_bodies(typed, len(found)) if found else saying.no_such_body(typed)


def looked_for(city: City, typed: str) -> list[Body]:
    """Return the bodies whose name, with that of their place, holds every word; in the pack's order."""
    words = typed.casefold().split()
    if not words:
        return []
    return [one for one in city.bodies.values() if all(word in _said(city, one) for word in words)]


def shown(city: City, sent: Mapping[str, str], looking: bool) -> dict[str, Any]:
    """Return what the page shows: the words typed, the bodies to choose from, how many more there are."""
    typed, chosen = _typed(sent), sent.get("against", "").strip()
    found = looked_for(city, typed) if looking else []
    if chosen in city.bodies and chosen not in (one.id for one in found):
        found = [city.bodies[chosen], *found]
    return {
        "body": typed,
        "bodies": [(one.id, one.title, one.id == chosen) for one in found[:MOST_SHOWN]],
        "more_bodies": max(len(found) - MOST_SHOWN, 0),
        "none_found": looking and bool(typed) and not found,
    }


def _typed(sent: Mapping[str, str]) -> str:
    return sent.get("body", "").strip()[:LONGEST]


def _said(city: City, body: Body) -> str:
    place = city.places.get(body.seat)
    names = [*body.title.values(), *(place.title.values() if place is not None else ())]
    return " ".join(names).casefold()
