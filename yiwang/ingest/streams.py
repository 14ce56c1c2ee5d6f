"""The streams of a pack's things, as rules look at them."""

from __future__ import annotations

from yiwang.ingest.rules.engine import over
from yiwang.ingest.rules.model import StreamOf
from yiwang.ingest.rules.parts import parts
from yiwang.kernel.matter import City


def streams_of(city: City) -> list[StreamOf]:
    """Return every stream of a pack's things, with the places its thing lies in."""
    return [
        StreamOf(
            f"{thing.id}.{one.id}",
            one.property,
            thing.id,
            one.every_minutes,
            {city.places[code].level: code for code in reversed(city.above(thing.place))},
        )
        for thing in city.sensing.things.values()
        for one in thing.streams
    ]


def parts_of(city: City) -> dict[str, tuple[int, ...]]:
    """Return the parts of the rules that look at each stream, by its name; none: it is left out."""
    found: dict[str, list[int]] = {}
    for part, rules in parts(city.sensing.rules).items():
        for stream in streams_of(city):
            if any(over(rule, stream) for rule in rules):
                found.setdefault(stream.name, []).append(part)
    return {name: tuple(several) for name, several in found.items()}
