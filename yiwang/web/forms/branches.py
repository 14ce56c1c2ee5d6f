"""Which questions apply, given what has been answered: if / then / else of the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yiwang.pack.json_schema import validator
from yiwang.web.forms.model import Form

Values = Mapping[str, Any]


@dataclass
class Demands:
    """What the branches in force say about the properties."""

    offered: set[str] = field(default_factory=set)
    forbidden: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)


def applicable(form: Form, values: Values) -> dict[str, bool]:
    """Return the names of the questions that apply, in order, each with whether it must be answered.

    A property that a branch demands or brings is asked only while such a branch is in force
    (`x-yw-always: true` asks it always). Answers to questions that do not apply count for nothing,
    also for other branches.
    """
    conditional = _conditional(form)
    known = dict(values)
    for _ in range(len(form.fields) + 1):
        demands = Demands()
        _collect(form.schema, instance(form, known), demands, top=True)
        named_now = demands.offered | demands.required
        found = {
            name: name in demands.required
            for name in form.fields
            if name not in demands.forbidden and (name not in conditional or name in named_now)
        }
        kept = {name: value for name, value in values.items() if name in found}
        if kept == known:
            break
        known = kept
    return found


def prune(form: Form, values: Values) -> dict[str, Any]:
    """Return `values` without the answers to questions that no longer apply."""
    names = applicable(form, values)
    return {name: value for name, value in values.items() if name in names}


def instance(form: Form, values: Values) -> dict[str, Any]:
    """Return the values as the validator takes them: decimal strings become decimals."""
    return {
        name: _exact(form, name, value)
        for name, value in values.items()
        if name in form.fields and value is not None
    }


def _exact(form: Form, name: str, value: Any) -> Any:
    one = form.fields[name]
    if one.kind == "number" and isinstance(value, str):
        return Decimal(value)
    if one.form is not None and isinstance(value, list):
        return [instance(one.form, entry) for entry in value]
    return value


def _conditional(form: Form) -> set[str]:
    """Return the properties that only a branch asks for."""
    mentioned = Demands()
    for part in _branches(form.schema):
        _mention(part, mentioned)
    always = {one.name for one in form.fields.values() if one.always} | set(form.schema.get("required", ()))
    return (mentioned.offered | mentioned.required) - always


def _branches(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    inner = [one for one in (part.get("then"), part.get("else")) if one]
    deeper = [*part.get("allOf", ()), *inner]
    return inner + [found for one in deeper for found in _branches(one)]


def _mention(part: Mapping[str, Any], demands: Demands) -> None:
    demands.required.update(part.get("required", ()))
    for name, schema in part.get("properties", {}).items():
        (demands.forbidden if schema is False else demands.offered).add(name)


def _collect(part: Mapping[str, Any], values: Values, demands: Demands, top: bool = False) -> None:
    """Add what `part` demands of `values`; at the top, properties are known but not yet offered."""
    if top:
        demands.required.update(part.get("required", ()))
    else:
        _mention(part, demands)
    for name, others in part.get("dependentRequired", {}).items():
        if name in values:
            demands.required.update(others)
    for inner in part.get("allOf", ()):
        _collect(inner, values, demands)
    if "if" in part:
        met = validator(part["if"]).is_valid(values)
        if inner := part.get("then" if met else "else"):
            _collect(inner, values, demands)
