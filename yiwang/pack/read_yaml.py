"""YAML to nodes with positions.

Read from the parser's events, never constructed: what a pack says is data. Anchors, aliases, tags,
merge keys, repeated keys and second documents are refused, because a reviewer would have to expand them
in the head. Plain scalars follow the YAML 1.2 core schema: `no` is a word, `12:30` is a word, `2026-01-01`
is a word, `010` is ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

import yaml

from yiwang.pack import limits
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar, Value
from yiwang.pack.read_text import read_text
from yiwang.pack.where import Where, Word

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")
_NAMED: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_IN_CHINESE = {
    "mapping values are not allowed in this context": (
        "这里不能再写“键: 值”, 多半是缩进不对, 或值里有冒号而未加引号"
    ),
    "found character that cannot start any token": (
        "这个字符不能开头 (制表符不能缩进; @、` 开头的值要加引号)"
    ),
    "found a tab character that violates indentation": "制表符不能用来缩进",
    "found unexpected end of stream": "文件在引号或括号没有收尾时就结束了",
    "could not find expected ':'": "这里缺少冒号",
    "did not find expected key": "这里应是一个键, 多半是缩进不对",
    "did not find expected '-' indicator": "这里应以“- ”开头, 多半是缩进不对",
    "did not find expected ',' or ']'": "方括号没有收尾, 或缺少逗号",
    "did not find expected ',' or '}'": "花括号没有收尾, 或缺少逗号",
}


def core_value(text: str) -> Value:
    """Return the value of a plain scalar in the YAML 1.2 core schema; what is nothing else is a text."""
    if text in _NAMED:
        return _NAMED[text]
    if len(text) > limits.DIGITS or not (text[0].isdigit() or text[0] in "+-."):
        return text
    if _INT.match(text):
        return int(text)
    if _OCTAL.match(text):
        return int(text[2:], 8)
    if _HEX.match(text):
        return int(text[2:], 16)
    return float(text) if _FLOAT.match(text) and isfinite(float(text)) else text


class _Frame:
    """A mapping or list that is still open."""

    def __init__(self, where: Where, mapping: bool) -> None:
        self.where = where
        self.mapping = mapping
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Word] = {}
        self.key: Word | None = None
        self.skipping = False  # the value of a key that was refused

    def node(self) -> Node:
        if self.mapping:
            return Mapping(self.entries, self.keys, self.where)
        return Listing(tuple(self.items), self.where)


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self.open: list[_Frame] = []
        self.root: Node | None = None
        self.count = 0

    def where(self, event: Any) -> Where:
        return Where(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def found(self, code: str, where: Where, message: Sentence, remedy: Sentence) -> None:
        self.findings.append(Finding(where=where, message=message, remedy=remedy, code=code))

    def take(self, event: Any) -> bool:
        """Take one event. False: stop reading (too deep, too many, a second document)."""
        match event:
            case yaml.AliasEvent():
                self._refuse_word(event, f"别名 *{event.anchor}", f"the alias *{event.anchor}")
                self._add(Scalar(None, self.where(event), ""))
            case yaml.ScalarEvent():
                self._refuse_marks(event)
                plain = bool(event.implicit[0]) and event.tag is None
                value = core_value(event.value) if plain else event.value
                self._add(Scalar(value, self.where(event), event.value), plain)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._refuse_marks(event)
                self.open.append(_Frame(self.where(event), isinstance(event, yaml.MappingStartEvent)))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._add(self.open.pop().node())
            case yaml.DocumentStartEvent() if self.root is not None:
                self.found(
                    "YW003",
                    self.where(event),
                    Sentence("一个文件里有第二份文档 (---)。", "The file holds a second document (---)."),
                    Sentence("分成两个文件, 或删去 ---。", "Make two files of it, or remove the ---."),
                )
                return False
        self.count += 1
        return self._within_limits(event)

    def _within_limits(self, event: Any) -> bool:
        if len(self.findings) >= limits.FINDINGS_OF_A_FILE:
            self.findings.append(too_many_findings(self.where(event)))
            return False
        if len(self.open) <= limits.DEPTH and self.count <= limits.NODES:
            return True
        zh = (
            f"嵌套超过 {limits.DEPTH} 层。"
            if len(self.open) > limits.DEPTH
            else f"值超过 {limits.NODES} 个。"
        )
        en = "It is nested too deeply." if len(self.open) > limits.DEPTH else "It holds too many values."
        self.found(
            "YW005",
            self.where(event),
            Sentence(zh, en),
            Sentence("分成几个文件, 或写得浅一些。", "Split it, or flatten it."),
        )
        return False

    def _refuse_word(self, event: Any, zh: str, en: str) -> None:
        self.found(
            "YW003",
            self.where(event),
            Sentence(f"这里用了{zh}。", f"This uses {en}."),
            Sentence("把内容原样写在这里。", "Write the content out in full here."),
        )

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor:
            self._refuse_word(event, f"锚点 &{event.anchor}", f"the anchor &{event.anchor}")
        if event.tag:
            self._refuse_word(event, f"标签 {event.tag}", f"the tag {event.tag}")

    def _add(self, node: Node, plain: bool = False) -> None:
        if not self.open:
            self.root = node
            return
        frame = self.open[-1]
        if not frame.mapping:
            frame.items.append(node)
        elif frame.skipping:
            frame.skipping = False
        elif frame.key is None:
            self._take_key(frame, node, plain)
        else:
            frame.entries[frame.key] = node
            frame.key = None

    def _take_key(self, frame: _Frame, node: Node, plain: bool) -> None:
        if not isinstance(node, Scalar):
            self.found(
                "YW012",
                node.where,
                Sentence("键只能是文字。", "A key can only be a text."),
                Sentence("把键改为一个词。", "Make the key one word."),
            )
            frame.skipping = True
        elif plain and node.raw == "<<":
            self.found(
                "YW003",
                node.where,
                Sentence("这里用了合并键 <<。", "This uses the merge key <<."),
                Sentence("把内容原样写在这里。", "Write the content out in full here."),
            )
            frame.skipping = True
        elif node.raw in frame.keys:
            self.findings.append(repeated_key(node.raw, node.where, frame.keys[node.raw].where))
            frame.skipping = True
        else:
            frame.key = Word(node.raw, node.where)
            frame.keys[node.raw] = frame.key


def too_many_findings(where: Where) -> Finding:
    """Say that a file is read no further."""
    most = limits.FINDINGS_OF_A_FILE
    return Finding(
        code="YW005",
        where=where,
        message=Sentence(
            f"已有 {most} 处不对, 后面的没有读。", f"There are {most} faults; what follows was not read."
        ),
        remedy=Sentence("先改前面的, 再查一次。", "Mend those first, then check again."),
    )


def repeated_key(key: str, where: Where, first: Where) -> Finding:
    """Say that `key` stands twice in one mapping."""
    zh, en = first.seen_from(where)
    return Finding(
        code="YW004",
        where=where,
        message=Sentence(f"键 {key} 写了两次, 第一次在{zh}。", f"The key {key} stands twice, first on {en}."),
        remedy=Sentence("留下一处, 删去另一处。", "Keep one and remove the other."),
    )


def read_yaml(file: str, data: bytes) -> tuple[Node | None, list[Finding]]:
    """Return the file's node and what is wrong with it; what could be read is kept.

    The node is None when the file is empty or not YAML at all.
    """
    text = read_text(file, data)
    if isinstance(text, Finding):
        return None, [text]
    reader = _Reader(file)
    try:
        for event in _events(text):
            if not reader.take(event):
                break
    except yaml.MarkedYAMLError as error:
        return None, [*reader.findings, _malformed(file, error)]
    except yaml.YAMLError as error:  # the reader's own: characters YAML does not allow
        reader.found(
            "YW002",
            Where(file),
            Sentence("不是合法的 YAML。", f"This is not YAML: {error}."),
            Sentence("用文本编辑器检查此文件。", "Look at the file with a text editor."),
        )
        return None, reader.findings
    return reader.root, reader.findings


def _events(text: str) -> Iterator[Any]:
    parser = _Parser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _malformed(file: str, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
    problem = str(error.problem or error.context or "")
    begun = error.context_mark
    zh = _IN_CHINESE.get(problem, f"解析器说: {problem}")
    if begun is not None and begun.line + 1 != where.line:
        zh += f" (从第 {begun.line + 1} 行开始的一段)"
        problem += f" (in what begins on line {begun.line + 1})"
    return Finding(
        code="YW002",
        where=where,
        message=Sentence(f"不是合法的 YAML: {zh}。", f"This is not YAML: {problem}."),
        remedy=Sentence(
            "对照上下几行的缩进、引号和括号。",
            "Compare indentation, quotes and brackets with the lines around.",
        ),
    )
