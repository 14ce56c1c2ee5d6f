"""What the static analysis finds before a process is ever used."""

import pytest
from hypothesis import given, settings

from yiwang.kernel.bpmn.net import END, EXCLUSIVE, PARALLEL, RULE, START, USER, Flow, Net, Node, Outcome
from yiwang.kernel.bpmn.sound import examine, found_by_search, in_words
from yiwang.kernel.bpmn.step import CompiledNet, Move, begin, complete
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.tests.bpmn_drawn import OFFICER, drawn_nets, with_timer


def step(step_id, **given):
    return {
        "id": step_id,
        "title": {"zh": f"步骤{step_id}", "en": f"Step {step_id}"},
        "position": "officer",
        **given,
    }


def found(net, names=None, **given):
    assert isinstance(net, Net), net
    return [(one.code, one.node) for one in examine(net, names, **given)]


def drawn(*nodes, flows):
    made = tuple(Flow(f"f{number}", *way) for number, way in enumerate(flows))
    return Net("drawn", (Node(id="start", kind=START), *nodes, Node(id="end", kind=END)), made)


def task(node_id, *outcomes):
    chosen = tuple(Outcome(one) for one in outcomes) or (Outcome("done"),)
    return Node(id=node_id, kind=USER, position=OFFICER, outcomes=chosen, title={"zh": node_id})


@settings(derandomize=True, max_examples=100, deadline=None)
@given(drawn_nets())
def test_a_process_built_of_whole_blocks_is_found_sound(net):
    assert problems(net) == ()
    assert examine(net, {"area"}) == ()


def test_a_plain_step_list_is_sound():
    assert found(compile_steps([step("a", outcomes={"ok": "next", "back": "a"}), step("b")])) == []


def test_a_circle_without_a_way_out_cannot_end():
    steps = [step("a"), step("b", outcomes={"ok": "c", "back": "a"}), step("c", outcomes={"ok": "b"})]
    assert ("process.cannot-end", "a") in found(compile_steps(steps))
    assert ("process.unreachable", "end") in found(compile_steps(steps))


def test_a_trap_is_shown_with_the_outcomes_that_lead_into_it():
    steps = [
        step("a", outcomes={"ok": "end", "odd": "b"}),
        step("b", outcomes={"x": "c"}),
        step("c", outcomes={"x": "b"}),
    ]
    trap = next(one for one in examine(compile_steps(steps)) if one.code == "process.cannot-end")
    assert [(turn.node, turn.outcome) for turn in trap.witness] == [("a", "odd")]
    assert in_words(trap.witness) == "步骤a (odd)"
    assert "步骤a (odd)" in trap.zh and "Step a (odd)" in trap.en


def test_a_step_nobody_leads_to_is_unreachable():
    steps = [step("a", outcomes={"ok": "c"}), step("b"), step("c")]
    assert found(compile_steps(steps)) == [("process.unreachable", "b")]


def test_a_step_without_a_position_is_named():
    assert found(compile_steps([step("a", position=None)])) == [("process.no-position", "a")]


def test_a_condition_over_a_fact_nobody_gives_is_named():
    net = compile_steps([step("a", when="aera > 50 and kind = 1")])
    assert found(net, {"area", "kind"}) == [("process.unknown-name", "before-a")]
    assert found(net, {"aera", "kind"}) == []


def test_the_result_of_a_rule_is_a_known_fact():
    net = drawn(
        Node(id="rule", kind=RULE, rule="area * 2", result="double"),
        Node(id="which", kind=EXCLUSIVE, default="f3"),
        task("a"),
        flows=[
            ("start", "rule"),
            ("rule", "which"),
            ("which", "a", "double > 9"),
            ("which", "end"),
            ("a", "end"),
        ],
    )
    assert found(net, {"area"}) == []
    assert found(net, set()) == [("process.unknown-name", "rule")]


def test_a_join_that_waits_for_a_way_not_taken_is_a_deadlock_with_a_witness():
    net = drawn(
        task("a", "one", "two"),
        Node(id="which", kind=EXCLUSIVE),
        task("b"),
        task("c"),
        Node(id="join", kind=PARALLEL),
        flows=[
            ("start", "a"),
            ("a", "which"),
            ("which", "b", 'outcome = "one"'),
            ("which", "c", 'outcome = "two"'),
            ("b", "join"),
            ("c", "join"),
            ("join", "end"),
        ],
    )
    dead = [one for one in examine(net) if one.code == "process.deadlock"]
    assert [one.node for one in dead] == ["join"]
    assert_witness_leads_to_nothing_open(net, dead[0].witness)


def assert_witness_leads_to_nothing_open(net, witness):
    ready = CompiledNet(net)
    move = begin(ready, {})
    for turn in witness:
        token = next(one for one in move.tokens if one.startswith(f"{turn.node}:"))
        move = complete(ready, move.tokens, token, turn.outcome, {})
        assert isinstance(move, Move)
    assert not move.ended and not [one for one in move.tokens if one.split(":")[0] in ready.boundaries]


