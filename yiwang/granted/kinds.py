"""The kinds of streams of exchanges and of grants, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.granted import grant_rules, rules
from yiwang.granted.grant_records import Grants, Terms
from yiwang.granted.records import Exchange
from yiwang.kernel.granted import Wanted
from yiwang.store.kinds import record_kind

_STREAMS = UUID("0b7e3c52-91d4-5f0a-8c66-2d1f5e7a9b30")


def exchange_stream(city: str, by: str, wanted: Wanted) -> UUID:
    """Return the id of an exchange: one for each person asking, person asked about, grant and use."""
    named = (city, by, wanted.subject, wanted.grant, wanted.matter, wanted.why, wanted.about)
    return uuid5(_STREAMS, "\n".join(named))


def _values(one: Exchange) -> tuple[Any, ...]:
    bodies = sorted({one.body, one.owner} - {""})
    return (one.subject, one.by, bodies, one.grant, one.about, one.last_at)


EXCHANGE = record_kind(
    "exchange",
    rules,
    Exchange,
    (
        ("subject", "text"),
        ("asked_by", "text"),
        ("bodies", "text[]"),
        ("grant_id", "text"),
        ("about", "text"),
        ("last_at", "timestamptz"),
    ),
    _values,
)


_GRANTS = UUID("5d1f0a86-3c7e-5b42-9f10-6e2b8c4d7a15")


def grants_stream(city: str, terms: Terms) -> UUID:
    """Return the id of the record of one body's grants of one class."""
    return uuid5(_GRANTS, "\n".join((city, terms.to, terms.klass)))


def grant_id(case: str) -> str:
    """Return the id of the grant that a request gives, from the id of its case."""
    return str(uuid5(_GRANTS, f"grant/{case}"))


def _grant_values(known: Grants) -> tuple[Any, ...]:
    ones = [one.terms for one in known.grants.values()]
    bodies = {body for terms in ones for body in (terms.to, terms.owner, terms.authority)} - {""}
    return (
        known.to,
        known.klass,
        sorted(bodies),
        sorted(known.grants),
        sorted({terms.case for terms in ones} - {""}),
    )


GRANT = record_kind(
    "grant",
    grant_rules,
    Grants,
    (
        ("granted_to", "text"),
        ("klass", "text"),
        ("bodies", "text[]"),
        ("grants", "text[]"),
        ("cases", "text[]"),
    ),
    _grant_values,
)
