"""`yiwang check FILE.dmn`: gaps and overlaps of decision tables, each with an example that holds."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.dmn import Decisions, Model, read
from yiwang.kernel.dmn.cover import examine
from yiwang.kernel.feel import compile_expression
from yiwang.pack.check.command import check
from yiwang.pack.check.decisions import examine_bytes

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model_of(policy: str, rows: list[tuple[str, ...]], values: str = "", default: str = "") -> bytes:
    said = f"<inputValues><text>{values}</text></inputValues>" if values else ""
    columns = "".join(
        f"<input><inputExpression typeRef='{kind}'><text>{name}</text></inputExpression>{more}</input>\n"
        for name, kind, more in (("area", "number", ""), ("kind", "string", said))
    )
    needs = "".join(
        f"<informationRequirement><requiredInput href='#{name}'/></informationRequirement>"
        for name in ("area", "kind")
    )
    rules = ""
    for area, kind, result in rows:
        cells = "".join(
            f"<inputEntry><text>{cell.replace('<', '&lt;')}</text></inputEntry>" for cell in (area, kind)
        )
        rules += f"<rule>{cells}<outputEntry><text>{result}</text></outputEntry></rule>\n"
    entry = f"<defaultOutputEntry><text>{default}</text></defaultOutputEntry>" if default else ""
    return (
        f"<definitions xmlns='{SPACE}' name='m' namespace='urn:m'>"
        "<inputData id='area' name='area'/><inputData id='kind' name='kind'/>\n"
        f"<decision id='way' name='way'><variable name='way'/>{needs}\n"
        f"<decisionTable hitPolicy='{policy}'>{columns}<output>{entry}</output>\n{rules}</decisionTable>"
        "</decision></definitions>"
    ).encode()


def said(*arguments: object, **more: str) -> list[tuple[str, str]]:
    found = examine_bytes("way.dmn", model_of(*arguments, **more))  # type: ignore[arg-type]
    return [(finding.code, finding.message.en) for finding in found]


FULL = [("< 50", "-", "1"), (">= 50", '"food"', "2"), (">= 50", 'not("food")', "3")]


def test_a_complete_table_without_overlap_has_no_finding() -> None:
    assert said("UNIQUE", FULL) == []


@pytest.mark.parametrize(
    ("policy", "rows", "expected"),
    [
        ("UNIQUE", FULL[:2], ("YW202", 'way: no rule matches area = 50, kind = "…".')),
        (
            "UNIQUE",
            [("<= 50", "-", "1"), *FULL[1:]],
            ("YW203", 'way (UNIQUE): rule 1 and rule 2 both match area = 50, kind = "food".'),
        ),
        ("FIRST", [*FULL, ("> 90", "-", "4")], ("YW204", "way: rule 4 can never decide.")),
        ("ANY", [*FULL, ("> 90", '"food"', "2")], ("YW205", "way: rule 4 only repeats rule 2.")),
        ("FIRST", [*FULL, ("? > limit", "-", "4")], ("YW206", "way: rule 4 cannot be proved cell by cell.")),
        (
            "FIRST",
            [*FULL, ("<< 1", "-", "4")],
            ("YW201", 'Line 9, way: Column 2: expected a value, found "<".'),
        ),
    ],
)
def test_each_fault_is_named_with_an_example(
    policy: str, rows: list[tuple[str, ...]], expected: tuple[str, str]
) -> None:
    assert expected in said(policy, rows)


def test_listed_values_and_defaults_close_a_table() -> None:
    rows = [("-", '"food"', "1"), ("-", '"water"', "2")]
    assert [code for code, _ in said("UNIQUE", rows)] == ["YW202"]
    assert said("UNIQUE", rows, values='"food", "water"') == []
    assert said("UNIQUE", rows, default="3") == []


def test_the_command_tells_file_line_and_returns_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "way.dmn"
    file.write_bytes(model_of("UNIQUE", FULL[:2]))
    from datetime import date

    assert check(file, date(2026, 11, 24)) == 1
    assert f"{tmp_path.as_posix()}/way.dmn:3:1: YW202 错误 way: 没有规则命中" in capsys.readouterr().out
    assert check(file, date(2026, 11, 24), json=True) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1
    file.write_bytes(b"\x00 rubbish")
    assert check(file, date(2026, 11, 24)) == 1
    assert "YW201" in capsys.readouterr().out


def test_a_table_too_large_to_prove_says_so_and_does_not_go_on_for_ever() -> None:
    rows = [(f"[{at}..{at + 1})", '"a"', "1") for at in range(2000)]
    assert said("UNIQUE", rows) == [("YW206", "way: the table cannot be proved cell by cell.")]


_AREAS = st.sampled_from(["-", "< 5", "<= 5", "5", "[5..9]", "(5..9)", "> 5", ">= 9", "not(5)", "1, 9"])
_KINDS = st.sampled_from(["-", '"a"', '"b"', '"a", "b"', 'not("a")'])
_ROWS = st.lists(st.tuples(_AREAS, _KINDS, st.sampled_from(["1", "2"])), min_size=1, max_size=6)
_POINTS = [(Decimal(area), kind) for area in ("0", "1", "3", "5", "7", "9", "11") for kind in ("a", "b", "c")]


@settings(derandomize=True, max_examples=250, deadline=None)
@given(_ROWS)
def test_what_is_said_of_a_table_is_what_the_engine_does(rows: list[tuple[str, ...]]) -> None:
    model = read(model_of("UNIQUE", rows))
    assert isinstance(model, Model)
    flaws = {flaw.code: flaw for flaw in examine(model.decisions[0].expression)}  # type: ignore[arg-type]
    decisions = Decisions(model)
    answers = [decisions.evaluate("way", {"area": area, "kind": kind}, trace=True) for area, kind in _POINTS]
    hits = [len(answer.trace[0].hits) for answer in answers]
    assert ("gap" in flaws) == (0 in hits)
    assert ("overlap" in flaws) == any(count > 1 for count in hits)
    for code, wanted in (("gap", 0), ("overlap", 2)):
        if code in flaws:
            facts = {name: compile_expression(value).evaluate({}) for name, value in flaws[code].example}
            traced = decisions.evaluate("way", facts, trace=True).trace[0].hits
            assert len(traced) >= wanted if wanted else not traced