def test_two_branches_into_one_task_are_found_before_they_meet():
    net = drawn(
        Node(id="fork", kind=PARALLEL),
        task("a"),
        task("b"),
        task("c"),
        flows=[("start", "fork"), ("fork", "a"), ("fork", "b"), ("a", "c"), ("b", "c"), ("c", "end")],
    )
    assert found(net) == [("process.two-tokens", "c")]


def test_an_unbounded_net_is_found_and_the_search_ends():
    net = drawn(
        Node(id="in", kind=EXCLUSIVE),
        task("a"),
        Node(id="fork", kind=PARALLEL),
        task("b"),
        flows=[("start", "in"), ("in", "a"), ("a", "fork"), ("fork", "in"), ("fork", "b"), ("b", "end")],
    )
    assert ("process.two-tokens", "b") in found(net)


def test_an_outcome_no_way_is_drawn_for_is_found():
    net = drawn(
        task("a", "one", "two"),
        Node(id="which", kind=EXCLUSIVE),
        task("b"),
        flows=[
            ("start", "a"),
            ("a", "which"),
            ("which", "b", 'outcome = "one"'),
            ("which", "end", 'outcome = "three"'),
            ("b", "end"),
        ],
    )
    (fault,) = [one for one in examine(net) if one.code == "process.no-way"]
    assert [(turn.node, turn.outcome) for turn in fault.witness] == [("a", "two")]


def test_a_gateway_that_depends_on_facts_needs_a_default():
    net = drawn(
        Node(id="which", kind=EXCLUSIVE),
        task("a"),
        flows=[("start", "which"), ("which", "a", "area > 5"), ("which", "end", "area < 3"), ("a", "end")],
    )
    assert found(net) == [("process.may-have-no-way", "which")]
    (fault,) = examine(net)
    assert fault.witness == ()


def test_gateways_in_a_circle_are_found():
    net = drawn(
        Node(id="a", kind=EXCLUSIVE, default="f1"),
        Node(id="b", kind=EXCLUSIVE),
        flows=[("start", "a"), ("a", "b"), ("b", "a"), ("a", "end", "never = 1")],
    )
    assert "process.endless" in {code for code, _ in found(net)}


def test_a_timer_that_may_cross_its_own_task_is_looked_at_too():
    net = with_timer(compile_steps([step("a"), step("b")]), "a", interrupting=False)
    assert found(net) == [("process.no-position", "chase")] or found(net) == []
    crossing = Net(net.id, net.nodes, (*net.flows[:-1], Flow("chase--b", "chase", "b")))
    assert ("process.two-tokens", "b") in found(crossing)


def test_a_process_too_large_to_visit_says_so_and_blames_nobody():
    branches = [task(f"t{number}") for number in range(10)]
    net = drawn(
        Node(id="fork", kind=PARALLEL),
        Node(id="join", kind=PARALLEL),
        *branches,
        flows=[
            ("start", "fork"),
            ("join", "end"),
            *[("fork", one.id) for one in branches],
            *[(one.id, "join") for one in branches],
        ],
    )
    assert found(net) == []
    assert [(one.code, one.node) for one in found_by_search(net, 100)] == [("process.too-large", "drawn")]


@pytest.mark.parametrize(
    ("nodes", "flows", "code"),
    [
        ([task("a")], [("start", "a")], "process.dead-end"),
        (
            [task("a"), task("b")],
            [("start", "a"), ("a", "b"), ("a", "end"), ("b", "end")],
            "process.split-without-gateway",
        ),
        ([task("a")], [("start", "a"), ("a", "end", "x = 1")], "process.condition-without-gateway"),
        ([task("a")], [("start", "a"), ("a", "lost")], "process.way-to-nowhere"),
        ([task("a")], [("start", "a"), ("a", "end"), ("end", "a")], "process.way-after-end"),
        ([task("a")], [("start", "a"), ("a", "start")], "process.way-into-start"),
        ([task("a"), task("a")], [("start", "a"), ("a", "end")], "process.id-twice"),
        (
            [Node(id="g", kind=EXCLUSIVE), task("a")],
            [("start", "g"), ("g", "a", "x = 1"), ("g", "end"), ("a", "end")],
            "process.way-without-condition",
        ),
        ([Node(id="g", kind=EXCLUSIVE, default="f9")], [("start", "g"), ("g", "end")], "process.bad-default"),
        (
            [Node(id="r", kind=RULE, rule="1 +", result="x")],
            [("start", "r"), ("r", "end")],
            "process.bad-rule",
        ),
        (
            [Node(id="r", kind=RULE, rule="1", result="")],
            [("start", "r"), ("r", "end")],
            "process.bad-result",
        ),
        ([Node(id="a", kind=USER)], [("start", "a"), ("a", "end")], "process.no-outcome"),
    ],
)
def test_a_net_that_cannot_run_is_refused_with_the_reason(nodes, flows, code):
    net = drawn(*nodes, flows=flows)
    assert code in {problem.code for problem in problems(net)}
    with pytest.raises(ValueError):
        CompiledNet(net)
