"""What a city says of residents' reports and its hotline (随手拍与热线): who takes them in, what is known.

A complainant is sealed from the body complained of. What a body asks to know of one needs their consent, or
one of the clauses named here. Source: 信访工作条例 (2022) 第三十条 for the seal; which clauses are named is
the pack's to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

Text = Mapping[str, str]


class Emergency(msgspec.Struct, frozen=True):
    """A number to which a call is handed over at once: `110`, and the words that tell of it."""

    number: str
    title: Text
    words: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """What the hotline may answer, from `since` to `until` (the last day; None: until it is changed)."""

    id: str
    title: Text
    answer: Text
    since: date
    until: date | None = None
    words: tuple[str, ...] = ()
    source: str = ""

    def holds(self, day: date) -> str:
        """Say whether it is in force on a day: `now`, `early` or `expired`."""
        if day < self.since:
            return "early"
        return "expired" if self.until is not None and day > self.until else "now"


class Reports(msgspec.Struct, frozen=True):
    """How a city takes reports.

    Attributes:
        intake: id of the body that takes them in, "" where the pack has none: then nothing can be reported.
        whistle: matters for reports about a body (举报); the first whose lead is outside it is used.
        reveal: clauses by which a complainant may be made known without consent.
    """

    intake: str = ""
    whistle: tuple[str, ...] = ()
    reveal: tuple[str, ...] = ()
    emergency: tuple[Emergency, ...] = ()
    articles: tuple[Article, ...] = ()


def articles_for(reports: Reports, words: str) -> list[Article]:
    """Return the articles that words ask for, the best first; all of them where nothing was asked."""
    asked = words.strip().lower()
    if not asked:
        return list(reports.articles)
    pairs = {asked[at : at + 2] for at in range(len(asked) - 1)} or {asked}
    scored = []
    for order, one in enumerate(reports.articles):
        text = " ".join((*one.title.values(), *one.words, *one.answer.values())).lower()
        score = sum(pair in text for pair in pairs) + 5 * (asked in text)
        if score * 2 >= len(pairs) or asked in text:
            scored.append((-score, order, one))
    return [one for _, _, one in sorted(scored, key=lambda found: found[:2])]
