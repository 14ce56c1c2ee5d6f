"""The same six-step process on SpiffWorkflow, stateless on both sides: load, step, store, commit per step.

Ours: the one door, with ledger, inbox and idempotency key. Other: SpiffWorkflow's own serialiser and one
row of text, locked, read, stepped, written and committed over the same PostgreSQL by the same driver.
Cases are whole: filed (or created), then six tasks completed, one commit each.
"""

from __future__ import annotations

import io
import time
from typing import Any

import psycopg

from bench.database import door, running
from bench.execute import ours
from bench.rounds import spread
from bench.six_steps import STEPS
from yiwang.store.postgres import SUPERUSER, Server

SECONDS = 3.0
_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def process_xml() -> bytes:
    """Return six user tasks in a row as BPMN 2.0."""
    nodes = ["start", *[f"step-{number}" for number in range(1, STEPS + 1)], "end"]
    drawn = [f'<startEvent id="{nodes[0]}"/>', f'<endEvent id="{nodes[-1]}"/>']
    drawn += [f'<userTask id="{node}" name="{node}"/>' for node in nodes[1:-1]]
    drawn += [
        f'<sequenceFlow id="flow-{number}" sourceRef="{one}" targetRef="{nodes[number + 1]}"/>'
        for number, one in enumerate(nodes[:-1])
    ]
    return (
        f'<definitions xmlns="{_BPMN}" targetNamespace="urn:bench" id="bench">'
        f'<process id="six" isExecutable="true">{"".join(drawn)}</process></definitions>'
    ).encode()


class Spiff:
    """SpiffWorkflow with the process read once, outside what is measured."""

    def __init__(self) -> None:
        from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(process_xml()), filename="six.bpmn")
        self.spec = parser.get_spec("six")
        self.serializer = BpmnWorkflowSerializer()

    def created(self) -> str:
        """Return a new instance, its first task ready, serialised."""
        from SpiffWorkflow.bpmn import BpmnWorkflow

        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        return str(self.serializer.serialize_json(workflow))

    def stepped(self, stored: str) -> tuple[str, bool]:
        """Return an instance one task further, serialised, and whether it is over."""
        from SpiffWorkflow.util.task import TaskState

        workflow = self.serializer.deserialize_json(stored)
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        assert task is not None, "an instance without a task to do"
        task.run()
        workflow.do_engine_steps()
        return str(self.serializer.serialize_json(workflow)), bool(workflow.completed)


def other(server: Server, spiff: Spiff, seconds: float) -> float:
    """Return SpiffWorkflow's commits a second."""
    done = 0
    with psycopg.connect(server.dsn(SUPERUSER), autocommit=True, prepare_threshold=1) as connection:
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            case = _insert(connection, spiff.created())
            over = False
            for _ in range(STEPS):
                over = _step(connection, spiff, case)
            assert over, "the process did not end after its last task"
            done += STEPS + 1
        return done / (time.perf_counter() - begun)


def _insert(connection: psycopg.Connection[Any], state: str) -> int:
    row = connection.execute("INSERT INTO spiff (state) VALUES (%s) RETURNING id", (state,)).fetchone()
    assert row is not None
    return int(row[0])


def _step(connection: psycopg.Connection[Any], spiff: Spiff, case: int) -> bool:
    with connection.transaction():
        row = connection.execute("SELECT state FROM spiff WHERE id = %s FOR UPDATE", (case,)).fetchone()
        assert row is not None
        state, over = spiff.stepped(row[0])
        connection.execute("UPDATE spiff SET state = %s WHERE id = %s", (state, case))
    return over


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return commits a second through the door (`ours`) and with SpiffWorkflow (`other`), interleaved."""
    spiff = Spiff()
    with running() as server, door(server) as entry:
        with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute(
                "CREATE TABLE spiff (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL)"
            )
        ours(entry, 0.5)
        other(server, spiff, 0.5)
        pairs = [(ours(entry, SECONDS), other(server, spiff, SECONDS)) for _ in range(rounds)]
    return spread(pairs, unit="commits/s")
