"""Why somebody may, or may not: the grounds of `access.explain`, and everybody who may read one case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor, Ground, Target, Why, explain
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.people import client as clients
from yiwang.kernel.people import glass as glasses
from yiwang.kernel.people import mandate as mandates
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.resolve import replaced_by, resolve
from yiwang.kernel.role_parts import RESIDENT
from yiwang.kernel.roles import ANYONE, ROLES, STAFF
from yiwang.kernel.roles import GLASS as GLASS_VERBS
from yiwang.nets.people.words import filled, position_in_words
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT, GLASS, MANDATE, PERSON, day
from yiwang.store.cases import CASE
from yiwang.store.wall import bearer
from yiwang.web import store_door
from yiwang.web.here import body_in_words, city_day, city_key
from yiwang.web.words import T, Text

HANDLING = "handling"  # the purpose that is asked with; a page of a case gives the same
VERBS = tuple(
    sorted({verb for verbs in ROLES.values() for verb in verbs} | {*RESIDENT, *STAFF, *ANYONE, *GLASS_VERBS})
)
OF_CASE = ("case.", "receipt.read")
MOST = 1000  # persons looked at for one case


@dataclass(frozen=True)
class Answer:
    """One verb: yes or no, and why, in words."""

    verb: Text
    name: str
    allowed: bool
    grounds: tuple[Text, ...]
    missing: Text | None


def answers(actor: Actor, verbs: tuple[str, ...], target: Target | None, city: City) -> list[Answer]:
    """Return the answer for each verb, what is allowed first."""
    found = [_answer(actor, verb, target, city) for verb in verbs]
    return sorted(found, key=lambda one: (not one.allowed, one.name))


def _answer(actor: Actor, verb: str, target: Target | None, city: City) -> Answer:
    why = explain(actor, verb, target, HANDLING)
    return Answer(
        T(f"desk.verb.{verb}"),
        verb,
        why.allowed,
        tuple(in_words(ground, city) for ground in why.grounds if ground.covers == why.allowed),
        T(f"desk.missing.{why.missing}") if why.missing else None,
    )


def in_words(ground: Ground, city: City) -> Text:
    """Return a ground in words: where it comes from, and how far the rule goes."""
    reach = T(f"desk.reach.{ground.reach}")
    if ground.holding is not None and ground.source == "position":
        held = ground.holding
        how = "desk.ground.position-for" if held.acting_for else "desk.ground.position"
        return filled(how, position=position_in_words(city, held.position), reach=reach)
    if ground.holding is not None:
        return filled("desk.ground.key", body=body_in_words(city, ground.holding.body), reach=reach)
    if ground.source == "mandate":
        return filled("desk.ground.mandate", mandate=ground.mandate)
    return T(f"desk.ground.{ground.source}")


def verbs_for(kind: str) -> tuple[str, ...]:
    """Return the verbs that can be asked of an object: `case`, `person`, `client`, "" for everything."""
    if kind == "case":
        return tuple(verb for verb in VERBS if verb.startswith(OF_CASE))
    return tuple(verb for verb in VERBS if verb.startswith(f"{kind}.")) if kind else VERBS


def case_of(request: HttpRequest, number: str) -> tuple[UUID, Case] | None:
    """Return a case by its number: of it nothing is shown but who may do what to it.

    Administrators see no case: the number is the proof by which this one row is read.
    """
    with store_door.reading(request, bearer(number)) as cursor:
        row = cursor.execute(
            "SELECT id, state FROM case_row WHERE city = %s AND number = %s", (city_key(request), number)
        ).fetchone()
    return (row[0], CASE.decode(bytes(row[1]))) if row else None


def client_of(request: HttpRequest, client: str) -> clients.Client | None:
    """Return a machine client by its id."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND id = %s",
            (city_key(request), client_stream(city_key(request), client)),
        ).fetchone()
    return CLIENT.decode(bytes(row[0])) if row else None


@dataclass(frozen=True)
class Reader:
    """Somebody who may read a case. `kind`: `staff`, `applicant`, `agent`, `glass` or `client`."""

    kind: str
    id: str
    person: Person | None
    title: Text | None
    why: Why


