"""Between acceptance and decision: the steps of the process, whose they are, and whose the case is."""

from __future__ import annotations

import msgspec

from yiwang.kernel.acts import on_the_spot, timekeeping
from yiwang.kernel.acts.beside import answered
from yiwang.kernel.acts.draft import (
    CONSULT,
    DECIDE,
    act_task,
    asked_of,
    closed_by,
    facts_of,
    tasks_of_move,
    timers_after,
)
from yiwang.kernel.acts.messages import by_hand, wait_at
from yiwang.kernel.acts.tasks import holds_task, no_task, not_yours
from yiwang.kernel.acts.traffic import traffic_of
from yiwang.kernel.bpmn import step
from yiwang.kernel.case import CLOSED, Case, Delta, Event, Task
from yiwang.kernel.commands import (
    Assign,
    Claim,
    Complete,
    Context,
    HandOver,
    LinkDuplicate,
)
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal


def complete(case: Case, command: Complete, context: Context, matter: Matter) -> Answer:
    """办结 one task: the tokens move, what opens next is for the position the matter names."""
    task = case.task(command.task)
    if task is None:
        return no_task(case, command.task)
    actor = context.actor
    if actor.kind != "system" and not actor.holds(task.role, task.body):
        return not_yours(case, task)
    if task.id.startswith("act:"):
        return _answer_consultation(case, command, task)
    wait = wait_at(case, task.id) if case.waits else None
    if wait is not None:
        return by_hand(case, wait, command, context, matter)
    unproven = on_the_spot.unproven(case, task, command, context)
    if unproven is not None:
        return unproven
    net = matter.net
    assert net is not None, "a process task without a process"
    if f"{task.node}/{command.outcome}" in matter.reasons and "reason" not in command.sealed:
        return Refusal(
            code="case.reason-missing",
            zh="这样办必须写明理由，对方看得到。",
            en="Give the reason; the other side reads it.",
            params={"node": task.node, "outcome": command.outcome},
        )
    facts = facts_of(case, command.facts, matter, context)
    move = step.complete(net, case.tokens, task.id, command.outcome, facts)
    if not isinstance(move, step.Move):
        return move
    return _moved(case, command, task, move, context, matter)


def _moved(
    case: Case, command: Complete, task: Task, move: step.Move, context: Context, matter: Matter
) -> Answer:
    assert matter.net is not None
    tasks: tuple[Task, ...] = ()
    if move.opened or matter.net.talks:
        found = tasks_of_move(move, case, matter, context)
        if not isinstance(found, tuple):
            return found
        tasks = found
    ends_here = move.ended and not matter.decides
    if move.ended and matter.decides:
        tasks = (*tasks, act_task(DECIDE, "approver", case.lead, context.now))
    clocks: timekeeping.Clocks = {}
    if matter.clock_intervals or task.node in matter.clock_acts:
        clocks = timekeeping.after_step(case, task, tasks, move.closed, context, matter)
    facts = command.facts
    if move.facts:
        ruled = timekeeping.plain_facts(move.facts)
        clocks |= timekeeping.after_answers(case, clocks, ruled, context, matter)
        facts = {**facts, **ruled}
    about = {"node": task.node, "outcome": command.outcome or "done"}
    if move.decided:
        about |= asked_of(move)
    done = Event(
        "case.task-completed",
        Delta(
            about=about,
            clocks=clocks,
            closed=closed_by(move, case) if case.waits else move.closed,
            desk=on_the_spot.seen_in(case, task, command, context),
            facts=facts,
            opened=tasks,
            sealed=command.sealed,
            timers=timers_after(case, move, context) if move.timers or move.cleared else None,
            tokens=move.tokens,
            traffic=traffic_of(case, move, facts, matter.net) if matter.net.talks else None,
        ),
    )
    if not ends_here:
        return (done,)
    stopped = timekeeping.stop_all({**case.clocks, **clocks}, context)
    return (done, Event("case.closed", Delta(clocks=stopped, phase=CLOSED)))


def _answer_consultation(case: Case, command: Complete, task: Task) -> Answer:
    if task.node == CONSULT:
        return answered(task, command.sealed, command.outcome)
    return Refusal(
        code="case.act-not-step",
        zh="这一步要用相应的办理动作，不能直接办结。",
        en="This step is a general act; use its own button instead of completing it.",
        params={"task": task.id},
    )


def claim(case: Case, command: Claim, context: Context, matter: Matter) -> Answer:
    """认领: the task is mine until I give it back or it is assigned anew."""
    task = case.task(command.task)
    if task is None:
        return no_task(case, command.task)
    if not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if task.assignee and task.assignee != context.actor.person and still_theirs(task, context):
        return Refusal(
            code="case.claimed",
            zh="这个待办已经有人认领。",
            en="Somebody has claimed this task already.",
            params={"task": task.id},
        )
    if task.assignee == context.actor.person:
        return ()
    mine = msgspec.structs.replace(task, assignee=context.actor.person)
    desk = on_the_spot.taken_up(case, task, context)
    return (Event("case.claimed", Delta(about={"by": context.actor.person}, desk=desk, opened=(mine,))),)


def assign(case: Case, command: Assign, context: Context, matter: Matter) -> Answer:
    """分派 to a person who holds the task's role in its body today."""
    task = case.task(command.task)
    if task is None:
        return no_task(case, command.task)
    if not holds_task(command.person, task, context):
        return Refusal(
            code="case.wrong-person",
            zh="这个人没有办理这一步的岗位。",
            en="This person does not hold the position for this step.",
            params={"task": task.id, "role": task.role},
        )
    given = msgspec.structs.replace(task, assignee=command.person)
    return (Event("case.assigned", Delta(about={"by": context.actor.person}, opened=(given,))),)


def still_theirs(task: Task, context: Context) -> bool:
    """Say whether whoever claimed a task, or was given it, still holds its position.

    Where no records are kept the claim stands; whoever left does not hide a task from the others.
    """
    return context.holders is None or holds_task(task.assignee, task, context)


def hand_over(case: Case, command: HandOver, context: Context, matter: Matter) -> Answer:
    """移交: another body leads from now on; its open tasks of the old lead go with the case."""
    if command.body not in context.city.bodies or command.body == case.lead:
        return Refusal(
            code="case.wrong-body",
            zh="请选择另一个有效的单位。",
            en="Choose another body that exists.",
            params={"body": command.body},
        )
    moved = tuple(
        msgspec.structs.replace(task, body=command.body, assignee="")
        for task in case.tasks
        if task.body == case.lead
    )
    about = {"by": context.actor.person, "from": case.lead}
    delta = Delta(about=about, lead=command.body, opened=moved, sealed=command.sealed)
    return (Event("case.handed-over", delta),)


def link_duplicate(case: Case, command: LinkDuplicate, context: Context, matter: Matter) -> Answer:
    """关联重复件: this case ends, the other goes on."""
    if command.of == case.number:
        return Refusal(
            code="case.own-duplicate",
            zh="不能与自己重复。",
            en="A case cannot be a duplicate of itself.",
            params={"number": case.number},
        )
    delta = Delta(
        about={"of": command.of},
        clocks=timekeeping.stop_all(case.clocks, context),
        closed=tuple(task.id for task in case.tasks),
        phase=CLOSED,
        timers=() if case.timers else None,
        tokens=(),
    )
    return (Event("case.linked-duplicate", delta),)
