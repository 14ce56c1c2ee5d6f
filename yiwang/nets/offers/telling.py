"""An offer in words: why somebody qualifies, by which data, whose, of when, under which grant and clause."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from yiwang.kernel.matter import City
from yiwang.kernel.policy import Amount, Condition, Policy, judge, typed
from yiwang.nets.offers.reading import Found, Looked
from yiwang.web.dates import day_in_words
from yiwang.web.here import body_in_words
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class Reason:
    """One condition as it is shown; `value` None where nothing was read for it."""

    condition: Condition
    met: bool
    value: Text | None
    owner: Text
    source: Text
    basis: Text


def reasons(city: City, policy: Policy, looked: Looked) -> list[Reason]:
    """Return every condition with what was read for it."""
    met = judge(policy, looked.values).met
    return [
        _reason(city, one, held, looked.by_grant.get(one.grant))
        for one, held in zip(policy.conditions, met, strict=True)
    ]


def _reason(city: City, one: Condition, met: bool, found: Found | None) -> Reason:
    given = found.values.get(one.field) if found is not None else None
    return Reason(
        one,
        met,
        _value(one, given) if given is not None else None,
        body_in_words(city, one.owner),
        _source(city, one, found) if found is not None else dict(one.product_title),
        clause_in_words(city, one.clause),
    )


def _value(one: Condition, given: Any) -> Text:
    label = one.labels.get(str(given).lower() if isinstance(given, bool) else str(given))
    if label:
        return label
    if one.type == "date" and (day := typed(given, "date")) is not None:
        return {language: day_in_words(day, language) for language in LANGUAGES}
    if isinstance(given, bool):
        return T("form.yes") if given else T("form.no")
    return dict.fromkeys(LANGUAGES, str(given))


def _source(city: City, one: Condition, found: Found) -> Text:
    return {
        language: say(
            T("offers.source"),
            language,
            product=say(one.product_title, language),
            number=found.number,
            body=say(body_in_words(city, found.body), language),
            since=day_in_words(found.since, language),
        )
        for language in LANGUAGES
    }


def clause_in_words(city: City, citation: str) -> Text:
    """Return a clause: its citation, and in the pack's own words what it says."""
    known = city.clauses.get(citation)
    if known is None:
        return {"zh": citation, "en": citation}
    return {language: f"{citation}：{say(known.says, language)}" for language in LANGUAGES}


def amount_in_words(amount: Amount, sum_: Decimal) -> Text:
    """Return `每月 300.00 元`, `300.00 yuan each month`."""
    per = T(f"offers.per.{amount.per}")
    return {language: say(per, language, sum=f"{sum_:,.2f}") for language in LANGUAGES}


def rows_in_words(amount: Amount) -> list[tuple[Text, Text]]:
    """Return each row of an amount: when it holds ({} for always), and the sum, or the formula as written."""
    says = amount.says or ({},) * len(amount.rows)
    return [(said, _sum(amount, gives)) for said, (_, gives) in zip(says, amount.rows, strict=True)]


def _sum(amount: Amount, gives: str) -> Text:
    try:
        return amount_in_words(amount, Decimal(gives))
    except InvalidOperation:
        return dict.fromkeys(LANGUAGES, gives)
