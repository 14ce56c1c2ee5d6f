"""JSON (RFC 8259) to nodes with positions. Repeated names, lone surrogates and NaN are refused."""

from __future__ import annotations

import bisect
import re

from yiwang.pack import limits
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar, Value
from yiwang.pack.read_text import read_text
from yiwang.pack.read_yaml import repeated_key
from yiwang.pack.where import Where, Word

_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<part>\.[0-9]+)?(?P<power>[eE][-+]?[0-9]+)?")
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NAMES: tuple[tuple[str, Value], ...] = (("true", True), ("false", False), ("null", None))


class _Malformed(Exception):
    def __init__(self, index: int, zh: str, en: str, code: str = "YW002") -> None:
        super().__init__(en)
        self.index, self.sentence, self.code = index, Sentence(zh, en), code


class _Reader:
    def __init__(self, file: str, text: str) -> None:
        self.file, self.text, self.index = file, text, 0
        self.findings: list[Finding] = []
        self.lines = [0] + [found.end() for found in re.finditer("\n", text)]
        self.depth = self.count = 0

    def where(self, index: int) -> Where:
        line = bisect.bisect_right(self.lines, index)
        return Where(self.file, line, index - self.lines[line - 1] + 1)

    def space(self) -> str:
        """Skip white space; return the next character, empty at the end."""
        self.index = _SPACE.match(self.text, self.index).end()  # type: ignore[union-attr]
        return self.text[self.index : self.index + 1]

    def document(self) -> Node:
        node = self.value()
        if self.space():
            raise _Malformed(self.index, "值的后面还有别的内容", "something follows the value")
        return node

    def value(self) -> Node:
        self.count += 1
        if self.count > limits.NODES:
            raise _Malformed(self.index, f"值超过 {limits.NODES} 个", "it holds too many values", "YW005")
        begin, start = self.space(), self.index
        if begin in ("{", "["):
            self.depth += 1
            if self.depth > limits.DEPTH:
                raise _Malformed(start, f"嵌套超过 {limits.DEPTH} 层", "it is nested too deeply", "YW005")
            node: Node = self._mapping() if begin == "{" else self._listing()
            self.depth -= 1
            return node
        if begin == '"':
            text = self._string()
            return Scalar(text, self.where(start), text)
        for name, value in _NAMES:
            if self.text.startswith(name, start):
                self.index += len(name)
                return Scalar(value, self.where(start), name)
        return self._number(start)

    def _number(self, start: int) -> Node:
        found = _NUMBER.match(self.text, start)
        if not found:
            raise _Malformed(start, "这里应是一个值", "a value is expected here")
        raw = found.group()
        if len(raw) > limits.DIGITS:
            raise _Malformed(start, f"数字超过 {limits.DIGITS} 位", "the number has too many digits", "YW005")
        self.index = found.end()
        number = float(raw) if found["part"] or found["power"] else int(raw)
        if number in (float("inf"), float("-inf")):
            raise _Malformed(start, "数字过大", "the number is too large", "YW005")
        return Scalar(number, self.where(start), raw)

    def _mapping(self) -> Mapping:
        where = self.where(self.index)
        entries: dict[str, Node] = {}
        keys: dict[str, Word] = {}
        self.index += 1
        if self.space() == "}":
            self.index += 1
            return Mapping(entries, keys, where)
        while True:
            if self.space() != '"':
                raise _Malformed(
                    self.index, "这里应是带双引号的键", "a key in double quotes is expected here"
                )
            begin = self.where(self.index)
            key = self._string()
            if self.space() != ":":
                raise _Malformed(
                    self.index, f"键 {key} 后面缺少冒号", f"a colon is missing after the key {key}"
                )
            self.index += 1
            node = self.value()
            if key in keys:
                if len(self.findings) >= limits.FINDINGS_OF_A_FILE:
                    raise _Malformed(self.index, "重复的键过多", "too many keys stand twice", "YW005")
                self.findings.append(repeated_key(key, begin, keys[key].where))
            else:
                keys[key], entries[key] = Word(key, begin), node
            if self._ends("}"):
                return Mapping(entries, keys, where)

    def _listing(self) -> Listing:
        where = self.where(self.index)
        items: list[Node] = []
        self.index += 1
        if self.space() == "]":
            self.index += 1
            return Listing((), where)
        while True:
            items.append(self.value())
            if self._ends("]"):
                return Listing(tuple(items), where)

    def _ends(self, closing: str) -> bool:
        found = self.space()
        if found not in (",", closing) or not found:
            raise _Malformed(
                self.index, f"这里应是逗号或 {closing}", f"a comma or {closing} is expected here"
            )
        self.index += 1
        return found == closing

    def _string(self) -> str:
        start = self.index
        self.index += 1
        parts: list[str] = []
        while True:
            begin = self.index
            self.index = _PLAIN.match(self.text, begin).end()  # type: ignore[union-attr]
            parts.append(self.text[begin : self.index])
            mark = self.text[self.index : self.index + 1]
            if mark == '"':
                self.index += 1
                return "".join(parts)
            if mark != "\\":
                raise _Malformed(start, "引号没有收尾", "the quotation mark is never closed")
            parts.append(self._escape())

    def _escape(self) -> str:
        letter = self.text[self.index + 1 : self.index + 2]
        if letter in _ESCAPES and letter:
            self.index += 2
            return _ESCAPES[letter]
        code = self._unit()
        if 0xD800 <= code < 0xDC00 and self.text.startswith("\\u", self.index):
            begin = self.index
            low = self._unit()
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00))
            self.index = begin
        if 0xD800 <= code < 0xE000:
            raise _Malformed(self.index, "半个代理对, 不成字符", "half a surrogate pair is no character")
        return chr(code)

    def _unit(self) -> int:
        found = _HEX.match(self.text, self.index + 2)
        if self.text[self.index + 1 : self.index + 2] != "u" or not found:
            raise _Malformed(self.index, "不认识的转义", "an unknown escape")
        self.index += 6
        return int(found.group(), 16)


def read_json(file: str, data: bytes) -> tuple[Node | None, list[Finding]]:
    """Return the file's node and what is wrong with it. The node is None when it is not JSON."""
    text = read_text(file, data)
    if isinstance(text, Finding):
        return None, [text]
    reader = _Reader(file, text)
    try:
        node = reader.document()
    except _Malformed as error:
        finding = Finding(
            code=error.code,
            where=reader.where(error.index),
            message=Sentence(
                f"不是合法的 JSON: {error.sentence.zh}。", f"This is not JSON: {error.sentence.en}."
            ),
            remedy=Sentence(
                "对照上下几行的引号、逗号和括号。",
                "Compare quotes, commas and brackets with the lines around.",
            ),
        )
        return None, [*reader.findings, finding]
    return node, reader.findings
