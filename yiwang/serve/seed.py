"""Some days of invented cases, put through the one door like any other: `demo/cases.yaml` of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from yiwang.kernel import commands as acts
from yiwang.kernel.access import Actor, system
from yiwang.kernel.acts.timekeeping import limit_due
from yiwang.kernel.case import Case
from yiwang.kernel.limits import DAY_UNITS, parse
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.serve.stories import began_at, tell_all
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.web.pack_city import PackCity

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000001")


@dataclass(frozen=True)
class Seeded:
    """What seeding did: how many cases stand, and what was refused, each with place and reason."""

    cases: int
    refused: tuple[str, ...]


def seed(door: Door, key: str, city: City, folder: Path, now: datetime) -> Seeded:
    """Put the pack's demo cases through the door. Repeating it on the same day does nothing twice.

    Args:
        key: city key. folder: the pack's folder; without `demo/cases.yaml` nothing is done.
    """
    served = PackCity(key, city)
    stood, refused = tell_all(
        folder, "cases.yaml", "seed", city, now, lambda story, name: _Story(door, served, story, name)
    )
    return Seeded(stood, refused)


class _Story:
    """One case of the demo as it is told."""

    def __init__(self, door: Door, served: PackCity, story: Mapping[str, Any], name: str) -> None:
        self.door, self.served, self.story, self.name = door, served, story, name
        self.city = served.city
        self.matter = self.city.matters[story["matter"]]
        self.stream = uuid5(_SPACE, name)
        self.case: Case | None = None
        self.told_before = False

    def tell(self, now: datetime) -> Refusal | None:
        """File the case, then do each act that lies before `now`."""
        at = began_at(self.city, self.story, now)
        filed = self._ask(self._file(at), self._actor(self.story["persona"]), at, "file", self._sealed())
        if isinstance(filed, Refusal):
            return filed
        for number, act in enumerate(self.story.get("then", ())):
            at = self._later(at, act.get("after", "1 小时"))
            if at >= now:
                return None
            made = self._command(act)
            if isinstance(made, Refusal):
                if self.told_before:
                    continue  # the task was completed when the story was first told
                return made
            done = self._ask(made, self._actor(act["by"]), at, str(number), _reason(act))
            if isinstance(done, Refusal):
                return done
        return None

    def _later(self, at: datetime, after: str) -> datetime:
        """A day unit ends at the same hour of the due day, an hour on the clock."""
        due = limit_due(after, at, self.city.calendar)
        limit = parse(after)
        if not isinstance(limit, Refusal) and limit.unit in DAY_UNITS:
            zone = ZoneInfo(self.city.zone)
            local = at.astimezone(zone)
            return datetime.combine(due.astimezone(zone).date(), local.time(), zone).astimezone(at.tzinfo)
        return due

    def _file(self, at: datetime) -> acts.File:
        chance = sha256(self.name.encode()).digest()[:CHANCE_BYTES]
        facts = self.story.get("facts", {})
        return acts.File(
            case=str(self.stream),
            number=case_number(at.astimezone(ZoneInfo(self.city.zone)), chance),
            matter=self.matter.id,
            place=str(self.story["place"]),
            channel=self.story["channel"],
            applicant=self._person(self.story["persona"]),
            facts={name: _plain(value) for name, value in facts.items() if not self._is_sealed(name)},
        )

    def _is_sealed(self, name: str) -> bool:
        return name in self.matter.sealed_fields

    def _sealed(self) -> dict[str, str]:
        facts = self.story.get("facts", {})
        return {name: str(value) for name, value in facts.items() if self._is_sealed(name)}

    def _person(self, persona: str) -> str:
        return next(one.person for one in self.served.personas() if one.id == persona)

    def _actor(self, persona: str) -> Actor:
        if persona == "system":
            return system("seed")
        actor = self.served.actor(persona)
        assert actor is not None, f"no persona {persona}"
        return actor

    def _command(self, act: Mapping[str, Any]) -> acts.Command | Refusal:
        name = act["act"]
        if name == "complete":
            return self._complete(act)
        made = _COMMANDS.get(name)
        assert made is not None, f"no act {name}"
        command, wanted = made
        given = {field: act[field] for field in wanted if field in act}
        if "items" in given:
            given["items"] = tuple(given["items"])
        if name == "decide" and "range" not in given and act.get("outcome") == "deny":
            given["range"] = "all"
        return command(**given)

    def _complete(self, act: Mapping[str, Any]) -> acts.Command | Refusal:
        assert self.case is not None
        task = next((task for task in self.case.tasks if task.node == act["step"]), None)
        if task is None:
            return Refusal(code="seed.no-task", zh=f"没有待办 {act['step']}", en=f"no task {act['step']}")
        facts = {name: _plain(value) for name, value in act.get("facts", {}).items()}
        return acts.Complete(task=task.id, outcome=act.get("outcome", ""), facts=facts)

    def _ask(
        self, command: Any, actor: Actor, at: datetime, step: str, secrets: Mapping[str, str]
    ) -> Done | Refusal:
        answer = execute(
            self.door,
            Ask(
                city=self.served.key,
                kind=CASE,
                stream=self.stream,
                command=command,
                actor=actor,
                now=at,
                purpose="demo",
                key=f"{self.name}/{step}",
                secrets=secrets,
            ),
        )
        if isinstance(answer, Done):
            self.case = answer.state
            self.told_before = answer.repeated
        return answer


_COMMANDS: dict[str, tuple[type[acts.Command], tuple[str, ...]]] = {
    "receive": (acts.Receive, ()),
    "forward": (acts.Forward, ()),
    "accept": (acts.Accept, ()),
    "ask-correction": (acts.AskCorrection, ("items",)),
    "correct": (acts.Correct, ("facts",)),
    "refuse": (acts.Refuse, ("ground",)),
    "decide": (acts.Decide, ("outcome", "range", "ground")),
    "decide-at-once": (acts.DecideAtOnce, ("outcome", "range", "ground")),
    "deliver": (acts.Deliver, ("how",)),
    "withdraw": (acts.Withdraw, ()),
    "suspend": (acts.Suspend, ("interval",)),
    "resume": (acts.Resume, ()),
    "extend": (acts.Extend, ("clock", "amount")),
}


def _reason(act: Mapping[str, Any]) -> dict[str, str]:
    reason = act.get("reason")
    if not reason:
        return {}
    return {"reason": reason["zh"] if isinstance(reason, Mapping) else str(reason)}


def _plain(value: Any) -> Any:
    """Return a form value as the ledger keeps it: no floats."""
    return str(value) if isinstance(value, float) else value
