"""A BPMN file as it was written: every element, attribute, prefix, comment and blank, read and written back.

`xml_read` takes from a file what runs. A file that comes from a drawing tool holds more (its own
extensions, data, colours), and none of it may be lost because a city changed one name in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat  # nosec: entity and DTD declarations are refused by `parse`

import msgspec

from yiwang.kernel.bpmn.net import Problem
from yiwang.kernel.bpmn.xml_read import parse_bpmn


class Tag(msgspec.Struct):
    """One element: its name with prefix, attributes in order (namespaces among them), what it holds."""

    name: str
    attributes: list[tuple[str, str]]
    line: int
    content: list[Tag | str] = []

    def walk(self) -> Iterator[Tag]:
        """Yield this element and every one below it, in the order of the file."""
        yield self
        for one in self.content:
            if isinstance(one, Tag):
                yield from one.walk()

    def get(self, name: str) -> str:
        """Return an attribute, "" if it is not there."""
        return next((value for key, value in self.attributes if key == name), "")

    def put(self, name: str, value: str) -> None:
        """Set an attribute where it stands, or at the end."""
        keys = [key for key, _ in self.attributes]
        if name in keys:
            self.attributes[keys.index(name)] = (name, value)
        else:
            self.attributes.append((name, value))


class Document(msgspec.Struct):
    """A whole file: what stands before the root element, the root, what stands after it.

    Markup that is not an element (comments, instructions, CDATA) stays as it was written.
    """

    root: Tag
    before: list[str]
    after: list[str]
    encoding: str
    standalone: int


def read_document(xml: bytes) -> Document | Problem:
    """Read a file so that `write_document` gives it back. Never raises, fetches or expands."""
    refused = parse_bpmn(xml)
    if isinstance(refused, Problem):
        return refused
    keeper = _Keeper()
    keeper.parser.Parse(xml, True)
    assert keeper.root is not None, "a file without a root is refused above"
    return Document(keeper.root, keeper.before, keeper.after, keeper.encoding, keeper.standalone)


def write_document(document: Document) -> bytes:
    """Return the file, in the encoding it came in. Canonically equal to what was read (C14N 2.0)."""
    standalone = {0: ' standalone="no"', 1: ' standalone="yes"'}.get(document.standalone, "")
    parts = [f'<?xml version="1.0" encoding="{document.encoding}"{standalone}?>\n', *document.before]
    parts.extend(_written(document.root))
    parts.extend(document.after)
    return "".join(parts).encode(document.encoding, "xmlcharrefreplace")


class _Keeper:
    def __init__(self) -> None:
        self.root: Tag | None = None
        self.before: list[str] = []
        self.after: list[str] = []
        self.encoding, self.standalone = "UTF-8", -1
        self._open: list[Tag] = []
        self._raw = False
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.CommentHandler = lambda text: self._keep(f"<!--{text}-->")
        self.parser.ProcessingInstructionHandler = lambda name, text: self._keep(f"<?{name} {text}?>")
        self.parser.StartCdataSectionHandler = self._cdata
        self.parser.EndCdataSectionHandler = self._cdata_ends

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding, self.standalone = encoding or "UTF-8", standalone

    def _keep(self, markup: str) -> None:
        if self._open:
            self._open[-1].content.append(markup)
        elif self.root is None:
            self.before.append(markup + "\n")
        else:
            self.after.append("\n" + markup)

    def _start(self, name: str, attributes: list[str]) -> None:
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        tag = Tag(name, pairs, self.parser.CurrentLineNumber, [])
        if self._open:
            self._open[-1].content.append(tag)
        else:
            self.root = tag
        self._open.append(tag)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._keep(text if self._raw else _escaped(text))

    def _cdata(self) -> None:
        self._keep("<![CDATA[")
        self._raw = True

    def _cdata_ends(self) -> None:
        self._raw = False
        self._keep("]]>")


def _escaped(text: str, more: str = "") -> str:
    for one, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#13;")):
        text = text.replace(one, written)
    if more:
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text


def _written(root: Tag) -> Iterator[str]:
    """Yield the parts of an element. A loop, since files may be deep."""
    stack: list[Tag | str] = [root]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            yield one
            continue
        attributes = "".join(f' {name}="{_escaped(value, "attribute")}"' for name, value in one.attributes)
        if not one.content:
            yield f"<{one.name}{attributes}/>"
            continue
        yield f"<{one.name}{attributes}>"
        stack.append(f"</{one.name}>")
        stack.extend(reversed(one.content))
