"""Records of people in words: positions, days, who gave what, and each entry of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yiwang.kernel.matter import City
from yiwang.kernel.people.held import Held
from yiwang.kernel.roles import ROLE_IN_WORDS
from yiwang.nets.people.queries import Entry
from yiwang.people.kinds import FOREVER
from yiwang.web.here import body_in_words
from yiwang.web.words import T, Text, say


def filled(key: str, /, **texts: Any) -> Text:
    """Return a text with its blanks filled, each in the language of the sentence."""
    return {
        language: say(T(key), language, **{name: _in(value, language) for name, value in texts.items()})
        for language in ("zh", "en")
    }


def _in(value: Any, language: str) -> Any:
    return say(value, language) if isinstance(value, Mapping) else value


def position_in_words(city: City, position: str) -> Text:
    """Return `body · position`; the id, marked, when the city does not have it any more."""
    known = city.positions.get(position)
    if known is None:
        return filled("desk.position.gone", position=position)
    body = body_in_words(city, known.body)
    return {language: f"{say(body, language)} · {say(known.title, language)}" for language in ("zh", "en")}


def role_in_words(role: str) -> Text:
    """Return what a role is called."""
    return ROLE_IN_WORDS.get(role, {"zh": role, "en": role})


def day_text(value: date | str | None) -> str:
    """Return a day as `2026-11-30`; "" for no end."""
    if value is None or value == FOREVER:
        return ""
    return value if isinstance(value, str) else value.isoformat()


def period(since: date | str, until: date | str | None) -> Text:
    """Return a period in words, both days included."""
    end = day_text(until)
    if not end:
        return filled("desk.period.open", since=day_text(since))
    return filled("desk.period", since=day_text(since), until=end)


_PARTS = {
    "pack": "desk.by.pack",
    "directory": "desk.by.directory",
    "timers": "desk.by.timers",
    "import": "desk.by.import",
}


def giver(city: City, signature: str) -> Text:
    """Return who acted, by their position: names are opened only where a page says so."""
    person, _, position = signature.partition("@")
    if signature.startswith("system:"):
        part = signature.split(":")[1]
        return T(_PARTS.get(part, "desk.by.city"))
    if position.startswith("for:"):
        return T("desk.by.agent")
    return position_in_words(city, position) if position else {"zh": person, "en": person}


def how_in_words(how: str) -> Text:
    """Return how a position is held: one's own, as the substitute, delegated."""
    return T(f"desk.how.{how}")


@dataclass(frozen=True)
class Moment:
    """One entry in words. `number`: seq in its chain; `position`: leaf in the city's tree, None before."""

    at: datetime
    says: Text
    by: Text
    actor: str
    number: int
    position: int | None
    kind: str = ""
    about: str = ""


def moment(entry: Entry, city: City, whose: str = "") -> Moment:
    """Return an entry of a record of people in words. `whose`: the id of what it is about, where known."""
    person = entry.actor.partition("@")[0]
    return Moment(
        entry.at,
        says(entry.type, entry.data, city),
        giver(city, entry.actor),
        person,
        entry.seq,
        entry.position,
        entry.kind,
        whose or about(entry),
    )


def about(entry: Entry) -> str:
    """Return the id of what an entry is about, "" where its data does not name it."""
    for name in ("person", "client", "glass", "mandate", "proposal", "export"):
        if value := getattr(entry.data, name, ""):
            return str(value)
    return ""


def says(type_: str, data: Any, city: City) -> Text:
    """Return what happened, in words."""
    if type_ in ("person.appointed", "person.delegated"):
        held: Held = data.held
        return filled(
            f"desk.event.{type_}.{held.how}",
            position=position_in_words(city, held.position),
            period=period(held.since, held.until),
        )
    if type_ == "person.dismissed":
        where = position_in_words(city, data.position)
        return filled("desk.event.person.dismissed", position=where, last=day_text(data.last))
    if type_ == "client.registered":
        return filled(f"desk.event.{type_}", title=data.title, body=body_in_words(city, data.body))
    if type_ == "client.allowed":
        return filled(f"desk.event.{type_}", scopes=", ".join(data.scopes) or "—")
    if type_ == "client.rotated":
        return filled(f"desk.event.{type_}", key=data.key.id)
    if type_ == "glass.broken":
        return filled(f"desk.event.{type_}", body=body_in_words(city, data.lead))
    if type_ == "glass.reviewed":
        return filled(f"desk.event.{type_}", verdict=T(f"desk.verdict.{data.verdict}"))
    if type_ in ("directory.proposed", "directory.applied"):
        totals = data.totals
        return filled(f"desk.event.{type_}", joins=totals.joins, moves=totals.moves, leaves=totals.leaves)
    if type_ == "acts.exported":
        return filled(
            f"desk.event.{type_}", first=day_text(data.first), last=day_text(data.last), count=data.entries
        )
    return T(f"desk.event.{type_}")
