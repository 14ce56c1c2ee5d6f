"""How a case ends: 决定, 当场办结, 送达, 交付, 办结, 作废, 重新办理."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.acts import materials, timekeeping
from yiwang.kernel.acts.draft import (
    ACCEPT,
    DECIDE,
    DELIVER,
    HEARING,
    VISIT,
    act_task,
    beside,
    ends_with_decision,
    open_acts,
    paper,
)
from yiwang.kernel.acts.intake import after, begin_process, no_way_on
from yiwang.kernel.acts.results import given, replaces
from yiwang.kernel.case import (
    ACCEPTED,
    CLOSED,
    DECIDED,
    DELIVERED,
    FILED,
    VOID,
    Case,
    Delta,
    Event,
)
from yiwang.kernel.commands import (
    Close,
    Context,
    Decide,
    DecideAtOnce,
    Deliver,
    MakeVoid,
    Reopen,
    Serve,
)
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

Answer = tuple[Event, ...] | Refusal


def decide(case: Case, command: Decide, context: Context, matter: Matter) -> Answer:
    """作出决定. An adverse one passes a named person who gives range, ground and reason."""
    if DECIDE not in open_acts(case) or beside(case, HEARING, VISIT):
        waiting = "、".join(task.node for task in case.tasks) or "—"
        return Refusal(
            code="case.steps-open",
            zh=f"还有步骤没有办完: {waiting}。",
            en=f"Steps are still open: {waiting}.",
            params={"open": [task.node for task in case.tasks]},
        )
    refused = _adverse_without_reason(command, context, matter) or _grants_too_early(case, command, matter)
    return refused or materials.checks(case, _decided(case, command, context, matter), context, matter)


def _grants_too_early(case: Case, command: Decide | DecideAtOnce, matter: Matter) -> Refusal | None:
    return materials.lacking(case, matter) if command.outcome == "grant" else None


def _adverse_without_reason(
    command: Decide | DecideAtOnce, context: Context, matter: Matter
) -> Refusal | None:
    if command.outcome == "grant":
        return None
    if command.outcome != "deny":
        return Refusal(
            code="case.no-such-outcome",
            zh=f"没有“{command.outcome}”这种决定，应为 grant（准予）或 deny（不予）。",
            en=f"There is no decision called {command.outcome}; use grant or deny.",
            params={"outcome": command.outcome},
        )
    if context.actor.kind != "staff":
        return Refusal(
            code="case.adverse-needs-person",
            zh="不予的决定必须由具名的工作人员作出。",
            en="An adverse decision must be made by a named person.",
        )
    if "reason" not in command.sealed or not command.range or not command.ground:
        return Refusal(
            code="case.reason-missing",
            zh="不予的决定必须写明范围、依据和理由。",
            en="An adverse decision must state its range, its ground and its reason.",
            params={"range": bool(command.range), "ground": bool(command.ground)},
        )
    return no_way_on(command, matter)


def _decided(case: Case, command: Decide | DecideAtOnce, context: Context, matter: Matter) -> Event:
    about: dict[str, Any] = {"outcome": command.outcome}
    if command.outcome == "grant":
        about.update(replaces(case))
    if command.range:
        about["range"] = command.range
    if command.ground:
        about["ground"] = command.ground
    at_window = case.channel == "window" and case.window
    role, body = ("window", case.window) if at_window else ("officer", case.lead)
    return Event(
        "case.decided",
        Delta(
            about=about,
            clocks=timekeeping.after_act(case.clocks, "decide", case.channel, context, matter)
            | materials.stopped(case, context),
            closed=ends_with_decision(case),
            opened=(act_task(DELIVER, role, body, context.now),),
            paper=paper(case, "decision", context, case.lead, command.sealed.get("reason")),
            phase=DECIDED,
            result=given(case, context, matter) if command.outcome == "grant" else None,
            sealed=command.sealed,
        ),
    )


def decide_at_once(case: Case, command: DecideAtOnce, context: Context, matter: Matter) -> Answer:
    """当场办结: received, accepted and decided in one act, where the matter is immediate."""
    if not matter.immediate:
        return Refusal(
            code="case.not-immediate",
            zh=f"{matter.title['zh']}不是即办件，请先受理。",
            en=f"{matter.title['en']} is not decided on the spot; accept it first.",
            params={"matter": matter.id},
        )
    refused = _adverse_without_reason(command, context, matter) or _grants_too_early(case, command, matter)
    if refused:
        return refused
    first: tuple[Event, ...] = ()
    if case.received_at is None:
        clocks = timekeeping.after_act(case.clocks, "receive", case.channel, context, matter)
        first = (Event("case.received", Delta(clocks=clocks, closed=open_acts(case))),)
        case = after(case, first, context)
    accepted = begin_process(case, context, matter, {"at_once": True})
    if isinstance(accepted, Refusal):
        return accepted
    case = after(case, accepted, context)
    decided = materials.checks(case, _decided(case, command, context, matter), context, matter)
    return (*first, *accepted, *decided)


def serve(case: Case, command: Serve, context: Context, matter: Matter) -> Answer:
    """送达 one paper, with when and how: the proof of service."""
    found = next((one for one in case.papers if one.number == command.paper), None)
    if found is None:
        return Refusal(
            code="case.no-paper",
            zh=f"没有文书 {command.paper}。",
            en=f"There is no paper {command.paper}.",
            params={"paper": command.paper},
        )
    if found.served_at is not None:
        return ()
    served = msgspec.structs.replace(found, served_at=context.now, served_how=command.how)
    return (Event("case.paper-served", Delta(about={"how": command.how}, paper=served)),)


def deliver(case: Case, command: Deliver, context: Context, matter: Matter) -> Answer:
    """交付 the result: the decision is served, the case is closed."""
    decision = [one for one in case.papers if one.kind == "decision"][-1]
    clocks = timekeeping.after_act(case.clocks, "deliver", case.channel, context, matter)
    served = decision
    if decision.served_at is None:
        served = msgspec.structs.replace(decision, served_at=context.now, served_how=command.how)
    delivered = Delta(
        about={"how": command.how},
        clocks=clocks,
        closed=materials.closes(case),
        paper=served,
        phase=DELIVERED,
    )
    stopped = timekeeping.stop_all({**case.clocks, **clocks}, context)
    return (
        Event("case.delivered", delivered),
        Event("case.closed", Delta(clocks=stopped, phase=CLOSED)),
    )


def close(case: Case, command: Close, context: Context, matter: Matter) -> Answer:
    """办结归档: after delivery, or at the end of a matter that is not decided."""
    if case.phase == ACCEPTED and matter.decides:
        return Refusal(
            code="case.undecided",
            zh="还没有决定，不能办结。",
            en="The case is not decided yet and cannot be closed.",
            params={"number": case.number},
        )
    delta = Delta(
        about={"open": [task.node for task in case.tasks]} if case.tasks else {},
        clocks=timekeeping.stop_all(case.clocks, context),
        closed=materials.closes(case),
        phase=CLOSED,
        timers=() if case.timers else None,
        tokens=() if case.tokens else None,
    )
    return (Event("case.closed", delta),)


def make_void(case: Case, command: MakeVoid, context: Context, matter: Matter) -> Answer:
    """作废 what should never have been a case."""
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="作废必须写明理由。", en="Give the reason.")
    delta = Delta(
        about={"ground": command.ground},
        clocks=timekeeping.stop_all(case.clocks, context),
        closed=tuple(task.id for task in case.tasks),
        phase=VOID,
        sealed=command.sealed,
        timers=() if case.timers else None,
        tokens=(),
    )
    return (Event("case.made-void", delta),)


def reopen(case: Case, command: Reopen, context: Context, matter: Matter) -> Answer:
    """重新办理 a closed case: it goes on where it can, and its clocks begin anew.

    A decided one waits for a new decision. One that was never decided goes through its process again; one
    that was never accepted (a duplicate that was none) waits to be accepted.
    """
    if "reason" not in command.sealed:
        return Refusal(code="case.reason-missing", zh="重新办理必须写明理由。", en="Give the reason.")
    about = {"was_duplicate": True} if case.duplicate_of else {}
    if matter.process_starts != "file" and not any(one.kind == "acceptance" for one in case.papers):
        delta = Delta(
            about=about,
            clocks=timekeeping.begin_anew(case, "accept", context, matter),
            opened=(act_task(ACCEPT, "officer", case.lead, context.now),),
            phase=FILED,
            sealed=command.sealed,
        )
        return (Event("case.reopened", delta),)
    clocks = timekeeping.begin_anew(case, "decide", context, matter)
    if matter.decides and (case.outcome or matter.net is None):
        waits = act_task(DECIDE, "approver", case.lead, context.now)
        delta = Delta(about=about, clocks=clocks, opened=(waits,), phase=ACCEPTED, sealed=command.sealed)
        return (Event("case.reopened", delta),)
    opened = Event("case.reopened", Delta(about=about, clocks=clocks, phase=FILED, sealed=command.sealed))
    begun = begin_process(after(case, (opened,), context), context, matter, {"again": True})
    return begun if isinstance(begun, Refusal) else (opened, *begun)
