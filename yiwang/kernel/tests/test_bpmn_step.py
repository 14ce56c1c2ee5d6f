"""How a process moves: one step at a time, in parallel, back, round a timer, to its end."""

import pytest

from yiwang.kernel.bpmn.net import (
    END,
    EXCLUSIVE,
    PARALLEL,
    RULE,
    START,
    TERMINATE,
    USER,
    Flow,
    Net,
    Node,
    Outcome,
    Problem,
)
from yiwang.kernel.bpmn.step import (
    CompiledNet,
    Move,
    begin,
    complete,
    fire_timer,
    open_tasks,
    prepared,
)
from yiwang.kernel.bpmn.steps import compile_steps
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.bpmn_drawn import OFFICER, with_timer

LICENCE = [
    {
        "id": "site-check",
        "title": {"zh": "现场核查", "en": "On-site check"},
        "position": "inspector",
        "when": "area > 50",
        "limit": "5 工作日",
        "outcomes": {"pass": "next", "fail": "end"},
    },
    {
        "id": "expert-review",
        "title": {"zh": "专家评审", "en": "Expert review"},
        "position": {"role": "officer", "body": "market-regulation"},
        "interval": "expert-review",
    },
    {
        "id": "approval",
        "title": {"zh": "审批", "en": "Approval"},
        "position": "approver",
        "outcomes": {"agree": "next", "back": "site-check"},
    },
]


def net_of(*nodes, flows):
    made = [Flow(f"f{number}", *way) for number, way in enumerate(flows)]
    return CompiledNet(Net("drawn", tuple(nodes), tuple(made)))


def task(node_id, *outcomes):
    chosen = tuple(Outcome(one) for one in outcomes) or (Outcome("done"),)
    return Node(id=node_id, kind=USER, position=OFFICER, outcomes=chosen)


def moved(answer):
    assert isinstance(answer, Move), answer
    return answer


def test_a_small_shop_skips_the_site_check_and_a_large_one_does_not():
    net = prepared(compile_steps(LICENCE))

    assert begin(net, {"area": 30}).tokens == ("expert-review:1",)
    assert begin(net, {"area": 80}).tokens == ("site-check:1",)


def test_a_step_is_not_skipped_because_a_fact_is_missing():
    assert begin(prepared(compile_steps(LICENCE)), {}).tokens == ("site-check:1",)


def test_a_licence_goes_step_by_step_to_its_end():
    net = prepared(compile_steps(LICENCE))
    first = moved(begin(net, {"area": 80}))
    second = moved(complete(net, first.tokens, "site-check:1", "pass", {"area": 80}))
    third = moved(complete(net, second.tokens, "expert-review:2", "", {"area": 80}))
    last = moved(complete(net, third.tokens, "approval:3", "agree", {"area": 80}))

    assert (second.closed, second.tokens) == (("site-check:1",), ("expert-review:2",))
    assert [opened.node for opened in third.opened] == ["approval"]
    assert last.ended and last.tokens == () and last.closed == ("approval:3",)


def test_a_failed_check_ends_the_process():
    net = prepared(compile_steps(LICENCE))
    assert complete(net, ("site-check:1",), "site-check:1", "fail", {}).ended


def test_a_step_done_again_gets_a_new_token():
    net = prepared(compile_steps(LICENCE))
    back = moved(complete(net, ("approval:3",), "approval:3", "back", {"area": 80}))
    assert back.tokens == ("site-check:4",)


def test_the_same_task_cannot_be_done_twice():
    net = prepared(compile_steps(LICENCE))
    answer = complete(net, ("expert-review:2",), "site-check:1", "pass", {})
    assert isinstance(answer, Refusal) and answer.code == "process.no-such-task"
    assert "现场核查" in answer.zh and "On-site check" in answer.en


def test_an_outcome_nobody_offered_is_refused_with_those_there_are():
    net = prepared(compile_steps(LICENCE))
    answer = complete(net, ("site-check:1",), "site-check:1", "maybe", {})
    assert answer.code == "process.no-such-outcome"
    assert answer.params["outcomes"] == ["pass", "fail"]
    assert complete(net, ("site-check:1",), "site-check:1", "", {}).code == "process.no-such-outcome"


def parallel_net():
    return net_of(
        Node(id="start", kind=START),
        Node(id="fork", kind=PARALLEL),
        task("fire"),
        task("health"),
        Node(id="join", kind=PARALLEL),
        task("issue"),
        Node(id="end", kind=END),
        flows=[
            ("start", "fork"),
            ("fork", "fire"),
            ("fork", "health"),
            ("fire", "join"),
            ("health", "join"),
            ("join", "issue"),
            ("issue", "end"),
        ],
    )


def test_two_bodies_work_side_by_side_and_the_result_waits_for_both():
    net = parallel_net()
    first = moved(begin(net, {}))
    assert first.tokens == ("fire:1", "health:1")

    waiting = moved(complete(net, first.tokens, "fire:1", "", {}))
    assert [one.node for one in open_tasks(net, waiting.tokens)] == ["health"]
    assert not waiting.opened and not waiting.ended

    both = moved(complete(net, waiting.tokens, "health:1", "", {}))
    assert both.tokens == ("issue:3",)


def rule_net():
    return net_of(
        Node(id="start", kind=START),
        Node(id="grade", kind=RULE, rule='if area > 500 then "large" else "small"', result="grade"),
        Node(id="which", kind=EXCLUSIVE, default="f3"),
        task("board"),
        task("window"),
        Node(id="end", kind=END),
        flows=[
            ("start", "grade"),
            ("grade", "which"),
            ("which", "board", 'grade = "large"'),
            ("which", "window"),
            ("board", "end"),
            ("window", "end"),
        ],
    )


