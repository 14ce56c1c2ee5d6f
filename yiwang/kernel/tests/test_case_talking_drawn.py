"""Drawn nets that call and tell each other, driven as cases at random: nothing is lost, nothing hangs."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.bpmn.net import CALL, RECEIVE, SEND, USER, Net, Outcome
from yiwang.kernel.bpmn.sound import examine
from yiwang.kernel.bpmn.step import CompiledNet, node_of
from yiwang.kernel.bpmn.waits import waiting
from yiwang.kernel.case import ENDED, OPEN
from yiwang.kernel.tests.bpmn_drawn import OFFICER as SEEN_TO
from yiwang.kernel.tests.bpmn_drawn import drawn_nets, with_timer
from yiwang.kernel.tests.small_city import matter, resident
from yiwang.kernel.tests.talking_city import FORM, OFFICER, Town


@st.composite
def talking_nets(draw, name, called, sends, hears):
    """A sound net some of whose steps are calls, messages sent, or waits that the officer sees to."""
    net = draw(drawn_nets())
    nodes = []
    for node in net.nodes:
        kind = ""
        if node.kind == USER and node.outcomes == (Outcome("done"),):
            kind = draw(st.sampled_from([USER, USER, SEND, RECEIVE, *([CALL, CALL] if called else [])]))
        if kind == CALL:
            node = replace(node, kind=CALL, position=None, called=called, gives=(("area", "area"),))
        elif kind == SEND:
            node = replace(node, kind=SEND, position=None, outcomes=(), ref=sends)
        elif kind == RECEIVE:
            node = replace(node, kind=RECEIVE, position=SEEN_TO, outcomes=(), ref=hears)
        nodes.append(node)
    calls = [node.id for node in nodes if node.kind == CALL]
    made = Net(name, tuple(nodes), net.flows)
    if not calls or draw(st.booleans()):
        return made
    timed = with_timer(made, calls[0], draw(st.booleans()), "3 工作日")
    return made if examine(timed, {"area", "kind", "outcome"}) else timed  # it may cut off a parallel branch


@st.composite
def towns(draw):
    below = draw(talking_nets("below", "", "answer", "question"))
    middle = draw(talking_nets("middle", "below", "answer", "question"))
    top = draw(talking_nets("top", "middle", "question", "answer"))
    shape = {"process_starts": "file", "decides": False, "form": FORM}
    shape |= {"clocks": {}, "sealed_fields": frozenset()}
    nets = {"below": below, "middle": middle, "top": top}
    return Town(**{name: matter(id=name, net=CompiledNet(net), **shape) for name, net in nets.items()})


def sound(town):
    """Every case knows what it waits for, and no call is left without the case it waits for, or beyond it."""
    wanted = {call.case for one in town.cases.values() for call in one.calls}
    for case in town.cases.values():
        net = town.city.matters[case.matter].net
        assert sorted(wait.token for wait in case.waits) == sorted(t for t, _ in waiting(net, case.tokens))
        tasks = {task.id: task for task in case.tasks}
        for token in case.tokens:
            kind = net.nodes[node_of(token)].kind if node_of(token) in net.nodes else ""
            assert kind not in (USER, CALL, RECEIVE) or token in tasks, (kind, token)
        for call in case.calls:
            assert call.token in case.tokens
            assert town.cases[call.case].phase in OPEN
        by_machine = {task.id for task in case.tasks if not task.role}
        assert by_machine == {call.token for call in case.calls}, "nothing but calls is left to itself"
        if case.caller is not None:
            assert case.id in wanted or case.phase in ENDED
        if case.phase in ENDED:
            assert not case.calls and not case.waits and not case.tasks


@settings(derandomize=True, max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(town=towns(), area=st.sampled_from([10, 80]), moves=st.lists(st.integers(0, 10_000), max_size=30))
def test_cases_of_drawn_nets_call_and_tell_each_other_and_all_of_it_holds(town, area, moves):
    town.file("top", area=area)
    sound(town)
    for move in moves:
        drive(town, move)
        sound(town)
    for _ in range(400):  # the officer works all there is: what is sound comes to its end
        if not any(done_next(town, case) for case in list(town.cases)):
            break
        sound(town)
    left = [(one.matter, one.phase, one.tokens, one.calls, one.tasks) for one in town.cases.values()]
    assert all(phase in ENDED for _, phase, *_ in left), (left, town.refused, town.told[-6:])
    SEEN.update(type_ for _, type_ in town.told)


SEEN: set[str] = set()


def test_the_drawn_towns_called_answered_and_told_each_other():
    """So the property above is about something."""
    test_cases_of_drawn_nets_call_and_tell_each_other_and_all_of_it_holds()
    assert {"case.call-ended", "case.message-received", "case.withdrawn", "case.timer-fired"} <= SEEN


def drive(town, move):
    """Somebody does something: mostly a task, now and then time passes, a case is withdrawn, word comes."""
    cases = sorted(town.cases)
    case = cases[move % len(cases)]
    if move % 6 == 0:
        town.later(days=1 + move % 7)
    elif move % 9 == 1 and town.cases[case].caller is not None:
        town.ask(case, resident(), c.Withdraw(), may_refuse=True)
    elif move % 13 == 0:
        name = ("question", "answer")[move % 2]
        town.ask(case, system("calls"), c.Inform(event="message", name=name), may_refuse=True)
    else:
        done_next(town, case, move // 7)


def done_next(town, case, which=0):
    """Let the officer do one of the open tasks; say whether there was one. Loops are left in the end."""
    tasks = [task for task in town.cases[case].tasks if task.role]
    if not tasks or town.cases[case].phase in ENDED:
        return False
    task = tasks[which % len(tasks)]
    net = town.city.matters[town.cases[case].matter].net
    outcomes = [one.id for one in net.nodes[task.node].outcomes] or [""]
    town.ask(case, OFFICER, c.Complete(task=task.id, outcome=outcomes[which % len(outcomes)]))
    return True
