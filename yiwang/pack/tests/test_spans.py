"""The longest way through a process is the longest of all its ways."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.bpmn.net import BOUNDARY, END, START, USER, Flow, Net, Node
from yiwang.kernel.limits import limit_of
from yiwang.pack.check.spans import Spans, limit_written


@st.composite
def nets_without_loops(draw: st.DrawFn) -> Net:
    """Tasks in a row, each with a limit in working days, and ways that lead forward only."""
    count = draw(st.integers(1, 7))
    days = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    tasks = [Node(id=f"t{n}", kind=USER, limit=f"{days[n]} 工作日") for n in range(count)]
    row = ["start", *(task.id for task in tasks), "end"]
    pairs = {(row[n], row[n + 1]) for n in range(len(row) - 1)}
    for _ in range(draw(st.integers(0, 8))):
        a = draw(st.integers(0, len(row) - 2))
        pairs.add((row[a], row[draw(st.integers(a + 1, len(row) - 1))]))
    flows = tuple(Flow(f"{a}-{b}", a, b) for a, b in sorted(pairs))
    return Net("n", (Node(id="start", kind=START), *tasks, Node(id="end", kind=END)), flows)


def _all_ways(net: Net, node_id: str) -> Iterator[int]:
    node = net.node(node_id)
    own = int(node.limit.split()[0]) if node and node.limit else 0
    if node_id == "end":
        yield own
    for flow in net.flows:
        if flow.source == node_id:
            yield from (own + rest for rest in _all_ways(net, flow.target))


@given(nets_without_loops())
@settings(derandomize=True, deadline=None, max_examples=150)
def test_no_way_is_longer(net: Net) -> None:
    span = Spans(net).longest(["start"], {"end"})

    assert span is not None
    assert sum(term.amount for term in span.terms) == max(_all_ways(net, "start"))


def _net(*flows: tuple[str, str], **limits: str) -> Net:
    nodes = [Node(id=name, kind=USER, limit=limit) for name, limit in limits.items()]
    ends = (Node(id="start", kind=START), Node(id="end", kind=END))
    return Net("n", (*ends, *nodes), tuple(Flow(f"{a}-{b}", a, b) for a, b in flows))


def test_a_loop_is_walked_once() -> None:
    net = _net(("start", "a"), ("a", "b"), ("b", "a"), ("b", "end"), a="2 工作日", b="3 工作日")
    span = Spans(net).longest(["start"], {"end"})

    assert span is not None and span.nodes == ("a", "b")


def test_a_task_that_a_timer_cuts_short_takes_no_longer_than_the_timer() -> None:
    net = _net(("start", "a"), ("a", "end"), ("late", "b"), ("b", "end"), a="", b="1 工作日")
    timer = Node(id="late", kind=BOUNDARY, event="timer", attached="a", duration="P4D")
    net = Net("n", (*net.nodes, timer), net.flows)
    span = Spans(net).longest(["start"], {"end"})

    assert span is not None
    assert span.terms == (limit_of(4, "calendar_day"), limit_of(1, "working_day"))
    assert span.unlimited == ()


def test_what_the_law_does_not_count_is_left_out() -> None:
    test = Node(id="test", kind=USER, limit="30 工作日", interval="testing")
    net = _net(("start", "test"), ("test", "a"), ("a", "end"), a="5 工作日")
    net = Net("n", (*net.nodes, test), net.flows)
    span = Spans(net, ["testing"]).longest(["start"], {"end"})

    assert span is not None and sum(term.amount for term in span.terms) == Decimal(5)


def test_ten_thousand_tasks_in_a_row_are_added_up() -> None:
    names = [f"t{n}" for n in range(10_000)]
    row = ["start", *names, "end"]
    net = _net(*pairwise(row), **dict.fromkeys(names, "1 工作日"))
    span = Spans(net).longest(["start"], {"end"})

    assert span is not None and len(span.terms) == 10_000


def test_durations_are_read_as_limits() -> None:
    assert limit_written("P20D") == limit_of(20, "calendar_day")
    assert limit_written("PT24H") == limit_of(24, "hour")
    assert limit_written("20 工作日") == limit_of(20, "working_day")
    assert limit_written("soon") is None
