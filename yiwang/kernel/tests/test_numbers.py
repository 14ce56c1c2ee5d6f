"""Numbers of cases: what people read aloud, mistype and copy from paper."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as some

from yiwang.kernel.numbers import ALPHABET, CHANCE_BYTES, case_number, read_number, stream_id

NOVEMBER = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
chances = some.binary(min_size=CHANCE_BYTES, max_size=CHANCE_BYTES)


@given(chances)
@settings(derandomize=True)
def test_a_number_is_read_back_as_it_was_given(chance):
    number = case_number(NOVEMBER, chance)
    assert number.startswith("2611-")
    assert len(number) == 14
    assert read_number(number) == number
    assert read_number(number.lower().replace("0", "o").replace("1", "l")) == number


@given(chances, some.integers(0, 12), some.sampled_from(ALPHABET))
@settings(derandomize=True)
def test_one_wrong_character_is_noticed(chance, place, other):
    bare = case_number(NOVEMBER, chance).replace("-", "")
    wrong = bare[:place] + other + bare[place + 1 :]
    assert (read_number(wrong) is None) == (wrong != bare)


@given(chances, some.integers(5, 11))
@settings(derandomize=True)
def test_two_swapped_neighbours_are_noticed(chance, place):
    bare = case_number(NOVEMBER, chance).replace("-", "")
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert (read_number(swapped) is None) == (swapped != bare)


def test_what_is_no_number_is_none():
    for typed in ("", "2611", "not-a-number!", "26AA-000000000", "2611-UUUUUUUUU"):
        assert read_number(typed) is None


@given(some.binary(min_size=10, max_size=10))
@settings(derandomize=True)
def test_an_id_is_a_version_7_uuid_that_sorts_by_time(chance):
    earlier, later = stream_id(NOVEMBER, chance), stream_id(NOVEMBER.replace(hour=10), chance)
    assert earlier.version == 7
    assert earlier.variant == "specified in RFC 4122"
    assert earlier < later
