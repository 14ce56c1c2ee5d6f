"""Small numbers of a table stay back, and nobody who knows every total works one out."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.opening.sets import By, Fault, Measure, OpenSet, faults, linked
from yiwang.kernel.opening.suppress import COMPLEMENTARY, PRIMARY, Cell, dominated, suppressed
from yiwang.kernel.products import Kept, Product

K = 5


def table(*rows: tuple[int, ...]) -> dict[tuple[int, int], Cell]:
    """Return the cells of a table of two groupings; 0 is no group."""
    return {(i, j): Cell(n) for i, row in enumerate(rows) for j, n in enumerate(row) if n}


def lines_of(cells, back):
    """Return the lines of which anything is published: their totals somebody may know."""
    found = {}
    for key in cells:
        for at in range(len(key)):
            found.setdefault((at, key[:at] + key[at + 1 :]), []).append(key)
    return [line for line in found.values() if not back.issuperset(line)]


def another(cells, back, cell) -> bool:
    """Say whether other numbers than the true ones give the same totals, with another one in `cell`."""
    lines = [[key for key in line if key in back] for line in lines_of(cells, back)]
    left = {at: sum(cells[key].rows for key in line) for at, line in enumerate(lines)}
    of = {key: [at for at, line in enumerate(lines) if key in line] for key in back}
    unset = {at: len(line) for at, line in enumerate(lines)}
    keys = sorted(back, key=lambda key: (key != cell, key))

    def go(at: int) -> bool:
        if at == len(keys):
            return True
        key = keys[at]
        most = min((left[line] for line in of[key]), default=99)
        for line in of[key]:
            unset[line] -= 1
        last = [left[line] for line in of[key] if unset[line] == 0]
        tried = (
            range(most + 1) if not last else ([last[0]] if len(set(last)) == 1 and last[0] <= most else [])
        )
        for value in tried:
            if key == cell and value == cells[cell].rows:
                continue
            for line in of[key]:
                left[line] -= value
            if go(at + 1):
                return True
            for line in of[key]:
                left[line] += value
        for line in of[key]:
            unset[line] += 1
        return False

    return go(0)


def test_nothing_stays_back_where_every_group_is_large_enough():
    assert suppressed(table((5, 9), (7, 6)), K) == {}


def test_a_small_number_takes_three_more_with_it_in_a_table_of_two_groupings():
    back = suppressed(table((3, 20, 30), (20, 9, 40), (50, 60, 70)), K)
    assert back == {
        (0, 0): PRIMARY,
        (0, 1): COMPLEMENTARY,
        (1, 0): COMPLEMENTARY,
        (1, 1): COMPLEMENTARY,
    }


def test_two_small_numbers_that_are_few_together_take_a_third_with_them():
    back = suppressed({("a",): Cell(1), ("b",): Cell(2), ("c",): Cell(8), ("d",): Cell(9)}, K)
    assert back == {("a",): PRIMARY, ("b",): PRIMARY, ("c",): COMPLEMENTARY}


def test_a_sum_that_one_contributor_dominates_stays_back():
    assert dominated(1000.0, 950.0, 40.0) and not dominated(1000.0, 300.0, 200.0)
    back = suppressed({("a",): Cell(20, dominated=True), ("b",): Cell(30), ("c",): Cell(40)}, K)
    assert back == {("a",): PRIMARY, ("b",): COMPLEMENTARY}


tables = st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=4), min_size=2, max_size=4).map(
    lambda rows: table(*(tuple(row[: min(map(len, rows))]) for row in rows))
)


@settings(max_examples=200, deadline=None)
@given(cells=tables)
def test_nobody_who_knows_every_total_works_out_a_small_number(cells):
    back = suppressed(cells, K)

    assert {key for key, cell in cells.items() if cell.rows < K} == {
        key for key, why in back.items() if why == PRIMARY
    }
    for key, why in back.items():
        if why == PRIMARY:
            assert another(cells, set(back), key), (cells, back, key)


FIELDS = {"district": "none", "amount": "none", "number": "sensitive"}


def product(opening: str = "conditional", data_class: str = "general") -> Product:
    return Product(
        id="p",
        title={},
        owner="b",
        sharing="none",
        opening=opening,
        titles={name: {"zh": "一", "en": "one"} for name in FIELDS},
        types={"district": "string", "amount": "integer", "number": "string"},
        classes={name: Kept(name, data_class, personal) for name, personal in FIELDS.items()},
    )


def open_set(**more) -> OpenSet:
    whole = {"k": 10, "by": (By("district"),), "measures": (Measure(name="n", how="count"),)} | more
    return OpenSet(id="s", title={}, says={}, product="p", licence="CC0-1.0", updates="yearly", **whole)


def test_a_contract_says_what_may_be_opened():
    assert list(faults(open_set(), product())) == []
    assert Fault("personal", "number") in faults(open_set(by=(By("number"),)), product())
    assert Fault("class", "district") in faults(open_set(), product(data_class="important"))
    assert Fault("closed", "p") in faults(open_set(), product(opening="none"))
    assert Fault("few", "10") in faults(open_set(k=9), product())
    assert Fault("unknown-field", "x") in faults(open_set(by=(By("x"),)), product())


def test_two_tables_that_hold_each_others_groups_are_linked():
    wide = open_set(by=(By("district"), By("amount")))
    assert linked(open_set(), wide) and linked(wide, open_set())
    assert not linked(open_set(), open_set(by=(By("amount"),)))
