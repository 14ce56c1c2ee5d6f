"""A position lies in exactly one place at each level, the same one each time, also on a border."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from yiwang.geo.lookup import Located, Lookup
from yiwang.kernel.matter import Place
from yiwang.kernel.refusal import Refusal

CITY = (112.0, 29.0, 114.0, 30.0)


def place(code: str, parent: str | None, level: str) -> Place:
    return Place(
        code=code, title={"zh": f"地{code}", "en": f"P{code}"}, parent=parent, level=level, system="made up"
    )


def city_of(villages: list[BaseGeometry]) -> Lookup:
    """Return a city of two counties, halves of its rectangle, and villages in the west one."""
    places = {
        "1": place("1", None, "city"),
        "11": place("11", "1", "county"),
        "12": place("12", "1", "county"),
        "111": place("111", "11", "town"),
    }
    shapes: dict[str, BaseGeometry] = {"11": box(112, 29, 113, 30), "12": box(113, 29, 114, 30)}
    for number, shape in enumerate(villages):
        code = f"111{number:04}"
        places[code] = place(code, "111", "village")
        shapes[code] = shape
    return Lookup(places, shapes)


def voronoi(seeds: list[tuple[float, float]]) -> list[BaseGeometry]:
    """Return polygons that share their borders and fill the western county."""
    frame = box(112, 29, 113, 30)
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(seeds), extend_to=frame))
    return [shapely.intersection(cell, frame) for cell in cells]


spots = st.tuples(
    st.integers(1, 999).map(lambda n: 112 + n / 1000), st.integers(1, 999).map(lambda n: 29 + n / 1000)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(spots, min_size=2, max_size=25, unique=True), st.data())
def test_every_answer_is_shapelys_on_corners_edges_and_between(
    seeds: list[tuple[float, float]], data: st.DataObject
) -> None:
    villages = voronoi(seeds)
    lookup = city_of(villages)
    corners = sorted(
        {xy for one in villages for xy in shapely.get_coordinates(one).tolist() for xy in [tuple(xy)]}
    )
    corner = data.draw(st.sampled_from(corners))
    other = data.draw(st.sampled_from(corners))
    part = data.draw(st.sampled_from([0.0, 0.5, 1 / 3, 0.9]))
    x, y = corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part

    found = lookup.at(x, y)

    covering = [f"111{n:04}" for n, one in enumerate(villages) if shapely.covers(one, Point(x, y))]
    if covering:
        assert found == Located(covering[0], ("1", "11", "111", covering[0]), len(covering) > 1, ())
    else:  # a corner cut by rounding may lie between villages; the county still has it
        assert isinstance(found, Located) and found.code in ("11", "12")


@settings(max_examples=200, deadline=None)
@given(st.floats(111, 115), st.floats(28, 31))
def test_a_position_is_in_the_city_exactly_when_a_boundary_covers_it(x: float, y: float) -> None:
    found = city_of([]).at(x, y)

    inside = CITY[0] <= x <= CITY[2] and CITY[1] <= y <= CITY[3]
    assert isinstance(found, Located) is inside


def test_on_the_border_of_two_counties_the_lower_code_counts() -> None:
    found = city_of([]).at(113.0, 29.5)

    assert found == Located("11", ("1", "11"), True, ("town",))


def test_the_places_above_are_those_of_the_tree_also_where_boundaries_disagree() -> None:
    reaching_east = box(112.9, 29.4, 113.1, 29.6)

    found = city_of([reaching_east]).at(113.05, 29.5)

    assert isinstance(found, Located)
    assert found.chain == ("1", "11", "111", "1110000")


def test_where_no_village_has_a_boundary_the_level_to_be_named_is_told() -> None:
    found = city_of([box(112.1, 29.1, 112.2, 29.2)]).at(112.5, 29.5)

    assert found == Located("11", ("1", "11"), False, ("town", "village"))


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (0.0, 0.0, "geo.no-position"),
        (math.nan, 29.5, "geo.no-position"),
        (math.inf, 29.5, "geo.no-position"),
        (500000.0, 3200000.0, "geo.no-position"),
        (29.5, 112.5, "geo.swapped"),
        (121.47, 31.23, "geo.outside"),
        (112.5, 30.0001, "geo.outside"),
    ],
)
def test_what_is_no_position_of_the_city_is_refused_by_its_own_code(x: float, y: float, code: str) -> None:
    refused = city_of([]).at(x, y)

    assert isinstance(refused, Refusal)
    assert refused.code == code
    assert refused.next_step


def test_a_city_without_boundaries_says_so() -> None:
    refused = Lookup({"1": place("1", None, "city")}, {}).at(112.5, 29.5)

    assert isinstance(refused, Refusal)
    assert refused.code == "geo.no-boundaries"
