"""The inputs of acts, as data: a few kinds, each drawn by one template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.kernel.access import Actor
from yiwang.kernel.bpmn.net import DONE
from yiwang.kernel.bpmn.waits import errors_caught
from yiwang.kernel.case import Case, Task
from yiwang.kernel.material_ways import HANDED_IN
from yiwang.kernel.matter import City, Material, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.matter_forms import form_of
from yiwang.web.words import T, Text

SEALED = frozenset(
    {"reason", "comment", "question", "answer", "note", "record", "findings", "remedy", "next_owner"}
)
"""Words that may speak of persons: they go to the vault, never to an event."""


@dataclass(frozen=True)
class Option:
    """One answer to choose."""

    value: str
    title: Text
    note: Text | None = None
    chosen: bool = False


@dataclass(frozen=True)
class Input:
    """One thing an act asks for.

    Attributes:
        kind: `words` (a text of several lines), `line`, `choose` (radio), `select`, `tick` (boxes), `moment`
            (a day and an hour), `hidden`.
        typed: what was typed when the act was refused.
    """

    name: str
    kind: str
    title: Text
    help: Text | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    typed: str = ""


class Unreadable(Exception):
    """Something typed cannot be read; carries the refusal that says what, and how to write it."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class NoMoment(Unreadable):
    """A day and an hour were asked for, and something else was typed."""

    def __init__(self, name: str, typed: str) -> None:
        title = T(f"services.input.{name}")
        super().__init__(
            Refusal(
                code="services.no-moment",
                zh=f"{title['zh']}: 请填日期和时刻，例如 2026-12-08 09:30，现在是“{typed}”。",
                en=f"{title['en']}: give a day and an hour such as 2026-12-08 09:30, not “{typed}”.",
                params={"input": name},
            )
        )


@dataclass(frozen=True)
class Typed:
    """What was sent with an act. `zone`: in which days and hours are meant."""

    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    zone: str = "Asia/Shanghai"

    def one(self, name: str) -> str:
        """Return one answer, without outer blanks, "" when there is none."""
        return (self.lists.get(name) or [""])[0].strip()[:4000]

    def many(self, name: str) -> list[str]:
        """Return every answer."""
        return [one.strip()[:200] for one in self.lists.get(name, ()) if one.strip()]

    def number(self, name: str) -> int:
        """Return one answer as a number, 0 when it is none."""
        text = self.one(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0

    def moment(self, name: str) -> datetime:
        """Return a day and an hour, in the city's zone.

        Raises:
            Unreadable: it is none.
        """
        try:
            found = datetime.fromisoformat(self.one(name))
        except ValueError:
            raise NoMoment(name, self.one(name)) from None
        return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(self.zone))

    @property
    def secrets(self) -> dict[str, str]:
        """The words that go to the vault."""
        return {name: self.one(name) for name in sorted(SEALED) if self.one(name)}


def again(inputs: Sequence[Input], typed: Typed) -> tuple[Input, ...]:
    """Return the inputs with what was typed, so that nothing is lost on a refusal."""
    return tuple(
        replace(
            one,
            typed=typed.one(one.name),
            options=tuple(
                replace(option, chosen=option.value in typed.many(one.name)) for option in one.options
            ),
        )
        for one in inputs
    )


def words(name: str, *, required: bool = False) -> Input:
    """Return a text of several lines."""
    return Input(name, "words", T(f"services.input.{name}"), _help(name), required=required)


def line(name: str) -> Input:
    """Return a text of one line."""
    return Input(name, "line", T(f"services.input.{name}"), _help(name), required=True)


HELPED = frozenset({"reason", "of", "amount", "limit", "venue", "record", "next_owner"})


def _help(name: str) -> Text | None:
    return T(f"services.help.{name}") if name in HELPED else None


FAILED = "failed"  # the error of a step that only any error catches


def node_title(matter: Matter, node: str) -> Text:
    """Return what a step, or a general act that is waited for, is called."""
    if matter.net is not None and node in matter.net.nodes:
        title = matter.net.nodes[node].title
        if title:
            return title
    if node.startswith("act:"):
        act = node.removeprefix("act:").partition(":")[0]
        return T(f"services.waits.{act}")
    return {"zh": node, "en": node}


