"""校核、投诉: what a person asks about a look at their data, each a case of a matter that the pack names.

A correction goes to the body that provides the data; a complaint to a body outside who looked and who
provided. What is written lies in the vault; the case names the look, its product, fields and bodies.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from yiwang.granted.concerned import LAST_STEPS, due, outcome_title, outcomes
from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.commands import File
from yiwang.kernel.matter import City, Responsibility
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.outside import Desk, desk_for
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_for
from yiwang.nets.mine.looks import Seen
from yiwang.store.cases import CASE
from yiwang.store.execute import Done
from yiwang.web import here, store_door
from yiwang.web.here import new_number
from yiwang.web.words import T, Text

CORRECT, COMPLAIN = "correct", "complain"
KINDS = (CORRECT, COMPLAIN)
WRITTEN = {CORRECT: ("wrong", "right"), COMPLAIN: ("words",)}
"""What is written: the first is needed."""
LONGEST = 2000
MOST = 200


@dataclass(frozen=True)
class Concern:
    """One that was raised.

    Attributes:
        look: `Seen.ref` of what it is about. answer: outcome of its step, in words; None while it is open.
        due: its limit; None where none runs.
    """

    kind: str
    look: str
    number: str
    case: str
    lead: Text
    open: bool
    answer: Text | None
    due: datetime | None


def can(city: City, seen: Seen) -> tuple[str, ...]:
    """Return what may be asked about a look here: data of a product is corrected by who provides it."""
    correct = bool(city.looks.correct) and bool(seen.product)
    complain = desk(city, COMPLAIN, seen) is not None
    return tuple(kind for kind, may in ((CORRECT, correct), (COMPLAIN, complain)) if may)


def desk(city: City, kind: str, seen: Seen) -> Desk | None:
    """Return where a concern is filed; None where the city has nowhere."""
    if kind == CORRECT:
        matter = city.matters.get(city.looks.correct)
        facts = {"product": seen.product}
        led = responsible_for(city, matter, city.root, facts) if matter is not None else None
        return Desk(city.looks.correct, city.root, led.lead) if isinstance(led, Responsibility) else None
    against = tuple(dict.fromkeys(body for body in (seen.body, seen.owner) if body in city.bodies))
    return desk_for(city, city.looks.complain, against)


def raised(request: HttpRequest, city: City, people: Iterable[str]) -> dict[str, list[Concern]]:
    """Return what these people raised, by the look it is about, the newest first."""
    looks = city.looks
    matters = [one for one in (looks.correct, *looks.complain) if one]
    if not matters:
        return {}
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND applicant = ANY(%s) AND matter = ANY(%s)"
            " ORDER BY opened_at DESC LIMIT %s",
            (here.city_key(request), sorted(people), matters, MOST),
        ).fetchall()
        cases = {row[0]: CASE.decode(bytes(row[1])) for row in rows}
        events = cursor.execute(
            LAST_STEPS,
            (here.city_key(request), [id for id, case in cases.items() if case.phase in ENDED]),
        ).fetchall()
    answers = outcomes(events)
    found: dict[str, list[Concern]] = {}
    for id, case in cases.items():
        one = _concern(city, case, answers.get(id, ("", "")))
        found.setdefault(one.look, []).append(one)
    return found


def _concern(city: City, case: Case, ended: tuple[str, str]) -> Concern:
    open_still = case.phase not in ENDED
    return Concern(
        kind=CORRECT if case.matter == city.looks.correct else COMPLAIN,
        look=str(case.facts.get("look", "")),
        number=case.number,
        case=case.id,
        lead=here.body_in_words(city, case.lead),
        open=open_still,
        answer=None if open_still else outcome_title(city, case.matter, *ended) or T("mine.concern.closed"),
        due=due(case) if open_still else None,
    )


def unsound(kind: str, sent: Mapping[str, str]) -> Refusal | None:
    """Say what is wrong with what was written; None if nothing is."""
    first = WRITTEN[kind][0]
    if not sent.get(first, "").strip():
        return Refusal(
            code="concern.no-words",
            zh="请写明哪里不对。" if kind == CORRECT else "请写明要投诉什么。",
            en="Say what is wrong." if kind == CORRECT else "Say what the complaint is.",
            params={"field": first},
        )
    longest = max(len(sent.get(name, "")) for name in WRITTEN[kind])
    if longest > LONGEST:
        return Refusal(
            code="concern.too-long",
            zh=f"最多 {LONGEST} 字，现在有 {longest} 字。",
            en=f"At most {LONGEST} characters; there are {longest}.",
            params={"most": LONGEST, "typed": longest},
        )
    return None


def ask(
    request: HttpRequest, city: City, kind: str, seen: Seen, sent: Mapping[str, str], case: UUID
) -> Done | Refusal:
    """File the case of a concern; under the same id it is filed once."""
    where = desk(city, kind, seen)
    fault = unsound(kind, sent)
    if fault is not None or where is None:
        return fault or _nowhere()
    waiting = [one for one in raised(request, city, [seen.subject]).get(seen.ref, []) if one.kind == kind]
    before = next((one for one in waiting if one.open and one.case != str(case)), None)
    if before is not None:
        return _asked_already(before.number)
    zone = ZoneInfo(city.zone)
    facts = {
        "look": seen.ref,
        "looked_on": seen.at.astimezone(zone).date().isoformat(),
        "product": seen.product,
        "fields": " ".join(seen.names),
        "against": seen.body,
        "earlier_number": seen.number,
    }
    command = File(
        case=str(case),
        number=new_number(city),
        matter=where.matter,
        place=where.place,
        channel="system",
        applicant=seen.subject,
        facts={name: value for name, value in facts.items() if value},
    )
    written = {name: sent.get(name, "").strip() for name in WRITTEN[kind]}
    return store_door.ask(
        request,
        case,
        command,
        key=f"concern:{case}",
        secrets={name: words for name, words in written.items() if words},
    )


def new_id() -> UUID:
    """Return the id of a case that may be opened."""
    return stream_id(store_door.now(), secrets.token_bytes(10))


def _nowhere() -> Refusal:
    return Refusal(
        code="concern.nowhere",
        zh="本市还没有定哪个单位办理。请拨打 12345。",
        en="The city has not named a body for this. Call 12345.",
    )


def _asked_already(number: str) -> Refusal:
    return Refusal(
        code="concern.asked-already",
        zh=f"您已经提过，编号 {number}，正在办理。有要补充的，写在那一件的页面上。",
        en=f"You have asked already: {number} is being handled. Add to it on its page.",
        params={"number": number},
    )
