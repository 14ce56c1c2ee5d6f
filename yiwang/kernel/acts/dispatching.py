"""派遣 and 退回: who has an event. Whoever got it first leads until the desk, or the clock, decides.

An objection comes within the pack's time, with its reason and the body whose it is; so often may it come
back, and no more. Each decision is a line proposed to the responsibility table. No text on this was at hand:
the shape is our own rule, the figures are the pack's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yiwang.kernel import clocks as rules
from yiwang.kernel.acts.grading import for_another_body, severity_moved
from yiwang.kernel.acts.tasks import holds_task, no_task, not_yours
from yiwang.kernel.acts.timekeeping import Uncounted
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.commands import Context
from yiwang.kernel.desk_state import Desk, Line, Objection
from yiwang.kernel.dispatch_commands import Dispatch, MoveSeverity, ObjectDispatch, ReviewObjection
from yiwang.kernel.event_kinds import EVENT
from yiwang.kernel.limits import TIME_UNITS, parse
from yiwang.kernel.matter import City, LeadRule, Matter
from yiwang.kernel.periods import Ends
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import body_by_rule

Answer = tuple[Event, ...] | Refusal

OBJECTION = "act:objection"
DISPATCHER, GRID = "dispatcher", "grid"


def desk_of(case: Case) -> Desk:
    """Return how the dispatch of a case stands."""
    return case.desk or Desk()


def no_event(case: Case) -> Refusal | None:
    """Say that a case is not an event's: these acts are of events alone."""
    if case.kind == EVENT:
        return None
    return Refusal(
        code="event.not-one",
        zh=f"办件 {case.number} 不是事件，不能这样办理。",
        en=f"Case {case.number} is not an event; this cannot be done with it.",
        params={"number": case.number},
    )


def desk_body(city: City, place: str) -> str:
    """Return the body that dispatches events of a place, "" where the pack names none."""
    if not city.event_rules.desk:
        return ""
    found = body_by_rule(city, LeadRule(function=city.event_rules.desk), city.above(place))
    return found if isinstance(found, str) else ""


def due_in(limit: str, at: datetime, context: Context) -> datetime | None:
    """Return when a limit of the pack's is over: hours to the minute, days at their end; None for ""."""
    if not limit:
        return None
    read = parse(limit)
    if isinstance(read, Refusal):
        raise Uncounted(read)
    ends: Ends = "instant" if read.unit in TIME_UNITS else "day-end"
    found = rules.due(read, at, context.city.calendar, ends=ends)
    if isinstance(found, Refusal):
        raise Uncounted(found)
    return found.at


def begun(case: Case, context: Context) -> Desk | None:
    """Return the dispatch of an event whose process begins: the table's body has it from now."""
    if case.kind != EVENT:
        return None
    respond = due_in(context.city.event_rules.respond, context.now, context)
    before = desk_of(case)
    return Desk(dispatched_at=context.now, lines=before.lines, pictures=before.pictures, respond_due=respond)


def dispatch(case: Case, command: Dispatch, context: Context, matter: Matter) -> Answer:
    """派遣 or 改派, by the desk: to a body, and there to a person."""
    refused = no_event(case) or not_the_desk(case, context) or _no_body(command.body, "", context)
    if refused is not None:
        return refused
    moves = command.body != case.lead
    if moves and "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="改派必须写明理由。", en="Give the reason.")
    refused = _nobody_there(case, command.body, context, matter) if moves else None
    if refused is not None:
        return refused
    tasks = _moved(case, command.body, context, matter) if moves else _of_lead(case)
    if command.person:
        able = [one for one in tasks if holds_task(command.person, one, context)]
        if not able:
            return Refusal(
                code="case.wrong-person",
                zh="这个人没有办理这一步的岗位。",
                en="This person does not hold the position for the open step.",
                params={"body": command.body},
            )
        given = msgspec.structs.replace(able[0], assignee=command.person)
        tasks = tuple(given if one.id == given.id else one for one in tasks)
    elif not moves:
        return ()
    about: dict[str, Any] = {"body": command.body, "by": context.actor.person}
    if moves:
        about["former"] = case.lead
    delta = Delta(
        about=about,
        clocks=for_another_body(case, context, matter) if moves else {},
        closed=(OBJECTION,) if moves and case.task(OBJECTION) else (),
        desk=_with_new_body(case, command.body, "desk", context) if moves else None,
        lead=command.body if moves else "",
        opened=tasks,
        sealed=command.sealed,
    )
    return (Event("case.dispatched", delta),)


