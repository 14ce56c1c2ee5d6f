"""Whether answers already given still answer a form (JSON Schema 2020-12, the part that forms use).

Sealed answers are known to be there and no more, so that they are asked about their presence alone. A
keyword that is not known here forbids nothing: the form of the page holds every new answer against all of
the schema.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from yiwang.kernel.business_rules import number

Schema = Mapping[str, Any]
_KEPT_APART = frozenset({"file", "address", "group"})  # kept in a shape of its own
_TEXT = {"string": str, "boolean": bool, "array": list | tuple, "object": Mapping}


class Held(msgspec.Struct, frozen=True):
    """What became of answers under a form: names of fields, each in the order of the form.

    Attributes:
        missing: demanded and not there. wrong: there, and not what the form takes.
        exposed: given in the open where the form now takes a personal value.
        unasked: there, and no field of the form; facts that steps found are among them.
    """

    missing: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    exposed: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def held_against(
    form: Schema, facts: Mapping[str, Any], sealed: Collection[str], *, personal: Collection[str] = ()
) -> Held:
    """Hold answers against a form.

    Args:
        facts: open answers by field; a number may be its text. sealed: fields whose answers are sealed; a
            file or photo of `name` may be sealed as `name#1` and so on.
        personal: fields that the form takes sealed.
    """
    fields: Mapping[str, Any] = form.get("properties", {})
    hidden = {name.partition("#")[0] for name in sealed}
    given = hidden | {name for name, value in facts.items() if value is not None}
    demanded = {name for name in _demanded(form, facts, hidden) if name in fields}
    open_ = [name for name in fields if name in given and name not in hidden]
    values = [name for name in open_ if fields[name].get("x-yw-kind") not in _KEPT_APART]
    return Held(
        missing=tuple(name for name in fields if name in demanded and name not in given),
        wrong=tuple(name for name in values if not fits(fields[name], facts[name])),
        exposed=tuple(name for name in open_ if name in personal),
        unasked=tuple(sorted(given - set(fields))),
    )


def _demanded(schema: Schema, facts: Mapping[str, Any], hidden: Collection[str]) -> Iterator[str]:
    """Yield what is required, branches in force included; a branch that asks a sealed value says nothing."""
    yield from schema.get("required", ())
    for part in schema.get("allOf", ()):
        yield from _demanded(part, facts, hidden)
    asked = schema.get("if")
    if asked is None:
        return
    answer = _holds(asked, facts, hidden)
    branch = schema.get("then" if answer else "else") if answer is not None else None
    if branch is not None:
        yield from _demanded(branch, facts, hidden)


def _holds(asked: Schema, facts: Mapping[str, Any], hidden: Collection[str]) -> bool | None:
    """Say whether a condition holds; None where it asks what is sealed."""
    names = {*asked.get("properties", {}), *asked.get("required", ())}
    if any(name in hidden for name in names):
        return None
    known = {name: value for name, value in facts.items() if value is not None}
    present = all(name in known for name in asked.get("required", ()))
    fields = asked.get("properties", {})
    return present and all(fits(one, known[name]) for name, one in fields.items() if name in known)


def fits(schema: Schema, value: Any) -> bool:
    """Say whether one answer is what its field takes."""
    if "const" in schema and not _same(schema["const"], value):
        return False
    if "enum" in schema and not any(_same(one, value) for one in schema["enum"]):
        return False
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return _fits_number(schema, value, whole=kind == "integer")
    if kind in _TEXT and not isinstance(value, _TEXT[kind]):
        return False
    if isinstance(value, str):
        return _fits_text(schema, value)
    if isinstance(value, list | tuple):
        return _fits_list(schema, value)
    return True


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    read, known = _exact(one), _exact(other)
    return one == other or (read is not None and read == known)


def _exact(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return number(value) if isinstance(value, str) else None


def _fits_number(schema: Schema, value: Any, *, whole: bool) -> bool:
    exact = _exact(value)
    if exact is None or (whole and exact != exact.to_integral_value()):
        return False
    at_least, above = schema.get("minimum"), schema.get("exclusiveMinimum")
    at_most, below = schema.get("maximum"), schema.get("exclusiveMaximum")
    return (
        (at_least is None or exact >= Decimal(str(at_least)))
        and (above is None or exact > Decimal(str(above)))
        and (at_most is None or exact <= Decimal(str(at_most)))
        and (below is None or exact < Decimal(str(below)))
    )


def _fits_text(schema: Schema, value: str) -> bool:
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        return False
    pattern = schema.get("pattern")
    try:
        return pattern is None or re.search(pattern, value) is not None
    except re.error:
        return True  # the form of the page says so; it is no fault of the answer


def _fits_list(schema: Schema, value: list[Any] | tuple[Any, ...]) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    items = schema.get("items")
    return not isinstance(items, Mapping) or all(fits(items, one) for one in value)
