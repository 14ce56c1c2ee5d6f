"""What a plan is made of: what would change in a case, and what forbids that it moves."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.case import Task
from yiwang.kernel.clocks import ClockState
from yiwang.kernel.matter import Text
from yiwang.kernel.refusal import Refusal


class Change(msgspec.Struct, frozen=True):
    """One thing that would be otherwise after the move; `code` as of a refusal, stable."""

    code: str
    zh: str
    en: str
    params: dict[str, Any] = {}

    def sentence(self, language: str = "zh") -> str:
        """Return the sentence in `language` (`zh` or `en`)."""
        return self.en if language == "en" else self.zh


class Part(msgspec.Struct, frozen=True):
    """What one side of a case (process, clocks, answers, bodies) says about a move.

    Attributes:
        clocks: as they would stand, those that change. tasks: open tasks that would be somebody else's.
    """

    obstacles: tuple[Refusal, ...] = ()
    changes: tuple[Change, ...] = ()
    clocks: dict[str, ClockState] = {}
    tasks: tuple[Task, ...] = ()


def forbids(code: str, zh: str, en: str, **params: Any) -> Refusal:
    """Return what forbids a move; `code` without `migrate.`."""
    return Refusal(code=f"migrate.{code}", zh=zh, en=en, params=params)


def changes(code: str, zh: str, en: str, **params: Any) -> Change:
    """Return what would change; `code` without `migrate.`."""
    return Change(f"migrate.{code}", zh, en, params)


def in_en(title: Text, otherwise: str = "") -> str:
    """Return a title in English, the Chinese where there is none."""
    return title.get("en") or title.get("zh") or otherwise


def in_zh(title: Text, otherwise: str = "") -> str:
    """Return a title in Chinese."""
    return title.get("zh") or otherwise
