"""All names of models: so that FEEL reads those of several words as one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from yiwang.kernel.dmn.model import Import, ItemDefinition, Loop, Model, Output, Variable


def names_of(models: Iterable[Model]) -> frozenset[str]:
    """Return every name that may be spoken of in an expression of these models."""
    found: set[str] = set()
    for model in models:
        _collect(model, found)
    return frozenset(name for name in found if name)


def _collect(part: Any, found: set[str]) -> None:
    match part:
        case Variable() | Import() | ItemDefinition() | Output():
            found.add(part.name)
        case Loop():
            found.add(part.variable)
    if isinstance(part, tuple):
        for one in part:
            _collect(one, found)
    elif isinstance(part, msgspec.Struct):
        for field in part.__struct_fields__:
            _collect(getattr(part, field), found)
