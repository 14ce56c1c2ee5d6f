"""Exchanges (共享记录) for whom they are about, and for the auditor: what was read, under what, for what."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.records import Exchange
from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.matter import City
from yiwang.web import store_door
from yiwang.web.words import T, Text

MOST = 200


@dataclass(frozen=True)
class Reading:
    """One exchange in a list.

    Attributes:
        own: asked by whom it is about. counter: by a clerk, with their consent.
        fields: titles of what was given; () where nothing was found.
        matter, why: what it was used for. body: that received it, None where none was named.
        clauses: on which the grant rests; () of a grant that the pack has no more.
    """

    exchange: Exchange
    own: bool
    counter: bool
    product: Text
    fields: tuple[Text, ...]
    grant: Text
    clauses: tuple[str, ...]
    matter: Text
    why: Text
    body: Text | None


def readings(request: HttpRequest, city: City) -> list[Reading]:
    """Return the newest exchanges that are the actor's to see: own, their principals', an auditor's all.

    The wall shows a former agent what they once asked for; the rule does not.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT state FROM exchange_row WHERE city = %s ORDER BY last_at DESC LIMIT %s",
            (request.city.key, MOST),  # type: ignore[attr-defined]
        ).fetchall()
    found = [EXCHANGE.decode(bytes(row[0])) for row in rows]
    return [_in_words(one, city) for one in found if may(actor, "exchange.read", _target(one))]


def _target(one: Exchange) -> Target:
    return Target(applicant=one.subject, matter=one.matter)


def _in_words(one: Exchange, city: City) -> Reading:
    product, grant = city.products.get(one.product), city.grants.get(one.grant)
    matter, body = city.matters.get(one.matter), city.bodies.get(one.body)
    titles = product.titles if product else {}
    return Reading(
        exchange=one,
        own=one.by == one.subject,
        counter=bool(one.consent),
        product=product.title if product else _bare(one.product),
        fields=tuple(titles.get(name, _bare(name)) for name in one.fields),
        grant=grant.title if grant else _bare(one.grant),
        clauses=grant.basis if grant else (),
        matter=matter.title if matter else _bare(one.matter),
        why=T(f"mine.exchanges.why.{one.why}"),
        body=body.title if body else None,
    )


def _bare(id: str) -> Text:
    return {"zh": id, "en": id}
