"""A long menu shows what is used most; the rest stands behind one word, and no entry is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yiwang.web.doors import FOLDED_FROM, MOST_SHOWN, Door, folded


def menu(count: int) -> list[tuple[Door, str]]:
    words = {"zh": "门", "en": "door"}
    return [(Door(view=f"v{n}", title=words, says=words), f"/city/{n}/") for n in range(count)]


@given(count=st.integers(0, 40), at=st.integers(0, 40))
def test_every_entry_is_shown_or_behind_more_and_where_one_is_now_is_shown(count, at):
    every = menu(count)
    shown, more = folded(every, f"/city/{at}/")
    assert sorted([*shown, *more], key=lambda one: one[1]) == sorted(every, key=lambda one: one[1])
    if count < FOLDED_FROM:
        assert not more
    else:
        assert len(shown) <= MOST_SHOWN + 1
    if at < count:
        assert f"/city/{at}/" in [one[1] for one in shown]
