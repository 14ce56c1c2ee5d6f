"""网络安全事件: its reports follow from its grade; each that is owed is a task with its last moment.

What is owed is worked out in `kernel.incident_reporting` from the pack's lines. Here it meets the case: it
begins when the process does, moves when the case is graded anew or its handling ends, and holds up its end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from yiwang.kernel import incident_reporting as reporting
from yiwang.kernel.access import Target, may
from yiwang.kernel.acts.timekeeping import Uncounted
from yiwang.kernel.case import Case, Delta, Event, Sealed, Task, evolve, opened
from yiwang.kernel.commands import Context, File
from yiwang.kernel.incident_commands import (
    ConfirmReport,
    GradeIncident,
    OrderTelling,
    SendReport,
    SparePeople,
)
from yiwang.kernel.incident_rules import INCIDENT
from yiwang.kernel.incident_state import Reporting
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_here

Answer = tuple[Event, ...] | Refusal

REPORT = "act:report"
OFFICER = "officer"


def may_open(command: File, matter: Matter, context: Context) -> bool:
    """Say whether the actor may record an incident: whoever handles those of the body that leads it."""
    found = responsible_here(context.city, matter, command.place)
    if isinstance(found, Refusal):
        return False
    return may(context.actor, "incident.open", Target(lead=found.lead, bodies=(found.lead,)), context.purpose)


def grade(case: Case, command: GradeIncident, context: Context, matter: Matter) -> Answer:
    """重新定级, by a person, with the reason: what that owes is owed from now."""
    state = _with_reason(case, command.sealed)
    if isinstance(state, Refusal):
        return state
    rules, calendar = context.city.incident_rules, context.city.calendar
    by = context.actor.person
    made = reporting.graded(state, rules, command.grade, "person", by, context.now, calendar)
    about = {"by": by, "former": state.grade, "grade": command.grade}
    field = rules.fields.get("grade", "grade")
    return _changed(case, "case.graded", made, about, context, command.sealed, {field: command.grade})


def send(case: Case, command: SendReport, context: Context, matter: Matter) -> Answer:
    """报出 a report that is owed."""
    state = _of(case)
    if isinstance(state, Refusal):
        return state
    if command.how not in reporting.HOW:
        return Refusal(
            code="incident.no-such-way",
            zh=f"没有“{command.how}”这种报告方式，可选: {'、'.join(reporting.HOW)}。",
            en=f"A report goes out by one of {', '.join(reporting.HOW)}, not {command.how}.",
            params={"how": command.how},
        )
    calendar = context.city.calendar
    made = reporting.sent(state, command.owed, command.how, command.at, context.now, calendar)
    about = {"by": context.actor.person, "how": command.how, "owed": command.owed}
    return _changed(case, "case.report-sent", made, about, context, command.sealed)


def confirm(case: Case, command: ConfirmReport, context: Context, matter: Matter) -> Answer:
    """收到: what runs upon receipt runs."""
    state = _of(case)
    if isinstance(state, Refusal):
        return state
    rules, calendar = context.city.incident_rules, context.city.calendar
    made = reporting.received(state, rules, command.owed, command.at, context.now, calendar)
    about = {"by": context.actor.person, "owed": command.owed}
    return _changed(case, "case.report-received", made, about, context, command.sealed)


def spare(case: Case, command: SparePeople, context: Context, matter: Matter) -> Answer:
    """免于告知个人, with the reason."""
    state = _with_reason(case, command.sealed)
    if isinstance(state, Refusal):
        return state
    made = reporting.spared(state, context.city.incident_rules, context.now)
    about = {"by": context.actor.person}
    return _changed(case, "case.people-spared", made, about, context, command.sealed)


def order(case: Case, command: OrderTelling, context: Context, matter: Matter) -> Answer:
    """责令告知个人, with the authority's order as the reason."""
    state = _with_reason(case, command.sealed)
    if isinstance(state, Refusal):
        return state
    rules, calendar = context.city.incident_rules, context.city.calendar
    made = reporting.ordered(state, rules, context.now, calendar)
    about = {"by": context.actor.person}
    return _changed(case, "case.telling-ordered", made, about, context, command.sealed)


def late(case: Case, context: Context) -> tuple[Event, ...]:
    """Record that reports became late: once each, at the moment the clock finds it."""
    if case.reporting is None:
        return ()
    state, found = reporting.told_late(case.reporting, context.now)
    if not found:
        return ()
    return (Event("case.report-late", Delta(about={"owed": [one.id for one in found]}, reporting=state)),)


def with_reports(case: Case | None, events: Answer, context: Context) -> Answer:
    """Add to what happens to an incident's case what follows for its reports.

    Raises:
        Uncounted: the time of discovery cannot be; the whole act is refused.
    """
    if isinstance(events, Refusal):
        return events
    made: list[Event] = []
    for event in events:
        if case is not None and case.kind == INCIDENT:
            event = _with_reports(case, event, context)
            if event.type == "case.closed" and (refused := _still_owed(case)) is not None:
                return refused
        made.append(event)
        case = (
            evolve(case, event, context.now)
            if case is not None
            else opened(event, context.city.pack, context.now)
        )
    return tuple(made)


