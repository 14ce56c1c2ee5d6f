"""The mapping file: which column holds what, and what its values are called here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from yiwang.kernel.matter import City
from yiwang.pack.nodes import plain
from yiwang.pack.read_yaml import read_yaml

NEEDED, MAY = ("id", "opened", "words"), ("ended", "kind", "where", "longitude", "latitude", "place")
KEYS = frozenset(
    {"source", "zone", "times", "columns", "kinds", "other_kind", "places", "other_place", "within"}
)


class Unusable(Exception):
    """Nothing can be imported: stable code, and why in both languages."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says.

    Attributes:
        source: name of the other system; with the line's id it makes the report one, however often imported.
        columns: what → its columns, several only for words. times: forms of `strptime`, in `zone`.
        kinds, places: value in the file → code here; `other_…` for values not named, "" to skip the line.
        within: west, south, east, north of the city, degrees; None where it is not checked.
    """

    source: str
    zone: ZoneInfo
    times: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    kinds: dict[str, str] = field(default_factory=dict)
    other_kind: str = ""
    places: dict[str, str] = field(default_factory=dict)
    other_place: str = ""
    within: tuple[float, float, float, float] | None = None

    def time_of(self, text: str) -> datetime | None:
        """Return a time; None where it is in none of the forms."""
        for form in self.times:
            try:
                at = datetime.strptime(text, form)  # noqa: DTZ007  the zone is the mapping's
            except ValueError:
                continue
            return at if at.tzinfo else at.replace(tzinfo=self.zone)
        return None


def mapping_of(data: bytes, city: City) -> Mapping:
    """Read a mapping file. Raises Unusable: says which key is wrong, and both values."""
    node, faults = read_yaml("mapping", data)
    if faults:
        one = faults[0]
        raise Unusable("import.mapping", f"{one.where}: {one.message.zh}", f"{one.where}: {one.message.en}")
    top = plain(node) if node is not None else None
    if not isinstance(top, dict):
        raise Unusable("import.mapping", "映射文件应是键和值。", "The mapping must be keys and values.")
    if strange := sorted(set(map(str, top)) - KEYS):
        named = ", ".join(strange)
        raise Unusable(
            "import.mapping", f"映射文件里没有这样的键：{named}。", f"There is no key {named} in a mapping."
        )
    columns = _columns(top.get("columns"))
    try:
        zone = ZoneInfo(str(top.get("zone") or city.zone))
    except (ZoneInfoNotFoundError, ValueError):
        raise Unusable(
            "import.zone", f"没有时区 {top.get('zone')}。", f"There is no time zone {top.get('zone')}."
        ) from None
    kinds, places = _words(top.get("kinds")), _words(top.get("places"))
    other_kind, other_place = str(top.get("other_kind") or ""), str(top.get("other_place") or "")
    for code in (*kinds.values(), other_kind):
        if code and not (code in city.event_kinds and city.event_kinds[code].matter):
            raise Unusable("import.kind", f"没有事件小类 {code}。", f"There is no kind of events {code}.")
    for code in (*places.values(), other_place):
        if code and code not in city.places:
            raise Unusable("import.place", f"没有区域 {code}。", f"There is no place {code}.")
    source = str(top.get("source") or "")
    if not source:
        raise Unusable("import.source", "映射文件要写 source。", "A mapping needs `source`.")
    times = top.get("times") or ["%Y-%m-%d %H:%M:%S"]
    return Mapping(
        source,
        zone,
        tuple(map(str, times)),
        columns,
        kinds,
        other_kind,
        places,
        other_place,
        _box(top.get("within")),
    )


def _columns(found: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(found, dict):
        raise Unusable("import.columns", "映射文件要写 columns。", "A mapping needs `columns`.")
    columns = {
        str(name): tuple(map(str, one)) if isinstance(one, list) else (str(one),)
        for name, one in found.items()
        if one
    }
    if missing := [name for name in NEEDED if name not in columns]:
        named = ", ".join(missing)
        raise Unusable("import.columns", f"columns 里缺 {named}。", f"`columns` lacks {named}.")
    if strange := sorted(set(columns) - {*NEEDED, *MAY}):
        named = ", ".join(strange)
        raise Unusable("import.columns", f"columns 里没有 {named} 这一项。", f"`columns` knows no {named}.")
    return columns


def _words(found: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _box(found: Any) -> tuple[float, float, float, float] | None:
    if found is None:
        return None
    try:
        west, south, east, north = (float(one) for one in found)
    except (TypeError, ValueError):
        west = south = east = north = 0.0
    if not (west < east and south < north):
        raise Unusable(
            "import.within",
            f"within 应是 [西, 南, 东, 北]，现在是 {found}。",
            f"`within` is [west, south, east, north]; it is {found}.",
        )
    return west, south, east, north
