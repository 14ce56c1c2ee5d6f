"""From what a pack says of data and duties to the kernel's products, grants and wires."""

from __future__ import annotations

from datetime import date

from yiwang.kernel import matter as kernel
from yiwang.kernel.duty import Duty as CompiledDuty
from yiwang.kernel.products import Fed, Kept, Quota
from yiwang.kernel.products import Grant as CompiledGrant
from yiwang.kernel.products import Product as CompiledProduct
from yiwang.pack.governed import FromResult, Governed, Grant, Product, Wire
from yiwang.pack.text import Text
from yiwang.pack.where import Word

USUAL = Quota()


def products(governed: Governed) -> dict[str, CompiledProduct]:
    """Return the products by id."""
    return {str(one.id): _product(one) for one in governed.products}


def grants(governed: Governed) -> dict[str, CompiledGrant]:
    """Return the grants by id; one without its two days is none, and a finding says so."""
    found = (_grant(one) for one in governed.grants)
    return {one.id: one for one in found if one is not None}


def duties(governed: Governed) -> dict[str, CompiledDuty]:
    """Return the duties by id."""
    return {
        str(one.id): CompiledDuty(
            id=str(one.id),
            title=one.title.plain(),
            clause=str(one.clause),
            says=one.says.plain(),
            body=str(one.owner.body) if one.owner is not None and one.owner.body else "",
            evidence=one.shown_by.plain(),
            query=str(one.query or ""),
            note=_plain(one.note),
        )
        for one in governed.duties
    }


def wire(one: Wire) -> kernel.Wire:
    """Return an entry of the wiring."""
    return kernel.Wire(
        id=str(one.id),
        title=one.title.plain(),
        matter=str(one.matter),
        event=str(one.event),
        asked=str(one.asked),
        command=str(one.command),
        condition=str(one.condition or ""),
        facts=tuple((str(target), str(source)) for target, source in one.facts),
        position=str(one.position or ""),
        clock=str(one.clock or ""),
    )


def _product(product: Product) -> CompiledProduct:
    return CompiledProduct(
        id=str(product.id),
        title=product.title.plain(),
        owner=str(product.owner),
        sharing=str(product.sharing),
        titles={name: one.title.plain() for name, one in product.fields.items()},
        types={name: str(one.type) for name, one in product.fields.items()},
        fed=_fed(product.fed),
        since=_day(product.since),
        until=_day(product.until),
        says=_plain(product.says),
        basis=tuple(map(str, product.sharing_basis)),
        conditions=_plain(product.conditions),
        opening=str(product.opening or "none"),
        way=str(product.way),
        updates=str(product.updates or ""),
        retention=str(product.retention or ""),
        key=str(product.key or ""),
        dated_by=str(product.dated_by or ""),
        classes={
            name: Kept(str(one.concept), str(one.data_class), str(one.personal))
            for name, one in product.fields.items()
        },
        synthetic=_plain(product.synthetic),
        verified=product.verified,
    )


def _plain(text: Text | None) -> dict[str, str]:
    return text.plain() if text is not None else {}


def _fed(fed: FromResult | None) -> Fed | None:
    if fed is None:
        return None
    return Fed(str(fed.matter), {str(name): str(source) for name, source in fed.fields})


def _grant(grant: Grant) -> CompiledGrant | None:
    since, until = _day(grant.since), _day(grant.until)
    if since is None or until is None:
        return None
    return CompiledGrant(
        id=str(grant.id),
        title=grant.title.plain(),
        purpose=grant.purpose.plain(),
        product=str(grant.product),
        to=str(grant.to),
        matters=tuple(map(str, grant.matters)),
        fields=tuple(map(str, grant.fields)),
        since=since,
        until=until,
        basis=tuple(map(str, grant.basis)),
        masks={str(name): str(of) for name, of in grant.masks},
        rows=str(grant.rows or ""),
        quota=Quota(calls=grant.calls or USUAL.calls, at_once=grant.at_once or USUAL.at_once),
    )


def _day(word: Word | None) -> date | None:
    try:
        return date.fromisoformat(str(word)) if word else None
    except ValueError:
        return None
