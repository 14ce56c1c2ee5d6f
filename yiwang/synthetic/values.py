"""One invented value of a field: by its hint, else by its concept, else by its type. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from yiwang.pack.governed import ProductField
from yiwang.pack.invented import Hint

PERSON, BUSINESS, NEITHER = "person", "business", "neither"
CONCEPTS = {
    "resident-name": "person.name",
    "child-name": "person.name",
    "id-number": "person.id_number",
    "child-id-number": "person.id_number",
    "resident-sex": "person.sex",
    "child-sex": "person.sex",
    "resident-born-on": "person.born_on",
    "child-born-on": "person.born_on",
    "resident-domicile": "person.address",
    "resident-phone": "person.phone",
    "household-number": "person.household",
    "spouse-name": "person.spouse_name",
    "spouse-id-number": "person.spouse_id_number",
    "operator-name": "business.name",
    "operator-premises": "business.premises",
    "credit-code": "business.credit_code",
    "operator-head": "business.owner_name",
}
"""What a field is of its subject by its concept alone; a hint says otherwise."""

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
LATELY = timedelta(days=5 * 365)


def source_of(field: ProductField, hint: Hint | None) -> str:
    """Return what of a person or business a field is, "" for nothing of theirs."""
    if hint is not None and hint.source is not None:
        return str(hint.source)
    said = hint is not None and (hint.choices or hint.low is not None or hint.link or hint.pattern)
    return "" if said else CONCEPTS.get(str(field.concept), "")


def drawn(field: ProductField, hint: Hint | None, row: int, on: date, chance: Random) -> Any:
    """Return a value of the field's type.

    Args:
        row: its row, from 0. on: the day the data are of; days that are drawn lie before it.
    """
    kind = str(field.type)
    if hint is not None and hint.choices:
        values, shares = zip(*hint.choices, strict=True)
        return _typed(chance.choices(values, shares)[0], kind)
    if hint is not None and hint.pattern:
        return "".join(_letter(one, chance) for one in hint.pattern)
    match kind:
        case "boolean":
            return chance.random() < 0.5
        case "number" | "integer":
            return _number(kind, hint, chance)
        case "date":
            return _day(hint, on, chance)
    return f"{field.title}（虚构 {row + 1}）"


def _letter(sign: str, chance: Random) -> str:
    return chance.choice("0123456789") if sign == "#" else chance.choice(LETTERS) if sign == "@" else sign


def _typed(value: str, kind: str) -> Any:
    match kind:
        case "boolean":
            return value in ("true", "yes", "是")
        case "integer":
            return int(value)
        case "number":
            return float(value)
    return value


def _share(spread: str, chance: Random) -> float:
    """Draw from 0 to 1: uniform, most in the middle, or most near 0."""
    match spread:
        case "normal":
            return min(1.0, max(0.0, chance.gauss(0.5, 0.17)))
        case "skewed":
            return min(1.0, chance.expovariate(6.0))
    return chance.random()


def _number(kind: str, hint: Hint | None, chance: Random) -> Any:
    low, high = (hint.low, hint.high) if hint else (None, None)
    first = float(low) if isinstance(low, int | float) else 0.0
    last = float(high) if isinstance(high, int | float) else 1000.0
    value = first + (last - first) * _share(hint.spread if hint else "uniform", chance)
    digits = hint.digits if hint is not None and hint.digits is not None else 2
    return round(value) if kind == "integer" else round(value, digits)


def _day(hint: Hint | None, on: date, chance: Random) -> date:
    first = _as_day(hint.low if hint else None, on - LATELY)
    last = (
        min(on, _as_day(hint.high if hint else None, on)) if first <= on else _as_day(hint and hint.high, on)
    )
    span = max(0, (last - first).days)
    return first + timedelta(days=round(span * _share(hint.spread if hint else "uniform", chance)))


def _as_day(end: Any, otherwise: date) -> date:
    try:
        return date.fromisoformat(end) if isinstance(end, str) else otherwise
    except ValueError:
        return otherwise
