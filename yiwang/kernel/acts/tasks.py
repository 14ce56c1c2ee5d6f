"""Why an open task cannot be worked on by who asks: it is done already, or another position's."""

from __future__ import annotations

from yiwang.kernel.case import Case, Task
from yiwang.kernel.commands import Context
from yiwang.kernel.refusal import Refusal


def no_task(case: Case, task_id: str) -> Refusal:
    """Say that a task is not open any more."""
    return Refusal(
        code="case.no-task",
        zh="这个待办已经办过或被取消，请刷新页面。",
        en="This task is done or cancelled already. Reload the page.",
        params={"number": case.number, "task": task_id},
    )


def not_yours(case: Case, task: Task) -> Refusal:
    """Say that a task is for another position."""
    return Refusal(
        code="access.not-your-task",
        zh="这个待办属于另一个岗位。",
        en="This task belongs to another position.",
        params={"number": case.number, "task": task.id, "role": task.role},
        next_body=task.body,
    )


def holds_task(person: str, task: Task, context: Context) -> bool:
    """Say whether a person holds the task's role in its body today: by records, else by the pack."""
    if context.holders is not None:
        held = context.holders.get(person, ())
        return any((one.role, one.body) == (task.role, task.body) for one in held)
    named = context.city.persons.get(person)
    position = context.city.positions.get(named.position) if named else None
    return position is not None and (position.role, position.body) == (task.role, task.body)
