"""The general acts as buttons: what each asks for, and the command it becomes. No rule lives here.

`open_to` says which buttons an actor sees on a case. It offers; the kernel decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from yiwang.kernel import commands as c
from yiwang.kernel.access import may
from yiwang.kernel.acts.decide import ACTS as PHASES
from yiwang.kernel.acts.draft import ACCEPT, DECIDE, FORWARD, HEARING, RECEIVE
from yiwang.kernel.result import ENDINGS
from yiwang.nets.services import act_kinds as kinds
from yiwang.nets.services import archive_acts, material_acts, result_inputs
from yiwang.nets.services import inputs as ask
from yiwang.nets.services import inputs_meeting as meet
from yiwang.nets.services.act_kinds import Act, Offer, Setting, offer


def open_to(setting: Setting) -> tuple[Offer, ...]:
    """Return the acts that are open now for this actor, the main ones first."""
    offers: list[Offer] = []
    for act in ACTS.values():
        phases, _ = PHASES[act.command]
        if setting.case.phase not in phases:
            continue
        if not may(setting.actor, act.command.verb, setting.case.target) or not act.when(setting):
            continue
        for task in act.tasks(setting) if act.tasks else (None,):
            offers.append(offer(act, setting, task))
    return tuple(sorted(offers, key=lambda one: not one.act.main))


_TABLE = (
    Act(
        "decide-at-once",
        c.DecideAtOnce,
        lambda typed, task: c.DecideAtOnce(
            outcome=typed.one("outcome"), range=typed.one("range"), ground=typed.one("ground")
        ),
        asks=lambda s, task: ask.decision(s.city, s.matter),
        when=lambda s: s.matter.immediate,
        main=True,
    ),
    Act(
        "receive",
        c.Receive,
        lambda typed, task: c.Receive(),
        when=lambda s: s.waits_for(RECEIVE),
        main=True,
    ),
    Act(
        "forward",
        c.Forward,
        lambda typed, task: c.Forward(),
        asks=lambda s, task: ask.completeness(s.matter, s.case),
        when=lambda s: s.waits_for(FORWARD),
        main=True,
    ),
    Act(
        "accept",
        c.Accept,
        lambda typed, task: c.Accept(),
        when=lambda s: s.waits_for(ACCEPT),
        main=True,
    ),
    Act(
        "complete",
        c.Complete,
        lambda typed, task: c.Complete(task=task, outcome=typed.one("outcome")),
        asks=lambda s, task: ask.outcome_of_step(s.matter, task),
        tasks=kinds.steps,
        main=True,
    ),
    Act(
        "answer",
        c.Answer,
        lambda typed, task: c.Answer(task=task),
        asks=lambda s, task: (ask.words("answer", required=True),),
        tasks=kinds.asked_of_us,
        main=True,
    ),
    Act(
        "confirm",
        c.Confirm,
        lambda typed, task: c.Confirm(task=task, limit=typed.one("limit")),
        asks=kinds.words_of_confirming,
        tasks=kinds.proposed_to_us,
        main=True,
    ),
    Act(
        "dismiss",
        c.Dismiss,
        lambda typed, task: c.Dismiss(task=task),
        asks=lambda s, task: (ask.words("reason", required=True),),
        tasks=kinds.proposed_to_us,
    ),
    Act(
        "decide",
        c.Decide,
        lambda typed, task: c.Decide(
            outcome=typed.one("outcome"), range=typed.one("range"), ground=typed.one("ground")
        ),
        asks=lambda s, task: ask.decision(s.city, s.matter),
        when=lambda s: s.waits_for(DECIDE),
        main=True,
    ),
    *material_acts.TABLE,
    Act(
        "deliver",
        c.Deliver,
        lambda typed, task: c.Deliver(how=typed.one("how")),
        asks=lambda s, task: (ask.how_served(s.case),),
        main=True,
    ),
    Act("resume", c.Resume, lambda typed, task: c.Resume(), main=True),
    Act(
        "ask-correction",
        c.AskCorrection,
        lambda typed, task: c.AskCorrection(items=tuple(typed.many("items"))),
        asks=lambda s, task: ask.correction_items(s.city, s.matter),
        when=kinds.may_ask_correction,
    ),
    Act(
        "refuse",
        c.Refuse,
        lambda typed, task: c.Refuse(
            ground=typed.one("ground"), cause=typed.one("cause"), next_body=typed.one("body")
        ),
        asks=lambda s, task: ask.refusal(s.city, s.case, s.matter),
        when=lambda s: s.waits_for(ACCEPT),
    ),
    Act(
        "fail",
        c.Fail,
        lambda typed, task: c.Fail(task=task, error=typed.one("error")),
        asks=lambda s, task: ask.errors(s.matter, task),
        tasks=kinds.may_fail,
    ),
    Act(
        "claim",
        c.Claim,
        lambda typed, task: c.Claim(task=task),
        tasks=kinds.unclaimed,
    ),
    Act(
        "assign",
        c.Assign,
        lambda typed, task: c.Assign(task=task, person=typed.one("person")),
        asks=lambda s, task: (ask.colleagues(s.colleagues(task)),),
        tasks=kinds.any_step,
    ),
    Act(
        "comment",
        c.Comment,
        lambda typed, task: c.Comment(to=typed.one("to") or "inside"),
        asks=lambda s, task: ask.comment(s.case, s.actor),
    ),
    Act(
        "consult",
        c.Consult,
        lambda typed, task: c.Consult(body=typed.one("body")),
        asks=lambda s, task: (ask.other_bodies(s.city, s.case), ask.words("question", required=True)),
    ),
    Act(
        "co-handle",
        c.CoHandle,
        lambda typed, task: c.CoHandle(body=typed.one("body"), limit=typed.one("limit")),
        asks=lambda s, task: (
            ask.other_bodies(s.city, s.case),
            ask.words("question", required=True),
            replace(ask.line("limit"), required=False),
        ),
    ),
    Act(
        "call-hearing",
        c.CallHearing,
        lambda typed, task: c.CallHearing(
            at=typed.moment("at"),
            place=typed.one("venue"),
            host=typed.one("person"),
            cause=typed.one("cause"),
        ),
        asks=lambda s, task: meet.hearing(s.staff([s.case.lead]), s.case, s.actor),
        when=lambda s: s.matter.decides and not s.waits_for(HEARING),
    ),
    Act(
        "hold-hearing",
        c.HoldHearing,
        lambda typed, task: c.HoldHearing(),
        asks=lambda s, task: (ask.words("record", required=True),),
        when=lambda s: any(task.node == HEARING for task in s.own),
        main=True,
    ),
    Act(
        "arrange-visit",
        c.ArrangeVisit,
        lambda typed, task: c.ArrangeVisit(
            since=typed.moment("since"), until=typed.moment("until"), visitors=tuple(typed.many("visitors"))
        ),
        asks=lambda s, task: meet.visit(s.staff([s.case.lead, *s.case.assisting])),
    ),
    Act(
        "call-off",
        c.CallOff,
        lambda typed, task: c.CallOff(task=task),
        asks=lambda s, task: (ask.words("reason", required=True),),
        tasks=kinds.arranged,
    ),
    Act(
        "undo",
        c.Undo,
        lambda typed, task: c.Undo(of=typed.number("of")),
        asks=lambda s, task: meet.taken_back(s.case),
        when=kinds.may_undo,
    ),
    Act(
        "suspend",
        c.Suspend,
        lambda typed, task: c.Suspend(interval=typed.one("interval"), ground=typed.one("ground")),
        asks=lambda s, task: (
            ask.intervals(s.matter),
            ask.ground_of_suspension(s.matter),
            ask.words("reason", required=True),
        ),
        when=kinds.has_own_clock_stops,
    ),
    Act(
        "extend",
        c.Extend,
        lambda typed, task: c.Extend(clock=typed.one("clock"), amount=typed.one("amount")),
        asks=lambda s, task: (*ask.extension(s.case, s.matter, s.actor), ask.words("reason", required=True)),
        when=kinds.clock_to_extend,
    ),
    Act(
        "hand-over",
        c.HandOver,
        lambda typed, task: c.HandOver(body=typed.one("body")),
        asks=lambda s, task: (ask.other_bodies(s.city, s.case), ask.words("reason", required=True)),
    ),
    Act(
        "link-duplicate",
        c.LinkDuplicate,
        lambda typed, task: c.LinkDuplicate(of=typed.one("of")),
        asks=lambda s, task: (ask.line("of"),),
    ),
    Act(
        "supervise",
        c.Supervise,
        lambda typed, task: c.Supervise(limit=typed.one("limit")),
        asks=lambda s, task: (ask.words("reason", required=True), ask.line("limit")),
    ),
    Act(
        "void",
        c.MakeVoid,
        lambda typed, task: c.MakeVoid(ground=typed.one("ground")),
        asks=lambda s, task: (ask.ground(s.city, s.matter), ask.words("reason", required=True)),
    ),
    Act(
        "reopen",
        c.Reopen,
        lambda typed, task: c.Reopen(),
        asks=lambda s, task: (ask.words("reason", required=True),),
    ),
    *(
        Act(
            name,
            c.EndResult,
            lambda typed, task, name=name: c.EndResult(
                act=name, ground=typed.one("ground"), penalty=typed.one("penalty")[:80]
            ),
            asks=lambda s, task, name=name: result_inputs.ending(name),
            when=lambda s, name=name: result_inputs.may_end(s.case, s.matter, name),
        )
        for name in ENDINGS
    ),
    Act(
        "withhold",
        c.WithholdResult,
        lambda typed, task: c.WithholdResult(
            penalty=typed.one("penalty")[:80], until=result_inputs.day(typed.one("withheld_until"))
        ),
        asks=lambda s, task: result_inputs.withholding(),
        when=lambda s: result_inputs.may_withhold(s.case, s.matter),
    ),
    Act(
        "restore",
        c.RestoreResult,
        lambda typed, task: c.RestoreResult(),
        asks=lambda s, task: (ask.words("reason"),),
        when=lambda s: result_inputs.is_withheld(s.case),
    ),
    Act(
        "withdraw",
        c.Withdraw,
        lambda typed, task: c.Withdraw(),
        asks=lambda s, task: (ask.words("reason"),),
    ),
    *archive_acts.TABLE,
)

ACTS: Mapping[str, Act] = {act.id: act for act in _TABLE}
