"""Reads an event log in XES (XML), one trace at a time, in bounded memory.

No DTD, no entities, nothing fetched. What is not well formed is named by its line; reading goes on at
the next place where an event or a trace can begin, so one broken line costs one event.
Source: IEEE 1849 (XES); a log has traces, a trace has attributes and events, an event has attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat  # nosec: entity and DTD declarations are refused below

from yiwang.replay.log import Broken, Items, LogCase, LogEvent, LogUnreadable
from yiwang.replay.source import Cut

BROKEN_AT_MOST = 1_000
ATTRIBUTES_AT_MOST = 1_000  # of one event or trace
NESTED_AT_MOST = 100

OUTSIDE, LOG, TRACE, EVENT = range(4)

_RESUME = {
    LOG: re.compile(rb"<(?:\w+:)?trace[\s>]"),
    TRACE: re.compile(
        rb"<(?:\w+:)?(?:event|trace|string|date|int|float|boolean|id|list)[\s>]|</(?:\w+:)?trace"
    ),
    EVENT: re.compile(rb"<(?:\w+:)?(?:event|trace)[\s>]|</(?:\w+:)?trace"),
}


_OPENS_TRACE = re.compile(rb"<(?:\w+:)?trace")


class _Misplaced(Exception):
    """An element stands where it cannot: something before it was not closed."""


def read_xes(name: str, pieces: Iterable[bytes]) -> Items:
    """Yield the traces of a log, and what is broken in it, in file order.

    Raises:
        LogUnreadable: it is no XES log, or declares a DTD.
    """
    reader = _Reader(name)
    cut: Cut | None = None
    try:
        for piece in pieces:
            yield from reader.feed(piece)
            if reader.given_up:
                return
    except Cut as fault:
        cut = fault
    yield from reader.finish(cut)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.encoding: str | None = None
        self.ready: list[LogCase | Broken] = []
        self.where = OUTSIDE
        self.nested = 0
        self.trace: LogCase | None = None
        self.event: LogEvent | None = None
        self.broken = 0
        self.given_up = False
        self.skipping = False
        self.resumed = -1  # where in the buffer reading went on last: an error never leads back there
        # The bytes that may still be needed: those of the last pieces, with what stands before them.
        self.buffer = b""
        self.lines_before = 0
        self._begin(b"", 0)

    def feed(self, piece: bytes) -> list[LogCase | Broken]:
        """Return what has become whole with this piece."""
        fed = len(self.buffer)
        self.buffer += piece
        at: int | None = fed
        if self.skipping:
            at = self._resume(max(0, fed - 16))
        while at is not None:
            at = self._parse(piece if at == fed else self.buffer[at:])
        self._trim()
        ready, self.ready = self.ready, []
        return ready

    def finish(self, cut: Cut | None) -> list[LogCase | Broken]:
        """Return what is left when the bytes are at an end."""
        line = self.lines_before + self.buffer.count(b"\n") + 1
        whole = False
        if not self.skipping and cut is None:
            try:
                self.parser.Parse(b"", True)
                whole = True
            except expat.ExpatError:
                pass
        if self.where == OUTSIDE and not whole:
            raise LogUnreadable(f"{self.name} 不是 XES 日志。", f"{self.name} is not an XES log.")
        if cut is not None or not (whole or self.skipping):
            self.ready.append(_cut(line, self.event is not None))
        self._end_trace()
        return self.ready

    # -- where we are ---------------------------------------------------------------------------

    def _begin(self, prefix: bytes, at: int) -> None:
        """Start a parser whose first byte of the log stands at `at` in the buffer."""
        parser = expat.ParserCreate(self.encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser = parser
        self.first_line = self.lines_before + self.buffer.count(b"\n", 0, at) + 1
        self.offset = at - len(prefix)  # of the parser's byte 0 in the buffer
        if prefix:
            parser.StartElementHandler = None
            parser.Parse(prefix, False)
            parser.StartElementHandler = self._start

    def _line(self) -> int:
        return int(self.first_line + self.parser.CurrentLineNumber - 1)

    def _trim(self) -> None:
        """Forget what no error can point at any more: all but the last 64 KB or so."""
        extra = len(self.buffer) - (1 << 17)
        if extra > 0:
            self.lines_before += self.buffer.count(b"\n", 0, extra)
            self.buffer = self.buffer[extra:]
            self.offset -= extra
            self.resumed = max(-1, self.resumed - extra)

    # -- parsing and going on after an error ------------------------------------------------------

    def _parse(self, piece: bytes) -> int | None:
        """Parse a piece; return where in the buffer to go on after an error, None when all went well."""
        try:
            self.parser.Parse(piece, False)
        except expat.ExpatError as fault:
            place = self.offset + self.parser.ErrorByteIndex
            return self._stumble(expat.errors.messages.get(fault.code, "?"), place - 2, place)
        except _Misplaced:
            place = self.offset + self.parser.CurrentByteIndex
            return self._stumble("an element before it was not closed", place, place)
        return None

    def _stumble(self, why: str, search: int, place: int) -> int | None:
        line = self.lines_before + self.buffer.count(b"\n", 0, max(0, place)) + 1
        if self.where == OUTSIDE:
            raise LogUnreadable(
                f"{self.name} 不是 XES 日志 (第 {line} 行: {why})。",
                f"{self.name} is not an XES log (line {line}: {why}).",
            )
        self.broken += 1
        if self.broken > BROKEN_AT_MOST:
            self.given_up = True
            self.ready.append(_too_many(line))
            self._end_trace()
            return None
        self.ready.append(_not_xml(self.event.line if self.event else line, why, self.event is not None))
        self.event = None
        return self._resume(max(search, self.resumed + 1))

    def _resume(self, search: int) -> int | None:
        """Find in the buffer where an event or a trace begins; set a new parser to go on from there."""
        found = _RESUME[self.where].search(self.buffer, max(0, search))
        self.skipping = found is None
        if found is None:
            return None
        at = found.start()
        if _OPENS_TRACE.match(found.group()):
            self._end_trace()
        self.where = TRACE if self.trace is not None else LOG
        self.nested = 0
        self._begin(b"<log><trace>" if self.where == TRACE else b"<log>", at)
        self.resumed = at
        return at

    # -- what the parser sees -----------------------------------------------------------------

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.encoding = encoding

    def _doctype(self, *_: Any) -> None:
        raise LogUnreadable(
            f"{self.name} 第 {self._line()} 行: 不接受 DOCTYPE 和实体声明。",
            f"{self.name} line {self._line()}: DOCTYPE and entities are not accepted.",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        where = self.where
        if where >= TRACE:
            if name.endswith("event") or name.endswith("trace"):
                self._inner(name.rpartition(":")[2])
            elif self.nested == 0:
                key = attributes.get("key")
                holder = self.event if where == EVENT else self.trace
                assert holder is not None
                if key is not None and len(holder.attributes) < ATTRIBUTES_AT_MOST:
                    holder.attributes[key] = attributes.get("value", "")
                self.nested = 1
            else:
                self._deeper()
            return
        local = name.rpartition(":")[2]
        if where == OUTSIDE:
            if local != "log":
                raise LogUnreadable(
                    f"{self.name} 的根元素是“{local[:40]}”, 不是 XES 日志。",
                    f'The root element of {self.name} is "{local[:40]}", which is no XES log.',
                )
            self.where = LOG
        elif self.nested == 0 and local == "trace":
            self.trace = LogCase(self._line(), {}, [])
            self.where = TRACE
        else:
            if self.nested == 0 and local == "event":
                self.ready.append(_without_case(self._line()))
            self._deeper()

    def _inner(self, local: str) -> None:
        if self.where == TRACE and local == "event" and self.nested == 0:
            self.event = LogEvent(self._line(), {})
            self.where = EVENT
        elif local in ("event", "trace"):
            raise _Misplaced
        else:
            self._deeper()

    def _deeper(self) -> None:
        self.nested += 1
        if self.nested > NESTED_AT_MOST:
            raise _Misplaced

    def _end(self, name: str) -> None:
        if self.nested:
            self.nested -= 1
        elif self.where == EVENT:
            assert self.trace is not None and self.event is not None
            self.trace.events.append(self.event)
            self.event = None
            self.where = TRACE
        elif self.where == TRACE:
            self._end_trace()

    def _end_trace(self) -> None:
        if self.trace is not None:
            self.ready.append(self.trace)
        self.trace = self.event = None
        self.where = LOG if self.where != OUTSIDE else OUTSIDE


def _cut(line: int, event: bool) -> Broken:
    return Broken(
        line,
        "log.cut",
        f"第 {line} 行之后文件中断, 后面的读不到。",
        f"The file is cut off after line {line}; what came later is lost.",
        event,
    )


def _not_xml(line: int, why: str, event: bool) -> Broken:
    return Broken(
        line,
        "log.broken-xml",
        f"第 {line} 行起不是完好的 XML ({why}), " + ("这个事件跳过。" if event else "跳到下一处。"),
        f"From line {line} the XML is not well formed ({why}); "
        + ("this event was skipped." if event else "skipped to the next sound place."),
        event,
    )


def _without_case(line: int) -> Broken:
    return Broken(
        line,
        "log.no-case",
        f"第 {line} 行的事件不属于任何案例。",
        f"The event of line {line} belongs to no case.",
    )


def _too_many(line: int) -> Broken:
    return Broken(
        line,
        "log.too-broken",
        f"坏的地方超过 {BROKEN_AT_MOST} 处, 第 {line} 行之后没有再读。",
        f"More than {BROKEN_AT_MOST} places are broken; nothing after line {line} was read.",
        False,
    )
