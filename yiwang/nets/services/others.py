"""What others did on a person's cases: readings of sealed answers, break-glass, acts. Never a staff name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel import ledger
from yiwang.kernel.access import Actor
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.withheld import GLASS as GLASS_LOOK
from yiwang.kernel.withheld import READING, Look, withheld
from yiwang.nets.services import timeline
from yiwang.nets.services.matter_forms import form_of
from yiwang.people.kinds import GLASS
from yiwang.store.cases import CASE
from yiwang.web import here, store_door
from yiwang.web.here import city_day
from yiwang.web.words import LANGUAGES, T, Text, say

MOST_CASES, MOST = 50, 500


@dataclass(frozen=True)
class Deed:
    """One thing that somebody else did.

    Attributes:
        kind: `reading`, `glass` or `act`. what: in words. why: its purpose, None for an act.
        fields: titles of the answers that were opened.
    """

    at: datetime
    number: str
    kind: str
    who: Text
    what: Text
    why: Text | None = None
    fields: tuple[Text, ...] = ()


def deeds(request: HttpRequest, stream: UUID | None = None) -> list[Deed]:
    """Return what others did on one case, or on the actor's and their principals' newest; newest first.

    What the law lets a body tell later is left out until its day. Five queries, whatever their number.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    key = request.city.key  # type: ignore[attr-defined]
    own = [actor.person, *(one.id for one in actor.principals if not one.matters)]
    one = "AND id = %s" if stream is not None else "AND applicant = ANY(%s)"
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM case_row WHERE city = %s {one}"
            f" ORDER BY opened_at DESC LIMIT {MOST_CASES}",
            (key, stream if stream is not None else own),
        ).fetchall()
        cases = {row[0]: CASE.decode(bytes(row[1])) for row in rows}
        ids = list(cases)
        events = cursor.execute(
            "SELECT stream, body FROM event WHERE city = %s AND stream = ANY(%s)"
            f" ORDER BY at DESC LIMIT {MOST}",
            (key, ids),
        ).fetchall()
        readings = cursor.execute(
            "SELECT case_id, actor, purpose, at, fields, names, glass FROM sealed_reading"
            f" WHERE city = %s AND case_id = ANY(%s) ORDER BY at DESC LIMIT {MOST}",
            (key, ids),
        ).fetchall()
        glasses = cursor.execute(
            "SELECT state FROM glass_row WHERE city = %s AND case_id = ANY(%s)",
            (key, [case.id for case in cases.values()]),
        ).fetchall()
    known = {case.id: case for case in cases.values()}
    found = [
        *_acts(request, actor, cases, events),
        *(
            _reading(request, cases[row[0]], row)
            for row in readings
            if not _later(request, GLASS_LOOK if row[6] else READING, row[1], row[3], cases[row[0]])
        ),
        *(
            _glass(request, known, one)
            for one in (GLASS.decode(bytes(row[0])) for row in glasses)
            if not _later(request, GLASS_LOOK, one.signature, one.since, known[one.case])
        ),
    ]
    return sorted(found, key=lambda deed: deed.at, reverse=True)[:MOST]


def _later(request: HttpRequest, of: str, signature: str, at: datetime, case: Case) -> bool:
    """Say whether a look is told only on a day to come."""
    city = here.city_now(request)
    position = city.positions.get(signature.partition("@")[2])
    body = city.bodies.get(position.body) if position else None
    if body is None:
        return False
    look = Look(of=of, at=at, body=body.id, function=body.function, matter=case.matter)
    until = withheld(city.looks, look, city.zone)
    return until is not None and city_day(city) < until.day


def _cities(request: HttpRequest, case: Case) -> tuple[City, City]:
    key = request.city.key  # type: ignore[attr-defined]
    return store_door.city_under(key, case.pack), store_door.city_under(key, None)


def _who(request: HttpRequest, signature: str, case: Case) -> Text:
    pinned, now = _cities(request, case)
    return timeline.who(signature, pinned, case, now)


def _acts(request: HttpRequest, actor: Actor, cases: dict[UUID, Case], rows: Sequence[Any]) -> list[Deed]:
    found = []
    for stream, body in rows:
        entry = ledger.read_entry(bytes(body))
        if entry.actor.partition("@")[0] == actor.person or entry.actor.startswith("system:"):
            continue
        case = cases[stream]
        event = CASE.read_event(entry.type, entry.v, bytes(entry.data))
        what = timeline.event_in_words(event)
        found.append(Deed(entry.at, case.number, "act", _who(request, entry.actor, case), what))
    return found


def _reading(request: HttpRequest, case: Case, row: Sequence[Any]) -> Deed:
    _, signature, purpose, at, count, names, glass = row
    pinned, _ = _cities(request, case)
    fields = form_of(pinned, pinned.matters[case.matter]).fields
    titles = tuple(fields[name].title for name in names if name in fields)
    words = T("services.others.reading-glass" if glass else "services.others.reading")
    what = {language: say(words, language, count=count) for language in LANGUAGES}
    why = T(f"services.purpose.{purpose}") if purpose in KNOWN else T("services.purpose.handling")
    return Deed(at, case.number, "reading", _who(request, signature, case), what, why, titles)


KNOWN = frozenset({"examine", "contact", "identity", "correct", "serve", "review", "paper", "form"})


def _glass(request: HttpRequest, known: dict[str, Case], one: Any) -> Deed:
    case = known[one.case]
    verdict = one.verdict or "none"
    why = T(f"services.glass.verdict.{verdict}")
    return Deed(
        one.since, case.number, "glass", _who(request, one.signature, case), T("services.others.glass"), why
    )
