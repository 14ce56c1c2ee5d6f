"""The schema of each kind of pack file, whole in itself, as an editor wants it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from yiwang.pack.conform import has_schema, resolve, schema
from yiwang.pack.kinds import KINDS, Kind
from yiwang.pack.scenarios.run_case import ROLES
from yiwang.pack.scenarios.run_clock import ACTS

_SAYS = "x-yw-says"
_OWN = ("scenario", "demo")  # what their runners read is said here in full; they say themselves what is wrong


@cache
def publishable() -> tuple[Kind, ...]:
    """Return the kinds of files that have a schema and are YAML or JSON."""
    return tuple(
        kind
        for kind in KINDS
        if kind.form in ("yaml", "json") and (has_schema(kind.name) or kind.name in _OWN)
    )


@cache
def self_contained(name: str) -> dict[str, Any]:
    """Return the schema of a kind with nothing left to look up: what defs.json says stands in its place."""
    said: dict[str, Any] = _inlined(_source(name))
    return said


def published(name: str) -> dict[str, Any]:
    """Return the schema of a kind for an editor: each key described in both languages."""
    made: dict[str, Any] = _described(self_contained(name))
    if next(kind.form for kind in KINDS if kind.name == name) == "yaml":
        _may_be_null(made)
    title = made.pop("x-yw-title")
    file = made.pop("x-yw-file")
    made["title"] = f"{title['zh']} · {title['en']}"
    made["description"] = file
    return {key: made[key] for key in ("$schema", "$id", "title", "description") if key in made} | made


def _source(name: str) -> dict[str, Any]:
    if name not in _OWN:
        return schema(name)
    text = resources.files("yiwang.pack.editor").joinpath(f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    if name == "scenario":
        case, clock = loaded["properties"]["scenarios"]["items"]["anyOf"]
        for one, acts in ((case, sorted(ROLES)), (clock, sorted(ACTS))):
            one["properties"]["when"]["items"]["properties"]["act"]["enum"] = acts
    return loaded


def _inlined(part: Any) -> Any:
    if isinstance(part, list):
        return [_inlined(item) for item in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("$ref", "")).startswith("defs.json"):
        part = resolve(part)
    return {key: _inlined(value) for key, value in part.items()}


def _described(part: Any) -> Any:
    if isinstance(part, list):
        return [_described(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _described(value) for key, value in part.items() if key != _SAYS}
    says = part.get(_SAYS)
    if isinstance(says, dict) and set(says) == {"zh", "en"}:
        made["description"] = f"{says['zh']} · {says['en']}"
        if "pattern" in made:
            made["patternErrorMessage"] = made["description"]
    return made


def _may_be_null(part: Any) -> None:
    """Let `key: null` stand for every key that may be left out: in YAML it counts as not written."""
    if isinstance(part, list):
        for item in part:
            _may_be_null(item)
    elif isinstance(part, dict):
        for inner in part.values():
            _may_be_null(inner)
        listed = part.get("properties")
        if isinstance(listed, dict) and part.get("type") == "object":
            optional = listed.keys() - set(part.get("required", ()))
            for key in sorted(optional):
                listed[key] = _or_null(listed[key])


def _or_null(part: dict[str, Any]) -> dict[str, Any]:
    if "anyOf" in part:
        return {**part, "anyOf": [*part["anyOf"], {"type": "null"}]}
    if "const" in part:
        kept = {key: value for key, value in part.items() if key not in ("const", "type")}
        return {**kept, "enum": [part["const"], None]}
    made = dict(part)
    if isinstance(part.get("type"), str):
        made["type"] = [part["type"], "null"]
    if "enum" in part:
        made["enum"] = [*part["enum"], None]
    return made
