"""The schematic and the marks are drawn from the pack alone, and the same each time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yiwang.nets.picture.cells import HIGHEST, cell_at, cell_of, width
from yiwang.nets.picture.marks import SHAPES, marks_of, outline
from yiwang.nets.picture.schematic import RADIUS, lay_out, lines_of

CODES = st.lists(st.text("0123456789", min_size=6, max_size=6), min_size=1, max_size=60, unique=True)


@given(CODES)
def test_every_place_has_a_hexagon_of_its_own_inside_the_drawing(codes):
    drawn = lay_out(codes)

    assert [one.code for one in drawn.tiles] == codes
    assert drawn == lay_out(codes)
    for number, one in enumerate(drawn.tiles):
        assert RADIUS * 0.86 <= one.x <= drawn.width - RADIUS * 0.86
        assert RADIUS <= one.y <= drawn.height - RADIUS
        for other in drawn.tiles[:number]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (RADIUS * 1.7) ** 2


def test_places_lie_as_they_lie_where_each_position_is_known():
    where = {
        "south": (113.0, 28.0),
        "north-east": (114.0, 30.0),
        "north-west": (112.0, 29.9),
        "s-e": (114.0, 28.1),
    }
    drawn = {one.code: one for one in lay_out(list(where), where).tiles}

    assert drawn["north-west"].x < drawn["north-east"].x and drawn["north-west"].y == drawn["north-east"].y
    assert drawn["south"].y > drawn["north-west"].y
    del where["s-e"]
    assert [one.code for one in lay_out(["south", "x", "north-west"], where).tiles] == [
        "south",
        "x",
        "north-west",
    ]


def test_a_long_name_says_that_it_goes_on():
    assert lines_of("南湖街道") == ["南湖街道"]
    assert lines_of("岳阳市屈原管理区") == ["岳阳市屈原", "管理区"]
    assert lines_of("经济技术开发区通海路管理处") == ["经济技术开", "发区通海…"]


def test_no_two_classes_share_shape_and_letter():
    marks = marks_of([f"{number:02}" for number in range(26)])

    assert len(set(marks.values())) == 26
    assert {one.shape for one in marks.values()} == set(SHAPES)
    assert all(outline(shape, 10) or shape == "circle" for shape in SHAPES)


@given(st.floats(-179.9, 179.9), st.floats(-89.9, 89.9), st.integers(0, HIGHEST))
def test_a_position_lies_in_its_cell_and_the_cell_comes_back_from_its_address(longitude, latitude, zoom):
    cell = cell_at(longitude, latitude, zoom)

    assert cell_of(cell.text) == cell
    box, slack = cell.box, width(zoom) * 1e-6
    assert box.west - slack <= longitude <= box.east + slack
    assert box.south - slack <= latitude <= box.north + slack


def test_what_is_no_cell_is_none():
    for text in ("", "19-1-1", "3-99999999-1", "a-b-c", "-1-2-3"):
        assert cell_of(text) is None
