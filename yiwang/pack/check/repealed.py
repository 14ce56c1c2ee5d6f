"""Law that is repealed, or will be, and everything of a city that rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.model import Clause
from yiwang.pack.where import Where, Word


class Use(NamedTuple):
    """A clause that something rests on: the citation, where it stands, and of what (zh, en)."""

    citation: Word
    where: Where
    of: tuple[str, str]


def uses_of_law(seen: Examination) -> Iterator[Use]:
    """Yield every citation of a clause: in matters, leads, products, grants, policies, wires and duties."""
    for matter in seen.pack.matters:
        about = str(matter.title), matter.title.en
        for cited in matter.citations:
            yield Use(cited.citation, cited.citation.where, about)
    for share in seen.pack.shares:
        if share.basis:
            matter_led = seen.matters.get(str(share.matter))
            title = (str(matter_led.title), matter_led.title.en) if matter_led else (str(share.matter),) * 2
            yield Use(share.basis, share.where, (f"{title[0]} 的责任表", f"the lead of {title[1]}"))
    governed = seen.pack.governed
    for product in governed.products:
        for word in product.sharing_basis:
            yield Use(word, word.where, (str(product.title), product.title.en))
    for grant in governed.grants:
        for word in grant.basis:
            yield Use(word, word.where, (str(grant.title), grant.title.en))
    yield from _of_policies(seen)
    for wire in governed.wires:
        for word in wire.basis:
            yield Use(word, word.where, (str(wire.title), wire.title.en))
    for duty in governed.duties:
        yield Use(duty.clause, duty.clause.where, (str(duty.title), duty.title.en))


def _of_policies(seen: Examination) -> Iterator[Use]:
    for policy in seen.pack.policies:
        for word in (*policy.basis, *(one.clause for one in policy.conditions)):
            yield Use(word, word.where, (str(policy.title), policy.title.en))


@rule("YW145")
def law_in_use_is_not_repealed(seen: Examination) -> Iterator[Finding]:
    """用到的条款没有废止: 从废止之日起是错误, 在此之前是警告。

    Law in use is not repealed: from the day of repeal on it is an error, before that day a warning.
    """
    told: set[tuple[Where, str]] = set()
    for use in uses_of_law(seen):
        clause = seen.clauses.get(str(use.citation))
        if clause is None or not clause.repealed or (use.where, str(use.citation)) in told:
            continue
        told.add((use.where, str(use.citation)))
        yield _repealed(seen, use, clause)


def _repealed(seen: Examination, use: Use, clause: Clause) -> Finding:
    on, day = seen.on.isoformat(), clause.repealed
    over = day <= on
    stands = f"{clause.where.file}:{clause.where.line}"
    zh_state = f"自 {day} 起已经废止" if over else f"自 {day} 起废止"
    en_state = f"is repealed since {day}" if over else f"will be repealed on {day}"
    instead_zh = f"改引 {clause.replaced_by}" if clause.replaced_by else "改引现行的条款"
    instead_en = f"Cite {clause.replaced_by}" if clause.replaced_by else "Cite the article now in force"
    return found(
        use.where,
        (
            f"{use.of[0]} 用到 {use.citation}: {zh_state} ({stands}), 检查日是 {on}。",
            f"{use.of[1]} rests on {use.citation}, which {en_state} ({stands}); the day is {on}.",
        ),
        (
            f"{instead_zh}, 先读原文; 没有代替的, 删去这项要求。",
            f"{instead_en} after reading it; if nothing takes its place, take the demand out.",
        ),
        Level.ERROR if over else Level.WARNING,
    )
