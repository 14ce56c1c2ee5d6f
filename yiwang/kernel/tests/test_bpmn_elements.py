"""Every element of BPMN that runs, as a city would use it."""

import pytest

from yiwang.kernel.bpmn.net import Net
from yiwang.kernel.bpmn.sound import examine
from yiwang.kernel.bpmn.step import (
    CompiledNet,
    Decided,
    FiredRule,
    FiredTable,
    Move,
    Ruled,
    begin,
    complete,
    deliver,
    fail,
    fire_timer,
    open_tasks,
    waits_for,
)
from yiwang.kernel.bpmn.xml_read import compile_model, read
from yiwang.kernel.bpmn.xml_write import write

DEFINED = """
<b:message id="m1" name="材料齐了"/><b:signal id="s1" name="停电"/>
<b:error id="e1" name="坏了" errorCode="broken"/><b:escalation id="x1" escalationCode="late"/>"""


def flow(name, source, target, condition=""):
    inner = f"<b:conditionExpression>{condition}</b:conditionExpression>" if condition else ""
    return f'<b:sequenceFlow id="f{name}" sourceRef="{source}" targetRef="{target}">{inner}</b:sequenceFlow>'


def ways(pairs):
    """`a>b b>c`: a flow from a to b, and one from b to c."""
    ends = [pair.split(">") for pair in pairs.split()]
    return "".join(flow(f"-{source}-{target}", source, target) for source, target in ends)


def user(name, inner="", outcomes=""):
    given = f' yw:outcomes="{outcomes}"' if outcomes else ""
    return f'<b:userTask id="{name}" yw:role="officer"{given}>{inner}</b:userTask>'


def drawn(*body):
    xml = (
        '<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yw="urn:yiwang:bpmn:1">'
        f'{DEFINED}<b:process id="p">{"".join(body)}</b:process></b:definitions>'
    )
    return compile_model(read(xml.encode()))


def compiled(*body):
    net = drawn(*body)
    assert isinstance(net, Net), net
    assert compile_model(read(write(net))) == net, "what is written is read back"
    return net


def problems(*body):
    return {problem.code for problem in drawn(*body)}


class Run:
    """A case of one process, driven by hand."""

    def __init__(self, *body, **facts):
        self.net = compiled(*body)
        self.ready = CompiledNet(self.net)
        self.facts = facts
        self.move = begin(self.ready, facts)

    def then(self, answer):
        assert isinstance(answer, Move), answer
        self.move = answer
        return self

    @property
    def tokens(self):
        return self.move.tokens

    @property
    def open(self):
        return [one.token.partition(":")[0] for one in open_tasks(self.ready, self.tokens)]

    def done(self, name, outcome=""):
        token = next(one for one in self.tokens if one.startswith(name + ":"))
        return self.then(complete(self.ready, self.tokens, token, outcome, self.facts))

    def timer(self, name):
        token = next(one for one in self.tokens if one.startswith(name))
        return self.then(fire_timer(self.ready, self.tokens, token, self.facts))

    def told(self, event, ref):
        return self.then(deliver(self.ready, self.tokens, event, ref, self.facts))

    def failed(self, name, code):
        token = next(one for one in self.tokens if one.startswith(name))
        return self.then(fail(self.ready, self.tokens, token, code, self.facts))


S, E = '<b:startEvent id="s"/>', '<b:endEvent id="e"/>'
LATE = "<b:timerEventDefinition><b:timeDuration>P2D</b:timeDuration></b:timerEventDefinition>"


def boundary(name, task, inner, interrupting="true"):
    given = f'id="{name}" attachedToRef="{task}" cancelActivity="{interrupting}"'
    return f"<b:boundaryEvent {given}>{inner}</b:boundaryEvent>"


INSIDE = f"""<b:subProcess id="sub"><b:startEvent id="s2"/><b:parallelGateway id="g"/>
{user("a")}{user("b")}<b:endEvent id="ea"/><b:endEvent id="eb"/>
{ways("s2>g g>a g>b a>ea b>eb")}
</b:subProcess>"""


