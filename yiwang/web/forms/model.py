"""What a form is: fields in sections, read once from a JSON Schema 2020-12 with x-yw annotations.

The schema stays the only rule; this is the same thing in the shape a page needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from yiwang.pack.json_schema import validator
from yiwang.web.forms.masking import class_of
from yiwang.web.words import Text

Schema = dict[str, Any]

KINDS = (
    "text", "textarea", "number", "date", "choice", "yesno", "place", "id-number", "credit-code",
    "phone", "email", "file", "group",
)  # fmt: skip
PLACE_STEPS = {"county": 1, "town": 2, "village": 3, "grid": 4}
ACCEPTED_FILES = ("pdf", "ofd", "jpeg", "png")
MOST_BYTES = 10 * 1024 * 1024
LONG_TEXT = 120
MOST_RADIOS = 6


@dataclass(frozen=True)
class Field:
    """One question.

    Attributes:
        name: property name in the schema.
        kind: one of KINDS.
        choices: (value, label) of a choice, in the schema's order.
        many: several answers (checkboxes, several files).
        form: the form of one entry of a repeating group.
        steps: how deep a place is asked for: 1 county, 2 town, 3 village, 4 grid.
        not_before, not_after: `YYYY-MM-DD` or `today`.
        unique: of a group, what no two entries answer alike (`x-yw-unique`).
        mask: the class by which staff see a personal answer masked (`masking.CLASSES`).
    """

    name: str
    kind: str
    schema: Mapping[str, Any]
    title: Text
    section: str
    help: Text | None = None
    personal: bool = False
    sensitive: bool = False
    purpose: Text | None = None
    unit: Text | None = None
    pattern_says: Text | None = None
    autocomplete: str = ""
    choices: tuple[tuple[Any, Text], ...] = ()
    many: bool = False
    form: Form | None = None
    steps: int = 2
    accept: tuple[str, ...] = ACCEPTED_FILES
    most_bytes: int = MOST_BYTES
    not_before: str | None = None
    not_after: str | None = None
    always: bool = False
    unique: tuple[str, ...] = ()
    mask: str = "other"

    @property
    def confirms(self) -> bool:
        """Say whether the only answer is yes: one box to tick."""
        return self.kind == "yesno" and self.schema.get("const") is True

    @property
    def in_a_select(self) -> bool:
        """Say whether the choices are too many for radio buttons."""
        return self.kind == "choice" and not self.many and len(self.choices) > MOST_RADIOS


@dataclass(frozen=True)
class Section:
    """One page of the form."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    help: Text | None = None


@dataclass(frozen=True)
class Form:
    """A whole form. `schema` is the schema in the form the validator gets (see `_exact`)."""

    schema: Schema
    sections: tuple[Section, ...]
    fields: Mapping[str, Field] = field(default_factory=dict)

    @cached_property
    def judge(self) -> Draft202012Validator:
        """The validator of the whole form, made once: making one costs as much as ten answers judged."""
        return validator(self.schema, format_checker=FormatChecker())

    def section(self, id: str) -> Section:
        """Return the section with this id. Raises KeyError when there is none."""
        for section in self.sections:
            if section.id == id:
                return section
        raise KeyError(id)


def read(schema: Mapping[str, Any]) -> Form:
    """Return the form that `schema` describes. The schema is taken as checked by the pack's loader."""
    exact: Schema = _exact(deepcopy(dict(schema)), schema)
    order = list(exact.get("properties", {}))
    found: dict[str, Schema] = {name: value for name, value in exact.get("properties", {}).items() if value}
    for controlling, more in _offered(exact):
        after = max((order.index(name) for name in controlling if name in order), default=len(order) - 1)
        for place, (name, value) in enumerate(more.items()):
            if name not in found:
                found[name] = value
                order.insert(after + 1 + place, name)
    titles = {one["id"]: one.get("title") or {"zh": one["id"]} for one in exact.get("x-yw-sections", [])}
    first = next(iter(titles), "form")
    fields = {name: _field(name, found[name], first) for name in order if name in found}
    for one in fields.values():
        titles.setdefault(one.section, exact.get("x-yw-title") or {"zh": "填写", "en": "Questions"})
    notes = {one["id"]: one.get("help") for one in exact.get("x-yw-sections", [])}
    sections = tuple(
        Section(id, title, tuple(one for one in fields.values() if one.section == id), notes.get(id))
        for id, title in titles.items()
    )
    _let_files_be(exact)
    return Form(exact, tuple(section for section in sections if section.fields), fields)


