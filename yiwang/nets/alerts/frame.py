"""What several pages of this net need: the city, the plan, the actor, ids, records read through the wall."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yiwang.ingest import health
from yiwang.kernel.access import Target, system
from yiwang.kernel.alerts.plans import Plan
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.records import Opened
from yiwang.store.kinds import StreamKind
from yiwang.web import notices, store_door
from yiwang.web.asked import local_moment
from yiwang.web.here import city_key, city_now, new_number
from yiwang.web.permission import may, require
from yiwang.web.words import Text

FRESH = timedelta(hours=2)
"""Our own rule: a reading that is older is no basis for a level."""
LONGEST = 2000
READER = system("alerts-readings")
"""Reads the latest values of water gauges, which are for everybody."""


def plan_of(request: HttpRequest, id: str) -> Plan:
    """Return a plan. Raises Http404."""
    plan = city_now(request).plans.get(id)
    if plan is None:
        raise Http404
    return plan


def require_of_plan(request: HttpRequest, verb: str, plan: Plan) -> None:
    """Go on only if the actor may do this at a body of the plan. Raises Denied."""
    require(request, verb, Target(lead=plan.body, bodies=plan.bodies))


def may_of_plan(request: HttpRequest, verb: str, plan: Plan) -> bool:
    """Say whether the actor may do this at a body of the plan."""
    return may(request, verb, Target(lead=plan.body, bodies=plan.bodies))


def may_of_body(request: HttpRequest, verb: str, *bodies: str) -> bool:
    """Say whether the actor may do this at one of these bodies, the first of which leads."""
    return may(request, verb, Target(lead=bodies[0], bodies=bodies))


def state(request: HttpRequest, kind: StreamKind, stream: UUID) -> Any:
    """Return one record that is the actor's to see, None where there is none."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            f"SELECT state FROM {kind.table} WHERE city = %s AND id = %s", (city_key(request), stream)
        ).fetchone()
    return kind.decode(bytes(row[0])) if row else None


def states(
    request: HttpRequest, kind: StreamKind, condition: str, values: Sequence[Any]
) -> list[tuple[UUID, Any]]:
    """Return the records that meet a condition, with their ids; `condition` is ours, never typed."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            f"SELECT id, state FROM {kind.table} WHERE city = %s AND {condition}",
            (city_key(request), *values),
        ).fetchall()
    return [(row[0], kind.decode(bytes(row[1]))) for row in rows]


def readings(request: HttpRequest) -> dict[str, Decimal]:
    """Return the latest value of each stream that is fresh: `thing.stream` → value."""
    since = store_door.now() - FRESH
    with store_door.reading(request, READER) as cursor:
        found = health.latest(cursor, city_key(request))
    return {
        one.name: one.result
        for one in found
        if one.result is not None and one.at is not None and one.at >= since
    }


def place_in_words(city: City, code: str) -> Text:
    """Return a place's name; its code where this pack does not have it."""
    known = city.places.get(code)
    return known.title if known is not None else {"zh": code, "en": code}


def new_id() -> UUID:
    """Return a new id of a stream."""
    return stream_id(store_door.now(), secrets.token_bytes(10))


def opening(city: City, matter: str, place: str, level: str, words: Text) -> Opened:
    """Return a case to be opened, its id and number drawn."""
    return Opened(
        case=str(new_id()),
        level=level,
        matter=matter,
        number=new_number(city),
        place=place,
        words=dict(words),
    )


def moment(request: HttpRequest, typed: str) -> datetime | Refusal:
    """Return a typed local day and time, `2026-07-01T08:00`, in the city's zone."""
    at = local_moment(typed, city_now(request).calendar.zone)
    return at if at is not None else saying.no_moment(typed[:25])


def amount(typed: str) -> int:
    """Return a typed whole number, 0 where it is none."""
    text = typed.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def words(sent: Mapping[str, str], *names: str) -> dict[str, str] | Refusal:
    """Return what was written in these fields, without those left empty; refuses what is too long."""
    found = {name: sent.get(name, "").strip() for name in names}
    longest = max((len(one) for one in found.values()), default=0)
    if longest > LONGEST:
        return saying.too_long(longest, LONGEST)
    return {name: one for name, one in found.items() if one}


def answered(request: HttpRequest, answer: Any, back: str, done: str = "alerts.done") -> HttpResponse:
    """Go back to the page an act came from, saying what became of it."""
    if isinstance(answer, Refusal):
        notices.leave_refusal(request, answer)
    else:
        notices.leave(request, done, "success")
    return HttpResponseRedirect(back)
