"""Whether a call may be answered, and with what: fields, masks, rows; or a refusal. Pure.

Deny by default: a field that the grant does not name, a lookup by what the grant does not give, a case that
is not the asking body's, a purpose other than the grant's. What is personal and sensitive is masked unless
the grant says `none` for it.

Source: 政务数据共享条例 第二十五条 (no use beyond what was applied for; unverified, the text is not at hand).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from yiwang.gateway.calls import Call
from yiwang.kernel.case import ACCEPTED, CORRECTING, FILED, SUSPENDED
from yiwang.kernel.feel import Expression, FeelError, compile_expression
from yiwang.kernel.feel.temporal import Date
from yiwang.kernel.matter import Body
from yiwang.kernel.products import Grant, Product
from yiwang.kernel.refusal import Refusal
from yiwang.web.forms.masking import CLASSES, masked

WHOLE = "none"
"""What a grant says of a field that is given as it is."""

AT_WORK = frozenset({FILED, CORRECTING, ACCEPTED, SUSPENDED})
"""Phases of a case for which something may be asked: filed, and not yet decided."""

ROWS_OF_ONE = 100
"""Most rows given for one subject."""


class SeenCase(msgspec.Struct, frozen=True):
    """What is known of the case a call names: its matter, its phase, the bodies that handle it."""

    matter: str
    phase: str
    bodies: frozenset[str]


class Allowed(msgspec.Struct, frozen=True, kw_only=True):
    """A call that may be answered.

    Attributes:
        fields: of the product, given, in the grant's order. masks: field → class of its mask.
        by: field that it is looked up by. values: of that field, each once.
        wanted: what the provider is asked for: `fields`, `by` and what the row rule reads; no more.
        rule: the row rule, None for every row.
        most: rows that the provider may answer with.
    """

    grant: Grant
    product: Product
    body: str
    fields: tuple[str, ...]
    masks: dict[str, str]
    by: str
    values: tuple[str, ...]
    wanted: tuple[str, ...]
    rule: Expression | None
    most: int


def allowed(
    grant: Grant | None,
    product: Product | None,
    keys: tuple[str, ...],
    call: Call,
    body: Body,
    case: SeenCase | None,
    today: date,
) -> Allowed | Refusal:
    """Say whether a call may be answered today, and with what at most.

    Args:
        grant: in force or not; None where there is none. product: the grant's.
        keys: fields by which the product's provider lets rows be looked up.
        body: that asks. case: the one named, None where there is none. today: the city's day.
    """
    if grant is None or product is None:
        return _no("no-grant", "没有这项共享授权。", "There is no such grant.")
    refused = (
        _not_theirs(grant, body)
        or _not_in_force(grant, product, today)
        or _other_purpose(grant, call)
        or _no_case(grant, case, body)
        or _beyond(grant, keys, call)
    )
    if refused is not None:
        return refused
    rule = row_rule(grant, product)
    if isinstance(rule, FeelError):
        return _no(
            "rule-unreadable",
            "授权的行条件读不懂，什么也不给。",
            "The grant's row rule cannot be read; nothing is given.",
        )
    fields = tuple(name for name in grant.fields if not call.fields or name in call.fields)
    read = _read_by(rule, product)
    return Allowed(
        grant=grant,
        product=product,
        body=body.id,
        fields=fields,
        masks={name: of for name in fields if (of := mask_of(grant, product, name)) != WHOLE},
        by=call.by,
        values=tuple(dict.fromkeys(call.values)),
        wanted=tuple(dict.fromkeys((*fields, call.by, *read))),
        rule=rule,
        most=ROWS_OF_ONE * len(call.values),
    )


def mask_of(grant: Grant, product: Product, name: str) -> str:
    """Return the class of a field's mask, `none` for none.

    What the grant says; else what is sensitive, or of a higher class than general, is masked whole, and a
    field of which the product says nothing too.
    """
    said = grant.masks.get(name)
    if said is not None:
        return said if said == WHOLE or said in CLASSES else "other"
    kept = product.classes.get(name)
    if kept is None or kept.personal == "sensitive" or kept.data_class != "general":
        return "other"
    return WHOLE


def given(allowed: Allowed, rows: Iterable[Mapping[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Return what leaves: of rows that meet the rule the granted fields, masked; in the order they came.

    Args:
        rows: that keep to the contract (`contract.broken`). now: in the city's zone, for `today()`.
    """
    found = []
    for row in rows:
        if allowed.rule is not None and not allowed.rule.holds(_facts(allowed.product, row, now)):
            continue
        found.append(
            {
                name: masked(str(row[name]), allowed.masks[name])
                if name in allowed.masks and row[name] is not None
                else row[name]
                for name in allowed.fields
            }
        )
    return found


