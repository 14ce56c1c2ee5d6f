"""BPMN 2.0 files: read with lines, refused by name, written with a drawing, read back the same."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.bpmn.layout import draw
from yiwang.kernel.bpmn.net import SERVICE, TERMINATE, Flow, Net, Node, Outcome, Position
from yiwang.kernel.bpmn.sound import examine
from yiwang.kernel.bpmn.step import CompiledNet, begin, complete, open_tasks
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.bpmn.xml_read import Model, compile_model, read
from yiwang.kernel.bpmn.xml_write import write
from yiwang.kernel.tests.bpmn_drawn import drawn_nets, facts, step_lists, with_timer

SHARED = Path(os.environ.get("YIWANG_SHARED", Path(__file__).parents[4] / "shared")) / "data"

_HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:yw="urn:yiwang:bpmn:1">\n'
    '<bpmn:process id="p" name="许可">\n'
)


def file(body, beside=""):
    return f"{_HEAD}{body}\n</bpmn:process>{beside}</bpmn:definitions>".encode()


LICENCE = """<bpmn:laneSet><bpmn:lane name="审批岗" yw:role="approver" yw:body="approval-bureau">
 <bpmn:flowNodeRef>approve</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="start"/>
<bpmn:userTask id="check" name="核查" yw:title-en="Check" yw:role="inspector"
 yw:limit="5 工作日" yw:fields="area kind"/>
<bpmn:exclusiveGateway id="g"/>
<bpmn:manualTask id="approve" name="审批" yw:interval="review"/>
<bpmn:boundaryEvent id="late" attachedToRef="approve" cancelActivity="false">
 <bpmn:timerEventDefinition><bpmn:timeDuration>P20D</bpmn:timeDuration></bpmn:timerEventDefinition>
</bpmn:boundaryEvent>
<bpmn:endEvent id="end"/>
<bpmn:endEvent id="told"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="check"/>
<bpmn:sequenceFlow id="f2" sourceRef="check" targetRef="g"/>
<bpmn:sequenceFlow id="f3" sourceRef="g" targetRef="approve" name="通过" yw:title-en="Pass"
 yw:outcome="pass"/>
<bpmn:sequenceFlow id="f4" sourceRef="g" targetRef="end" name="不通过">
 <bpmn:conditionExpression>outcome = "fail"</bpmn:conditionExpression></bpmn:sequenceFlow>
