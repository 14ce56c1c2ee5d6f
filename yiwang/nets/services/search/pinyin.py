"""How Chinese is spoken, for who types letters: initials and full syllables.

    index: letters("卫生许可") == {"wsxk", "weishengxuke", "sxk", "shengxuke", "xk", "xuke", "k", "ke"}

A word that begins at any syllable is found by the beginning of what is kept: `ws`, `weish`, `xuk`. Kept apart
from other words by a mark, so that English stays English.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from yiwang.nets.services.search.tokens import folded, is_chinese, runs

MARK = "y."
"""Stands before what is spoken; no other word of the index holds a full stop."""
HEARD = "h."
"""Stands before two syllables in a row: what sounds alike is written alike."""
SYLLABLES = 24
"""Syllables of one stretch that are kept."""


@lru_cache(maxsize=50_000)
def syllables(run: str) -> tuple[str, ...]:
    """Return the syllables of a stretch of Chinese, without tones, ü as v; unknown characters left out."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes most of a second to load

    spoken = lazy_pinyin(run[:SYLLABLES], style=Style.NORMAL, errors="ignore", v_to_u=False)
    return tuple(one for one in map(folded, spoken) if one.isascii() and one.isalpha())


def letters(text: str) -> set[str]:
    """Return what is kept of a text's sound, each from every syllable on."""
    found: set[str] = set()
    for run in runs(text):
        if not is_chinese(run):
            continue
        spoken = syllables(run)
        for at in range(len(spoken)):
            found.add(MARK + "".join(one[0] for one in spoken[at:]))
            found.add(MARK + "".join(spoken[at:]))
    return found


def heard(text: str) -> set[str]:
    """Return the pairs of syllables of a text: 许可 and 需可 are both `h.xu-ke`."""
    found: set[str] = set()
    for run in runs(text):
        if is_chinese(run):
            spoken = syllables(run)
            found.update(f"{HEARD}{one}-{two}" for one, two in pairwise(spoken))
    return found
