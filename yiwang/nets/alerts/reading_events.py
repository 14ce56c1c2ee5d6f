"""How the records of this net read their events: one function, made from the shapes of a module."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from yiwang.kernel.people.record import Fact


def reader(shapes: Mapping[str, type[msgspec.Struct]]) -> Callable[[str, int, bytes], Fact]:
    """Return what reads an event of any version ever released: every shape is still at its first."""

    def event_of(type_: str, v: int, data: bytes) -> Fact:
        return Fact(type_, msgspec.json.decode(data, type=shapes[type_]), v)

    return event_of
