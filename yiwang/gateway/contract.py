"""Whether what a provider answered is what its product promises: fields, types, number of rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yiwang.gateway.deciding import Allowed

LONGEST = 10_000
"""Characters of one value."""


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _boolean(value: Any) -> bool:
    return isinstance(value, bool)


def _day(value: Any) -> bool:
    if not isinstance(value, str) or len(value) != 10:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_IS = {"string": _text, "integer": _integer, "number": _number, "boolean": _boolean, "date": _day}


def broken(allowed: Allowed, rows: Any) -> str:
    """Say how an answer breaks the contract: `field:problem`, never a value; "" where it keeps it.

    Problems: `rows` (no list of rows), `many` (more rows than subjects could have), `missing`, `type`,
    `unasked` (a field nobody asked for, or a row about another subject).
    """
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        return ":rows"
    if len(rows) > allowed.most:
        return ":many"
    wanted, types, asked = frozenset(allowed.wanted), allowed.product.types, frozenset(allowed.values)
    for row in rows:
        if not isinstance(row, Mapping):
            return ":rows"
        if row.keys() != wanted:
            lost = sorted(wanted - row.keys())
            # The name of what was not asked for is the provider's own word, and might say anything.
            return f"{lost[0]}:missing" if lost else ":unasked"
        for name, value in row.items():
            if value is not None and not _IS[types[name]](value):
                return f"{name}:type"
        if str(row[allowed.by]) not in asked:
            return f"{allowed.by}:unasked"
    return ""