<bpmn:sequenceFlow id="f5" sourceRef="approve" targetRef="end"/>
<bpmn:sequenceFlow id="f6" sourceRef="late" targetRef="told"/>"""


def net(xml):
    compiled = compile_model(read(xml))
    assert isinstance(compiled, Net), compiled
    return compiled


def codes(xml):
    compiled = compile_model(read(xml))
    assert isinstance(compiled, tuple), "it compiled"
    return [problem.code for problem in compiled]


def test_a_drawn_licence_says_who_does_what_and_how_it_may_come_out():
    check, approve = net(file(LICENCE)).tasks

    assert check.title == {"zh": "核查", "en": "Check"}
    assert (check.position, check.limit, check.fields) == (
        Position("inspector"),
        "5 工作日",
        ("area", "kind"),
    )
    assert check.outcomes == (
        Outcome("pass", {"zh": "通过", "en": "Pass"}),
        Outcome("fail", {"zh": "不通过"}),
    )
    assert approve.position == Position("approver", "approval-bureau")
    assert approve.interval == "review"


def test_a_drawn_licence_runs():
    ready = CompiledNet(net(file(LICENCE)))
    move = complete(ready, begin(ready, {}).tokens, "check:1", "pass", {})
    assert move.tokens == ("approve:2", "late:2")
    assert (move.timers[0].duration, ready.nodes["late"].interrupting) == ("P20D", False)
    assert complete(ready, ("check:1",), "check:1", "fail", {}).ended


def test_a_drawn_step_list_and_a_written_one_behave_alike():
    steps = compile_steps(
        [
            {
                "id": "check",
                "title": {"zh": "核查"},
                "position": "inspector",
                "outcomes": {"pass": "next", "fail": "end"},
            },
            {"id": "approve", "title": {"zh": "审批"}, "position": "approver"},
        ]
    )
    without_timer = [line for line in LICENCE.split("\n") if "f6" not in line and "told" not in line]
    start = next(i for i, line in enumerate(without_timer) if "boundaryEvent" in line)
    drawn = CompiledNet(net(file("\n".join(without_timer[:start] + without_timer[start + 3 :]))))
    written = CompiledNet(steps)

    for outcome in ("pass", "fail"):
        assert begin(drawn, {}) == begin(written, {})
        assert complete(drawn, ("check:1",), "check:1", outcome, {}) == complete(
            written, ("check:1",), "check:1", outcome, {}
        )


@pytest.mark.parametrize(
    ("body", "element", "line"),
    [
        ('<bpmn:task id="t" name="随意"/>', "task", 3),
        ('\n<bpmn:complexGateway id="t"/>', "complexGateway", 4),
        ('\n\n<bpmn:transaction id="t"/>', "transaction", 5),
        (
            '<bpmn:startEvent id="t"><bpmn:conditionalEventDefinition/></bpmn:startEvent>',
            "startEvent/conditionalEventDefinition",
            3,
        ),
        (
            '<bpmn:userTask id="t">\n<bpmn:standardLoopCharacteristics/></bpmn:userTask>',
            "userTask/standardLoopCharacteristics",
            4,
        ),
        ('<bpmn:userTask id="t" isForCompensation="true"/>', "userTask@isForCompensation", 3),
        (
            '<bpmn:boundaryEvent id="t" attachedToRef="x"><bpmn:timerEventDefinition>'
            "<bpmn:timeCycle>R/P1D</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>",
            "boundaryEvent/timeCycle",
            3,
        ),
        (
            '<bpmn:sequenceFlow id="t"><bpmn:conditionExpression language="groovy">x'
            "</bpmn:conditionExpression></bpmn:sequenceFlow>",
            "conditionExpression (groovy)",
            3,
        ),
        ('<odd xmlns="urn:vendor" id="t"/>', "odd", 3),
    ],
)
def test_what_does_not_run_is_named_with_its_line_and_nothing_is_half_run(body, element, line):
    model = read(file(body))
    (refused,) = model.unsupported
    assert (refused.element, refused.id, refused.line) == (element, "t", line)
    compiled = compile_model(model)
    assert [problem.code for problem in compiled] == ["bpmn.unsupported"]
    assert f"第 {line} 行" in compiled[0].zh and element in compiled[0].en


def test_messages_between_pools_do_not_run():
    beside = (
        '<bpmn:collaboration id="c"><bpmn:participant id="a"/><bpmn:messageFlow id="m"/></bpmn:collaboration>'
    )
    assert [one.element for one in read(file(LICENCE, beside)).unsupported] == ["messageFlow"]


def test_notes_on_a_drawing_are_no_part_of_the_process():
    notes = '<bpmn:textAnnotation id="n"/><bpmn:association id="m"/><bpmn:group id="o"/>'
    assert net(file(LICENCE + notes)) == net(file(LICENCE))


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "bpmn.not-xml"),
        (b"<a", "bpmn.not-xml"),
        (b"<a></b>", "bpmn.not-xml"),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', "bpmn.not-xml"),
        (b"<a/>", "bpmn.not-bpmn"),
        (b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', "bpmn.doctype"),
        (b'<!DOCTYPE a SYSTEM "http://localhost/x.dtd"><a/>', "bpmn.doctype"),
        (b"<a>" * 300, "bpmn.too-large"),
        (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "bpmn.which-process"),
    ],
)
def test_a_file_that_is_no_process_is_refused(xml, code):
    assert codes(xml) == [code]


def test_of_two_processes_one_must_be_named():
    other = '<bpmn:process id="q"><bpmn:startEvent id="s2"/></bpmn:process>'
    model = read(file(LICENCE, other))
    assert compile_model(model)[0].code == "bpmn.which-process"
    assert isinstance(compile_model(model, "p"), Net)
    assert compile_model(model, "nobody")[0].code == "bpmn.which-process"


def test_a_flow_says_its_outcome_once():
    twice = LICENCE.replace('outcome = "fail"', "area > 5").replace('name="不通过"', 'yw:outcome="fail"')
    assert codes(file(twice)) == ["bpmn.two-conditions"]


def test_a_problem_of_the_net_carries_its_line():
    (problem,) = compile_model(read(file(LICENCE.replace("P20D", "soon"))))
    assert (problem.code, problem.line) == ("process.bad-duration", 10)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_file_never_crashes_the_reader(data):
    whole = file(LICENCE)
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 40))
    damaged = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + cut :]
    model = read(damaged)
    assert isinstance(model, Model)
    assert isinstance(compile_model(model), Net | tuple)


def receipt_like():
    return sorted(SHARED.glob("eventlogs/*.bpmn")) + sorted(SHARED.glob("conformance/bpmn-miwg/*.bpmn"))


@pytest.mark.skipif(
    not receipt_like(), reason="SHARED DATA ABSENT: set YIWANG_SHARED to run the public models"
)
@pytest.mark.parametrize("path", receipt_like(), ids=lambda path: path.name)
def test_public_models_are_read_and_what_would_not_run_is_named(path):
    text = path.read_bytes()
    model = read(text)
    assert model.processes and not model.problems
    lines = text.decode("iso-8859-1").split("\n")
    for one in model.unsupported:
        name = re.split("[ @]", one.element)[0].split("/")[-1]
        assert name in lines[one.line - 1]
    for process in model.processes:
        compiled = compile_model(model, process.id)
        assert isinstance(compiled, Net) == (not model.unsupported and not process.problems)


@pytest.mark.skipif(
    not receipt_like(), reason="SHARED DATA ABSENT: set YIWANG_SHARED to run the public models"
)
def test_a_public_model_runs_once_its_tasks_say_who_does_them():
    text = (SHARED / "conformance/bpmn-miwg/A.1.0.bpmn").read_bytes()
    compiled = net(text.replace(b"semantic:task", b"semantic:userTask"))
    assert {one.code for one in examine(compiled)} == {"process.no-position"}
    ready = CompiledNet(compiled)
    move, count = begin(ready, {}), 0
    while not move.ended:
        move, count = complete(ready, move.tokens, open_tasks(ready, move.tokens)[0].token, "", {}), count + 1
    assert count == 3


def full_net():
    steps = compile_steps(
        [
            {
                "id": "check",
                "title": {"zh": '核查 "甲" & <乙>\n丙', "en": "Check"},
                "position": {"role": "inspector", "body": "market-regulation"},
                "outcomes": {"pass": "next", "fail": "end"},
                "outcome_titles": {"pass": {"zh": "通过", "en": "Pass"}},
                "when": 'area > 50 and kind != "a<b" // note',
                "act": "inspect",
                "interval": "review",
                "limit": "5 工作日",
                "fields": ["area", "kind"],
            },
            {"id": "told", "title": {"zh": "告知"}},
        ],
        "licence",
        {"zh": "许可", "en": "Licence"},
    )
    timed = with_timer(steps, "check", interrupting=False)
    more = (Node(id="machine", kind=SERVICE, outcomes=(Outcome("done"),)), Node(id="stop", kind=TERMINATE))
    flows = tuple(flow for flow in timed.flows if flow.id != "told--end")
    ways = (Flow("told--machine", "told", "machine"), Flow("machine--stop", "machine", "stop"))
    return Net(timed.id, (*timed.nodes, *more), (*flows, *ways), timed.title)


def test_everything_a_net_can_say_survives_the_file():
    assert net(write(full_net())) == full_net()


@pytest.mark.parametrize("matter", ["12345", "check", ""])
def test_a_matter_may_be_called_what_a_file_or_a_step_may_not(matter):
    steps = compile_steps([{"id": "check", "title": {"zh": "核查"}, "position": "officer"}], matter)
    again = net(write(steps))
    assert again.id == f"process-{matter}"
    assert (again.nodes, again.flows) == (steps.nodes, steps.flows)


@settings(derandomize=True, max_examples=80, deadline=None)
@given(step_lists())
def test_steps_written_as_a_drawing_and_read_back_are_the_same_net(steps):
    compiled = compile_steps(steps)
    assert net(write(compiled)) == compiled


@settings(derandomize=True, max_examples=60, deadline=None)
@given(drawn_nets(), facts, st.integers(0, 1000))
def test_a_drawing_read_back_behaves_as_before(drawn, known, seed):
    again = net(write(drawn))
    assert again == drawn
    one, other = CompiledNet(drawn), CompiledNet(again)
    move = begin(one, known)
    assert move == begin(other, known)
    for turn in range(10):
        if move.ended:
            break
        opened = open_tasks(one, move.tokens)
        chosen = opened[(seed + turn) % len(opened)]
        outcome = one.nodes[chosen.node].outcomes[seed % len(one.nodes[chosen.node].outcomes)].id
        after = complete(other, move.tokens, chosen.token, outcome, known)
        move = complete(one, move.tokens, chosen.token, outcome, known)
        assert move == after


@settings(derandomize=True, max_examples=80, deadline=None)
@given(st.one_of(drawn_nets(), step_lists().map(compile_steps)))
def test_on_a_drawing_no_two_nodes_overlap_and_ways_go_from_node_to_node(drawn):
    drawing = draw(drawn)
    boxes = list(drawing.boxes.values())
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert apart_x or apart_y
    for flow in drawn.flows:
        assert touches(drawing.boxes[flow.source], drawing.ways[flow.id][0])
        assert touches(drawing.boxes[flow.target], drawing.ways[flow.id][-1])


def touches(box, point):
    return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height
