"""Meeting the parties: 听证 (hearing) and 现场核查 (on-site visit), each with appointment and record.

Source: 行政许可法 第四十五条 (a hearing is not counted), 第四十八条 (notice seven days before, led by
somebody who does not examine the case, kept in a record on which the decision rests), 第三十四条第三款
(two or more go on a visit, whose time is counted: no clause leaves it out).
"""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.draft import HEARING, VISIT, beside, handles, holds_position_in, paper
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.calendar import CalendarError
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.commands import ArrangeVisit, CallHearing, CallOff, Context, HoldHearing, RecordVisit
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

INTERVAL = "hearing"  # what clocks of packs call the time of a hearing
NOTICE_DAYS = 7  # 行政许可法 第四十八条第一款第一项; in working days, 第八十二条
CAUSES = ("law", "public", "asked")  # 第四十六条 (twice), 第四十七条
VISITORS = 2  # 行政许可法 第三十四条第三款
OUTCOMES = ("pass", "fail", "not-done")


def call_hearing(case: Case, command: CallHearing, context: Context, matter: Matter) -> Answer:
    """听证通知: told seven working days before; the clocks that do not count a hearing stand still."""
    if beside(case, HEARING):
        return Refusal(
            code="hearing.called-already",
            zh="已经通知听证，举行或取消以后才能再通知。",
            en="A hearing is called already; hold it or call it off first.",
            params={"number": case.number},
        )
    refused = _not_in_time(command.at, context) or _wrong_host(case, command.host, context)
    if refused is not None:
        return refused
    if not command.place.strip() or command.cause not in CAUSES:
        return Refusal(
            code="hearing.place-missing",
            zh="请写明听证的地点和缘由。",
            en="Say where the hearing is held, and why there is one.",
            params={"cause": command.cause, "causes": list(CAUSES)},
        )
    drawn = any(task.interval == INTERVAL for task in case.tasks)  # then the process itself holds the clocks
    task = Task(
        assignee=command.host,
        body=case.lead,
        due_at=command.at,
        id=HEARING,
        interval="" if drawn else INTERVAL,
        node=HEARING,
        opened_at=context.now,
        role=_role_of(command.host, case.lead, context),
    )
    delta = Delta(
        about={
            "at": command.at.isoformat(),
            "cause": command.cause,
            "host": command.host,
            "place": command.place.strip(),
        },
        clocks=timekeeping.with_intervals(case.clocks, {}, (task,), (), context, matter),
        opened=(task,),
        paper=paper(case, "hearing", context, case.lead),
        sealed=command.sealed,
    )
    return (Event("case.hearing-called", delta),)


def _not_in_time(at: datetime, context: Context) -> Refusal | None:
    calendar = context.city.calendar
    day = calendar.local_date(at)
    try:
        last = calendar.working_day_before(day, NOTICE_DAYS)
    except CalendarError:
        last = day
    today = calendar.local_date(context.now)
    if last >= today and last < day:
        return None
    return Refusal(
        code="hearing.notice-too-short",
        zh=f"听证应当在七日前（工作日）通知: {day} 举行的，最迟 {last} 通知，今天是 {today}。",
        en=f"Seven working days' notice is due: for {day} it had to be given by {last}; today is {today}.",
        params={"on": day.isoformat(), "by": last.isoformat(), "today": today.isoformat()},
    )


def _wrong_host(case: Case, host: str, context: Context) -> Refusal | None:
    if not holds_position_in(host, case.lead, context):
        return Refusal(
            code="case.wrong-person",
            zh="听证主持人应当是主责单位的工作人员。",
            en="Whoever leads the hearing must hold a position in the lead body.",
            params={"body": case.lead},
        )
    if host == context.actor.person or handles(case, host):
        return Refusal(
            code="hearing.host-handles",
            zh="听证主持人不能是审查本件的人（行政许可法第四十八条第一款第三项）。",
            en="Whoever examines the case cannot lead its hearing (Administrative Licensing Law, 48).",
            params={"number": case.number},
        )
    return None


def _role_of(person: str, body: str, context: Context) -> str:
    if context.holders is not None:
        return next(one.role for one in context.holders[person] if one.body == body)
    return context.city.positions[context.city.persons[person].position].role


def hold_hearing(case: Case, command: HoldHearing, context: Context, matter: Matter) -> Answer:
    """听证笔录: kept by who led it; the clocks go on."""
    task = case.task(HEARING)
    if task is None:
        return no_task(case, HEARING)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if "record" not in command.sealed:
        return Refusal(code="hearing.record-missing", zh="请写入听证笔录。", en="Give the record.")
    early = _too_early(task.due_at, context)
    if early is not None:
        return early
    delta = Delta(clocks=_resumed(case, task, context, matter), closed=(HEARING,), sealed=command.sealed)
    return (Event("case.hearing-held", delta),)


