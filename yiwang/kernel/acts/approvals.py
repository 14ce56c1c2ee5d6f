"""请示 and 审批 of an event: 延期, 缓办, 挂账, 作废. Nobody approves what they asked for."""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.acts import holding
from yiwang.kernel.acts.dispatching import DISPATCHER, desk_body, desk_of, due_in, no_event
from yiwang.kernel.acts.outcome import make_void
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.acts.timing import extended_by
from yiwang.kernel.case import Case, Delta, Event, Task
from yiwang.kernel.commands import Context, Extend, MakeVoid
from yiwang.kernel.desk_state import Asked, Desk
from yiwang.kernel.dispatch_commands import AskApproval, GiveApproval
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

APPROVAL = "act:approval"
EXTEND, POSTPONE, ON_HOLD, VOIDED = "extend", "postpone", "hold", "void"
WHAT = (EXTEND, POSTPONE, ON_HOLD, VOIDED)
BY_DESK = frozenset({ON_HOLD, VOIDED})
"""What the dispatch desk approves; the rest is for the head of the body that leads."""


def ask_approval(case: Case, command: AskApproval, context: Context, matter: Matter) -> Answer:
    """请示: a task for who approves, with all that is asked for."""
    refused = no_event(case) or _unsound(case, command, context, matter)
    if refused is not None:
        return refused
    asked = Asked(
        amount=command.amount,
        by=context.actor.person,
        cause=command.cause,
        clock=command.clock,
        ground=command.ground,
        owner=command.owner,
        until=command.until,
        what=command.what,
    )
    desk = desk_of(case)
    task = _approver(case, command.what, context)
    delta = Delta(
        about={"what": command.what},
        desk=msgspec.structs.replace(desk, asked=(*desk.asked, asked)),
        opened=(task,),
        sealed=command.sealed,
    )
    return (Event("case.approval-asked", delta),)


def _approver(case: Case, what: str, context: Context) -> Task:
    desk = desk_body(context.city, case.place) if what in BY_DESK else ""
    body, role = (desk, DISPATCHER) if desk else (case.lead, "chief")
    return Task(body=body, id=f"{APPROVAL}:{what}", node=APPROVAL, opened_at=context.now, role=role)


def _unsound(case: Case, command: AskApproval, context: Context, matter: Matter) -> Refusal | None:
    if command.what not in WHAT:
        return Refusal(
            code="event.nothing-to-approve",
            zh=f"没有“{command.what}”这种请示，可选: 延期、缓办、挂账、作废。",
            en=f"Ask for one of {', '.join(WHAT)}, not {command.what}.",
            params={"what": command.what},
        )
    if any(one.what == command.what for one in desk_of(case).asked):
        return Refusal(
            code="event.asked-already",
            zh="已经请示过，正在等审批。",
            en="That was asked for already and waits for approval.",
            params={"what": command.what},
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="请示必须写明理由。", en="Give the reason.")
    if command.what == EXTEND and (command.clock not in case.clocks or not command.amount):
        return Refusal(
            code="clock.unknown",
            zh=f"这个办件没有正在计算的时限 {command.clock}。",
            en=f"No clock called {command.clock} runs in this case.",
            params={"clock": command.clock},
        )
    if command.what in (POSTPONE, ON_HOLD):
        return _bad_date(case, command.until, context) or _bad_hold(command, context)
    return None


def _bad_date(case: Case, until: datetime | None, context: Context) -> Refusal | None:
    """Refuse a next date that is missing, over, or too far."""
    zone = context.city.calendar.zone
    if until is None or until <= context.now:
        said = until.astimezone(zone).date().isoformat() if until is not None else ""
        today = context.now.astimezone(zone).date().isoformat()
        return Refusal(
            code="event.date-over",
            zh=f"下次日期“{said or '空'}”应当晚于今天（{today}）。",
            en=f"The next date, {said or 'none'}, must lie after today, {today}.",
            params={"until": said, "today": today},
        )
    last = due_in(context.city.event_rules.hold_at_most, context.now, context)
    if last is not None and until > last:
        day = last.astimezone(zone).date().isoformat()
        return Refusal(
            code="event.date-too-far",
            zh=f"下次日期最晚 {day}（{context.city.event_rules.hold_at_most}以内）。",
            en=f"The next date is {day} at the latest ({context.city.event_rules.hold_at_most}).",
            params={"until": until.astimezone(zone).date().isoformat(), "last": day},
        )
    return None


def _bad_hold(command: AskApproval, context: Context) -> Refusal | None:
    if command.what != ON_HOLD:
        return None
    causes = context.city.event_rules.causes
    if command.cause not in causes:
        return Refusal(
            code="event.no-such-cause",
            zh=f"请选挂账原因: {'、'.join(one['zh'] for one in causes.values()) or '配置包没有列出'}。",
            en=f"Choose why it stays open: {', '.join(one['en'] for one in causes.values()) or 'none'}.",
            params={"cause": command.cause},
        )
    if command.owner in context.city.bodies:
        return None
    return Refusal(
        code="case.wrong-body",
        zh="请选择挂账以后由谁跟着（责任单位）。",
        en="Choose the body that owns it while it stays open.",
        params={"body": command.owner},
    )


def give_approval(case: Case, command: GiveApproval, context: Context, matter: Matter) -> Answer:
    """审批: granted, it happens at once; denied, its reason is told."""
    task = case.task(command.task)
    what = command.task.rpartition(":")[2]
    asked = next((one for one in desk_of(case).asked if one.what == what), None)
    if task is None or task.node != APPROVAL or asked is None:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    if asked.by == context.actor.person:
        return Refusal(
            code="case.approver-handles",
            zh="请示的人不能自己审批。",
            en="Whoever asked for it cannot approve it.",
            params={"number": case.number},
            next_body=task.body,
        )
    rest = tuple(one for one in desk_of(case).asked if one.what != what)
    desk = msgspec.structs.replace(desk_of(case), asked=rest)
    if command.outcome == "deny":
        if "reason" not in command.sealed:
            return Refusal(
                code="case.reason-missing", zh="不同意必须写明理由。", en="A denial gives its reason."
            )
        delta = Delta(about={"what": what}, closed=(task.id,), desk=desk, sealed=command.sealed)
        return (Event("case.approval-denied", delta),)
    given = Event("case.approval-given", Delta(about={"what": what}, closed=(task.id,), desk=desk))
    done = _done(case, asked, desk, command, context, matter)
    return done if isinstance(done, Refusal) else (given, *done)


def _done(
    case: Case, asked: Asked, desk: Desk, command: GiveApproval, context: Context, matter: Matter
) -> Answer:
    if asked.what == VOIDED:
        reason = command.sealed or {}
        if "reason" not in reason:
            return Refusal(
                code="case.reason-missing", zh="同意作废必须写明理由。", en="Say why it is made void."
            )
        return make_void(case, MakeVoid(ground=asked.ground, sealed=reason), context, matter)
    if asked.what == EXTEND:
        extend = Extend(clock=asked.clock, amount=asked.amount, sealed=command.sealed)
        return extended_by(case, extend, context, matter)
    assert asked.until is not None
    if asked.what == POSTPONE:
        return (holding.postponed(case, asked.until, desk, context, matter),)
    return (holding.held(case, asked, desk, context, matter),)
