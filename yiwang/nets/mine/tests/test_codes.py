"""The code of a mandate: long, plain to read aloud, forgiving to type; guessing it takes ever longer."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.web import codes


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_long_and_none_of_its_characters_looks_like_another(chance):
    code = codes.make(chance)

    assert len(code) == 12
    assert not set(code) & set("B8I1O0S5Z2l")


def test_two_draws_give_two_codes():
    assert codes.make(bytes(16)) != codes.make(bytes(15) + b"\1")


def test_a_code_needs_enough_chance():
    with pytest.raises(ValueError, match="16 bytes"):
        codes.make(b"short")


def test_small_letters_blanks_and_dashes_make_no_difference():
    assert codes.digest("acde-fghj-klmn") == codes.digest("ACDE FGHJ KLMN") == codes.digest("ACDEFGHJKLMN")
    assert codes.digest("ACDEFGHJKLMP") != codes.digest("ACDEFGHJKLMN")


def test_ten_tries_are_free_and_then_each_takes_twice_as_long_up_to_an_hour():
    assert [codes.wait_after(tries) for tries in (0, 9)] == [timedelta(0)] * 2
    assert [codes.wait_after(tries).total_seconds() / 60 for tries in (10, 11, 12, 16, 500)] == [
        1,
        2,
        4,
        60,
        60,
    ]
