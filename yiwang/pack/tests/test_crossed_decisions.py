"""Tables whose cells ask several inputs: what the solver proves holds for every input that is tried."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.dmn import Model, read
from yiwang.kernel.dmn.cover import Domain
from yiwang.kernel.dmn.model import Table
from yiwang.kernel.feel import compile_unary_tests
from yiwang.pack.check import crossed
from yiwang.pack.check.decisions import examine_bytes

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
KINDS = {"rent": "number", "income": "number", "on_rolls": "boolean", "kind": "string", "day": "date"}


def model_of(policy: str, columns: list[str], rows: list[tuple[str, ...]]) -> bytes:
    def safe(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;")

    inputs = "".join(
        f"<inputData id='{name}' name='{name}'><variable name='{name}' typeRef='{kind}'/></inputData>"
        for name, kind in KINDS.items()
    )
    needs = "".join(
        f"<informationRequirement><requiredInput href='#{name}'/></informationRequirement>" for name in KINDS
    )
    heads = "".join(
        f"<input><inputExpression><text>{one}</text></inputExpression></input>" for one in columns
    )
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{safe(cell)}</text></inputEntry>" for cell in row[:-1])
        + f"<outputEntry><text>{row[-1]}</text></outputEntry></rule>\n"
        for row in rows
    )
    return (
        f"<definitions xmlns='{SPACE}' name='m' namespace='urn:m'>{inputs}"
        f"<decision id='d' name='d'><variable name='d' typeRef='number'/>{needs}"
        f"<decisionTable hitPolicy='{policy}'>{heads}<output/>\n{rules}</decisionTable></decision>"
        "</definitions>"
    ).encode()


def table_of(policy: str, columns: list[str], rows: list[tuple[str, ...]]) -> Table:
    model = read(model_of(policy, columns, rows))
    assert isinstance(model, Model)
    table = model.decisions[0].expression
    assert isinstance(table, Table)
    return table


def said(policy: str, columns: list[str], *rows: tuple[str, ...]) -> list[str]:
    found = examine_bytes("d.dmn", model_of(policy, columns, list(rows)))
    return [f"{one.code} {one.message.en}" for one in found]


@pytest.mark.parametrize(
    ("columns", "rows", "expected"),
    [
        (["rent"], [("> income * 0.3", "1"), ("<= income * 0.3", "2")], []),
        (
            ["rent"],
            [("> income", "1"), ("< income", "2")],
            ["YW202"],
        ),
        (
            ["rent"],
            [(">= income", "1"), ("<= income", "2")],
            ["YW203"],
        ),
        (
            ["rent", "on_rolls"],
            [("> income", "-", "1"), ("<= income", "true", "2"), ("<= income", "false", "3")],
            [],
        ),
        (["day"], [('< date("2026-01-01")', "1"), ('>= @"2026-01-01"', "2")], []),
        (
            ["rent"],
            [("> income + 10", "1"), ("[income..income + 9]", "2"), ("< income", "3")],
            ["YW202"],
        ),
        (["rent"], [("? > income and on_rolls", "1"), ("not(? > income and on_rolls)", "2")], []),
        (["rent - income"], [("> 0", "1"), ("<= 0", "2")], []),
    ],
)
def test_a_comparison_of_two_inputs_is_proved(
    columns: list[str], rows: list[tuple[str, ...]], expected: list[str]
) -> None:
    assert [one[:5] for one in said("UNIQUE", columns, *rows)] == expected


def test_a_rule_below_that_nothing_is_left_for_is_named() -> None:
    found = said("FIRST", ["rent"], ("> income", "1"), ("> income + 1", "2"), ("<= income", "3"))

    assert found == ["YW204 d: rule 2 can never decide."]


def test_an_input_that_may_be_unknown_is_a_case_of_its_own() -> None:
    table = table_of("UNIQUE", ["rent"], [("> income", "1"), ("<= income", "2")])

    flaws = crossed.examine_crossed(table, KINDS, {"income": Domain(empty=True)})

    assert flaws is not None
    assert [(flaw.code, dict(flaw.example)["income"]) for flaw in flaws] == [("gap", "null")]


@pytest.mark.parametrize("cell", ['starts with(kind, "a")', "count(rent) > 2", '> "a" + kind'])
def test_what_has_no_formula_stays_undecided(cell: str) -> None:
    found = said("UNIQUE", ["rent"], (cell, "1"), ("> income", "2"))

    assert {one.split()[0] for one in found} == {"YW206"}


def test_without_the_solver_such_cells_are_named_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossed, "z3", None)

    assert [one[:5] for one in said("UNIQUE", ["rent"], ("> income", "1"), ("<= income", "2"))] == [
        "YW206"
    ] * 2


TERMS = st.sampled_from(["income", "income + 2", "income * 2", "3", "-1", "income - 1"])
CELLS = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), TERMS),
    st.builds("[{}..{}]".format, TERMS, TERMS),
    st.builds("not({})".format, TERMS),
    st.builds("? > {} and on_rolls".format, TERMS),
    st.builds("? < {} or on_rolls".format, TERMS),
)
GRID = list(product(range(-4, 7), range(-4, 7), (True, False)))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4), st.sampled_from(["UNIQUE", "FIRST"]))
def test_what_is_proved_holds_for_every_input_of_a_grid(cells: list[str], policy: str) -> None:
    table = table_of(policy, ["rent"], [(cell, str(at)) for at, cell in enumerate(cells)])
    flaws = crossed.examine_crossed(table, KINDS, {"income": Domain(whole=True), "rent": Domain(whole=True)})
    assert flaws is not None, cells

    tests = [compile_unary_tests(cell) for cell in cells]
    gap, pairs, fired = False, set(), set()
    for rent, income, on_rolls in GRID:
        facts = {"rent": rent, "income": income, "on_rolls": on_rolls}
        hits = [at + 1 for at, one in enumerate(tests) if one.matches(rent, facts) is True]
        gap = gap or not hits
        fired |= set(hits[:1] if policy == "FIRST" else hits)
        pairs |= {(low, high) for low in hits for high in hits if low < high}
    told = {
        code: {flaw.rows for flaw in flaws if flaw.code == code} for code in ("gap", "overlap", "unreachable")
    }
    assert not gap or told["gap"]
    assert policy == "FIRST" or pairs <= told["overlap"]
    assert not {(row,) for row in fired} & told["unreachable"]
