"""撤销操作: an act is taken back by another event, never by removing one; and only while nothing followed.

What can be taken back has no effect outside the house: who has a task, which body leads. Acceptance, papers,
decisions and clocks are the applicant's too, and are changed by their own lawful acts alone.
"""

from __future__ import annotations

from yiwang.kernel.case import Case, Delta, Event
from yiwang.kernel.commands import Context, Undo
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal


def undo(case: Case, command: Undo, context: Context, matter: Matter) -> Answer:
    """Give a task, or the case, back to whose it was before; refused once anything else happened."""
    last = case.undoable
    if last is None or last.seq != command.of or last.seq != case.events:
        return Refusal(
            code="case.undo-too-late",
            zh="这一步之后又办了别的，不能再撤销。请用移交、分派等动作另行调整。",
            en="Something else happened since; it cannot be taken back. Assign or hand it over instead.",
            params={"of": command.of, "events": case.events},
            next_body=case.lead,
        )
    bodies = {last.lead, *(task.body for task in last.tasks)}
    held = {one.body for one in context.actor.holdings}
    if context.actor.person != last.by or not bodies & held:
        return Refusal(
            code="case.undo-not-yours",
            zh="只有办理这一步的人，在原岗位上，才能撤销。",
            en="Only who did it, still in that position, can take it back.",
            params={"of": command.of},
            next_body=case.lead,
        )
    delta = Delta(
        about={"of": last.seq},
        lead=last.lead if last.lead != case.lead else "",
        opened=last.tasks,
    )
    return (Event("case.undone", delta),)
