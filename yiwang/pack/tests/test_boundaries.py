"""Boundary files are read with bounds, and what cannot be drawn is named at its line."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.pack import boundaries, limits
from yiwang.pack.boundaries import read_boundaries
from yiwang.pack.rings import Work, area, crossing
from yiwang.pack.tests.broken_boundaries import (
    BOW_TIE,
    FILE,
    HOLE,
    SQUARE,
    bounded,
    collection,
    feature,
    polygon,
    shifted,
)
from yiwang.pack.tests.city import checked, tutorial


def faults(text: str) -> list[str]:
    return [fault.en for fault in read_boundaries(FILE, text.encode()).faults]


def circle(count: int, radius: float = 0.5) -> list[list[float]]:
    turns = [2 * math.pi * n / count for n in range(count)]
    ring = [[112.5 + radius * math.cos(t), 29.5 + radius * math.sin(t)] for t in turns]
    return [*ring, ring[0]]


def test_a_city_with_a_good_boundary_says_nothing_of_it(tmp_path: Path) -> None:
    code, out = checked(tutorial(tmp_path, *bounded(collection(feature(polygon(SQUARE, HOLE))))))

    assert code == 0
    assert "YW12" not in out


def test_several_polygons_with_heights_are_a_boundary_too() -> None:
    high = [[*position, 31.5] for position in SQUARE]
    several = {"type": "MultiPolygon", "coordinates": [[high], [shifted(SQUARE, 5)]]}

    assert faults(collection(feature(several))) == []


def test_a_code_may_be_written_as_a_number() -> None:
    (read,) = read_boundaries(FILE, collection(feature(polygon(SQUARE), 900100)).encode()).features

    assert read.code == "900100"


def test_a_fault_stands_at_its_own_line_and_column() -> None:
    read = read_boundaries(FILE, collection(feature(polygon(SQUARE)), feature(polygon(BOW_TIE))).encode())

    (fault,) = read.faults
    line = collection(feature(polygon(BOW_TIE))).splitlines()[1]
    assert fault.path == ("features", 1, "geometry", "coordinates", 0, 2)
    assert read.where(fault.path) == (FILE, 3, line.index("[113.0, 29.0]") + 1)


def test_a_hole_that_crosses_its_polygon_is_named() -> None:
    (said,) = faults(collection(feature(polygon(SQUARE, shifted(HOLE, 0.5)))))

    assert "crosses edge" in said


def test_a_hole_that_touches_the_line_at_a_corner_is_inside() -> None:
    hole = [[112.0, 29.5], [112.5, 29.6], [112.5, 29.4], [112.0, 29.5]]

    assert faults(collection(feature(polygon(SQUARE, hole)))) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"type": "Feature", "id": 1' + "0" * 5000 + "}", "too many digits"),
        ('{"type": "Feature", "id": 1, "id": 2}', "stands twice"),
        ('{"type": "Feature", "bbox": [Infinity]}', "is no number"),
        ("", "empty"),
        ("\x00", "control character"),
        ("null", "should be a FeatureCollection"),
        ('{"type": "Topology"}', "here is Topology"),
    ],
)
def test_what_is_no_boundary_at_all_is_one_finding(text: str, said: str) -> None:
    (only,) = faults(text)

    assert said in only


def test_a_boundary_with_too_many_positions_is_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "POSITIONS", 99)

    assert faults(collection(feature(polygon(circle(100))))) == ["it holds more than 99 positions"]


def test_a_boundary_too_large_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BYTES_OF_A_BOUNDARY", 10)
    monkeypatch.setattr(boundaries, "_parsed", None)

    assert len(faults(collection(feature(polygon(SQUARE))))) == 1


def test_edges_of_a_star_are_compared_only_so_long() -> None:
    points = circle(40_001)
    star = [points[n * 20_000 % 40_001] for n in range(40_001)]

    (said,) = faults(collection(feature(polygon([*star, star[0]]))))

    assert "too intricate" in said


def test_the_work_of_comparing_grows_with_the_length_of_a_plain_ring() -> None:
    steps = []
    for count in (10_000, 20_000):
        work = Work(limits.STEPS_OF_A_BOUNDARY)
        assert crossing([circle(count)], work) is None
        steps.append(limits.STEPS_OF_A_BOUNDARY - work.left)

    assert steps[1] < 2.5 * steps[0]


def test_many_faults_are_cut_short() -> None:
    said = faults(collection(*[feature(polygon(SQUARE[:-1]))] * 500))

    assert len(said) == limits.FAULTS + 1
    assert said[-1] == f"{500 - limits.FAULTS} more faults are not listed"


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_crossings_are_those_that_comparing_every_pair_finds(points: list[tuple[int, int]]) -> None:
    ring = [[float(x), float(y)] for x, y in [*points, points[0]]]
    pairs = [
        ((0, one), (0, two))
        for one in range(len(ring) - 1)
        for two in range(one + 1, len(ring) - 1)
        if _crosses(ring[one], ring[one + 1], ring[two], ring[two + 1])
    ]

    assert crossing([ring], Work(10_000)) == (min(pairs) if pairs else None)


def _crosses(a: list[float], b: list[float], c: list[float], d: list[float]) -> bool:
    def turn(p: list[float], q: list[float], r: list[float]) -> float:
        return area([p, q, r, p])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats()
    | st.sampled_from(["Feature", "Polygon"]),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates", "id"]), inner)
    ),
    max_leaves=20,
)


@given(junk=JUNK, at=st.integers(0, 3))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_whatever_stands_in_a_boundary_file_is_read_to_the_end(junk: object, at: int) -> None:
    shapes = [junk, collection(junk), collection(feature(junk)), collection(feature(polygon(junk)))]
    text = shapes[at] if isinstance(shapes[at], str) else json.dumps(shapes[at])

    read = read_boundaries(FILE, str(text).encode())

    assert all(fault.zh and fault.en for fault in read.faults)
    assert all(read.where(fault.path).line >= 1 for fault in read.faults)