def test_a_sub_process_is_over_when_nothing_in_it_is_open():
    run = Run(S, INSIDE, user("last"), E, ways("s>sub sub>last"), flow("3", "last", "e"))
    assert run.open == ["a", "b"]
    assert run.done("a").open == ["b"]
    assert run.done("b").open == ["last"]
    assert run.done("last").move.ended
    assert examine(run.net) == ()


def test_a_late_sub_process_is_closed_with_all_that_is_in_it():
    run = Run(
        S, INSIDE, boundary("late", "sub", LATE), user("chase"), E, '<b:endEvent id="e2"/>',
        ways("s>sub sub>e"), flow("3", "late", "chase"), ways("chase>e2"),
    )  # fmt: skip
    run.timer("late")
    assert run.open == ["chase"]
    assert sorted(one.partition(":")[0] for one in run.move.closed) == ["a", "b"]
    assert run.move.cleared == ("late:1",)
    assert examine(run.net) == ()


def test_an_error_in_a_sub_process_leaves_by_the_event_that_catches_it():
    body = (
        S, f"""<b:subProcess id="sub"><b:startEvent id="s2"/><b:exclusiveGateway id="x"/>
        {user("check", "", "ok bad")}
        <b:endEvent id="fine"/><b:endEvent id="broken"><b:errorEventDefinition errorRef="e1"/></b:endEvent>
        {ways("s2>check check>x")}{flow("i3", "x", "fine", 'outcome = "ok"')}
        {flow("i4", "x", "broken", 'outcome = "bad"')}</b:subProcess>""",
        user("repair"), E, '<b:endEvent id="e2"/>',
        ways("s>sub sub>e repair>e2"),
    )  # fmt: skip
    catches = (
        boundary("caught", "sub", '<b:errorEventDefinition errorRef="e1"/>'),
        flow("3", "caught", "repair"),
    )
    assert Run(*body, *catches).done("check", "bad").open == ["repair"]
    assert Run(*body, *catches).done("check", "ok").move.ended
    assert examine(Run(*body, *catches).net) == ()
    assert "process.error-not-caught" in problems(*body, flow("3", "s", "repair"))


def test_an_escalation_may_go_on_beside_its_sub_process():
    run = Run(
        S, f"""<b:subProcess id="sub"><b:startEvent id="s2"/>
        <b:intermediateThrowEvent id="cry"><b:escalationEventDefinition escalationRef="x1"/>
        </b:intermediateThrowEvent>
        {user("work")}<b:endEvent id="e3"/>{ways("s2>cry cry>work work>e3")}
        </b:subProcess>""",
        boundary("heard", "sub", '<b:escalationEventDefinition escalationRef="x1"/>', "false"),
        user("chief"), E, '<b:endEvent id="e2"/>',
        ways("s>sub sub>e"), flow("3", "heard", "chief"), ways("chief>e2"),
    )  # fmt: skip
    assert run.open == ["chief", "work"]
    assert [(one.event, one.ref) for one in run.move.thrown] == [("escalation", "late")]
    assert run.done("work").open == ["chief"]
    assert run.done("chief").move.ended


def test_a_terminate_end_stops_only_its_own_sub_process():
    stop = INSIDE.replace(
        '<b:endEvent id="ea"/>', '<b:endEvent id="ea"><b:terminateEventDefinition/></b:endEvent>'
    )
    run = Run(S, stop, user("last"), E, ways("s>sub sub>last"), flow("3", "last", "e"))
    assert run.done("a").open == ["last"]


def several(count, sequential="false", until=""):
    inner = f"<b:completionCondition>{until}</b:completionCondition>" if until else ""
    return (
        f'<b:multiInstanceLoopCharacteristics isSequential="{sequential}">'
        f"<b:loopCardinality>{count}</b:loopCardinality>{inner}</b:multiInstanceLoopCharacteristics>"
    )


def around(task):
    return (S, task, E, ways("s>t t>e"))


def test_three_experts_sign_at_once_and_all_are_waited_for():
    run = Run(*around(user("t", several("3"))))
    assert run.open == ["t@1", "t@2", "t@3"]
    run.done("t@2").done("t@1")
    assert run.open == ["t@3"]
    assert run.done("t@3").move.ended
    assert examine(run.net) == ()


