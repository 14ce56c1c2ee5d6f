"""Cuts texts into the words of the index, and what somebody typed into the words to look for. Pure.

Chinese is cut into single characters and pairs (bigrams): 路灯报修 holds 路灯, 灯报 and 报修, so each two
characters that stand together are found, and no dictionary has to know the word. Latin words and numbers are
kept whole, in lower case, without the plural s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

LONGEST = 40
"""Characters of a Latin word that count; of what was typed too."""

_CHINESE = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"[{_CHINESE}]+|[a-z0-9]+")
_IS_CHINESE = re.compile(rf"[{_CHINESE}]")


def folded(text: str) -> str:
    """Return a text as it is compared: full-width forms made plain, lower case, accents gone."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text)).casefold()
    return "".join(one for one in plain if not unicodedata.combining(one))


def runs(text: str) -> Iterator[str]:
    """Yield the stretches of Chinese, and the Latin words and numbers, of a text, in order."""
    for found in _RUNS.finditer(folded(text)):
        yield found[0]


def is_chinese(run: str) -> bool:
    """Say whether a run is a stretch of Chinese."""
    return bool(_IS_CHINESE.match(run))


def pairs(run: str) -> list[str]:
    """Return the pairs of a stretch of Chinese; the character itself when there is but one."""
    return ["".join(pair) for pair in pairwise(run)] or [run]


def latin(word: str) -> str:
    """Return a Latin word as it is kept: without the s of a plural, cut at `LONGEST`."""
    cut = word[:LONGEST]
    return cut[:-1] if len(cut) > 3 and cut.endswith("s") and not cut.endswith("ss") else cut


def words_of(text: str) -> set[str]:
    """Return the words under which a text is found."""
    found: set[str] = set()
    for run in runs(text):
        if is_chinese(run):
            found.update(run, pairs(run))
        else:
            found.add(latin(run))
    return found


def thirds(word: str) -> set[str]:
    """Return the stretches of three letters of a Latin word with its ends marked: `_ro`, `roa`, `oad`, `ad_`.

    Words that differ by one letter share most of them.
    """
    marked = f"_{word[:LONGEST]}_"
    return {marked[at : at + 3] for at in range(len(marked) - 2)} if len(word) > 2 else set()


def without(text: str, filler: Iterable[str]) -> str:
    """Return what was typed without what says nothing (怎么办, how to), unless nothing else is left."""
    left = folded(text)
    for one in sorted(map(folded, filler), key=len, reverse=True):
        pattern = rf"\b{re.escape(one)}\b" if one.isascii() else re.escape(one)
        left = re.sub(pattern, " ", left)
    return left if any(runs(left)) else folded(text)


def marked(text: str, wanted: str) -> list[tuple[str, bool]]:
    """Cut a text into parts that were asked for (True) and the rest, so that a page can mark them.

    What is marked: every pair of a stretch of Chinese that was typed, and Latin words that begin as typed.
    Length is kept: a text whose folding changes its length is not marked.
    """
    plain = folded(text)
    if len(plain) != len(text):
        return [(text, False)]
    hit = [False] * len(text)
    for run in runs(wanted):
        for one in pairs(run) if is_chinese(run) else [latin(run)]:
            edge = "" if is_chinese(run) else r"(?<![a-z0-9])"
            for found in re.finditer(edge + re.escape(one), plain):
                hit[found.start() : found.end()] = [True] * len(one)
    parts: list[tuple[str, bool]] = []
    for at, letter in enumerate(text):
        if parts and parts[-1][1] == hit[at]:
            parts[-1] = (parts[-1][0] + letter, hit[at])
        else:
            parts.append((letter, hit[at]))
    return parts
