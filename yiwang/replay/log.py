"""What an event log holds, whatever its format: cases, their events, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec


class LogEvent(msgspec.Struct, frozen=True, gc=False):
    """One event as written: its line in the (unpacked) log, its attributes as texts."""

    line: int
    attributes: dict[str, str]


class LogCase(msgspec.Struct, frozen=True):
    """One case (trace) as written, its events in the log's order."""

    line: int
    attributes: dict[str, str]
    events: list[LogEvent]


class Broken(msgspec.Struct, frozen=True):
    """Something that could not be read, by line.

    Attributes:
        code: `log.…`, stable.
        event: an event is lost by it, and counts among the events as refused with this code.
    """

    line: int
    code: str
    zh: str
    en: str
    event: bool = True


class LogUnreadable(Exception):
    """The log cannot be read at all; one sentence says why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


Items = Iterator[LogCase | Broken]
