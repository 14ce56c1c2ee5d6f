"""A net made smaller is sound exactly when it was sound before."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.bpmn.explore import explore
from yiwang.kernel.bpmn.net import EXCLUSIVE, PARALLEL, USER, Flow, Net, Node, Outcome, Position
from yiwang.kernel.bpmn.reduce import reduce, rest
from yiwang.kernel.bpmn.sound import examine, found_by_search
from yiwang.kernel.bpmn.structure import problems
from yiwang.kernel.tests.bpmn_drawn import drawn_nets

OFFICER = Position("officer")


def branches(count, length=1, *, broken=False):
    """A split into branches of tasks that are all joined; `broken`: one more way is waited for."""
    nodes = [Node(id="start", kind="start"), Node(id="fork", kind=PARALLEL), Node(id="join", kind=PARALLEL)]
    nodes.append(Node(id="end", kind="end"))
    flows = [Flow("in", "start", "fork"), Flow("out", "join", "end")]
    for branch in range(count):
        before = "fork"
        for number in range(length):
            task = f"t{branch}-{number}"
            nodes.append(Node(id=task, kind=USER, position=OFFICER, outcomes=(Outcome("done"),)))
            flows.append(Flow(f"{before}--{task}", before, task))
            before = task
        flows.append(Flow(f"{before}--join", before, "join"))
    if broken:
        nodes.append(Node(id="either", kind=EXCLUSIVE, default="not"))
        nodes.append(Node(id="other", kind=USER, position=OFFICER, outcomes=(Outcome("done"),)))
        flows.append(Flow("odd", "fork", "either"))
        flows.append(Flow("yes", "either", "join", "area > 50"))
        flows.append(Flow("not", "either", "other"))
        nodes.append(Node(id="gone", kind="end"))
        flows.append(Flow("off", "other", "gone"))
    return Net("wide", tuple(nodes), tuple(flows))


def test_twelve_parallel_branches_of_five_tasks_are_proved_without_a_search():
    net = branches(12, 5)
    assert reduce(net).is_one_way
    assert examine(net) == ()


def test_a_fault_beside_twelve_parallel_branches_is_found_with_a_way_that_leads_to_it():
    net = branches(12, 5, broken=True)
    assert not explore(net, 20_000).complete
    (dead,) = examine(net)
    assert (dead.code, dead.node) == ("process.deadlock", "join")
    assert "other" in [turn.node for turn in dead.witness]


def verdict(findings):
    return {one.code for one in findings}


@settings(derandomize=True, max_examples=200, deadline=None)
@given(drawn_nets())
def test_every_net_built_of_blocks_is_proved_by_reduction_alone(net):
    assert reduce(net).is_one_way
    assert not found_by_search(net)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(drawn_nets(), st.randoms(use_true_random=False))
def test_a_net_with_a_way_led_astray_is_proved_only_if_a_search_finds_nothing(net, chance):
    flows = list(net.flows)
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(flows))
        target = chance.choice([node.id for node in net.nodes if node.kind != "start"])
        flows[at] = msgspec.structs.replace(flows[at], target=target)
    astray = msgspec.structs.replace(net, flows=tuple(flows))
    if problems(astray):
        return
    graph = reduce(astray)
    found = verdict(found_by_search(astray))
    if graph is not None and graph.is_one_way:
        assert found == set()
    elif graph is not None and not problems(rest(graph, astray)[0]):
        smaller = verdict(found_by_search(rest(graph, astray)[0]))
        assert bool(smaller) == bool(found)
