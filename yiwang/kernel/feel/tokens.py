"""From text to tokens: numbers, strings, names (ASCII, 中文, signs of any plane), words and signs.

Source: DMN 1.5, 10.3.1.2 (grammar rules 25 to 40).
"""

from __future__ import annotations

import re

import msgspec

from yiwang.kernel.feel.error import syntax

NUMBER, STRING, NAME, WORD, SIGN, END = "number", "string", "name", "word", "sign", "end"

WORDS = frozenset(
    {"and", "or", "between", "in", "if", "then", "else", "true", "false", "null", "not", "for", "return"}
    | {"some", "every", "satisfies", "instance", "function", "external"}
)

_NAME_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_PART = _NAME_START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PATTERN = re.compile(
    rf"""(?P<space>(?:[\s\u200b\ufeff]|//[^\n]*|/\*.*?\*/)+)
      |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      |(?P<name>[{_NAME_START}][{_NAME_PART}]*)
      |(?P<string>"(?:[^"\\]|\\.)*")
      |(?P<sign>\*\*|\.\.|->|<=|>=|!=|[-+*/()\[\],.<>={{}}:@?'])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Token(msgspec.Struct, frozen=True):
    """One token. `text` of a string is its value; of the rest, as written. `column` starts at 1.

    `end` is the column after it, so that a name of several words can be put together as written.
    """

    kind: str
    text: str
    column: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the tokens of `text`, closed by one of kind `end`. Raises `Unreadable`."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None:
            if text[at] == '"':
                raise syntax(len(text) + 1, "", "string end")
            raise syntax(at + 1, text[at], "value")
        if match.lastgroup != "space":
            found.append(_token(match.lastgroup or "", match.group(), at + 1, match.end() + 1))
        at = match.end()
    found.append(Token(END, "", len(text) + 1, len(text) + 1))
    return found


def spelling(name: str) -> tuple[str, ...]:
    """Return the tokens a name is written with, () if it cannot be written outside a string."""
    found = []
    at = 0
    while at < len(name):
        match = _PATTERN.match(name, at)
        if match is None or match.lastgroup == "string":
            return ()
        if match.lastgroup != "space":
            found.append(match.group())
        at = match.end()
    return tuple(found)


def _token(group: str, written: str, column: int, end: int) -> Token:
    if group == "name":
        return Token(WORD if written in WORDS else NAME, written, column, end)
    if group == "string":
        return Token(STRING, unescaped(written[1:-1]), column, end)
    return Token(group, written, column, end)


def unescaped(written: str) -> str:
    """Return a string's value from what stands between its quotes; surrogate pairs become one sign."""
    value = _ESCAPE.sub(_unescape, written)
    return _PAIR.sub(lambda pair: pair.group().encode("utf-16", "surrogatepass").decode("utf-16"), value)


def _unescape(match: re.Match[str]) -> str:
    body = match.group(1)
    if len(body) > 1:
        point = int(body[1:], 16)
        return chr(point) if point <= 0x10FFFF else match.group()
    return _ESCAPED.get(body, match.group())
