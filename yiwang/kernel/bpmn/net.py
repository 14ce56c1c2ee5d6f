"""The net (流程网) that `steps:` and BPMN 2.0 XML both compile to: plain data, nothing runs here.

A net is nodes and the flows between them, in the order they were written. `step.py` moves tokens
over it, `sound.py` looks for what could go wrong, `xml_write.py` draws it.
`Text` is `{"zh": …, "en": …}`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

Text = dict[str, str]

START, END, TERMINATE = "start", "end", "terminate"
USER, SERVICE, RULE, SEND, RECEIVE = "user", "service", "business_rule", "send", "receive"
EXCLUSIVE, PARALLEL, INCLUSIVE, EVENT_BASED = "exclusive", "parallel", "inclusive", "event_based"
SUBPROCESS, CALL = "subprocess", "call"
CATCH, THROW, BOUNDARY = "catch", "throw", "boundary"
LINK_THROW, LINK_CATCH = "link_throw", "link_catch"

TIMER, MESSAGE, SIGNAL, ERROR, ESCALATION = "timer", "message", "signal", "error", "escalation"

KINDS = frozenset(
    {START, END, TERMINATE, USER, SERVICE, RULE, SEND, RECEIVE}
    | {EXCLUSIVE, PARALLEL, INCLUSIVE, EVENT_BASED, SUBPROCESS, CALL}
    | {CATCH, THROW, BOUNDARY, LINK_THROW, LINK_CATCH}
)
TASKS = frozenset({USER, SERVICE})
DOABLE = TASKS | {CALL}  # somebody, or another case, says that it is done, and how
ACTIVITIES = DOABLE | {RECEIVE, SUBPROCESS}  # what a boundary event may be attached to
GATEWAYS = frozenset({EXCLUSIVE, PARALLEL, INCLUSIVE, EVENT_BASED})

EVENTS_OF: dict[str, tuple[str, ...]] = {
    START: ("", MESSAGE, SIGNAL),
    END: ("", MESSAGE, SIGNAL, ERROR, ESCALATION),
    CATCH: (TIMER, MESSAGE, SIGNAL),
    THROW: ("", MESSAGE, SIGNAL, ESCALATION),
    BOUNDARY: (TIMER, MESSAGE, SIGNAL, ERROR, ESCALATION),
}


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


class Repeat(msgspec.Struct, frozen=True, omit_defaults=True):
    """An activity that is done several times (multi-instance).

    Attributes:
        count: FEEL: a number, or a list whose length counts.
        sequential: one after the other; else all at once.
        until: FEEL, asked when one of them is done: true ends the others. "" for none. `outcome` in
            it is that of the one just done.
    """

    count: str
    sequential: bool = False
    until: str = ""


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
        decision: of a business rule, instead of `rule`: the decision (DMN) that is asked.
        default: id of the flow a gateway takes when no condition is true.
        scope: id of the sub-process it lies in, "" at the top.
        event, ref: of an event: one of `EVENTS_OF[kind]`, and the name of the message or signal, the
            code of the error or escalation ("" catches any), or the name of the link; of send and
            receive tasks: the message.
        attached, interrupting, duration: of a boundary event: its activity, whether firing closes
            that; of a timer when it fires: ISO 8601 (`P20D`) or a limit (`20 工作日`).
        called: of a call activity: the matter it opens a case of.
        gives: what a call, or a message sent, carries: (field there, fact here).
        takes: what a call, or a message received, brings: (fact here, field there).
        key: of a message: the fact whose value finds the cases that wait for it.
        grant: of a call that gives data to another body: the grant it does so under.
        repeat: of a task, call or sub-process that is done several times.
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
    decision: str = ""
    default: str = ""
    scope: str = ""
    event: str = ""
    ref: str = ""
    attached: str = ""
    interrupting: bool = True
    duration: str = ""
    called: str = ""
    gives: tuple[tuple[str, str], ...] = ()
    takes: tuple[tuple[str, str], ...] = ()
    key: str = ""
    grant: str = ""
    repeat: Repeat | None = None


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
        rules = tuple((node.id, node.rule) for node in self.nodes if node.rule)
        return ways + rules + tuple(self._counted())

    def _counted(self) -> Iterator[tuple[str, str]]:
        for node in self.nodes:
            if node.repeat is not None:
                yield node.id, node.repeat.count
                if node.repeat.until:
                    yield node.id, node.repeat.until


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