def _with_new_body(case: Case, body: str, by: str, context: Context) -> Desk:
    """Return the dispatch after a decision about whose it is."""
    desk = desk_of(case)
    line = Line(at=context.now, body=body, by=by, former=case.lead)
    lines = (*desk.lines, line)
    if body == case.lead:
        return msgspec.structs.replace(desk, lines=lines, objection=None)
    respond = due_in(context.city.event_rules.respond, context.now, context)
    return msgspec.structs.replace(
        desk,
        dispatched_at=context.now,
        lines=lines,
        objection=None,
        respond_due=respond,
        responded_at=None,
    )


def _moved(case: Case, body: str, context: Context, matter: Matter) -> tuple[Task, ...]:
    return tuple(
        msgspec.structs.replace(one, assignee="", body=body, role=_role_in(body, one, context, matter))
        for one in _of_lead(case)
    )


def _role_in(body: str, task: Task, context: Context, matter: Matter) -> str:
    """Return who does a step in a body: the role the step names, else its grid workers."""
    node = matter.net.nodes.get(task.node) if matter.net is not None else None
    wanted = node.position.role if node is not None and node.position is not None else task.role
    there = {one.role for one in context.city.positions.values() if one.body == body}
    return GRID if wanted not in there and GRID in there else wanted


def _nobody_there(case: Case, body: str, context: Context, matter: Matter) -> Refusal | None:
    there = {one.role for one in context.city.positions.values() if one.body == body}
    if {one.role for one in _moved(case, body, context, matter)} <= there:
        return None
    named = context.city.bodies[body].title
    return Refusal(
        code="event.nobody-there",
        zh=f"{named['zh']}没有能办这一步的岗位，不能派给它。",
        en=f"{named['en']} has no position that can do this step; it cannot be given to it.",
        params={"body": body},
    )


def _of_lead(case: Case) -> tuple[Task, ...]:
    return tuple(one for one in case.tasks if one.body == case.lead and one.id != OBJECTION)


def not_the_desk(case: Case, context: Context) -> Refusal | None:
    """Say that only the dispatchers of the nearest desk do this."""
    desk = desk_body(context.city, case.place)
    if context.actor.kind == "system" or (desk and context.actor.holds(DISPATCHER, desk)):
        return None
    named = context.city.bodies[desk].title if desk else {"zh": "派遣岗", "en": "the dispatch desk"}
    return Refusal(
        code="event.not-the-desk",
        zh=f"派遣和审核退回由{named['zh']}的派遣岗办理。",
        en=f"Dispatching is for the dispatchers of {named['en']}.",
        params={"desk": desk},
        next_body=desk,
    )


def _no_body(body: str, lead: str, context: Context) -> Refusal | None:
    if body in context.city.bodies and body != lead:
        return None
    return Refusal(
        code="case.wrong-body",
        zh=f"请选择另一个有效的单位（现在是“{body}”）。",
        en=f"Choose another body that exists, not {body or 'none'}.",
        params={"body": body},
    )


def move_severity(case: Case, command: MoveSeverity, context: Context, matter: Matter) -> Answer:
    """改定级, by the desk, with a reason: both values stand in the entry, the clocks follow."""
    refused = no_event(case) or not_the_desk(case, context)
    return refused if refused is not None else severity_moved(case, command, context, matter)


