"""From filing to acceptance: 提交, 收件, 转办, 补正, 受理, 不予受理, 撤回."""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.acts import asking, assisting, coming_in, dispatching, filled_in, materials, timekeeping
from yiwang.kernel.acts.draft import (
    ACCEPT,
    DECIDE,
    FORWARD,
    RECEIVE,
    act_task,
    asked_of,
    facts_of,
    open_acts,
    paper,
    tasks_of_move,
    timers_after,
)
from yiwang.kernel.acts.traffic import traffic_of
from yiwang.kernel.bpmn import step
from yiwang.kernel.case import (
    ACCEPTED,
    CLOSED,
    CORRECTING,
    FILED,
    REJECTED,
    WITHDRAWN,
    Case,
    Delta,
    Event,
    Opening,
    blank,
    evolve,
)
from yiwang.kernel.commands import (
    Accept,
    AskCorrection,
    Command,
    Context,
    Correct,
    File,
    Forward,
    Receive,
    Refuse,
    Withdraw,
)
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.outside import in_confidence
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.result import asked_for

Answer = tuple[Event, ...] | Refusal


def file(command: File, context: Context, matter: Matter) -> Answer:
    """提交. Finds the lead body of the place; where filing is acceptance, the process begins too."""
    channel = coming_in.channel_of(command, matter)
    if isinstance(channel, Refusal):
        return channel
    led = asking.led(command, context, matter)
    if isinstance(led, Refusal):
        return led
    command, answer = led
    window = "" if in_confidence(matter, channel) else window_of(context.city, command.place)
    assisted = assisting.of(command, context, window)
    if isinstance(assisted, Refusal):
        return assisted
    former = command.former
    if former is not None:
        former = asked_for(former, context.now, context.city.calendar)
    opening = Opening(
        applicant=command.applicant,
        channel=channel,
        id=command.case,
        kind=matter.kind,
        lead=answer.lead,
        matter=matter.id,
        number=command.number,
        place=command.place,
        window=window,
        assisting=answer.assisting,
        caller=command.caller,
        origin=command.origin,
        former=former,
        assisted=assisted,
    )
    filed = Event("case.filed", _filing(command, context, matter, opening))
    chosen = filled_in.chosen(command, channel, context, matter)
    if isinstance(chosen, Refusal):
        return chosen
    if matter.process_starts != "file":
        return (filed, *chosen, *_handed_on(filed, opening, context, matter))
    case = evolve(blank(opening, context.city.pack, context.now), filed, context.now)
    case = after(case, chosen, context)
    begun = begin_process(case, context, matter, {})
    return (filed, *chosen, *begun) if isinstance(begun, tuple) else begun


def _filing(command: File, context: Context, matter: Matter, opening: Opening) -> Delta:
    waits = matter.process_starts != "file" and opening.caller is None
    role, body = ("window", opening.window) if opening.window else ("officer", opening.lead)
    tasks = (act_task(RECEIVE, role, body, context.now),) if waits else ()
    return Delta(
        about=msgspec.to_builtins(opening),
        clocks=timekeeping.after_act({}, "file", opening.channel, context, matter),
        facts=command.facts,
        opened=tasks,
        phase=FILED,
        sealed=command.sealed,
    )


def _handed_on(filed: Event, opening: Opening, context: Context, matter: Matter) -> tuple[Event, ...]:
    """Say that a called case (一件事) comes received: its caller's material was looked through and accepted.

    The acting body has it at once, for its own acceptance; no window takes the same material in again.
    """
    if opening.caller is None:
        return ()
    running, clocks = filed.data.clocks, timekeeping.Clocks()
    for act in ("receive", "forward"):
        clocks |= timekeeping.after_act({**running, **clocks}, act, opening.channel, context, matter)
    task = act_task(ACCEPT, "officer", opening.lead, context.now)
    about = {"handed_on_by": opening.caller.case}
    return (Event("case.received", Delta(about=about, clocks=clocks, opened=(task,))),)


def window_of(city: City, place: str) -> str:
    """Return the nearest body up the tree that has a window position, "" if there is none."""
    known = city.served.get(place)
    if known is None:
        at_windows = [city.windows[code] for code in city.above(place) if code in city.windows]
        known = at_windows[0] if at_windows else ""
        if place in city.places:
            city.served[place] = known
    return known


def receive(case: Case, command: Receive, context: Context, matter: Matter) -> Answer:
    """收件: starts what starts on receipt; it is not acceptance."""
    if RECEIVE not in open_acts(case):
        return Refusal(
            code="case.received-already",
            zh="这个办件已经收件。",
            en="This case has been received already.",
            params={"number": case.number},
        )
    at_window = any(held.role == "window" and held.body == case.window for held in context.actor.holdings)
    if at_window:
        task = act_task(FORWARD, "window", case.window, context.now)
    else:
        task = act_task(ACCEPT, "officer", case.lead, context.now)
    clocks = timekeeping.after_act(case.clocks, "receive", case.channel, context, matter)
    return (Event("case.received", Delta(clocks=clocks, closed=(RECEIVE,), opened=(task,))),)


