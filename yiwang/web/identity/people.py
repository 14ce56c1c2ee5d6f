"""From what a provider says of somebody to a login and a person of the city.

Issuer and subject, and the number of a company, are kept as HMACs under the server's key; names go sealed
into the person's record. Nothing else a provider says is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import connection, transaction
from stdnum.cn import uscc

from yiwang.kernel.access import system
from yiwang.kernel.people.mandate import Record
from yiwang.kernel.people.person import Join
from yiwang.people.ids import person_stream
from yiwang.people.kinds import MANDATE, PERSON
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, execute
from yiwang.store.wall import city_transaction
from yiwang.web import store_door
from yiwang.web.account import logins, secret
from yiwang.web.identity.config import Choice, Provider
from yiwang.web.identity.oidc import BadToken

SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000105")
SOURCE = "identity"
LONGEST_NAME = 80
ID_LENGTH = 20  # hex digits of a blinded id


@dataclass(frozen=True)
class Said:
    """What a provider says of somebody, read by the mapping of the identity file.

    Attributes:
        kind: natural | legal | agent. level: 1 or 2.
        company: unified social credit number, valid; "" for a natural person.
    """

    subject: str
    kind: str
    level: int
    name: str = ""
    company: str = ""
    company_name: str = ""
    representative: bool = False
    staff_code: str = ""


def understood(provider: Provider, claims: dict[str, Any]) -> Said:
    """Return what the claims mean by the provider's mapping.

    Raises:
        BadToken: a claim that the mapping needs is missing or means nothing in it.
    """
    kind = _meaning(provider.kind, claims, "natural") if provider.kind else "natural"
    level = _meaning(provider.level, claims, "one") if provider.level else "one"
    company = ""
    if kind in ("legal", "agent"):
        company = uscc.compact(_claim(claims, provider.credit_code))
        if not uscc.is_valid(company):
            raise BadToken("bad-company")
    return Said(
        subject=_claim(claims, "sub"),
        kind=kind,
        level=2 if level == "two" else 1,
        name=_claim(claims, provider.name, needed=False)[:LONGEST_NAME],
        company=company,
        company_name=_claim(claims, provider.company_name, needed=False)[:LONGEST_NAME],
        representative=claims.get(provider.representative) in (True, "true", "1", 1)
        if provider.representative
        else False,
        staff_code=_claim(claims, provider.staff_code) if provider.people == "staff" else "",
    )


def login_of(city: Any, provider: Provider, said: Said, now: datetime) -> tuple[User, str]:
    """Return the login of whoever signed in, made when they come first, and for whom they act ("": oneself).

    Raises:
        BadToken: somebody on the staff whom the city's directory does not name, or a login that is closed.
    """
    company = said.company if said.kind == "legal" else ""
    every = secret.every_blinded("link", provider.issuer, said.subject, company)
    blinded = every[0]
    linked = _linked(city.key, provider.id, every)
    if provider.people == "staff":
        named = logins.find(city.key, said.staff_code) if logins.ACCOUNT.match(said.staff_code) else None
        if named is None or not named.is_active or (linked is not None and linked != named.pk):
            raise BadToken("not-in-directory")
        _link(city.key, provider.id, every, named.pk)
        return named, ""
    entity = company_of(city.key, said.company) if said.company else ""
    if entity:
        ensure_person(city.key, entity, said.company_name, now)
    user = User.objects.filter(pk=linked).first() if linked is not None else None
    person = entity if said.kind == "legal" else _person_of(city.key, user) or _id("i-", blinded)
    if said.kind != "legal":
        ensure_person(city.key, person, said.name, now)
    with transaction.atomic():
        user = user or logins.new_resident(city.key, person)
        _link(city.key, provider.id, every, user.pk)
    if not user.is_active:
        raise BadToken("closed")
    if said.kind == "agent":
        _mandate(city, entity, person, said.representative, now)
        return user, entity
    return user, ""


def subjects_of(provider: Provider, subject: str) -> list[bytes]:
    """Return the blinded subject, from which issuer and subject can not be read; under retired keys, too."""
    return secret.every_blinded("identity", provider.issuer, subject)


def company_of(city: str, number: str) -> str:
    """Return the person id of a company: the same for all who act for it, and its number can not be read.

    Where the city knows the company by an id that was made under a key now retired, it keeps that id.
    """
    named = [_id("e-", blinded) for blinded in secret.every_blinded("company", number)]
    if len(named) == 1:
        return named[0]
    streams = {person_stream(city, one): one for one in reversed(named)}
    with lend(store_door.door().pool) as lent, city_transaction(lent, city, system(SOURCE)) as cursor:
        rows = cursor.execute(
            "SELECT id FROM person_row WHERE city = %s AND id = ANY(%s)", (city, list(streams))
        ).fetchall()
    known = {row[0] for row in rows}
    return next((one for stream, one in streams.items() if stream in known), named[0])


def _id(kind: str, blinded: bytes) -> str:
    return kind + blinded.hex()[:ID_LENGTH]


def _person_of(city: str, user: User | None) -> str:
    """Return which resident a login is; its id may be made under a key now retired."""
    found = logins.people_of(city, user.pk) if user is not None else ()
    return next((one.person for one in found if one.kind == "resident"), "")


def ensure_person(city: str, person: str, name: str, now: datetime) -> None:
    """Begin the record of a person, with the name sealed; of two at once one begins it."""
    secrets = {"name_zh": name, "name_en": name} if name else {}
    command = Join(person=person, kind="resident", source=SOURCE)
    asked = Ask(city, PERSON, person_stream(city, person), command, system(SOURCE), now, secrets=secrets)
    execute(store_door.door(), asked)  # refused where the record is there: then all is well


def _mandate(city: Any, entity: str, person: str, representative: bool, now: datetime) -> None:
    """Record that the identity service names somebody as acting for a company: for the day it said so."""
    day = now.astimezone(ZoneInfo(city.zone)).date()
    stream = uuid5(SPACE, f"{city.key}/{entity}/{person}/{day}/{representative}")
    command = Record(
        mandate=str(stream),
        principal=entity,
        agent=person,
        since=day,
        until=day,
        basis="identity",
        representative=representative,
    )
    execute(store_door.door(), Ask(city.key, MANDATE, stream, command, system(SOURCE), now))


def _linked(city: str, provider: str, subjects: list[bytes]) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id FROM identity_link WHERE city = %s AND provider = %s AND subject = ANY(%s)",
            (city, provider, subjects),
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _link(city: str, provider: str, subjects: list[bytes], user_id: int) -> None:
    """Keep whose login it is under the current key, and no more under those retired."""
    with connection.cursor() as cursor:
        if len(subjects) > 1:
            cursor.execute(
                "DELETE FROM identity_link WHERE city = %s AND provider = %s AND subject = ANY(%s)",
                (city, provider, subjects[1:]),
            )
        cursor.execute(
            "INSERT INTO identity_link (city, provider, subject, user_id) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (city, provider, subjects[0], user_id),
        )


def _meaning(choice: Choice, claims: dict[str, Any], default: str) -> str:
    """Return what the claim's value means; a value the mapping does not know means nothing at all."""
    value = claims.get(choice.claim)
    if value is None:
        if default == "one":
            return default
        raise BadToken("missing-claim")
    meaning = choice.meanings.get(str(value))
    if meaning is None and default != "one":
        raise BadToken("missing-claim")
    return meaning or default


def _claim(claims: dict[str, Any], name: str, *, needed: bool = True) -> str:
    value = claims.get(name) if name else None
    if isinstance(value, str) and value.strip():
        return value.strip()
    if needed:
        raise BadToken("missing-claim")
    return ""
