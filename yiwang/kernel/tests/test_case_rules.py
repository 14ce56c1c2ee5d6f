"""A case asks a decision: what it said, and which rules fired, stands in the event."""

from __future__ import annotations

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.bpmn.step import CompiledNet
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.business_rules import asking, given, plain
from yiwang.kernel.dmn import Decisions, Model, read
from yiwang.kernel.feel.types import ContextOf, ListOf, Simple
from yiwang.kernel.tests.small_city import city, matter, staff, text
from yiwang.kernel.tests.test_case import Story

RISK = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
<itemDefinition name="way"><itemComponent name="fee"><typeRef>number</typeRef></itemComponent>
<itemComponent name="until"><typeRef>date</typeRef></itemComponent></itemDefinition>
<inputData id="area" name="area"><variable name="area" typeRef="number"/></inputData>
<inputData id="opening" name="opening"><variable name="opening" typeRef="date"/></inputData>
<decision id="old" name="old"><variable name="old" typeRef="boolean"/>
 <informationRequirement><requiredInput href="#opening"/></informationRequirement>
 <literalExpression><text>opening &lt; today()</text></literalExpression></decision>
<decision id="way" name="way"><variable name="way" typeRef="way"/>
 <informationRequirement><requiredInput href="#area"/></informationRequirement>
 <informationRequirement><requiredDecision href="#old"/></informationRequirement>
 <decisionTable hitPolicy="UNIQUE">
  <input><inputExpression typeRef="number"><text>area</text></inputExpression></input>
  <input><inputExpression typeRef="boolean"><text>old</text></inputExpression></input>
  <output name="fee" typeRef="number"/><output name="until" typeRef="date"/>
  <annotation name="zh"/>
  <rule><inputEntry><text>&lt;= 50</text></inputEntry><inputEntry><text>-</text></inputEntry>
   <outputEntry><text>0</text></outputEntry><outputEntry><text>@"2026-12-31"</text></outputEntry>
   <annotationEntry><text>小于等于五十平方米不收费。</text></annotationEntry></rule>
  <rule><inputEntry><text>&gt; 50</text></inputEntry><inputEntry><text>true</text></inputEntry>
   <outputEntry><text>12.50</text></outputEntry><outputEntry><text>@"2027-12-31"</text></outputEntry></rule>
  <rule><inputEntry><text>&gt; 50</text></inputEntry><inputEntry><text>false</text></inputEntry>
   <outputEntry><text>25</text></outputEntry><outputEntry><text>@"2027-12-31"</text></outputEntry></rule>
 </decisionTable></decision></definitions>""".encode()

STEPS = [
    {"id": "look", "title": text("看材料"), "position": "officer"},
    {"id": "fee", "title": text("收不收费"), "decision": "way", "result": "way"},
    {"id": "pay", "title": text("收费"), "position": "officer", "when": "way.fee > 12"},
    {"id": "late", "title": text("跨年"), "position": "officer", "when": 'way.until > date("2027-01-01")'},
]


def licence(steps=STEPS):
    model = read(RISK)
    assert isinstance(model, Model)
    decisions = Decisions(model)
    assert not decisions.problems
    net = CompiledNet(compile_steps(steps, "licence"), {"way": asking(decisions, "way")})
    return matter(net=net, rule_types={"way": decisions.type_of("way")})


def looked_at(facts, when="2026-03-04T10:00+08:00", steps=STEPS):
    """Return the case after its material was looked at, and what the last event says of decisions."""
    story = Story(facts=facts, here=city(matters={"licence": licence(steps)})).accepted()
    answer = story.must(staff("officer"), when, c.Complete(task=story.task("look")))
    return story.case, answer[-1].data.about["decided"]


def test_the_event_tells_which_rule_fired_on_which_facts():
    case, decided = looked_at({"area": "80.5", "opening": "2026-01-15"})

    assert decided == [
        {
            "node": "fee",
            "decision": "way",
            "value": {"fee": "12.50", "until": "2027-12-31"},
            "tables": [
                {
                    "table": "way",
                    "rules": [
                        {
                            "row": 2,
                            "inputs": [["area", "80.5", "> 50"], ["old", True, "true"]],
                            "outputs": ["12.50", "2027-12-31"],
                            "notes": [],
                        }
                    ],
                }
            ],
            "troubles": [],
        }
    ]
    assert case.facts["way"] == {"fee": "12.50", "until": "2027-12-31"}
    assert [task.node for task in case.tasks] == ["pay"], "12.50 is compared as a number, not as text"


def test_what_a_rule_says_to_the_applicant_is_kept_with_it():
    case, decided = looked_at({"area": 30, "opening": "2026-01-15"})

    assert decided[0]["tables"][0]["rules"][0]["notes"] == [["zh", "小于等于五十平方米不收费。"]]
    assert [task.node for task in case.tasks] == ["act:decide"]


def test_a_date_that_a_rule_found_is_compared_as_a_date_later():
    case, _ = looked_at({"area": 80, "opening": "2026-06-01"})
    assert [task.node for task in case.tasks] == ["pay"]
    story = Story(facts={"area": 80, "opening": "2026-06-01"}, here=city(matters={"licence": licence()}))
    story.accepted()
    for node in ("look", "pay"):
        story.must(staff("officer"), "2026-03-04T10:00+08:00", c.Complete(task=story.task(node)))
    assert [task.node for task in story.case.tasks] == ["late"]


def test_today_is_the_day_of_the_city_and_not_of_greenwich():
    facts = {"area": 80, "opening": "2026-03-04"}
    before, _ = looked_at(facts, "2026-03-04T23:30+08:00")
    after, decided = looked_at(facts, "2026-03-05T00:30+08:00")  # 16:30 on 4 March in UTC

    assert before.facts["way"]["fee"] == "25"
    assert after.facts["way"]["fee"] == "12.50"
    assert decided[0]["tables"][0]["rules"][0]["row"] == 2


def test_what_a_decision_cannot_answer_says_why():
    case, decided = looked_at({"area": "rather large", "opening": "2026-01-15"})

    assert decided[0]["value"] is None
    assert [one["code"] for one in decided[0]["troubles"]] == ["dmn.type"]
    assert [task.node for task in case.tasks] == ["pay"], "an unknown fact never skips a step"


def test_a_number_that_an_expression_found_is_compared_as_a_number_later():
    steps = [
        STEPS[0],
        {"id": "double", "title": text("加倍"), "rule": "area * 2", "result": "twice"},
        {**STEPS[1]},
        {"id": "large", "title": text("大"), "position": "officer", "when": "twice > 100"},
    ]
    story = Story(facts={"area": 60, "opening": "2026-01-15"}, here=city(matters={"licence": licence(steps)}))
    story.accepted()
    story.must(staff("officer"), "2026-03-04T10:00+08:00", c.Complete(task=story.task("look")))
    assert story.case.facts["twice"] == "120"
    assert [task.node for task in story.case.tasks] == ["large"]


@pytest.mark.parametrize(
    ("kept", "kind"),
    [
        ("12.50", Simple("number")),
        ("2026-02-28", Simple("date")),
        ("08:30:00", Simple("time")),
        ("2026-02-28T08:30:00", Simple("date and time")),
        ("P3D", Simple("days and time duration")),
        ("P1Y2M", Simple("years and months duration")),
        (["1", "2"], ListOf(Simple("number"))),
        ({"a": "1", "b": ["2026-02-28"]}, ContextOf({"a": Simple("number"), "b": ListOf(Simple("date"))})),
        (True, Simple("boolean")),
        (None, Simple("number")),
    ],
)
def test_what_the_ledger_keeps_is_read_as_its_type_and_written_the_same(kept, kind):
    value = given(kept, kind)

    assert plain(value) == kept
    assert type(value) is not str


@pytest.mark.parametrize("kept", ["thirty", "NaN", "Infinity", "", "1e", "2026-02-30"])
def test_what_is_no_number_and_no_date_stays_what_was_written(kept):
    assert given(kept, Simple("number")) == kept
    assert given(kept, Simple("date")) == kept
