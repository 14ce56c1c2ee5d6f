"""XML to plain elements that know their line. No DTD, no entities, nothing fetched, bounded size."""

from __future__ import annotations

from xml.parsers import expat  # nosec: entity and DTD declarations are refused below

import msgspec

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
YIWANG = "urn:yiwang:bpmn:1"

MAX_BYTES = 10_000_000
MAX_ELEMENTS = 50_000
MAX_DEPTH = 200


class Element(msgspec.Struct):
    """One element: namespace, local name, attributes by (namespace, name), children, text, line."""

    space: str
    name: str
    attributes: dict[tuple[str, str], str]
    line: int
    children: list[Element] = []
    text: str = ""

    def get(self, name: str, default: str = "") -> str:
        """Return a plain attribute."""
        return self.attributes.get(("", name), default)

    def own(self, name: str, default: str = "") -> str:
        """Return one of our attributes (`yw:name`)."""
        return self.attributes.get((YIWANG, name), default)

    def all(self, name: str, space: str = BPMN) -> list[Element]:
        """Return the children of this name."""
        return [child for child in self.children if child.name == name and child.space == space]


class Malformed(msgspec.Struct, frozen=True):
    """Why a file has no root element.

    Attributes:
        code: `not-xml`, `doctype` or `too-large`; who reads puts the standard's name before it.
        line: 0 when it is the whole file.
    """

    code: str
    zh: str
    en: str
    line: int = 0


class _Refused(Exception):
    def __init__(self, code: str, zh: str, en: str, line: int) -> None:
        super().__init__(en)
        self.malformed = Malformed(code, f"第 {line} 行: {zh}。", f"Line {line}: {en}.", line)


def parse(xml: bytes, standard: str) -> Element | Malformed:
    """Return the root element, or why there is none. Never fetches, never expands, never raises.

    Args:
        standard: what the file should be, named to who must mend it: `BPMN 2.0`.
    """
    if len(xml) > MAX_BYTES:
        zh, en = f"文件超过 {MAX_BYTES} 字节", f"the file is larger than {MAX_BYTES} bytes"
        return Malformed("too-large", f"{zh}。", f"{en[0].upper()}{en[1:]}.")
    builder = _Builder()
    try:
        builder.parser.Parse(xml, True)
    except _Refused as refused:
        return refused.malformed
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = builder.parser.CurrentLineNumber
        return Malformed(
            "not-xml",
            f"第 {line} 行: 不是完好的 XML ({error})。请另存为 UTF-8 的 {standard} 文件。",
            f"Line {line}: this is not well-formed XML ({error}). Save it as a {standard} file in UTF-8.",
            line,
        )
    assert builder.root is not None, "expat accepts no document without a root"
    return builder.root


class _Builder:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ExternalEntityRefHandler = self._external
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.parser.CurrentLineNumber
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise _Refused("too-large", "元素过多或嵌套过深", "too many elements, or nested too deep", line)
        space, local = _split(name)
        element = Element(space, local, {_split(key): value for key, value in attributes.items()}, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise _Refused("doctype", "不接受 DOCTYPE 和实体声明", "DOCTYPE and entities are not accepted", line)

    def _external(self, *_: object) -> int:
        return 0


def _split(name: str) -> tuple[str, str]:
    space, _, local = name.rpartition(" ")
    return space, local
