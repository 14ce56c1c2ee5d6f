"""A limit: an amount and a unit, as a law writes it (`20 工作日`, `8 weeks`, `at once`)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, get_args

import msgspec

from yiwang.kernel.refusal import Refusal

Unit = Literal[
    "working_day",
    "calendar_day",
    "office_hour",
    "hour",
    "at_once",
    "minute",
    "week",
    "month",
    "year",
]

DAY_UNITS: frozenset[Unit] = frozenset({"working_day", "calendar_day", "week", "month", "year"})
TIME_UNITS: frozenset[Unit] = frozenset({"office_hour", "hour", "minute"})

WORDS: dict[Unit, tuple[str, str, str]] = {
    "working_day": ("工作日", "working day", "working days"),
    "calendar_day": ("日", "day", "days"),
    "office_hour": ("工作时", "office hour", "office hours"),
    "hour": ("小时", "hour", "hours"),
    "at_once": ("即时", "at once", "at once"),
    "minute": ("分钟", "minute", "minutes"),
    "week": ("周", "week", "weeks"),
    "month": ("个月", "month", "months"),
    "year": ("年", "year", "years"),
}

_UNIT_OF_WORD: dict[str, Unit] = {
    **{word: unit for unit, words in WORDS.items() for word in words},
    "个工作日": "working_day",
    "月": "month",
    "calendar day": "calendar_day",
    "calendar days": "calendar_day",
}
_LARGEST = Decimal(100_000)
_FORM = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(\D+)", re.ASCII)


class Limit(msgspec.Struct, frozen=True, gc=False):
    """How long: an exact amount of one unit. JSON: `{"amount": "20", "unit": "working_day"}`.

    Attributes:
        amount: 0 with `at_once`; whole with day units; may be a fraction with hours (`0.5`).
        unit: `hour` and `minute` run on the wall clock, `office_hour` in office sessions,
            `week` is seven calendar days, `month` and `year` follow the calendar.
    """

    amount: Decimal
    unit: Unit

    @property
    def zh(self) -> str:
        """`20 工作日`."""
        word = WORDS[self.unit][0]
        return word if self.unit == "at_once" else f"{plain(self.amount)} {word}"

    @property
    def en(self) -> str:
        """`20 working days`."""
        _, one, many = WORDS[self.unit]
        if self.unit == "at_once":
            return one
        return f"{plain(self.amount)} {one if self.amount == 1 else many}"

    def __str__(self) -> str:
        return self.zh


AT_ONCE = Limit(Decimal(0), "at_once")


def plain(amount: Decimal) -> str:
    """Return an exact amount without exponent or trailing zeros: `20`, `0.5`."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def limit_of(amount: Decimal | int | str, unit: Unit) -> Limit:
    """Return the limit of `amount` units.

    Raises:
        ValueError: the amount is not positive, not whole where it must be, or absurdly large.
    """
    exact = Decimal(amount)
    fault = _fault(exact, unit)
    if fault:
        raise ValueError(fault[1])
    return Limit(exact, unit)


def parse(text: str) -> Limit | Refusal:
    """Read a limit as a pack writes it: `20 工作日`, `15 日`, `2 工作时`, `24 小时`, `即时`, `8 weeks`.

    Returns a `Refusal` with code `limit.unreadable` (the form) or `limit.amount` (the number).
    """
    words = text.strip()
    if _UNIT_OF_WORD.get(words.lower()) == "at_once":
        return AT_ONCE
    match = _FORM.fullmatch(words)
    unit = _UNIT_OF_WORD.get(" ".join(match[2].lower().split())) if match else None
    if match is None or unit is None or unit == "at_once":
        return Refusal(
            code="limit.unreadable",
            zh=f"期限 {text!r} 读不懂: 应为数字加单位（{_known(0)}）, 如 20 工作日, 或 即时。",
            en=f"Limit {text!r} cannot be read: write a number and a unit "
            f"({_known(2)}), such as 20 working days, or: at once.",
            params={"text": text},
        )
    amount = Decimal(match[1])
    fault = _fault(amount, unit)
    if fault:
        return Refusal(code="limit.amount", zh=f"期限 {text!r}: {fault[0]}", en=f"Limit {text!r}: {fault[1]}")
    return Limit(amount, unit)


def _known(form: int) -> str:
    return ("、" if form == 0 else ", ").join(
        WORDS[unit][form] for unit in get_args(Unit) if unit != "at_once"
    )


def _fault(amount: Decimal, unit: Unit) -> tuple[str, str] | None:
    if unit == "at_once":
        return None if amount == 0 else ("即时没有数量。", "at once has no amount.")
    if not amount.is_finite() or amount <= 0:
        return "数量应大于 0。", "the amount must be more than 0."
    if amount > _LARGEST:
        return f"数量不得超过 {_LARGEST}。", f"the amount must not exceed {_LARGEST}."
    if unit in DAY_UNITS and amount != amount.to_integral_value():
        return f"{WORDS[unit][0]}应为整数。", f"{WORDS[unit][2]} are counted whole."
    return None
