"""`number`, `string` and `not`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.temporal_text import write_temporal
from yiwang.kernel.feel.values import NUMBERS, TROUBLE, UNBOUNDED, Interval, negated, value_of

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?", re.ASCII)


@builtin("number", "from: string", "grouping separator: string?", "decimal separator: string?")
def _number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    if grouping not in (None, " ", ",", ".") or point not in (None, ".", ","):
        return None
    if grouping is not None and grouping == point:
        return None
    if grouping is not None:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            return None
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return NUMBERS.create_decimal(text)
    except TROUBLE:
        return None


@builtin("number", "from: number")
def _same_number(number: Decimal) -> Decimal:
    return number


@builtin("string", "from: any")
def _string(value: Any) -> str | None:
    return None if value is None else written(value, quoted=False)


def written(value: Any, *, quoted: bool = True) -> str:
    """Return a value as FEEL writes it; strings inside lists and contexts stand in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"' if quoted else value
    if isinstance(value, list):
        return f"[{', '.join(written(item) for item in value)}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {written(value_of(one))}" for key, one in value.items()) + "}"
    if isinstance(value, Interval):
        low = "" if value.low is UNBOUNDED else written(value.low)
        high = "" if value.high is UNBOUNDED else written(value.high)
        return f"{'[' if value.low_included else '('}{low}..{high}{']' if value.high_included else ')'}"
    temporal = write_temporal(value)
    if temporal is not None:
        return f'@"{temporal}"' if quoted else temporal
    return "function"


def _key(key: Any) -> str:
    name = str(key)
    return name if re.fullmatch(r"[^\W\d][\w ]*", name) else written(name)


builtin("not", "negand: any")(negated)
