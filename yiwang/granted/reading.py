"""Read what the city already holds under a grant: nothing beyond the grant, and nothing without a record.

    wanted = Wanted(
        grant="register-for-hygiene", subject=person, matter="public-place-hygiene", why="draft", about=draft
    )
    answer = read(door, "yueyang", wanted, actor, now)

    found = look_up(door, "yueyang", wanted, Sought(provider, ("domicile",)), actor, now)

The one way in for every net: results of the city (`read`), and rows of products that others provide, by their
key (`look_up`). It stays within what the second wall shows the actor, asks the pack in force
whether the grant allows it, reads results that stand today, records the exchange (共享记录) through the
one door, and only then answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from yiwang.granted.kinds import EXCHANGE, exchange_stream
from yiwang.granted.rules import Record
from yiwang.granted.standing import not_standing
from yiwang.kernel.access import Actor, may, system
from yiwang.kernel.case import Case
from yiwang.kernel.consent import Consent
from yiwang.kernel.granted import (
    OF_RESULT,
    Permit,
    Wanted,
    acts_for,
    agreed,
    fields_of,
    in_force,
    of_result,
    permitted,
    sources_of,
)
from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant, Product
from yiwang.kernel.refusal import Refusal
from yiwang.ports.lookups import Lookups
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.wall import city_transaction

AT_COUNTER = system("consented-readings")
"""Who reads for a clerk, behind the consent: the clerk sees no case of the person, only what is granted."""

MOST = 20
"""How many of a person's newest results of one matter are looked at."""

GRANTED_CASES = (
    "SELECT state FROM case_row WHERE city = %s AND applicant = %s AND matter = %s AND outcome = 'grant'"
    " ORDER BY opened_at DESC, id DESC LIMIT %s"
)
TEXT = frozenset({"string", "date"})


@dataclass(frozen=True)
class GivenResult:
    """One result in force, as far as the grant goes.

    Attributes:
        number: its public number. matter: that gave it. body: id of the body that granted it.
        since: its first day; until: its last, None without end.
        fields: field of the product → value (text, number, yes or no; a day as ISO text). A field that the
            result does not have, or whose value was erased, is left out.
    """

    number: str
    matter: str
    body: str
    since: date
    until: date | None
    fields: dict[str, Any]


@dataclass(frozen=True)
class Given:
    """What was given: under which grant, of which product, and the results, newest first; () for none."""

    grant: Grant
    product: Product
    results: tuple[GivenResult, ...]


@dataclass(frozen=True)
class Sought:
    """What is looked up.

    Attributes:
        provider: who is asked. fields: of the product; what the grant does not give is not asked for.
        own: the subject's own number, as the identity service proved it (`people.numbers`); "" for none.
        typed: a value of the product's key that somebody typed, for products that are about nobody.
    """

    provider: Lookups
    fields: tuple[str, ...]
    own: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Found:
    """What a lookup gave, once it was recorded.

    Attributes:
        exchange: id of the exchange: the receipt. values: field → value, None where there is no such row.
        as_of: the day the row is of, None where nothing says.
    """

    grant: Grant
    product: Product
    exchange: str
    values: dict[str, Any] | None
    as_of: date | None = None


def read(
    door: Door, key: str, wanted: Wanted, actor: Actor, now: datetime, consent: Consent | None = None
) -> Given | Refusal:
    """Return the granted fields of the subject's results in force, once the reading is recorded.

    A reading that finds nothing is recorded too. The same reading again on the same day is one exchange.
    Of whom acts for another, only results of matters that their mandate covers are read.

    Args:
        key: of the city or world. wanted: which grant, whose results, for what (`kernel.granted.Wanted`).
        actor: the signed-in resident; for an offer the city itself, too; with a consent a clerk. now: aware.
        consent: of the person at a counter, as its record stands now; the clerk is who asked, on record.
    Returns:
        A refusal `granted.…` where the grant does not allow it (`no-grant`, `no-purpose`, `not-yours`,
        `other-matter`, `not-in-force`, `not-provided`, `other-body`, `suspended`, `over`), or one of
        `responsibility.…` where nobody leads the matter in the place; nothing was read or recorded then.
    Raises:
        psycopg.Error: the database is lost; nothing was given.
        KeyError: there is no such city.
    Source: 政务数据共享条例 第二十五条 (unverified: the text is not at hand).
    """
    today = now.astimezone(ZoneInfo(door.cities(key, None).zone)).date()
    permit = _permit(door, key, wanted, actor, today, consent)
    if isinstance(permit, Refusal):
        return permit
    if permit.product.fed is None:
        return _not_so("other-way", "只能逐件查询。", "It is only looked up by its key.", permit)
    reader = AT_COUNTER if agreed(actor, wanted, consent, today) else actor
    found = _found(door, key, permit, wanted, reader, today)
    record = Record(
        wanted=wanted,
        fields=tuple(sorted({name for one in found for name in one.fields})),
        results=tuple(sorted(one.number for one in found)),
        consent=consent,
    )
    stream = exchange_stream(key, actor.person, wanted)
    done = execute(door, Ask(key, EXCHANGE, stream, record, actor, now))
    return done if isinstance(done, Refusal) else Given(permit.grant, permit.product, found)


