"""The query options we understand, read to data: $top, $skip, $count, $orderby, $select, $expand, $filter.

Of $filter: comparisons (`eq ne gt ge lt le`) of one property with a number, a time or a 'text', joined by
`and`. What we do not understand is refused, never ignored: an ignored filter answers with too much.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

TOP, TOP_AT_MOST = 100, 1_000
SKIP_AT_MOST = 1_000_000
OPTIONS = frozenset({"$top", "$skip", "$count", "$orderby", "$select", "$expand", "$filter", "$resultFormat"})
OTHERS = frozenset({"lang"})
OPERATORS = {"eq": "=", "ne": "<>", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_COMPARISON = re.compile(
    r"\s*([A-Za-z@][A-Za-z_./]*)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|[^\s']+)\s*(?:and\s|\Z)"
)


class Wrong(Exception):
    """An option that cannot be read; carries the sentence in both languages, and the HTTP status."""

    def __init__(self, zh: str, en: str, status: int = 400) -> None:
        super().__init__(en)
        self.zh, self.en, self.status = zh, en, status


class Comparison(NamedTuple):
    """One comparison of a filter. `value` is a Decimal, a datetime or a text."""

    property: str
    operator: str
    value: Any


class Options(NamedTuple):
    """What was asked."""

    top: int = TOP
    skip: int = 0
    count: bool = False
    order: tuple[tuple[str, bool], ...] = ()
    select: tuple[str, ...] = ()
    expand: tuple[tuple[str, ...], ...] = ()
    where: tuple[Comparison, ...] = ()
    rows_as_array: bool = False


def read(given: Mapping[str, str]) -> Options:
    """Read the query of an address.

    Raises:
        Wrong: an option is unknown or cannot be read.
    """
    unknown = sorted(set(given) - OPTIONS - OTHERS)
    if unknown:
        raise Wrong(f"不认识的选项 {unknown[0][:40]}。", f"There is no option {unknown[0][:40]}.")
    form = given.get("$resultFormat", "")
    if form not in ("", "dataArray"):
        raise Wrong("$resultFormat 只有 dataArray。", "$resultFormat is dataArray or nothing.", 501)
    count = given.get("$count", "false")
    if count not in ("true", "false"):
        raise Wrong("$count 是 true 或 false。", "$count is true or false.")
    return Options(
        top=min(_whole(given, "$top", TOP), TOP_AT_MOST),
        skip=_whole(given, "$skip", 0),
        count=count == "true",
        order=tuple(_order(one) for one in _list(given, "$orderby")),
        select=tuple(_list(given, "$select")),
        expand=tuple(_path(one) for one in _list(given, "$expand")),
        where=_filter(given.get("$filter", "")),
        rows_as_array=form == "dataArray",
    )


def _list(given: Mapping[str, str], name: str) -> list[str]:
    return [one.strip() for one in given.get(name, "").split(",") if one.strip()]


def _whole(given: Mapping[str, str], name: str, otherwise: int) -> int:
    text = given.get(name)
    if text is None:
        return otherwise
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > SKIP_AT_MOST:
        raise Wrong(
            f"{name} 是 0 到 {SKIP_AT_MOST} 的整数。", f"{name} is a whole number from 0 to {SKIP_AT_MOST}."
        )
    return int(text)


def _order(text: str) -> tuple[str, bool]:
    words = text.split()
    if len(words) > 2 or (len(words) == 2 and words[1] not in ("asc", "desc")):
        raise Wrong(f"$orderby 读不懂: {text[:40]}。", f"$orderby cannot be read: {text[:40]}.")
    return words[0], words[-1] == "desc" and len(words) == 2


def _path(text: str) -> tuple[str, ...]:
    if "(" in text or text.count("/") > 3:
        raise Wrong(
            "$expand 只支持名称, 用 / 相连。", "$expand takes names joined by /, without options.", 501
        )
    return tuple(text.split("/"))


def _filter(text: str) -> tuple[Comparison, ...]:
    found, place = [], 0
    while place < len(text):
        match = _COMPARISON.match(text, place)
        if match is None:
            raise Wrong(
                "$filter 只支持 eq ne gt ge lt le，用 and 相连。",
                "$filter takes comparisons (eq ne gt ge lt le) joined by and.",
                501 if re.search(r"\b(or|not)\b|\(", text) else 400,
            )
        found.append(Comparison(match[1], match[2], _value(match[3])))
        place = match.end()
    return tuple(found)


def _value(text: str) -> Any:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", text):
        return Decimal(text)
    return moment(text)


def moment(text: str) -> datetime:
    """Read a time with its zone, to microseconds.

    Raises:
        Wrong: it is none, or has no zone.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 1970 <= at.year <= 9998:
        raise Wrong(
            f"“{text[:40]}”不是带时区的时间，如 2026-11-28T08:00:00Z。",
            f"{text[:40]!r} is no time with a zone, such as 2026-11-28T08:00:00Z.",
        )
    return at


def keep(row: Mapping[str, Any], where: tuple[Comparison, ...]) -> bool:
    """Say whether an entity meets a filter.

    Raises:
        Wrong: it has no such property, or one of another kind.
    """
    return all(_meets(row, one) for one in where)


def value_of(row: Mapping[str, Any], path: str) -> Any:
    """Return a property by its path (`properties/body`; `id` for the entity's id).

    Raises:
        Wrong: there is none.
    """
    found: Any = row
    for step in ("@iot.id" if path == "id" else path).split("/"):
        if not isinstance(found, Mapping) or step not in found:
            raise Wrong(f"没有属性 {path[:40]}。", f"There is no property {path[:40]}.")
        found = found[step]
    return found


def _meets(row: Mapping[str, Any], one: Comparison) -> bool:
    left, right = value_of(row, one.property), one.value
    if isinstance(left, (int, float)) and isinstance(right, Decimal):
        left = Decimal(str(left))
    if type(left) is not type(right):
        if one.operator in ("eq", "ne"):
            return one.operator == "ne"
        raise Wrong(f"{one.property} 不能这样比较。", f"{one.property} cannot be compared like this.")
    return {
        "eq": left == right,
        "ne": left != right,
        "gt": left > right,
        "ge": left >= right,
        "lt": left < right,
        "le": left <= right,
    }[one.operator]
