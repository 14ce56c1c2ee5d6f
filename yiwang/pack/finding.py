"""A finding: what is wrong with a pack, where, and how to mend it, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from yiwang.pack.where import Where


class Level(StrEnum):
    """How grave a finding is.

    error: the pack does not start. warning: it starts, and the page it touches shows it. note: good to know.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


LEVEL_IN_WORDS = {
    Level.ERROR: ("错误", "error"),
    Level.WARNING: ("警告", "warning"),
    Level.NOTE: ("提示", "note"),
}


class Sentence(NamedTuple):
    """The same thing said in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters of a file, and what is written in their place.

    Attributes:
        start, end: offsets in characters of the file's text; a byte-order mark is not counted.
        begin, stop: the same as lines and columns; `stop` is the first character that stays.
        text: what is written there, empty to take away.
    """

    start: int
    end: int
    begin: Where
    stop: Where
    text: str

    @property
    def file(self) -> str:
        return self.begin.file


@dataclass(frozen=True, slots=True)
class Fix:
    """A certain way to mend a finding: nobody who knows the city would write anything else."""

    says: Sentence
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: stable, `YW` and three digits; docs/checks.md lists all.
        where: the value to be mended.
        fix: how a machine mends it, where that is certain.
    """

    where: Where
    message: Sentence
    remedy: Sentence
    code: str = ""
    level: Level = Level.ERROR
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """File order, so that a person mends a file from top to bottom."""
        return (*self.where, self.code, self.message.zh)


class Unreadable(Exception):
    """The folder itself cannot be read; carries the sentence for the person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.sentence = Sentence(zh, en)
