"""A refusal is a value: what was asked cannot be done, why, and what to do instead.

Rules that every command passes ask whether they got what they hoped for (`isinstance(answer, tuple)`),
not whether it is a refusal: a value's own class is told by one comparison, another class takes eight
times as long.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that changes nothing.

    Attributes:
        code: stable, dotted, never translated (`case.wrong-phase`).
        zh, en: the sentence for the person, with both values where two disagree.
        params: the values in the sentence, for machines.
        next_step: what the person can do now, `{"zh", "en"}`, or None.
        next_body: id of the body that owns the next step, or None.
    """

    code: str
    zh: str
    en: str
    params: dict[str, Any] = {}
    next_step: dict[str, str] | None = None
    next_body: str | None = None

    def sentence(self, language: str = "zh") -> str:
        """Return the sentence in `language` (`zh` or `en`)."""
        return self.en if language == "en" else self.zh
