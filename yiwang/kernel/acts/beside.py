"""What others are asked beside the process: 征求意见, 协办, 督办 and their answers; and what is said (备注).

The case does not wait for them unless the matter says so. An order of supervision outlasts the decision: it
is answered, or ends unanswered with the case, which its events then show.
"""

from __future__ import annotations

from collections.abc import Mapping

from yiwang.kernel.acts.draft import ASSIST, CONSULT, SUPERVISE
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.acts.timekeeping import limit_due
from yiwang.kernel.case import Case, Delta, Event, Sealed, Task
from yiwang.kernel.commands import Answer as GiveAnswer
from yiwang.kernel.commands import CoHandle, Comment, Consult, Context, Supervise
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

_ANSWERED = frozenset({CONSULT, ASSIST, SUPERVISE})


def _task(case: Case, node: str, role: str, body: str, limit: str, context: Context) -> Task:
    """Return a task beside the process, with its own limit where one is set.

    Raises:
        Uncounted: the limit cannot be read.
    """
    return Task(
        body=body,
        due_at=limit_due(limit, context.now, context.city.calendar) if limit else None,
        id=f"{node}:{case.events + 1}",
        node=node,
        opened_at=context.now,
        role=role,
    )


def consult(case: Case, command: Consult, context: Context, matter: Matter) -> Answer:
    """征求意见: a task for another body; the case does not wait unless the matter says so."""
    refused = _no_other_body(case, command.body, context)
    if refused is not None:
        return refused
    task = _task(case, CONSULT, command.role, command.body, "", context)
    return (Event("case.consulted", Delta(opened=(task,), sealed=command.sealed)),)


def co_handle(case: Case, command: CoHandle, context: Context, matter: Matter) -> Answer:
    """协办: the other body assists from now on, and sees the case to its end; its part is a task."""
    refused = _no_other_body(case, command.body, context)
    if refused is not None:
        return refused
    if "question" not in command.sealed:
        return Refusal(code="case.question-missing", zh="请写明要对方办什么。", en="Say what they are to do.")
    about = {"body": command.body} | ({"limit": command.limit} if command.limit else {})
    task = _task(case, ASSIST, command.role, command.body, command.limit, context)
    return (Event("case.co-handled", Delta(about=about, opened=(task,), sealed=command.sealed)),)


def _no_other_body(case: Case, body: str, context: Context) -> Refusal | None:
    if body in context.city.bodies and body != case.lead:
        return None
    return Refusal(
        code="case.wrong-body",
        zh="请选择另一个有效的单位。",
        en="Choose another body that exists.",
        params={"body": body},
    )


def supervise(case: Case, command: Supervise, context: Context, matter: Matter) -> Answer:
    """督办: an order to the lead body with a reason and a limit of its own, which nothing pauses."""
    if "reason" not in command.sealed:
        return Refusal(
            code="case.reason-missing", zh="督办必须写明理由。", en="An order must give its reason."
        )
    if not command.limit:
        return Refusal(
            code="case.limit-missing",
            zh="督办必须写明何时答复，例如 3 工作日。",
            en="Say by when it is to be answered, for example 3 工作日 (working days).",
        )
    task = _task(case, SUPERVISE, "officer", case.lead, command.limit, context)
    delta = Delta(about={"limit": command.limit, "task": task.id}, opened=(task,), sealed=command.sealed)
    return (Event("case.supervised", delta),)


def answer(case: Case, command: GiveAnswer, context: Context, matter: Matter) -> Answer:
    """答复: the words are sealed; who asked sees them on the case."""
    task = case.task(command.task)
    if task is None or task.node not in _ANSWERED:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if "answer" not in command.sealed:
        return Refusal(code="case.answer-missing", zh="请写下答复。", en="Write the answer first.")
    return answered(task, command.sealed, "")


def answered(task: Task, sealed: Mapping[str, Sealed], outcome: str) -> tuple[Event, ...]:
    """Return what an answer to such a task is."""
    about = {"body": task.body, "outcome": outcome or "done", "task": task.id}
    delta = Delta(about=about, closed=(task.id,), sealed=dict(sealed))
    if task.node == CONSULT:
        return (Event("case.consultation-answered", delta),)
    if task.node == ASSIST:
        return (Event("case.assistance-given", delta),)
    return (Event("case.supervision-answered", delta),)


def comment(case: Case, command: Comment, context: Context, matter: Matter) -> Answer:
    """备注. The words are sealed; the ledger shows that something was said, by whom and for whom."""
    if "comment" not in command.sealed:
        return Refusal(code="case.comment-empty", zh="请写下内容。", en="Write something first.")
    if context.actor.kind == "resident":
        return (Event("case.commented", Delta(about={"from": "applicant"}, sealed=command.sealed)),)
    if command.to not in ("inside", "applicant"):
        return Refusal(
            code="case.no-such-reader",
            zh=f"备注写给“{command.to}”？应为 inside（内部）或 applicant（申请人）。",
            en=f"A comment is for inside or applicant, not {command.to}.",
            params={"to": command.to},
        )
    about = {"to": "applicant"} if command.to == "applicant" else {}
    return (Event("case.commented", Delta(about=about, sealed=command.sealed)),)
