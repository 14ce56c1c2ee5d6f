"""What the work asks of each position in a year (负担)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yiwang.kernel.bpmn.net import USER, Net
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.lines import STAFF_LOCATION
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import terms_of
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word


@dataclass(slots=True)
class Load:
    """What one role does in one case: fields typed, files or photos uploaded, acts signed."""

    typed: int = 0
    uploaded: int = 0
    signed: int = 0


@rule("YW603")
def the_work_of_each_position_is_counted(seen: Examination) -> Iterator[Finding]:
    """写明办件量的事项, 算出每个岗位一年要填、要传、要签多少 (按每个环节都走到计)。

    Where a matter states its volume, what each position types, uploads and signs in a year is counted,
    as if every step were taken.
    """
    for matter in seen.pack.matters:
        if matter.volume is None or not matter.per_year:
            continue
        loads = loads_of(seen, matter)
        zh = "; ".join(_zh(role, load, matter.per_year) for role, load in sorted(loads.items()))
        en = "; ".join(_en(role, load, matter.per_year) for role, load in sorted(loads.items()))
        if loads:
            yield found(
                matter.volume.where,
                (
                    f"{matter.title}: 一年 {matter.per_year} 件 ({matter.volume}), 至多: {zh}。",
                    f"{matter.title.en}: {matter.per_year} cases a year ({matter.volume.en}); at most: {en}.",
                ),
                (
                    "能从资源预填、从前一环节带出的, 不要再填。",
                    "What a product or an earlier step holds, let nobody type again.",
                ),
                Level.NOTE,
            )


def loads_of(seen: Examination, matter: Matter) -> dict[str, Load]:
    """Return what one case asks of each role, every step taken."""
    terms = terms_of(matter)
    loads: dict[str, Load] = {}
    if matter.process_starts == "accept":
        loads.setdefault("officer", Load()).signed += 1
    if matter.decides:
        loads.setdefault("approver", Load()).signed += 1
    net = seen.nets.get(str(matter.id))
    for node in net.nodes if isinstance(net, Net) else ():
        if node.kind != USER or node.position is None:
            continue
        load = loads.setdefault(node.position.role, Load())
        load.signed += 1
        files = [name for name in node.fields if name in terms and terms[name].kind == "file"]
        load.uploaded += len(files)
        load.typed += len(node.fields) - len(files)
    return loads


def _zh(role: str, load: Load, volume: int) -> str:
    return f"{role} 填 {load.typed * volume} 项、传 {load.uploaded * volume} 个、签 {load.signed * volume} 次"


def _en(role: str, load: Load, volume: int) -> str:
    return (
        f"{role} types {load.typed * volume}, uploads {load.uploaded * volume}, signs {load.signed * volume}"
    )


@rule("YW607")
def nobody_is_asked_twice(seen: Examination) -> Iterator[Finding]:
    """同一事项里同一事实只问一次 (同一概念只有一个字段)。

    One matter asks for one fact once: a concept has one field.
    """
    for matter in seen.pack.matters:
        first: dict[str, Word] = {}
        for terms in terms_of(matter).values():
            concept = terms.concept
            if concept is None or concept == STAFF_LOCATION:
                continue  # YW606 counts locations
            known = first.setdefault(str(concept), concept)
            if known is not concept:
                there = known.where.seen_from(concept.where)
                yield found(
                    concept.where,
                    (
                        f"{matter.title}: {concept} 问了两次, 第一次在{there[0]}。",
                        f"{matter.title.en}: {concept} is asked for twice, first on {there[1]}.",
                    ),
                    ("留下一处, 别处带出。", "Ask once, and carry it over."),
                )
