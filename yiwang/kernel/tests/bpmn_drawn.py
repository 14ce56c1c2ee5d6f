"""Random processes for the tests: step lists, and drawn nets that are sound because of how they are built."""

from hypothesis import strategies as st

from yiwang.kernel.bpmn.net import (
    BOUNDARY,
    EXCLUSIVE,
    PARALLEL,
    START,
    USER,
    Flow,
    Net,
    Node,
    Outcome,
    Position,
)

OFFICER = Position("officer")


@st.composite
def step_lists(draw):
    """A list of 1 to 6 steps with outcomes that lead anywhere, some skipped by a condition."""
    count = draw(st.integers(1, 6))
    ids = [f"s{number}" for number in range(count)]
    steps = []
    for step_id in ids:
        names = draw(st.lists(st.sampled_from(["pass", "fail", "again"]), unique=True, max_size=3))
        targets = st.sampled_from(["next", "next", "end", *ids])
        steps.append(
            {
                "id": step_id,
                "title": {"zh": f"步骤 {step_id}", "en": f"Step {step_id}"},
                "position": "officer",
                "outcomes": {name: draw(targets) for name in names},
                "when": draw(st.sampled_from(["", "", "area > 50", 'kind = "食品" or area < 10'])),
                "limit": draw(st.sampled_from(["", "5 工作日"])),
                "interval": draw(st.sampled_from(["", "expert-review"])),
            }
        )
    return steps


facts = st.fixed_dictionaries(
    {}, optional={"area": st.integers(0, 99), "kind": st.sampled_from(["食品", "药品"])}
)


class _Draughtsman:
    """Builds a net block by block; each block has one way in and one way out."""

    def __init__(self, draw):
        self.draw = draw
        self.nodes = [Node(id="start", kind=START)]
        self.flows = []
        self.count = 0

    def name(self, kind):
        self.count += 1
        return f"{kind}{self.count}"

    def connect(self, source, target, condition=""):
        self.flows.append(Flow(self.name("flow"), source, target, condition))
        return self.flows[-1].id

    def node(self, kind, **given):
        node = Node(id=self.name(kind), kind=kind, **given)
        self.nodes.append(node)
        return node.id

    def block(self, before, depth, condition=""):
        """Add a block behind `before` and return its last node."""
        shapes = ["task", "task", "sequence", "parallel", "choice", "loop"] if depth else ["task"]
        return getattr(self, self.draw(st.sampled_from(shapes)))(before, depth, condition)

    def task(self, before, depth, condition=""):
        task = self.node(USER, position=OFFICER, outcomes=(Outcome("done"),))
        self.connect(before, task, condition)
        return task

    def sequence(self, before, depth, condition=""):
        return self.block(self.block(before, depth - 1, condition), depth - 1)

    def parallel(self, before, depth, condition=""):
        fork, join = self.node(PARALLEL), self.node(PARALLEL)
        self.connect(before, fork, condition)
        for _ in range(self.draw(st.integers(2, 3))):
            self.connect(self.block(fork, depth - 1), join)
        return join

    def choice(self, before, depth, condition=""):
        fork, join = self.node(EXCLUSIVE), self.node(EXCLUSIVE)
        self.connect(before, fork, condition)
        self.connect(self.block(fork, depth - 1, "area > 50"), join)
        last = self.block(fork, depth - 1)
        at = next(index for index, node in enumerate(self.nodes) if node.id == fork)
        default = next(flow.id for flow in self.flows if flow.source == fork and not flow.condition)
        self.nodes[at] = Node(id=fork, kind=EXCLUSIVE, default=default)
        self.connect(last, join)
        return join

    def loop(self, before, depth, condition=""):
        entry = self.node(EXCLUSIVE)
        self.connect(before, entry, condition)
        last = self.block(entry, depth - 1)
        review = self.node(USER, position=OFFICER, outcomes=(Outcome("pass"), Outcome("again")))
        gate = self.node(EXCLUSIVE)
        leave = self.node(EXCLUSIVE)
        self.connect(last, review)
        self.connect(review, gate)
        self.connect(gate, entry, 'outcome = "again"')
        self.connect(gate, leave, 'outcome = "pass"')
        return leave


@st.composite
def drawn_nets(draw):
    """A block-structured net: always sound."""
    draughtsman = _Draughtsman(draw)
    last = draughtsman.block("start", draw(st.integers(1, 3)))
    draughtsman.connect(last, draughtsman.node("end"))
    return Net("drawn", tuple(draughtsman.nodes), tuple(draughtsman.flows))


def with_timer(net, task, interrupting, duration="20 工作日"):
    """Add to `net` a timer on `task` that leads to a task of its own and then to an end."""
    nodes = (
        Node(
            id="late",
            kind=BOUNDARY,
            event="timer",
            attached=task,
            interrupting=interrupting,
            duration=duration,
        ),
        Node(id="chase", kind=USER, position=OFFICER, outcomes=(Outcome("done"),)),
        Node(id="given-up", kind="end"),
    )
    flows = (Flow("late--chase", "late", "chase"), Flow("chase--given-up", "chase", "given-up"))
    return Net(net.id, (*net.nodes, *nodes), (*net.flows, *flows))
