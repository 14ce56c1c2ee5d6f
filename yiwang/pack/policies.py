"""policies/<id>.yaml (免申即享的政策) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yiwang.kernel import policy as kernel
from yiwang.pack.fields import Fields, text_of, word_of
from yiwang.pack.governed import Governed, Grant, Product
from yiwang.pack.nodes import Node, Scalar
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FOLDER = "policies/"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition; `name` is how its field is called in expressions, the field's own name if not written."""

    says: Text
    grant: Word
    field: Word
    name: Word
    when: Word
    clause: Word
    labels: dict[str, Text]
    where: Where


@dataclass(frozen=True, slots=True)
class Amount:
    """What is paid: rows of (when, gives); a fixed sum and a formula are one row without `when`."""

    rows: tuple[tuple[Word | None, Word], ...]
    says: tuple[Text | None, ...]
    per: Word
    what: Text | None
    verified: bool
    where: Where


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy."""

    id: Word
    title: Text
    says: Text
    matter: Word
    audience: Word
    body: Word
    basis: Words
    conditions: tuple[Condition, ...]
    amount: Amount
    since: Word
    until: Word
    days: int
    complain: Text
    answers: tuple[tuple[Word, Word], ...]
    asks: Words
    verified: bool
    synthetic: Text | None
    where: Where


def policies_of(nodes: dict[str, Node]) -> tuple[Policy, ...]:
    """Read every file of `policies/`; what is not written is empty."""
    files = sorted(file for file in nodes if file.startswith(FOLDER))
    return tuple(_policy(file, Fields(nodes[file], Where(file))) for file in files)


def _policy(file: str, fields: Fields) -> Policy:
    answers = fields.mapping("answers")
    given = [(answers.keys[key], word_of(node)) for key, node in answers.entries.items()] if answers else []
    return Policy(
        id=Word(file.removeprefix(FOLDER).removesuffix(".yaml"), Where(file)),
        title=fields.text("title"),
        says=fields.text("says"),
        matter=fields.must("matter"),
        audience=fields.must("audience"),
        body=fields.must("body"),
        basis=fields.words("basis"),
        conditions=tuple(_condition(one) for one in fields.each("conditions")),
        amount=_amount(fields.under("amount") or Fields(None, fields.where)),
        since=fields.must("from"),
        until=fields.must("until"),
        days=fields.whole("days"),
        complain=fields.text("complain"),
        answers=tuple((field, gives) for field, gives in given if gives is not None),
        asks=fields.words("asks"),
        verified=fields.flag("verified"),
        synthetic=fields.maybe_text("synthetic"),
        where=fields.where,
    )


def _condition(fields: Fields) -> Condition:
    labels = fields.mapping("labels")
    read = {str(key): text_of(node) for key, node in labels.entries.items()} if labels else {}
    field = fields.must("field")
    return Condition(
        says=fields.text("says"),
        grant=fields.must("grant"),
        field=field,
        name=fields.word("as") or field,
        when=fields.must("when"),
        clause=fields.must("clause"),
        labels={key: text for key, text in read.items() if text is not None},
        where=fields.where,
    )


def _amount(fields: Fields) -> Amount:
    rows = [
        (one.word("when"), gives, one.maybe_text("says"))
        for one in fields.each("table")
        if (gives := _gives(one, "gives")) is not None
    ]
    for key in ("fixed", "feel"):
        gives = _gives(fields, key)
        if gives is not None:
            rows.append((None, gives, None))
    return Amount(
        rows=tuple((when, gives) for when, gives, _ in rows),
        says=tuple(says for _, _, says in rows),
        per=fields.must("per"),
        what=fields.maybe_text("what"),
        verified=fields.flag("verified"),
        where=fields.where,
    )


def _gives(fields: Fields, key: str) -> Word | None:
    """Return a sum or an expression: decimals are written as text, whole numbers may be bare."""
    node = fields.node(key)
    if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
        return Word(str(node.value), node.where)
    return word_of(node)


def compiled(given: tuple[Policy, ...], governed: Governed) -> dict[str, kernel.Policy]:
    """Return the kernel's policies, by id, each with what is shown of the data it reads."""
    grants = {str(one.id): one for one in governed.grants}
    products = {str(one.id): one for one in governed.products}
    return {str(one.id): of_kernel(one, grants, products) for one in given}


def of_kernel(one: Policy, grants: dict[str, Grant], products: dict[str, Product]) -> kernel.Policy:
    """Return one policy as the kernel takes it; what is not there is empty."""
    return kernel.Policy(
        id=str(one.id),
        title=one.title.plain(),
        says=one.says.plain(),
        matter=str(one.matter),
        audience=str(one.audience),
        body=str(one.body),
        basis=tuple(map(str, one.basis)),
        conditions=tuple(_compiled(condition, grants, products) for condition in one.conditions),
        amount=kernel.Amount(
            rows=tuple((str(when or ""), str(gives)) for when, gives in one.amount.rows),
            says=tuple(says.plain() if says is not None else {} for says in one.amount.says),
            per=str(one.amount.per),
            what=one.amount.what.plain() if one.amount.what is not None else {},
            verified=one.amount.verified,
        ),
        since=day(one.since) or date.max,
        until=day(one.until) or date.min,
        days=one.days,
        complain=one.complain.plain(),
        answers=tuple((str(field), str(gives)) for field, gives in one.answers),
        asks=tuple(map(str, one.asks)),
        verified=one.verified,
        synthetic=one.synthetic.plain() if one.synthetic is not None else {},
    )


def _compiled(one: Condition, grants: dict[str, Grant], products: dict[str, Product]) -> kernel.Condition:
    grant = grants.get(str(one.grant))
    product = products.get(str(grant.product)) if grant else None
    field = product.fields.get(str(one.field)) if product else None
    return kernel.Condition(
        name=str(one.name),
        says=one.says.plain(),
        grant=str(one.grant),
        field=str(one.field),
        when=str(one.when),
        clause=str(one.clause),
        type=str(field.type) if field else "string",
        field_title=field.title.plain() if field else {},
        product_title=product.title.plain() if product else {},
        grant_title=grant.title.plain() if grant else {},
        grant_until=day(grant.until) if grant else None,
        owner=str(product.owner) if product else "",
        labels={key: text.plain() for key, text in one.labels.items()},
    )


def day(word: Word | None) -> date | None:
    """Return a day, None where it is none."""
    try:
        return date.fromisoformat(str(word)) if word else None
    except ValueError:
        return None
