"""How far a value lies from what is usual at its hour: robust, by the hour of the city's day. Pure.

For each stream the last `DAYS` days before today are told by the means of their hours. For an hour of today
the usual level is the median of these means at this hour and at the two beside it; the usual spread is
1.4826 times the median absolute deviation of them (Hampel: as wide as a standard deviation where values are
normal), and no less than `LEAST` of the spread of all hours together, so that an hour that is always the same
does not make a hair a deviation. The deviation of a value is its distance from the level in such spreads,
with its sign. With fewer than `FEWEST_DAYS` days at that hour nothing is said.

The parameters are fixed, for every city, stream and measurement. Source of the estimators: F. R. Hampel, "The
Influence Curve and Its Role in Robust Estimation", JASA 69 (1974) 383-393, as commonly used (not read here).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median

import msgspec

DAYS = 28
FEWEST_DAYS = 3
BESIDE = 1
LEAST = 0.1
_NORMAL = 1.4826

HoursOfDay = Mapping[int, float]
"""Hour of a city's day, 0 to 23 → mean of the values in it."""


class Usual(msgspec.Struct, frozen=True):
    """What is usual at an hour: level and spread, in the stream's unit; the spread is above zero."""

    level: float
    spread: float


def usual(days: Mapping[date, HoursOfDay], today: date) -> dict[int, Usual]:
    """Return what is usual at each hour of `today`, of the days before; hours too little known are out."""
    known = [hours for day, hours in days.items() if today - timedelta(days=DAYS) <= day < today]
    if len(known) < FEWEST_DAYS:
        return {}
    everything = [mean for hours in known for mean in hours.values()]
    least = LEAST * _spread(everything, median(everything))
    found = {}
    for hour in range(24):
        if sum(hour in hours for hours in known) < FEWEST_DAYS:
            continue
        near = _near(known, hour)
        level = median(near)
        spread = max(_spread(near, level), least)
        if spread > 0:
            found[hour] = Usual(level, spread)
    return found


def deviation(value: float, usual: Usual) -> float:
    """Return how many spreads a value lies above (or, negative, below) the usual level."""
    return (value - usual.level) / usual.spread


def _near(known: Sequence[HoursOfDay], hour: int) -> list[float]:
    hours = [(hour + step) % 24 for step in range(-BESIDE, BESIDE + 1)]
    return [day[one] for day in known for one in hours if one in day]


def _spread(values: Sequence[float], level: float) -> float:
    return _NORMAL * median(abs(one - level) for one in values)
