"""Evidence of duties (履责证据): where one was not kept, by named query, each with its entries of the ledger.

    found = find(request, city, bodies, "late-answers")

A finding holds what the log says and nothing that was inferred: which body, which limit, which entries. It
names no person. Source of the duties: 政务数据共享条例 第三十九条至第四十一条 (unverified).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpRequest

from yiwang.granted.kinds import GRANT
from yiwang.granted.standing import grant_of
from yiwang.kernel import ledger
from yiwang.kernel.access import system
from yiwang.kernel.duty import (
    LATE_ANSWERS,
    REPEATED_COLLECTION,
    UNANSWERED_CORRECTIONS,
    USE_BEYOND_PURPOSE,
)
from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.stewards.beyond import Used, beyond
from yiwang.nets.stewards.needs import asked_again
from yiwang.nets.stewards.queries import work
from yiwang.nets.stewards.yearly import late
from yiwang.store.cases import CASE
from yiwang.web import here, store_door
from yiwang.web.here import city_day
from yiwang.web.words import T, Text

GRANTS = system("evidence")
"""Reads which grants there are; nothing of it is shown."""
MOST, ENTRIES = 2000, 20
"""How many records a query looks at, the newest, and how many entries a finding shows; our own rule."""

OF_STREAMS = (
    "SELECT e.stream, e.seq, e.at, e.hash, e.body, l.position FROM event e LEFT JOIN leaf l"
    " ON l.city = e.city AND l.stream = e.stream AND l.seq = e.seq"
    " WHERE e.city = %s AND e.stream = ANY(%s) ORDER BY e.at, e.seq"
)
OF_EXCHANGES = (
    "SELECT e.stream, e.seq, e.at, e.hash, e.body, l.position FROM event e LEFT JOIN leaf l"
    " ON l.city = e.city AND l.stream = e.stream AND l.seq = e.seq"
    " WHERE e.city = %s AND e.kind IN ('exchange', 'gateway_exchange')"
    " ORDER BY e.at DESC, e.seq DESC LIMIT %s"
)
FILED = (
    "SELECT id, state FROM case_row WHERE city = %s AND matter = ANY(%s)"
    " ORDER BY opened_at DESC, id DESC LIMIT %s"
)


@dataclass(frozen=True)
class Entry:
    """An entry of the ledger. `position`: its leaf, None while it waits for one. `hash`: hex."""

    stream: UUID
    seq: int
    at: datetime
    type: str
    hash: str
    position: int | None


@dataclass(frozen=True)
class Finding:
    """One place where a duty was not kept. `count`: how often; `number`: of its case, "" where none."""

    body: str
    what: Text
    about: Text
    at: datetime
    entries: tuple[Entry, ...]
    number: str = ""
    count: int = 1


def find(request: HttpRequest, city: City, bodies: Sequence[str], query: str) -> list[Finding]:
    """Return what a named query finds at these bodies, newest first. KeyError: there is no such query."""
    return sorted(QUERIES[query](request, city, bodies), key=lambda one: one.at, reverse=True)


def _late_answers(request: HttpRequest, city: City, bodies: Sequence[str]) -> list[Finding]:
    matters = tuple(one for one in (DATA_REQUEST, city.looks.correct) if one)
    return _late(request, city, bodies, matters, open_only=False)


def _unanswered(request: HttpRequest, city: City, bodies: Sequence[str]) -> list[Finding]:
    return _late(request, city, bodies, (city.looks.correct,) if city.looks.correct else (), open_only=True)


def _late(
    request: HttpRequest, city: City, bodies: Sequence[str], matters: Sequence[str], *, open_only: bool
) -> list[Finding]:
    now = store_door.now()
    found = [
        one.case
        for one in work(request, matters, bodies, open_only=open_only)
        if one.case.lead in bodies and late(one.case, now)
    ]
    entries = _entries(request, [UUID(case.id) for case in found])
    return [
        Finding(
            body=case.lead,
            what=T("stewards.finding.late" if case.ended_at else "stewards.finding.unanswered"),
            about=_title(city.matters.get(case.matter), case.matter),
            at=min(clock.due_legal or clock.due_promised or now for clock in case.clocks.values()),
            entries=entries.get(UUID(case.id), ()),
            number=case.number,
        )
        for case in found
    ]


def _repeated(request: HttpRequest, city: City, bodies: Sequence[str]) -> list[Finding]:
    """Find cases whose form asked for what a product holds and was not filled in from it."""
    day = city_day(city)
    asked = asked_again(city, day)
    if not asked:
        return []
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            FILED, (here.city_key(request), sorted({one.matter for one in asked}), MOST)
        ).fetchall()
    cases = [CASE.decode(bytes(row[1])) for row in rows]
    found: list[tuple[Any, str, list[Any]]] = []
    for one in asked:
        by_lead: dict[str, list[Any]] = {}
        for case in cases:
            answered = one.field in case.facts or one.field in case.sealed
            if case.matter == one.matter and answered and case.lead in bodies:
                by_lead.setdefault(case.lead, []).append(case)
        found += [(one, lead, several) for lead, several in by_lead.items()]
    shown = {UUID(case.id) for _, _, several in found for case in several[:ENTRIES]}
    entries = _entries(request, sorted(shown))
    return [
        Finding(
            body=lead,
            what=T("stewards.finding.collected-again"),
            about=_joined(_title(city.matters.get(one.matter), one.matter), one.title),
            at=several[0].opened_at,
            entries=tuple(
                entry for case in several[:ENTRIES] for entry in entries.get(UUID(case.id), ())[:1]
            ),
            count=len(several),
        )
        for one, lead, several in found
    ]


def _beyond(request: HttpRequest, city: City, bodies: Sequence[str]) -> list[Finding]:
    """Find readings that went beyond their grant, of results of the city and through the gateway."""
    key, zone = here.city_key(request), ZoneInfo(city.zone)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(OF_EXCHANGES, (key, MOST)).fetchall()
    recorded = _recorded(request, city)
    found = []
    for row in rows:
        entry = ledger.read_entry(bytes(row[4]))
        read = msgspec.json.decode(bytes(entry.data), type=Used)
        if not {read.body, read.owner}.intersection(bodies):
            continue
        then = _under(key, entry.pack, city)
        grant = then.grants.get(read.grant) or recorded.get(read.grant)
        passed = beyond(then, grant, read, entry.at.astimezone(zone).date())
        if passed:
            found.append(
                Finding(
                    body=read.body or read.owner,
                    what=T(f"stewards.finding.{passed}"),
                    about=_title(city.grants.get(read.grant), read.grant),
                    at=entry.at,
                    entries=(_entry(row),),
                )
            )
    return found


def _recorded(request: HttpRequest, city: City) -> dict[str, Grant]:
    """Return the grants that requests gave, by id; those of the pack stand in the pack."""
    with store_door.reading(request, GRANTS) as cursor:
        rows = cursor.execute(
            "SELECT state FROM grant_row WHERE city = %s", (here.city_key(request),)
        ).fetchall()
    records = [GRANT.decode(bytes(row[0])) for row in rows]
    return {id: grant_of(one) for record in records for id, one in record.grants.items()}


def _under(key: str, pack: str, now: City) -> City:
    """Return the city under the pack an entry names; the one in force where that is not kept."""
    if pack == now.pack:
        return now
    try:
        return store_door.city_under(key, pack)
    except KeyError:
        return now


def _entries(request: HttpRequest, streams: Sequence[UUID]) -> dict[UUID, tuple[Entry, ...]]:
    if not streams:
        return {}
    with store_door.reading(request) as cursor:
        rows = cursor.execute(OF_STREAMS, (here.city_key(request), list(streams))).fetchall()
    found: dict[UUID, list[Entry]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_entry(row))
    return {stream: tuple(several) for stream, several in found.items()}


def _entry(row: Sequence[Any]) -> Entry:
    stream, seq, at, digest, body, position = row
    return Entry(stream, seq, at, ledger.read_entry(bytes(body)).type, bytes(digest).hex(), position)


def _title(known: Any, id: str) -> Text:
    return known.title if known is not None else {"zh": id, "en": id}


def _joined(first: Text, second: Text) -> Text:
    return {one: f"{first.get(one, '')} · {second.get(one, '')}" for one in ("zh", "en")}


QUERIES: dict[str, Callable[[HttpRequest, City, Sequence[str]], list[Finding]]] = {
    LATE_ANSWERS: _late_answers,
    UNANSWERED_CORRECTIONS: _unanswered,
    REPEATED_COLLECTION: _repeated,
    USE_BEYOND_PURPOSE: _beyond,
}
