"""谁看过我的数据: exchanges, sealed answers opened by staff, and break-glass, in one list and in plain words.

Who looked is a body and a position, never a name. What the law lets a body tell later is left out until its
day, and counted; an auditor sees it at once, marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

import psycopg
from django.http import HttpRequest

from yiwang.granted import through
from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.records import Exchange
from yiwang.kernel.access import Actor, Target, may, system
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.people.glass import Glass
from yiwang.kernel.withheld import EXCHANGE as BY_GRANT
from yiwang.kernel.withheld import GLASS as BY_GLASS
from yiwang.kernel.withheld import READING, Look, Until, withheld
from yiwang.people.kinds import GLASS
from yiwang.store.cases import CASE
from yiwang.web import here, store_door
from yiwang.web.forms.of_matter import form_of
from yiwang.web.here import city_day
from yiwang.web.words import LANGUAGES, T, Text, say

MOST = 200
"""How many of each kind are read, the newest; our own rule."""

MOST_CASES = 1000
GATEWAY = system("lookers")
"""Reads what went through the gateway for cases that are the actor's to see; nothing of other cases."""

PURPOSES = frozenset({"examine", "contact", "identity", "correct", "serve", "review", "paper", "form"})
READINGS = (
    "SELECT r.actor, r.purpose, r.at, r.names, r.glass, c.state FROM sealed_reading r"
    " JOIN case_row c ON c.city = r.city AND c.id = r.case_id"
    " WHERE r.city = %s AND (%s::text[] IS NULL OR c.applicant = ANY(%s)) ORDER BY r.at DESC LIMIT %s"
)
CASES = (
    "SELECT c.state FROM case_row c WHERE c.city = %s AND (%s::text[] IS NULL OR c.applicant = ANY(%s))"
    " ORDER BY c.opened_at DESC LIMIT %s"
)
GLASSES = (
    "SELECT g.state, c.state FROM case_row c JOIN glass_row g ON g.city = c.city AND g.case_id = c.id::text"
    " WHERE c.city = %s AND (%s::text[] IS NULL OR c.applicant = ANY(%s)) LIMIT %s"
)


@dataclass(frozen=True)
class Seen:
    """One look at somebody's data.

    Attributes:
        of: as in `kernel.withheld`. who: body, and position where a person looked. what: in words.
        fields: titles of what was given or opened; () where nothing was found.
        number: of the case in which it was looked at, "" where none. numbers: of the results given.
        owner: body id that holds the data. id: of the exchange, "" for others.
        by_agent: read by who acts for the person. by_counter: by a clerk, with their consent.
        ref: names the look on its page. names: of `fields`, as the product or the form has them.
        subject: person id of whom it is about.
        under: the grant, None where staff looked in a case of their own body.
        until: what withholds or withheld it, `late` in words. hidden: not to be shown to the person yet.
    """

    of: str
    at: datetime
    who: Text
    what: Text
    why: Text
    matter: Text
    matter_id: str
    body: str
    owner: str
    ref: str
    subject: str
    fields: tuple[Text, ...] = ()
    names: tuple[str, ...] = ()
    number: str = ""
    numbers: tuple[str, ...] = ()
    id: str = ""
    product: str = ""
    under: Text | None = None
    clauses: tuple[str, ...] = ()
    times: int = 1
    by_agent: bool = False
    by_counter: bool = False
    until: Until | None = None
    late: Text | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Looked:
    """What a page lists, newest first, and how many more are withheld today from whoever reads it."""

    shown: tuple[Seen, ...]
    withheld: int


def looked(request: HttpRequest, city: City) -> Looked:
    """Return the looks that are the actor's to see: at their own data, their principals', or anybody's."""
    actor = here.actor_of(request)
    key = here.city_key(request)
    own = sorted({actor.person, *(one.id for one in actor.principals)}) if actor.kind == "resident" else None
    with store_door.reading(request) as cursor:
        found = [
            *_exchanges(cursor, key, city, actor),
            *_readings(cursor, key, city, actor, own),
            *_glasses(cursor, key, city, actor, own),
        ]
        cases = _cases(cursor, key, actor, own)
    with store_door.reading(request, GATEWAY) as cursor:
        found += _through(cursor, key, city, cases)
    day = city_day(city)
    told = [_told(one, city, day) for one in sorted(found, key=lambda one: one.at, reverse=True)]
    if own is None:
        return Looked(tuple(told), 0)
    shown = tuple(one for one in told if not one.hidden)
    return Looked(shown, len(told) - len(shown))