def row_rule(grant: Grant, product: Product) -> Expression | FeelError | None:
    """Return the grant's row rule, compiled. A FeelError: it cannot be read, or names what is no field."""
    return _compiled(grant.rows, tuple(sorted(product.types))) if grant.rows else None


@lru_cache(maxsize=512)
def _compiled(text: str, names: tuple[str, ...]) -> Expression | FeelError:
    return compile_expression(text, names, strict=True)


def _read_by(rule: Expression | None, product: Product) -> tuple[str, ...]:
    if rule is None:
        return ()
    return tuple(sorted(name for name in rule.names if name in product.types))


def _facts(product: Product, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    facts: dict[str, Any] = {"now()": now}
    for name, value in row.items():
        type_ = product.types.get(name)
        if type_ == "date" and isinstance(value, str):
            day = date.fromisoformat(value)
            facts[name] = Date(day.year, day.month, day.day)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            facts[name] = Decimal(str(value))
        else:
            facts[name] = value
    return facts


def _not_theirs(grant: Grant, body: Body) -> Refusal | None:
    if grant.to in (body.id, body.function):
        return None
    # The same words as for one that is not there: nobody learns which grants others have.
    return _no("no-grant", "没有这项共享授权。", "There is no such grant.")


def _not_in_force(grant: Grant, product: Product, today: date) -> Refusal | None:
    if not grant.since <= today <= grant.until:
        return _no(
            "not-in-force",
            f"这项授权从 {grant.since} 到 {grant.until} 有效，今天是 {today}。",
            f"The grant is in force from {grant.since} to {grant.until}; today is {today}.",
        )
    if not product.provided(today):
        return _no("not-provided", "这项资源今天不提供。", "The product is not provided today.")
    return None


def _other_purpose(grant: Grant, call: Call) -> Refusal | None:
    if call.purpose and call.purpose in grant.purpose.values():
        return None
    return _no(
        "other-purpose",
        f"说明的用途不是授权的用途。授权的用途是: {grant.purpose['zh']}",
        f"The purpose stated is not the grant's, which is: {grant.purpose['en']}",
    )


def _no_case(grant: Grant, case: SeenCase | None, body: Body) -> Refusal | None:
    if case is None or body.id not in case.bodies:
        return _no(
            "no-case",
            "没有这个办件，或者它不由本单位办理。",
            "There is no such case, or your body does not handle it.",
        )
    if case.matter not in grant.matters:
        return _no(
            "other-matter", "授权不用于这个办件的事项。", "The grant is not for the matter of this case."
        )
    if case.phase not in AT_WORK:
        return _no(
            "case-over",
            "这个办件还没有提交，或者已经作出决定。",
            "This case is not filed yet, or is decided.",
        )
    return None


def _beyond(grant: Grant, keys: tuple[str, ...], call: Call) -> Refusal | None:
    other = sorted(set(call.fields) - set(grant.fields))
    if other:
        return _no(
            "other-field",
            "所要的数据项不都在授权里。授权的数据项: " + "、".join(grant.fields),
            "Not every field asked for is granted; granted are: " + ", ".join(grant.fields),
        )
    if call.by not in keys:
        return _no(
            "no-key",
            "不能按这个数据项查。可以按: " + ("、".join(keys) or "无"),
            "It cannot be looked up by this field; there are: " + (", ".join(keys) or "none"),
        )
    most = grant.quota.at_once
    if len(set(call.values)) > most:
        return _no(
            "too-many",
            f"一次问了 {len(set(call.values))} 个，这项授权一次最多 {most} 个。",
            f"{len(set(call.values))} were asked about at once; this grant allows {most}.",
        )
    return None


def _no(code: str, zh: str, en: str) -> Refusal:
    return Refusal(code=f"gateway.{code}", zh=zh, en=en)