_HOLDERS = (
    "SELECT p.state FROM person_row p WHERE p.city = %s AND p.phase = 'active' AND EXISTS ("
    "SELECT 1 FROM held_row h WHERE h.city = p.city AND h.stream = p.id AND h.since <= %s AND h.until >= %s"
    " AND (h.body = ANY(%s) OR h.role = ANY(%s))) ORDER BY p.bodies, p.person LIMIT %s"
)


def readers(request: HttpRequest, case: Case, city: City) -> list[Reader]:
    """Return everybody who may read the case now, and through what, in five queries."""
    on, key, target = city_day(city), city_key(request), case.target
    bodies = _bodies(city, target)
    everywhere = [role for role, verbs in ROLES.items() if verbs.get("case.read") == "all"]
    now = store_door.now()
    with store_door.reading(request) as cursor:
        rows = cursor.execute(_HOLDERS, (key, day(on), day(on), bodies, everywhere, MOST)).fetchall()
        people = [PERSON.decode(bytes(row[0])) for row in rows]
        given = cursor.execute(
            "SELECT state FROM mandate_row WHERE city = %s AND principal = %s AND phase = 'active'",
            (key, target.applicant),
        ).fetchall()
        opened = cursor.execute(
            "SELECT state FROM glass_row WHERE city = %s AND case_id = %s AND until > %s",
            (key, target.id, now),
        ).fetchall()
        systems = cursor.execute(
            "SELECT state FROM client_row WHERE city = %s AND phase = 'active' AND body = ANY(%s)",
            (key, bodies),
        ).fetchall()
        glass = [GLASS.decode(bytes(row[0])) for row in opened]
        broke = [one.person for one in glass if glasses.opens(one, now)]
        others = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND person = ANY(%s)", (key, broke)
        ).fetchall()
    found = [*_staff(people, city, on, target)]
    found += _residents(target, [MANDATE.decode(bytes(row[0])) for row in given], on)
    found += _breakers([PERSON.decode(bytes(row[0])) for row in others], city, on, target)
    found += _systems([CLIENT.decode(bytes(row[0])) for row in systems], city, target)
    return found


def _bodies(city: City, target: Target) -> list[str]:
    """Return the bodies of a case, and those that replaced them since."""
    own = {target.lead, target.window, *target.bodies} - {""}
    return sorted(own | {body for body in city.bodies if own.intersection(replaced_by(city, body))})


def _staff(people: list[Person], city: City, on: date, target: Target) -> Iterator[Reader]:
    for one in people:
        why = explain(Actor(one.id, "staff", resolve(one, city, on).holdings), "case.read", target)
        if why.allowed:
            yield Reader("staff", one.id, one, None, why)


def _residents(target: Target, given: list[mandates.Mandate], on: date) -> Iterator[Reader]:
    if not target.applicant:
        return
    why = explain(Actor(target.applicant, "resident"), "case.read", target)
    yield Reader("applicant", target.applicant, None, T("desk.reader.applicant"), why)
    for one in given:
        agent = Actor(one.agent, "resident", principals=(mandates.principal(one),))
        why = explain(agent, "case.read", target)
        if one.on(on) and why.allowed:
            yield Reader("agent", one.agent, None, T("desk.reader.agent"), why)


def _breakers(people: list[Person], city: City, on: date, target: Target) -> Iterator[Reader]:
    for one in people:
        held = resolve(one, city, on).holdings
        actor = Actor(one.id, "staff", held, glass=frozenset({target.id}))
        yield Reader("glass", one.id, one, None, explain(actor, "case.read", target))


def _systems(found: list[clients.Client], city: City, target: Target) -> Iterator[Reader]:
    for one in found:
        body: Any = city.bodies.get(one.body)
        if body is None or not one.keys:
            continue
        key = one.keys[-1]
        actor = clients.actor(one, key.id, key.digest, key.since, city)
        why = explain(actor, "case.read", target) if actor else None
        if why is not None and why.allowed:
            yield Reader("client", one.id, None, one.title, why)
