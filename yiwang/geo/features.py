"""The features of a file of boundaries: whose each is, and its shape as it can be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry

from yiwang.kernel.matter import Place
from yiwang.pack import limits
from yiwang.pack.finding import Sentence

DECIMALS = 7
"""Of a degree: a centimetre. Neighbours share corners, and both are rounded alike."""
CODE_KEYS = ("code", "adcode", "id")
NAME_KEYS = ("name", "zh", "NAME", "XZQMC")
"""Where maps commonly keep code and name. XZQMC is 行政区名称 of survey data."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the features of a file are to be understood.

    Attributes:
        level: of the places whose boundaries the file brings.
        code_key, name_key: the properties to look at; None looks at those of `CODE_KEYS`, `NAME_KEYS`.
        repair: shapes that cross themselves are mended instead of refused.
    """

    level: str
    code_key: str | None = None
    name_key: str | None = None
    repair: bool = False


@dataclass(slots=True)
class Shapes:
    """What a file brings: shapes by the code of the place, what is wrong, and what was done about it."""

    by_code: dict[str, BaseGeometry] = field(default_factory=dict)
    wrong: list[Sentence] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)


class NotGeoJson(Exception):
    """The file is no collection of features; carries the sentence for the person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.sentence = Sentence(zh, en)


def collection(data: bytes) -> dict[str, Any]:
    """Return the FeatureCollection that bytes hold.

    Raises:
        NotGeoJson: they hold something else, or too much.
    """
    most = limits.BYTES_OF_A_FILE
    if len(data) > most:
        size, mega = len(data) // 1024 // 1024, most // 1024 // 1024
        raise NotGeoJson(
            f"文件有 {size} MB，最多 {mega} MB；分县引入。",
            f"The file has {size} MB, at most {mega} MB are read; bring it in county by county.",
        )
    try:
        root = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, RecursionError) as error:
        raise NotGeoJson("文件不是 UTF-8 的 JSON。", "The file is no JSON in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise NotGeoJson(
            f"第 {error.lineno} 行第 {error.colno} 列：不是合法的 JSON（{error.msg}）。",
            f"Line {error.lineno}, column {error.colno}: it is no JSON ({error.msg}).",
        ) from error
    if not isinstance(root, dict) or root.get("type") != "FeatureCollection":
        kind = root.get("type") if isinstance(root, dict) else type(root).__name__
        raise NotGeoJson(
            f"最外层应是 FeatureCollection，这里是 {str(kind)[:40]}。",
            f"It should be a FeatureCollection; here is {str(kind)[:40]}.",
        )
    if not isinstance(root.get("features"), list):
        raise NotGeoJson(
            "FeatureCollection 没有 features 列表。", "The FeatureCollection has no list of features."
        )
    return root


def shapes_of(root: dict[str, Any], places: Mapping[str, Place], how: Reading) -> Shapes:
    """Return the shapes of a collection, each with its place; what does not fit is in `wrong`, by number."""
    made = Shapes()
    for number, feature in enumerate(root["features"], 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            made.wrong.append(_at(number, "不是 Feature", "is no Feature"))
            continue
        code = _place_of(number, feature, places, how, made)
        if code is None:
            continue
        if code in made.by_code:
            title = places[code].title
            made.wrong.append(
                _at(number, f"{title['zh']} 在前面已有一个要素", f"{title['en']} had a feature before")
            )
            continue
        kept = _shape(number, feature.get("geometry"), how.repair, made)
        if kept is not None:
            made.by_code[code] = kept
    return made


def _place_of(
    number: int, feature: dict[str, Any], places: Mapping[str, Place], how: Reading, made: Shapes
) -> str | None:
    properties = feature.get("properties")
    told = properties if isinstance(properties, dict) else {}
    keys = (how.code_key,) if how.code_key else CODE_KEYS
    codes = [_word(told.get(key)) for key in keys] + ([_word(feature.get("id"))] if not how.code_key else [])
    for code in filter(None, codes):
        if code in places:
            return code
    names = [_word(told.get(key)) for key in ((how.name_key,) if how.name_key else NAME_KEYS)]
    for name in filter(None, names):
        same = [
            one for one, place in places.items() if place.level == how.level and name in place.title.values()
        ]
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            several = "、".join(sorted(same)[:5])
            made.wrong.append(
                _at(
                    number,
                    f"叫 {name[:40]} 的区域有 {len(same)} 个（{several}），写上代码才分得清",
                    f"{len(same)} places are called {name[:40]} ({several}); only a code tells them apart",
                )
            )
            return None
    shown = next(filter(None, [*codes, *names]), "")[:40]
    made.wrong.append(
        _at(
            number,
            f"认不出是哪个区域（{shown or '没有代码也没有名称'}）",
            f"is no place of the pack at level {how.level} ({shown or 'neither code nor name'})",
        )
    )
    return None


def _shape(number: int, geometry: Any, repair: bool, made: Shapes) -> BaseGeometry | None:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        here = str(kind)[:40]
        made.wrong.append(_at(number, f"应是多边形，这里是 {here}", f"should be a polygon; here is {here}"))
        return None
    try:
        raw = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, IndexError, AttributeError, shapely.GEOSException):
        made.wrong.append(_at(number, "坐标不成多边形", "its coordinates make no polygon"))
        return None
    west, south, east, north = shapely.bounds(raw)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        made.wrong.append(
            _at(
                number,
                f"坐标不是经纬度（横 {west:g} 到 {east:g}，纵 {south:g} 到 {north:g}）",
                f"holds no longitudes and latitudes (x {west:g} to {east:g}, y {south:g} to {north:g})",
            )
        )
        return None
    return _sound(number, shapely.transform(raw, lambda positions: positions.round(DECIMALS)), repair, made)


def _sound(number: int, rounded: BaseGeometry, repair: bool, made: Shapes) -> BaseGeometry | None:
    """Return the shape with its rings the right way round, mended where that was wished."""
    if not shapely.is_valid(rounded):
        why = shapely.is_valid_reason(rounded)
        if not repair:
            made.wrong.append(
                _at(
                    number,
                    f"边界自相交（{why}）；用 --repair 修，或在制图软件里修",
                    f"crosses itself ({why}); mend it by --repair, or in the mapping tool",
                )
            )
            return None
        mended = _polygons(shapely.make_valid(rounded))
        before, after = abs(shapely.area(rounded)), shapely.area(mended)
        change = (after - before) / before if before else 0.0
        made.said.append(
            _at(number, f"修过，面积变了 {change:+.4%}", f"was mended; its area changed by {change:+.4%}")
        )
        rounded = mended
    if shapely.is_empty(rounded) or not shapely.area(rounded):
        made.wrong.append(_at(number, "没有面积", "has no area"))
        return None
    return shapely.orient_polygons(rounded, exterior_cw=False)


def _polygons(made: BaseGeometry) -> BaseGeometry:
    """Return what of a mended shape is an area; lines and points that came off are nothing."""
    parts = [one for one in shapely.get_parts(made) if isinstance(one, Polygon)]
    parts += [
        two
        for one in shapely.get_parts(made)
        if isinstance(one, MultiPolygon)
        for two in shapely.get_parts(one)
    ]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _word(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _at(number: int, zh: str, en: str) -> Sentence:
    return Sentence(f"第 {number} 个要素：{zh}。", f"Feature {number} {en}.")
