"""events.yaml (事件分类) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from yiwang.kernel import matter as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FILE = "events.yaml"


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of events (小类)."""

    code: Word
    title: Text
    matter: Word
    words: Words
    icon: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class EventClass:
    """A class of kinds (大类)."""

    code: Word
    title: Text
    group: Word
    kinds: tuple[EventKind, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Events:
    """events.yaml; without it nothing is reported to a city."""

    classes: tuple[EventClass, ...] = ()
    verified: bool = False
    where: Where = field(default_factory=lambda: Where(FILE))


def events_of(nodes: dict[str, Node]) -> Events:
    """Read events.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Events(
        classes=tuple(_class(one) for one in top.each("classes")),
        verified=top.flag("verified"),
        where=top.where,
    )


def _class(fields: Fields) -> EventClass:
    return EventClass(
        code=fields.must("code"),
        title=fields.text("title"),
        group=fields.must("group"),
        kinds=tuple(
            EventKind(
                code=one.must("code"),
                title=one.text("title"),
                matter=one.must("matter"),
                words=one.words("words"),
                icon=one.word("icon"),
                where=one.where,
            )
            for one in fields.each("kinds")
        ),
        where=fields.where,
    )


def compiled(events: Events) -> dict[str, kernel.EventKind]:
    """Return the tree by code: each class, then its kinds."""
    found: dict[str, kernel.EventKind] = {}
    for one in events.classes:
        code, group = str(one.code), str(one.group)
        found[code] = kernel.EventKind(code, one.title.plain(), group)
        for kind in one.kinds:
            found[str(kind.code)] = kernel.EventKind(
                code=str(kind.code),
                title=kind.title.plain(),
                group=group,
                parent=code,
                matter=str(kind.matter),
                words=tuple(map(str, kind.words)),
                icon=str(kind.icon or ""),
            )
    return found
