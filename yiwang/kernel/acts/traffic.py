"""What a move of a process means for other cases: whom it calls, what it sends, what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from yiwang.kernel.bpmn import step
from yiwang.kernel.bpmn.compiled import CompiledNet
from yiwang.kernel.bpmn.net import CALL, MESSAGE, Node
from yiwang.kernel.bpmn.waits import awaited, waiting
from yiwang.kernel.case import ENDED, Case, Delta, Event, evolve, opened
from yiwang.kernel.commands import Context
from yiwang.kernel.material_ways import RESULT
from yiwang.kernel.numbers import called_id
from yiwang.kernel.parts import Covered, Sealed, Way
from yiwang.kernel.traffic import Call, Called, Caller, Reply, Sent, Traffic, Wait

Pairs = tuple[tuple[str, str], ...]


def carried(pairs: Pairs, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `target=source` pairs carry over: those facts that are there."""
    return {target: facts[source] for target, source in pairs if facts.get(source) is not None}


def seals_carried(pairs: Pairs, sealed: Mapping[str, Sealed]) -> dict[str, Sealed]:
    """Return the references that `target=source` pairs carry over; a file takes along `name#sha256`."""
    found = {}
    for target, source in pairs:
        for name, reference in sealed.items():
            field, mark, digest = name.partition("#")
            if field == source:
                found[f"{target}{mark}{digest}"] = reference
    return found


def results_carried(pairs: Pairs, ways: Mapping[str, Way]) -> dict[str, Covered]:
    """Return field of the called case → the result that stands in for the material that it takes.

    Of those materials of the caller alone whose upload a `target=source` pair would have carried over.
    """
    by_field = {
        field: Covered(grant=way.grant, result=way.result)
        for material, way in ways.items()
        if way.way == RESULT
        for field in (material, material.replace("-", "_"))
    }
    return {target: by_field[source] for target, source in pairs if source in by_field}


def traffic_of(
    case: Case, move: step.Move, facts: Mapping[str, Any], net: CompiledNet, ended: str = ""
) -> Traffic | None:
    """Return what a move calls, sends and waits for; None if the process does nothing of the kind.

    Args:
        facts: what came with the command and what rules found.
        ended: token of a call that ended by itself, and so is not dropped.
    """
    if not net.talks:
        return None
    known = {**case.facts, **facts}
    gone = [call for call in case.calls if call.token not in move.tokens or call.token == ended]
    called = tuple(
        _called(case, net.nodes[one.node], one.token, known)
        for one in move.opened
        if net.nodes[one.node].kind == CALL
    )
    calls = tuple(call for call in case.calls if call not in gone)
    calls += tuple(
        Call(one.case, one.matter, step.node_of(one.caller.token), one.caller.token) for one in called
    )
    waits = _waits(case, net, move, known)
    found = Traffic(
        called=called,
        calls=calls if calls != case.calls else None,
        dropped=tuple(call.case for call in gone if call.token != ended),
        sent=tuple(_sent(case, calls, net.nodes[one.node], one, known) for one in move.thrown),
        waits=waits if waits != case.waits else None,
    )
    return found if found != _NOTHING else None


_NOTHING = Traffic()


def _stop(token: str) -> tuple[str, str]:
    return step.node_of(token), token


def _called(case: Case, node: Node, token: str, facts: Mapping[str, Any]) -> Called:
    depth = case.caller.depth + 1 if case.caller is not None else 1
    answers = tuple(sorted({source for _, source in node.takes}))
    return Called(
        applicant=case.applicant,
        caller=Caller(answers=answers, case=case.id, depth=depth, token=token),
        case=called_id(case.id, token),
        channel=case.channel,
        matter=node.called,
        place=case.place,
        facts=carried(node.gives, facts),
        seals=seals_carried(node.gives, case.sealed),
        covered=results_carried(node.gives, case.ways),
    )


def _sent(
    case: Case, calls: tuple[Call, ...], node: Node, one: step.Thrown, facts: Mapping[str, Any]
) -> Sent:
    key = str(facts.get(node.key, "")) if node.key else ""
    near = (case.caller.case,) if case.caller is not None else ()
    to = (*near, *[call.case for call in calls]) if one.event == MESSAGE and not node.key else ()
    return Sent(
        event=one.event, facts=carried(node.gives, facts), key=key, name=one.ref, node=one.node, to=to
    )


def _waits(case: Case, net: CompiledNet, move: step.Move, facts: Mapping[str, Any]) -> tuple[Wait, ...]:
    before = {wait.token: wait for wait in case.waits}
    found = []
    for token, node in waiting(net, move.tokens):
        event, name = awaited(node) or ("", "")
        key = str(facts.get(node.key, "")) if node.key else ""
        found.append(before.get(token) or Wait(event=event, key=key, name=name, token=token))
    return tuple(found)


def with_ends(case: Case | None, events: tuple[Event, ...], context: Context) -> tuple[Event, ...]:
    """Let each event that ends a case, or takes its tokens away, tell the caller and those it called."""
    found = []
    last = ""
    for event in events:
        before = case
        if event.type == "case.task-completed":
            last = event.data.about["outcome"]
        case = (
            opened(event, context.city.pack, context.now)
            if case is None
            else evolve(case, event, context.now)
        )
        ends = event.data.phase in ENDED
        if ends or event.data.tokens == ():
            said = _end(before or case, case, last, ends=ends)
            if said is not None:
                event = Event(event.type, _with(event.data, said), event.v)
                case = _after(before, event, context)
        found.append(event)
    return tuple(found)


def _after(case: Case | None, event: Event, context: Context) -> Case:
    if case is None:
        return opened(event, context.city.pack, context.now)
    return evolve(case, event, context.now)


def _end(before: Case, after: Case, last: str, *, ends: bool) -> Traffic | None:
    reply = None
    if ends and before.caller is not None:
        facts = {name: after.facts[name] for name in before.caller.answers if name in after.facts}
        reply = Reply(
            facts=facts,
            outcome=after.outcome or last,
            phase=after.phase,
            to=before.caller.case,
            token=before.caller.token,
        )
    if reply is None and not after.calls and not after.waits:
        return None
    return Traffic(
        calls=() if after.calls else None,
        dropped=tuple(call.case for call in after.calls),
        reply=reply,
        waits=() if after.waits else None,
    )


def _with(delta: Delta, end: Traffic) -> Delta:
    """Add what an end says to what the event says anyway."""
    if delta.traffic is not None:
        first = delta.traffic
        end = replace(
            end,
            called=first.called,
            calls=() if first.calls is not None else end.calls,
            dropped=(*first.dropped, *end.dropped),
            sent=first.sent,
            waits=() if first.waits is not None else end.waits,
        )
    return replace(delta, traffic=end)