def forward(case: Case, command: Forward, context: Context, matter: Matter) -> Answer:
    """转办: the window found everything there; the acting body now has it."""
    if FORWARD not in open_acts(case):
        return _not_received(case)
    task = act_task(ACCEPT, "officer", case.lead, context.now)
    clocks = timekeeping.after_act(case.clocks, "forward", case.channel, context, matter)
    return (Event("case.forwarded", Delta(clocks=clocks, closed=(FORWARD,), opened=(task,))),)


def _not_received(case: Case) -> Refusal:
    return Refusal(
        code="case.not-received",
        zh="还没有收件，请先收件。",
        en="The case has not been received yet; receive it first.",
        params={"number": case.number},
        next_body=case.window or case.lead,
    )


def ask_correction(case: Case, command: AskCorrection, context: Context, matter: Matter) -> Answer:
    """补正告知: everything that is missing, told once (行政许可法 第三十二条第一款第四项)."""
    if not command.items:
        zh, en = (
            "请勾选要补正的材料或内容，并一次说全。",
            "Tick what must be corrected, and name all of it at once.",
        )
        return Refusal(code="case.nothing-to-correct", zh=zh, en=en)
    rule = matter.correction
    if rule is not None and rule.once and case.corrections:
        return Refusal(
            code="case.corrected-once",
            zh="补正只能告知一次，这个办件已经告知过。请受理或作出不予受理决定。",
            en="Correction may be asked once only, and it was. Accept the case or refuse it with reasons.",
            params={"corrections": case.corrections, "source": rule.source},
        )
    acts = open_acts(case)
    if RECEIVE in acts:
        return _not_received(case)
    body = case.window if FORWARD in acts else case.lead
    delta = Delta(
        about={"items": list(command.items)},
        clocks=timekeeping.after_act(case.clocks, "ask-correction", case.channel, context, matter),
        closed=acts,
        paper=paper(case, "correction", context, body, command.sealed.get("reason")),
        phase=CORRECTING,
        sealed=command.sealed,
    )
    return (Event("case.correction-asked", delta),)


def correct(case: Case, command: Correct, context: Context, matter: Matter) -> Answer:
    """补正: the answer goes back to whoever asked; clocks that restart on correction do so."""
    unsealed = command.facts and sorted(matter.sealed_fields.intersection(command.facts))
    if unsealed:
        return Refusal(
            code="case.unsealed",
            zh=f"字段 {'、'.join(unsealed)} 是个人信息，必须封存后提交。",
            en=f"The fields {', '.join(unsealed)} are personal and must be sealed.",
            params={"fields": unsealed},
        )
    asked = [one for one in case.papers if one.kind == "correction"]
    if asked and asked[-1].body == case.window and case.window:
        task = act_task(FORWARD, "window", case.window, context.now)
    else:
        task = act_task(ACCEPT, "officer", case.lead, context.now)
    delta = Delta(
        clocks=timekeeping.after_act(case.clocks, "correct", case.channel, context, matter),
        facts=command.facts,
        opened=(task,),
        phase=FILED,
        sealed=command.sealed,
    )
    return (Event("case.corrected", delta), *materials.come_with(case, command, context, matter))


def accept(case: Case, command: Accept, context: Context, matter: Matter) -> Answer:
    """受理, by the acting body."""
    if ACCEPT not in open_acts(case) and context.actor.kind != "system":
        return _not_received(case)
    return begin_process(case, context, matter, {})


