"""What the wiring asks of a person (接线请求): 提请, 照办, 不照办."""

from __future__ import annotations

from yiwang.kernel.acts.beside import supervise
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.commands import Confirm, Context, Dismiss, Propose, Supervise
from yiwang.kernel.matter import Matter, Wire
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal
PROPOSAL = "act:wire"


def proposal(wire: str) -> str:
    """Return the id of the task that a wire opens; while it is open the wire opens no second one."""
    return f"{PROPOSAL}:{wire}"


def wire_of(task: Task, wires: tuple[Wire, ...]) -> Wire | None:
    """Return the wire that a task is of, None for other tasks and for a wire the pack has no more."""
    return next((wire for wire in wires if task.id == proposal(wire.id)), None)


def propose(case: Case, command: Propose, context: Context, matter: Matter) -> Answer:
    """提请: a task for the position that the wiring names, else for the head of the lead body.

    What the door refused (`refused`) is always the head's: a wire that came to nothing is told to somebody,
    who may let it be tried again (照办) or let it rest (不照办). Nothing when it waits already.
    """
    wire = next((one for one in context.city.wires if one.id == command.wire), None)
    position = context.city.positions.get(wire.position) if wire else None
    if wire is None or (wire.position and position is None):
        return Refusal(
            code="case.no-wire",
            zh=f"没有接线 {command.wire}，或者没有它所说的岗位。",
            en=f"There is no wiring {command.wire}, or not the position it names.",
            params={"wire": command.wire},
        )
    if case.task(proposal(wire.id)) is not None:
        return ()
    if command.refused:
        position = None
    task = Task(
        body=position.body if position else case.lead,
        id=proposal(wire.id),
        node=PROPOSAL,
        opened_at=context.now,
        role=position.role if position else "chief",
    )
    return (Event("case.wire-proposed", Delta(about={**command.refused, "wire": wire.id}, opened=(task,))),)


def confirm(case: Case, command: Confirm, context: Context, matter: Matter) -> Answer:
    """照办. A supervision is given in this person's words, by their limit; a relay begins cases."""
    task = _theirs(case, command.task, context)
    if isinstance(task, Refusal):
        return task
    wire = wire_of(task, context.city.wires)
    about = {"wire": task.id.removeprefix(f"{PROPOSAL}:")}
    done = Event("case.wire-confirmed", Delta(about=about, closed=(task.id,), sealed=command.sealed))
    if wire is None or wire.command != Supervise.verb.removeprefix("case."):
        return (done,)
    given = supervise(case, Supervise(limit=command.limit, sealed=command.sealed), context, matter)
    return given if isinstance(given, Refusal) else (done, *given)


def dismiss(case: Case, command: Dismiss, context: Context, matter: Matter) -> Answer:
    """不照办, with a reason."""
    task = _theirs(case, command.task, context)
    if isinstance(task, Refusal):
        return task
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="请写明理由。", en="A reason is needed.")
    about = {"wire": task.id.removeprefix(f"{PROPOSAL}:")}
    return (Event("case.wire-dismissed", Delta(about=about, closed=(task.id,), sealed=command.sealed)),)


def _theirs(case: Case, task_id: str, context: Context) -> Task | Refusal:
    task = case.task(task_id)
    if task is None or task.node != PROPOSAL:
        return no_task(case, task_id)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    return task
