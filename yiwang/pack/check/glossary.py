"""One word for one thing (用语表)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.readable import in_drawings, in_files
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding, Level
from yiwang.pack.governed import Term
from yiwang.pack.where import Word

_LEFT_OUT = ("glossary.yaml", "clauses/", "calendar/", "mappings/", "replay/", "demo/")


@rule("YW701")
def one_word_for_one_thing(seen: Examination) -> Iterator[Finding]:
    """用语表里不用的说法, 各处都不出现。What the glossary does not call a thing, no text calls it."""
    terms = seen.pack.governed.terms
    if not terms:
        return
    any_of = {
        language: re.compile("|".join(listed), re.IGNORECASE)
        for language in ("zh", "en")
        if (listed := [re.escape(str(bad)) for term in terms for bad in term.forbidden.get(language, ())])
    }
    for word, language in _words(seen):
        if language not in any_of or not any_of[language].search(word):
            continue  # most texts: asked once, not once for each term
        for term in terms:
            used = used_word(term, language, word)
            if used is not None:
                right = term.term.in_language(language)
                there = term.where.seen_from(word.where)
                yield found(
                    word.where,
                    (
                        f"“{word[:60]}”用了“{used}”, 用语表 ({there[0]}) 的词是“{right}”。",
                        f"“{word[:60]}” says “{used}”; the glossary ({there[1]}) says “{right}”.",
                    ),
                    (f"改为“{right}”。", f"Write “{right}”."),
                    Level.WARNING,
                )


def _words(seen: Examination) -> Iterator[tuple[Word, str]]:
    """Yield what people read, language by language; law speaks its own words and is left out."""
    for text in (*in_files(seen, but=_LEFT_OUT), *in_drawings(seen)):
        for language, word in text.words.items():
            yield word, language
    for table in seen.pack.tables.values():
        for row in table.rows:
            for language in ("zh", "en"):
                if language in row.cells and row.where.file != "persons.csv":
                    yield row.cells[language], language


def used_word(term: Term, language: str, word: str) -> str | None:
    """Return the forbidden word that a text uses, outside the words that are spared."""
    for spared in (*term.spared, *term.term.words.values()):
        word = word.replace(str(spared), " ")
    return next(
        (str(bad) for bad in term.forbidden.get(language, ()) if _pattern(str(bad)).search(word)), None
    )


@cache
def _pattern(bad: str) -> re.Pattern[str]:
    edge = r"\b" if bad.isascii() else ""
    return re.compile(f"{edge}{re.escape(bad)}{edge}", re.IGNORECASE)


@rule("YW702")
def the_glossary_agrees_with_itself(seen: Examination) -> Iterator[Finding]:
    """用语表里一个词只写一次, 不用的说法不是别处的词。

    A term stands in the glossary once, and what one thing is not called is not what another is called.
    """
    first: dict[tuple[str, str], Term] = {}
    for term in seen.pack.governed.terms:
        for language, word in term.term.words.items():
            known = first.setdefault((language, str(word)), term)
            if known is not term:
                there = known.where.seen_from(word.where)
                yield found(
                    word.where,
                    (
                        f"“{word}”写了两次, 第一次在{there[0]}。",
                        f"“{word}” stands twice, first on {there[1]}.",
                    ),
                    ("留下一处。", "Keep one."),
                )
    for term in seen.pack.governed.terms:
        for language, words in term.forbidden.items():
            for bad in words:
                other = first.get((language, str(bad)))
                if other is not None:
                    there = other.where.seen_from(bad.where)
                    yield found(
                        bad.where,
                        (
                            f"不用的“{bad}”是另一处的词 ({there[0]})。",
                            f"“{bad}” is a term itself ({there[1]}).",
                        ),
                        ("去掉一处。", "Remove one of them."),
                    )