def begin_process(case: Case, context: Context, matter: Matter, about: dict[str, Any]) -> Answer:
    """Accept the case and put the first token. `about` says when it was deemed so."""
    clocks = timekeeping.after_act(case.clocks, "accept", case.channel, context, matter)
    notice = paper(case, "acceptance", context, case.lead)
    closed = open_acts(case)
    if matter.net is None:
        waits = (act_task(DECIDE, "approver", case.lead, context.now),) if matter.decides else ()
        delta = Delta(about=about, clocks=clocks, closed=closed, opened=waits, paper=notice, phase=ACCEPTED)
        return (Event("case.accepted", delta),)
    move = step.begin(matter.net, facts_of(case, {}, matter, context))
    if not isinstance(move, step.Move):
        return move
    found = tasks_of_move(move, case, matter, context)
    if not isinstance(found, tuple):
        return found
    tasks = found
    if move.ended and matter.decides:
        tasks = (*tasks, act_task(DECIDE, "approver", case.lead, context.now))
    if matter.clock_intervals:
        clocks = timekeeping.with_intervals({**case.clocks, **clocks}, clocks, tasks, (), context, matter)
    facts = timekeeping.plain_facts(move.facts) if move.facts else {}
    clocks |= timekeeping.after_answers(case, clocks, facts, context, matter)
    delta = Delta(
        about=about | asked_of(move) if move.decided else about,
        clocks=clocks,
        closed=closed,
        desk=dispatching.begun(case, context),
        facts=facts,
        opened=tasks,
        paper=notice,
        phase=ACCEPTED,
        timers=timers_after(case, move, context) if move.timers or move.cleared else None,
        tokens=move.tokens,
        traffic=traffic_of(case, move, facts, matter.net) if matter.net.talks else None,
    )
    accepted = Event("case.accepted", delta)
    if not move.ended or matter.decides:
        return (accepted,)
    stopped = timekeeping.stop_all({**case.clocks, **clocks}, context)
    return (accepted, Event("case.closed", Delta(clocks=stopped, phase=CLOSED)))


def refuse(case: Case, command: Refuse, context: Context, matter: Matter) -> Answer:
    """不予受理: in writing, with ground and reason, and whose it is instead or what can be done about it.

    Source: 行政许可法 第三十二条第一款第二项 (whose it is), 第二款 (in writing).
    """
    if "reason" not in command.sealed:
        return Refusal(
            code="case.reason-missing", zh="不予受理必须写明理由。", en="A refusal must give its reason."
        )
    if not command.ground:
        zh, en = "不予受理必须写明依据的条款。", "A refusal must name the clause it rests on."
        return Refusal(code="case.ground-missing", zh=zh, en=en)
    refused = _no_next_owner(case, command, context)
    if refused is None and not command.next_body:
        refused = no_way_on(command, matter)
    if refused is not None:
        return refused
    more = {"cause": command.cause, "next_body": command.next_body}
    delta = Delta(
        about={"ground": command.ground, **{name: value for name, value in more.items() if value}},
        clocks=timekeeping.stop_all(case.clocks, context),
        closed=tuple(task.id for task in case.tasks),
        paper=paper(case, "refusal", context, case.lead, command.sealed["reason"]),
        phase=REJECTED,
        sealed=command.sealed,
    )
    return (Event("case.refused", delta),)


def _no_next_owner(case: Case, command: Refuse, context: Context) -> Refusal | None:
    if command.next_body and (command.next_body not in context.city.bodies or command.next_body == case.lead):
        return Refusal(
            code="case.wrong-body",
            zh="请选择另一个有效的单位。",
            en="Choose another body that exists.",
            params={"body": command.next_body},
        )
    if command.cause not in ("", "not-ours", "not-needed"):
        return Refusal(
            code="case.no-such-cause",
            zh=f"没有“{command.cause}”这种情形。",
            en=f"There is no cause called {command.cause}.",
            params={"cause": command.cause},
        )
    if command.cause == "not-ours" and not command.next_body and "next_owner" not in command.sealed:
        return Refusal(
            code="case.next-owner-missing",
            zh="不属于本机关的，必须告知向哪个机关申请（行政许可法第三十二条第一款第二项）。",
            en="If it is not ours, say whose it is (Administrative Licensing Law, article 32).",
        )
    return None


def no_way_on(command: Command, matter: Matter) -> Refusal | None:
    """Refuse a rejection that tells no remedy (行政许可法 第三十八条第二款); our own rule for other matters.

    The matter's own remedy counts, else what the officer writes in `sealed["remedy"]`.
    """
    if matter.remedy or "remedy" in command.sealed:
        return None
    return Refusal(
        code="case.remedy-missing",
        zh=f"{matter.title['zh']}没有写明救济途径，请写明不服怎么办（复议、诉讼或者找谁）。",
        en=f"{matter.title['en']} names no remedy; say what can be done: review, court, or whom to ask.",
        params={"matter": matter.id},
    )


def withdraw(case: Case, command: Withdraw, context: Context, matter: Matter) -> Answer:
    """撤回: everything that is open ends."""
    stopped, open_tasks = timekeeping.stop_all(case.clocks, context), tuple(task.id for task in case.tasks)
    timers = () if case.timers else None
    delta = Delta(
        clocks=stopped, closed=open_tasks, phase=WITHDRAWN, sealed=command.sealed, timers=timers, tokens=()
    )
    return (Event("case.withdrawn", delta),)


def after(case: Case, events: tuple[Event, ...], context: Context) -> Case:
    """Return the case as it will be after `events`, for an act made of several."""
    for event in events:
        case = evolve(case, event, context.now)
    return case