def _told(seen: Seen, city: City, day: date) -> Seen:
    """Return a look with what withholds it; `hidden` until its day."""
    body = city.bodies.get(seen.body)
    look = Look(
        of=seen.of, at=seen.at, body=seen.body, function=body.function if body else "", matter=seen.matter_id
    )
    until = withheld(city.looks, look, city.zone)
    if until is None:
        return seen
    hidden = day < until.day
    return replace(seen, until=until, hidden=hidden, late=_late(until, city, hidden))


def _late(until: Until, city: City, hidden: bool) -> Text:
    """Return clause, approver and day of what is told later, in words."""
    words = T("mine.looks.is-withheld" if hidden else "mine.looks.was-withheld")
    rule, approver = until.rule, _who(city, until.rule.approver)
    return {
        one: say(
            words,
            one,
            title=say(rule.title, one),
            clause=rule.clause,
            approver=say(approver, one),
            day=until.day.isoformat(),
        )
        for one in LANGUAGES
    }


def _exchanges(cursor: psycopg.Cursor[Any], key: str, city: City, actor: Actor) -> Iterator[Seen]:
    """Yield what was read of results of the city, under grants."""
    rows = cursor.execute(
        "SELECT id, state FROM exchange_row WHERE city = %s ORDER BY last_at DESC LIMIT %s", (key, MOST)
    ).fetchall()
    for id, state in rows:
        one = EXCHANGE.decode(bytes(state))
        # The wall shows a former agent what they once asked for; the rule does not.
        if may(actor, "exchange.read", Target(applicant=one.subject, matter=one.matter)):
            yield _exchange(str(id), one, city)


def _exchange(id: str, one: Exchange, city: City) -> Seen:
    product, grant = city.products.get(one.product), city.grants.get(one.grant)
    titles = product.titles if product else {}
    return Seen(
        of=BY_GRANT,
        at=one.last_at,
        who=here.body_in_words(city, one.body) if one.body else T("mine.looks.no-body"),
        what=product.title if product else _bare(one.product),
        why=T(f"mine.exchanges.why.{one.why}"),
        matter=_matter(city, one.matter),
        matter_id=one.matter,
        body=one.body,
        owner=one.owner,
        ref=id,
        subject=one.subject,
        names=one.fields if one.results else (),
        fields=tuple(titles.get(name, _bare(name)) for name in one.fields) if one.results else (),
        numbers=one.results,
        id=id,
        product=one.product,
        under=grant.title if grant else _bare(one.grant),
        clauses=grant.basis if grant else (),
        times=one.times,
        by_agent=one.by != one.subject and one.why != "offer" and not one.consent,
        by_counter=bool(one.consent),
    )


def _cases(cursor: psycopg.Cursor[Any], key: str, actor: Actor, own: list[str] | None) -> dict[str, Case]:
    """Return the cases, by number, whose exchanges are the actor's to see; an auditor's: the newest."""
    rows = cursor.execute(CASES, (key, own, own, MOST_CASES)).fetchall()
    cases = (CASE.decode(bytes(row[0])) for row in rows)
    return {case.number: case for case in cases if _theirs(actor, case)}