def object_dispatch(case: Case, command: ObjectDispatch, context: Context, matter: Matter) -> Answer:
    """退回: with its reason and the body whose it is; it stays with the body until that is decided."""
    refused = no_event(case) or _no_body(command.body, case.lead, context) or _too_often(case, context)
    if refused is not None:
        return refused
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="退回必须写明理由。", en="Give the reason.")
    desk, given = desk_of(case), context.city.event_rules
    since = desk.dispatched_at or case.opened_at
    until = due_in(given.object_within, since, context)
    if until is not None and context.now > until:
        zone = context.city.calendar.zone
        last = until.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        at = context.now.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        return Refusal(
            code="event.objection-late",
            zh=f"退回应当在派遣后 {given.object_within} 内提出，最迟 {last}，现在是 {at}。"
            "请先办理，或者请派遣岗改派。",
            en=f"An objection comes within {given.object_within} of the dispatch, by {last}; it is {at}. "
            "Deal with it, or ask the desk to dispatch it anew.",
            params={"by": last, "at": at},
            next_body=desk_body(context.city, case.place),
        )
    due_at = due_in(given.review, context.now, context)
    objection = Objection(at=context.now, body=case.lead, due_at=due_at, proposed=command.body)
    task = Task(
        body=desk_body(context.city, case.place) or case.lead,
        due_at=due_at,
        id=OBJECTION,
        node=OBJECTION,
        opened_at=context.now,
        role=DISPATCHER,
    )
    delta = Delta(
        about={"by": case.lead, "proposed": command.body},
        desk=msgspec.structs.replace(desk, objection=objection),
        opened=(task,),
        sealed=command.sealed,
    )
    return (Event("case.dispatch-objected", delta),)


def _too_often(case: Case, context: Context) -> Refusal | None:
    desk, most = desk_of(case), context.city.event_rules.object_times
    if desk.objection is not None:
        return Refusal(
            code="event.objected-already",
            zh="已经退回，正在等派遣岗审核；审核以前由您单位先办。",
            en="It was objected to already and the desk reviews that; until then it is yours.",
            params={"number": case.number},
        )
    if desk.returns < most:
        return None
    return Refusal(
        code="event.objected-too-often",
        zh=f"这个事件已经退回 {desk.returns} 次，至多 {most} 次；现在由您单位办结，不能再退回。",
        en=f"This event came back {desk.returns} times, and {most} is the most: it is yours to deal with.",
        params={"returns": desk.returns, "most": most},
    )


def review_objection(case: Case, command: ReviewObjection, context: Context, matter: Matter) -> Answer:
    """审核退回, by the desk: another body leads from now on, or it stays; either is a line for the table."""
    objection = desk_of(case).objection
    task = case.task(command.task)
    if task is None or task.node != OBJECTION or objection is None:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if command.outcome not in ("grant", "deny"):
        return Refusal(
            code="event.no-such-outcome",
            zh="请选择同意退回或不同意。",
            en="Grant the objection or deny it.",
            params={"outcome": command.outcome},
        )
    if command.outcome == "deny" and "reason" not in command.sealed:
        return Refusal(
            code="case.reason-missing", zh="不同意退回必须写明理由。", en="A denial gives its reason."
        )
    body = case.lead
    if command.outcome == "grant":
        body = command.body or objection.proposed
        refused = _no_body(body, case.lead, context) or _nobody_there(case, body, context, matter)
        if refused is not None:
            return refused
    return (_decided(case, body, "desk", command.sealed, context, matter),)


def _decided(
    case: Case, body: str, by: str, sealed: dict[str, Any], context: Context, matter: Matter
) -> Event:
    desk = _with_new_body(case, body, by, context)
    moves = body != case.lead
    about = {"body": body, "by": by, "former": case.lead, "outcome": "grant" if moves else "deny"}
    delta = Delta(
        about=about,
        clocks=for_another_body(case, context, matter) if moves else {},
        closed=(OBJECTION,),
        desk=msgspec.structs.replace(desk, returns=desk.returns + 1),
        lead=body if moves else "",
        opened=_moved(case, body, context, matter) if moves else (),
        sealed=sealed,
    )
    return Event("case.objection-decided", delta)


def decided_by_clock(case: Case, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Let an objection that the desk did not decide in time fail: whoever got the event first has it."""
    objection = desk_of(case).objection
    if objection is None or objection.due_at is None or objection.due_at > context.now:
        return ()
    return (_decided(case, case.lead, "clock", {}, context, matter),)