def test_one_refusal_is_enough_where_the_process_says_so():
    until = 'outcome = "no"'
    run = Run(*around(user("t", several("experts", until=until), "yes no")), experts=["a", "b", "c"])
    run.done("t@1", "yes")
    assert run.open == ["t@2", "t@3"]
    run.done("t@2", "no")
    assert run.move.ended
    assert sorted(one.partition(":")[0] for one in run.move.closed) == ["t@2", "t@3"]


def test_one_after_the_other_opens_the_next_when_one_is_done():
    run = Run(*around(user("t", several("2", "true"))))
    assert run.open == ["t@1"]
    assert run.done("t@1").open == ["t@2"]
    assert run.done("t@2").move.ended
    assert Run(*around(user("t", several("0")))).move.ended
    refused = begin(CompiledNet(compiled(*around(user("t", several("n"))))), {"n": "many"})
    assert refused.code == "process.bad-count"


def test_a_sub_process_for_each_of_several_things():
    each = f"""<b:subProcess id="t">{several("2")}<b:startEvent id="s2"/>
    {user("a")}{user("b")}<b:endEvent id="e2"/>
    {ways("s2>a a>b b>e2")}</b:subProcess>"""
    run = Run(*around(each))
    assert run.open == ["a@1", "a@2"]
    run.done("a@1").done("b@1")
    assert run.open == ["a@2"]
    assert run.done("a@2").done("b@2").move.ended
    assert examine(run.net) == ()
    one_by_one = Run(*around(each.replace('isSequential="false"', 'isSequential="true"')))
    assert one_by_one.done("a@1").done("b@1").open == ["a@2"]


CHOICE = (
    S, '<b:inclusiveGateway id="fork" default="f3"/><b:inclusiveGateway id="join"/>',
    user("a"), user("b"), user("c"), E,
    ways("s>fork"), flow("1", "fork", "a", "area &gt; 10"),
    flow("2", "fork", "b", "fire"), flow("3", "fork", "c"),
    ways("a>join b>join c>join join>e"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        ({"area": 20, "fire": True}, ["a", "b"]),
        ({"area": 20, "fire": False}, ["a"]),
        ({"area": 1, "fire": False}, ["c"]),
    ],
)
def test_an_inclusive_join_waits_for_the_ways_taken_and_no_others(facts, opened):
    run = Run(*CHOICE, **facts)
    assert run.open == opened
    for name in opened:
        assert not run.move.ended
        run.done(name)
    assert run.move.ended
    assert examine(run.net) == ()


def catch(name, inner):
    return f'<b:intermediateCatchEvent id="{name}">{inner}</b:intermediateCatchEvent>'


EVENTS = (
    S, '<b:eventBasedGateway id="g"/>',
    catch("came", '<b:messageEventDefinition messageRef="m1"/>'), catch("late", LATE),
    user("a"), user("b"), E, '<b:endEvent id="e2"/>',
    ways("s>g g>came g>late"), flow("3", "came", "a"), ways("late>b a>e b>e2"),
)  # fmt: skip


def test_of_several_events_the_first_decides():
    run = Run(*EVENTS)
    assert waits_for(run.ready, run.tokens) == (("message", "材料齐了"),)
    assert [one.duration for one in run.move.timers] == ["P2D"]
    late = run.move.timers[0].token
    run.told("message", "材料齐了")
    assert (run.open, run.move.cleared) == (["a"], (late,))
    refused = fire_timer(run.ready, run.tokens, late, {})
    assert refused.code == "process.no-such-timer"
    assert Run(*EVENTS).timer("late").open == ["b"]
    assert deliver(run.ready, run.tokens, "message", "材料齐了", {}).code == "process.nobody-waits"
    assert examine(run.net) == ()


def test_a_message_is_sent_and_one_is_received():
    run = Run(
        S, '<b:sendTask id="ask" messageRef="m1"/><b:receiveTask id="wait" messageRef="m1"/>', E,
        ways("s>ask ask>wait wait>e"),
    )  # fmt: skip
    assert [(one.event, one.ref) for one in run.move.thrown] == [("message", "材料齐了")]
    assert not run.move.ended
    assert run.told("message", "材料齐了").move.ended