def _through(cursor: psycopg.Cursor[Any], key: str, city: City, cases: dict[str, Case]) -> Iterator[Seen]:
    """Yield what was asked through the gateway for these cases."""
    for one in through.of_cases(cursor, key, list(cases), MOST):
        product, grant = city.products.get(one.product), city.grants.get(one.grant)
        titles = product.titles if product else {}
        yield Seen(
            of=BY_GRANT,
            at=one.at,
            who=here.body_in_words(city, one.body),
            what=product.title if product else _bare(one.product),
            why=T("mine.exchanges.why.gateway"),
            matter=_matter(city, one.matter),
            matter_id=one.matter,
            body=one.body,
            owner=one.owner,
            ref=one.id,
            subject=cases[one.case].applicant,
            names=one.fields,
            fields=tuple(titles.get(name, _bare(name)) for name in one.fields),
            number=one.case,
            product=one.product,
            under=grant.title if grant else _bare(one.grant),
            clauses=grant.basis if grant else (),
        )


def _readings(
    cursor: psycopg.Cursor[Any], key: str, city: City, actor: Actor, own: list[str] | None
) -> Iterator[Seen]:
    rows = cursor.execute(READINGS, (key, own, own, MOST)).fetchall()
    for signature, purpose, at, names, glass, state in rows:
        case: Case = CASE.decode(bytes(state))
        person, _, position = signature.partition("@")
        if person == case.applicant or not _theirs(actor, case):
            continue
        yield Seen(
            of=BY_GLASS if glass else READING,
            at=at,
            who=_who(city, position),
            what=T("mine.looks.opened-glass" if glass else "mine.looks.opened"),
            why=T(f"mine.looks.purpose.{purpose if purpose in PURPOSES else 'handling'}"),
            matter=_matter(city, case.matter),
            matter_id=case.matter,
            body=_body_of(city, position),
            owner=case.lead,
            ref=_ref(case.id, READING, signature, at, *names),
            subject=case.applicant,
            names=tuple(names),
            fields=tuple(_titles(city, case, names)),
            number=case.number,
        )


def _glasses(
    cursor: psycopg.Cursor[Any], key: str, city: City, actor: Actor, own: list[str] | None
) -> Iterator[Seen]:
    rows = cursor.execute(GLASSES, (key, own, own, MOST)).fetchall()
    for glass_state, case_state in rows:
        one: Glass = GLASS.decode(bytes(glass_state))
        case: Case = CASE.decode(bytes(case_state))
        if not _theirs(actor, case):
            continue
        position = one.signature.partition("@")[2]
        yield Seen(
            of=BY_GLASS,
            at=one.since,
            who=_who(city, position),
            what=T("mine.looks.glass"),
            why=T(f"mine.looks.verdict.{one.verdict or 'none'}"),
            matter=_matter(city, case.matter),
            matter_id=case.matter,
            body=_body_of(city, position),
            owner=case.lead,
            ref=_ref(case.id, BY_GLASS, one.signature, one.since),
            subject=case.applicant,
            number=case.number,
        )


def _ref(case: str, of: str, signature: str, at: datetime, *names: str) -> str:
    """Return the name of a look that has no id of its own: the same each time it is listed."""
    return str(uuid5(UUID(case), "\n".join((of, signature, at.isoformat(), *names))))


def _theirs(actor: Actor, case: Case) -> bool:
    return may(actor, "exchange.read", Target(applicant=case.applicant, matter=case.matter))


def _titles(city: City, case: Case, names: Iterable[str]) -> Iterator[Text]:
    """Yield the titles of answers by the pack that the case is pinned to."""
    pinned = store_door.city_under(city.id, case.pack) if city.pack != case.pack else city
    matter = pinned.matters.get(case.matter)
    fields = form_of(pinned, matter).fields if matter is not None else {}
    for name in names:
        yield fields[name].title if name in fields else T("mine.looks.answer")


def _who(city: City, id: str) -> Text:
    position = city.positions.get(id)
    return _holder(city, position.body, position.title) if position else T("mine.looks.somebody")


def _holder(city: City, body: str, position: Text) -> Text:
    named = here.body_in_words(city, body)
    return {one: f"{say(named, one)} · {say(position, one)}" for one in LANGUAGES}


def _body_of(city: City, position: str) -> str:
    known = city.positions.get(position)
    return known.body if known else ""


def _matter(city: City, id: str) -> Text:
    known = city.matters.get(id)
    return known.title if known else _bare(id)


def _bare(id: str) -> Text:
    return {"zh": id, "en": id}
