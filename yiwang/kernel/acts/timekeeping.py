"""What an act does to the clocks of a case. Every function returns the clocks that changed, by id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from yiwang.kernel import clocks as rules
from yiwang.kernel.business_rules import plain
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.case import Case, Task
from yiwang.kernel.clocks import ClockState
from yiwang.kernel.commands import Context
from yiwang.kernel.limits import parse
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Clocks = dict[str, ClockState]

_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


class Uncounted(Exception):
    """A clock refused: the act that moves it is refused with the clock's own words."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def _sure(answer: ClockState | Refusal) -> ClockState:
    if not isinstance(answer, ClockState):
        raise Uncounted(answer)
    return answer


def after_act(
    clocks: Mapping[str, ClockState], act: str, channel: str, context: Context, matter: Matter
) -> Clocks:
    """Start, restart and stop what `act` starts, restarts and stops.

    Raises:
        Uncounted: a deadline cannot be counted; the whole act is refused.
    """
    if act not in matter.clock_acts:
        return {}
    changed: Clocks = {}
    now, calendar = context.now, context.city.calendar
    for rule in matter.clocks.values():
        state = clocks.get(rule.id)
        if state is None:
            if act == rule.starts:
                changed[rule.id] = _sure(rules.start(rule, now, channel, calendar))
        elif state.stopped_at is None:
            if act in rule.stops:
                changed[rule.id] = _sure(rules.stop(state, now, calendar))
            elif act in rule.restarts and state.expired_at is None:  # what is late is not made good
                changed[rule.id] = _sure(rules.restart(state, rule, now, channel, calendar))
        elif act in rule.restarts or act == rule.starts:
            changed[rule.id] = _sure(rules.start(rule, now, channel, calendar))
    return changed


def after_answers(
    case: Case, changed: Clocks, facts: Mapping[str, Any], context: Context, matter: Matter
) -> Clocks:
    """Move the clocks that name what a business rule answered: fact `severity`, answer `urgent`, act
    `severity-urgent`. So a limit may differ by what the rule says, and stands in the pack."""
    moved: Clocks = {}
    for name, value in facts.items():
        act = f"{name}-{value}"
        if act in matter.clock_acts:
            running = {**case.clocks, **changed, **moved}
            moved |= after_act(running, act, case.channel, context, matter)
    return moved


def after_step(
    case: Case,
    done: Task,
    opened: tuple[Task, ...],
    closed: Iterable[str],
    context: Context,
    matter: Matter,
) -> Clocks:
    """Move the clocks after a task: its node is an act too, and intervals end and begin with tasks."""
    changed: Clocks = {}
    if done.node in matter.clock_acts:
        changed = after_act(case.clocks, done.node, case.channel, context, matter)
    if not matter.clock_intervals:
        return changed
    gone = set(closed)
    ended = tuple(task for task in case.tasks if task.id in gone and task.interval)
    if not ended and not any(task.interval for task in opened):
        return changed
    return with_intervals({**case.clocks, **changed}, changed, opened, ended, context, matter)


def with_intervals(
    clocks: Mapping[str, ClockState],
    changed: Clocks,
    opened: tuple[Task, ...],
    ended: tuple[Task, ...],
    context: Context,
    matter: Matter,
) -> Clocks:
    """Resume what the ended tasks held, then pause what the opened tasks hold."""
    for task in ended:
        for clock_id, state in clocks.items():
            if _open_pause(state, task.interval):
                resumed = _sure(rules.resume(state, context.now, task.interval, context.city.calendar))
                clocks = {**clocks, clock_id: resumed}
                changed = {**changed, clock_id: resumed}
    for task in opened:
        if task.interval:
            paused = pause_for(clocks, task.interval, context, matter)
            clocks, changed = {**clocks, **paused}, {**changed, **paused}
    return changed


def pause_for(clocks: Mapping[str, ClockState], interval: str, context: Context, matter: Matter) -> Clocks:
    """Pause every running clock that does not count `interval`; one that has passed is late and stays so."""
    changed: Clocks = {}
    for clock_id, state in clocks.items():
        rule = matter.clocks[clock_id]
        over = state.stopped_at is not None or state.expired_at is not None
        if interval in rule.not_counted and not over and not _open_pause(state, interval):
            changed[clock_id] = _sure(rules.pause(state, rule, context.now, interval, context.city.calendar))
    return changed


def _open_pause(state: ClockState, interval: str) -> bool:
    return state.stopped_at is None and any(
        pause.until is None and pause.reason == interval for pause in state.pauses
    )


