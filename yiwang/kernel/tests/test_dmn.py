"""Decision models: what a table answers, why, and what is said of a file that is none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.dmn import Decisions, DmnProblem, Model, read
from yiwang.kernel.dmn.generated import Column, matcher
from yiwang.kernel.feel import Tests, compile_unary_tests

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def table_xml(policy, rows, output="", inputs=("area", "kind"), extra=""):
    columns = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>" for name in inputs
    )
    rules = ""
    for *tests, result in rows:
        cells = "".join(f"<inputEntry><text>{escaped(test)}</text></inputEntry>" for test in tests)
        rules += f"<rule>{cells}<outputEntry><text>{escaped(result)}</text></outputEntry></rule>"
    data = "".join(f"<inputData id='{name}' name='{name}'/>" for name in inputs)
    needs = "".join(
        f"<informationRequirement><requiredInput href='#{name}'/></informationRequirement>" for name in inputs
    )
    return (
        f"<definitions xmlns='{SPACE}' name='m' namespace='urn:m'>{data}{extra}"
        f"<decision id='way' name='way'><variable name='way'/>{needs}"
        f"<decisionTable {policy}>{columns}<output>{output}</output>{rules}</decisionTable></decision>"
        "</definitions>"
    ).encode()


def decisions(*arguments, **more):
    model = read(table_xml(*arguments, **more))
    assert isinstance(model, Model), model
    return Decisions(model)


ROWS = [("< 50", '"food"', '"paper"'), (">= 50", '"food"', '"visit"'), ("-", '"water"', '"expert"')]


def test_a_unique_table_answers_once_and_says_which_rule_and_why():
    answer = decisions("hitPolicy='UNIQUE'", ROWS).evaluate("way", {"area": 60, "kind": "food"}, trace=True)
    assert answer.value == "visit"
    (step,) = answer.trace
    (hit,) = step.hits
    assert (hit.row, hit.inputs) == (2, (("area", Decimal(60), ">= 50"), ("kind", "food", '"food"')))


def test_two_rules_where_one_may_match_are_a_trouble_and_no_answer():
    rows = [*ROWS, ("> 55", "-", '"other"')]
    answer = decisions("hitPolicy='UNIQUE'", rows).evaluate("way", {"area": 60, "kind": "food"})
    assert answer.value is None
    assert [one.code for one in answer.troubles] == ["dmn.hits"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("hitPolicy='FIRST'", 2),
        ("hitPolicy='RULE ORDER'", [2, 5, 2]),
        ("hitPolicy='COLLECT'", [2, 5, 2]),
        ("hitPolicy='COLLECT' aggregation='SUM'", 9),
        ("hitPolicy='COLLECT' aggregation='MAX'", 5),
        ("hitPolicy='COLLECT' aggregation='COUNT'", 3),
        ("hitPolicy='PRIORITY'", 5),
        ("hitPolicy='OUTPUT ORDER'", [5, 2, 2]),
        ("hitPolicy='ANY'", None),
    ],
)
def test_each_hit_policy(policy, expected):
    rows = [("> 1", "-", "2"), ("> 2", "-", "5"), ("> 3", "-", "2"), ("> 100", "-", "7")]
    made = decisions(policy, rows, output="<outputValues><text>5, 2</text></outputValues>")
    assert made.evaluate("way", {"area": 10, "kind": "x"}).value == expected


def test_nothing_matches_gives_the_default_or_null():
    default = '<defaultOutputEntry><text>"ask"</text></defaultOutputEntry>'
    assert decisions("", ROWS, output=default).evaluate("way", {"area": 1, "kind": "?"}).value == "ask"
    assert decisions("", ROWS).evaluate("way", {"area": 1, "kind": "?"}).value is None


def test_a_fact_that_is_not_of_its_type_is_a_trouble():
    xml = table_xml("", ROWS).replace(
        b"name='area'/>", b"name='area'><variable name='area' typeRef='number'/></inputData>"
    )
    answer = Decisions(read(xml)).evaluate("way", {"area": "wide", "kind": "food"})
    assert answer.value is None
    assert [one.code for one in answer.troubles] == ["dmn.type"]
    infinite = Decisions(read(xml)).evaluate("way", {"area": Decimal("NaN"), "kind": "food"})
    assert infinite.value is None


def test_a_cell_that_cannot_be_read_is_a_problem_with_its_line():
    made = decisions("", [("<< 5", "-", "1")])
    assert [problem.code for problem in made.problems] == ["dmn.unreadable"]
    assert made.problems[0].line == 1


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "dmn.not-xml"),
        (b"\xff\xfe\x00rubbish", "dmn.not-xml"),
        (b"<definitions/>", "dmn.not-dmn"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "dmn."),
        (b"<a>" * 5000, "dmn."),
        (table_xml("", ROWS, extra="<inputData id='x' name='way'/>"), "dmn.twice"),
    ],
)
def test_bytes_that_are_no_decision_model_give_one_finding(xml, code):
    found = read(xml)
    assert isinstance(found, DmnProblem)
    assert found.code.startswith(code)
    assert found.zh
    assert found.en


def test_a_decision_that_needs_itself_is_a_trouble_and_not_a_crash():
    loop = (
        f"<definitions xmlns='{SPACE}' namespace='urn:m' name='m'>"
        "<decision id='a' name='a'><variable name='a'/>"
        "<informationRequirement><requiredDecision href='#a'/></informationRequirement>"
        "<literalExpression><text>a + 1</text></literalExpression></decision></definitions>"
    ).encode()
    answer = Decisions(read(loop)).evaluate("a", {})
    assert answer.value is None
    assert "dmn.endless" in [one.code for one in answer.troubles]


_CELLS = st.sampled_from(
    """- ; 1 ; < 2 ; >= 1 ; = 3 ; [1..2] ; (1..3] ; -1 ; "a" ; "a", "b" ; not("a") ; not(1) ; true
    ; false, true ; null ; 1, 3 ; ? > 1 ; < x ; [x..3] ; not(null) ; [1, 2] ; < "b" """.strip().split(";")
)
_VALUES = st.sampled_from(
    [None, True, False, "a", "b", "c", [], ["a"], {"a": 1}, *map(Decimal, (-1, 0, 1, "1.5", 2, 3, 4))]
)


@settings(derandomize=True, max_examples=400)
@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=6), _VALUES, _VALUES, st.booleans())
def test_the_generated_table_means_what_its_cells_mean(rows, one, other, first):
    facts = {"x": Decimal(2)}
    columns = [Column(lambda facts: one), Column(lambda facts: other)]
    compiled = []
    expected = []
    for number, row in enumerate(rows):
        tests = [compile_unary_tests(cell, ["x"]) for cell in row]
        assert all(isinstance(test, Tests) for test in tests)
        compiled.append([(at, test.tree, test.matches) for at, test in enumerate(tests) if row[at] != "-"])
        if tests[0].matches(one, facts) is True and tests[1].matches(other, facts) is True:
            expected.append(number)
    assert matcher(columns, compiled, first=first)(facts) == tuple(expected[:1] if first else expected)
