"""Boundaries of places: GeoJSON (RFC 7946), features of polygons in WGS 84, each with a place's code as id.

Read with bounds: bytes, positions, and the work of comparing edges. Nothing is drawn or stored from it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple, NoReturn

from yiwang.pack import limits
from yiwang.pack.finding import Finding
from yiwang.pack.json_places import Path, lines_and_columns, places_of
from yiwang.pack.read_text import read_text
from yiwang.pack.rings import Ring, TooMuch, Work, area, crossing, inside
from yiwang.pack.where import Where

_HOLE_POSITIONS = 8  # as many positions of a hole are tried; one may lie on the line


class Fault(NamedTuple):
    """What is wrong at a path of a file.

    Attributes:
        about: `form` (what the file is), `position` or `ring`.
        mild: readers accept it nevertheless.
    """

    about: str
    path: Path
    zh: str
    en: str
    mild: bool = False


class Feature(NamedTuple):
    """A feature: the code of its place (empty when it names none), and where it stands."""

    code: str
    path: Path


@dataclass(slots=True)
class Boundaries:
    """What a boundary file holds, and what is wrong with it.

    Attributes:
        about: what its member `x-yw` says: `source`, `review_no` (审图号) and how it was brought in.
    """

    file: str
    text: str = ""
    features: list[Feature] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _wheres: dict[Path, Where] = field(default_factory=dict)

    def where(self, path: Path) -> Where:
        """Return where a fault or a feature stands. The text is only searched when somebody asks."""
        if not self._wheres:
            paths = {fault.path for fault in self.faults} | {feature.path for feature in self.features}
            offsets = places_of(self.text, paths)
            spots = lines_and_columns(self.text, offsets.values())
            self._wheres = {one: Where(self.file, *spot) for one, spot in zip(offsets, spots, strict=True)}
        return self._wheres.get(path, Where(self.file))


class _Refused(Exception):
    def __init__(self, zh: str, en: str, where: tuple[int, int] = (1, 1)) -> None:
        super().__init__(en)
        self.zh, self.en, self.where = zh, en, where


def read_boundaries(file: str, data: bytes) -> Boundaries:
    """Read a boundary file. Never raises: what is wrong is in the faults, at most a few dozen."""
    made = Boundaries(file)
    text = read_text(file, data) if len(data) <= limits.BYTES_OF_A_BOUNDARY else ""
    try:
        if isinstance(text, Finding):
            raise _Refused(text.message.zh[:-1], text.message.en[:-1], (text.where.line, text.where.column))
        if not text:
            size = limits.BYTES_OF_A_BOUNDARY // (1024 * 1024)
            raise _Refused(f"文件是空的, 或超过 {size} MB", f"the file is empty, or over {size} MB")
        made.text = text
        _Reading(made).read(_parsed(text))
    except _Refused as refused:
        refusal = Fault("form", (), refused.zh, refused.en)
        return Boundaries(file, faults=[refusal], _wheres={(): Where(file, *refused.where)})
    if len(made.faults) > limits.FAULTS:
        more = len(made.faults) - limits.FAULTS
        zh, en = f"另有 {more} 处不对, 没有列出", f"{more} more faults are not listed"
        made.faults[limits.FAULTS :] = [Fault("form", (), zh, en)]
    return made


def _parsed(text: str) -> Any:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)[:40]
            raise _Refused(f"键 {twice} 在同一处写了两次", f"the key {twice} stands twice in one place")
        return made

    def number(digits: str) -> float:
        if len(digits) > limits.DIGITS:
            raise _Refused(f"数字超过 {limits.DIGITS} 位", "a number has too many digits")
        return float(digits)

    def no_number(word: str) -> NoReturn:
        raise _Refused(f"{word} 不是数字", f"{word} is no number")

    try:
        return json.loads(text, object_pairs_hook=once, parse_constant=no_number, parse_int=number)
    except json.JSONDecodeError as error:
        raise _Refused(
            f"不是合法的 JSON ({error.msg})", f"it is no JSON ({error.msg})", (error.lineno, error.colno)
        ) from None
    except RecursionError:
        raise _Refused("嵌套过深", "it is nested too deeply") from None


class _Reading:
    def __init__(self, made: Boundaries) -> None:
        self.made = made
        self.positions = 0
        self.work = Work(limits.STEPS_OF_A_BOUNDARY)

    def fault(self, about: str, path: Path, zh: str, en: str, mild: bool = False) -> None:
        self.made.faults.append(Fault(about, path, zh, en, mild))

    def read(self, root: Any) -> None:
        if not isinstance(root, dict) or root.get("type") not in ("FeatureCollection", "Feature"):
            raise _Refused(
                f"最外层应是 FeatureCollection, 这里是{_named(root)}",
                f"it should be a FeatureCollection; here is {_named(root)}",
            )
        if "crs" in root:
            self.fault(
                "form",
                ("crs",),
                "写了 crs; RFC 7946 只用 WGS 84 经纬度, 这个键会被忽略",
                "it names a crs; RFC 7946 knows only WGS 84, and readers ignore the key",
            )
        about = root.get("x-yw")
        if isinstance(about, dict):
            self.made.about = {key: one for key, one in about.items() if isinstance(one, str) and one.strip()}
        if root["type"] == "Feature":
            self.feature(root, ())
            return
        features = root.get("features")
        if not isinstance(features, list):
            raise _Refused("FeatureCollection 没有 features 列表", "the collection has no list of features")
        for number, feature in enumerate(features):
            self.feature(feature, ("features", number))

    def feature(self, feature: Any, path: Path) -> None:
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            zh, en = (
                f"应是 Feature, 这里是{_named(feature)}",
                f"should be a Feature; here is {_named(feature)}",
            )
            self.fault("form", path, zh, en)
            return
        name = feature.get("id", "")
        code = f"{name:.0f}" if _is_number(name) else name if isinstance(name, str) else ""
        self.made.features.append(Feature(code, path))
        geometry = feature.get("geometry")
        inner = (*path, "geometry") if "geometry" in feature else path
        if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            zh, en = "应是 Polygon 或 MultiPolygon", "should be a Polygon or MultiPolygon"
            here = _named(geometry)
            self.fault("form", inner, f"geometry {zh}, 这里是{here}", f"the geometry {en}; here is {here}")
            return
        polygons = geometry.get("coordinates")
        inner = (*inner, "coordinates") if "coordinates" in geometry else inner
        if geometry["type"] == "Polygon":
            self.polygon(polygons, inner)
        elif not isinstance(polygons, list) or not polygons:
            self.fault("form", inner, "没有多边形", "there is no polygon")
        else:
            for number, polygon in enumerate(polygons):
                self.polygon(polygon, (*inner, number))

    def polygon(self, rings: Any, path: Path) -> None:
        if not isinstance(rings, list) or not rings:
            self.fault("form", path, "多边形没有环", "the polygon has no ring")
            return
        whole = [self.ring(ring, (*path, number)) for number, ring in enumerate(rings)]
        if not all(whole):
            return
        try:
            tangled = list(_tangled(rings, path, self.work))
        except TooMuch:
            raise _Refused(
                "边界过于繁复, 逐段核对不完; 请简化或分成几个文件",
                "the boundary is too intricate to be compared edge by edge; simplify or split it",
            ) from None
        if tangled:
            self.made.faults += tangled
            return
        for number, ring in enumerate(rings):
            size = area(ring)
            if not size:
                self.fault("ring", (*path, number), "环没有面积", "the ring has no area")
            elif (size > 0) == bool(number):
                way = ("顺时针", "clockwise") if number else ("逆时针", "counterclockwise")
                zh, en = f"环应{way[0]}排列 (右手规则)", f"the ring should run {way[1]} (right-hand rule)"
                self.fault("ring", (*path, number), zh, en, mild=True)

    def ring(self, ring: Any, path: Path) -> bool:
        """Say whether the ring can be compared with others; name what is wrong with it."""
        if not isinstance(ring, list):
            self.fault(
                "form", path, f"环应是位置的列表, 这里是{_named(ring)}", "a ring is a list of positions"
            )
            return False
        self.positions += len(ring)
        if self.positions > limits.POSITIONS:
            most = limits.POSITIONS
            raise _Refused(f"位置超过 {most} 个", f"it holds more than {most} positions")
        for number, position in enumerate(ring):
            wrong = _position(position)
            if wrong:
                self.fault("position", (*path, number), *wrong)
                return False
        if len(ring) < 4:
            count = len(ring)
            zh, en = f"环至少 4 个位置, 这里 {count} 个", f"a ring has at least 4 positions; here are {count}"
            self.fault("ring", path, zh, en)
            return False
        if ring[0] != ring[-1]:
            zh, en = (
                "环没有闭合: 末位应与首位相同",
                "the ring is not closed: its last position is not its first",
            )
            self.fault("ring", path, zh, en)
            return False
        return True


def _tangled(rings: list[Ring], path: Path, work: Work) -> Iterator[Fault]:
    crossed = crossing(rings, work)
    if crossed:
        (ring, edge), (other, later) = crossed
        longitude, latitude = rings[ring][edge][:2]
        near = f"{longitude:g}, {latitude:g}"
        yield Fault(
            "ring",
            (*path, other, later),
            f"第 {other + 1} 环第 {later + 1} 段与第 {ring + 1} 环第 {edge + 1} 段 ({near}) 相交",
            f"edge {later + 1} of ring {other + 1} crosses edge {edge + 1} of ring {ring + 1} ({near})",
        )
        return
    for number, hole in enumerate(rings[1:], 1):
        if not any(inside(position, rings[0], work) for position in hole[:_HOLE_POSITIONS]):
            yield Fault("ring", (*path, number), "洞不在外环之内", "the hole does not lie inside its polygon")


def _position(position: Any) -> tuple[str, str] | None:
    if not isinstance(position, list) or not 2 <= len(position) <= 3 or not all(map(_is_number, position)):
        return "位置应是 [经度, 纬度]", "a position is [longitude, latitude]"
    longitude, latitude = position[0], position[1]
    if -180 <= longitude <= 180 and -90 <= latitude <= 90:
        return None if isfinite(sum(position)) else ("数字过大", "a number is too large")
    shown = f"[{longitude:g}, {latitude:g}]"
    if -180 <= latitude <= 180 and -90 <= longitude <= 90:
        return f"{shown} 多半是经纬度写反了: 经度在前", f"{shown} seems swapped: the longitude comes first"
    return f"{shown} 不是经纬度 (WGS 84)", f"{shown} is no longitude and latitude (WGS 84)"


def _is_number(value: Any) -> bool:
    return type(value) is float or type(value) is int


def _named(value: Any) -> str:
    """Return the type that a GeoJSON object says it has, else of which JSON it is."""
    if isinstance(value, dict):
        return str(value.get("type", "{…}"))[:40]
    return {list: "[…]", type(None): "null"}.get(type(value), str(value)[:40])
