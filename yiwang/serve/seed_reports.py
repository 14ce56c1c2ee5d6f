"""Invented reports of the demo, told as residents tell them: `demo/reports.yaml` of a pack.

Each is taken as the page takes one: who told it sealed, its case opened by the city itself. What follows are
acts on the case (as in `demo/events.yaml`), or what the body and whoever told say to each other. Pictures are
drawn.
"""

from __future__ import annotations

import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from yiwang.kernel.access import ANONYMOUS
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import frame, relays, rules, taking, told_rules
from yiwang.nets.reports.kinds import REPORT, TOLD, case_id, told_stream
from yiwang.nets.reports.taking import Telling
from yiwang.serve.seed_events import EventStory
from yiwang.serve.stories import tell_all
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.wall import city_transaction
from yiwang.web import codes
from yiwang.web.pack_city import PackCity


@dataclass(frozen=True)
class SeededReports:
    """How many reports were told, and what was refused, each with its place and reason."""

    reports: int
    refused: tuple[str, ...]


def seed_reports(door: Door, key: str, city: City, folder: Path, now: datetime) -> SeededReports:
    """Tell the pack's demo reports. Repeating it on the same day does nothing twice."""
    served = PackCity(key, city)
    told, refused = tell_all(
        folder, "reports.yaml", "reports", city, now, lambda story, name: _Report(door, served, story, name)
    )
    return SeededReports(told, refused)


class _Report(EventStory):
    """One report as it is told: `stream` is its case."""

    def __init__(self, door: Door, served: PackCity, story: Mapping[str, Any], name: str) -> None:
        super().__init__(door, served, story, name)
        self.report = self.stream
        self.stream = UUID(case_id(self.report))

    def open(self, at: datetime) -> Any:
        """Take the report, and open its case; one with an account has no code."""
        story, zone = self.story, ZoneInfo(self.city.zone)
        teller = self.served.actor(story["by"]) if "by" in story else None
        code = "" if teller is not None else codes.digest(self._code(), frame.CODES)
        telling = Telling(
            report=self.report,
            kind=str(story["kind"]),
            place=str(story["place"]),
            words=story["words"],
            channel=story.get("channel", "report"),
            number=case_number(at.astimezone(zone), _chance(self.name, "report")),
            case_number=case_number(at.astimezone(zone), _chance(self.name, "case")),
            where=story.get("where", ""),
            longitude=str(story.get("longitude", "")),
            latitude=str(story.get("latitude", "")),
            pictures=[photograph(story["words"])] if story.get("picture") else [],
            contact=story.get("contact", {}),
            applicant=teller.applicant if teller is not None else "",
            digest=code,
        )
        taken = taking.take(self.door, self.city, self.served.key, telling, teller or ANONYMOUS, at)
        if isinstance(taken, Refusal):
            return taken
        self.repeated = taken.case is None
        self.case = taken.case or self._standing()
        return taken.done

    def do(self, act: Mapping[str, Any], at: datetime, step: str) -> Done | Refusal:
        """Do an act on the case, or say something to the other side: `say`, `by`, `words`."""
        if "say" not in act:
            return super().do(act, at, step)
        actor = self.served.actor(act["by"])
        assert actor is not None and self.case is not None, f"no persona {act['by']}"
        body = actor.holdings[0].body if actor.holdings else ""
        stream, kind = (self.report, REPORT) if not body else (told_stream(self.report), TOLD)
        ended = self.case.ended_at is not None
        command: Any = {
            "answer": told_rules.GiveAnswer(body=body),
            "ask-who": told_rules.AskWho(body=body),
            "write": told_rules.Write(body=body) if body else rules.Write(),
            "not-fixed": rules.SayNotFixed(ended=ended),
        }[act["say"]]
        name = {"answer": "answer", "write": "message"}.get(act["say"], "reason")
        asked = Ask(
            self.served.key, kind, stream, command, actor, at,
            key=f"{self.name}/{step}", secrets={name: act["words"]},
        )  # fmt: skip
        done = execute(self.door, asked)
        if isinstance(done, Done):
            relays.at_once(self.door, self.served.key, kind.name, stream, done.events, at)
            self.repeated = self.repeated or done.repeated
            self.case = self._standing()
        return done

    def _code(self) -> str:
        """Return the code of a report without an account: the same when the demo starts again."""
        master = self.door.safe.keyring.master().secret
        return codes.make(hmac.new(master, f"demo/{self.name}".encode(), sha256).digest())

    def _standing(self) -> Any:
        who = taking.WHO
        with lend(self.door.pool) as connection, city_transaction(connection, self.served.key, who) as cursor:
            row = cursor.execute(
                f"SELECT state FROM {CASE.table} WHERE city = %s AND id = %s", (self.served.key, self.stream)
            ).fetchone()
        return CASE.decode(bytes(row[0])) if row is not None else None


def _chance(name: str, what: str) -> bytes:
    return sha256(f"{name}/{what}".encode()).digest()[:CHANCE_BYTES]


def photograph(words: str) -> bytes:
    """Return a picture as JPEG that a resident might have taken: drawn, the same for the same words."""
    seed = sha256(words.encode()).digest()
    picture = Image.new("RGB", (480, 360), (168, 180, 190))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 220, 480, 360), fill=(110, 108, 104))
    for index in range(9):
        left, top = 60 + seed[index] * 340 // 255, 210 + seed[index + 9] * 90 // 255
        shade = 60 + seed[index + 18] // 3
        pen.ellipse((left, top, left + 60, top + 34), fill=(shade, shade - 20, shade - 30))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
