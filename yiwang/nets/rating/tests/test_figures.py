"""Nothing small is shown, and nothing small can be worked out from what is shown."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as some

from yiwang.nets.rating.figures import FEWEST, OTHER, Cell, by_body, by_matter, classes, groups, merged

cells = some.lists(
    some.builds(
        Cell,
        period=some.sampled_from(["2026Q2", "2026Q3"]),
        body=some.sampled_from(["a", "b", "c", "d"]),
        matter=some.sampled_from(["x", "y", "z"]),
        grade=some.integers(1, 5),
        count=some.integers(1, 25),
    ),
    max_size=40,
)


def of(found, period, body, matter):
    """Return the grades that the cells give a body and service."""
    return sum(one.count for one in found if (one.period, one.body, one.matter) == (period, body, matter))


@settings(max_examples=400, deadline=None)
@given(found=cells)
def test_no_figure_and_no_difference_of_two_is_a_small_number(found):
    shown = groups(found)
    for lines in (by_body(shown, "abcd"), by_matter(shown, "xyz")):
        for line in lines:
            assert line.count >= FEWEST
            assert sum(one.count for one in line.classes) == line.count
            assert all(one.count >= FEWEST for one in line.classes)
    for period in ("2026Q2", "2026Q3"):
        here = [one for one in shown if one.period == period]
        sums = {
            frozenset(some_of): sum(one.count for one in some_of)
            for size in range(1, min(len(here), 5) + 1)
            for some_of in combinations(here, size)
        }
        for less, fewer in sums.items():
            for more, many in sums.items():
                if less < more:
                    assert many - fewer >= FEWEST


@settings(max_examples=300, deadline=None)
@given(found=cells)
def test_groups_do_not_overlap_and_what_is_left_out_is_itself_small(found):
    shown = groups(found)
    for period in {one.period for one in found}:
        there = sum(one.count for one in found if one.period == period)
        kept = sum(one.count for one in shown if one.period == period)
        assert 0 <= there - kept < FEWEST
        names = [(one.body, one.matter) for one in shown if one.period == period]
        assert len(names) == len(set(names))
    for one in shown:
        if one.matter != OTHER:
            assert one.count == of(found, one.period, one.body, one.matter)


@settings(max_examples=300, deadline=None)
@given(found=cells)
def test_each_line_is_a_sum_of_whole_groups_and_the_two_tables_agree(found):
    shown = groups(found)
    for period in {one.period for one in shown}:
        total = sum(one.count for one in shown if one.period == period)
        for lines in (by_body(shown, "abcd"), by_matter(shown, "xyz")):
            assert sum(one.count for one in lines if one.period == period) == total


@given(grades=some.dictionaries(some.integers(1, 5), some.integers(0, 30)))
def test_grades_are_joined_with_their_neighbours_until_each_class_is_large_enough(grades):
    found = classes(grades)
    total = sum(grades.values())

    assert bool(found) == (total >= FEWEST)
    assert [one.lowest for one in found] == [1, *(one.highest + 1 for one in found[:-1])][: len(found)]
    assert not found or found[-1].highest == 5
    assert all(
        one.count == sum(grades.get(grade, 0) for grade in range(one.lowest, one.highest + 1)) >= FEWEST
        for one in found
    )


@settings(max_examples=200)
@given(found=cells)
def test_classes_of_several_groups_are_cut_only_where_each_is_cut(found):
    shown = groups(found)
    for one in merged(shown):
        assert all(any(part.highest == one.highest for part in group.classes) for group in shown)


def test_nine_of_ten_ratings_hide_the_one_and_a_body_of_nine_is_not_named():
    shown = groups(
        [Cell("2026Q3", "a", "x", 5, 9), Cell("2026Q3", "a", "x", 1, 1), Cell("2026Q3", "b", "x", 5, 9)]
    )

    (line,) = by_body(shown, "ab")
    assert (line.about, line.count, [(c.lowest, c.highest, c.count) for c in line.classes]) == (
        "a",
        10,
        [(1, 5, 10)],
    )


def test_bodies_stand_in_the_packs_order_and_never_in_that_of_their_grades():
    found = [Cell("2026Q3", body, "x", grade, 20) for body, grade in (("a", 1), ("b", 5), ("c", 3))]

    assert [one.about for one in by_body(groups(found), ["c", "a", "b"])] == ["c", "a", "b"]
