"""Mends values that are not as their schema says (YW008, YW011 to YW015)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from yiwang.pack.conform import has_schema, resolve, schema
from yiwang.pack.editor.schemas import self_contained
from yiwang.pack.finding import Fix
from yiwang.pack.fixes.files import without_item, without_line
from yiwang.pack.fixes.registry import Broken, fixer
from yiwang.pack.fixes.respell import citation, meant, normal_forms
from yiwang.pack.fixes.source import Part
from yiwang.pack.json_schema import validator
from yiwang.pack.kinds import kind_of
from yiwang.pack.nodes import Listing, Mapping, Scalar, at, plain
from yiwang.pack.read_yaml import core_value

_KINDS_OF = {"integer": (int,), "number": (int, float), "boolean": (bool,)}


@cache
def _validator(name: str) -> Draft202012Validator:
    return validator(self_contained(name))


def _kind(broken: Broken) -> str:
    kind = kind_of(broken.source.file)
    return kind.name if kind and has_schema(kind.name) else ""


def _errors(broken: Broken, *keywords: str) -> Iterator[ValidationError]:
    """Yield what the file's schema says of the place a finding points at."""
    node = broken.seen.pack.nodes.get(broken.source.file) if broken.seen else None
    if node is None or not _kind(broken):
        return
    left = list(_validator(_kind(broken)).iter_errors(plain(node)))
    while left:
        error = left.pop()
        left += error.context or ()
        here = at(node, error.absolute_path)
        wanted = here.where == broken.finding.where
        if error.validator == "additionalProperties" and isinstance(here, Mapping):
            wanted = any(key.where == broken.finding.where for key in here.keys.values())
        if wanted and error.validator in keywords:
            yield error


def _column(broken: Broken) -> dict[str, Any] | None:
    """Return what the schema says of the column of the cell a finding points at."""
    table = broken.seen.pack.tables.get(broken.source.file) if broken.seen else None
    for row in table.rows if table else ():
        for key, cell in row.cells.items():
            if cell.where == broken.finding.where:
                part = schema(_kind(broken))["properties"].get(key)
                return resolve(part) if part else None
    return None


@fixer("YW008")
def columns_misspelt(broken: Broken) -> Fix | None:
    """不认识的列与缺少的一列只差大小写、全半角、连字符, 或只差一个字母, 而别无相近的列: 改为那一列。

    An unknown column that is a missing one but for case, width, hyphens or one letter, and like no other.
    """
    table = broken.seen.pack.tables.get(broken.source.file) if broken.seen else None
    if table is None or not any(name.where == broken.finding.where for name in table.header):
        return None
    known = set(schema(_kind(broken))["properties"])
    word = meant(broken.inner, known)
    return broken.instead(word) if word and word not in table.header else None


@fixer("YW011")
def keys_misspelt(broken: Broken) -> Fix | None:
    """不认识的键与一个还没有写的键只差大小写、全半角、连字符, 或只差一个字母, 而别无相近的键: 改为那个键;
    在逗号处断了的文字: 整句加上引号。

    An unknown key that is one not yet written but for case, width, hyphens or one letter, and like no other;
    a text that a comma cuts is put in quotes as a whole.
    """
    whole = _joined(broken)
    if whole is not None:
        return whole
    for error in _errors(broken, "additionalProperties"):
        known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
        word = meant(broken.inner, known)
        if word and isinstance(error.instance, dict) and word not in error.instance:
            return broken.instead(word)
    return None


def _joined(broken: Broken) -> Fix | None:
    """Return the fix that puts a text cut at commas in quotes."""
    if broken.span is None or broken.source.form != "yaml":
        return None
    inside = [part for part in broken.source.holding(broken.span[0]) if part.kind == "map"]
    pairs = inside[-1].pairs if inside and inside[-1].flow else []
    at = next((n for n, (key, _) in enumerate(pairs) if key.start == broken.span[0]), 0)
    first, last = at, at
    while first > 0 and _is_rest(broken, pairs[first]):
        first -= 1
    while last + 1 < len(pairs) and _is_rest(broken, pairs[last + 1]):
        last += 1
    if first == at or broken.text[pairs[first][0].start : pairs[first][0].end] not in ("zh", "en"):
        return None
    text = broken.text[pairs[first][1].start : pairs[last][0].end]
    if "\n" in text or "#" in text or pairs[first][1].flow:
        return None
    said = json.dumps(text, ensure_ascii=False)
    return broken.at(
        pairs[first][1].start, pairs[last][0].end, said, ("整句加引号", "the whole sentence in quotes")
    )


