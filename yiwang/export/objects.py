"""Histories as objects and events with their relations, in the model of OCEL 2.0 (ocel-standard.org).

Objects: cases, their tasks and papers, the bodies that work on them, the places they lie in. Relations
carry a qualifier. A case's phase changes with time, each value with the moment it began.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yiwang.export.history import History, Step, stamp
from yiwang.kernel.case import due

OBJECT_TYPES = {
    "case": ("channel", "due", "ended", "kind", "matter", "number", "outcome", "phase"),
    "task": ("node", "role"),
    "paper": ("kind",),
    "body": (),
    "place": (),
}
EVENT_ATTRIBUTES = ("activity", "role")


@dataclass(frozen=True)
class Thing:
    """An object. `values`: (attribute, value, since). `links`: (object id, qualifier)."""

    id: str
    type: str
    values: tuple[tuple[str, str, datetime], ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def body_id(body: str) -> str:
    """Return the object id of a body."""
    return f"body:{body}"


def place_id(place: str) -> str:
    """Return the object id of a place."""
    return f"place:{place}"


def task_id(history: History, task: str) -> str:
    """Return the object id of a task."""
    return f"{history.case.id}/{task}"


def things(history: History) -> Iterator[Thing]:
    """Yield the case and what belongs to it alone: tasks and papers."""
    case = history.case
    due_at, _ = due(case)
    fixed = {"channel": case.channel, "kind": case.kind, "matter": case.matter, "number": case.number}
    fixed |= {"due": stamp(due_at) if due_at else "", "ended": stamp(case.ended_at) if case.ended_at else ""}
    fixed |= {"outcome": case.outcome}
    values = [(name, value, case.opened_at) for name, value in sorted(fixed.items()) if value]
    values += [("phase", step.phase, step.at) for step in history.steps if step.phase]
    links = [(body_id(case.lead), "lead"), (place_id(case.place), "in")]
    links += [(body_id(body), "assists") for body in case.assisting]
    if case.caller is not None:
        links.append((case.caller.case, "called by"))
    tasks = {task.id: task for step in history.steps for task in step.opened}
    yield Thing(case.id, "case", tuple(values), tuple(links))
    for task in tasks.values():
        known = (("node", task.node, task.opened_at), ("role", task.role, task.opened_at))
        of = ((case.id, "of"), *(((body_id(task.body), "for"),) if task.body else ()))
        yield Thing(task_id(history, task.id), "task", tuple(one for one in known if one[1]), of)
    for paper in case.papers:
        of = ((case.id, "of"), (body_id(paper.body), "by"))
        yield Thing(paper.number, "paper", (("kind", paper.kind, paper.issued_at),), of)


def shared(history: History) -> Iterator[Thing]:
    """Yield the bodies and places a case touches; other cases touch them too."""
    case = history.case
    bodies = {case.lead, *case.assisting, *(paper.body for paper in case.papers)}
    bodies |= {task.body for step in history.steps for task in step.opened}
    bodies |= {step.body for step in history.steps}
    yield from (Thing(body_id(body), "body") for body in sorted(bodies - {""}))
    yield Thing(place_id(case.place), "place")


def links_of(history: History, step: Step) -> list[tuple[str, str]]:
    """Return what an event touches, each with its qualifier."""
    links = [(history.case.id, "case")]
    links += [(task_id(history, task.id), "closes") for task in step.closed]
    links += [(task_id(history, task.id), "opens") for task in step.opened]
    if step.paper:
        links.append((step.paper, "issues"))
    if step.body:
        links.append((body_id(step.body), "by"))
    return links
