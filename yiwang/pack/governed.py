"""What governs a city's data and duties (政务数据资源、共享授权、接线、职责、用语).

Read from the nodes of `products/`, `grants/`, `duties/`, `wiring.yaml` and `glossary.yaml`; every value
remembers where it was written, and what is missing is empty (its finding stands in `Pack.findings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from yiwang.pack.fields import Fields, word_of
from yiwang.pack.invented import Invented, invented_of
from yiwang.pack.matters import Lead, Matter
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class ProductField:
    """A field (数据项) of a product. `personal`: none, ordinary or sensitive."""

    name: Word
    title: Text
    concept: Word
    type: Word
    data_class: Word
    personal: Word


@dataclass(frozen=True, slots=True)
class FromResult:
    """The matter whose results feed a product. `fields`: field of the product → where in the result.

    `reason`: why a body may provide what another grants.
    """

    matter: Word
    fields: tuple[tuple[Word, Word], ...]
    reason: Text | None
    where: Where


@dataclass(frozen=True, slots=True)
class Product:
    """products/<id>.yaml (政务数据资源). `sharing`: unconditional, conditional or none.

    `key`: the field it is looked up by. `dated_by`: the field that says of which day a row is.
    `papers`: titles of papers whose content it holds.
    """

    id: Word
    title: Text
    owner: Word
    sharing: Word
    sharing_basis: Words
    fields: dict[str, ProductField]
    since: Word | None
    until: Word | None
    retention: Word | None
    way: Word
    fed: FromResult | None
    verified: bool
    where: Where
    says: Text | None = None
    conditions: Text | None = None
    opening: Word | None = None
    updates: Word | None = None
    synthetic: Text | None = None
    key: Word | None = None
    dated_by: Word | None = None
    invented: Invented | None = None
    papers: Words = ()

    @property
    def shareable(self) -> bool:
        """Whether it may be shared at all."""
        return self.sharing in ("unconditional", "conditional")


@dataclass(frozen=True, slots=True)
class Grant:
    """grants/<id>.yaml (共享授权): one product, to one body or function, for some matters, for some time.

    `masks`: field → class. `rows`: FEEL. `calls`, `at_once`: of the quota; 0 where it is not said.
    """

    id: Word
    title: Text
    purpose: Text
    product: Word
    to: Word
    matters: Words
    fields: Words
    since: Word
    until: Word
    basis: Words
    approvers: Words
    agreed_on: Words
    verified: bool
    where: Where
    masks: tuple[tuple[Word, Word], ...] = ()
    rows: Word | None = None
    calls: int = 0
    at_once: int = 0
    at_once_where: Where | None = None


@dataclass(frozen=True, slots=True)
class Wire:
    """An entry of wiring.yaml (接线). `facts`: field of the second matter → field of the first."""

    id: Word
    title: Text
    matter: Word
    event: Word
    condition: Word | None
    asked: Word
    command: Word
    facts: tuple[tuple[Word, Word], ...]
    grant: Word | None
    position: Word | None
    clock: Word | None
    basis: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Duty:
    """duties/<id>.yaml (职责): what a clause demands of a body, how often, shown by what."""

    id: Word
    title: Text
    clause: Word
    owner: Lead | None
    cadence: Word
    evidence: Word
    matter: Word | None
    where: Where
    says: Text
    shown_by: Text
    query: Word | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of glossary.yaml (用语): the word, and what the thing is not called, by language."""

    term: Text
    forbidden: dict[str, Words]
    spared: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Terms:
    """What a form field says of its data: its concept, class, purpose, retention, and source.

    `grant`, `granted_field`: of `x-yw-source: {from: grant}`, under which a result of the city is read.
    `looked_up`: the `x-yw-source` that names a product; `product`, `product_field` are then its.
    """

    concept: Word | None
    personal: str
    data_class: Word | None
    purpose: Text | None
    retention: Word | None
    product: Word | None
    product_field: Word | None
    grant: Word | None
    granted_field: Word | None
    type: Word
    kind: str
    where: Where
    looked_up: Fields | None = None


@dataclass(frozen=True, slots=True)
class Governed:
    """All of it."""

    products: tuple[Product, ...] = ()
    grants: tuple[Grant, ...] = ()
    wires: tuple[Wire, ...] = ()
    duties: tuple[Duty, ...] = ()
    terms: tuple[Term, ...] = ()


def governed_of(nodes: dict[str, Node]) -> Governed:
    """Read every file that governs data and duties."""
    return Governed(
        products=_each(nodes, "products/", _product),
        grants=_each(nodes, "grants/", _grant),
        wires=tuple(_wire(fields) for fields in _entries(nodes.get("wiring.yaml"))),
        duties=_each(nodes, "duties/", _duty),
        terms=tuple(_term(fields) for fields in _entries(nodes.get("glossary.yaml"))),
    )


def _entries(node: Node | None) -> Iterator[Fields]:
    for item in node.items if isinstance(node, Listing) else ():
        if isinstance(item, Mapping):
            yield Fields(item, item.where)


def _each(nodes: dict[str, Node], folder: str, read: Callable[[Word, Fields], Read]) -> tuple[Read, ...]:
    files = sorted(file for file in nodes if file.startswith(folder))
    return tuple(
        read(
            Word(file.removeprefix(folder).removesuffix(".yaml"), Where(file)),
            Fields(nodes[file], Where(file)),
        )
        for file in files
    )