def interval_title(matter: Matter, interval: str) -> Text:
    """Return what an interval is called: the step that lasts as long as it does."""
    for node in matter.net.nodes.values() if matter.net else ():
        if node.interval == interval and node.title:
            return node.title
    return {"zh": interval, "en": interval}


def outcome_of_step(matter: Matter, task: Task | None) -> tuple[Input, ...]:
    """Return the outcomes of a step to choose from, a reason where one of them needs it, and a note."""
    assert task is not None and matter.net is not None
    outcomes = matter.net.nodes[task.node].outcomes or (DONE,)
    title = T("services.input.outcome")
    options = tuple(Option(one.id, one.title or {"zh": one.id, "en": one.id}) for one in outcomes)
    if len(options) == 1:
        options = (replace(options[0], chosen=True),)
    needs = any(f"{task.node}/{one.id}" in matter.reasons for one in outcomes)
    reason = (words("reason"),) if needs else ()
    return (Input("outcome", "choose", title, options=options, required=True), *reason, words("note"))


def errors(matter: Matter, task: Task | None) -> tuple[Input, ...]:
    """Return the errors a step may end with, by the events that catch them, and a note."""
    assert task is not None and matter.net is not None
    caught = errors_caught(matter.net, task.node)
    options = tuple(Option(one.ref or FAILED, one.title or T("services.error.any")) for one in caught)
    if len(options) == 1:
        options = (replace(options[0], chosen=True),)
    return (
        Input("error", "choose", T("services.input.error"), options=options, required=True),
        words("note"),
    )


def decision(city: City, matter: Matter) -> tuple[Input, ...]:
    """Return what a decision asks for: outcome; and for a denial its range, ground and reason."""
    outcomes = tuple(Option(one, T(f"services.outcome.{one}")) for one in ("grant", "deny"))
    ranges = tuple(Option(one, T(f"services.range.{one}")) for one in ("all", "part"))
    return (
        Input("outcome", "choose", T("services.input.decision"), options=outcomes, required=True),
        Input("range", "select", T("services.input.range"), T("services.help.range"), options=ranges),
        replace(ground(city, matter), required=False),
        words("reason"),
        *(() if matter.remedy else (words("remedy"),)),
    )


def refusal(city: City, case: Case, matter: Matter) -> tuple[Input, ...]:
    """Return what a refusal to accept asks for: why, on which clause, and whose it is instead."""
    causes = tuple(
        Option(one, T(f"services.cause.{one or 'other'}")) for one in ("not-ours", "not-needed", "")
    )
    return (
        Input("cause", "choose", T("services.input.cause"), T("services.help.cause"), causes),
        replace(other_bodies(city, case), title=T("services.input.next_body"), required=False),
        replace(line("next_owner"), required=False),
        ground(city, matter),
        words("reason", required=True),
        *(() if matter.remedy else (words("remedy"),)),
    )


def comment(case: Case, actor: Actor) -> tuple[Input, ...]:
    """Return what a comment asks for; whoever handles the case says for whom it is."""
    text = words("comment", required=True)
    if actor.kind == "resident" or not case.applicant:
        return (text,)
    readers = tuple(
        Option(one, T(f"services.to.{one}"), chosen=one == "inside") for one in ("inside", "applicant")
    )
    return (Input("to", "choose", T("services.input.to"), options=readers, required=True), text)


def ground_of_suspension(matter: Matter) -> Input:
    """Return the clauses a suspension can rest on: those of the clocks that can stand still, first."""
    sources = [rule.source for rule in matter.clocks.values() if rule.not_counted and rule.source]
    known = tuple(dict.fromkeys((*sources, *matter.basis)))
    options = tuple(Option(one, {"zh": one, "en": one}, chosen=one == known[0]) for one in known)
    return Input("ground", "select", T("services.input.ground"), options=options, required=True)


def ground(city: City, matter: Matter) -> Input:
    """Return the clauses of the matter to found an adverse act on."""
    options = tuple(Option(one, {"zh": one, "en": one}) for one in matter.basis)
    return Input("ground", "select", T("services.input.ground"), options=options, required=True)


