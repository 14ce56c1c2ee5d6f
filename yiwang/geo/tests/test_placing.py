"""An event lies in exactly one place: by its position, by words below it, by name without a boundary."""

from __future__ import annotations

import pytest
from shapely.geometry import box

from yiwang.geo.lookup import Lookup
from yiwang.geo.naming import Names
from yiwang.geo.placing import event_place
from yiwang.kernel.event_kinds import EventPlace
from yiwang.kernel.matter import Place
from yiwang.kernel.refusal import Refusal

PLACES = {
    one.code: one
    for one in (
        Place("1", {"zh": "甲市", "en": "City A"}, None, "city", "sample"),
        Place("11", {"zh": "东区", "en": "East"}, "1", "county", "sample"),
        Place("12", {"zh": "西区", "en": "West"}, "1", "county", "sample"),
        Place("1101", {"zh": "桃林镇", "en": "Taolin"}, "11", "town", "sample"),
        Place("1201", {"zh": "柳林镇", "en": "Liulin"}, "12", "town", "sample"),
        Place("110101", {"zh": "东风村", "en": "Dongfeng"}, "1101", "village", "sample"),
        Place("110101-G1", {"zh": "东风村第一网格", "en": "Grid 1"}, "110101", "grid", "sample"),
    )
}
SHAPES = {"11": box(113, 29, 114, 30), "12": box(112, 29, 113, 30), "1101": box(113, 29, 113.5, 29.5)}
LOOKUP, NAMES = Lookup(PLACES, SHAPES), Names(PLACES)


def placed(lookup: Lookup = LOOKUP, **given: str) -> EventPlace | Refusal:
    return event_place(lookup, NAMES, **given)


def test_a_position_lies_in_the_finest_place_that_has_a_boundary():
    assert placed(longitude="113.2", latitude="29.2") == EventPlace("1101", "113.2", "29.2")
    assert placed(longitude="113.8", latitude="29.8").place == "11"


def test_words_name_a_place_below_but_never_one_elsewhere():
    assert placed(longitude="113.2", latitude="29.2", words="东风村第一网格门口").place == "110101-G1"
    assert placed(longitude="113.2", latitude="29.2", words="柳林镇").place == "1101"
    assert placed(longitude="113.2", latitude="29.2", chosen="110101").place == "110101"


def test_a_position_on_a_border_has_the_same_place_each_time():
    places = {placed(longitude="113", latitude="29.8").place for _ in range(50)}
    assert places == {"11"}


def test_without_a_position_the_words_or_the_choice_say_where():
    assert placed(words="东风村的路灯坏了") == EventPlace("110101")
    assert placed(chosen="12") == EventPlace("12")
    without = Lookup(PLACES, {})
    found = placed(without, longitude="113.2", latitude="29.2", words="桃林镇")
    assert found == EventPlace("1101", "113.2", "29.2")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"longitude": "0", "latitude": "0"}, "event.no-position"),
        ({"longitude": "113.2", "latitude": ""}, "event.no-position"),
        ({"longitude": "east", "latitude": "north"}, "event.no-position"),
        ({"longitude": "120", "latitude": "29"}, "geo.outside"),
        ({"longitude": "29.2", "latitude": "89.2"}, "geo.outside"),
        ({"longitude": "29.2", "latitude": "113.2"}, "geo.swapped"),
        ({"chosen": "99"}, "event.no-place"),
        ({"words": "不知道在哪里"}, "geo.not-named"),
    ],
)
def test_what_says_no_place_is_named(given, code):
    found = placed(**given)
    assert isinstance(found, Refusal) and found.code == code
