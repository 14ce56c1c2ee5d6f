"""Ratings of the demo (`demo/ratings.yaml` of a pack): an ended case each, rated by somebody made up.

They lie in the quarter before today's, whose figures are public, and go through the one door like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import yaml

from yiwang.kernel import commands as acts
from yiwang.kernel.access import Actor
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.outside import desk_for
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import rules
from yiwang.nets.rating.kinds import RATING, rating_stream
from yiwang.nets.rating.records import Opens, Subject
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.kinds import StreamKind
from yiwang.web.pack_city import PackCity

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000002")
FIRST = 1
"""The handling that is rated: none of these cases was reopened."""


def seed_ratings(
    door: Door, key: str, city: City, folder: Path, now: datetime
) -> tuple[int, tuple[str, ...]]:
    """Put the demo's ratings through the door; return how many stand, and what was refused.

    Repeating it in the same quarter does nothing twice. 0 where the pack has no `demo/ratings.yaml`.
    """
    path = folder / "demo" / "ratings.yaml"
    if not path.exists():
        return 0, ()
    told, stood, refused = yaml.safe_load(path.read_text(encoding="utf-8")) or [], 0, []
    begins = quarter_before(now.astimezone(ZoneInfo(city.zone)).date())
    for number, one in enumerate(told):
        for place, grade in enumerate(one["grades"]):
            name = f"ratings/{begins}/{number}/{place}"
            answer = _Rated(door, PackCity(key, city), one, name).tell(begins + timedelta(days=place), grade)
            stood += isinstance(answer, Done)
            if isinstance(answer, Refusal):
                refused.append(f"demo/ratings.yaml, {number + 1}, {place + 1}: {answer.code} {answer.zh}")
    return stood, tuple(refused)


def quarter_before(day: date) -> date:
    """Return the first day of the quarter before the one that `day` lies in."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)
    return date(first.year, (first.month - 1) // 3 * 3 + 1, 1)


class _Rated:
    """One ended case of somebody made up, with their rating."""

    def __init__(self, door: Door, served: PackCity, told: Mapping[str, Any], name: str) -> None:
        self.door, self.served, self.told, self.name = door, served, told, name
        self.stream = uuid5(_SPACE, f"{served.key}/{name}")
        self.resident = Actor(f"demo-{uuid5(_SPACE, name)}", "resident")

    def tell(self, day: date, grade: int) -> Done | Refusal:
        """File at ten, grant an hour later, deliver, rate in the afternoon."""
        at = datetime.combine(day, time(10), ZoneInfo(self.served.city.zone))
        officer = self.served.actor(self.told["by"])
        assert officer is not None, f"no persona {self.told['by']}"
        made: Done | Refusal = self._ask(CASE, self.stream, self._file(at), self.resident, at, self._sealed())
        for hours, command in ((1, acts.DecideAtOnce(outcome="grant")), (2, acts.Deliver(how="online"))):
            if isinstance(made, Refusal):
                return made
            made = self._ask(CASE, self.stream, command, officer, at + timedelta(hours=hours), {})
        if isinstance(made, Refusal):
            return made
        said = self.told.get("words", {}).get("zh", "")
        words = {"words": said} if said and grade in self.told.get("say", ()) else {}
        given, rated = self._give(made.state, grade, at), rating_stream(str(self.stream), FIRST)
        return self._ask(RATING, rated, given, self.resident, at + timedelta(hours=5), words)

    def _file(self, at: datetime) -> acts.File:
        sealed = self.served.city.matters[self.told["matter"]].sealed_fields
        return acts.File(
            case=str(self.stream),
            number=case_number(at, sha256(f"{self.served.key}/{self.name}".encode()).digest()[:CHANCE_BYTES]),
            matter=self.told["matter"],
            place=str(self.told["place"]),
            channel="online",
            applicant=self.resident.person,
            facts={name: one for name, one in self.told["facts"].items() if name not in sealed},
        )

    def _sealed(self) -> dict[str, str]:
        sealed = self.served.city.matters[self.told["matter"]].sealed_fields
        return {name: str(one) for name, one in self.told["facts"].items() if name in sealed}

    def _give(self, case: Case, grade: int, at: datetime) -> rules.Give:
        city = self.served.city
        desk = desk_for(city, city.ratings.get("bad", ()), (case.lead,))
        opens = None
        if desk is not None:
            new = str(uuid5(self.stream, "bad"))
            number = case_number(at, sha256(new.encode()).digest()[:CHANCE_BYTES])
            opens = Opens(case=new, matter=desk.matter, number=number, place=desk.place)
        subject = Subject(
            applicant=case.applicant,
            body=case.lead,
            case=case.id,
            handling=FIRST,
            matter=case.matter,
            number=case.number,
            phase=case.phase,
        )
        aspects = {"told": grade, "quick": min(5, grade + 1)} if grade in self.told.get("say", ()) else {}
        lead = desk.body if desk is not None else ""
        return rules.Give(subject=subject, grade=grade, desk=lead, aspects=aspects, opens=opens)

    def _ask(
        self, kind: StreamKind, stream: UUID, command: Any, who: Actor, at: datetime, words: Mapping[str, str]
    ) -> Done | Refusal:
        step = f"{self.name}/{command.verb}"
        return execute(
            self.door,
            Ask(
                city=self.served.key,
                kind=kind,
                stream=stream,
                command=command,
                actor=who,
                now=at,
                purpose="demo",
                key=step,
                secrets=words,
            ),
        )
