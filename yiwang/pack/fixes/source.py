"""A file as it was written: which characters stand where, so that a fix touches no other."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property

import yaml

from yiwang.pack import limits
from yiwang.pack.finding import Edit
from yiwang.pack.where import Where

_BREAKS = {
    "yaml": re.compile("\r\n|[\n\r\x85\u2028\u2029]"),
    "csv": re.compile("\r\n|\n|\r"),
}
_LINE_FEED = re.compile("\n")
_JSON = re.compile(r'"(?:[^"\\\n]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,"\r\n]*')
_MARK = "\ufeff"


@dataclass(slots=True)
class Part:
    """A value and the characters it takes: a mapping with its pairs, a list with its items, or a scalar.

    Attributes:
        flow: written with brackets, or a scalar with quotes.
    """

    start: int
    end: int
    kind: str
    flow: bool = False
    pairs: list[tuple[Part, Part]] = field(default_factory=list)
    items: list[Part] = field(default_factory=list)


class Source:
    """One file's text. Offsets count characters; a byte-order mark is kept aside.

    Raises:
        UnicodeDecodeError: the bytes are not UTF-8.
    """

    def __init__(self, file: str, data: bytes) -> None:
        whole = data.decode("utf-8")
        self.file = file
        self.marked = whole.startswith(_MARK)
        self.text = whole.removeprefix(_MARK)
        self.form = file.rsplit(".", 1)[-1].lower()

    @cached_property
    def _starts(self) -> list[int]:
        breaks = _BREAKS.get(self.form, _LINE_FEED)
        return [0, *(found.end() for found in breaks.finditer(self.text))]

    @cached_property
    def _told(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_FEED.finditer(self.text))]

    def offset(self, where: Where, by_line_feed: bool = False) -> int | None:
        """Return where a finding points, as an offset; None if the file has no such place."""
        starts = self._told if by_line_feed else self._starts
        if not 1 <= where.line <= len(starts):
            return None
        at = starts[where.line - 1] + where.column - 1
        return at if 0 <= at <= len(self.text) else None

    def where(self, at: int) -> Where:
        """Return an offset as line and column; a line ends with a line feed."""
        line = bisect.bisect_right(self._told, at)
        return Where(self.file, line, at - self._told[line - 1] + 1)

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit that writes `text` in the place of these characters."""
        return Edit(start, end, self.where(start), self.where(end), text)

    def line(self, at: int) -> tuple[int, int]:
        """Return the line that holds an offset: its first character, and the one after its break."""
        number = bisect.bisect_right(self._starts, at)
        return self._starts[number - 1], (
            self._starts[number] if number < len(self._starts) else len(self.text)
        )

    def token(self, where: Where) -> tuple[int, int] | None:
        """Return the characters of the value or key that begins here."""
        at = self.offset(where)
        if at is None:
            return None
        if self.form == "csv":
            found = _CELL.match(self.text, at)
            return (at, at + len(found[0].rstrip())) if found else None
        part = self.scalars.get(at)
        return (part.start, part.end) if part else None

    @cached_property
    def scalars(self) -> dict[int, Part]:
        """Every scalar by its first character, keys too."""
        return {part.start: part for part in self._every(self.root) if part.kind == "scalar"}

    def holding(self, at: int) -> list[Part]:
        """Return the mappings and lists that hold an offset, the innermost last."""
        found = [
            part
            for part in self._every(self.root)
            if part.kind != "scalar" and part.start <= at < max(part.end, part.start + 1)
        ]
        return sorted(found, key=lambda part: (part.start, -part.end))

    def _every(self, part: Part | None) -> list[Part]:
        if part is None:
            return []
        below = [inner for pair in part.pairs for inner in pair] + part.items
        return [part, *(one for inner in below for one in self._every(inner))]

    @cached_property
    def root(self) -> Part | None:
        """The file's values; None if it cannot be read as they are."""
        try:
            if self.form == "json":
                return _Reader(self.text).read()
            if self.form == "yaml":
                return _of_yaml(yaml.compose(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        except (yaml.YAMLError, RecursionError, IndexError, ValueError):
            return None
        return None


def _of_yaml(node: yaml.Node | None) -> Part | None:
    if node is None:
        return None
    made = Part(node.start_mark.index, node.end_mark.index, "scalar", False)
    if isinstance(node, yaml.MappingNode):
        made.kind, made.flow = "map", bool(node.flow_style)
        made.pairs = [(_must(_of_yaml(key)), _must(_of_yaml(value))) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        made.kind, made.flow = "list", bool(node.flow_style)
        made.items = [_must(_of_yaml(item)) for item in node.value]
    elif isinstance(node, yaml.ScalarNode):
        made.flow = node.style in ('"', "'")
    return made


def _must(part: Part | None) -> Part:
    assert part is not None
    return part


class _Reader:
    """Reads JSON that `read_json` could read, for the places of its values only."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_JSON.finditer(text))
        self.at = 0

    def read(self) -> Part:
        return self._value(0)

    def _next(self) -> re.Match[str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _value(self, depth: int) -> Part:
        token = self._next()
        if depth > limits.DEPTH:
            raise ValueError
        if token[0] == "{":
            return self._many(token.start(), "map", "}", depth)
        if token[0] == "[":
            return self._many(token.start(), "list", "]", depth)
        return Part(token.start(), token.end(), "scalar", token[0].startswith('"'))

    def _many(self, start: int, kind: str, closing: str, depth: int) -> Part:
        made = Part(start, start, kind, True)
        if self.tokens[self.at][0] == closing:
            made.end = self._next().end()
            return made
        while True:
            if kind == "map":
                key = self._value(depth + 1)
                self._colon()
                made.pairs.append((key, self._value(depth + 1)))
            else:
                made.items.append(self._value(depth + 1))
            ended = self._next()
            if ended[0] == closing:
                made.end = ended.end()
                return made
            if ended[0] != ",":
                raise ValueError

    def _colon(self) -> None:
        if self._next()[0] != ":":
            raise ValueError
