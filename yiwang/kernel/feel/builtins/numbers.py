"""Functions of numbers, and `abs` and `modulo` of what else they take."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from yiwang.kernel.feel.signature import builtin
from yiwang.kernel.feel.temporal import Days, Months
from yiwang.kernel.feel.values import NUMBERS, TROUBLE

_SCALES = range(-6111, 6177)


def _rounded(number: Decimal, scale: Decimal | None, mode: str) -> Decimal | None:
    places = int(scale) if scale is not None else 0
    if places not in _SCALES:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    if number.adjusted() + places < -1:  # nothing of it is left but, perhaps, one unit
        places = max(places, -6111)
    try:
        return number.quantize(Decimal(1).scaleb(-places), rounding=mode, context=NUMBERS)
    except TROUBLE:
        return None


for _name, _mode in (
    ("decimal", ROUND_HALF_EVEN),
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    builtin(_name, "n: number", "scale: number")(lambda n, scale, mode=_mode: _rounded(n, scale, mode))
for _name, _mode in (("floor", ROUND_FLOOR), ("ceiling", ROUND_CEILING)):
    builtin(_name, "n: number")(lambda n, mode=_mode: _rounded(n, None, mode))
    builtin(_name, "n: number", "scale: number")(lambda n, scale, mode=_mode: _rounded(n, scale, mode))


@builtin("abs", "n: number")
def _abs(n: Decimal) -> Decimal:
    return abs(n)


@builtin("abs", "n: duration")
def _abs_duration(n: Any) -> Any:
    return Days(abs(n.nanos)) if isinstance(n, Days) else Months(abs(n.months))


@builtin("modulo", "dividend: number", "divisor: number")
def _modulo(dividend: Decimal, divisor: Decimal) -> Decimal | None:
    try:
        rest = NUMBERS.remainder(dividend, divisor)
        return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest
    except TROUBLE:
        return None


@builtin("sqrt", "number: number")
def _sqrt(number: Decimal) -> Decimal | None:
    return NUMBERS.sqrt(number) if number >= 0 else None


@builtin("log", "number: number")
def _log(number: Decimal) -> Decimal | None:
    return NUMBERS.ln(number) if number > 0 else None


@builtin("exp", "number: number")
def _exp(number: Decimal) -> Decimal | None:
    try:
        return NUMBERS.exp(number)
    except TROUBLE:
        return None


@builtin("odd", "number: number")
def _odd(number: Decimal) -> bool | None:
    return _remainder_of_two(number, 1)


@builtin("even", "number: number")
def _even(number: Decimal) -> bool | None:
    return _remainder_of_two(number, 0)


def _remainder_of_two(number: Decimal, rest: int) -> bool | None:
    try:
        return abs(NUMBERS.remainder(number, Decimal(2))) == rest
    except TROUBLE:
        return None
