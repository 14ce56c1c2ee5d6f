"""The boundaries of places: GeoJSON that can be drawn, and belongs to the places that name it."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.pack.boundaries import Boundaries
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level


def _faults(seen: Examination, about: str, remedy: tuple[str, str]) -> Iterator[Finding]:
    for read in seen.boundaries.values():
        for fault in read.faults:
            if fault.about == about:
                level = Level.WARNING if fault.mild else Level.ERROR
                english = fault.en[0].upper() + fault.en[1:]
                yield found(read.where(fault.path), (f"{fault.zh}。", f"{english}."), remedy, level)


@rule("YW120")
def a_boundary_file_is_geojson(seen: Examination) -> Iterator[Finding]:
    """边界文件是一份 GeoJSON (RFC 7946), 每个要素是多边形, 大小有限。

    A boundary file is GeoJSON (RFC 7946) of polygons, of bounded size.
    """
    remedy = (
        "从制图软件另存为 GeoJSON (RFC 7946), WGS 84, 多边形。",
        "Save it from the mapping tool as GeoJSON (RFC 7946), WGS 84, polygons.",
    )
    yield from _faults(seen, "form", remedy)


@rule("YW121")
def positions_are_longitude_and_latitude(seen: Examination) -> Iterator[Finding]:
    """边界的每个位置是 WGS 84 的经度、纬度, 经度在前。

    Each position of a boundary is a longitude and a latitude of WGS 84, in this order.
    """
    remedy = ("改成 [经度, 纬度], 单位是度。", "Write [longitude, latitude] in degrees.")
    yield from _faults(seen, "position", remedy)


@rule("YW122")
def rings_enclose_an_area(seen: Examination) -> Iterator[Finding]:
    """边界的环闭合、不自交, 洞在外环之内; 不合右手规则是警告。

    Rings of a boundary are closed and cross nothing, holes lie inside; the wrong way round is a warning.
    """
    yield from _faults(
        seen, "ring", ("在制图软件里修复这个多边形。", "Repair the polygon in the mapping tool.")
    )


@rule("YW123")
def each_boundary_is_a_places(seen: Examination) -> Iterator[Finding]:
    """写了边界文件的区域, 文件里有且只有一个要素以它的代码为 id; 每个要素属于一个区域。

    A place that names a boundary file is the id of exactly one feature in it; each feature is a place's.
    """
    if seen.unread("places.csv"):
        return
    named: dict[str, set[str]] = {}
    for place in seen.pack.places:
        if place.boundary:
            named.setdefault(str(place.boundary), set()).add(str(place.code))
            read = seen.boundaries.get(str(place.boundary))
            if read and _whole(read) and all(one.code != str(place.code) for one in read.features):
                yield found(
                    place.boundary.where,
                    (
                        f"{place.boundary} 里没有 id 为 {place.code} 的要素 ({place.title})。",
                        f"{place.boundary} has no feature with the id {place.code} ({place.title.en}).",
                    ),
                    nearest(str(place.code), (one.code for one in read.features if one.code)),
                )
    for file, read in seen.boundaries.items():
        yield from _features(seen, file, read, named.get(file, set()))


def _whole(read: Boundaries) -> bool:
    return not any(fault.about == "form" and not fault.path for fault in read.faults)


def _features(seen: Examination, file: str, read: Boundaries, named: set[str]) -> Iterator[Finding]:
    met: set[str] = set()
    for feature in read.features:
        where, code = read.where(feature.path), feature.code
        if not code:
            message = (
                "要素没有 id, 不知是哪个区域。",
                "The feature has no id; nobody knows which place it is.",
            )
            yield found(where, message, ("id 写区域代码。", "Write the place's code as its id."))
        elif code not in seen.places:
            message = (f"places.csv 里没有区域 {code}。", f"There is no place {code} in places.csv.")
            yield found(where, message, nearest(code, seen.places))
        elif code in met:
            message = (f"区域 {code} 有两个要素。", f"The place {code} has two features.")
            yield found(where, message, ("合成一个 MultiPolygon。", "Make one MultiPolygon of them."))
        elif code not in named:
            message = (
                f"区域 {code} 没有写这个边界文件, 这个要素用不上。",
                f"The place {code} does not name this file; the feature is unused.",
            )
            remedy = (f"在 places.csv 的 boundary 写 {file}。", f"Write {file} in its column boundary.")
            yield found(where, message, remedy, Level.WARNING)
        met.add(code)


@rule("YW124")
def each_boundary_says_who_reviewed_it(seen: Examination) -> Iterator[Finding]:
    """边界文件写明来源和审图号。

    A boundary file states its source and the number under which the map was reviewed.
    """
    for read in seen.boundaries.values():
        missing = [key for key in ("source", "review_no") if key not in read.about]
        if not missing or not read.features:
            continue
        which = {"source": ("来源", "source"), "review_no": ("审图号", "number of review")}
        zh = "和".join(which[key][0] for key in missing)
        en = " and ".join(which[key][1] for key in missing)
        yield found(
            read.where(()),
            (f"{read.file} 没有写{zh} (x-yw)。", f"{read.file} states no {en} (x-yw)."),
            (
                "用 yiwang geo import 引入, 或在最外层写 x-yw。",
                "Bring it in by yiwang geo import, or write x-yw at the top.",
            ),
            Level.WARNING,
        )
