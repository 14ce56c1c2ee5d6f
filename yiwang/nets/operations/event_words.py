"""What happened to an event, in words: for the page's list of moments."""

from __future__ import annotations

from typing import Any

from yiwang.kernel.matter import City
from yiwang.web.words import T, Text

_PLAIN = {"zh": "办理", "en": "Handled"}


def title_of(city: City, table: dict[str, Any], id: str) -> Text:
    """Return the title of something of the pack, its id where it is not there any more."""
    one = table.get(id)
    return one.title if one is not None else {"zh": id, "en": id}


def body(city: City, id: str) -> Text:
    """Return a body in words."""
    return title_of(city, city.bodies, id)


def place(city: City, code: str) -> Text:
    """Return a place with those above it but the city: district, town, village."""
    chain = [city.places[one].title for one in reversed(city.above(code))][1:]
    if not chain:
        return title_of(city, city.places, code)
    return {"zh": "".join(one["zh"] for one in chain), "en": ", ".join(one["en"] for one in reversed(chain))}


def kind(city: City, code: str) -> Text:
    """Return a kind of events in words."""
    return title_of(city, city.event_kinds, code)


def severity(value: str) -> Text:
    """Return a severity in words; one that only a pack knows as it writes it."""
    try:
        return T(f"events.severity.{value}")
    except KeyError:
        return {"zh": value, "en": value}


def severity_move(former: str, value: str) -> Text:
    """Return from which severity to which."""
    before, after = severity(former), severity(value)
    return {one: f"{before[one]} → {after[one]}" for one in before}


def happened(city: City, type_: str, about: dict[str, Any], matter: Any) -> Text:
    """Return what an entry says, with the body or step it is about."""
    name = type_.removeprefix("case.")
    try:
        words = T(f"events.happened.{name}")
    except KeyError:
        words = _PLAIN
    more = _more(city, about, matter)
    return (
        {one: words[one] + (f"：{more[one]}" if one == "zh" else f": {more[one]}") for one in words}
        if more
        else words
    )


def _more(city: City, about: dict[str, Any], matter: Any) -> Text | None:
    parts: list[Text] = []
    if node := about.get("node"):
        net = matter.net
        if net is not None and node in net.nodes:
            parts.append(net.nodes[node].title)
    for name in ("proposed", "body", "owner"):
        if about.get(name):
            parts.append(body(city, str(about[name])))
    parts += [body(city, one) for one in about.get("bodies", ())]
    if cause := about.get("cause"):
        parts.append(city.event_rules.causes.get(cause, {"zh": cause, "en": cause}))
    if severity := about.get("severity"):
        parts.append(severity_move(str(about.get("former", "")), str(severity)))
    if what := about.get("what"):
        parts.append(T(f"events.what.{what}"))
    if about.get("by") == "clock":
        parts.append(T("events.by-clock"))
    if not parts:
        return None
    return {"zh": "，".join(one["zh"] for one in parts), "en": ", ".join(one["en"] for one in parts)}
