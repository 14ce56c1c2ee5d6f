"""Runs a scenario of one clock alone, for a limit of a law that no matter of the pack has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from typing import Any, cast

from yiwang.kernel import clocks
from yiwang.kernel.calendar import Calendar, CalendarError
from yiwang.kernel.gaps import InvalidPeriod
from yiwang.kernel.limits import Limit, parse
from yiwang.kernel.refusal import Refusal
from yiwang.pack.finding import Finding
from yiwang.pack.nodes import Mapping
from yiwang.pack.scenarios import expect, read
from yiwang.pack.scenarios.read import Scenario, Step

ACTS = ("start", "pause", "resume", "extend", "restart", "stop", "wait")
_CHOICES = {
    "ends": ("day-end", "office-close", "instant"),
    "if_holiday": ("as-is", "next-working-day"),
    "direction": ("forward", "back"),
}


def run_clock(scenario: Scenario, calendar: Calendar, zone: tzinfo) -> Iterator[Finding]:
    """Yield what does not come true."""
    words = cast(Mapping, scenario.clock)
    limit = _limit(words, "limit")
    for key, choices in _CHOICES.items():
        if key in words.entries and read.text(words, key) not in choices:
            raise read.unknown(read.at(words, key), read.text(words, key), choices)
    if read.text(words, "direction") == "back":
        yield from _back(scenario, limit, words, calendar, zone)
        return
    state: clocks.ClockState | None = None
    for step in scenario.steps:
        answer = _step(step, _rule(words, limit, step), state, calendar)
        refused = read.text(step.words, "refused")
        if isinstance(answer, Refusal):
            if answer.code != refused:
                yield refusal(step, answer)
                return
        else:
            if refused:
                yield expect.differs(read.at(step.words, "refused"), "refused", refused, expect.NONE)
            state = answer
        then = step.words.entries.get("then")
        if then is not None and state is not None:
            yield from _held(then, state, zone)
    if "then" in scenario.words.entries and state is not None:
        yield from _held(scenario.words.entries["then"], state, zone)


def _held(then: Any, state: clocks.ClockState, zone: tzinfo) -> Iterator[Finding]:
    then = read.mapping(then, "then")
    read.known(then, read.CLOCK_THEN)
    yield from expect.of_clock(then, state, zone)


def refusal(step: Step, answer: Refusal) -> Finding:
    """Make the finding of a step that was refused, though the scenario does not say so."""
    expected = read.text(step.words, "refused") or expect.NONE
    return read.told(
        read.REFUSED,
        read.at(step.words, "refused") if "refused" in step.words.entries else step.where,
        f"{step.act} 被拒绝: 应当是 {expected}, 得到 {answer.code}。{answer.zh}",
        f"{step.act} was refused: expected {expected}, got {answer.code}. {answer.en}",
        ("改这一步, 或写 refused: 代码。", "Mend the step, or write refused: with the code."),
    )


def _limit(words: Mapping, key: str) -> Limit:
    limit = parse(read.text(words, key))
    if isinstance(limit, Refusal):
        mend = ("写作 20 工作日、15 日、4 小时。", "Write 20 working days, 15 days, 4 hours.")
        raise read.misread(read.at(words, key), limit.zh, limit.en, mend)
    return limit


def _rule(words: Mapping, limit: Limit, step: Step) -> clocks.ClockRule:
    by_time = limit.unit in ("hour", "office_hour", "minute")
    most = _limit(step.words, "amount") if "amount" in step.words.entries else limit
    return clocks.ClockRule(
        id="clock",
        title={"zh": "时限", "en": "limit"},
        legal=limit,
        starts="start",
        not_counted=("pause",),
        ends=cast(Any, read.text(words, "ends") or ("instant" if by_time else "day-end")),
        if_holiday=cast(Any, read.text(words, "if_holiday") or "as-is"),
        extend=clocks.ExtendRule(by="head", at_most=most),
    )


def _most(rule: clocks.ClockRule) -> Limit:
    assert rule.extend is not None, "made by `_rule`"
    return rule.extend.at_most


def _step(
    step: Step, rule: clocks.ClockRule, state: clocks.ClockState | None, calendar: Calendar
) -> clocks.ClockState | Refusal:
    if step.act not in ACTS:
        raise read.unknown(read.at(step.words, "act"), step.act, ACTS)
    if step.act == "start":
        return clocks.start(rule, step.at, None, calendar)
    if state is None:
        mend = ("先写 act: start。", "Begin with act: start.")
        raise read.misread(step.where, "时限还没有开始。", "The clock has not started.", mend)
    if step.act == "pause":
        return clocks.pause(state, rule, step.at, "pause", calendar)
    if step.act == "resume":
        return clocks.resume(state, step.at, "pause", calendar)
    if step.act == "extend":
        return clocks.extend(
            state,
            rule,
            _most(rule),
            by="head",
            at=step.at,
            reason="told",
            calendar=calendar,
        )
    if step.act == "restart":
        return clocks.restart(state, rule, step.at, None, calendar)
    if step.act == "stop":
        return clocks.stop(state, step.at, calendar)
    return clocks.expire(state, step.at) if clocks.expired(state, step.at) else state


def _back(
    scenario: Scenario, limit: Limit, words: Mapping, calendar: Calendar, zone: tzinfo
) -> Iterator[Finding]:
    first = scenario.steps[0]
    try:
        due = clocks.due_of(first.at, limit.unit, limit.amount, calendar=calendar, direction="back")
    except (CalendarError, InvalidPeriod) as fault:
        raise read.misread(first.where, fault.zh, fault.en, ("改期限。", "Mend the limit.")) from fault
    then = read.mapping(scenario.words.entries.get("then"), "then")
    read.known(then, ("due",))
    yield from expect.of_due(then, "due", due.at if due else None, zone, "clock")
