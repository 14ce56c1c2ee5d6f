"""The menu of a city: each net offers its doors, each visitor sees those that open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.web import cities
from yiwang.web.permission import PUBLIC_VERB, may
from yiwang.web.words import Text


@dataclass(frozen=True)
class Door:
    """An entry of the menu and of the city's front page.

    Attributes:
        view: name of the URL pattern behind it (`services:home`).
        title: what it is called, two to six characters.
        says: one sentence for the front page.
        verb: the permission that shows it.
        order: smaller stands first.
        worlds: what the city's world must begin with for it to be shown; "" in every city and world.
        waiting: how much waits behind it for whoever asks; shown beside its title. None: nothing is counted.
    """

    view: str
    title: Text
    says: Text
    verb: str = PUBLIC_VERB
    order: int = 100
    worlds: str = ""
    waiting: Callable[[HttpRequest], int] | None = None


Opened = tuple[Door, str]
"""A door and its address."""

SHADOW = Door(
    view="shadow",
    title={"zh": "旁读", "en": "Shadow"},
    says={
        "zh": "只读地看另一个系统的办件，在旁边另记时限和检查。",
        "en": "Another system's cases, read only, with our clocks and checks beside them.",
    },
    verb="shadow.read",
    order=5,
    worlds="shadow-",
)
_doors: dict[str, Door] = {}


def offer(door: Door) -> None:
    """Add a door; a net calls this when Django starts."""
    _doors[door.view] = door


MOST_SHOWN, FOLDED_FROM = 8, 10
"""A menu of so many entries is folded, so that a page on a phone begins with its own words."""


def folded(menu: list[Opened], path: str) -> tuple[list[Opened], list[Opened]]:
    """Return what a menu shows and what stands behind “more”; where one is now is always shown."""
    if len(menu) < FOLDED_FROM:
        return menu, []
    here = [one for one in menu[MOST_SHOWN:] if one[1].rstrip("/") == path.rstrip("/")]
    return menu[:MOST_SHOWN] + here, [one for one in menu[MOST_SHOWN:] if one not in here]


def open_to(request: HttpRequest) -> list[Opened]:
    """Return (door, address) of the doors that the actor of this request may open, in order."""
    if getattr(request, "city", None) is None:
        return []
    found = []
    for door in sorted(_doors.values(), key=lambda door: (door.order, door.view)):
        if not (cities.world(request.city.key) or "").startswith(door.worlds):  # type: ignore[attr-defined]
            continue
        if not may(request, door.verb):
            continue
        try:
            found.append((door, reverse(door.view, urlconf="yiwang.web.city_urls")))
        except NoReverseMatch:
            continue
    return found
