"""Kinds of events of a city (事件分类): a tree with codes, and the case that one of them opens.

The shape is that of GB/T 30428.2 (components and events, each in classes with kinds below them); the codes
are the pack's own to give, since that text was not at hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from yiwang.kernel.commands import File
from yiwang.kernel.matter import City
from yiwang.kernel.parts import Sealed
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.traffic import Origin

EVENT = "event"
"""The `kind` of a matter whose cases are events."""

KIND, LONGITUDE, LATITUDE, SEVERITY, HOLD = "event_kind", "longitude", "latitude", "severity", "on_hold"
"""Facts of an event's case. The position is text in degrees (WGS 84), "" when it is not known."""

TOLD_PICTURES = "told_pictures"
"""Fact: how many pictures came with the report that opened it; they show how it was before."""

CHANNELS = ("report", "phone", "sensor", "grid", "open311", "import", "system")
"""By which way an event comes to the city."""

DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,7})?\Z", re.ASCII)


class EventPlace(msgspec.Struct, frozen=True):
    """Where an event is: the place's code, and its position where that is known."""

    place: str
    longitude: str = ""
    latitude: str = ""


def event_case(
    city: City,
    kind: str,
    where: EventPlace,
    *,
    case: str,
    number: str,
    channel: str,
    facts: Mapping[str, Any] | None = None,
    sealed: Mapping[str, Sealed] | None = None,
    origin: Origin | None = None,
) -> File | Refusal:
    """Return the one command that opens an event's case.

    It has no applicant: who told the city of it stands apart, sealed from the body that handles it.

    Args:
        kind: code of a leaf of the tree. case: id of the stream, as text. channel: one of `CHANNELS`.
        facts: what else is known and speaks of nobody. sealed: texts that may speak of persons.

    Refuses with `event.no-kind`, `event.no-matter` (a class, not a kind) or `event.no-position`.
    """
    found = city.event_kinds.get(kind)
    if found is None:
        return Refusal(
            code="event.no-kind",
            zh=f"没有代码为“{kind}”的事件类别。",
            en=f"There is no kind of event with the code {kind}.",
            params={"kind": kind},
        )
    if not found.matter:
        return Refusal(
            code="event.no-matter",
            zh=f"“{found.title['zh']}”是大类，请选其中一个小类。",
            en=f"{found.title['en']} is a class: choose one of the kinds below it.",
            params={"kind": kind},
        )
    if not sound_position(where.longitude, where.latitude):
        return Refusal(
            code="event.no-position",
            zh=f"经度“{where.longitude}”、纬度“{where.latitude}”不是一个位置（0, 0 也不是）。",
            en=f"Longitude {where.longitude} and latitude {where.latitude} are no position (nor are 0, 0).",
            params={"longitude": where.longitude, "latitude": where.latitude},
        )
    known = {LONGITUDE: where.longitude, LATITUDE: where.latitude} if where.longitude else {}
    return File(
        case=case,
        number=number,
        matter=found.matter,
        place=where.place,
        channel=channel,
        facts={**(facts or {}), KIND: kind, **known},
        sealed=dict(sealed or {}),
        origin=origin,
    )


def sound_position(longitude: str, latitude: str) -> bool:
    """Say whether the two are a position in degrees, or both left out. Zero coordinates are none."""
    if not longitude and not latitude:
        return True
    if DEGREES.match(longitude) is None or DEGREES.match(latitude) is None:
        return False
    east, north = float(longitude), float(latitude)
    return abs(east) <= 180 and abs(north) <= 90 and (abs(east) > 0.01 or abs(north) > 0.01)


def classes_of(city: City) -> list[tuple[str, tuple[str, ...]]]:
    """Return each class of the tree with the codes of its kinds, in the pack's order."""
    below: dict[str, list[str]] = {code: [] for code, one in city.event_kinds.items() if not one.parent}
    for code, one in city.event_kinds.items():
        if one.parent:
            below[one.parent].append(code)
    return [(code, tuple(kinds)) for code, kinds in below.items()]
