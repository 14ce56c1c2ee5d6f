"""Histories as OCEL 2.0 in its JSON form (Berti et al., OCEL 2.0 Specification, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

import msgspec

from yiwang.export.history import History, Step, stamp
from yiwang.export.objects import EVENT_ATTRIBUTES, OBJECT_TYPES, Thing, links_of, shared, things

_json = msgspec.json.Encoder().encode


def write_ocel(read: Callable[[], Iterable[History]], out: IO[bytes]) -> tuple[int, int]:
    """Write a log in two readings: objects, then events. Returns how many cases and events.

    Args:
        read: gives the same histories each time (one snapshot of the database).
    """
    cases, types = 0, set()
    seen: set[str] = set()
    out.write(
        b'{"objectTypes":' + _json([_type(name, known) for name, known in sorted(OBJECT_TYPES.items())])
    )
    out.write(b',"objects":[')
    separated = _Separated(out)
    for history in read():
        cases += 1
        types |= {step.type for step in history.steps}
        for thing in things(history):
            separated.write(_object(thing))
        for thing in shared(history):
            if thing.id not in seen:
                seen.add(thing.id)
                separated.write(_object(thing))
    out.write(b'],"eventTypes":' + _json([_type(name, EVENT_ATTRIBUTES) for name in sorted(types)]))
    out.write(b',"events":[')
    separated = _Separated(out)
    for event in _events(read()):
        separated.write(event)
    out.write(b"]}\n")
    return cases, separated.count


class _Separated:
    """Values of a JSON array as they come."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self.count = out, 0

    def write(self, value: Any) -> None:
        self._out.write((b",\n" if self.count else b"\n") + _json(value))
        self.count += 1


def _events(found: Iterable[History]) -> Iterator[dict[str, Any]]:
    for history in found:
        for step in history.steps:
            yield _event(history, step)


def _event(history: History, step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "type": step.type,
        "time": stamp(step.at),
        "attributes": [
            {"name": "activity", "value": step.activity},
            {"name": "role", "value": step.role},
        ],
        "relationships": [_link(one) for one in links_of(history, step)],
    }


def _object(thing: Thing) -> dict[str, Any]:
    return {
        "id": thing.id,
        "type": thing.type,
        "attributes": [
            {"name": name, "value": value, "time": stamp(since)} for name, value, since in thing.values
        ],
        "relationships": [_link(one) for one in thing.links],
    }


def _type(name: str, attributes: Iterable[str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}


def _link(link: tuple[str, str]) -> dict[str, str]:
    return {"objectId": link[0], "qualifier": link[1]}
