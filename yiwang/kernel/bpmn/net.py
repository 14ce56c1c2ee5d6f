"""The net (流程网) that `steps:` and BPMN 2.0 XML both compile to: plain data, nothing runs here.

A net is nodes and the flows between them, in the order they were written. `step.py` moves tokens
over it, `sound.py` looks for what could go wrong, `xml_write.py` draws it.
`Text` is `{"zh": …, "en": …}`.
"""

from __future__ import annotations

import msgspec

Text = dict[str, str]

START, END, TERMINATE = "start", "end", "terminate"
USER, SERVICE, RULE = "user", "service", "business_rule"
EXCLUSIVE, PARALLEL = "exclusive", "parallel"
TIMER_BOUNDARY = "timer_boundary"

KINDS = (START, END, TERMINATE, USER, SERVICE, RULE, EXCLUSIVE, PARALLEL, TIMER_BOUNDARY)
TASKS = frozenset({USER, SERVICE})


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who does a step: a role (`inspector`), in the lead body unless `body` says otherwise.

    `body` is a body id or a function slug (`market-regulation`).
    """

    role: str
    body: str = ""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """One way a task can come out."""

    id: str
    title: Text = {}


DONE = Outcome("done", {"zh": "办结", "en": "Done"})


class Node(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One node.

    Attributes:
        kind: one of `KINDS`.
        position: of a user task; None when nobody was named.
        outcomes: of a user or service task: at least one (`DONE` when none was given).
        act: the act word that completing it is (clocks start and stop by acts); "" means its id.
        interval: name of the interval that lasts while the task is open; clocks may not count it.
        limit: inner limit of the task (`5 工作日`), "" for none.
        fields: form fields the task fills in.
        rule, result: of a business rule: a FEEL expression, and the fact its value becomes.
        default: id of the flow an exclusive gateway takes when no condition is true.
        attached, interrupting, duration: of a timer boundary: its task, whether firing closes
            that task, and when it fires: ISO 8601 (`P20D`) or a limit (`20 工作日`).
    """

    id: str
    kind: str
    title: Text = {}
    position: Position | None = None
    outcomes: tuple[Outcome, ...] = ()
    act: str = ""
    interval: str = ""
    limit: str = ""
    fields: tuple[str, ...] = ()
    rule: str = ""
    result: str = ""
    default: str = ""
    attached: str = ""
    interrupting: bool = True
    duration: str = ""


class Flow(msgspec.Struct, frozen=True, omit_defaults=True):
    """The way from one node to another; `condition` is FEEL, "" for none."""

    id: str
    source: str
    target: str
    condition: str = ""
    title: Text = {}


class Net(msgspec.Struct, frozen=True, omit_defaults=True):
    """A whole process: nodes and flows in the order they were written."""

    id: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    title: Text = {}

    def node(self, node_id: str) -> Node | None:
        """Return the node with this id."""
        return next((node for node in self.nodes if node.id == node_id), None)

    @property
    def tasks(self) -> tuple[Node, ...]:
        """The user and service tasks, in the order they were written."""
        return tuple(node for node in self.nodes if node.kind in TASKS)

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Every FEEL text with the id of the node or flow it stands on."""
        ways = tuple((flow.id, flow.condition) for flow in self.flows if flow.condition)
        return ways + tuple((node.id, node.rule) for node in self.nodes if node.rule)


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a description cannot become a net, at one place.

    Attributes:
        code: stable, `process.…`.
        id: of the step, element or flow; "" for the whole process.
        line: in the XML, 0 when there is none.
    """

    code: str
    zh: str
    en: str
    id: str = ""
    title: Text = {}
    line: int = 0
