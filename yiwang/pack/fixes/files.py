"""Mends how a file is written (YW001 to YW004)."""

from __future__ import annotations

import json
import re

from yiwang.pack.finding import Fix
from yiwang.pack.fixes.registry import Broken, fixer
from yiwang.pack.fixes.source import Part
from yiwang.pack.read_yaml import core_value

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_MARK = re.compile(r"(?P<anchor>&[^\s,\[\]{}]+)|(?P<tag>![^\s,\[\]{}]*)")
_PLAIN_TAGS = ("!!str", "!!int", "!!float", "!!bool")


@fixer("YW001")
def control_characters(broken: Broken) -> Fix | None:
    """控制字符: 删去。A control character: it is taken away."""
    at = broken.source.offset(broken.finding.where, by_line_feed=True)
    if at is None or not _CONTROL.match(broken.text, at):
        return None
    name = f"U+{ord(broken.text[at]):04X}"
    return broken.at(at, at + 1, "", (f"删去 {name}", f"remove {name}"))


@fixer("YW002")
def commas_too_many(broken: Broken) -> Fix | None:
    """JSON 里最后一项后面多出的逗号: 删去。A comma after the last item in JSON: it is taken away."""
    at = broken.source.offset(broken.finding.where)
    if broken.source.form != "json" or at is None or broken.text[at : at + 1] not in ("}", "]"):
        return None
    before = broken.text[:at].rstrip()
    if not before.endswith(",") or before[:-1].rstrip()[-1:] in ("{", "[", ",", ":", ""):
        return None
    return broken.at(len(before) - 1, len(before), "", ("删去多余的逗号", "remove the comma too many"))


@fixer("YW003")
def marks_that_say_nothing(broken: Broken) -> Fix | None:
    """没有别处引用的锚点, 以及不改变值的标签 (!!str 等): 删去。

    An anchor that nothing refers to, and a tag that changes no value (such as !!str): taken away.
    """
    at = broken.source.offset(broken.finding.where)
    found = _MARK.match(broken.text, at) if at is not None else None
    if found is None or broken.source.root is None:
        return None
    blanks = re.compile(r"[ \t]*").match(broken.text, found.end())
    end = blanks.end() if blanks else found.end()
    name = found[0]
    says = (f"删去 {name}", f"remove {name}")
    if found["anchor"]:
        if re.search(rf"\*{re.escape(name[1:])}(?![^\s,\[\]{{}}])", broken.text):
            return None
        return broken.at(found.start(), end, "", says)
    part = broken.source.scalars.get(found.start())
    if name not in _PLAIN_TAGS or part is None or part.flow:
        return broken.at(found.start(), end, "", says) if part and part.flow and name == "!!str" else None
    value = broken.text[end : part.end]
    if not value or value[0] in "&|>!":
        return None
    kind = core_value(value)
    if name == "!!str":
        text = value if isinstance(kind, str) else json.dumps(value, ensure_ascii=False)
        return broken.at(found.start(), part.end, text, says)
    fits = {"!!int": int, "!!float": float, "!!bool": bool}[name]
    return broken.at(found.start(), end, "", says) if type(kind) is fits else None


@fixer("YW004")
def keys_said_twice(broken: Broken) -> Fix | None:
    """同一个键写了两次而值完全相同: 删去后一处。

    A key that stands twice with the same value: the second is removed.
    """
    at = broken.source.offset(broken.finding.where)
    for part in reversed(broken.source.holding(at)) if at is not None else ():
        number = next((n for n, (key, _) in enumerate(part.pairs) if key.start == at), None)
        if number is not None:
            return _second(broken, part, number)
    return None


def _second(broken: Broken, part: Part, number: int) -> Fix | None:
    text, (key, value) = broken.text, part.pairs[number]
    name = text[key.start : key.end]
    same = any(
        text[one.start : one.end] == name and text[said.start : said.end] == text[value.start : value.end]
        for one, said in part.pairs[:number]
    )
    if not same:
        return None
    says = (f"删去重复的 {name}", f"remove the second {name}")
    if part.flow:
        return without_item(broken, part.pairs[number - 1][1].end, key.start, value.end, says)
    return without_line(broken, key.start, value.end, says)


def without_item(broken: Broken, before: int, start: int, end: int, says: tuple[str, str]) -> Fix | None:
    """Return the fix that takes an item out of brackets, with the comma before it."""
    between = broken.text[before:start]
    return broken.at(before, end, "", says) if between.strip() == "," else None


def without_line(broken: Broken, start: int, end: int, says: tuple[str, str], mark: str = "") -> Fix | None:
    """Return the fix that takes away the line a value has for itself; None if something else stands there."""
    first, after = broken.source.line(start)
    alone = broken.text[first:start].strip() == mark and not broken.text[end:after].strip()
    return broken.at(first, after, "", says) if alone and end <= after else None
