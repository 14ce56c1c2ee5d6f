"""From text to tokens: numbers, strings, names (ASCII and 中文), words and signs.

Source: DMN 1.5, 10.3.1.2 (grammar rules 25 to 35, 37 to 39).
"""

from __future__ import annotations

import re

import msgspec

from yiwang.kernel.feel.error import syntax

NUMBER, STRING, NAME, WORD, SIGN, END = "number", "string", "name", "word", "sign", "end"

WORDS = frozenset({"and", "or", "between", "in", "if", "then", "else", "true", "false", "null", "not"})
LATER_WORDS = frozenset({"for", "return", "some", "every", "satisfies", "instance", "function", "external"})

_PATTERN = re.compile(
    r"""(?P<space>(?:\s|//[^\n]*|/\*.*?\*/)+)
      |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      |(?P<name>[^\W\d]\w*)
      |(?P<string>"(?:[^"\\\n]|\\.)*")
      |(?P<sign>\*\*|\.\.|<=|>=|!=|[-+*/()\[\],.<>={}:@?])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


class Token(msgspec.Struct, frozen=True):
    """One token. `text` of a string is its value; of the rest, as written. `column` starts at 1."""

    kind: str
    text: str
    column: int


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
            found.append(_token(match.lastgroup or "", match.group(), at + 1))
        at = match.end()
    found.append(Token(END, "", len(text) + 1))
    return found


def _token(group: str, written: str, column: int) -> Token:
    if group == "name":
        return Token(WORD if written in WORDS or written in LATER_WORDS else NAME, written, column)
    if group == "string":
        return Token(STRING, _ESCAPE.sub(_unescape, written[1:-1]), column)
    return Token(group, written, column)


def _unescape(match: re.Match[str]) -> str:
    body = match.group(1)
    if len(body) > 1:
        point = int(body[1:], 16)
        return chr(point) if point <= 0x10FFFF else match.group()
    return _ESCAPED.get(body, match.group())
