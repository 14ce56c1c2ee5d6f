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
class Finding:
    """One thing that is wrong.

    Attributes:
        code: stable, `YW` and three digits; docs/checks.md lists all.
        where: the value to be mended.
    """

    where: Where
    message: Sentence
    remedy: Sentence
    code: str = ""
    level: Level = Level.ERROR

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """File order, so that a person mends a file from top to bottom."""
        return (*self.where, self.code, self.message.zh)


class Unreadable(Exception):
    """The folder itself cannot be read; carries the sentence for the person."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.sentence = Sentence(zh, en)
