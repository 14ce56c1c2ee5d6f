"""Policies that a city offers by itself (免申即享), and who qualifies for one. Pure.

A policy says on which data, read under which grant, each of its conditions is judged; `judge` says which are
met and what amount follows. What cannot be judged is not met: nobody is offered anything on a guess.

Source: the words 免申即享 stand in no text at hand. What is held to: 个人信息保护法 第六条 (no more is read
than the purpose needs), 政务数据共享条例 第二十五条 (only for the purpose applied for).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from hashlib import sha256
from typing import Any

import msgspec

from yiwang.kernel.feel import Expression, FeelError, compile_expression

Text = dict[str, str]

PERSON, FIRM = "person", "firm"
AUDIENCES = (PERSON, FIRM)
PER = ("once", "month", "year")
CENT = Decimal("0.01")


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """One condition, on one field of a product that is read under one grant.

    Attributes:
        name: what the field is called in expressions. when: FEEL over the names of the policy.
        type: of the product's field (`string`, `number`, `integer`, `boolean`, `date`).
        field_title, product_title, grant_title, grant_until: what is shown of where the value comes from.
        owner: id of the body that provides it. labels: value → how it is said.
    """

    name: str
    says: Text
    grant: str
    field: str
    when: str
    clause: str
    type: str = "string"
    field_title: Text = {}
    product_title: Text = {}
    grant_title: Text = {}
    grant_until: date | None = None
    owner: str = ""
    labels: dict[str, Text] = {}


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """What is paid, in yuan: the first row whose `when` holds, or is empty, gives it.

    Attributes:
        rows: (FEEL that must hold, FEEL that gives the amount).
        says: when each row holds, in words, {} for one without; as long as `rows`, or ().
        what: what the sum is, in words.
        per: once, month or year. verified: the figure was read in a text.
    """

    rows: tuple[tuple[str, str], ...]
    says: tuple[Text, ...] = ()
    per: str = "once"
    what: Text = {}
    verified: bool = False


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """policies/<id>.yaml.

    Attributes:
        matter: what a yes opens a case of. audience: person or firm. body: that pays. basis: clauses.
        since, until: first and last day. days: for how many days an offer stands.
        answers: (field of the matter's form, FEEL). asks: fields that the person answers themselves.
    """

    id: str
    title: Text
    says: Text
    matter: str
    audience: str
    body: str
    basis: tuple[str, ...]
    conditions: tuple[Condition, ...]
    amount: Amount
    since: date
    until: date
    days: int
    complain: Text
    answers: tuple[tuple[str, str], ...] = ()
    asks: tuple[str, ...] = ()
    verified: bool = False
    synthetic: Text = {}

    def runs(self, today: date) -> bool:
        """Say whether it is offered on a day."""
        return self.since <= today <= self.until

    def stands_until(self, today: date) -> date:
        """Return the last day of an offer made today: never later than the policy's own."""
        return min(today + timedelta(days=self.days), self.until)

    @property
    def grants(self) -> tuple[str, ...]:
        """The grants it reads under, each once, in order."""
        return tuple(dict.fromkeys(one.grant for one in self.conditions))

    @property
    def edition(self) -> str:
        """What it rests on, as a digest: the same as long as it offers the same on the same conditions.

        Words are not part of it: to correct a translation does not ask everybody anew.
        """
        rests = (
            self.matter,
            self.audience,
            [(one.name, one.grant, one.field, one.when, one.type) for one in self.conditions],
            self.amount.rows,
            self.amount.per,
            self.since,
            self.until,
        )
        return sha256(msgspec.json.encode(rests)).hexdigest()[:32]


class Judged(msgspec.Struct, frozen=True):
    """What became of the conditions, in their order; the amount in yuan to the cent, None unless all hold."""

    met: tuple[bool, ...]
    amount: Decimal | None

    @property
    def qualifies(self) -> bool:
        """Whether every condition holds and the amount is known."""
        return bool(self.met) and all(self.met) and self.amount is not None


@lru_cache(maxsize=4096)
def expression(text: str, names: tuple[str, ...]) -> Expression | FeelError:
    """Read an expression over the names of a policy; a name that is none of them is an error."""
    return compile_expression(text, names, strict=True)


def names_of(policy: Policy) -> tuple[str, ...]:
    """Return the names that its expressions may use."""
    return tuple(dict.fromkeys(one.name for one in policy.conditions))


def value(policy: Policy, text: str, values: Mapping[str, Any]) -> Any:
    """Return what an expression of a policy gives over typed `values`; None where it gives nothing."""
    read = expression(text, names_of(policy))
    return None if isinstance(read, FeelError) else read.evaluate(dict(values))


def judge(policy: Policy, values: Mapping[str, Any]) -> Judged:
    """Judge what was read against a policy.

    Args:
        values: name → value, as read (`typed` makes FEEL's of them); what was not read is left out.
    """
    known = {one.name: typed(values.get(one.name), one.type) for one in policy.conditions}
    met = tuple(
        known[one.name] is not None and value(policy, one.when, known) is True for one in policy.conditions
    )
    return Judged(met, amount_of(policy, known) if met and all(met) else None)


def amount_of(policy: Policy, known: Mapping[str, Any]) -> Decimal | None:
    """Return the amount for typed values, rounded half up to the cent; None where it cannot be computed."""
    for when, gives in policy.amount.rows:
        if when and value(policy, when, known) is not True:
            continue
        found = value(policy, gives, known)
        if isinstance(found, bool) or not isinstance(found, Decimal | int):
            return None
        try:
            exact = Decimal(found)
            return exact.quantize(CENT, ROUND_HALF_UP) if exact >= 0 else None
        except InvalidOperation:
            return None
    return None


def typed(given: Any, type_: str) -> Any:
    """Return a value as FEEL takes it: by the type that its product declares; None where it is not of it."""
    try:
        match type_:
            case "number" | "integer":
                found = None if isinstance(given, bool) else Decimal(str(given))
                return found if found is not None and found.is_finite() else None
            case "date":
                return given if isinstance(given, date) else date.fromisoformat(str(given))
            case "boolean":
                return given if isinstance(given, bool) else {"true": True, "false": False}.get(str(given))
            case _:
                return given if isinstance(given, str) and given else None
    except (InvalidOperation, ValueError):
        return None


def answers_of(policy: Policy, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of the matter's form that follow from what was read, by field."""
    known = {one.name: typed(values.get(one.name), one.type) for one in policy.conditions}
    found = {field: value(policy, gives, known) for field, gives in policy.answers}
    return {field: _plain(given) for field, given in found.items() if given is not None}


def _plain(given: Any) -> Any:
    if isinstance(given, Decimal):
        return int(given) if given == given.to_integral_value() else str(given)
    return given.isoformat() if isinstance(given, date) else given
