"""What an act on an event asks for, and what was typed. No rule is here."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from yiwang.kernel.event_rules import PICTURES
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.web.forms.uploads import take
from yiwang.web.words import T, Text

PHOTOS = ("jpeg", "png", "webp")
MOST_PHOTOS = 3
MOST_BYTES = 5 * 1024 * 1024
LONGEST_WORDS = 2_000
WORDS = ("reason", "note")
"""Inputs whose words may speak of persons: they go to the vault."""


@dataclass(frozen=True)
class Option:
    """One choice."""

    value: str
    title: Text


@dataclass(frozen=True)
class Input:
    """One input: `kind` is select, choose, words, day, line, tick or pictures."""

    name: str
    kind: str
    title: Text
    options: tuple[Option, ...] = ()
    required: bool = True
    help: Text = field(default_factory=dict)


def ask(name: str, kind: str, *options: Option, required: bool = True, help: str = "") -> Input:
    """Return an input with its words, `events.input.<name>`."""
    return Input(name, kind, T(f"events.input.{name}"), options, required, T(help) if help else {})


def reason() -> Input:
    """Return the reason of an act."""
    return ask("reason", "words")


def bodies_near(city: City, place: str, but: str = "") -> tuple[Option, ...]:
    """Return the bodies seated in a place or above it, nearest first."""
    above = city.above(place)
    found = [one for one in city.bodies.values() if one.seat in above and one.id != but]
    return tuple(Option(one.id, one.title) for one in sorted(found, key=lambda one: above.index(one.seat)))


def pictures(*names: str, required: bool) -> tuple[Input, ...]:
    """Return an input for pictures before or after."""
    return tuple(ask(name, "pictures", required=required, help="events.help.pictures") for name in names)


@dataclass(frozen=True)
class Typed:
    """What came with an act.

    Attributes:
        values: text inputs. sealed: words and pictures, as the vault keeps them.
    """

    values: dict[str, str]
    sealed: dict[str, str]
    city: City

    def one(self, name: str) -> str:
        """Return a text, "" when it was left out."""
        return self.values.get(name, "")

    def ticked(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return self.values.get(name) in ("1", "on", "true")

    def many(self, name: str) -> tuple[str, ...]:
        """Return the values of inputs called `name`, `name-2`, `name-3` that were filled in."""
        return tuple(found for key in (name, f"{name}-2", f"{name}-3") if (found := self.one(key)))

    def day(self, name: str) -> datetime | None:
        """Return nine o'clock of a day in the city, None where it is none."""
        try:
            day = datetime.fromisoformat(self.one(name)).date()
        except ValueError:
            return None
        return datetime.combine(day, time(9), self.city.calendar.zone)


def typed(city: City, values: dict[str, Any], files: dict[str, list[Any]]) -> Typed | Refusal:
    """Read what was sent; refuses pictures that are none, too large or too many."""
    sealed = {
        name: str(values[name]).strip()[:LONGEST_WORDS] for name in WORDS if str(values.get(name, "")).strip()
    }
    for name in PICTURES:
        sent = files.get(name, [])
        for number, file in enumerate(sent[:MOST_PHOTOS], 1):
            taken: Any = take(file, PHOTOS, MOST_BYTES)
            if isinstance(taken, tuple):
                return no_picture(taken[0])
            sealed[f"{name}#{number}"] = base64.b64encode(taken.content).decode()
        if len(sent) > MOST_PHOTOS:
            return no_picture("too-many")
    texts = {name: str(value)[:200] for name, value in values.items() if name not in WORDS}
    return Typed(texts, sealed, city)


def no_picture(why: str) -> Refusal:
    """Say what a picture must be."""
    return Refusal(
        code="event.no-picture",
        zh=f"照片应为 JPEG、PNG 或 WebP，每张不超过 5 MB，每种最多 {MOST_PHOTOS} 张。请重新选择。",
        en=f"Pictures are JPEG, PNG or WebP, at most 5 MB each and {MOST_PHOTOS} of a kind. Choose again.",
        params={"why": why},
    )
