"""The entities of the standard, made from records of things: pure, values are read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from yiwang.ingest.thing_rules import Standing
from yiwang.kernel.sensing.allowed import PROPERTIES
from yiwang.kernel.sensing.things import Sensing, Stream, Thing

MEASUREMENT = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement"
SETS: dict[str, dict[str, tuple[str, bool]]] = {
    "Things": {
        "Datastreams": ("Datastreams", True),
        "Locations": ("Locations", True),
        "HistoricalLocations": ("HistoricalLocations", True),
    },
    "Locations": {"Things": ("Things", True), "HistoricalLocations": ("HistoricalLocations", True)},
    "HistoricalLocations": {"Thing": ("Things", False), "Locations": ("Locations", True)},
    "Datastreams": {
        "Thing": ("Things", False),
        "Sensor": ("Sensors", False),
        "ObservedProperty": ("ObservedProperties", False),
        "Observations": ("Observations", True),
    },
    "Sensors": {"Datastreams": ("Datastreams", True)},
    "ObservedProperties": {"Datastreams": ("Datastreams", True)},
    "FeaturesOfInterest": {"Observations": ("Observations", True)},
    "Observations": {
        "Datastream": ("Datastreams", False),
        "FeatureOfInterest": ("FeaturesOfInterest", False),
    },
}
"""Entity sets → navigation links: to which set, and whether to many."""

Row = dict[str, Any]


class Place(NamedTuple):
    """Where the related entities are: ids of a set; for observations, the streams they are of."""

    set: str
    many: bool
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Registry:
    """All things of a city with their streams. Things that were removed are in it, and say so."""

    things: Mapping[str, Standing]
    sensing: Sensing
    language: str = "zh"

    def ids(self, set_: str) -> tuple[str, ...]:
        """Return every id of a set (but observations), in a fixed order."""
        match set_:
            case "Things" | "Locations" | "HistoricalLocations" | "FeaturesOfInterest":
                return tuple(sorted(self.things))
            case "Datastreams":
                return tuple(
                    sorted(f"{id}.{s.id}" for id, one in self.things.items() for s in one.thing.streams)
                )
            case "Sensors":
                return tuple(sorted({s.sensor for one in self.things.values() for s in one.thing.streams}))
            case "ObservedProperties":
                return tuple(sorted({s.property for one in self.things.values() for s in one.thing.streams}))
        return ()

    def row(self, set_: str, id: str) -> Row | None:
        """Return the properties of one entity; None where there is none of this id."""
        match set_:
            case "Sensors":
                return self._sensor(id) if id in self.ids(set_) else None
            case "ObservedProperties":
                return self._property(id) if id in self.ids(set_) else None
            case "Datastreams":
                found = self.stream(id)
                return self._datastream(*found) if found is not None else None
        standing = self.things.get(id)
        if standing is None:
            return None
        thing = standing.thing
        match set_:
            case "Things":
                return {
                    "@iot.id": id,
                    "name": self._say(thing.title),
                    "description": self._say(thing.why),
                    "properties": {
                        "body": thing.body,
                        "place": thing.place,
                        "until": thing.until.isoformat() if thing.until else None,
                        "complain": self._say(thing.complain),
                        "stands": standing.removed is None,
                    },
                }
            case "Locations":
                return {
                    "@iot.id": id,
                    "name": self._say(thing.title),
                    "description": self._say(thing.feature),
                    "encodingType": "application/geo+json",
                    "location": _point(thing),
                }
            case "HistoricalLocations":
                return {"@iot.id": id, "time": _time(standing.since)}
            case "FeaturesOfInterest":
                return {
                    "@iot.id": id,
                    "name": self._say(thing.feature),
                    "description": self._say(thing.feature),
                    "encodingType": "application/geo+json",
                    "feature": _point(thing),
                }
        return None

    def stream(self, id: str) -> tuple[Standing, Stream] | None:
        """Return a stream by its full name, with the thing it is of."""
        name, _, own = id.partition(".")
        standing = self.things.get(name)
        found = [one for one in standing.thing.streams if one.id == own] if standing is not None else []
        return (standing, found[0]) if standing is not None and found else None

    def related(self, set_: str, id: str, link: str) -> Place:
        """Return what an entity is linked to. `link` is one of its set's."""
        target, many = SETS[set_][link]
        if set_ == "Observations":
            id, set_ = id.partition("@")[0], "Datastreams"
            if link == "Datastream":
                return Place(target, many, (id,))
        if target == "Observations":
            streams = (id,) if set_ == "Datastreams" else self._streams_of(lambda name, s: name == id)
            return Place(target, many, streams)
        if target == "Datastreams":
            test = {
                "Things": lambda name, s: name == id,
                "Sensors": lambda name, s: s.sensor == id,
                "ObservedProperties": lambda name, s: s.property == id,
            }[set_]
            return Place(target, many, self._streams_of(test))
        if set_ == "Datastreams":
            found = self.stream(id)
            if found is None:
                return Place(target, many, ())
            name, stream = found[0].thing.id, found[1]
            return Place(
                target,
                many,
                ({"Sensor": stream.sensor, "ObservedProperty": stream.property}.get(link, name),),
            )
        return Place(target, many, (id,))

    def _streams_of(self, test: Any) -> tuple[str, ...]:
        return tuple(
            sorted(
                f"{id}.{s.id}" for id, one in self.things.items() for s in one.thing.streams if test(id, s)
            )
        )

    def _sensor(self, id: str) -> Row:
        known = self.sensing.sensors.get(id)
        name = self._say(known.title) if known is not None else id
        return {
            "@iot.id": id,
            "name": name,
            "description": name,
            "encodingType": "text/html",
            "metadata": name,
        }

    def _property(self, id: str) -> Row:
        known = PROPERTIES[id]
        name = self._say(known.title)
        return {"@iot.id": id, "name": name, "description": name, "definition": f"urn:yiwang:property:{id}"}

    def _datastream(self, standing: Standing, stream: Stream) -> Row:
        return {
            "@iot.id": f"{standing.thing.id}.{stream.id}",
            "name": self._say(stream.title),
            "description": f"{self._say(standing.thing.title)}: {self._say(stream.title)}",
            "observationType": MEASUREMENT,
            "unitOfMeasurement": {
                "name": stream.unit,
                "symbol": stream.unit,
                "definition": f"http://unitsofmeasure.org/ucum.html#{stream.unit}",
            },
            "observedArea": _point(standing.thing),
            "properties": {"every_minutes": stream.every_minutes, "open": stream.open},
        }

    def _say(self, text: Mapping[str, str]) -> str:
        return text.get(self.language) or next(iter(text.values()), "")


def _point(thing: Thing) -> Row:
    return {"type": "Point", "coordinates": [float(thing.at[0]), float(thing.at[1])]}


def _time(at: Any) -> str:
    return str(at.isoformat())
