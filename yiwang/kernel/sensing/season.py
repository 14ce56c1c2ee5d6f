"""How far a value lies from what is usual at its hour: robust, by the hour of the city's day. Pure.

For each stream the last `DAYS` days before today are told by their hours: mean, lowest, highest, how many.
For an hour of today the usual level is the median of the means at this hour and at the two beside it. The
usual spread has two parts, whose squares are added: between days, 1.4826 times the median absolute deviation
of these means; within an hour, the median over the days of its range over the range that as many normal
values have (control charts call that ratio R/d2). It is no less than `LEAST` of the spread of all means
together, so that an hour that is always the same does not make a hair a deviation. The deviation of a value
is its distance from the level in such spreads, with its sign. With fewer than `FEWEST_DAYS` days at an hour
nothing is said. Where a rule asks for the week, too, the days are those of the same weekday in the last
`WEEKS` weeks, and what is too little known so is told of every day.

The parameters are fixed, for every city, stream and measurement. The estimators are those commonly ascribed
to F. R. Hampel (JASA 69, 1974), W. Shewhart (1931) and G. Blom (1958); their texts were not read here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from statistics import NormalDist, median

import msgspec

DAYS = 28
WEEKS = 8
FEWEST_DAYS = 3
BESIDE = 1
LEAST = 0.1
_NORMAL = 1.4826


class Hour(msgspec.Struct, frozen=True):
    """The values of one hour: how many, their mean, the lowest and the highest."""

    n: int
    mean: float
    lowest: float
    highest: float


class Usual(msgspec.Struct, frozen=True):
    """What is usual at an hour: level and spread, in the stream's unit; the spread is above zero."""

    level: float
    spread: float


HoursOfDay = Mapping[int, Hour]
"""Hour of a city's day, 0 to 23 → its values."""


def usual(days: Mapping[date, HoursOfDay], today: date) -> dict[int, Usual]:
    """Return what is usual at each hour of `today`, of the days before; hours too little known are out."""
    return _of([hours for day, hours in days.items() if today - timedelta(days=DAYS) <= day < today])


def usual_in_week(days: Mapping[date, HoursOfDay], today: date) -> dict[int, Usual]:
    """Return what is usual at each hour of this day of the week, of its days in the eight weeks before.

    An hour that is known on fewer than `FEWEST_DAYS` of them is told as `usual` tells it, of every day.
    """
    since = today - timedelta(weeks=WEEKS)
    same = [hours for day, hours in days.items() if since <= day < today and day.weekday() == today.weekday()]
    return usual(days, today) | _of(same)


def _of(known: Sequence[HoursOfDay]) -> dict[int, Usual]:
    if len(known) < FEWEST_DAYS:
        return {}
    everything = [one.mean for hours in known for one in hours.values()]
    least = LEAST * _spread(everything, median(everything))
    found = {}
    for hour in range(24):
        if sum(hour in hours for hours in known) < FEWEST_DAYS:
            continue
        near = _near(known, hour)
        level = median(one.mean for one in near)
        between = _spread([one.mean for one in near], level)
        within = median((one.highest - one.lowest) / normal_range(one.n) for one in near)
        spread = max(math.hypot(between, within), least)
        if spread > 0:
            found[hour] = Usual(level, spread)
    return found


def deviation(value: float, usual: Usual) -> float:
    """Return how many spreads a value lies above (or, negative, below) the usual level."""
    return (value - usual.level) / usual.spread


@cache
def normal_range(n: int) -> float:
    """Return the range that `n` normal values of spread 1 have on average (Blom's approximation)."""
    return 2 * NormalDist().inv_cdf((n - 0.375) / (n + 0.25)) if n > 1 else 1.0


def _near(known: Sequence[HoursOfDay], hour: int) -> list[Hour]:
    hours = [(hour + step) % 24 for step in range(-BESIDE, BESIDE + 1)]
    return [day[one] for day in known for one in hours if one in day]


def _spread(values: Sequence[float], level: float) -> float:
    return _NORMAL * median(abs(one - level) for one in values)