def test_a_rule_finds_a_fact_and_the_next_gateway_uses_it():
    large = moved(begin(rule_net(), {"area": 501}))
    assert (large.facts, large.tokens) == ({"grade": "large"}, ("board:1",))
    assert moved(begin(rule_net(), {"area": 20})).tokens == ("window:1",)


def test_a_move_that_asked_for_facts_is_never_remembered_for_another_case():
    net = rule_net()
    assert [begin(net, {"area": area}).tokens[0] for area in (501, 1, 501)] == [
        "board:1",
        "window:1",
        "board:1",
    ]


def test_without_a_way_the_step_is_refused_and_says_which_conditions_failed():
    net = net_of(
        Node(id="start", kind=START),
        Node(id="which", kind=EXCLUSIVE, title={"zh": "规模", "en": "Size"}),
        task("a"),
        task("b"),
        Node(id="end", kind=END),
        flows=[
            ("start", "which"),
            ("which", "a", "area > 5"),
            ("which", "b", "area < 3"),
            ("a", "end"),
            ("b", "end"),
        ],
    )
    answer = begin(net, {"area": 4})
    assert answer.code == "process.no-way"
    assert answer.params["conditions"] == ["area > 5", "area < 3"]
    assert "规模" in answer.zh


def test_a_terminating_end_closes_what_is_open_elsewhere():
    net = net_of(
        Node(id="start", kind=START),
        Node(id="fork", kind=PARALLEL),
        task("fire"),
        task("health"),
        Node(id="stop", kind=TERMINATE),
        Node(id="end", kind=END),
        flows=[
            ("start", "fork"),
            ("fork", "fire"),
            ("fork", "health"),
            ("fire", "stop"),
            ("health", "end"),
        ],
    )
    stopped = moved(complete(net, begin(net, {}).tokens, "fire:1", "", {}))
    assert stopped.ended and set(stopped.closed) == {"fire:1", "health:1"} and stopped.opened == ()


def timed(interrupting):
    return CompiledNet(with_timer(compile_steps(LICENCE), "expert-review", interrupting))


def test_an_interrupting_timer_closes_its_task():
    net = timed(interrupting=True)
    first = moved(begin(net, {"area": 1}))
    assert first.timers[0].duration == "20 工作日"
    assert first.timers[0].task == "expert-review:1"

    fired = moved(fire_timer(net, first.tokens, first.timers[0].token, {}))
    assert (fired.closed, fired.cleared, fired.tokens) == (("expert-review:1",), ("late:1",), ("chase:2",))


def test_a_timer_that_does_not_interrupt_fires_once_and_leaves_its_task_open():
    net = timed(interrupting=False)
    first = moved(begin(net, {"area": 1}))
    fired = moved(fire_timer(net, first.tokens, "late:1", {}))

    assert fired.tokens == ("chase:2", "expert-review:1")
    again = fire_timer(net, fired.tokens, "late:1", {})
    assert isinstance(again, Refusal) and again.code == "process.no-such-timer"


def test_a_task_done_in_time_clears_its_timer():
    net = timed(interrupting=True)
    done = moved(complete(net, ("expert-review:1", "late:1"), "expert-review:1", "", {}))
    assert (done.cleared, done.tokens) == (("late:1",), ("approval:2",))


def test_a_timer_cannot_be_completed_like_a_task():
    net = timed(interrupting=True)
    tokens = ("expert-review:1", "late:1")
    assert isinstance(fire_timer(net, tokens, "late:1", {}), Move)
    assert complete(net, tokens, "late:1", "", {}).code == "process.no-such-task"


def test_a_net_that_meets_an_open_task_again_is_refused_at_that_step():
    net = net_of(
        Node(id="start", kind=START),
        Node(id="fork", kind=PARALLEL),
        task("a"),
        task("b"),
        task("both"),
        Node(id="end", kind=END),
        flows=[
            ("start", "fork"),
            ("fork", "a"),
            ("fork", "b"),
            ("a", "both"),
            ("b", "both"),
            ("both", "end"),
        ],
    )
    once = moved(complete(net, begin(net, {}).tokens, "a:1", "", {}))
    answer = complete(net, once.tokens, "b:1", "", {})
    assert isinstance(answer, Refusal) and answer.code == "process.two-tokens"


def test_gateways_in_a_circle_are_refused_and_do_not_hang():
    net = net_of(
        Node(id="start", kind=START),
        Node(id="a", kind=EXCLUSIVE, default="f1"),
        Node(id="b", kind=EXCLUSIVE),
        Node(id="end", kind=END),
        flows=[("start", "a"), ("a", "b"), ("b", "a"), ("a", "end", "never = 1")],
    )
    assert begin(net, {}).code == "process.endless"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"outcomes": {"pass": "nowhere"}}, "process.no-such-step"),
        ({"when": "area >"}, "process.bad-condition"),
        ({"id": "end"}, "process.bad-step-id"),
        ({"id": "9 lives"}, "process.bad-step-id"),
    ],
)
def test_a_step_list_with_a_mistake_is_no_net_and_names_it(step, code):
    wrong = {"id": "check", "title": {"zh": "核查", "en": "Check"}, "position": "officer", **step}
    found = compile_steps([wrong])
    assert isinstance(found, tuple)
    assert [problem.code for problem in found if isinstance(problem, Problem)] == [code]


def test_no_steps_are_no_process():
    assert compile_steps([])[0].code == "process.no-steps"
