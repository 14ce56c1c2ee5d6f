"""Invented events of the demo, put through the one door like any other: `demo/events.yaml` of a pack.

Each act is made as the pages make it, from what would be typed there. The pictures are drawn, not taken.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from yiwang.kernel.access import Actor, system
from yiwang.kernel.acts.dispatching import due_in
from yiwang.kernel.case import Case
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations.event_acts import ACTS
from yiwang.nets.operations.event_inputs import Typed
from yiwang.serve.stories import began_at, tell_all
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.web.pack_city import PackCity

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000007")
_COLOURS = {"before": (150, 90, 60), "after": (90, 150, 90)}


@dataclass(frozen=True)
class SeededEvents:
    """How many events stand, and what was refused, each with its place and reason."""

    events: int
    refused: tuple[str, ...]


def seed_events(door: Door, key: str, city: City, folder: Path, now: datetime) -> SeededEvents:
    """Put the pack's demo events through the door. Repeating it on the same day does nothing twice."""
    served = PackCity(key, city)
    stood, refused = tell_all(
        folder, "events.yaml", "events", city, now, lambda story, name: EventStory(door, served, story, name)
    )
    return SeededEvents(stood, refused)


class EventStory:
    """One event as it is told."""

    def __init__(self, door: Door, served: PackCity, story: Mapping[str, Any], name: str) -> None:
        self.door, self.served, self.story, self.name = door, served, story, name
        self.city, self.stream = served.city, uuid5(_SPACE, name)
        self.case: Case | None = None
        self.repeated = False

    def tell(self, now: datetime) -> Refusal | None:
        """Open the event, then do each act that lies before `now`."""
        at = began_at(self.city, self.story, now)
        opened = self.open(at)
        if isinstance(opened, Refusal):
            return opened
        for number, act in enumerate(self.story.get("then", ())):
            at = due_in(act.get("after", "1 小时"), at, _at(self.city, at)) or at
            if at >= now:
                return None
            done = self.do(act, at, str(number))
            if isinstance(done, Refusal) and not self.repeated:
                return done
        return None

    def open(self, at: datetime) -> Done | Refusal:
        """Begin it."""
        story = self.story
        chance = sha256(self.name.encode()).digest()[:CHANCE_BYTES]
        where = EventPlace(
            str(story["place"]), str(story.get("longitude", "")), str(story.get("latitude", ""))
        )
        command = event_case(
            self.city,
            str(story["kind"]),
            where,
            case=str(self.stream),
            number=case_number(at.astimezone(ZoneInfo(self.city.zone)), chance),
            channel=story["channel"],
            facts=story.get("facts", {}),
        )
        if isinstance(command, Refusal):
            return command
        return self._ask(command, system("seed"), at, "open", {"words": story["words"]})

    def do(self, act: Mapping[str, Any], at: datetime, step: str) -> Done | Refusal:
        """Do one act, as the page makes it."""
        if act["act"] == "tick":
            return self._ask(Tick(), system("seed"), at, step, {})
        assert self.case is not None
        task = next((one.id for one in self.case.tasks if one.node == act.get("step")), "")
        given = dict(act.get("typed", {}))
        if "until_days" in act:
            until = at.astimezone(ZoneInfo(self.city.zone)).date() + timedelta(days=act["until_days"])
            given["until"] = until.isoformat()
        words = {name: given.pop(name) for name in ("reason", "note") if name in given}
        sealed = words | {f"{one}#1": drawn(one) for one in act.get("pictures", ())}
        command = ACTS[act["act"]].make(Typed(given, sealed, self.city), task)
        actor = self.served.actor(act["by"])
        assert actor is not None, f"no persona {act['by']}"
        return self._ask(command, actor, at, step, sealed)

    def _ask(
        self, command: Any, actor: Actor, at: datetime, step: str, secrets: Mapping[str, str]
    ) -> Done | Refusal:
        ask = Ask(
            city=self.served.key,
            kind=CASE,
            stream=self.stream,
            command=command,
            actor=actor,
            now=at,
            purpose="handling",
            key=f"{self.name}/{step}",
            secrets=secrets,
        )
        answer = execute(self.door, ask)
        if isinstance(answer, Done):
            self.case, self.repeated = answer.state, self.repeated or answer.repeated
        return answer


def _at(city: City, at: datetime) -> Context:
    return Context(now=at, actor=system("seed"), city=city)


def drawn(what: str) -> str:
    """Return a drawn picture as the vault keeps one: a plain colour with a lighter band, base64 of a PNG."""
    wide, high = 160, 120
    red, green, blue = _COLOURS[what]
    light = bytes((min(red + 60, 255), min(green + 60, 255), min(blue + 60, 255)))
    rows = b"".join(
        b"\0" + (light if high // 3 < row < high // 2 else bytes((red, green, blue))) * wide
        for row in range(high)
    )
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return base64.b64encode(png).decode()
