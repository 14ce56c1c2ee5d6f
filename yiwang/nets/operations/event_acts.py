"""The acts on an event as buttons: what each asks for, and the command it becomes. The kernel decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yiwang.kernel import dispatch_commands as d
from yiwang.kernel.access import Actor, may
from yiwang.kernel.acts.approvals import APPROVAL
from yiwang.kernel.acts.decide import ACTS as PHASES
from yiwang.kernel.acts.dispatching import OBJECTION, desk_of
from yiwang.kernel.acts.grading import severities
from yiwang.kernel.acts.on_the_spot import SHOWN, WHISTLE
from yiwang.kernel.bpmn.net import Outcome
from yiwang.kernel.case import Case, Task
from yiwang.kernel.command import Command
from yiwang.kernel.commands import Claim, Complete
from yiwang.kernel.event_kinds import SEVERITY
from yiwang.kernel.event_rules import AFTER, BEFORE, SATISFACTION
from yiwang.kernel.matter import City, Matter
from yiwang.nets.operations import event_inputs as i
from yiwang.nets.operations import event_words
from yiwang.nets.operations.event_inputs import Input, Option, Typed, ask
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Setting:
    """One event as one actor sees it."""

    case: Case
    actor: Actor
    city: City
    matter: Matter

    @property
    def own(self) -> list[Task]:
        """The open tasks that the actor's positions can do."""
        return [task for task in self.case.tasks if self.actor.holds(task.role, task.body)]

    def of(self, node: str) -> list[Task]:
        """The actor's open tasks of one general act."""
        return [task for task in self.own if task.node == node]

    @property
    def steps(self) -> list[Task]:
        """The steps of the process that the actor can do."""
        return [task for task in self.own if not task.id.startswith("act:")]


@dataclass(frozen=True)
class Act:
    """One act: what it asks for, the command it becomes, and when it is offered."""

    id: str
    command: type[Command]
    make: Callable[[Typed, str], Command]
    asks: Callable[[Setting, Task | None], Sequence[Input]] = lambda setting, task: ()
    when: Callable[[Setting], bool] = lambda setting: True
    tasks: Callable[[Setting], Sequence[Task]] | None = None
    main: bool = False


@dataclass(frozen=True)
class Offer:
    """An act that is open now."""

    act: Act
    task: Task | None
    title: Text
    inputs: tuple[Input, ...]

    @property
    def id(self) -> str:
        """Unique on the page."""
        of = self.task.id.replace(":", "-").replace("#", "-") if self.task else ""
        return f"{self.act.id}-{of}" if of else self.act.id


def open_to(setting: Setting) -> list[Offer]:
    """Return the acts that are open now for this actor, the main ones first."""
    found: list[Offer] = []
    for act in ACTS.values():
        if setting.case.phase not in PHASES[act.command][0] or not act.when(setting):
            continue
        if not may(setting.actor, act.command.verb, setting.case.target):
            continue
        for task in act.tasks(setting) if act.tasks is not None else (None,):
            title = T(f"events.act.{act.id}")
            if task is not None and (named := step_title(setting.matter, task)) and act.command is not Claim:
                title = named if act.command is Complete else _both(title, named)
            found.append(Offer(act, task, title, tuple(act.asks(setting, task))))
    return sorted(found, key=lambda one: not one.act.main)


def _both(title: Text, more: Text) -> Text:
    return {
        one: f"{title[one]}：{more[one]}" if one == "zh" else f"{title[one]}: {more[one]}" for one in title
    }


def step_title(matter: Matter, task: Task) -> Text | None:
    """Return what an open task is called: a step of the pack, or what waits for approval."""
    if task.node == APPROVAL:
        return T(f"events.what.{task.id.rpartition(':')[2]}")
    net = matter.net
    if net is not None and task.node in net.nodes:
        return net.nodes[task.node].title
    return None


def _outcomes(setting: Setting, task: Task | None) -> tuple[Outcome, ...]:
    net = setting.matter.net
    assert task is not None and net is not None
    return tuple(net.nodes[task.node].outcomes)


def _asks_of_step(setting: Setting, task: Task | None) -> tuple[Input, ...]:
    assert task is not None
    given = setting.city.event_rules
    outcomes = _outcomes(setting, task)
    found: list[Input] = []
    if len(outcomes) > 1:
        found.append(ask("outcome", "choose", *(Option(one.id, one.title) for one in outcomes)))
    wanted = given.evidence.get(task.node, ())
    if task.node in (given.handle, given.check):
        early = desk_of(setting.case).pictures.get(BEFORE, 0) > 0
        found += i.pictures(BEFORE, required=BEFORE in wanted and not early)
        found += i.pictures(AFTER, required=AFTER in wanted)
    if task.node == given.check:
        found.append(ask("shown", "tick", required=False, help="events.help.shown"))
    if task.node == given.answer:
        options = (Option(one, T(f"events.satisfaction.{one}")) for one in SATISFACTION)
        found.append(ask("satisfaction", "choose", *options, required=False))
    found.append(ask("note", "words", required=False))
    return tuple(found)


def _completed(typed: Typed, task: str) -> Complete:
    facts: dict[str, Any] = {}
    if typed.ticked("shown"):
        facts[SHOWN] = True
    if typed.one("satisfaction"):
        facts["satisfaction"] = typed.one("satisfaction")
    return Complete(task=task, outcome=typed.one("outcome"), facts=facts)


def _people(setting: Setting, task: Task | None) -> tuple[Option, ...]:
    at = {(one.body, one.role) for one in setting.case.tasks if one.body == setting.case.lead}
    held = {one.id for one in setting.city.positions.values() if (one.body, one.role) in at}
    return tuple(Option(p.id, p.title) for p in setting.city.persons.values() if p.position in held)


