"""reports.yaml (随手拍与热线) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from yiwang.kernel import reporting as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FILE = "reports.yaml"


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number to which calls are handed over at once."""

    number: Word
    title: Text
    words: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Article:
    """An entry of the hotline's knowledge base; `since` and `until` as they were written."""

    id: Word
    title: Text
    answer: Text
    since: Word
    until: Word | None
    words: Words
    source: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Reports:
    """reports.yaml; without it (`intake` None) a city takes no reports."""

    intake: Word | None = None
    whistle: Words = ()
    reveal: Words = ()
    emergency: tuple[Emergency, ...] = ()
    articles: tuple[Article, ...] = ()
    verified: bool = False
    where: Where = field(default_factory=lambda: Where(FILE))


def reports_of(nodes: dict[str, Node]) -> Reports:
    """Read reports.yaml."""
    top = Fields(nodes.get(FILE), Where(FILE))
    return Reports(
        intake=top.word("intake"),
        whistle=top.words("whistle"),
        reveal=top.words("reveal"),
        emergency=tuple(
            Emergency(one.must("number"), one.text("title"), one.words("words"), one.where)
            for one in top.each("emergency")
        ),
        articles=tuple(_article(one) for one in top.each("articles")),
        verified=top.flag("verified"),
        where=top.where,
    )


def _article(one: Fields) -> Article:
    return Article(
        id=one.must("id"),
        title=one.text("title"),
        answer=one.text("answer"),
        since=one.must("from"),
        until=one.word("until"),
        words=one.words("words"),
        source=one.word("source"),
        where=one.where,
    )


def day(word: Word | None) -> date | None:
    """Return a day as it was written, None where there is none or it is no day."""
    try:
        return date.fromisoformat(str(word)) if word else None
    except ValueError:
        return None


def compiled(reports: Reports) -> kernel.Reports:
    """Return what the rules read. An article without a sound first day is left out."""
    return kernel.Reports(
        intake=str(reports.intake or ""),
        whistle=tuple(map(str, reports.whistle)),
        reveal=tuple(map(str, reports.reveal)),
        emergency=tuple(
            kernel.Emergency(str(one.number), one.title.plain(), tuple(map(str, one.words)))
            for one in reports.emergency
        ),
        articles=tuple(
            kernel.Article(
                id=str(one.id),
                title=one.title.plain(),
                answer=one.answer.plain(),
                since=since,
                until=day(one.until),
                words=tuple(map(str, one.words)),
                source=str(one.source or ""),
            )
            for one in reports.articles
            if (since := day(one.since)) is not None
        ),
    )
