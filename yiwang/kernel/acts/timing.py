"""Time acting on a case: 中止, 恢复, 延长, timers that fire, limits that pass, days recounted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.kernel.acts import dispatching, holding, incidents, materials, timekeeping
from yiwang.kernel.acts.draft import DELIVER, act_task, ends_with_decision, facts_of, handles, paper
from yiwang.kernel.acts.intake import after, begin_process
from yiwang.kernel.acts.messages import went_on
from yiwang.kernel.acts.results import given, replaces, with_time
from yiwang.kernel.bpmn import step
from yiwang.kernel.case import (
    ACCEPTED,
    CORRECTING,
    DECIDED,
    FILED,
    LAPSED,
    SUSPENDED,
    Case,
    Delta,
    Event,
    Timer,
)
from yiwang.kernel.commands import Context, Extend, Recount, Resume, Suspend, Tick
from yiwang.kernel.material_ways import CLOCK
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

DEEMED_RENEWED = "行政许可法 第五十条第二款"

Answer = tuple[Event, ...] | Refusal


def suspend(case: Case, command: Suspend, context: Context, matter: Matter) -> Answer:
    """中止, for an interval that the matter's clocks name; the reason is told in writing."""
    known = sorted({name for rule in matter.clocks.values() for name in rule.not_counted})
    if command.interval not in known:
        return Refusal(
            code="case.no-such-interval",
            zh=f"这个事项没有“{command.interval}”这种不计入期限的情形，可选: {'、'.join(known) or '无'}。",
            en=f"No clock of this matter leaves out {command.interval}; choose {', '.join(known) or 'none'}.",
            params={"interval": command.interval, "intervals": known},
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="中止必须写明理由。", en="Give the reason.")
    ground = _ground_of(command, context, matter)
    if isinstance(ground, Refusal):
        return ground
    clocks = timekeeping.pause_for(case.clocks, command.interval, context, matter)
    delta = Delta(
        about={"ground": ground, "interval": command.interval},
        clocks=clocks,
        paper=paper(case, "suspension", context, case.lead, command.sealed["reason"]),
        phase=SUSPENDED,
        sealed=command.sealed,
    )
    return (Event("case.suspended", delta),)


def _ground_of(command: Suspend, context: Context, matter: Matter) -> str | Refusal:
    """Return the clause a suspension rests on: a known one, by default that of the clock it pauses."""
    sources = [rule.source for rule in matter.clocks.values() if command.interval in rule.not_counted]
    ground = command.ground or next((one for one in sources if one), "")
    if ground and (ground in sources or ground in matter.basis or ground in context.city.clauses):
        return ground
    return Refusal(
        code="case.ground-missing",
        zh=f"中止必须写明依据的条款，“{ground}”不在配置包里。",
        en=f"A suspension names its clause; {ground or 'none'} is not one that the pack knows.",
        params={"ground": ground},
    )


def resume(case: Case, command: Resume, context: Context, matter: Matter) -> Answer:
    """恢复: the clocks go on from where they stood."""
    clocks = timekeeping.resume_from_suspension(case, context, matter)
    return (
        Event(
            "case.resumed",
            Delta(clocks=clocks, phase=case.resume_phase or ACCEPTED, sealed=command.sealed),
        ),
    )


def extend(case: Case, command: Extend, context: Context, matter: Matter) -> Answer:
    """延长 once, by whom and by how much the law says; the reason is told to the applicant."""
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="延长必须写明理由。", en="Give the reason.")
    if handles(case, context.actor.person):
        return Refusal(
            code="case.approver-handles",
            zh="延长由本机关负责人批准（行政许可法第四十二条第一款），经办本件的人不能自己批准。",
            en="The head of the body approves an extension; whoever handles the case cannot approve it.",
            params={"number": case.number},
            next_body=case.lead,
        )
    return extended_by(case, command, context, matter)


def extended_by(case: Case, command: Extend, context: Context, matter: Matter) -> Answer:
    """Return what an extension is, once it is approved."""
    changed = timekeeping.extended(case.clocks, command.clock, command.amount, context, matter)
    if isinstance(changed, Refusal):
        return changed
    delta = Delta(
        about={"amount": command.amount, "clock": command.clock},
        clocks=changed,
        paper=paper(case, "extension", context, case.lead, command.sealed.get("reason")),
        sealed=command.sealed,
    )
    return (Event("case.extended", delta),)


def recount(case: Case, command: Recount, context: Context, matter: Matter) -> Answer:
    """重算: the same rules over a calendar that knows more. Nothing happens if nothing moved."""
    changed = timekeeping.recounted(case.clocks, context, matter)
    return (Event("case.recounted", Delta(clocks=changed)),) if changed else ()