def _offered(part: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], dict[str, Schema]]]:
    """Yield (properties the branch looks at, properties it brings) of every branch, nested ones too."""
    for inner in part.get("allOf", ()):
        yield from _offered(inner)
    looked_at = tuple(part.get("if", {}).get("properties", {}))
    for branch in ("then", "else"):
        if inner := part.get(branch):
            brought = {name: value for name, value in inner.get("properties", {}).items() if value}
            yield looked_at, brought
            yield from _offered(inner)


def _exact(part: Any, root: Mapping[str, Any]) -> Any:
    """Return the schema with decimals for floats, local references resolved, and conditions strict.

    A condition on a property that has no answer yet counts as not met (JSON Schema alone says met).
    """
    if isinstance(part, float):
        return Decimal(str(part))
    if isinstance(part, list):
        return [_exact(one, root) for one in part]
    if not isinstance(part, dict):
        return part
    if isinstance(reference := part.get("$ref"), str) and reference.startswith("#/"):
        target: Any = root
        for step in reference[2:].split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        rest = {key: value for key, value in part.items() if key != "$ref"}
        return _exact({**deepcopy(target), **rest}, root)
    done = {key: _exact(value, root) for key, value in part.items() if key != "$defs"}
    if isinstance(condition := done.get("if"), dict) and "properties" in condition:
        condition.setdefault("required", list(condition["properties"]))
    return done


def _let_files_be(part: Any) -> None:
    """Take the rules off file properties: their value is a description, checked by `uploads`."""
    if isinstance(part, dict):
        for name, schema in part.get("properties", {}).items():
            if isinstance(schema, dict) and schema.get("x-yw-kind") == "file":
                part["properties"][name] = {}
        for inner in part.values():
            _let_files_be(inner)
    elif isinstance(part, list):
        for inner in part:
            _let_files_be(inner)


def _kind(schema: Mapping[str, Any]) -> str:
    """Return the kind a property names, else the one its type suggests."""
    if (named := schema.get("x-yw-kind")) in KINDS:
        return str(named)
    items = schema.get("items", {})
    kind = _type(schema)
    if "enum" in schema or "enum" in items:
        return "choice"
    if kind == "array" and items.get("type") == "object":
        return "group"
    by_format = {"date": "date", "email": "email"}.get(schema.get("format", ""))
    by_type = {"boolean": "yesno", "integer": "number", "number": "number"}.get(kind)
    long = schema.get("maxLength", 0) > LONG_TEXT
    return by_format or by_type or ("textarea" if long else "text")


def _type(schema: Mapping[str, Any]) -> str:
    named = schema.get("type", "string")
    return str(named if isinstance(named, str) else next((one for one in named if one != "null"), "string"))


def _field(name: str, schema: Schema, section: str) -> Field:
    """Return the field of a property."""
    kind = _kind(schema)
    many = _type(schema) == "array" and kind != "group"
    labels = schema.get("x-yw-labels") or schema.get("items", {}).get("x-yw-labels") or {}
    values = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    personal = schema.get("x-yw-personal", False)
    accept = schema.get("x-yw-accept") or ACCEPTED_FILES
    habit = {"phone": "tel", "email": "email"}.get(kind, "") if personal else ""
    return Field(
        name=name,
        kind=kind,
        schema=schema,
        title=schema.get("x-yw-title") or {"zh": str(schema.get("title", name))},
        section=schema.get("x-yw-section") or section,
        help=schema.get("x-yw-help"),
        personal=bool(personal),
        sensitive=personal == "sensitive",
        purpose=schema.get("x-yw-purpose"),
        unit=schema.get("x-yw-unit"),
        pattern_says=schema.get("x-yw-pattern-says"),
        autocomplete=schema.get("x-yw-autocomplete", habit),
        choices=tuple(
            (value, labels.get(str(value)) or {"zh": str(value), "en": str(value)})
            for value in values
            if value is not None
        ),
        many=many,
        form=read(schema["items"]) if kind == "group" else None,
        steps=PLACE_STEPS.get(schema.get("x-yw-level", "town"), 2),
        accept=tuple("jpeg" if one == "jpg" else one for one in accept),
        most_bytes=schema.get("x-yw-max-bytes", MOST_BYTES),
        not_before=schema.get("x-yw-not-before"),
        not_after=schema.get("x-yw-not-after"),
        always=bool(schema.get("x-yw-always", False)),
        unique=tuple(schema.get("x-yw-unique", ())),
        mask=class_of(kind, schema),
    )
