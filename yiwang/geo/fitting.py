"""How boundaries fit together: overlaps among neighbours, what sticks out of the place above."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import cos, radians

import shapely
from shapely.geometry.base import BaseGeometry

from yiwang.kernel.matter import Place
from yiwang.pack.finding import Sentence

KM_OF_A_DEGREE = 111.32
"""Of latitude; of longitude at the equator (a sphere of 6,378 km). Areas here are told, never decided by."""
WORTH_SAYING = 1e-4
"""Of the smaller area. Borders digitised twice overlap a little everywhere."""
MOST = 30


def square_km(shape: BaseGeometry) -> float:
    """Return the area of a shape in degrees, in square kilometres, to half a per cent at a city's size."""
    if shapely.is_empty(shape):
        return 0.0
    _, south, _, north = shapely.bounds(shape)
    return float(shapely.area(shape)) * KM_OF_A_DEGREE**2 * cos(radians((south + north) / 2))


def misfits(
    new: Mapping[str, BaseGeometry], above: Mapping[str, BaseGeometry], places: Mapping[str, Place]
) -> list[Sentence]:
    """Return what does not fit, the largest first, at most `MOST`.

    Args:
        new: the boundaries of one level.
        above: boundaries that places of higher levels have already.
    """
    found = [*_overlaps(new, places), *_beyond(new, above, places)]
    found.sort(key=lambda one: -one[0])
    said = [sentence for _, sentence in found[:MOST]]
    if len(found) > MOST:
        more = len(found) - MOST
        said.append(Sentence(f"另有 {more} 处较小的，没有列出。", f"{more} smaller ones are not listed."))
    return said


def _overlaps(
    new: Mapping[str, BaseGeometry], places: Mapping[str, Place]
) -> Iterator[tuple[float, Sentence]]:
    codes = sorted(new)
    shapes = [new[code] for code in codes]
    tree = shapely.STRtree(shapes)
    for left, right in tree.query(shapes, predicate="intersects").T.tolist():
        if left >= right:
            continue
        shared = shapely.intersection(shapes[left], shapes[right])
        part = shapely.area(shared) / min(shapely.area(shapes[left]), shapely.area(shapes[right]))
        if part < WORTH_SAYING:
            continue
        one, other = places[codes[left]].title, places[codes[right]].title
        size = square_km(shared)
        yield (
            size,
            Sentence(
                f"{one['zh']} 和 {other['zh']} 重叠 {size:.2f} 平方公里（较小者的 {part:.2%}）；"
                f"重叠处的位置算 {places[min(codes[left], codes[right])].title['zh']} 的。",
                f"{one['en']} and {other['en']} overlap by {size:.2f} km² ({part:.2%} of the smaller);"
                f" a position there counts as {places[min(codes[left], codes[right])].title['en']}.",
            ),
        )


def _beyond(
    new: Mapping[str, BaseGeometry], above: Mapping[str, BaseGeometry], places: Mapping[str, Place]
) -> Iterator[tuple[float, Sentence]]:
    for code, shape in new.items():
        parent = places[code].parent
        while parent is not None and parent not in above:
            parent = places[parent].parent
        if parent is None:
            continue
        out = shapely.difference(shape, above[parent])
        part = shapely.area(out) / shapely.area(shape)
        if part < WORTH_SAYING:
            continue
        size = square_km(out)
        one, other = places[code].title, places[parent].title
        yield (
            size,
            Sentence(
                f"{one['zh']} 有 {size:.2f} 平方公里（{part:.2%}）在 {other['zh']} 的边界之外。",
                f"{one['en']} reaches {size:.2f} km² ({part:.2%}) beyond the boundary of {other['en']}.",
            ),
        )
