"""Where a product is used: the forms that are filled in from it, the materials it stands in for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from yiwang.kernel.matter import City, Matter, Text


class Use(msgspec.Struct, frozen=True):
    """One use of a product by a matter.

    Attributes:
        grant: under which; "" where the form names the product itself. what: the field or material.
    """

    product: str
    grant: str
    matter: str
    what: Text
    way: str  # fills-in, stands-in


def uses(city: City) -> dict[str, tuple[Use, ...]]:
    """Return the uses of each product, in the order of the matters and their forms."""
    found: dict[str, list[Use]] = {id: [] for id in city.products}
    for matter in city.matters.values():
        for use in (*_filled(city, matter), *_stood_in(city, matter)):
            found.setdefault(use.product, []).append(use)
    return {id: tuple(several) for id, several in found.items()}


def _filled(city: City, matter: Matter) -> Iterator[Use]:
    for name, field in _fields(matter.form):
        title = field.get("x-yw-title") or {"zh": name, "en": name}
        source, prefill = field.get("x-yw-source") or {}, field.get("x-yw-prefill") or {}
        source = source if isinstance(source, dict) else {}
        grant = city.grants.get(str(source.get("grant", "")))
        if grant is not None:
            yield Use(grant.product, grant.id, matter.id, title, "fills-in")
            continue
        product = str(source.get("product") or prefill.get("product") or "")
        if product in city.products:
            yield Use(product, "", matter.id, title, "fills-in")


def _stood_in(city: City, matter: Matter) -> Iterator[Use]:
    for material in matter.guide.materials:
        grant = city.grants.get(material.covered_by)
        if grant is not None:
            yield Use(grant.product, grant.id, matter.id, material.title, "stands-in")


def _fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of a form, those of repeating groups too."""
    for name, field in (schema.get("properties") or {}).items():
        if not isinstance(field, dict):
            continue
        yield name, field
        yield from _fields(field)
        items = field.get("items")
        if isinstance(items, dict):
            yield from _fields(items)
