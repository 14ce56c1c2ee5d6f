"""An invented flood of the demo: `demo/flood.yaml` of a pack. A level, a roster, bulletins, patrols of dikes.

Each is asked as its page asks it, by a persona of the pack. It is told once for a data folder, not anew each
day: a level stands until somebody ends it, and so does the roster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import yaml

from yiwang.kernel.alerts.plans import Plan, rank
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import bulletin_rules, patrol_rules, response_rules, roster_rules
from yiwang.nets.alerts.kinds import BULLETIN, PATROL, RESPONSE, ROSTER, stream_of
from yiwang.nets.alerts.records import Opened, Shift
from yiwang.nets.alerts.texts import FINDINGS
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.web.pack_city import PackCity

FILE = "flood.yaml"
_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000009")


@dataclass(frozen=True)
class SeededFlood:
    """How many steps were told, and what was refused, each with its place and reason."""

    steps: int
    refused: tuple[str, ...]


def seed_flood(door: Door, key: str, city: City, folder: Path, now: datetime) -> SeededFlood:
    """Tell the pack's demo flood, once for a data folder."""
    path = folder / "demo" / FILE
    if not path.exists():
        return SeededFlood(0, ())
    told, refused = 0, []
    for index, step in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or []):
        answer = _Flood(door, PackCity(key, city), step, index, now).tell()
        if isinstance(answer, Refusal):
            refused.append(f"demo/{FILE}, {index + 1}: {answer.code} {answer.zh}")
        else:
            told += 1
    return SeededFlood(told, tuple(refused))


class _Flood:
    """One step of the flood: `level`, `roster`, `bulletin` or `patrol`."""

    def __init__(
        self, door: Door, served: PackCity, step: Mapping[str, Any], index: int, now: datetime
    ) -> None:
        self.door, self.served, self.step, self.index = door, served, step, index
        self.city, self.key = served.city, served.key
        self.at = now - timedelta(hours=float(step["hours_ago"]))
        self.plan: Plan = self.city.plans[step["plan"]]

    def tell(self) -> Done | Refusal:
        """Ask the one door for it."""
        kind, stream, command, words = {
            "level": self._level,
            "roster": self._roster,
            "bulletin": self._bulletin,
            "patrol": self._patrol,
        }[self.step["what"]]()
        actor = self.served.actor(self.step["by"])
        assert actor is not None, f"no persona {self.step['by']}"
        name = f"flood/{self.index}"
        return execute(
            self.door, Ask(self.key, kind, stream, command, actor, self.at, key=name, secrets=words)
        )

    def _number(self, *names: str) -> str:
        seed = sha256("/".join((self.key, "flood", str(self.index), *names)).encode()).digest()
        return case_number(self.at.astimezone(ZoneInfo(self.city.zone)), seed[:CHANCE_BYTES])

    def _opened(self, matter: str, place: str, level: str, words: Mapping[str, str]) -> Opened:
        case = uuid5(_SPACE, f"{self.key}/{self.index}/{matter}/{place}/{words['zh']}")
        return Opened(
            case=str(case),
            level=level,
            matter=matter,
            number=self._number(matter, place, words["zh"]),
            place=place,
            words=dict(words),
        )

    def _level(self) -> tuple[Any, UUID, Any, dict[str, str]]:
        wanted = self.plan.level(self.step["level"])
        assert wanted is not None and rank(wanted.id) > 0
        command = response_rules.SetLevel(
            plan=self.plan.id,
            level=wanted.id,
            order=self.step["order"],
            opens=tuple(self._opened(one.matter, one.place, wanted.id, one.words) for one in wanted.opens),
        )
        return RESPONSE, stream_of(self.key, "response", self.plan.id), command, {}

    def _roster(self) -> tuple[Any, UUID, Any, dict[str, str]]:
        """Shifts of `hours` that follow each other for `days`, the people in turn, from the hour `from`."""
        zone, people = ZoneInfo(self.city.zone), self.step["people"]
        day: date = self.at.astimezone(zone).date()
        begins = datetime.combine(day, time.fromisoformat(self.step["from"]), zone)
        long = timedelta(hours=self.step["hours"])
        count = int(self.step["days"] * 24 / self.step["hours"])
        shifts = tuple(
            Shift(
                begins=begins + index * long,
                ends=begins + (index + 1) * long,
                person=people[index % len(people)],
                substitute=people[(index + 1) % len(people)],
            )
            for index in range(count)
        )
        command = roster_rules.Arrange(plan=self.plan.id, post=self.step["post"], shifts=shifts)
        return ROSTER, stream_of(self.key, "roster", self.plan.id, self.step["post"]), command, {}

    def _bulletin(self) -> tuple[Any, UUID, Any, dict[str, str]]:
        number = self._number()
        command = bulletin_rules.Publish(
            number=number, plan=self.plan.id, title=self.step["title"], words=self.step["words"]
        )
        return BULLETIN, stream_of(self.key, "bulletin", number), command, {}

    def _patrol(self) -> tuple[Any, UUID, Any, dict[str, str]]:
        dike, finding = self.plan.dikes[self.step["dike"]], self.step["finding"]
        opens = None
        if finding != "none" and self.plan.danger:
            place = self.plan.danger_place or dike.place
            opens = self._opened(self.plan.danger, place, "", FINDINGS[finding])
        command = patrol_rules.Record(
            dike=dike.id, finding=finding, opens=opens, plan=self.plan.id, seen_at=self.at
        )
        words = {"words": self.step["words"]} if self.step.get("words") else {}
        return (
            PATROL,
            uuid5(stream_of(self.key, "patrol", self.plan.id), f"demo/{self.index}"),
            command,
            words,
        )
