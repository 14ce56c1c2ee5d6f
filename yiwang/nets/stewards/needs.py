"""What forms ask for that no product holds, and what they ask for although a product holds it. Pure.

A form field names its concept; a product's field names the concept it holds. What is asked for and held by
nobody is a need that nobody meets, most asked first. What is asked for although a product that may be shared
holds it, and is not filled in from there, is collected again.

Source: 政务数据共享条例 第十九条 (nothing is collected again that sharing gives; unverified).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from yiwang.kernel.matter import City, Text


class Need(msgspec.Struct, frozen=True):
    """A concept that no product holds today: how the first form calls it, and the matters that ask for it."""

    concept: str
    title: Text
    matters: tuple[str, ...]


class AskedAgain(msgspec.Struct, frozen=True):
    """A field of a form that asks for what `product` holds in `held`, and is not filled in from it."""

    matter: str
    field: str
    title: Text
    concept: str
    product: str
    held: str


def unmet(city: City, today: date) -> list[Need]:
    """Return the concepts that forms ask for and no product holds today, most asked first."""
    held = _held(city, today)
    found: dict[str, tuple[Text, dict[str, None]]] = {}
    for matter, name, field in _fields(city):
        concept = str(field.get("x-yw-concept") or "")
        if concept and concept not in held:
            title = field.get("x-yw-title") or {"zh": name, "en": name}
            found.setdefault(concept, (title, {}))[1][matter] = None
    needs = [Need(concept, title, tuple(matters)) for concept, (title, matters) in found.items()]
    return sorted(needs, key=lambda one: (-len(one.matters), one.concept))


def asked_again(city: City, today: date) -> list[AskedAgain]:
    """Return the fields that forms ask for although a product that may be shared holds them today."""
    held = _held(city, today)
    found = []
    for matter, name, field in _fields(city):
        where = held.get(str(field.get("x-yw-concept") or ""))
        if where is None or field.get("x-yw-prefill") or field.get("x-yw-source"):
            continue
        title = field.get("x-yw-title") or {"zh": name, "en": name}
        found.append(AskedAgain(matter, name, title, str(field["x-yw-concept"]), *where))
    return found


def _held(city: City, today: date) -> dict[str, tuple[str, str]]:
    """Return concept → product and field, of the products that may be shared today."""
    return {
        kept.concept: (product.id, name)
        for product in reversed(city.products.values())
        if product.provided(today)
        for name, kept in product.classes.items()
        if kept.concept
    }


def _fields(city: City) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for matter in city.matters.values():
        for name, field in (matter.form.get("properties") or {}).items():
            if isinstance(field, dict):
                yield matter.id, name, field