def look_up(
    door: Door,
    key: str,
    wanted: Wanted,
    sought: Sought,
    actor: Actor,
    now: datetime,
    consent: Consent | None = None,
) -> Found | Refusal:
    """Return the granted fields of one row of a product, once the exchange is recorded.

    Of a product about people only the subject's own row is found: by the number that the identity service
    proved, never by one that somebody typed. A lookup that finds nothing is recorded too. A clerk looks up
    with the consent of the person at the counter, as `read`.

    Raises:
        ProviderAway: the provider cannot be asked now; nothing was recorded or given.
        psycopg.Error: the database is lost; nothing was given. KeyError: there is no such city.
    Returns:
        A refusal as of `read`; `granted.other-way` where results feed the product, `granted.own-row` where a
        number was typed for a product about people, `granted.no-number` where there is none to look up.
    """
    today = now.astimezone(ZoneInfo(door.cities(key, None).zone)).date()
    permit = _permit(door, key, wanted, actor, today, consent)
    if isinstance(permit, Refusal):
        return permit
    product = permit.product
    fields = tuple(name for name in sought.fields if name in fields_of(permit))
    if not product.looked_up:
        return _not_so(
            "other-way", "只来自本市的办理结果。", "It comes from results of the city only.", permit
        )
    if sought.typed and product.personal(product.types):
        return _not_so("own-row", "只查本人的。", "Only one's own row is looked up.", permit)
    value = sought.typed or sought.own
    if not value:
        return _not_so("no-number", "账户没有核验过的号码。", "The account has no proved number.", permit)
    row = sought.provider.row(product, value, fields)
    given = {name: one for name, one in (row.values if row else {}).items() if name in fields}
    record = Record(wanted=wanted, fields=tuple(sorted(given)), results=(), consent=consent)
    stream = exchange_stream(key, actor.person, wanted)
    done = execute(door, Ask(key, EXCHANGE, stream, record, actor, now))
    if isinstance(done, Refusal):
        return done
    return Found(permit.grant, product, str(stream), given if row else None, row.as_of if row else None)


def _permit(
    door: Door, key: str, wanted: Wanted, actor: Actor, today: date, consent: Consent | None
) -> Permit | Refusal:
    """Return what the pack in force permits, if the grant stands today by its record, too."""
    city = door.cities(key, None)
    permit = permitted(city, wanted, actor, today, consent)
    if isinstance(permit, Refusal):
        return permit
    return not_standing(door, key, city, wanted.grant, today) or permit


def _not_so(code: str, zh: str, en: str, permit: Permit) -> Refusal:
    title = permit.product.title
    return Refusal(
        code=f"granted.{code}",
        zh=f"{title['zh']}: {zh}",
        en=f"{title['en']}: {en}",
        params={"product": permit.product.id},
        next_step={"zh": "请自己填写。", "en": "Fill it in yourself."},
    )


def grants_for(city: City, matter: str, today: date) -> tuple[Grant, ...]:
    """Return the grants in force that give results of the city for a matter; reads nothing of anybody."""
    return tuple(
        grant
        for grant in city.grants.values()
        if matter in grant.matters
        and grant.since <= today <= grant.until
        and (product := city.products.get(grant.product)) is not None
        and product.fed is not None
        and product.provided(today)
    )


def _found(
    door: Door, key: str, permit: Permit, wanted: Wanted, actor: Actor, today: date
) -> tuple[GivenResult, ...]:
    fed = permit.product.fed
    assert fed is not None, "a permit is of a product that results feed"
    if actor.kind != "system" and not acts_for(actor, wanted.subject, fed.matter):
        return ()
    with door.pool.connection() as connection, city_transaction(connection, key, actor) as cursor:
        rows = cursor.execute(GRANTED_CASES, (key, wanted.subject, fed.matter, MOST)).fetchall()
    cases = (CASE.decode(bytes(row[0])) for row in rows)
    return tuple(
        _given(door, key, permit, case, actor)
        for case in cases
        if in_force(case, permit, today) and may(actor, "case.read-sealed", case.target, "form")
    )


def _given(door: Door, key: str, permit: Permit, case: Case, actor: Actor) -> GivenResult:
    sources = sources_of(permit)
    sealed = {source: case.sealed[source] for source in _answers(sources) if source in case.sealed}
    with door.pool.connection() as connection:
        opened = door.safe.open(connection, key, actor, sealed)
    fields = {}
    for name, source in sources.items():
        value = of_result(case, source) if source in OF_RESULT else case.facts.get(source)
        if source in opened:
            value = _unsealed(opened[source], permit.product.types.get(name, ""))
        if value is not None:
            fields[name] = value
    assert case.result is not None, "only a result in force is read"
    return GivenResult(case.number, case.matter, case.lead, case.result.from_on, case.result.until, fields)


def _answers(sources: dict[str, str]) -> Iterable[str]:
    return {source for source in sources.values() if source not in OF_RESULT}


def _unsealed(value: Any, type_: str) -> Any:
    """Return a sealed value in its product's type; None where it was erased or cannot be opened."""
    if not isinstance(value, str):
        return None
    return value if type_ in TEXT else msgspec.json.decode(value)
