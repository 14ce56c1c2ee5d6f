"""items.yaml and synonyms.yaml as values that know where they were written, and compiled for the kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel import items as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

ITEMS, SYNONYMS = "items.yaml", "synonyms.yaml"


@dataclass(frozen=True, slots=True)
class ItemNode:
    """A main item, or a sub-item with the code of the main item `above`."""

    code: Word
    title: Text
    type: Word
    above: str
    where: Where


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """A life or business event."""

    id: Word
    title: Text
    whose: Word


@dataclass(frozen=True, slots=True)
class Synonym:
    """What people say for a word of the items."""

    means: Word
    said: Words


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue of a pack; without items.yaml `given` is False and nothing hangs on it."""

    given: bool = False
    nodes: tuple[ItemNode, ...] = ()
    events: tuple[LifeEvent, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    filler: Words = ()
    verified: bool = False
    document: Text | None = None
    where: Where = field(default_factory=lambda: Where(ITEMS))

    @property
    def leaves(self) -> dict[str, ItemNode]:
        """What matters may stand under: sub-items, and main items without any."""
        split = {one.above for one in self.nodes}
        return {str(one.code): one for one in self.nodes if one.above or str(one.code) not in split}


def catalogue_of(nodes: dict[str, Node]) -> Catalogue:
    """Read items.yaml and synonyms.yaml."""
    listed = Fields(nodes.get(ITEMS), Where(ITEMS))
    words = Fields(nodes.get(SYNONYMS), Where(SYNONYMS))
    found: list[ItemNode] = []
    for main in listed.each("items"):
        code, type_ = main.must("code"), main.must("type")
        found.append(ItemNode(code, main.text("title"), type_, "", main.where))
        found += [
            ItemNode(one.must("code"), one.text("title"), type_, str(code), one.where)
            for one in main.each("sub")
        ]
    return Catalogue(
        given=ITEMS in nodes,
        nodes=tuple(found),
        events=tuple(
            LifeEvent(one.must("id"), one.text("title"), one.must("for")) for one in listed.each("events")
        ),
        synonyms=tuple(Synonym(one.must("means"), one.words("said")) for one in words.each("synonyms")),
        filler=words.words("filler"),
        verified=listed.flag("verified"),
        document=listed.maybe_text("document"),
        where=listed.where,
    )


def compiled(catalogue: Catalogue) -> kernel.Catalogue:
    """Return the kernel's catalogue."""
    return kernel.Catalogue(
        nodes={
            str(one.code): kernel.ItemNode(str(one.code), one.title.plain(), str(one.type), one.above)
            for one in catalogue.nodes
        },
        events={
            str(one.id): kernel.LifeEvent(str(one.id), one.title.plain(), str(one.whose))
            for one in catalogue.events
        },
        synonyms=tuple(
            kernel.Synonym(str(one.means), tuple(map(str, one.said))) for one in catalogue.synonyms
        ),
        filler=tuple(map(str, catalogue.filler)),
        verified=catalogue.verified,
        document=catalogue.document.plain() if catalogue.document else {},
    )
