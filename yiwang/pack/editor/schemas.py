"""The schema of each kind of pack file, whole in itself, as an editor wants it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from yiwang.pack.conform import has_schema, resolve, schema
from yiwang.pack.kinds import KINDS, Kind

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
