"""Regular expressions as XPath has them, turned into Python's.

Source: DMN 1.5, table 74 (`matches`, `replace`, `split`); XPath and XQuery Functions 3.1, 5.6.1; XML
Schema part 2, appendix F. Classes of characters by block (`\\p{IsGreek}`) are not known: such a pattern
is null.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE}
_NAME_START = r"A-Z_a-z:\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_NAME_CHAR = _NAME_START + r"0-9.\-\u00b7\u0300-\u036f"
_CLASSES = {"i": _NAME_START, "c": _NAME_CHAR}
_LONGEST = 10_000


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> re.Pattern[str] | None:
    """Return the pattern ready to search with, null if it or a flag is none."""
    if len(pattern) > _LONGEST or any(flag not in "smixq" for flag in flags):
        return None
    options = re.RegexFlag(0)
    for flag in flags:
        options |= _FLAGS.get(flag, 0)
    try:
        if "q" in flags:
            return re.compile(re.escape(pattern), options)
        if "x" in flags:
            pattern = "".join(pattern.split())
        return re.compile(_translated(pattern), options)
    except (re.error, RecursionError, OverflowError, ValueError):
        return None


def _translated(pattern: str) -> str:
    made: list[str] = []
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            piece, at = _escape(pattern, at, in_class=False)
        elif sign == "[":
            piece, at = _class(pattern, at)
        elif sign == "(" and pattern.startswith("(?", at) and not pattern.startswith("(?:", at):
            raise ValueError("a group of this kind is Python's own")
        elif sign == "$":
            piece, at = r"(?:$(?!\n))" if at + 1 == len(pattern) else "$", at + 1
        else:
            piece, at = sign, at + 1
        made.append(piece)
    return "".join(made)


def _escape(pattern: str, at: int, *, in_class: bool) -> tuple[str, int]:
    if at + 1 >= len(pattern):
        raise ValueError("nothing after a backslash")
    letter = pattern[at + 1]
    if letter in "pP":
        found = re.compile(r"\{(\w+)\}").match(pattern, at + 2)
        if found is None:
            raise ValueError("a class without a name")
        inside = characters_of(found[1])
        if in_class and letter == "P":
            raise ValueError("a negated class inside a class")
        return (inside if in_class else f"[{'^' if letter == 'P' else ''}{inside}]"), found.end()
    if letter in "icIC":
        inside = _CLASSES[letter.lower()]
        if in_class:
            return inside, at + 2
        return f"[{'^' if letter.isupper() else ''}{inside}]", at + 2
    if letter.isalpha() and letter not in "nrtdDsSwW":
        raise ValueError("an unknown escape")
    return pattern[at : at + 2], at + 2


def _class(pattern: str, at: int) -> tuple[str, int]:
    """Translate `[a-z-[aeiou]]` too: what is taken away becomes a look ahead."""
    made, at = ["["], at + 1
    if pattern.startswith("^", at):
        made.append("^")
        at += 1
    less = ""
    first = True
    while at < len(pattern):
        sign = pattern[at]
        if sign == "]" and not first:
            return f"{less}{''.join(made)}]", at + 1
        if sign == "-" and pattern.startswith("-[", at):
            inner, at = _class(pattern, at + 1)
            less = f"(?!{inner})"
            continue
        if sign == "\\":
            piece, at = _escape(pattern, at, in_class=True)
        else:
            piece, at = ("\\" + sign if sign in "[&~|" else sign), at + 1
        made.append(piece)
        first = False
    raise ValueError("a class that does not end")


@lru_cache(maxsize=64)
def characters_of(name: str) -> str:
    """Return the characters of a Unicode category (`L`, `Lu`) as ranges of a class."""
    ranges: list[str] = []
    start: int | None = None
    for point in range(0x110000 + 1):
        inside = point < 0x110000 and unicodedata.category(chr(point)).startswith(name)
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            ranges.append(f"{re.escape(chr(start))}-{re.escape(chr(point - 1))}")
            start = None
    if not ranges:
        raise ValueError("no such category")
    return "".join(ranges)


def replacement_of(written: str, groups: int, *, literal: bool) -> list[str | int] | None:
    """Return a replacement as texts and numbers of groups; null if it is badly written.

    `$12` is group 12 if there are that many, else group 1 and a 2. A backslash stands before `\\` or `$`.
    """
    if literal:
        return [written]
    made: list[str | int] = []
    at = 0
    while at < len(written):
        sign = written[at]
        if sign == "\\":
            if written[at + 1 : at + 2] not in ("\\", "$"):
                return None
            made.append(written[at + 1])
            at += 2
        elif sign == "$":
            digits = re.compile(r"\d+", re.ASCII).match(written, at + 1)
            if digits is None:
                return None
            number = digits[0][:6]
            while len(number) > 1 and int(number) > groups:
                number = number[:-1]
            made.append(int(number) if int(number) <= groups else "")
            at += 1 + len(number)
        else:
            made.append(sign)
            at += 1
    return made
