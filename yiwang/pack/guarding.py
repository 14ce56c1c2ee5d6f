"""security.yaml (网络安全) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel import guarding as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word

FILE = "security.yaml"


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of critical infrastructure."""

    id: Word
    title: Text
    where: Where


@dataclass(frozen=True, slots=True)
class Guarding:
    """security.yaml; without it (`office` None) a city keeps no assets and takes no findings."""

    office: Word | None = None
    unowned: Word | None = None
    rectify: Word | None = None
    priority: Word | None = None
    sectors: tuple[Sector, ...] = ()
    verified: bool = False
    where: Where = field(default_factory=lambda: Where(FILE))


def guarding_of(nodes: dict[str, Node]) -> Guarding:
    """Read security.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Guarding(
        office=top.word("office"),
        unowned=top.word("unowned"),
        rectify=top.word("rectify"),
        priority=top.word("priority"),
        sectors=tuple(Sector(one.must("id"), one.text("title"), one.where) for one in top.each("sectors")),
        verified=top.flag("verified"),
        where=top.where,
    )


def compiled(guarding: Guarding) -> kernel.Guarding:
    """Return what the rules read."""
    return kernel.Guarding(
        office=str(guarding.office or ""),
        unowned=str(guarding.unowned or ""),
        rectify=str(guarding.rectify or ""),
        priority=str(guarding.priority or ""),
        sectors=tuple(kernel.Sector(str(one.id), one.title.plain()) for one in guarding.sectors),
    )
