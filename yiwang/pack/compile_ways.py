"""From what a pack says of a material that may follow or be promised to the kernel's own, and its clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from yiwang.kernel.clocks import ClockRule, faults, parse
from yiwang.kernel.limits import Limit
from yiwang.kernel.material_ways import CLOCK, Broken, Follow, Promise
from yiwang.pack.material_ways import both, ways_of
from yiwang.pack.matters import Matter
from yiwang.pack.model import Clause
from yiwang.pack.nodes import plain


def follow_of(said: Any) -> Follow | None:
    """Return how a material may follow, None where it may not or its limit cannot be counted."""
    limit = parse(said.get("limit", "")) if isinstance(said, dict) else None
    if not isinstance(limit, Limit):
        return None
    return Follow(limit=limit, clause=said.get("clause", ""), missed=both(said.get("if_missed")))


def promise_of(said: Any) -> Promise | None:
    """Return the promise that may stand instead, None where its check has no limit that can be counted."""
    check = said.get("after_check") if isinstance(said, dict) else None
    if not isinstance(check, dict) or not isinstance(parse(check.get("limit", "")), Limit):
        return None
    broken = said.get("if_broken") or {}
    return Promise(
        text=both(said.get("text")),
        clause=said.get("clause", ""),
        limit=check["limit"],
        role=check.get("position", "officer"),
        if_broken=Broken(
            clause=broken.get("clause", ""),
            says=both(broken.get("says")),
            end=broken.get("end", ""),
            ground=broken.get("ground", ""),
            rectify=bool(broken.get("rectify")),
        ),
    )


def clocks_of_materials(matter: Matter, clauses: Mapping[str, Clause]) -> dict[str, ClockRule]:
    """Return the clock of each material that may follow: from filing until it is handed in, and no other."""
    found = {}
    for one in ways_of(matter.guide):
        said = plain(one.follow) if one.follow else None
        rule = clock_of(str(one.id), one.title, said, clauses)
        if rule is not None and not faults(rule):
            found[rule.id] = rule
    return found


def clock_of(
    material: str, title: Mapping[str, str], said: Any, clauses: Mapping[str, Clause]
) -> ClockRule | None:
    """Return the clock of one material, None where it may not follow."""
    follow = follow_of(said)
    if follow is None:
        return None
    clause = clauses.get(follow.clause)
    return ClockRule(
        id=f"{CLOCK}{material}",
        title={"zh": f"补交: {title['zh']}", "en": f"To follow: {title['en']}"},
        legal=follow.limit,
        starts=f"follow:{material}",
        stops=(f"hand-in:{material}",),
        ends=cast(Any, said.get("ends", "day-end")),
        if_holiday=cast(Any, said.get("if_holiday", "as-is")),
        source=follow.clause,
        unit_source=follow.clause,
        verified=clause is not None and clause.verified,
    )
