"""Rates of events by month: response in time, resolution, satisfaction. Pure.

Events of a month are those opened in it. A rate is told of `at_least` or more, with the interval in which it
lies with 95 % (Wilson's score interval). What is on hold counts as not solved; a void event does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from math import sqrt

Z = 1.959964
"""Quantile of the normal distribution for 95 %, two sided."""


@dataclass(frozen=True)
class Cell:
    """Counts of one month, body and kind.

    Attributes:
        events: opened. to_respond, responded: whose response was due, and came in time. solved: closed after
            a check that was passed. asked, satisfied: said how content they are, and are. on_hold: open yet.
    """

    month: str
    body: str
    kind: str
    events: int
    to_respond: int
    responded: int
    solved: int
    asked: int
    satisfied: int
    on_hold: int


@dataclass(frozen=True)
class Rate:
    """`hits` of `of`, with the bounds of the interval; `known` False where too few."""

    hits: int
    of: int
    known: bool
    low: float = 0.0
    high: float = 0.0

    @property
    def percent(self) -> float:
        """The rate in per cent."""
        return 100 * self.hits / self.of if self.of else 0.0


@dataclass(frozen=True)
class Line:
    """The rates of one month and one body or kind; `score`: by the pack's weights, None if one is unknown."""

    month: str
    about: str
    events: int
    on_hold: int
    response: Rate
    resolution: Rate
    satisfaction: Rate
    score: Decimal | None


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the bounds, in per cent, of Wilson's score interval for `hits` of `of`.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209.
    """
    if of == 0:
        return 0.0, 100.0
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def rate(hits: int, of: int, at_least: int) -> Rate:
    """Return a rate, known where it is of enough."""
    if of < max(at_least, 1):
        return Rate(hits, of, False)
    return Rate(hits, of, True, *wilson(hits, of))


_COUNTS = [one.name for one in fields(Cell)][3:]


def by(cells: Iterable[Cell], what: str, weights: Mapping[str, Decimal], at_least: int) -> list[Line]:
    """Return the lines by month, newest first, and by `what` (`body` or `kind`), in no order that ranks."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for cell in cells:
        total = sums.setdefault((cell.month, getattr(cell, what)), dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            total[name] += getattr(cell, name)
    found = [_line(month, about, total, weights, at_least) for (month, about), total in sums.items()]
    return sorted(sorted(found, key=lambda one: one.about), key=lambda one: one.month, reverse=True)


def _line(
    month: str, about: str, total: Mapping[str, int], weights: Mapping[str, Decimal], at_least: int
) -> Line:
    rates = {
        "response": rate(total["responded"], total["to_respond"], at_least),
        "resolution": rate(total["solved"], total["events"], at_least),
        "satisfaction": rate(total["satisfied"], total["asked"], at_least),
    }
    score = None
    if weights and all(one.known for one in rates.values()):
        score = sum((weights[name] * one.hits * 100 / one.of for name, one in rates.items()), Decimal(0))
    return Line(month, about, total["events"], total["on_hold"], score=score, **rates)
