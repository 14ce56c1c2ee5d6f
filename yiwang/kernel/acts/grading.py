"""定级 by hand, and what a change of body does to the clocks of an event.

A decision table says how severe an event is; a dispatcher may say otherwise, with a reason, and both values
stand in the entry. The clocks that the pack starts by severity follow: what ran for the former one stops, and
where it was late it stays late; what the new one starts counts from when the former began if that gives more
time than the former had left, else from now. So a move to a milder severity never gives the whole limit anew,
and a move to a severer one is not late before it is known. Our own rule; no text was at hand.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel import clocks as rules
from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.timekeeping import Clocks, Uncounted
from yiwang.kernel.case import Case, Delta, Event
from yiwang.kernel.clock_rules import ClockRule
from yiwang.kernel.clocks import ClockState, promise_missed
from yiwang.kernel.commands import Context
from yiwang.kernel.dispatch_commands import MoveSeverity
from yiwang.kernel.event_kinds import SEVERITY
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

NEW_BODY = "new-body"
"""Act word of clocks: another body leads the event from now (`restarts: [new-body]`)."""
_BEGINS = f"{SEVERITY}-"


def severities(matter: Matter) -> tuple[str, ...]:
    """Return the severities that a matter's clocks know, in the pack's order."""
    found = (
        one.starts.removeprefix(_BEGINS) for one in matter.clocks.values() if one.starts.startswith(_BEGINS)
    )
    return tuple(dict.fromkeys(found))


def severity_moved(case: Case, command: MoveSeverity, context: Context, matter: Matter) -> Answer:
    """Say that the event is of another severity from now, or why not; who may is asked before."""
    known, former = severities(matter), str(case.facts.get(SEVERITY, ""))
    if command.severity not in known or command.severity == former:
        return Refusal(
            code="event.no-such-severity",
            zh=f"请选另一个严重程度（{'、'.join(known) or '这个事项没有分级'}），现在是“{former}”，"
            f"选的是“{command.severity}”。",
            en=f"Choose another severity ({', '.join(known) or 'this matter has none'}): it is {former}, "
            f"and {command.severity or 'none'} was chosen.",
            params={"severity": command.severity, "former": former},
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="改定级必须写明理由。", en="Give the reason.")
    delta = Delta(
        about={"by": context.actor.person, "former": former, "severity": command.severity},
        clocks=_moved(case, former, command.severity, context, matter),
        facts={SEVERITY: command.severity},
        sealed=command.sealed,
    )
    return (Event("case.severity-moved", delta),)


def _moved(case: Case, former: str, now_is: str, context: Context, matter: Matter) -> Clocks:
    changed: Clocks = {}
    before = [one for id, one in case.clocks.items() if matter.clocks[id].starts == _BEGINS + former]
    for state in before:
        if state.stopped_at is None:
            changed[state.id] = _sure(rules.stop(state, context.now, context.city.calendar))
    running = [one for one in before if one.stopped_at is None]
    for rule in matter.clocks.values():
        if rule.starts == _BEGINS + now_is and (running or not before):
            changed[rule.id] = _begun(rule, case, running, context, matter)
    return changed


def _begun(
    rule: ClockRule, case: Case, running: list[ClockState], context: Context, matter: Matter
) -> ClockState:
    """Return the new clock: from when the former began where that leaves more time, else from now."""
    calendar = context.city.calendar
    if running:
        first = min(running, key=lambda one: one.begins[0].at)
        longest = max(running, key=lambda one: _due(one) or one.started_at)
        since = _sure(rules.start(rule, first.begins[-1].at, case.channel, calendar))
        kept = tuple(one for one in longest.pauses if one.reason in rule.not_counted)
        # A pause that lasts holds both: the ends are compared as if it ended now.
        closed = tuple(msgspec.structs.replace(one, until=one.until or context.now) for one in kept)
        ends = _due(_sure(rules.recompute(msgspec.structs.replace(since, pauses=closed), calendar)))
        former = _due(longest) or _due_without_pause(longest, context)
        if ends is not None and former is not None and ends > former:
            return _sure(rules.recompute(msgspec.structs.replace(since, pauses=kept), calendar))
    fresh = _sure(rules.start(rule, context.now, case.channel, calendar))
    lasting = {pause.reason for state in running for pause in state.pauses if pause.until is None}
    for reason in sorted(lasting & set(rule.not_counted)):
        fresh = timekeeping.pause_for({rule.id: fresh}, reason, context, matter)[rule.id]
    return fresh


def _due(state: ClockState) -> datetime | None:
    return state.due_legal or state.due_promised


def _due_without_pause(state: ClockState, context: Context) -> datetime | None:
    pauses = tuple(msgspec.structs.replace(one, until=one.until or context.now) for one in state.pauses)
    counted = rules.recompute(msgspec.structs.replace(state, pauses=pauses), context.city.calendar)
    return _due(_sure(counted))


def for_another_body(case: Case, context: Context, matter: Matter) -> Clocks:
    """Return the clocks that begin anew for another body: those of `restarts: [new-body]`, unless late.

    What is late stays late: whoever had it let it pass, and the line of the dispatch says who that was.
    """
    in_time = {id: one for id, one in case.clocks.items() if not promise_missed(one, context.now)}
    return timekeeping.after_act(in_time, NEW_BODY, case.channel, context, matter) if in_time else {}


def _sure(answer: ClockState | Refusal) -> ClockState:
    if not isinstance(answer, ClockState):
        raise Uncounted(answer)
    return answer
