"""The reports an incident owes: they arise with its grade, run from discovery, and lowering hides none.

    state = begun("other", known_at, now, calendar, personal=False)
    state = graded(state, rules, "larger", "rule", "p1", now, calendar)   # 4 hours from discovery
    state = sent(state, "province", "platform", at, now, calendar)
    state = received(state, rules, "province", at, now, calendar)         # the province's own hour runs

Rules of counting, ours where the law is silent (docs/incidents.md):

- A report of the first grade runs from discovery; one that a later, higher grade brings, from that grading.
- After a report went out, a higher or a lower grade owes those who were told a further one, at once (第七条:
  what was not known is added as soon as it is).
- A lower grade takes away what is not due yet. What was overdue stays owed, and late.
- A report that runs upon the receipt of another runs from it, or from the grading that first asks for it.
- The closing report is owed by who reported, from the end of handling, or from the grading after it that
  first owes a report. Lowering does not take it away. Going on with handling does, unless it went
  out; ending it again owes it anew.

All functions are pure and return the new state, or a `Refusal` with the codes `incident.not-known-yet`,
`incident.no-such-grade`, `incident.same-grade`, `incident.no-such-report`, `incident.sent-already`,
`incident.lapsed`, `incident.before-known`, `incident.in-the-future`, `incident.not-sent`,
`incident.received-before-sent`, `incident.received-already`, `incident.handled-already`,
`incident.not-handled`, `incident.not-graded`, `incident.nobody-to-spare`, `incident.not-spared`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec.structs import replace

from yiwang.kernel import clocks
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.gaps import utc
from yiwang.kernel.incident_rules import CLOSING, PEOPLE, IncidentRules, ReportRule
from yiwang.kernel.incident_state import Grading, Owed, Reporting
from yiwang.kernel.limits import TIME_UNITS
from yiwang.kernel.refusal import Refusal

Answer = Reporting | Refusal

HOW: dict[str, dict[str, str]] = {
    "platform": {"zh": "报送平台", "en": "reporting platform"},
    "phone": {"zh": "电话", "en": "telephone"},
    "fax": {"zh": "传真", "en": "fax"},
    "paper": {"zh": "书面", "en": "on paper"},
    "mail": {"zh": "邮件", "en": "mail"},
    "notice": {"zh": "公告", "en": "public notice"},
}
"""By which way a report goes out."""


def begun(operator: str, known_at: datetime, now: datetime, calendar: Calendar, *, personal: bool) -> Answer:
    """Return the reporting of an incident that was discovered or became known at `known_at`."""
    if known_at > now:
        return _refused(
            "incident.not-known-yet",
            f"发现的时间 {_said(known_at, calendar)} 在现在 {_said(now, calendar)} 之后，请更正。",
            f"It cannot have been discovered at {_said(known_at, calendar)}: it is {_said(now, calendar)}.",
        )
    return Reporting(known_at=utc(known_at), operator=operator, personal=personal)


def graded(
    state: Reporting, rules: IncidentRules, grade: str, how: str, by: str, now: datetime, calendar: Calendar
) -> Answer:
    """Return the state after a grading: what it owes from now, what it owes no more."""
    if rules.rank(grade) < 0:
        known = "、".join(rules.grades)
        return _refused(
            "incident.no-such-grade",
            f"没有“{grade}”这一级，可选: {known}。",
            f"There is no grade {grade}; choose one of {', '.join(rules.grades)}.",
        )
    before = state.grade
    if grade == before:
        return _refused("incident.same-grade", f"已经是“{grade}”。", f"It is {grade} already.")
    now = utc(now)
    state = replace(state, gradings=(*state.gradings, Grading(at=now, by=by, grade=grade, how=how)))
    if before:
        word = "higher" if rules.rank(grade) > rules.rank(before) else "lower"
        if word == "lower":
            state = _lowered(state, rules, now)
        state = _told_again(state, rules, word, now)
    since = state.known_at if not before else now
    for rule in rules.reports:
        if rule.kind != CLOSING:
            state = _arises(state, rules, rule, since, calendar)
    return state if state.handled_at is None else _closing(state, rules, now, calendar)


def sent(state: Reporting, owed: str, how: str, at: datetime, now: datetime, calendar: Calendar) -> Answer:
    """Return the state after a report went out at `at`."""
    found = state.one(owed)
    if found is None:
        return _no_such(state, owed)
    if found.sent_at is not None:
        return _refused(
            "incident.sent-already",
            f"这份报告已在 {_said(found.sent_at, calendar)} 报出。",
            f"This report went out at {_said(found.sent_at, calendar)} already.",
        )
    if found.lapsed_at is not None:
        return _refused(
            "incident.lapsed",
            "事件降级以后这份报告不用报了；要报的请先重新定级。",
            "It lapsed when the grade was lowered; grade the incident anew if it is owed after all.",
        )
    refused = _not_then(state.known_at, at, now, calendar)
    if refused is not None:
        return refused
    return _put(state, replace(found, sent_at=utc(at), sent_how=how))


def received(
    state: Reporting, rules: IncidentRules, owed: str, at: datetime, now: datetime, calendar: Calendar
) -> Answer:
    """Return the state after those who were told confirmed it: what runs upon receipt runs."""
    found = state.one(owed)
    if found is None:
        return _no_such(state, owed)
    if found.sent_at is None:
        return _refused("incident.not-sent", "这份报告还没有报出。", "This report did not go out yet.")
    if found.received_at is not None:
        return _refused(
            "incident.received-already",
            f"收到的时间已经登记为 {_said(found.received_at, calendar)}。",
            f"Its receipt at {_said(found.received_at, calendar)} is recorded already.",
        )
    if at < found.sent_at or at > now:
        return _refused(
            "incident.received-before-sent",
            f"收到的时间 {_said(at, calendar)} 应当在报出 {_said(found.sent_at, calendar)} 和现在"
            f" {_said(now, calendar)} 之间。",
            f"A receipt lies between {_said(found.sent_at, calendar)}, when it went out, and"
            f" {_said(now, calendar)}; not {_said(at, calendar)}.",
        )
    state = _put(state, replace(found, received_at=utc(at)))
    if found.after:
        return state
    for rule in rules.reports:
        if rule.kind != CLOSING and rule.after == found.rule:
            state = _arises(state, rules, rule, utc(at), calendar)
    return state


def handled(
    state: Reporting, rules: IncidentRules, at: datetime, now: datetime, calendar: Calendar
) -> Answer:
    """Return the state once handling ended at `at`: the closing report is owed."""
    if not state.gradings:
        return _refused("incident.not-graded", "请先定级。", "Grade the incident first.")
    if state.handled_at is not None:
        return _refused(
            "incident.handled-already",
            f"处置已在 {_said(state.handled_at, calendar)} 结束。",
            f"Handling ended at {_said(state.handled_at, calendar)} already.",
        )
    refused = _not_then(state.known_at, at, now, calendar)
    if refused is not None:
        return refused
    return _closing(replace(state, handled_at=utc(at)), rules, utc(at), calendar)


def resumed(state: Reporting, rules: IncidentRules, now: datetime) -> Answer:
    """Return the state when handling goes on after all: a closing report still to go out is not owed yet."""
    if state.handled_at is None:
        return _refused("incident.not-handled", "处置还没有结束。", "Handling has not ended.")
    lines = rules.by_id()
    owed = tuple(
        replace(one, lapsed_at=utc(now)) if one.open and _kind(lines, one) == CLOSING else one
        for one in state.owed
    )
    return replace(state, handled_at=None, owed=owed)


def spared(state: Reporting, rules: IncidentRules, now: datetime) -> Answer:
    """Return the state when harm is effectively avoided and the people need not be told.

    Source: 个人信息保护法 第五十七条第二款; the authority may order otherwise (`ordered`).
    """
    lines = rules.by_id()
    waiting = [one for one in state.owed if one.open and _kind(lines, one) == PEOPLE]
    if not waiting:
        return _refused(
            "incident.nobody-to-spare",
            "没有还没告知的个人。",
            "There are no people who are still to be told.",
        )
    for one in waiting:
        state = _put(state, replace(one, lapsed_at=utc(now)))
    return replace(state, people_spared=True)


def ordered(state: Reporting, rules: IncidentRules, now: datetime, calendar: Calendar) -> Answer:
    """Return the state when the authority orders that the people be told after all."""
    if not state.people_spared:
        return _refused(
            "incident.not-spared", "没有免于告知。", "That the people are told was never given up."
        )
    state = replace(state, people_spared=False)
    for rule in rules.reports:
        if rule.kind == PEOPLE:
            state = _arises(state, rules, rule, utc(now), calendar)
    return state


def told_late(state: Reporting, now: datetime) -> tuple[Reporting, tuple[Owed, ...]]:
    """Return the state with what became late until now marked, and those reports."""
    late = tuple(one for one in state.owed if one.open and not one.told_late and one.due_at <= now)
    for one in late:
        state = _put(state, replace(one, told_late=True))
    return state, late


def _closing(state: Reporting, rules: IncidentRules, since: datetime, calendar: Calendar) -> Reporting:
    """Owe the closing report, once, if anybody is owed a report at all: of the highest grade it had."""
    if not any(one.lapsed_at is None for one in state.owed):
        return state
    highest = max((one.grade for one in state.gradings), key=rules.rank)
    for rule in rules.reports:
        binds = rule.kind == CLOSING and rules.bind(rule, state.operator, highest, personal=state.personal)
        if binds and not any(one.lapsed_at is None for one in _lines_of(state, rule.id)):
            state = _add(state, rule, since, calendar, highest)
    return state


def _arises(
    state: Reporting, rules: IncidentRules, rule: ReportRule, since: datetime, calendar: Calendar
) -> Reporting:
    """Add what a line owes if it binds, its beginning came, and it is not owed or sent already."""
    if not rules.bind(rule, state.operator, state.grade, personal=state.personal):
        return state
    if any(one.rule == rule.id and not one.after and one.lapsed_at is None for one in state.owed):
        return state
    if rule.kind == PEOPLE and state.people_spared:
        return state
    if rule.after:
        came = next((one.received_at for one in _lines_of(state, rule.after) if one.received_at), None)
        if came is None:
            return state
        since = max(came, since)
    return _add(state, rule, since, calendar, state.grade)


def _lines_of(state: Reporting, rule: str) -> list[Owed]:
    return [one for one in state.owed if one.rule == rule and not one.after]


def _lowered(state: Reporting, rules: IncidentRules, now: datetime) -> Reporting:
    lines = rules.by_id()
    owed = tuple(
        replace(one, lapsed_at=now)
        if one.open
        and one.due_at > now
        and one.rule in lines
        and lines[one.rule].kind != CLOSING  # who was told of it is told how it ended
        and not one.after
        and not rules.bind(lines[one.rule], state.operator, state.grade, personal=state.personal)
        else one
        for one in state.owed
    )
    return replace(state, owed=owed)


def _told_again(state: Reporting, rules: IncidentRules, word: str, now: datetime) -> Reporting:
    """Owe those who were told a further report, at once; one still to go out says the newest grade."""
    lines = rules.by_id()
    for told in [one for one in state.owed if one.sent_at is not None and not one.after]:
        if _kind(lines, told) == CLOSING:
            continue
        waiting = next((one for one in state.owed if one.rule == told.rule and one.after and one.open), None)
        if waiting is not None:
            state = _put(state, replace(waiting, after=word, grade=state.grade))
            continue
        number = sum(one.rule == told.rule for one in state.owed) + 1
        further = Owed(
            after=word,
            due_at=now,
            grade=state.grade,
            id=f"{told.rule}-{number}",
            rule=told.rule,
            started_at=now,
        )
        state = replace(state, owed=(*state.owed, further))
    return state


def _kind(lines: Mapping[str, ReportRule], one: Owed) -> str:
    rule = lines.get(one.rule)
    return rule.kind if rule is not None else ""


def _add(state: Reporting, rule: ReportRule, since: datetime, calendar: Calendar, grade: str) -> Reporting:
    number = sum(one.rule == rule.id for one in state.owed)
    due = clocks.due(
        rule.within, since, calendar, ends="instant" if _in_time(rule) else "day-end", if_holiday="as-is"
    )
    assert not isinstance(due, Refusal), "checked with the pack: hours, minutes, at once, or days"
    owed = Owed(
        due_at=due.at,
        grade=grade,
        id=rule.id if number == 0 else f"{rule.id}-{number + 1}",
        rule=rule.id,
        started_at=since,
    )
    return replace(state, owed=(*state.owed, owed))


def _in_time(rule: ReportRule) -> bool:
    return rule.within.unit in TIME_UNITS or rule.within.unit == "at_once"


def _put(state: Reporting, new: Owed) -> Reporting:
    return replace(state, owed=tuple(new if one.id == new.id else one for one in state.owed))


def _not_then(known_at: datetime, at: datetime, now: datetime, calendar: Calendar) -> Refusal | None:
    if at < known_at:
        return _refused(
            "incident.before-known",
            f"时间 {_said(at, calendar)} 早于发现的时间 {_said(known_at, calendar)}。",
            f"{_said(at, calendar)} lies before its discovery at {_said(known_at, calendar)}.",
        )
    if at > now:
        return _refused(
            "incident.in-the-future",
            f"时间 {_said(at, calendar)} 在现在 {_said(now, calendar)} 之后。",
            f"{_said(at, calendar)} lies after now, {_said(now, calendar)}.",
        )
    return None


def _no_such(state: Reporting, owed: str) -> Refusal:
    known = [one.id for one in state.owed]
    return _refused(
        "incident.no-such-report",
        f"没有“{owed}”这份报告，有的是: {'、'.join(known) or '无'}。",
        f"There is no report {owed}; there are {', '.join(known) or 'none'}.",
    )


def _said(at: datetime, calendar: Calendar) -> str:
    """Return a moment as the city's clocks show it."""
    return at.astimezone(calendar.zone).strftime("%Y-%m-%d %H:%M:%S")


def _refused(code: str, zh: str, en: str) -> Refusal:
    return Refusal(code=code, zh=zh, en=en)
