"""What comes to a case from elsewhere: 转达 of messages and signals, 办不成, the end of a call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.draft import (
    DECIDE,
    act_task,
    asked_of,
    closed_by,
    facts_of,
    tasks_of_move,
    timers_after,
)
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.acts.traffic import carried, traffic_of
from yiwang.kernel.bpmn import refusals, step
from yiwang.kernel.bpmn.net import MESSAGE, SIGNAL
from yiwang.kernel.bpmn.waits import arrive
from yiwang.kernel.case import CLOSED, Case, Delta, Event, Sealed
from yiwang.kernel.commands import Complete, Context, EndCall, Fail, Inform
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.traffic import Traffic, Wait

Answer = tuple[Event, ...] | Refusal

_RECEIVED: dict[str, str] = {}
_RECEIVED[MESSAGE] = "case.message-received"
_RECEIVED[SIGNAL] = "case.signal-received"


def inform(case: Case, command: Inform, context: Context, matter: Matter) -> Answer:
    """转达: a message reaches the first that waits for it, a signal all that do."""
    waits = [wait for wait in case.waits if (wait.event, wait.name) == (command.event, command.name)]
    waits = [wait for wait in waits if not command.key or wait.key == command.key]
    if not waits:
        known = tuple((wait.event, wait.name) for wait in case.waits)
        return refusals.nobody_waits(command.event, command.name, known)
    if context.actor.kind != "system":
        waits = [wait for wait in waits if _is_theirs(case, wait, context)]
        if not waits:
            return _nobody_of_yours(case, command)
    chosen = waits[:1] if command.event == MESSAGE else waits
    about = {"name": command.name} | ({"from": command.sender} if command.sender else {})
    return _arrived(case, tuple(chosen), about, command, context, matter)


def by_hand(case: Case, wait: Wait, command: Complete, context: Context, matter: Matter) -> Answer:
    """办结 of a wait: what was waited for came by another way, and its owner records it."""
    return _arrived(case, (wait,), {"name": wait.name, "by_hand": True}, command, context, matter)


def wait_at(case: Case, token: str) -> Wait | None:
    """Return what is waited for where this token lies, None if nothing is."""
    return next((wait for wait in case.waits if wait.token == token), None)


def _is_theirs(case: Case, wait: Wait, context: Context) -> bool:
    task = case.task(wait.token)
    return task is not None and bool(task.role) and context.actor.holds(task.role, task.body)


def _nobody_of_yours(case: Case, command: Inform) -> Refusal:
    return Refusal(
        code="access.denied",
        zh=f"“{command.name}”不由您的岗位转达。",
        en=f'It is not for your position to pass on "{command.name}".',
        params={"verb": command.verb, "name": command.name},
        next_body=case.lead,
    )


def _arrived(
    case: Case,
    waits: tuple[Wait, ...],
    about: dict[str, Any],
    command: Inform | Complete,
    context: Context,
    matter: Matter,
) -> Answer:
    net = matter.net
    assert net is not None, "a wait without a process"
    nodes = [net.nodes[step.node_of(wait.token)] for wait in waits]
    brought: dict[str, Any] = dict(command.facts) if isinstance(command, Complete) else {}
    if isinstance(command, Inform):
        for node in nodes:
            brought |= carried(node.takes, command.facts)
    tokens = tuple(wait.token for wait in waits)
    move = arrive(net, case.tokens, tokens, facts_of(case, brought, matter, context))
    if isinstance(move, Refusal):
        return move
    about |= {"nodes": [node.id for node in nodes]}
    return went_on(
        case, _RECEIVED[waits[0].event], about, move, brought, context, matter, sealed=command.sealed
    )


def fail(case: Case, command: Fail, context: Context, matter: Matter) -> Answer:
    """办不成: the task ends with an error, which the process must catch."""
    task = case.task(command.task)
    if task is None:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    net = matter.net
    if net is None or task.id not in case.tokens:
        return no_task(case, command.task)
    move = step.fail(net, case.tokens, task.id, command.error, facts_of(case, {}, matter, context))
    if isinstance(move, Refusal):
        return move
    about = {"node": task.node, "error": command.error}
    return went_on(case, "case.task-failed", about, move, {}, context, matter, sealed=command.sealed)


def end_call(case: Case, command: EndCall, context: Context, matter: Matter) -> Answer:
    """回告: a called case closed, and the process goes on; or it ended badly, which is an error.

    An error, or an outcome, that the process has no way for goes back to a person, who completes the
    call by hand: no call is left hanging.
    """
    call = next((one for one in case.calls if (one.case, one.token) == (command.call, command.token)), None)
    if call is None:
        return Refusal(
            code="case.no-call",
            zh="这个办件不再等待那次调用的结果。",
            en="This case no longer waits for the end of that call.",
            params={"number": case.number, "call": command.call},
        )
    net = matter.net
    assert net is not None, "a call without a process"
    node = net.nodes[call.node]
    brought = carried(node.takes, command.facts)
    facts = facts_of(case, brought, matter, context)
    about = {"call": call.case, "matter": call.matter, "node": call.node, "phase": command.phase}
    move: step.Move | Refusal
    if command.error or command.phase != CLOSED:
        error = command.error or command.phase
        about |= {"error": error}
        move = step.fail(net, case.tokens, call.token, error, facts)
    else:
        known = [one.id for one in node.outcomes]
        outcome = command.outcome if command.outcome in known or len(known) > 1 else known[0]
        about |= {"outcome": command.outcome or "done"}
        move = step.complete(net, case.tokens, call.token, outcome, facts)
    answer = _called_back(case, about, move, brought, context, matter, call.token)
    if isinstance(answer, Refusal):
        return _back_to_a_person(case, command, about | {"trouble": answer.code}, brought)
    return answer


def _called_back(
    case: Case,
    about: dict[str, Any],
    move: step.Move | Refusal,
    brought: dict[str, Any],
    context: Context,
    matter: Matter,
    token: str,
) -> Answer:
    if isinstance(move, Refusal):
        return move
    try:
        return went_on(case, "case.call-ended", about, move, brought, context, matter, ended=token)
    except timekeeping.Uncounted as fault:  # what follows has a limit that cannot be counted
        return fault.refusal


def _back_to_a_person(
    case: Case,
    command: EndCall,
    about: dict[str, Any],
    brought: dict[str, Any],
) -> Answer:
    task = case.task(command.token)
    assert task is not None, "a call that is open has its task"
    if not task.role:
        task = msgspec.structs.replace(task, body=case.lead, role="officer")
    left = tuple(call for call in case.calls if call.token != command.token)
    delta = Delta(about=about, facts=brought, opened=(task,), traffic=Traffic(calls=left))
    return (Event("case.call-ended", delta),)


def went_on(
    case: Case,
    type_: str,
    about: dict[str, Any],
    move: step.Move,
    brought: Mapping[str, Any],
    context: Context,
    matter: Matter,
    *,
    ended: str = "",
    sealed: dict[str, Sealed] | None = None,
) -> Answer:
    """Return what follows when a process went on without a task being completed.

    Args:
        brought: facts that came with the command. ended: token of the call that ended by itself.
    """
    assert matter.net is not None
    tasks = tasks_of_move(move, case, matter, context)
    if isinstance(tasks, Refusal):
        return tasks
    if move.ended and matter.decides:
        tasks = (*tasks, act_task(DECIDE, "approver", case.lead, context.now))
    closed = closed_by(move, case)
    clocks: timekeeping.Clocks = {}
    for act in dict.fromkeys(_acts(about)):
        clocks |= timekeeping.after_act({**case.clocks, **clocks}, act, case.channel, context, matter)
    if matter.clock_intervals:
        gone = tuple(task for task in case.tasks if task.id in closed and task.interval)
        clocks = timekeeping.with_intervals({**case.clocks, **clocks}, clocks, tasks, gone, context, matter)
    facts = {**brought, **timekeeping.plain_facts(move.facts)}
    delta = Delta(
        about=about | asked_of(move),
        clocks=clocks,
        closed=closed,
        facts=facts,
        opened=tasks,
        sealed=sealed or {},
        timers=timers_after(case, move, context),
        tokens=move.tokens,
        traffic=traffic_of(case, move, facts, matter.net, ended),
    )
    event = Event(type_, delta)
    if not move.ended or matter.decides:
        return (event,)
    stopped = timekeeping.stop_all({**case.clocks, **clocks}, context)
    return (event, Event("case.closed", Delta(clocks=stopped, phase=CLOSED)))


def _acts(about: Mapping[str, Any]) -> list[str]:
    """Return the act words an event stands for: the nodes that it came to, as with tasks."""
    return [*about.get("nodes", ()), *([about["node"]] if "node" in about else [])]
