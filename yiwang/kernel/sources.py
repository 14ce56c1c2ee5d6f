"""Where a form takes an answer from that a body already holds (`x-yw-source` with a product). Pure.

    "x-yw-source": {"product": "population-basic", "field": "domicile", "key": "account",
                    "purpose": {…}, "on_missing": "tell", "on_conflict": "correct", "max_age": "2 年"}

Source: 政务数据共享条例 第十九条 (nothing is collected again; unverified, the text is not at hand).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.case import Event
from yiwang.kernel.matter import City, Matter, Responsibility
from yiwang.kernel.products import Grant, Text
from yiwang.kernel.responsibility import responsible_here
from yiwang.kernel.validity import valid_until

KEY = "x-yw-source"
ACCOUNT = "account"
"""As a key: the person's own number, as the identity service proved it; never one that was typed."""
FILLED, DIFFERS = "case.answers-filled", "case.answer-differs"


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where the answer to one question is taken from.

    Attributes:
        key: `account`, or the question of the same form whose answer is the value of the product's key.
        on_missing: what happens where nothing is found, or what is found is too old: `ask` for it, or `tell`
            the person so and ask. on_conflict: what an answer that differs does: it opens a `correction` at
            the provider (`correct`), or is kept and only noted (`keep`).
        max_age: how long after its day a row may still be relied on; "" for always.
    """

    product: str
    field: str
    key: str = ACCOUNT
    purpose: Text = {}
    on_missing: str = "ask"
    on_conflict: str = "correct"
    max_age: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that differs from what a product says: what a correction (校核) at its provider begins from.

    Attributes:
        answer: the question. product, field: what says otherwise. provider: id of the body whose it is.
        exchange, as_of: as in `parts.Filled`.
    """

    answer: str
    as_of: str
    exchange: str
    field: str
    product: str
    provider: str


def source_of(question: Mapping[str, Any]) -> Source | None:
    """Return where the answer to a question is looked up, None where it is not."""
    said = question.get(KEY)
    if not isinstance(said, Mapping) or not said.get("product") or not said.get("field"):
        return None
    return msgspec.convert(dict(said), Source)


def is_own_name(question: Mapping[str, Any]) -> bool:
    """Say whether a question asks for the person's own name, which their account has, too."""
    said = question.get(KEY)
    source = said if isinstance(said, Mapping) else {}
    looked_up = source.get("key") == ACCOUNT and question.get("x-yw-concept") == "resident-name"
    return looked_up or (source.get("from") == ACCOUNT and source.get("field") == "name")


def sources_of(form: Mapping[str, Any]) -> dict[str, Source]:
    """Return question → where its answer is looked up, of a whole form."""
    questions = form.get("properties") or {}
    found = {name: source_of(one) for name, one in questions.items() if isinstance(one, Mapping)}
    return {name: one for name, one in found.items() if one is not None}


def too_old(source: Source, as_of: date | None, today: date, calendar: Calendar) -> bool:
    """Say whether a row of this day may not be relied on any more; where no day is known, never."""
    if not source.max_age or as_of is None:
        return False
    until = valid_until(source.max_age, as_of, calendar)
    return until is not None and until[0] < today


def grant_for(city: City, matter: Matter, product: str, place: str, today: date) -> Grant | None:
    """Return the grant under which a product is read for a matter there: in force, to whoever leads it.

    Of several the one that gives most, then the first by id.
    """
    answer = responsible_here(city, matter, place) if place else None
    lead = city.bodies[answer.lead] if isinstance(answer, Responsibility) else None
    if place and lead is None:
        return None
    fit = [
        one
        for one in city.grants.values()
        if one.product == product
        and matter.id in one.matters
        and one.since <= today <= one.until
        and (lead is None or one.to in (lead.id, lead.function))
    ]
    return min(fit, key=lambda one: (-len(one.fields), one.id), default=None)


def difference_of(event: Event) -> Difference | None:
    """Return what a correction begins from, of an event that says an answer differs; None of any other.

    The one place where a relay that opens corrections looks: the answer itself stands sealed in the case.
    """
    return msgspec.convert(event.data.about, Difference) if event.type == DIFFERS else None
