"""Limits as exports write them (`20个工作日`, `法定: 1（月）`, `即办`), and which of two is longer."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

# The longest run of days without work that the known notices give (2020-2026): nine, Spring Festival 2026.
LONGEST_HOLIDAY = 9

_UNITS = {
    "工作日": "工作日",
    "自然日": "日",
    "日历日": "日",
    "日": "日",
    "天": "日",
    "工作时": "工作时",
    "小时": "小时",
    "分钟": "分钟",
    "个月": "月",
    "月": "月",
    "年": "年",
    "星期": "周",
    "周": "周",
}
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*个?\s*[(\[]?\s*(" + "|".join(_UNITS) + ")")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AT_ONCE = ("即办", "即时", "当场", "马上", "立等可取", "立即")


class Limit(NamedTuple):
    """An amount of one unit; `工作日` 0 is at once."""

    amount: Fraction
    unit: str

    def __str__(self) -> str:
        amount = int(self.amount) if self.amount.denominator == 1 else float(self.amount)
        return f"{amount} {self.unit}" if self.amount else "即办"


class Order(Enum):
    """How one limit stands to another."""

    LONGER = "longer"
    MAY_BE_LONGER = "may be longer"
    NOT_LONGER = "not longer"


def plain(text: str) -> str:
    """Return a text with full-width digits, letters and brackets as ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def read_limit(text: str, unit: str = "") -> Limit | None:
    """Return the limit in a cell. `unit` (from a column of its own) counts for a bare number."""
    text = plain(text)
    found = _LIMIT.search(text)
    if found:
        return Limit(Fraction(found[1]), _UNITS[found[2]])
    if any(word in text for word in _AT_ONCE):
        return Limit(Fraction(0), "工作日")
    own = next((word for word in _UNITS if word in plain(unit)), "")
    if own and _NUMBER.fullmatch(text):
        return Limit(Fraction(text), _UNITS[own])
    return None


def compare(one: Limit, other: Limit) -> Order:
    """Say whether `one` is longer than `other`; with unlike units only what every calendar bears out."""
    if one.unit == other.unit:
        return Order.LONGER if one.amount > other.amount else Order.NOT_LONGER
    least, most = _hours(one)
    other_least, other_most = _hours(other)
    if least > other_most:
        return Order.LONGER
    return Order.NOT_LONGER if most <= other_least else Order.MAY_BE_LONGER


def _hours(limit: Limit) -> tuple[Fraction, Fraction]:
    """Return the fewest and the most hours on the wall clock that a limit may take."""
    amount = limit.amount
    if limit.unit in ("工作日", "工作时"):
        days = amount if limit.unit == "工作日" else amount / 8
        if not days:
            return Fraction(0), Fraction(0)
        weeks = -(-days // 5)
        return 24 * days if limit.unit == "工作日" else amount, 24 * (days + 2 * weeks + LONGEST_HOLIDAY)
    per = {"分钟": (Fraction(1, 60),) * 2, "小时": (Fraction(1),) * 2, "日": (Fraction(24),) * 2}
    per |= {"周": (Fraction(168),) * 2, "月": (Fraction(28 * 24), Fraction(31 * 24))}
    per |= {"年": (Fraction(365 * 24), Fraction(366 * 24))}
    least, most = per[limit.unit]
    return amount * least, amount * most