def _resumed(case: Case, task: Task, context: Context, matter: Matter) -> timekeeping.Clocks:
    return timekeeping.with_intervals(case.clocks, {}, (), (task,), context, matter) if task.interval else {}


def _too_early(at: datetime | None, context: Context) -> Refusal | None:
    """Refuse a record of what was not held yet; on its own day it may be written before the hour."""
    calendar = context.city.calendar
    if at is None or calendar.local_date(context.now) >= calendar.local_date(at):
        return None
    day = calendar.local_date(at).isoformat()
    return Refusal(
        code="case.not-held-yet",
        zh=f"约定在 {day}，还没有举行，不能记录。",
        en=f"It is arranged for {day} and was not held yet.",
        params={"on": day},
    )


def arrange_visit(case: Case, command: ArrangeVisit, context: Context, matter: Matter) -> Answer:
    """约定现场核查: two or more people of the lead body or one that assists, in a window of time."""
    if not context.now <= command.since < command.until:
        return Refusal(
            code="visit.wrong-window",
            zh="核查的时间段应当从现在以后开始，并早于结束时间。",
            en="The window of a visit begins after now and before it ends.",
            params={"since": command.since.isoformat(), "until": command.until.isoformat()},
        )
    visitors = tuple(dict.fromkeys(command.visitors))
    if len(visitors) < VISITORS:
        return Refusal(
            code="visit.too-few",
            zh=f"现场核查应当有两名以上工作人员，现在是 {len(visitors)} 名（行政许可法第三十四条第三款）。",
            en=f"Two or more go on a visit, not {len(visitors)} (Administrative Licensing Law, article 34).",
            params={"visitors": len(visitors), "least": VISITORS},
        )
    bodies = (case.lead, *case.assisting)
    strangers = [one for one in visitors if not any(holds_position_in(one, b, context) for b in bodies)]
    if strangers:
        return Refusal(
            code="case.wrong-person",
            zh="核查人员应当是主责单位或协办单位的工作人员。",
            en="Those who visit hold a position in the lead body or one that assists.",
            params={"strangers": len(strangers)},
        )
    who, body, role = _who_records(visitors, bodies, context)
    task = Task(
        assignee=who,
        body=body,
        due_at=command.until,
        id=f"{VISIT}:{case.events + 1}",
        node=VISIT,
        opened_at=context.now,
        role=role,
    )
    delta = Delta(
        about={
            "since": command.since.isoformat(),
            "task": task.id,
            "until": command.until.isoformat(),
            "visitors": list(visitors),
        },
        opened=(task,),
        sealed=command.sealed,
    )
    return (Event("case.visit-arranged", delta),)


def _who_records(
    visitors: tuple[str, ...], bodies: tuple[str, ...], context: Context
) -> tuple[str, str, str]:
    """Return (person, body, role) of who writes down what is found: an inspector, else who is named first."""
    found = [
        (one, body, _role_of(one, body, context))
        for one in visitors
        for body in bodies
        if holds_position_in(one, body, context)
    ]
    return next((one for one in found if one[2] == "inspector"), found[0])


def record_visit(case: Case, command: RecordVisit, context: Context, matter: Matter) -> Answer:
    """现场核查情况: what was found; the words and the photos are sealed."""
    task = case.task(command.task)
    if task is None or task.node != VISIT:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if command.outcome not in OUTCOMES or "findings" not in command.sealed:
        return Refusal(
            code="visit.findings-missing",
            zh="请选核查结论，并写明看到的情况。",
            en="Choose the outcome of the visit and say what was found.",
            params={"outcome": command.outcome, "outcomes": list(OUTCOMES)},
        )
    photos = sum(1 for name in command.sealed if name.startswith("photo#"))
    about = {"outcome": command.outcome, "photos": photos, "task": task.id}
    return (Event("case.visit-made", Delta(about=about, closed=(task.id,), sealed=command.sealed)),)


def call_off(case: Case, command: CallOff, context: Context, matter: Matter) -> Answer:
    """取消: with its reason; a clock that the hearing held goes on."""
    task = case.task(command.task)
    if task is None or task.node not in (HEARING, VISIT):
        return no_task(case, command.task)
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="取消必须写明理由。", en="Give the reason.")
    delta = Delta(
        about={"node": task.node, "task": task.id},
        clocks=_resumed(case, task, context, matter),
        closed=(task.id,),
        sealed=command.sealed,
    )
    return (Event("case.called-off", delta),)
