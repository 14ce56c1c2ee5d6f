"""What became of each article: changed, moved to another number, added, taken out."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from yiwang.pack.lawdiff.articles import Law

ALIKE = 0.6  # from this likeness on, two articles under different numbers are the same one moved

NEAR = 2  # signs between two differences that are told as one

CHANGED, MOVED, ADDED, REMOVED = "changed", "moved", "added", "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One article that is not as it was.

    Attributes:
        kind: changed, moved (its number, perhaps its words), added, removed.
        old, new: its number in the old and in the new text, "" for none.
        words: (taken out, put in) in order; () when only the number changed, or all of it did.
    """

    kind: str
    old: str
    new: str
    words: tuple[tuple[str, str], ...] = ()


def compare(old: Law, new: Law) -> list[Change]:
    """Return what changed, in the order of the new text, what was taken out last."""
    pairs = _pairs(old, new)
    changes: list[Change] = []
    for article, text in new.articles.items():
        before = pairs.get(article)
        if before is None:
            changes.append(Change(ADDED, "", article))
            continue
        words = _words(old.articles[before], text)
        if before != article:
            changes.append(Change(MOVED, before, article, words))
        elif words:
            changes.append(Change(CHANGED, before, article, words))
    kept = set(pairs.values())
    changes.extend(Change(REMOVED, article, "") for article in old.articles if article not in kept)
    return changes


def _pairs(old: Law, new: Law) -> dict[str, str]:
    """Return the old number of each new article: the same text first, then the likest, then the number."""
    pairs: dict[str, str] = {}
    by_text = {_plain(text): article for article, text in reversed(old.articles.items())}
    for article, text in new.articles.items():
        same = article if _plain(old.articles.get(article, "")) == _plain(text) else by_text.get(_plain(text))
        if same is not None and same not in pairs.values():
            pairs[article] = same
    free_new = [one for one in new.articles if one not in pairs]
    free_old = [one for one in old.articles if one not in pairs.values()]
    likeness = sorted(
        (
            (_alike(old.articles[before], new.articles[after]), before == after, before, after)
            for before in free_old
            for after in free_new
        ),
        key=lambda one: (-one[0] - 0.1 * one[1], one[2], one[3]),
    )
    for likely, same_number, before, after in likeness:
        if after in pairs or before in pairs.values():
            continue
        if likely >= ALIKE or (same_number and likely >= ALIKE / 2):
            pairs[after] = before
    return pairs


def _plain(text: str) -> str:
    return "".join(text.split())


def _alike(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, _plain(one), _plain(other), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE / 2 or matcher.quick_ratio() < ALIKE / 2:
        return 0.0
    return matcher.ratio()


def _words(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return what was taken out and put in; differences a sign or two apart are told as one."""
    one, other = _plain(old), _plain(new)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    spans: list[list[int]] = []
    for kind, *span in matcher.get_opcodes():
        if kind == "equal":
            continue
        if spans and span[0] - spans[-1][1] <= NEAR:
            spans[-1][1], spans[-1][3] = span[1], span[3]
        else:
            spans.append(list(span))
    return tuple((one[a:b], other[c:d]) for a, b, c, d in spans)