def test_a_signal_reaches_all_who_wait_for_it():
    wait = '<b:signalEventDefinition signalRef="s1"/>'
    run = Run(
        S, '<b:parallelGateway id="g"/><b:parallelGateway id="j"/>', catch("w1", wait), catch("w2", wait), E,
        ways("s>g g>w1 g>w2"), flow("3", "w1", "j"), ways("w2>j j>e"),
    )  # fmt: skip
    assert run.told("signal", "停电").move.ended


def test_a_link_leads_on_where_its_name_is_caught():
    run = Run(
        S, user("a"), E,
        '<b:intermediateThrowEvent id="out"><b:linkEventDefinition name="A"/></b:intermediateThrowEvent>',
        '<b:intermediateCatchEvent id="in"><b:linkEventDefinition name="A"/></b:intermediateCatchEvent>',
        ways("s>out in>a a>e"),
    )  # fmt: skip
    assert run.open == ["a"]
    assert examine(run.net) == ()


def test_a_call_waits_for_the_other_case_and_its_failure_is_caught():
    body = (
        S, '<b:callActivity id="fire" yw:matter="fire-check" yw:outcomes="pass fail"/>',
        boundary("refused", "fire", "<b:errorEventDefinition/>"), user("talk"), E, '<b:endEvent id="e2"/>',
        ways("s>fire fire>e refused>talk"), flow("3", "talk", "e2"),
    )  # fmt: skip
    run = Run(*body)
    assert [(one.node, run.ready.nodes[one.node].called) for one in run.move.opened] == [
        ("fire", "fire-check")
    ]
    assert Run(*body).done("fire", "pass").move.ended
    assert run.failed("fire", "any").open == ["talk"]
    assert examine(run.net) == ()


def test_a_decision_is_asked_and_its_rules_are_told():
    net = compiled(
        S, '<b:businessRuleTask id="r" yw:decision="fee" yw:result="fee"/>',
        '<b:exclusiveGateway id="x" default="f3"/>',
        user("pay"), E, '<b:endEvent id="e2"/>', ways("s>r r>x"),
        flow("2", "x", "pay", "fee &gt; 0"), flow("3", "x", "e"), ways("pay>e2"),
    )  # fmt: skip
    fired = (FiredTable("fees", (FiredRule(3, (("area", "5", "> 4"),), ("10",)),)),)
    ready = CompiledNet(net, {"fee": lambda facts: Ruled(facts["area"] * 2, fired)})
    move = begin(ready, {"area": 5})
    assert move.facts == {"fee": 10}
    assert move.decided == (Decided("r", "fee", Ruled(10, fired)),)
    assert [one.node for one in move.opened] == ["pay"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<b:subProcess id="t"/>', "process.one-start"),
        ("<b:userTask id='t'><b:multiInstanceLoopCharacteristics/></b:userTask>", "process.bad-count"),
        ('<b:callActivity id="t"/>', "process.calls-nothing"),
        ('<b:eventBasedGateway id="t"/>', "process.no-choice"),
        ('<b:intermediateCatchEvent id="t"/>', "process.bad-event"),
        (
            '<b:intermediateCatchEvent id="t"><b:linkEventDefinition name="A"/></b:intermediateCatchEvent>',
            "process.bad-link",
        ),
        (
            '<b:businessRuleTask id="t" yw:rule="1" yw:decision="d" yw:result="x"/>',
            "process.two-rules",
        ),
        ('<b:complexGateway id="t"/>', "bpmn.unsupported"),
        ('<b:adHocSubProcess id="t"/>', "bpmn.unsupported"),
        ('<b:subProcess id="t" triggeredByEvent="true"/>', "bpmn.unsupported"),
        ('<b:userTask id="t"><b:standardLoopCharacteristics/></b:userTask>', "bpmn.unsupported"),
        ('<b:eventBasedGateway id="t" instantiate="true"/>', "bpmn.unsupported"),
    ],
)
def test_what_cannot_run_is_refused_by_name(body, code):
    assert code in problems(*around(body))
