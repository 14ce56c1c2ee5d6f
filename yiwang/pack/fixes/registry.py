"""The codes that can be mended, and when mending is certain: the docstring of each says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from yiwang.pack.check.examination import Examination
from yiwang.pack.finding import Finding, Fix, Sentence
from yiwang.pack.fixes.source import Source

_LANGUAGES = re.compile(r"(?P<zh>.*。)\s*(?P<en>[A-Z].*)", re.DOTALL)


@dataclass
class Broken:
    """A finding, the file it stands in, and the pack around it (None for a decision file on its own)."""

    finding: Finding
    source: Source
    seen: Examination | None

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def span(self) -> tuple[int, int] | None:
        """The characters of the value or key the finding points at."""
        return self.source.token(self.finding.where)

    @cached_property
    def raw(self) -> str:
        """The same as written, with its quotes; empty if there is none."""
        return self.text[self.span[0] : self.span[1]] if self.span else ""

    @property
    def inner(self) -> str:
        """The same without its quotes."""
        return self.raw[1:-1] if self.quoted else self.raw

    @property
    def quoted(self) -> bool:
        return len(self.raw) > 1 and self.raw[0] in "\"'" and self.raw[0] == self.raw[-1]

    def instead(self, text: str, says: tuple[str, str] | None = None) -> Fix | None:
        """Return the fix that writes `text` for the value, within its quotes if it has some."""
        if self.span is None or text == self.inner or not text:
            return None
        quote = self.raw[0] if self.quoted else ""
        return self.whole(quote + text + quote, says or (f"改为 {text}", f"write {text}"))

    def whole(self, text: str, says: tuple[str, str]) -> Fix | None:
        """Return the fix that writes `text` for the value and its quotes."""
        return self.at(*self.span, text, says) if self.span else None

    def at(self, start: int, end: int, text: str, says: tuple[str, str]) -> Fix:
        """Return the fix that writes `text` for these characters."""
        return Fix(Sentence(*says), (self.source.edit(start, end, text),))


Fixer = Callable[[Broken], Fix | None]


@dataclass(frozen=True, slots=True)
class Mending:
    """How a code is mended; `when` says when that is certain."""

    when: Sentence
    fixer: Fixer


FIXERS: dict[str, Mending] = {}


def fixer(code: str) -> Callable[[Fixer], Fixer]:
    """Make a function the mender of this code. Its docstring says when it is certain: 中文。English."""

    def register(made: Fixer) -> Fixer:
        said = _LANGUAGES.fullmatch(" ".join((made.__doc__ or "").split()))
        assert said is not None, f"{code}: the docstring says when, in Chinese, then in English"
        assert code not in FIXERS, f"{code} has two fixers"
        FIXERS[code] = Mending(Sentence(said["zh"], said["en"]), made)
        return made

    return register