def _is_rest(broken: Broken, pair: tuple[Part, Part]) -> bool:
    """Say whether a pair is the rest of a text: neither language, and nothing said."""
    key, value = pair
    return value.kind == "scalar" and value.end <= max(key.end, value.start) and key.kind == "scalar"


@fixer("YW012")
def values_of_another_type(broken: Broken) -> Fix | None:
    """文字没有加引号: 加上; 数、true、false 加了引号: 去掉; 应是列表而写了一个合格的值: 加上方括号。

    A text without quotes gets them, a number or true or false in quotes loses them, and one right value
    where a list belongs gets brackets.
    """
    for error in _errors(broken, "type"):
        wanted = str(error.validator_value)
        if wanted == "string" and not broken.quoted and isinstance(error.instance, bool | int | float):
            return broken.whole(json.dumps(broken.raw), ("加引号", "put it in quotes"))
        fits = _KINDS_OF.get(wanted, ())
        if broken.quoted and type(core_value(broken.inner or "~")) in fits:
            return broken.whole(broken.inner, ("去掉引号", "without quotes"))
        if wanted == "array" and _may_be_item(broken, error):
            return broken.whole(f"[{broken.raw}]", ("写成列表", "write it as a list"))
    return None


def _may_be_item(broken: Broken, error: ValidationError) -> bool:
    items = error.schema.get("items") if isinstance(error.schema, dict) else None
    simple = isinstance(error.instance, str) and not re.search(r"[,，、\s\[\]{}]", broken.inner)
    return simple and isinstance(items, dict) and validator(items).is_valid(error.instance)


@fixer("YW013")
def choices_misspelt(broken: Broken) -> Fix | None:
    """值与列出的一种只差大小写、全半角、连字符, 或只差一个字母, 而别无相近的: 改为那一种。

    A value that is one of those listed but for case, width, hyphens or one letter, and like no other.
    """
    column = _column(broken)
    listed = [column["enum"]] if column and "enum" in column else []
    listed += [error.validator_value for error in _errors(broken, "enum")]
    for choices in listed:
        words = [one for one in choices if isinstance(one, str)]
        word = meant(broken.inner, words)
        if word:
            return broken.instead(word)
    return None


@fixer("YW014")
def values_written_otherwise(broken: Broken) -> Fix | None:
    """日期、期限、时段用全角数字、汉字数字或别的记号写成, 只有一种读法; 引用的条款在 clauses/ 里恰有一条:
    改为规定的写法。

    A day, a limit or hours in full-width digits, Chinese numerals or other marks that can be read in one way
    only, and a citation of exactly one clause of clauses/: written in the right form.
    """
    column = _column(broken)
    patterns = [column["pattern"]] if column and "pattern" in column else []
    patterns += [str(error.validator_value) for error in _errors(broken, "pattern")]
    forms = [*normal_forms(broken.inner), *clauses_like(broken)]
    for pattern in patterns:
        fitting = {form for form in forms if re.search(pattern, form)}
        if len(fitting) == 1:
            return broken.instead(fitting.pop())
    return None


def clauses_like(broken: Broken) -> list[str]:
    """Return the clauses of the pack that a citation surely means."""
    if broken.seen is None or len(broken.inner) < _SHORTEST:
        return []
    wanted = citation(broken.inner)
    return [one for one in broken.seen.clauses if citation(one) == wanted]


_SHORTEST = 4


@fixer("YW015")
def items_repeated(broken: Broken) -> Fix | None:
    """列表里同一项写了两次: 删去后一处。An item that stands twice in a list: the second is taken away."""
    node = broken.seen.pack.nodes.get(broken.source.file) if broken.seen else None
    for error in _errors(broken, "uniqueItems"):
        listing = at(node, error.absolute_path) if node else None
        if isinstance(listing, Listing):
            return _without_second(broken, listing)
    return None


def _without_second(broken: Broken, listing: Listing) -> Fix | None:
    seen: set[tuple[type, object]] = set()
    for number, item in enumerate(listing.items):
        if not isinstance(item, Scalar):
            return None
        key = (type(item.value), item.value)
        span = broken.source.token(item.where)
        if key in seen and span is not None:
            says = (f"删去重复的 {item.raw}", f"remove the second {item.raw}")
            before = broken.source.token(listing.items[number - 1].where)
            inside = [part for part in broken.source.holding(span[0]) if part.kind == "list"]
            if not inside or before is None:
                return None
            if inside[-1].flow:
                return without_item(broken, before[1], *span, says)
            return without_line(broken, *span, says, mark="-")
        seen.add(key)
    return None