def resume_from_suspension(case: Case, context: Context, matter: Matter) -> Clocks:
    """Resume what the suspension held; an interval that an open task still is goes on."""
    still = {task.interval for task in case.tasks if task.interval}
    changed: Clocks = {}
    for clock_id, state in case.clocks.items():
        for pause in state.pauses:
            if pause.until is None and pause.reason not in still and state.stopped_at is None:
                state = _sure(rules.resume(state, context.now, pause.reason, context.city.calendar))
                changed[clock_id] = state
    return changed


def extended(
    clocks: Mapping[str, ClockState], clock: str, amount: str, context: Context, matter: Matter
) -> Clocks | Refusal:
    """Extend one clock, or say why the law does not let it."""
    state, rule = clocks.get(clock), matter.clocks.get(clock)
    if state is None or rule is None:
        return Refusal(
            code="clock.unknown",
            zh=f"这个办件没有正在计算的时限 {clock}。",
            en=f"No clock called {clock} runs in this case.",
            params={"clock": clock},
        )
    limit = parse(amount)
    if isinstance(limit, Refusal):
        return limit
    roles = {held.role for held in context.actor.holdings}
    by = "head-of-body" if "chief" in roles else next(iter(sorted(roles)), context.actor.kind)
    if rule.extend is not None and (rule.extend.by in roles or _holds_there(rule.extend.by, context)):
        by = rule.extend.by
    answer = rules.extend(
        state, rule, limit, by=by, at=context.now, reason="told", calendar=context.city.calendar
    )
    return answer if isinstance(answer, Refusal) else {clock: answer}


def _holds_there(by: str, context: Context) -> bool:
    """Say whether the actor approves as `role@function` says: the role, in a body with that function."""
    role, _, function = by.partition("@")
    bodies = context.city.bodies
    return any(
        held.role == role and held.body in bodies and bodies[held.body].function == function
        for held in context.actor.holdings
    )


def resumed(clocks: Mapping[str, ClockState], interval: str, context: Context) -> Clocks:
    """Resume every clock that stands still for `interval`."""
    return {
        clock_id: _sure(rules.resume(state, context.now, interval, context.city.calendar))
        for clock_id, state in clocks.items()
        if _open_pause(state, interval)
    }


def stop_all(clocks: Mapping[str, ClockState], context: Context) -> Clocks:
    """Stop every clock that still runs."""
    now, calendar = context.now, context.city.calendar
    stopped: Clocks = {}
    for clock_id, state in clocks.items():
        if state.stopped_at is None:
            stopped[clock_id] = _sure(rules.stop(state, now, calendar))
    return stopped


def begin_anew(case: Case, act: str, context: Context, matter: Matter) -> Clocks:
    """Start afresh every clock that had run until `act`."""
    return {
        clock_id: _sure(
            rules.start(matter.clocks[clock_id], context.now, case.channel, context.city.calendar)
        )
        for clock_id in case.clocks
        if act in matter.clocks[clock_id].stops
    }


def recounted(clocks: Mapping[str, ClockState], context: Context, matter: Matter) -> Clocks:
    """Return the running clocks that a better calendar moves."""
    changed: Clocks = {}
    for clock_id, state in clocks.items():
        if state.stopped_at is None:
            again = _sure(rules.recompute(state, context.city.calendar))
            if again != state:
                changed[clock_id] = again
    return changed


def expired(state: ClockState) -> ClockState:
    """Record that the legal limit passed, at the moment it did."""
    assert state.due_legal is not None
    return _sure(rules.expire(state, state.due_legal + timedelta(microseconds=1)))


def limit_due(text: str, at: datetime, calendar: Calendar) -> datetime:
    """Return when an inner limit (`5 工作日`) of a step is due."""
    limit = parse(text)
    if isinstance(limit, Refusal):
        raise Uncounted(limit)
    answer = rules.due(limit, at, calendar)
    if isinstance(answer, Refusal):
        raise Uncounted(answer)
    return answer.at


def unreadable(duration: str) -> Refusal | None:
    """Return why nobody can say when a timer or an inner limit is due, None if one can."""
    match = _ISO.fullmatch(duration)
    if match is not None and any(match.groups()):
        return None
    answer = parse(duration)
    return answer if isinstance(answer, Refusal) else None


def timer_due(duration: str, at: datetime, calendar: Calendar) -> datetime:
    """Return when a boundary timer fires: an ISO 8601 duration, or a limit in the law's units."""
    match = _ISO.fullmatch(duration)
    if match is None or not any(match.groups()):
        return limit_due(duration, at, calendar)
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return at + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def as_of(context: Context, at: datetime) -> Context:
    """Return the same context at an earlier moment: what is deemed to have happened, happened then."""
    return msgspec.structs.replace(context, now=min(at, context.now))


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what rules found as the ledger keeps it: numbers and dates as text, no floats."""
    return {name: plain(value) for name, value in facts.items()}
