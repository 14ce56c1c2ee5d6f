"""A cell of a decision table in plain words: `[1..5], > 9` is “1 到 5, 或大于 9”.

Every form a cell can take has words; a text that is none of them (a function, a comparison with another
fact) is shown as it is written, so nothing is said that the cell does not say.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from yiwang.kernel.feel.builtins.conversions import written
from yiwang.kernel.feel.compile import compile_unary_tests
from yiwang.kernel.feel.error import FeelError
from yiwang.kernel.feel.tree import Call, Literal, Name, Negation, Range, Test, UnaryTests

Text = dict[str, str]
Called = Callable[[Any], Text]

_SIGNS = {
    "<": {"zh": "小于 {}", "en": "less than {}"},
    "<=": {"zh": "不大于 {}", "en": "at most {}"},
    ">": {"zh": "大于 {}", "en": "more than {}"},
    ">=": {"zh": "不小于 {}", "en": "at least {}"},
    "=": {"zh": "是 {}", "en": "{}"},
    "!=": {"zh": "不是 {}", "en": "not {}"},
}
_ENDS = {
    (True, True): {"zh": "{} 到 {}", "en": "{} to {}"},
    (True, False): {"zh": "{} 到 {}, 不含 {}", "en": "{} to {}, without {}"},
    (False, True): {"zh": "大于 {}, 到 {}", "en": "more than {}, up to {}"},
    (False, False): {"zh": "大于 {}, 小于 {}", "en": "more than {}, less than {}"},
}
_ANY = {"zh": "不论", "en": "any"}
_NOTHING = {"zh": "没有填", "en": "nothing given"}
_FLAGS = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}


class _Plain(Exception):
    """The cell has no words of its own."""


def plain_name(value: Any) -> Text:
    """Return a value in words where no form knows better."""
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return _FLAGS[value]
    said = value if isinstance(value, str) else written(value, quoted=False)
    return {"zh": said, "en": said}


def cell_in_words(cell: str, name: Called = plain_name) -> Text:
    """Return what a cell demands. `name` says what a value is called (the label of a choice)."""
    tests = compile_unary_tests(cell or "-")
    if isinstance(tests, FeelError):
        return {"zh": cell, "en": cell}
    tree = tests.tree
    assert isinstance(tree, UnaryTests)
    if tree.always:
        return _ANY
    try:
        parts = [_test(one, name) for one in tree.tests]
    except _Plain:
        return {"zh": cell, "en": cell}
    zh = "、".join(one["zh"] for one in parts[:-1])
    en = ", ".join(one["en"] for one in parts[:-1])
    last = parts[-1]
    zh = _beside(zh, "或", last["zh"]) if zh else last["zh"]
    en = f"{en} or {last['en']}" if en else last["en"]
    return {"zh": _beside("不是", zh), "en": f"not {en}"} if tree.negated else {"zh": zh, "en": en}


def _beside(*parts: str) -> str:
    """Join Chinese parts; a space stands between Chinese and what is not."""
    said = parts[0]
    for part in parts[1:]:
        near = _is_chinese(said[-1:]) and _is_chinese(part[:1])
        said += part if near else f" {part}"
    return said


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _test(tree: Any, name: Called) -> Text:
    match tree:
        case Test(sign, operand) if sign in _SIGNS:
            value = name(_value(operand))
            return {language: words.format(value[language]) for language, words in _SIGNS[sign].items()}
        case Range(low, high, low_included, high_included):
            ends = name(_value(low)), name(_value(high))
            words = _ENDS[low_included, high_included]
            return {
                language: text.format(ends[0][language], ends[1][language], ends[1][language])
                for language, text in words.items()
            }
    return name(_value(tree))


def _value(tree: Any) -> Any:
    """Return a value that is written out; a date may be called by its function."""
    match tree:
        case Literal(value):
            return value
        case Negation(Literal(Decimal() as number)):
            return -number
        case Call(Name(("date" | "time" | "duration" | "date and time",)), (Literal(str() as text),)):
            return text
    raise _Plain