def tick(case: Case, command: Tick, context: Context, matter: Matter) -> Answer:
    """Let what is due happen, in the order in which it fell due."""
    events: tuple[Event, ...] = ()
    if case.desk is not None:
        events = _of_the_desk(case, context, matter)
        case = after(case, events, context)
    if case.reporting is not None:
        told = incidents.late(case, context)
        events, case = (*events, *told), after(case, told, context)
    while True:
        next_one = _next_due(case, context.now)
        if next_one is None:
            return (*events, *_of_results(case, context, matter))
        made = (
            _fire(case, next_one, context, matter)
            if isinstance(next_one, Timer)
            else _expire(case, next_one, context, matter)
        )
        if isinstance(made, Refusal):
            return events or made
        events += made
        case = after(case, made, context)


def _of_the_desk(case: Case, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Let the clock decide what the dispatch desk let pass, and what was put off come back."""
    decided = dispatching.decided_by_clock(case, context, matter)
    return (*decided, *holding.come_due(after(case, decided, context), context))


def _next_due(case: Case, now: datetime) -> Timer | str | None:
    """Return the timer, or the id of the clock, that fell due first and was not yet dealt with."""
    found: list[tuple[datetime, int, Timer | str]] = [
        (timer.due_at, 0, timer) for timer in case.timers if timer.due_at <= now and case.phase == ACCEPTED
    ]
    for clock_id, state in case.clocks.items():
        if state.stopped_at is None and state.expired_at is None and state.due_legal is not None:
            if state.due_legal < now:
                found.append((state.due_legal, 1, clock_id))
    return min(found, key=lambda one: (one[0], one[1], str(one[2])))[2] if found else None


def _fire(case: Case, timer: Timer, context: Context, matter: Matter) -> Answer:
    assert matter.net is not None
    move = step.fire_timer(matter.net, case.tokens, timer.token, facts_of(case, {}, matter, context))
    if isinstance(move, Refusal):
        return move
    about = {"timer": step.node_of(timer.token)}
    return went_on(case, "case.timer-fired", about, move, {}, context, matter)


def _expire(case: Case, clock_id: str, context: Context, matter: Matter) -> Answer:
    """A limit has passed: that is recorded, and what the law then deems, happens."""
    rule = matter.clocks[clock_id]
    state = timekeeping.expired(case.clocks[clock_id])
    passed = Event("case.limit-passed", Delta(about={"clock": clock_id}, clocks={clock_id: state}))
    if clock_id.startswith(CLOCK):
        return (passed, *materials.missed(case, clock_id, context))
    outcome = rule.on_expiry
    if not outcome or outcome == "none":
        return (passed,)
    case = after(case, (passed,), context)
    deemed = _deemed(case, outcome, clock_id, context, matter)
    return deemed if isinstance(deemed, Refusal) else (passed, *deemed)


def _deemed(case: Case, outcome: str, clock_id: str, context: Context, matter: Matter) -> Answer:
    about = {"deemed": True, "clock": clock_id}
    if outcome in ("accept", "accept-from-expiry") and case.phase == FILED:
        # 行政许可法 第三十二条第一款第四项: deemed accepted from the day of receipt, which after a correction
        # is that of what was corrected, from which the clock began anew;
        # 行政复议法 第三十条: from the day the review period ends.
        clock = case.clocks[clock_id]
        received = max(case.received_at or case.opened_at, clock.begins[-1].at)
        at = received if outcome == "accept" else clock.due_legal or received
        begun = timekeeping.as_of(context, at)
        answer = begin_process(case, begun, matter, about)
        return answer
    if outcome == "grant" and case.phase == ACCEPTED:
        return _deemed_granted(case, about, context, matter)
    if outcome == "lapse" and case.phase in (FILED, CORRECTING):
        delta = Delta(
            about=about,
            clocks=timekeeping.stop_all(case.clocks, context),
            closed=tuple(task.id for task in case.tasks),
            phase=LAPSED,
        )
        return (Event("case.lapsed", delta),)
    return ()


def _deemed_granted(case: Case, about: dict[str, Any], context: Context, matter: Matter) -> tuple[Event, ...]:
    delta = Delta(
        about={**about, "outcome": "grant", **replaces(case)},
        clocks=timekeeping.after_act(case.clocks, "decide", case.channel, context, matter)
        | materials.stopped(case, context),
        closed=ends_with_decision(case),
        opened=(act_task(DELIVER, "officer", case.lead, context.now),),
        paper=paper(case, "decision", context, case.lead),
        phase=DECIDED,
        result=given(case, context, matter),
        timers=() if case.timers else None,
        tokens=(),
    )
    return materials.checks(case, Event("case.decided", delta), context, matter)


def _of_results(case: Case, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Let a renewal nobody decided in time be deemed granted; else look at the case's own result.

    Source: 行政许可法 第五十条第二款.
    """
    former = case.former
    if former is None or former.deemed_at is None or context.now < former.deemed_at:
        return with_time(case, context)
    if case.phase not in (ACCEPTED, SUSPENDED):
        return with_time(case, context)
    about = {"deemed": True, "ground": DEEMED_RENEWED}
    # As of the moment at which the former result ended: so the new one joins it without a gap.
    return _deemed_granted(case, about, timekeeping.as_of(context, former.deemed_at), matter)
