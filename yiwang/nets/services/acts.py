"""The general acts as buttons: what each asks for, and the command it becomes. No rule lives here.

`open_to` says which buttons an actor sees on a case. It offers; the kernel decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, may
from yiwang.kernel.acts.decide import ACTS as PHASES
from yiwang.kernel.acts.draft import ACCEPT, DECIDE, FORWARD, RECEIVE
from yiwang.kernel.acts.proposals import PROPOSAL, wire_of
from yiwang.kernel.bpmn.waits import errors_caught
from yiwang.kernel.case import Case, Task
from yiwang.kernel.matter import City, Matter
from yiwang.nets.services import inputs as ask
from yiwang.nets.services.inputs import Input, Typed
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Setting:
    """What the table below looks at: one case as one actor sees it.

    Attributes:
        people: who holds a task's position today, (person id, name); None where only the pack knows.
    """

    case: Case
    actor: Actor
    city: City
    matter: Matter
    people: Callable[[Task], Sequence[tuple[str, Text]] | None] = lambda task: None

    def colleagues(self, task: Task | None) -> Sequence[tuple[str, Text]]:
        """Return who holds the task's position: by the records, else by the pack."""
        assert task is not None
        found = self.people(task)
        if found is not None:
            return found
        at = {p.id for p in self.city.positions.values() if (p.body, p.role) == (task.body, task.role)}
        return [(one.id, one.title) for one in self.city.persons.values() if one.position in at]

    def is_taken(self, task: Task) -> bool:
        """Say whether somebody has the task who still holds its position."""
        if not task.assignee:
            return False
        found = self.people(task)
        return found is None or task.assignee in {person for person, _ in found}

    def waits_for(self, task_id: str) -> bool:
        """Say whether this general act is waited for."""
        return self.case.task(task_id) is not None

    @property
    def own(self) -> list[Task]:
        """The open tasks that the actor's positions can do."""
        return [task for task in self.case.tasks if self.actor.holds(task.role, task.body)]


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        id: in the address and in `services.act.<id>`.
        command: the kernel's command; its phases and its verb are the kernel's.
        asks: the inputs, given the setting and the task.
        make: `(typed, task id) -> command`.
        when: more than phase and permission: whether to offer it at all.
        tasks: the tasks it is offered for; None when it is for the whole case.
        main: shown as a button of the first rank.
    """

    id: str
    command: type[c.Command]
    make: Callable[[Typed, str], c.Command]
    asks: Callable[[Setting, Task | None], Sequence[Input]] = lambda setting, task: ()
    when: Callable[[Setting], bool] = lambda setting: True
    tasks: Callable[[Setting], Sequence[Task]] | None = None
    main: bool = False

    @property
    def title(self) -> Text:
        """What the button says."""
        return T(f"services.act.{self.id}")


_NOT_IN_IDS = str.maketrans({":": "-", "#": "-", "/": "-", " ": "-"})


@dataclass(frozen=True)
class Offer:
    """An act that is open now, with its inputs."""

    act: Act
    task: Task | None = None
    title: Text = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    form: Any = None

    @property
    def id(self) -> str:
        """Unique on the page."""
        return (
            f"{self.act.id}-{self.task.id.replace(':', '-').replace('#', '-')}" if self.task else self.act.id
        )


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


def offer(act: Act, setting: Setting, task: Task | None) -> Offer:
    """Return one act with its inputs and its words."""
    title = act.title
    if task is not None and act.id != "answer":
        wire = wire_of(task, setting.city.wires)
        step = wire.title if wire is not None else ask.node_title(setting.matter, task.node)
        title = {language: f"{title[language]}：{step.get(language, step['zh'])}" for language in title}
    return Offer(act, task, title, tuple(act.asks(setting, task)))


def _clock_to_extend(setting: Setting) -> bool:
    return bool(ask.clocks_to_extend(setting.case, setting.matter, setting.actor))


def _may_ask_correction(setting: Setting) -> bool:
    rule = setting.matter.correction
    told = rule is not None and rule.once and setting.case.corrections > 0
    window = setting.waits_for(FORWARD) and setting.actor.holds("window", setting.case.window)
    return not told and (window or setting.waits_for(ACCEPT))


def _steps(setting: Setting) -> list[Task]:
    return [task for task in setting.own if not task.id.startswith("act:")]


def _unclaimed(setting: Setting) -> list[Task]:
    return [task for task in _steps(setting) if not setting.is_taken(task)]


def _may_fail(setting: Setting) -> list[Task]:
    net = setting.matter.net
    return [task for task in _steps(setting) if net is not None and errors_caught(net, task.node)]


def _any_step(setting: Setting) -> list[Task]:
    return [task for task in setting.case.tasks if task.role and not task.id.startswith("act:")]


def _asked_of_us(setting: Setting) -> list[Task]:
    return [task for task in setting.own if task.id.startswith("act:consult")]


def _proposed_to_us(setting: Setting) -> list[Task]:
    return [task for task in setting.own if task.node == PROPOSAL]


def _has_own_clock_stops(setting: Setting) -> bool:
    return any(rule.not_counted for rule in setting.matter.clocks.values())


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
        asks=lambda s, task: ask.completeness(s.matter),
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
        tasks=_steps,
        main=True,
    ),
    Act(
        "answer",
        c.Complete,
        lambda typed, task: c.Complete(task=task, outcome="done"),
        asks=lambda s, task: (ask.words("answer", required=True),),
        tasks=_asked_of_us,
        main=True,
    ),
    Act(
        "confirm",
        c.Confirm,
        lambda typed, task: c.Confirm(task=task),
        asks=lambda s, task: (ask.words("note", required=True),),
        tasks=_proposed_to_us,
        main=True,
    ),
    Act(
        "dismiss",
        c.Dismiss,
        lambda typed, task: c.Dismiss(task=task),
        asks=lambda s, task: (ask.words("reason", required=True),),
        tasks=_proposed_to_us,
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
        when=_may_ask_correction,
    ),
    Act(
        "refuse",
        c.Refuse,
        lambda typed, task: c.Refuse(ground=typed.one("ground")),
        asks=lambda s, task: (ask.ground(s.city, s.matter), ask.words("reason", required=True)),
        when=lambda s: s.waits_for(ACCEPT),
    ),
    Act(
        "fail",
        c.Fail,
        lambda typed, task: c.Fail(task=task, error=typed.one("error")),
        asks=lambda s, task: ask.errors(s.matter, task),
        tasks=_may_fail,
    ),
    Act(
        "claim",
        c.Claim,
        lambda typed, task: c.Claim(task=task),
        tasks=_unclaimed,
    ),
    Act(
        "assign",
        c.Assign,
        lambda typed, task: c.Assign(task=task, person=typed.one("person")),
        asks=lambda s, task: (ask.colleagues(s.colleagues(task)),),
        tasks=_any_step,
    ),
    Act(
        "comment",
        c.Comment,
        lambda typed, task: c.Comment(),
        asks=lambda s, task: (ask.words("comment", required=True),),
    ),
    Act(
        "consult",
        c.Consult,
        lambda typed, task: c.Consult(body=typed.one("body")),
        asks=lambda s, task: (ask.other_bodies(s.city, s.case), ask.words("question", required=True)),
    ),
    Act(
        "suspend",
        c.Suspend,
        lambda typed, task: c.Suspend(interval=typed.one("interval")),
        asks=lambda s, task: (ask.intervals(s.matter), ask.words("reason", required=True)),
        when=_has_own_clock_stops,
    ),
    Act(
        "extend",
        c.Extend,
        lambda typed, task: c.Extend(clock=typed.one("clock"), amount=typed.one("amount")),
        asks=lambda s, task: (*ask.extension(s.case, s.matter, s.actor), ask.words("reason", required=True)),
        when=_clock_to_extend,
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
        lambda typed, task: c.Supervise(),
        asks=lambda s, task: (ask.words("note", required=True),),
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
    Act(
        "withdraw",
        c.Withdraw,
        lambda typed, task: c.Withdraw(),
        asks=lambda s, task: (ask.words("reason"),),
    ),
)

ACTS: Mapping[str, Act] = {act.id: act for act in _TABLE}
