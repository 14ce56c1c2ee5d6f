"""The streams of a pack's things, as rules look at them."""

from __future__ import annotations

from yiwang.ingest.rules.model import StreamOf
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
