"""The tree that a pack file is read to. Every node remembers where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from yiwang.pack.where import Where, Word

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value; `raw` is its text as written, without quotes."""

    value: Value
    where: Where
    raw: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in order."""

    items: tuple[Node, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by name, in the order of the file; `keys` remember where each name stands."""

    entries: dict[str, Node]
    keys: dict[str, Word]
    where: Where


Node = Scalar | Listing | Mapping


def plain(node: Node | None) -> Any:
    """Return the node as plain dicts, lists and values, without positions."""
    match node:
        case Scalar(value=value):
            return value
        case Listing(items=items):
            return [plain(item) for item in items]
        case Mapping(entries=entries):
            return {str(key): plain(value) for key, value in entries.items()}
    return None


def without_nulls(node: Node) -> Node:
    """Return the node without the keys that say nothing (`version: null`): they count as not written."""
    match node:
        case Mapping(entries=entries, keys=keys, where=where):
            kept = {key: without_nulls(value) for key, value in entries.items() if not _is_null(value)}
            return Mapping(kept, {key: keys[key] for key in kept}, where)
        case Listing(items=items, where=where):
            return Listing(tuple(without_nulls(item) for item in items), where)
    return node


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def at(node: Node, path: Iterable[str | int]) -> Node:
    """Follow `path` as far as it leads; a step that leads nowhere stays on the last node found."""
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step]
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node


def every_mapping(node: Node | None) -> Iterator[Mapping]:
    """Yield `node` and all mappings within, in file order."""
    match node:
        case Mapping(entries=entries):
            yield node
            for value in entries.values():
                yield from every_mapping(value)
        case Listing(items=items):
            for item in items:
                yield from every_mapping(item)
