"""Runs a scenario of a case: each act is decided and evolved by the kernel, and time passes between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, Sealed, evolve, opened, wake_at
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.pack.finding import Finding
from yiwang.pack.nodes import plain
from yiwang.pack.scenarios import expect, read
from yiwang.pack.scenarios.read import Scenario, Step
from yiwang.pack.scenarios.run_clock import refusal

_CASE = "018f0000-0000-7000-8000-000000000001"
_TOLD = Sealed("0" * 64, "11111111-1111-4111-8111-111111111111")
_TICKS = 200

# Who does what, unless `by` says otherwise: a role, or `applicant`.
ROLES = {
    "file": "applicant",
    "correct": "applicant",
    "withdraw": "applicant",
    "receive": "window",
    "forward": "window",
    "ask-correction": "officer",
    "accept": "officer",
    "refuse": "officer",
    "complete": "",
    "answer": "city",
    "hear": "city",
    "suspend": "officer",
    "resume": "officer",
    "extend": "chief",
    "decide": "approver",
    "decide-at-once": "officer",
    "deliver": "officer",
    "serve": "officer",
    "hand-over": "officer",
    "recount": "city",
    "wait": "city",
}


class _Story:
    """One case, and what happened to it."""

    def __init__(self, city: City, scenario: Scenario) -> None:
        self.city, self.scenario = city, scenario
        self.case: Case | None = None
        self.happened: list[str] = []
        self.deemed = ""

    def ask(self, command: c.Command, actor: Actor, at: datetime) -> Refusal | None:
        answer = decide(self.case, command, c.Context(at, actor, self.city))
        if isinstance(answer, Refusal):
            return answer
        for event in answer:
            self.case = (
                opened(event, self.city.pack, at) if self.case is None else evolve(self.case, event, at)
            )
            self.happened.append(event.type)
            if event.data.about.get("deemed"):
                self.deemed = event.type.removeprefix("case.")
        return None

    def pass_time(self, until: datetime) -> None:
        """Let every timer and limit that falls due before `until` happen at its own time."""
        for _ in range(_TICKS):
            wake = wake_at(self.case) if self.case is not None else None
            if wake is None or wake > until:
                return
            events = len(self.happened)
            self.ask(c.Tick(), system("timers"), wake)
            if len(self.happened) == events:
                return

    def do(self, step: Step) -> Refusal | None:
        if step.act not in ROLES:
            raise read.unknown(read.at(step.words, "act"), step.act, ROLES)
        self.pass_time(step.at.astimezone(UTC))
        if step.act == "wait":
            return None
        command = _command(step, self.scenario, self.case, self.city)
        return self.ask(command, self._actor(step), step.at.astimezone(UTC))

    def _actor(self, step: Step) -> Actor:
        by = read.text(step.words, "by") or ROLES[step.act] or self._role_of_task(step)
        if by == "city":
            return system("scenario")
        if by == "applicant":
            return Actor("applicant", "resident")
        position = self.city.positions.get(by)
        if position is None:
            bodies = self._bodies(step)
            named = [one for one in self.city.positions.values() if one.role == by]
            position = next((one for body in bodies for one in named if one.body == body), None)
            if position is None and not named:
                known = {"applicant", "city", *self.city.positions}
                known |= {one.role for one in self.city.positions.values()}
                raise read.unknown(read.at(step.words, "by"), by, known)
            if position is None:
                raise read.misread(
                    read.at(step.words, "by"),
                    f"{'、'.join(bodies)} 没有 {by} 岗位。",
                    f"{', '.join(bodies)} has no position of {by}.",
                    ("写明岗位编号。", "Name the position by its id."),
                )
        seat = self.city.bodies[position.body].seat
        return Actor(f"p-{position.id}", "staff", (Holding(position.id, position.role, position.body, seat),))

    def _role_of_task(self, step: Step) -> str:
        node = read.text(step.words, "step")
        tasks = self.case.tasks if self.case is not None else ()
        return next((task.role for task in tasks if task.node == node), "officer")

    def _bodies(self, step: Step) -> list[str]:
        if self.case is None:
            return list(self.city.bodies)
        node = read.text(step.words, "step")
        own = [task.body for task in self.case.tasks if task.node == node]
        return [*own, self.case.lead, self.case.window]


def run_case(scenario: Scenario, city: City, zone: tzinfo) -> Iterator[Finding]:
    """Yield what does not come true."""
    words = scenario.words
    if scenario.matter not in city.matters:
        raise read.unknown(read.at(words, "matter"), scenario.matter, city.matters)
    place = read.text(words, "place")
    if place not in city.places:
        raise read.unknown(read.at(words, "place"), place, city.places)
    story = _Story(city, scenario)
    for step in scenario.steps:
        answer = story.do(step)
        expected = read.text(step.words, "refused")
        if answer is not None and answer.code != expected:
            yield refusal(step, answer)
            return
        if answer is None and expected:
            yield expect.differs(read.at(step.words, "refused"), "refused", expected, expect.NONE)
        if "then" in step.words.entries:
            then = read.mapping(step.words.entries["then"], "then")
            yield from expect.of_case(then, story.case, story.happened, story.deemed, zone)
    if "then" in words.entries:
        then = read.mapping(words.entries["then"], "then")
        yield from expect.of_case(then, story.case, story.happened, story.deemed, zone)


def _command(step: Step, scenario: Scenario, case: Case | None, city: City) -> c.Command:
    words, act = step.words, step.act
    sealed = {} if read.text(words, "reason") == expect.NONE else {"reason": _TOLD}
    if act == "file":
        return _file(scenario)
    if act == "ask-correction":
        items = tuple(str(plain(one)) for one in read.listing(words.entries.get("items")))
        return c.AskCorrection(items=items, sealed=sealed)
    if act == "correct":
        return c.Correct(facts=read.table(words, "facts"))
    if act == "complete":
        node = read.text(words, "step")
        steps = {task.node: task.id for task in case.tasks} if case is not None else {}
        return c.Complete(
            task=steps.get(node, node),
            outcome=read.text(words, "outcome"),
            facts=read.table(words, "facts"),
            sealed=sealed,
        )
    if act in ("answer", "hear"):
        return _from_elsewhere(step, case)
    if act == "hand-over":
        return c.HandOver(body=read.text(words, "body"), sealed=sealed)
    return _of_time(step, sealed) or _of_outcome(step, sealed)


def _from_elsewhere(step: Step, case: Case | None) -> c.Command:
    """A called case ends (`answer`), or a message or signal comes (`hear`)."""
    words, facts = step.words, read.table(step.words, "facts")
    if step.act == "hear":
        event = read.text(words, "event") or "message"
        return c.Inform(event=event, name=read.text(words, "name"), facts=facts)
    node = read.text(words, "step")
    calls = {call.node: call for call in case.calls} if case is not None else {}
    return c.EndCall(
        call=calls[node].case if node in calls else "",
        token=calls[node].token if node in calls else "",
        phase=read.text(words, "phase") or "closed",
        outcome=read.text(words, "outcome"),
        facts=facts,
    )


def _file(scenario: Scenario) -> c.Command:
    return c.File(
        case=_CASE,
        number="2601-SCENARIO",
        matter=scenario.matter,
        place=read.text(scenario.words, "place"),
        channel=read.text(scenario.words, "channel") or "online",
        applicant="applicant",
        facts=read.table(scenario.words, "facts"),
    )


def _of_time(step: Step, sealed: dict[str, Sealed]) -> c.Command | None:
    words = step.words
    if step.act == "suspend":
        return c.Suspend(interval=read.text(words, "interval"), sealed=sealed)
    if step.act == "extend":
        return c.Extend(clock=read.text(words, "clock"), amount=read.text(words, "amount"), sealed=sealed)
    plain_acts = {
        "receive": c.Receive,
        "forward": c.Forward,
        "accept": c.Accept,
        "resume": c.Resume,
        "withdraw": c.Withdraw,
        "recount": c.Recount,
    }
    made = plain_acts.get(step.act)
    return made() if made is not None else None


def _of_outcome(step: Step, sealed: dict[str, Sealed]) -> c.Command:
    words, act = step.words, step.act
    outcome = read.text(words, "outcome") or "grant"
    scope, ground = read.text(words, "range"), read.text(words, "ground")
    if act == "refuse":
        return c.Refuse(ground=ground, sealed=sealed)
    if act == "decide":
        return c.Decide(outcome=outcome, range=scope, ground=ground, sealed=sealed)
    if act == "decide-at-once":
        return c.DecideAtOnce(outcome=outcome, range=scope, ground=ground, sealed=sealed)
    how = read.text(words, "how") or "online"
    return c.Serve(paper=read.text(words, "paper"), how=how) if act == "serve" else c.Deliver(how=how)
