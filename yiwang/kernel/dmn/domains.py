"""What the inputs of a model's tables can be, as its item definitions say."""

from __future__ import annotations

import msgspec

from yiwang.kernel.dmn.cover import Domain
from yiwang.kernel.dmn.model import Decision, InputData, Model
from yiwang.kernel.dmn.types import plain_name


class TypeSaid(msgspec.Struct, frozen=True):
    """What a `typeRef` comes to: a built-in type by name ("" if none), its allowed values, one or many."""

    name: str
    allowed: str = ""
    collection: bool = False


def type_said(model: Model, type_ref: str) -> TypeSaid:
    """Follow a `typeRef` through the item definitions of its model."""
    items = {item.name: item for item in model.items}
    allowed, collection, seen = "", False, set()
    while type_ref in items and type_ref not in seen:
        seen.add(type_ref)
        item = items[type_ref]
        if item.components or item.function is not None:
            return TypeSaid("")
        allowed, collection = allowed or item.allowed, collection or item.collection
        type_ref = item.type_ref
    return TypeSaid(plain_name(type_ref), allowed, collection)


def domains_of(model: Model) -> dict[str, Domain]:
    """Return by the name of each input and decision the values its type allows."""
    found = {}
    parts: list[InputData | Decision] = [*model.inputs, *model.decisions]
    for one in parts:
        said = type_said(model, one.variable.type_ref)
        if not said.collection:
            found[one.variable.name] = Domain(values=said.allowed, boolean=said.name == "boolean")
    return found


def kinds_of(model: Model) -> dict[str, str]:
    """Return by the name of each input and decision the built-in type it comes to, where it is one value."""
    parts: list[InputData | Decision] = [*model.inputs, *model.decisions]
    said = {one.variable.name: type_said(model, one.variable.type_ref) for one in parts}
    return {name: one.name for name, one in said.items() if one.name and not one.collection}