def _with_reports(case: Case, event: Event, context: Context) -> Event:
    rules, delta = context.city.incident_rules, event.data
    if event.type == "case.accepted" and case.reporting is None:
        state = _first(case, delta, context)
    elif event.type == "case.task-completed" and case.reporting is not None:
        node, was = delta.about.get("node"), case.reporting
        state = was
        if node == rules.steps.get("handle") and was.handled_at is None:
            state = _sure(reporting.handled(was, rules, context.now, context.now, context.city.calendar))
        elif was.handled_at is not None and any(
            one.node == rules.steps.get("handle") for one in delta.opened
        ):
            state = _sure(reporting.resumed(was, rules, context.now))
        if state == was:
            return event
    else:
        return event
    more, gone = _tasks(case, state, context.now)
    changed = replace(delta, closed=(*delta.closed, *gone), opened=(*delta.opened, *more), reporting=state)
    return replace(event, data=changed)


def _first(case: Case, delta: Delta, context: Context) -> Reporting:
    """Return the reporting of a case whose process begins: from its form, and graded if a rule did."""
    rules = context.city.incident_rules
    facts = {**case.facts, **delta.facts}
    known = _moment(facts.get(rules.fields.get("known", "")), context.now)
    operator = str(facts.get(rules.fields.get("operator", ""), ""))
    if operator not in rules.operators:
        raise Uncounted(
            Refusal(
                code="incident.no-such-operator",
                zh=f"没有“{operator}”这类运营者，可选: {'、'.join(rules.operators)}。",
                en=f"The operator is one of {', '.join(rules.operators)}, not {operator or 'none'}.",
                params={"operator": operator},
            )
        )
    personal = facts.get(rules.fields.get("personal", "")) is True
    state = _sure(reporting.begun(operator, known, context.now, context.city.calendar, personal=personal))
    found = str(facts.get(rules.fields.get("grade", ""), ""))
    if not found:
        return state
    return _sure(
        reporting.graded(
            state, rules, found, "rule", context.actor.person, context.now, context.city.calendar
        )
    )


def _moment(value: object, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Uncounted(
            Refusal(
                code="incident.known-missing",
                zh="没有发现事件的时间，请写明年月日时分。",
                en="The time of discovery is missing; give day, hour and minute.",
            )
        )
    return found


def _sure(made: Reporting | Refusal) -> Reporting:
    if isinstance(made, Refusal):
        raise Uncounted(made)
    return made


def _changed(
    case: Case,
    type_: str,
    made: Reporting | Refusal,
    about: dict[str, Any],
    context: Context,
    sealed: dict[str, Sealed],
    facts: dict[str, Any] | None = None,
) -> Answer:
    if isinstance(made, Refusal):
        return made
    more, gone = _tasks(case, made, context.now)
    delta = Delta(about=about, closed=gone, facts=facts or {}, opened=more, reporting=made, sealed=sealed)
    return (Event(type_, delta),)


def _tasks(case: Case, state: Reporting, now: datetime) -> tuple[tuple[Task, ...], tuple[str, ...]]:
    """Return the tasks that open and the ids of those that close: one for each report still to go out."""
    wanted = {f"{REPORT}:{one.id}": one for one in state.owed if one.open}
    there = {one.id for one in case.tasks if one.node == REPORT}
    more = tuple(
        Task(body=case.lead, due_at=one.due_at, id=id, node=REPORT, opened_at=now, role=OFFICER)
        for id, one in wanted.items()
        if id not in there
    )
    return more, tuple(sorted(there - wanted.keys()))


def _still_owed(case: Case) -> Refusal | None:
    open_ = [one for one in case.reporting.owed if one.open] if case.reporting is not None else []
    if not open_:
        return None
    named = "、".join(one.id for one in open_)
    return Refusal(
        code="incident.reports-owed",
        zh=f"还有 {len(open_)} 份报告没有报出（{named}），不能办结。",
        en=f"{len(open_)} reports did not go out yet ({', '.join(one.id for one in open_)}); "
        "it cannot be closed.",
        params={"owed": [one.id for one in open_]},
    )


def _of(case: Case) -> Reporting | Refusal:
    if case.reporting is not None:
        return case.reporting
    return Refusal(
        code="incident.not-one",
        zh=f"办件 {case.number} 不是网络安全事件，不能这样办理。",
        en=f"Case {case.number} is not a cyber incident; this cannot be done with it.",
        params={"number": case.number},
    )


def _with_reason(case: Case, sealed: dict[str, Sealed]) -> Reporting | Refusal:
    if "reason" in sealed:
        return _of(case)
    return Refusal(code="case.reason-missing", zh="必须写明理由。", en="Give the reason.")
