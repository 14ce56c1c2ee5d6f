"""An event being put together: what it opens, closes and moves, in the words of `Delta`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from yiwang.kernel.acts.timekeeping import limit_due, timer_due
from yiwang.kernel.bpmn import step
from yiwang.kernel.bpmn.net import BOUNDARY, Node
from yiwang.kernel.bpmn.waits import waiting
from yiwang.kernel.business_rules import NOW, given, number, plain
from yiwang.kernel.case import Case, Paper, Sealed, Task, Timer
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import LeadRule, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import body_by_rule

RECEIVE, FORWARD, ACCEPT = "act:receive", "act:forward", "act:accept"
DECIDE, DELIVER = "act:decide", "act:deliver"
CONSULT, ASSIST, SUPERVISE = "act:consult", "act:assist", "act:supervise"
HEARING, VISIT = "act:hearing", "act:visit"
_WAITED_FOR = frozenset({RECEIVE, FORWARD, ACCEPT, DECIDE, DELIVER})

OF_FACT = "fact:"
"""How a step says that its body is the one that a fact of the case names: `fact:requester`."""

_OF_HANDLING = frozenset({"correction", "acceptance", "suspension", "hearing"})
_LETTERS = {
    "correction": "C",
    "acceptance": "A",
    "refusal": "R",
    "decision": "D",
    "extension": "E",
    "suspension": "S",
    "hearing": "H",
    "annul": "N",
    "take-back": "B",
    "deregister": "X",
    "revoke": "V",
    "withhold": "W",
    "restore": "O",
}


def act_task(act: str, role: str, body: str, at: datetime) -> Task:
    """Return the task of a general act. There is one of each kind at most."""
    return Task(body=body, id=act, node=act, opened_at=at, role=role)


def open_acts(case: Case) -> tuple[str, ...]:
    """Return the ids of the general acts that are waited for; what stands beside them is none of them."""
    return tuple([task.id for task in case.tasks if task.id in _WAITED_FOR]) if case.tasks else ()


def beside(case: Case, *kinds: str) -> tuple[Task, ...]:
    """Return the open tasks of these kinds that stand beside the process: `act:consult:7` and the like."""
    return tuple([task for task in case.tasks if task.node in kinds]) if case.tasks else ()


def ends_with_decision(case: Case) -> tuple[str, ...]:
    """Return the ids of the tasks that a decision ends: all but an order of supervision to be answered."""
    return tuple([task.id for task in case.tasks if task.node != SUPERVISE])


def holds_position_in(person: str, body: str, context: Context) -> bool:
    """Say whether a person has a position in a body today: by the records, else by the pack."""
    if context.holders is not None:
        return any(one.body == body for one in context.holders.get(person, ()))
    named = context.city.persons.get(person)
    position = context.city.positions.get(named.position) if named else None
    return position is not None and position.body == body


def handles(case: Case, person: str) -> bool:
    """Say whether somebody handles the case: has a task of it, or issued a paper of its handling before."""
    papers = {one.by.partition("@")[0] for one in case.papers if one.kind in _OF_HANDLING}
    return person in papers or any(task.assignee == person for task in case.tasks)


def paper(case: Case, kind: str, context: Context, body: str, reason: Sealed | None = None) -> Paper:
    """Return a new statutory paper with the next number of its kind in this case."""
    count = _of_kind(case.papers, kind) + 1 if case.papers else 1
    return Paper(
        body=body,
        issued_at=context.now,
        kind=kind,
        number=f"{case.number}-{_LETTERS[kind]}{count}",
        by=context.actor.signature,
        reason=reason,
    )


def _of_kind(papers: tuple[Paper, ...], kind: str) -> int:
    return len([known for known in papers if known.kind == kind])


def tasks_of_move(
    move: step.Move, case: Case, matter: Matter, context: Context
) -> tuple[Task, ...] | Refusal:
    """Return the tasks that a step of the process opened, each with its body and due time.

    What is waited for of others has one too, so that whose it is, and until when, can be seen.
    """
    opened = []
    net = matter.net
    assert net is not None
    stops = move.opened
    if net.talks:
        stops += _owned_waits(net, move, case)
    for stop in stops:
        node = net.nodes[stop.node]
        role, body = "", case.lead
        if node.position is not None:
            role = node.position.role
            if node.position.body:
                found = body_of(node, node.position.body, case, context)
                if not isinstance(found, str):
                    return found
                body = found
        due_at = limit_due(node.limit, context.now, context.city.calendar) if node.limit else None
        opened.append(
            Task(
                body=body,
                due_at=due_at,
                id=stop.token,
                interval=node.interval,
                node=stop.node,
                opened_at=context.now,
                role=role,
            )
        )
    return tuple(opened)


def _owned_waits(net: step.CompiledNet, move: step.Move, case: Case) -> tuple[step.Opened, ...]:
    new = [(token, node) for token, node in waiting(net, move.tokens) if token not in case.tokens]
    return tuple(step.Opened(node.id, token) for token, node in new if node.kind != BOUNDARY or node.position)


def closed_by(move: step.Move, case: Case) -> tuple[str, ...]:
    """Return the ids of the tasks that a step of the process closed, those of waits included."""
    if not case.waits:
        return move.closed
    return (*move.closed, *[wait.token for wait in case.waits if wait.token not in move.tokens])


def timers_after(case: Case, move: step.Move, context: Context) -> tuple[Timer, ...] | None:
    """Return the timers that run after a step of the process, or None if none changed."""
    if not move.timers and not move.cleared:
        return None
    kept = tuple(timer for timer in case.timers if timer.token not in move.cleared)
    new = tuple(
        Timer(timer_due(timer.duration, context.now, context.city.calendar), timer.token)
        for timer in move.timers
    )
    return kept + new


def body_of(node: Node, wanted: str, case: Case, context: Context) -> str | Refusal:
    """Resolve a step's body: the lead, one that a fact names, one by id, or the nearest with a function."""
    if wanted == "lead":
        return case.lead
    if wanted == "window":
        return case.window or case.lead
    if wanted.startswith(OF_FACT):
        return _body_in_fact(node, wanted.removeprefix(OF_FACT), case, context)
    if wanted in context.city.bodies:
        return wanted
    found = body_by_rule(context.city, LeadRule(function=wanted), context.city.above(case.place))
    if isinstance(found, Refusal):
        return found
    if found is None:
        return Refusal(
            code="responsibility.none",
            zh=f"{case.place} 没有承担“{wanted}”职能的单位，步骤 {node.id} 无法分派。",
            en=f"No body with the function {wanted} serves {case.place}; step {node.id} cannot be assigned.",
            params={"function": wanted, "place": case.place, "node": node.id},
        )
    return found


