"""How texts are cut into words: every two characters of a title find it, whatever stands around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yiwang.nets.services.search import find, pinyin, tokens

CHINESE = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TITLES = st.text(CHINESE, min_size=2, max_size=30)
TYPED = st.text(max_size=60)


@given(title=TITLES, start=st.integers(0, 28))
def test_every_two_characters_of_a_title_find_it(title, start):
    start = min(start, len(title) - 2)
    words = tokens.words_of(title)

    assert title[start : start + 2] in words
    assert tokens.words_of(title[start : start + 2]) <= words


@given(before=st.text(max_size=10), title=TITLES, after=st.text(max_size=10))
def test_what_stands_around_a_title_hides_none_of_its_words(before, title, after):
    assert tokens.words_of(title) <= tokens.words_of(f"{before} {title}，{after}")


@given(title=TITLES, start=st.integers(0, 28), length=st.integers(1, 30))
def test_any_part_of_a_title_asks_only_for_what_the_title_holds(title, start, length):
    part = title[min(start, len(title) - 1) :][:length]
    asked = find.every_word(part)

    assert asked
    assert {one.strip("'") for one in asked.split(" & ")} <= tokens.words_of(title)


@given(typed=TYPED)
def test_whatever_is_typed_makes_no_sign_that_a_query_would_read(typed):
    held = [*tokens.words_of(typed), *find.near_words(typed), *pinyin.letters(typed)]

    assert all(set(word).isdisjoint("'\\ &|!<>():*\x00") for word in held)


@given(text=TYPED, typed=TYPED)
def test_marking_changes_no_letter_of_a_text(text, typed):
    assert "".join(part for part, _ in tokens.marked(text, typed)) == text


@given(typed=TYPED, filler=st.lists(st.text(min_size=1, max_size=5), max_size=5))
def test_leaving_out_what_says_nothing_leaves_something(typed, filler):
    assert bool(list(tokens.runs(tokens.without(typed, filler)))) == bool(list(tokens.runs(typed)))


def test_a_street_lamp_is_found_by_two_characters():
    assert "路灯" in tokens.words_of("城市路灯报修（虚构）")
    assert find.every_word("路灯") == "'路灯'"


def test_what_is_spoken_is_found_from_every_syllable():
    spoken = pinyin.letters("卫生许可")

    assert {"y.wsxk", "y.weishengxuke", "y.sxk", "y.shengxuke", "y.xuke", "y.xk"} <= spoken


def test_what_sounds_alike_is_heard_alike():
    assert pinyin.heard("许可") == pinyin.heard("需可") == {"h.xu-ke"}


def test_full_width_letters_accents_and_plurals_are_the_plain_word():
    assert tokens.words_of("ＫＴＶ") == {"ktv"}
    assert tokens.words_of("Café") == {"cafe"}
    assert tokens.words_of("licences") == tokens.words_of("Licence")
    assert tokens.words_of("glass") == {"glass"}


def test_filler_is_left_out_whole_words_of_english_only():
    assert tokens.without("工伤怎么办", ("怎么办",)).strip() == "工伤"
    assert "showroom" in tokens.without("how to open a showroom", ("how to",))
    assert tokens.without("怎么办", ("怎么办",)) == "怎么办"