def completeness(matter: Matter, case: Case) -> tuple[Input, ...]:
    """Return the material list to tick off; what must be there must be ticked before forwarding.

    What follows, is promised, or is never handed in (`ordinary`) is not on it.
    """
    materials = [one for one in matter.guide.materials if _comes_now(one, case)]
    if not materials:
        return ()
    options = tuple(
        Option(
            one.id, one.title, one.exempt_if or (None if one.required else T("services.material.optional"))
        )
        for one in materials
    )
    return (Input("there", "tick", T("services.input.there"), T("services.help.there"), options),)


def _comes_now(material: Material, case: Case) -> bool:
    way = case.ways.get(material.id)
    return material.ordinary is None and (way is None or way.state == HANDED_IN)


def not_ticked(matter: Matter, case: Case, typed: Typed) -> list[Text]:
    """Return the titles of required materials that are neither ticked nor exempt."""
    there = set(typed.many("there"))
    return [
        one.title
        for one in matter.guide.materials
        if one.required and not one.exempt_if and one.id not in there and _comes_now(one, case)
    ]


def correction_items(city: City, matter: Matter) -> tuple[Input, ...]:
    """Return everything that can be asked for again: materials, then questions of the form."""
    materials = [Option(one.id, one.title, T("services.material")) for one in matter.guide.materials]
    fields = form_of(city, matter).fields.values()
    taken = {one.value.replace("-", "_") for one in materials}
    questions = [Option(one.name, one.title) for one in fields if one.name not in taken]
    items = Input(
        "items",
        "tick",
        T("services.input.items"),
        T("services.help.items"),
        tuple(materials + questions),
        required=True,
    )
    return (items, replace(words("reason"), required=True))


def colleagues(people: Sequence[tuple[str, Text]]) -> Input:
    """Return the people who hold the task's position today, (person id, name)."""
    options = tuple(Option(person, name) for person, name in people)
    return Input("person", "select", T("services.input.person"), options=options, required=True)


def other_bodies(city: City, case: Case) -> Input:
    """Return the bodies in the same county and above."""
    near = set(city.above(case.place))
    bodies = [one for one in city.bodies.values() if one.seat in near and one.id != case.lead]
    options = tuple(Option(one.id, one.title) for one in bodies)
    return Input("body", "select", T("services.input.body"), options=options, required=True)


def intervals(matter: Matter) -> Input:
    """Return the intervals that some clock does not count."""
    names = sorted({name for rule in matter.clocks.values() for name in rule.not_counted})
    options = tuple(Option(name, interval_title(matter, name)) for name in names)
    return Input("interval", "select", T("services.input.interval"), options=options, required=True)


def clocks_to_extend(case: Case, matter: Matter, actor: Actor) -> list[str]:
    """Return the ids of running clocks that the law lets somebody extend, and nobody has."""
    found = []
    for clock_id, state in case.clocks.items():
        rule = matter.clocks.get(clock_id)
        if rule is None or rule.extend is None or state.stopped_at is not None:
            continue
        if not (rule.extend.once and state.extensions_in_force):
            found.append(clock_id)
    return found


def extension(case: Case, matter: Matter, actor: Actor) -> tuple[Input, ...]:
    """Return the clock to extend and by how much."""
    options = []
    amount = ""
    for clock_id in clocks_to_extend(case, matter, actor):
        rule: Any = matter.clocks[clock_id]
        amount = amount or rule.extend.at_most.zh
        note = {
            "zh": f"最多 {rule.extend.at_most.zh}（{rule.extend.source}）",
            "en": f"at most {rule.extend.at_most.en} ({rule.extend.source})",
        }
        options.append(Option(clock_id, rule.title, note))
    if len(options) == 1:
        options = [replace(options[0], chosen=True)]
    return (
        Input("clock", "choose", T("services.input.clock"), options=tuple(options), required=True),
        replace(line("amount"), typed=amount),
    )


def how_served(case: Case) -> Input:
    """Return how the result reaches the applicant; the channel's own way first."""
    ways = ("counter", "online", "post") if case.channel == "window" else ("online", "counter", "post")
    options = tuple(Option(one, T(f"services.served.{one}"), chosen=one == ways[0]) for one in ways)
    return Input("how", "choose", T("services.input.how"), options=options, required=True)
