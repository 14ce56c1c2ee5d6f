"""What an act on a page is: what it looks at, what it asks for, the command it becomes. No rule is here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor
from yiwang.kernel.acts.draft import ACCEPT, ASSIST, CONSULT, FORWARD, HEARING, SUPERVISE, VISIT
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
        staff_of: who holds any position in these bodies today, in the same way.
    """

    case: Case
    actor: Actor
    city: City
    matter: Matter
    people: Callable[[Task], Sequence[tuple[str, Text]] | None] = lambda task: None
    staff_of: Callable[[Sequence[str]], Sequence[tuple[str, Text]] | None] = lambda bodies: None

    def colleagues(self, task: Task | None) -> Sequence[tuple[str, Text]]:
        """Return who holds the task's position: by the records, else by the pack."""
        assert task is not None
        found = self.people(task)
        if found is not None:
            return found
        at = {p.id for p in self.city.positions.values() if (p.body, p.role) == (task.body, task.role)}
        return [(one.id, one.title) for one in self.city.persons.values() if one.position in at]

    def staff(self, bodies: Sequence[str]) -> Sequence[tuple[str, Text]]:
        """Return who works in these bodies: by the records, else by the pack."""
        found = self.staff_of(bodies)
        if found is not None:
            return found
        at = {one.id for one in self.city.positions.values() if one.body in bodies}
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


def offer(act: Act, setting: Setting, task: Task | None) -> Offer:
    """Return one act with its inputs and its words."""
    title = act.title
    if task is not None:
        wire = wire_of(task, setting.city.wires)
        step = wire.title if wire is not None else ask.node_title(setting.matter, task.node)
        title = {language: f"{title[language]}：{step.get(language, step['zh'])}" for language in title}
    return Offer(act, task, title, tuple(act.asks(setting, task)))


def clock_to_extend(setting: Setting) -> bool:
    """Say whether a limit can be extended."""
    return bool(ask.clocks_to_extend(setting.case, setting.matter, setting.actor))


def may_ask_correction(setting: Setting) -> bool:
    """Say whether correction can be asked for, and by this actor."""
    rule = setting.matter.correction
    told = rule is not None and rule.once and setting.case.corrections > 0
    window = setting.waits_for(FORWARD) and setting.actor.holds("window", setting.case.window)
    return not told and (window or setting.waits_for(ACCEPT))


def steps(setting: Setting) -> list[Task]:
    """Return the steps of the process that the actor can do."""
    return [task for task in setting.own if not task.id.startswith("act:")]


def unclaimed(setting: Setting) -> list[Task]:
    """Return those of them that nobody has."""
    return [task for task in steps(setting) if not setting.is_taken(task)]


def may_fail(setting: Setting) -> list[Task]:
    """Return those of them that can come to nothing."""
    net = setting.matter.net
    return [task for task in steps(setting) if net is not None and errors_caught(net, task.node)]


def any_step(setting: Setting) -> list[Task]:
    """Return the steps of the process that are open, whoever can do them."""
    return [task for task in setting.case.tasks if task.role and not task.id.startswith("act:")]


def asked_of_us(setting: Setting) -> list[Task]:
    """Return what was asked of the actor's body beside the process."""
    return [task for task in setting.own if task.node in (CONSULT, ASSIST, SUPERVISE)]


def proposed_to_us(setting: Setting) -> list[Task]:
    """Return what the wiring asks of the actor's position."""
    return [task for task in setting.own if task.node == PROPOSAL]


def words_of_confirming(setting: Setting, task: Task | None) -> tuple[Input, ...]:
    """Return what doing as the wiring asks needs to be told: a supervision has its reason and limit."""
    wire = wire_of(task, setting.city.wires) if task is not None else None
    if wire is not None and wire.command == "supervise":
        return ask.words("reason", required=True), ask.line("limit")
    return (ask.words("note"),)


def arranged(setting: Setting) -> list[Task]:
    """Return the hearing and the visits that are arranged."""
    return [task for task in setting.case.tasks if task.node in (HEARING, VISIT)]


def may_undo(setting: Setting) -> bool:
    """Say whether the last thing that happened is this actor's own, and can be taken back."""
    last = setting.case.undoable
    return last is not None and (last.seq, last.by) == (setting.case.events, setting.actor.person)


def has_own_clock_stops(setting: Setting) -> bool:
    """Say whether some clock of the matter can stand still."""
    return any(rule.not_counted for rule in setting.matter.clocks.values())
