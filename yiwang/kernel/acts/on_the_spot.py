"""At the spot: 吹哨报到, 先行处置, and the evidence without which a step of an event is not done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from yiwang.kernel.acts import timekeeping
from yiwang.kernel.acts.dispatching import desk_of, due_in, no_event
from yiwang.kernel.acts.tasks import no_task, not_yours
from yiwang.kernel.case import Case, Delta, Event, Sealed, Task
from yiwang.kernel.commands import Complete, Context
from yiwang.kernel.desk_state import Desk
from yiwang.kernel.dispatch_commands import MakeSafe, ReportIn, Whistle
from yiwang.kernel.event_kinds import EVENT, TOLD_PICTURES
from yiwang.kernel.event_rules import BEFORE, PICTURES, SATISFACTION
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal

WHISTLE = "act:whistle"
SHOWN = "pictures_shown"
"""Fact that comes with a check: its pictures show nobody and may be shown to everybody."""

_NAMED = {"before": ("处置前", "before"), "after": ("处置后", "after")}


def whistle(case: Case, command: Whistle, context: Context, matter: Matter) -> Answer:
    """吹哨: each body named has a task to come to the spot, by the pack's clock."""
    refused = no_event(case)
    if refused is not None:
        return refused
    bodies = tuple(dict.fromkeys(command.bodies))
    unknown = [one for one in bodies if one not in context.city.bodies]
    if not bodies or unknown:
        named = "、".join(unknown)
        return Refusal(
            code="case.wrong-body",
            zh=f"请选择要来现场的单位（不认识: {named or '无'}）。",
            en=f"Choose the bodies that are to come (unknown: {', '.join(unknown) or 'none'}).",
            params={"bodies": unknown},
        )
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="吹哨必须写明事由。", en="Say what they come for.")
    called = {one.body for one in case.tasks if one.node == WHISTLE}
    due_at = due_in(context.city.event_rules.whistle, context.now, context)
    tasks = tuple(
        Task(
            body=body,
            due_at=due_at,
            id=f"{WHISTLE}:{case.events + 1}:{body}",
            node=WHISTLE,
            opened_at=context.now,
            role="officer",
        )
        for body in bodies
        if body not in called
    )
    if not tasks:
        return ()
    about = {"bodies": [one.body for one in tasks]}
    return (Event("case.whistled", Delta(about=about, opened=tasks, sealed=command.sealed)),)


def report_in(case: Case, command: ReportIn, context: Context, matter: Matter) -> Answer:
    """报到: the body is on the spot, in time or not."""
    task = case.task(command.task)
    if task is None or task.node != WHISTLE:
        return no_task(case, command.task)
    if context.actor.kind != "system" and not context.actor.holds(task.role, task.body):
        return not_yours(case, task)
    late = task.due_at is not None and context.now > task.due_at
    about = {"body": task.body, "late": late, "task": task.id}
    return (Event("case.reported-in", Delta(about=about, closed=(task.id,), sealed=command.sealed)),)


def make_safe(case: Case, command: MakeSafe, context: Context, matter: Matter) -> Answer:
    """先行处置: once; the clocks that name `make-safe` stop, the mending goes on."""
    refused = no_event(case)
    if refused is not None:
        return refused
    desk = desk_of(case)
    if desk.safe_at is not None:
        return Refusal(
            code="event.safe-already",
            zh="已经先行处置过了。",
            en="It was made safe already.",
            params={"number": case.number},
        )
    if "note" not in command.sealed:
        return Refusal(
            code="event.note-missing",
            zh="请写明采取了什么措施（围挡、警示、断电等）。",
            en="Say what was done: fenced off, marked, switched off.",
        )
    pictures = pictures_of(case, command.sealed)
    safe = msgspec.structs.replace(
        desk, pictures=pictures, responded_at=desk.responded_at or context.now, safe_at=context.now
    )
    clocks = timekeeping.after_act(case.clocks, "make-safe", case.channel, context, matter)
    return (Event("case.made-safe", Delta(clocks=clocks, desk=safe, sealed=command.sealed)),)


def pictures_of(case: Case, sealed: Mapping[str, Sealed]) -> dict[str, int]:
    """Return how many pictures of each kind there are, those of `sealed` (`after#1`) included."""
    names = [name.partition("#")[0] for name in sealed if "#" in name]
    counted = Counter(name for name in names if name in PICTURES)
    known = Counter(desk_of(case).pictures)
    return {name: number for name, number in sorted((known + counted).items()) if number}


def unproven(case: Case, task: Task, command: Complete, context: Context) -> Refusal | None:
    """Refuse to end a step of an event without its evidence, or as mended while it is on hold."""
    if case.kind != EVENT:
        return None
    given, desk = context.city.event_rules, desk_of(case)
    if desk.hold is not None and task.node in (given.handle, given.check):
        return Refusal(
            code="event.on-hold",
            zh="这个事件挂着账（暂时解决不了），不能当作已解决办结。能解决了请先销账。",
            en="This event is on hold, not solved: take it off hold before it is said to be mended.",
            params={"number": case.number},
        )
    now = Counter(name.partition("#")[0] for name in command.sealed)
    reported = bool(case.facts.get(TOLD_PICTURES)) or any(name.startswith("photo") for name in case.sealed)
    for wanted in given.evidence.get(task.node, ()):
        early = wanted == BEFORE and (reported or desk.pictures.get(BEFORE, 0) > 0)
        if not now[wanted] and not early:
            zh, en = _NAMED[wanted]
            return Refusal(
                code="event.picture-missing",
                zh=f"这一步要有一张{zh}的照片，请拍好再提交。",
                en=f"This step needs a picture of how it was {en} the work. Take one and send again.",
                params={"node": task.node, "picture": wanted},
            )
    satisfaction = command.facts.get("satisfaction", "")
    if satisfaction and satisfaction not in SATISFACTION:
        return Refusal(
            code="event.no-such-answer",
            zh=f"满意度没有“{satisfaction}”这一项，可选: {'、'.join(SATISFACTION)}。",
            en=f"Satisfaction is one of {', '.join(SATISFACTION)}, not {satisfaction}.",
            params={"satisfaction": str(satisfaction)},
        )
    return None


def seen_in(case: Case, task: Task, command: Complete, context: Context) -> Desk | None:
    """Return the dispatch of an event after one of its steps; None when nothing of it changed."""
    if case.kind != EVENT:
        return None
    given, desk = context.city.event_rules, desk_of(case)
    more = {"pictures": pictures_of(case, command.sealed)}
    outcome = command.outcome or "done"
    new = msgspec.structs.replace(desk, **more)
    if desk.responded_at is None and task.body == case.lead:
        new = msgspec.structs.replace(new, responded_at=context.now)
    if task.node == given.check:
        shown = command.facts.get(SHOWN) is True
        names = tuple(sorted(one for one in command.sealed if one.partition("#")[0] in PICTURES))
        new = msgspec.structs.replace(new, checked=outcome, shown=shown, shown_names=names if shown else ())
    if task.node == given.answer:
        said = str(command.facts.get("satisfaction", ""))
        new = msgspec.structs.replace(new, answer=outcome, satisfaction=said)
    return new if new != desk else None


def taken_up(case: Case, task: Task, context: Context) -> Desk | None:
    """Return the dispatch of an event that somebody of its lead body takes up; None when that is no news."""
    desk = desk_of(case)
    if case.kind != EVENT or desk.responded_at is not None or task.body != case.lead:
        return None
    return msgspec.structs.replace(desk, responded_at=context.now)