def _product(name: Word, fields: Fields) -> Product:
    listed = fields.mapping("fields")
    found = {}
    for key, node in (listed.entries if listed else {}).items():
        assert listed is not None
        one = Fields(node, node.where)
        found[str(key)] = ProductField(
            name=listed.keys[key],
            title=one.text("title"),
            concept=one.must("concept"),
            type=one.must("type"),
            data_class=one.must("class"),
            personal=one.must("personal"),
        )
    return Product(
        id=name,
        title=fields.text("title"),
        owner=fields.must("owner"),
        sharing=fields.must("sharing"),
        sharing_basis=fields.words("sharing_basis"),
        fields=found,
        since=fields.word("from"),
        until=fields.word("until"),
        retention=fields.word("retention"),
        way=fields.must("way"),
        fed=_from_result(fields.under("from_result")),
        verified=fields.flag("verified"),
        where=fields.where,
        says=fields.maybe_text("says"),
        conditions=fields.maybe_text("conditions"),
        opening=fields.word("opening"),
        updates=fields.word("updates"),
        synthetic=fields.maybe_text("synthetic"),
        key=fields.word("key"),
        dated_by=fields.word("dated_by"),
        invented=invented_of(fields.under("synthetic_data")),
        papers=fields.words("papers"),
    )


def _from_result(fields: Fields | None) -> FromResult | None:
    if fields is None:
        return None
    listed = fields.mapping("fields")
    fed = [(listed.keys[key], word_of(node)) for key, node in listed.entries.items()] if listed else []
    return FromResult(
        matter=fields.must("matter"),
        fields=tuple((target, source) for target, source in fed if source is not None),
        reason=fields.maybe_text("reason"),
        where=fields.where,
    )


def _grant(name: Word, fields: Fields) -> Grant:
    listed, quota = fields.mapping("masks"), fields.under("quota") or Fields(None, fields.where)
    masks = [(listed.keys[key], word_of(node)) for key, node in listed.entries.items()] if listed else []
    at_once = quota.node("at_once")
    return Grant(
        id=name,
        title=fields.text("title"),
        purpose=fields.text("purpose"),
        product=fields.must("product"),
        to=fields.must("to"),
        matters=fields.words("matters"),
        fields=fields.words("fields"),
        since=fields.must("from"),
        until=fields.must("until"),
        basis=fields.words("basis"),
        approvers=tuple(one.must("position") for one in fields.each("approved_by")),
        agreed_on=tuple(one.must("on") for one in fields.each("approved_by")),
        verified=fields.flag("verified"),
        where=fields.where,
        masks=tuple((name, of) for name, of in masks if of is not None),
        rows=fields.word("rows"),
        calls=quota.whole("calls"),
        at_once=quota.whole("at_once"),
        at_once_where=at_once.where if at_once is not None else None,
    )


def _wire(fields: Fields) -> Wire:
    when = fields.under("when") or Fields(None, fields.where)
    ask = fields.under("ask") or Fields(None, fields.where)
    through = fields.under("through") or Fields(None, fields.where)
    facts = fields.mapping("facts")
    carried = [(facts.keys[key], word_of(node)) for key, node in facts.entries.items()] if facts else []
    return Wire(
        id=fields.must("id"),
        title=fields.text("title"),
        matter=when.must("matter"),
        event=when.must("event"),
        condition=when.word("condition"),
        asked=ask.must("matter"),
        command=ask.must("command"),
        facts=tuple((target, source) for target, source in carried if source is not None),
        grant=fields.word("grant"),
        position=through.word("position"),
        clock=through.word("clock"),
        basis=fields.words("basis"),
        where=fields.where,
    )


def _duty(name: Word, fields: Fields) -> Duty:
    owner = fields.under("owner")
    evidence = fields.under("evidence") or Fields(None, fields.where)
    return Duty(
        id=name,
        title=fields.text("title"),
        clause=fields.must("clause"),
        owner=Lead(owner.word("body"), owner.word("function"), owner.word("level"), owner.where)
        if owner
        else None,
        cadence=fields.must("cadence"),
        evidence=evidence.must("kind"),
        matter=fields.word("matter"),
        where=fields.where,
        says=fields.text("says"),
        shown_by=evidence.text("title"),
        query=evidence.word("query"),
        note=fields.maybe_text("note"),
    )


def _term(fields: Fields) -> Term:
    forbidden = fields.words("not")
    return Term(
        term=fields.text("term"),
        forbidden={
            "zh": tuple(word for word in forbidden if not word.isascii()),
            "en": tuple(word for word in forbidden if word.isascii()),
        },
        spared=fields.words("except"),
        where=fields.where,
    )


def terms_of(matter: Matter) -> dict[str, Terms]:
    """Return what each field of a matter's form says of its data, by the field's name."""
    properties = matter.form.node.entries.get("properties") if matter.form else None
    found = {}
    for name, node in (properties.entries if isinstance(properties, Mapping) else {}).items():
        if isinstance(node, Mapping):
            found[str(name)] = _terms(Fields(node, node.where))
    return found


def _terms(field: Fields) -> Terms:
    personal = field.node("x-yw-personal")
    value = personal.value if isinstance(personal, Scalar) else False
    prefill = field.under("x-yw-prefill") or Fields(None, field.where)
    source = field.under("x-yw-source") or Fields(None, field.where)
    granted = source if source.word("from") == "grant" else Fields(None, field.where)
    looked_up = source.word("product") is not None
    held = source if looked_up else prefill
    return Terms(
        concept=field.word("x-yw-concept"),
        personal={True: "ordinary", "sensitive": "sensitive"}.get(value, "none")
        if isinstance(value, bool | str)
        else "none",
        data_class=field.word("x-yw-class"),
        purpose=field.maybe_text("x-yw-purpose"),
        retention=field.word("x-yw-retention"),
        product=held.word("product"),
        product_field=held.word("field"),
        looked_up=source if looked_up else None,
        grant=granted.word("grant"),
        granted_field=granted.word("field"),
        type=field.must("type"),
        kind=str(field.word("x-yw-kind") or ""),
        where=field.where,
    )
