"""events.yaml (事件分类) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from yiwang.kernel import matter as kernel
from yiwang.kernel.event_rules import RATES, EventRules
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
class Rules:
    """How events are dispatched, sent back, checked and kept open."""

    desk: Word
    steps: dict[str, Word]
    limits: dict[str, Word | None]
    times: int
    evidence: dict[Word, Words]
    causes: dict[str, Text]
    weights: dict[str, Word]
    at_least: int
    map_cell: Word | None
    where: Where


STEPS = ("handle", "check", "answer")


@dataclass(frozen=True, slots=True)
class Events:
    """events.yaml; without it nothing is reported to a city."""

    classes: tuple[EventClass, ...] = ()
    verified: bool = False
    rules: Rules | None = None
    where: Where = field(default_factory=lambda: Where(FILE))


def events_of(nodes: dict[str, Node]) -> Events:
    """Read events.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Events(
        classes=tuple(_class(one) for one in top.each("classes")),
        verified=top.flag("verified"),
        rules=_rules(top.under("rules")),
        where=top.where,
    )


def _rules(fields: Fields | None) -> Rules | None:
    if fields is None:
        return None
    objection, steps = fields.under("object"), fields.under("steps")
    evidence, causes, weights = (fields.under(name) for name in ("evidence", "causes", "weights"))
    named = fields.mapping("evidence")
    return Rules(
        desk=fields.must("desk"),
        steps={one: steps.must(one) for one in STEPS} if steps else {},
        limits={
            "respond": fields.word("respond"),
            "object_within": objection.word("within") if objection else None,
            "review": objection.word("review") if objection else None,
            "whistle": fields.word("whistle"),
            "hold_at_most": fields.word("hold_at_most"),
        },
        times=objection.whole("times", 2) if objection else 2,
        evidence={named.keys[one]: evidence.words(one) for one in named.entries}
        if named and evidence
        else {},
        causes={one: causes.text(one) for one in causes.entries} if causes else {},
        weights={one: weights.must(one) for one in RATES} if weights else {},
        at_least=fields.whole("at_least", 10),
        map_cell=drawn.must("cell") if (drawn := fields.under("public_map")) else None,
        where=fields.where,
    )


def compiled_rules(events: Events) -> EventRules:
    """Return how events are handled, for the kernel."""
    rules = events.rules
    if rules is None:
        return EventRules()
    return EventRules(
        desk=str(rules.desk),
        object_times=rules.times,
        evidence={str(step): tuple(map(str, pictures)) for step, pictures in rules.evidence.items()},
        causes={name: one.plain() for name, one in rules.causes.items()},
        weights={name: weight_of(one) for name, one in rules.weights.items()},
        at_least=rules.at_least,
        map_cell=str(rules.map_cell or ""),
        **{name: str(one or "") for name, one in rules.limits.items()},
        **{name: str(one) for name, one in rules.steps.items()},
    )


def weight_of(word: Word) -> Decimal:
    """Return a weight; 0 where it is none."""
    try:
        return Decimal(str(word))
    except InvalidOperation:
        return Decimal(0)


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