def _body_in_fact(node: Node, fact: str, case: Case, context: Context) -> str | Refusal:
    named = str(case.facts.get(fact) or "")
    if named in context.city.bodies:
        return named
    return Refusal(
        code="responsibility.none",
        zh=f"办件没有写明有效的单位（{fact}: {named or '空'}），步骤 {node.id} 无法分派。",
        en=f"The case names no body of the city ({fact}: {named or 'none'}); step {node.id} has nobody.",
        params={"fact": fact, "body": named, "node": node.id},
    )


def facts_of(case: Case, extra: Mapping[str, Any], matter: Matter, context: Context) -> dict[str, Any]:
    """Return what conditions and rules may read: the case's facts and those that come with the command.

    The ledger keeps exact numbers as text, since JSON has no decimals; conditions compare numbers.
    Where a decision may ask for the day, the city's own time stands among them.
    """
    facts = {**case.facts, **extra} if extra else case.facts
    if matter.rule_types:
        known = {name: given(facts[name], kind) for name, kind in matter.rule_types.items() if name in facts}
        facts = {**facts, **known, NOW: context.now.astimezone(context.city.calendar.zone)}
    if not matter.number_fields:
        return facts
    written = [name for name in matter.number_fields if isinstance(facts.get(name), str)]
    if not written:
        return facts
    read = {name: number(facts[name]) for name in written}
    return {**facts, **{name: value for name, value in read.items() if value is not None}}


def asked_of(move: step.Move) -> dict[str, Any]:
    """Return, for the event, what decisions were asked on the way and which of their rules fired."""
    if not move.decided:
        return {}
    told = [
        {"node": one.node, "decision": one.decision, **msgspec.structs.asdict(one.ruled)}
        | {"value": plain(one.ruled.value)}
        for one in move.decided
    ]
    return {"decided": msgspec.json.decode(msgspec.json.encode(told))}  # lists, as they will be read back
