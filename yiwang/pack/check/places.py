"""The tree of places."""

from __future__ import annotations

from collections.abc import Iterator

from yiwang.kernel.matter import DEPTH
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level

_NAMED = 12


@rule("YW112")
def a_place_without_boundary_is_named(seen: Examination) -> Iterator[Finding]:
    """没有边界的区域允许存在, 但要列明。A place may have no boundary; it is named."""
    without = [place for place in seen.pack.places if not place.boundary]
    if not without:
        return
    ordered = sorted(without, key=lambda place: (DEPTH.get(str(place.level), 9), str(place.code)))
    codes = [str(place.code) for place in ordered[:_NAMED]]
    more = len(without) > _NAMED
    yield found(
        without[0].where,
        (
            f"{len(without)} 个区域 (共 {len(seen.pack.places)} 个) 没有边界: "
            f"{'、'.join(codes)}{' 等' if more else ''}。",
            f"{len(without)} of {len(seen.pack.places)} places have no boundary: "
            f"{', '.join(codes)}{' and more' if more else ''}.",
        ),
        (
            "可以没有; 有审图号的边界放在 boundaries/, 写进 boundary 一列。",
            "That is allowed; put reviewed boundaries into boundaries/ and name them in the column boundary.",
        ),
        Level.NOTE,
    )
