"""Processes for the soundness figure: built of blocks from a seed; in some, one join is of the wrong kind."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from yiwang.kernel.bpmn.net import DONE, END, EXCLUSIVE, PARALLEL, START, USER, Flow, Net, Node, Position

OFFICER = Position("officer")


class Builder:
    """Adds blocks of tasks, choices, parallel branches and loops behind one another."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.nodes = [Node(id="start", kind=START)]
        self.flows: list[Flow] = []
        self.joins: list[str] = []

    def node(self, kind: str, **given: Any) -> str:
        """Add a node and return its id."""
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(Node(id=name, kind=kind, **given))
        return name

    def flow(self, source: str, target: str, condition: str = "") -> str:
        """Add a flow and return its id."""
        name = f"flow{len(self.flows)}"
        self.flows.append(Flow(name, source, target, condition))
        return name

    def task(self, before: str, condition: str = "") -> str:
        """Add a task behind a node."""
        task = self.node(USER, position=OFFICER, outcomes=(DONE,))
        self.flow(before, task, condition)
        return task

    def block(self, before: str, depth: int) -> str:
        """Add a block behind a task and return its last task."""
        shape = self.chance.choice(("sequence", PARALLEL, EXCLUSIVE)) if depth else "task"
        if shape == "task":
            return self.task(before)
        if shape == "sequence":
            return self.block(self.block(before, depth - 1), depth - 1)
        fork, join = self.node(shape), self.node(shape)
        self.joins.append(join)
        self.flow(before, fork)
        many = self.chance.randint(2, 3)
        for number in range(1, many + 1):
            condition = f"way_{number}" if shape == EXCLUSIVE and number < many else ""
            first = self.task(fork, condition)
            if shape == EXCLUSIVE and number == many:
                at = next(i for i, node in enumerate(self.nodes) if node.id == fork)
                self.nodes[at] = msgspec.structs.replace(self.nodes[at], default=self.flows[-1].id)
            self.flow(self.block(first, depth - 1), join)
        return self.task(join)


def made(seed: int, depth: int, *, broken: bool) -> Net:
    """Return a process; `broken` makes one of its joins one of the other kind."""
    builder = Builder(seed)
    last = builder.block(builder.task("start"), depth)
    builder.flow(last, builder.node(END))
    nodes = builder.nodes
    if broken and builder.joins:
        wrong = builder.chance.choice(builder.joins)
        other = {PARALLEL: EXCLUSIVE, EXCLUSIVE: PARALLEL}
        nodes = [
            msgspec.structs.replace(one, kind=other[one.kind]) if one.id == wrong else one for one in nodes
        ]
    return Net(f"net-{seed}", tuple(nodes), tuple(builder.flows))


def petri(net: Net) -> dict[str, Any]:
    """Return the workflow net of a process: a place for each flow, transitions for what moves tokens.

    A parallel gateway is one transition, an exclusive one a transition for each way in and out.
    """
    transitions: list[tuple[list[str], list[str]]] = []
    for node in net.nodes:
        arriving = [flow.id for flow in net.flows if flow.target == node.id]
        leaving = [flow.id for flow in net.flows if flow.source == node.id]
        if node.kind == START:
            transitions.append((["source"], leaving))
        elif node.kind == END:
            transitions.extend(([one], ["sink"]) for one in arriving)
        elif node.kind == EXCLUSIVE:
            transitions.extend(([one], [other]) for one in arriving for other in leaving)
        else:
            transitions.append((arriving, leaving))
    places = ["source", "sink", *(flow.id for flow in net.flows)]
    return {"name": net.id, "places": places, "transitions": transitions}
