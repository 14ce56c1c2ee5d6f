"""What is told of lies in one place: that of its position where the city has boundaries, else by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely.geometry import box

from yiwang.geo.lookup import Lookup
from yiwang.geo.naming import Names
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports.inputs import Typed, read
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load

PACK = Path(__file__).resolve().parents[4] / "packs" / "yueyang"
WEST, EAST, TOWN = "430602", "430603", "430602001"


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(PACK))


@pytest.fixture(scope="module")
def bounded(city):
    """Two districts side by side, made up: a degree each."""
    shapes = {WEST: box(112, 29, 113, 30), EAST: box(113, 29, 114, 30)}
    return Lookup(city.places, shapes), Names(city.places)


def told(city, where_is, **sent) -> Typed | Refusal:
    return read(city, {"kind": "1101", "words": "垃圾没人收", **sent}, where_is)


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"longitude": "112.5", "latitude": "29.5"}, WEST),
        ({"longitude": "113.5", "latitude": "29.5"}, EAST),
        ({"longitude": "113.5", "latitude": "29.5", "place": WEST}, EAST),  # the position is what was seen
        ({"longitude": "112.5", "latitude": "29.5", "place": TOWN}, TOWN),  # finer, and in it
        ({"place": EAST}, EAST),
    ],
)
def test_a_position_says_which_place_it_is(city, bounded, sent, place):
    assert told(city, bounded, **sent).place == place


def test_a_border_point_is_always_of_the_same_place(city, bounded):
    on_it = {told(city, bounded, longitude="113", latitude="29.5").place for _ in range(5)}
    assert len(on_it) == 1 and on_it <= {WEST, EAST}


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        ("0", "0", "report.no-position"),
        ("80", "10", "geo.outside"),
        ("29.5", "112.5", "report.no-position"),
        ("112.5", "", "report.no-position"),
    ],
)
def test_a_position_outside_the_city_is_named(city, bounded, longitude, latitude, code):
    found = told(city, bounded, longitude=longitude, latitude=latitude, place=WEST)
    assert isinstance(found, Refusal) and found.code == code


def test_without_boundaries_a_name_or_a_choice_says_where(city):
    none = Lookup(city.places, {}), Names(city.places)
    assert told(city, none, longitude="112.5", latitude="29.5", place=EAST).place == EAST
    assert told(city, none, where="云溪区").place == EAST
    lost = told(city, none, longitude="112.5", latitude="29.5")
    assert isinstance(lost, Refusal) and lost.code == "report.no-place"
