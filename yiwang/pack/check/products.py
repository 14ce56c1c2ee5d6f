"""Shared data: products, grants and what forms fill in from them (政务数据资源、共享授权、预填)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Grant, Product, ProductField, Terms, terms_of
from yiwang.pack.matters import Matter
from yiwang.pack.where import Word, Words

SHARING = {
    "unconditional": ("无条件共享", "shared unconditionally"),
    "conditional": ("有条件共享", "shared on conditions"),
    "none": ("不予共享", "not to be shared"),
}
# Types of form fields that hold a value of a product field.
FITS = {
    "string": {"string"},
    "date": {"string"},
    "number": {"number"},
    "integer": {"integer", "number"},
    "boolean": {"boolean"},
}


@dataclass(frozen=True, slots=True)
class Use:
    """A form field that is filled in from a field of a product."""

    matter: Matter
    name: str
    terms: Terms
    product: Product
    field: ProductField


def products_of(seen: Examination) -> dict[str, Product]:
    """Return the products by id."""
    return {str(product.id): product for product in seen.pack.governed.products}


def uses_of(seen: Examination) -> Iterator[Use]:
    """Yield every use of a product by a form, where both ends exist."""
    products = products_of(seen)
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            product = products.get(str(terms.product)) if terms.product else None
            field = product.fields.get(str(terms.product_field)) if product else None
            if product and field:
                yield Use(matter, name, terms, product, field)


def in_period(seen: Examination, since: Word | None, until: Word | None) -> bool:
    """Say whether the day of the check lies in a period."""
    day = seen.on.isoformat()
    return (since is None or str(since) <= day) and (until is None or day <= str(until))


@rule("YW401")
def every_product_and_grant_names_what_exists(seen: Examination) -> Iterator[Finding]:
    """资源、授权、预填里写的单位、事项、数据项、岗位、条款都存在。

    Every body, matter, field, position and clause that a product, a grant or a prefill names exists.
    """
    products = products_of(seen)
    for product in products.values():
        about = (str(product.title), product.title.en)
        yield from _unknown(product.owner, seen.bodies, about, ("单位", "body"))
        for citation in product.sharing_basis:
            yield from _unknown(citation, seen.clauses, about, ("条款", "clause"))
    for grant in seen.pack.governed.grants:
        yield from _in_grant(seen, grant, products)
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            about = (f"{matter.title} ({name})", f"{matter.title.en} ({name})")
            if not seen.unread("products/"):
                yield from _unknown(terms.product, products, about, ("资源", "product"))
            held = products.get(str(terms.product)) if terms.product else None
            if held:
                yield from _unknown(terms.product_field, held.fields, about, ("数据项", "field"))


def _in_grant(seen: Examination, grant: Grant, products: dict[str, Product]) -> Iterator[Finding]:
    about = (str(grant.title), grant.title.en)
    positions = {str(position.id) for position in seen.pack.positions}
    if not seen.unread("products/"):
        yield from _unknown(grant.product, products, about, ("资源", "product"))
    yield from _unknown(grant.to, {*seen.bodies, *seen.functions}, about, ("单位或职能", "body or function"))
    for matter in grant.matters:
        yield from _unknown(matter, seen.matters, about, ("事项", "matter"))
    product = products.get(str(grant.product))
    for field in grant.fields if product else ():
        assert product is not None
        yield from _unknown(field, product.fields, about, ("数据项", "field"))
    for citation in grant.basis:
        yield from _unknown(citation, seen.clauses, about, ("条款", "clause"))
    for position in grant.approvers:
        yield from _unknown(position, positions, about, ("岗位", "position"))


def _unknown(
    word: Word | None, known: Collection[str], about: tuple[str, str], kind: tuple[str, str]
) -> Iterator[Finding]:
    if word and str(word) not in known:
        yield found(
            word.where,
            (f"{about[0]}: 没有{kind[0]} {word}。", f"{about[1]}: there is no {kind[1]} {word}."),
            nearest(str(word), known),
        )


@rule("YW402")
def nothing_is_asked_that_sharing_gives(seen: Examination) -> Iterator[Finding]:
    """共享能取得的不再问: 字段的概念在可共享的资源里有, 就从那里预填 (政务数据共享条例第十九条)。

    What sharing gives is not asked for: a field whose concept a shareable product holds is prefilled from it.
    """
    holding: dict[str, list[tuple[Product, ProductField]]] = {}
    for product in seen.pack.governed.products:
        for field in product.fields.values():
            # What a product is looked up by is asked of it, not given by it.
            given = field.name != product.key
            if given and product.shareable and in_period(seen, product.since, product.until):
                holding.setdefault(str(field.concept), []).append((product, field))
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            held = holding.get(str(terms.concept)) if terms.concept else None
            if held and terms.concept and terms.product is None:
                product, field = held[0]
                there = field.name.where.seen_from(terms.concept.where)
                yield found(
                    terms.concept.where,
                    (
                        f"{matter.title}: 要填的 {name} ({terms.concept}) 在“{product.title}”里有 "
                        f"({product.id}.{field.name}, {there[0]}), 是{SHARING[product.sharing][0]}的, 不该"
                        "再问。",
                        f"{matter.title.en}: {name} ({terms.concept}) is asked for, but “{product.title.en}” "
                        f"holds it ({product.id}.{field.name}, {there[1]}) and is "
                        f"{SHARING[product.sharing][1]}.",
                    ),
                    (
                        f"写上 x-yw-prefill: {{product: {product.id}, field: {field.name}}}, 并取得授权。",
                        f"Write x-yw-prefill: {{product: {product.id}, field: {field.name}}}, under a grant.",
                    ),
                )


@rule("YW403")
def every_prefill_fits(seen: Examination) -> Iterator[Finding]:
    """预填的字段与资源的数据项概念相同, 类型相合, 资源当天在提供。

    A prefilled field has the concept and type of the product's field, and the product is provided that day.
    """
    for use in uses_of(seen):
        about = (f"{use.matter.title}的 {use.name}", f"{use.name} of {use.matter.title.en}")
        source = f"{use.product.id}.{use.field.name}"
        assert use.terms.product is not None
        where = use.terms.product.where
        if use.terms.concept != use.field.concept:
            yield found(
                where,
                (
                    f"{about[0]}的概念是 {use.terms.concept or '(没有写)'}, {source} 的是 "
                    f"{use.field.concept}。",
                    f"{about[1]} is {use.terms.concept or '(no concept)'}, {source} is {use.field.concept}.",
                ),
                ("写相同的 x-yw-concept, 或换一个数据项。", "Write the same x-yw-concept, or another field."),
            )
        elif str(use.terms.type) not in FITS.get(str(use.field.type), {str(use.terms.type)}):
            yield found(
                where,
                (
                    f"{about[0]}的类型是 {use.terms.type}, {source} 的是 {use.field.type}。",
                    f"{about[1]} is of the type {use.terms.type}, {source} of the type {use.field.type}.",
                ),
                ("改其中一个的类型。", "Correct one of the types."),
            )
        if not in_period(seen, use.product.since, use.product.until):
            yield found(
                where,
                (
                    f"{about[0]}从 {use.product.id} 预填, 它只在 "
                    f"{_period(use.product.since, use.product.until)} "
                    f"提供, 当天是 {seen.on}。",
                    f"{about[1]} is filled in from {use.product.id}, which is provided only "
                    f"{_period(use.product.since, use.product.until)}; the day is {seen.on}.",
                ),
                ("改用在提供的资源。", "Use a product that is provided."),
            )


def _period(since: Word | None, until: Word | None) -> str:
    return f"{since or '…'} – {until or '…'}"


@rule("YW405")
def nothing_reaches_what_may_not_be_shared(seen: Examination) -> Iterator[Finding]:
    """不予共享的资源不授权、不预填; 列为不予共享的, 写明法律、行政法规或者国务院决定的条款。

    What is not to be shared is neither granted nor filled in; a product is only closed by a named clause.
    """
    closed = {name: product for name, product in products_of(seen).items() if product.sharing == "none"}
    for product in closed.values():
        if not product.sharing_basis:
            yield found(
                product.sharing.where,
                (
                    f"{product.title}列为不予共享, 没有写依据的条款 sharing_basis。",
                    f"{product.title.en} is not to be shared, and no clause says so in sharing_basis.",
                ),
                ("写上条款, 或改为有条件共享。", "Cite the clause, or share it on conditions."),
            )
    wanted = [
        (grant.product, f"授权 {grant.id}", f"the grant {grant.id}") for grant in seen.pack.governed.grants
    ]
    for matter in seen.pack.matters:
        for name, terms in terms_of(matter).items():
            if terms.product:
                wanted.append((terms.product, f"{matter.title}的 {name}", f"{name} of {matter.title.en}"))
    yield from _wired(seen, closed)
    for word, zh, en in wanted:
        found_closed = closed.get(str(word))
        if found_closed:
            there = found_closed.sharing.where.seen_from(word.where)
            yield found(
                word.where,
                (
                    f"{zh}用到“{found_closed.title}”, 它不予共享 ({there[0]})。",
                    f"{en} reaches “{found_closed.title.en}”, which is not to be shared ({there[1]}).",
                ),
                ("去掉这一处。", "Remove this use."),
            )


def _wired(seen: Examination, closed: dict[str, Product]) -> Iterator[Finding]:
    """Wiring that carries to another matter what only a closed product holds."""
    shared = {
        str(field.concept)
        for product in seen.pack.governed.products
        if product.shareable
        for field in product.fields.values()
    }
    held = {str(field.concept): one for one in closed.values() for field in one.fields.values()}
    for wire in seen.pack.governed.wires:
        first = seen.matters.get(str(wire.matter))
        here = terms_of(first) if first and wire.matter != wire.asked else {}
        for _, source in wire.facts:
            concept = str(here[str(source)].concept) if str(source) in here else ""
            if concept in held and concept not in shared:
                yield found(
                    source.where,
                    (
                        f"接线 {wire.id} 带出 {source} ({concept}), “{held[concept].title}”不予共享。",
                        f"The wiring {wire.id} carries {source} ({concept}), but "
                        f"“{held[concept].title.en}” is not to be shared.",
                    ),
                    ("不带这个事实。", "Do not carry it."),
                )


@rule("YW406")
def what_sharing_rests_on_was_read(seen: Examination) -> Iterator[Finding]:
    """资源目录和授权的原件、依据的条款读过。

    The catalogue, the grants and the clauses that sharing rests on were read.
    """
    governed = seen.pack.governed
    listed: list[tuple[Product | Grant, Words]] = [(one, one.sharing_basis) for one in governed.products]
    listed += [(grant, grant.basis) for grant in governed.grants]
    for one, basis in listed:
        clauses = [seen.clauses.get(str(word)) for word in basis]
        unread = [clause.citation for clause in clauses if clause and not clause.verified]
        if one.verified and not unread:
            continue
        why = [*([] if one.verified else ["verified: false"]), *unread]
        yield found(
            one.where,
            (
                f"{one.title} ({one.id}) 未核实: {'、'.join(why)}。",
                f"{one.title.en} ({one.id}) was not verified: {', '.join(why)}.",
            ),
            ("读过原件后, 把 verified 改为 true。", "Read it, then set verified: true."),
            Level.WARNING,
        )
