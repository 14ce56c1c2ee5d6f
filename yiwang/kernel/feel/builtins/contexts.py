"""Functions of contexts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.values import value_of


@builtin("get value", "m: context", "key: string")
def _get(m: Mapping[str, Any], key: str) -> Any:
    return value_of(m.get(key))


@builtin("get value", "context: context", "keys: strings")
def _get_deep(context: Mapping[str, Any], keys: list[str | None]) -> Any:
    found: Any = context
    for key in keys:
        found = value_of(found.get(key)) if isinstance(found, Mapping) and key is not None else None
    return found if keys else None


@builtin("get entries", "m: context")
def _entries(m: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value_of(value)} for key, value in m.items()]


@builtin("context", "entries: list")
def _context(entries: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or "value" not in entry:
            return None
        key = entry.get("key")
        if not isinstance(key, str) or key in made:
            return None
        made[key] = value_of(entry["value"])
    return made


@builtin("context put", "context: context", "key: string", "value: any")
def _put(context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**context, key: value}


@builtin("context put", "context: context", "keys: strings", "value: any")
def _put_deep(context: Mapping[str, Any], keys: list[str | None], value: Any) -> dict[str, Any] | None:
    if not keys or keys[0] is None:
        return None
    first, rest = keys[0], keys[1:]
    if not rest:
        return {**context, first: value}
    inner = context.get(first)
    if inner is not None and not isinstance(inner, Mapping):
        return None
    changed = _put_deep(inner or {}, rest, value)
    return None if changed is None else {**context, first: changed}


@builtin("context merge", "contexts: list")
def _merge(contexts: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for one in contexts:
        if not isinstance(one, Mapping):
            return None
        made.update(one)
    return made