def _bodies(setting: Setting, but: str = "") -> tuple[Option, ...]:
    return i.bodies_near(setting.city, setting.case.place, but)


def _granted() -> Input:
    options = (Option(one, T(f"events.outcome.{one}")) for one in ("grant", "deny"))
    return ask("outcome", "choose", *options)


def _clocks(setting: Setting) -> tuple[Option, ...]:
    rules = setting.matter.clocks
    running = [id for id, state in setting.case.clocks.items() if state.stopped_at is None]
    return tuple(Option(id, rules[id].title or {"zh": id, "en": id}) for id in running if rules[id].extend)


def _asked(what: str, *names: str) -> Callable[[Typed, str], Command]:
    def make(typed: Typed, task: str) -> Command:
        given: dict[str, Any] = {name: typed.one(name) for name in names if name != "until"}
        return d.AskApproval(what=what, until=typed.day("until") if "until" in names else None, **given)

    return make


def _severities(setting: Setting) -> tuple[Option, ...]:
    is_now = setting.case.facts.get(SEVERITY, "")
    others = (one for one in severities(setting.matter) if one != is_now)
    return tuple(Option(one, event_words.severity(one)) for one in others) if is_now else ()


def _causes(setting: Setting) -> Input:
    causes = setting.city.event_rules.causes
    return ask("cause", "select", *(Option(id, title) for id, title in causes.items()))


_TABLE = (
    Act(
        "claim",
        Claim,
        lambda typed, task: Claim(task=task),
        tasks=lambda s: [one for one in s.steps if not one.assignee],
    ),
    Act("complete", Complete, _completed, _asks_of_step, tasks=lambda s: s.steps, main=True),
    Act(
        "review",
        d.ReviewObjection,
        lambda typed, task: d.ReviewObjection(
            task=task, outcome=typed.one("outcome"), body=typed.one("body")
        ),
        lambda s, task: (
            _granted(),
            ask("body", "select", *_bodies(s, s.case.lead), required=False, help="events.help.review"),
            ask("reason", "words", required=False),
        ),
        tasks=lambda s: s.of(OBJECTION),
        main=True,
    ),
    Act(
        "approve",
        d.GiveApproval,
        lambda typed, task: d.GiveApproval(task=task, outcome=typed.one("outcome")),
        lambda s, task: (_granted(), ask("reason", "words", required=False)),
        tasks=lambda s: s.of(APPROVAL),
        main=True,
    ),
    Act(
        "report-in",
        d.ReportIn,
        lambda typed, task: d.ReportIn(task=task),
        tasks=lambda s: s.of(WHISTLE),
        main=True,
    ),
    Act(
        "make-safe",
        d.MakeSafe,
        lambda typed, task: d.MakeSafe(),
        lambda s, task: (ask("note", "words"), *i.pictures(AFTER, required=False)),
        when=lambda s: desk_of(s.case).safe_at is None,
    ),
    Act(
        "dispatch",
        d.Dispatch,
        lambda typed, task: d.Dispatch(body=typed.one("body"), person=typed.one("person")),
        lambda s, task: (
            ask("body", "select", *_bodies(s)),
            ask("person", "select", *_people(s, task), required=False),
            ask("reason", "words", required=False),
        ),
    ),
    Act(
        "grade",
        d.MoveSeverity,
        lambda typed, task: d.MoveSeverity(severity=typed.one("severity")),
        lambda s, task: (ask("severity", "choose", *_severities(s), help="events.help.severity"), i.reason()),
        when=lambda s: bool(_severities(s)),
    ),
    Act(
        "object",
        d.ObjectDispatch,
        lambda typed, task: d.ObjectDispatch(body=typed.one("body")),
        lambda s, task: (ask("body", "select", *_bodies(s, s.case.lead)), i.reason()),
        when=lambda s: desk_of(s.case).objection is None,
    ),
    Act(
        "whistle",
        d.Whistle,
        lambda typed, task: d.Whistle(bodies=typed.many("bodies")),
        lambda s, task: (
            ask("bodies", "select", *_bodies(s)),
            ask("bodies-2", "select", *_bodies(s), required=False),
            ask("bodies-3", "select", *_bodies(s), required=False),
            i.reason(),
        ),
    ),
    Act(
        "ask-extend",
        d.AskApproval,
        _asked("extend", "clock", "amount"),
        lambda s, task: (
            ask("clock", "select", *_clocks(s)),
            ask("amount", "line", help="events.help.amount"),
            i.reason(),
        ),
        when=lambda s: bool(_clocks(s)),
    ),
    Act(
        "ask-postpone",
        d.AskApproval,
        _asked("postpone", "until"),
        lambda s, task: (ask("until", "day"), i.reason()),
        when=lambda s: desk_of(s.case).postponed_until is None,
    ),
    Act(
        "ask-hold",
        d.AskApproval,
        _asked("hold", "until", "cause", "owner"),
        lambda s, task: (
            _causes(s),
            ask("owner", "select", *_bodies(s)),
            ask("until", "day"),
            i.reason(),
        ),
    ),
    Act(
        "ask-void",
        d.AskApproval,
        _asked("void"),
        lambda s, task: (i.reason(),),
    ),
    Act(
        "end-hold",
        d.EndHold,
        lambda typed, task: d.EndHold(),
        lambda s, task: (ask("note", "words", required=False),),
        when=lambda s: desk_of(s.case).hold is not None,
        main=True,
    ),
)


ACTS: Mapping[str, Act] = {act.id: act for act in _TABLE}
