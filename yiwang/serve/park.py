"""Invented values of a sensor park: what each stream of a pack would say at a moment, by a seed. Pure.

`demo/park.yaml` of a pack gives a stream its base, its swing over the day, its noise and its stories: what
happens so many hours before the demonstration begins, and for how long. The same seed gives the same values.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import msgspec


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happens: `add` is put to the value, reached evenly within `over_hours`, and then gone.

    `silent`: nothing is sent meanwhile.
    """

    ago_hours: float
    hours: float
    add: float = 0.0
    over_hours: float = 0.0
    silent: bool = False


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How a stream behaves.

    Attributes:
        daily: half the swing over a day, highest at `peak` o'clock. noise: half the width of chance.
        night: [from, until] hours in which `night_value` is the base instead.
        decimals: of the value. least: it is never lower.
    """

    base: float
    daily: float = 0.0
    peak: float = 15.0
    noise: float = 0.0
    night: tuple[int, int] | None = None
    night_value: float = 0.0
    decimals: int = 2
    least: float | None = None
    stories: tuple[Story, ...] = ()


class Park(msgspec.Struct, frozen=True, kw_only=True):
    """A park: the seed, how many days of the past are sent first, the course of each stream by name."""

    seed: int
    days: int
    streams: Mapping[str, Course]


class Sent(msgspec.Struct, frozen=True):
    """One invented value. `over`: of counts, the minutes up to `at` in which was counted."""

    at: datetime
    stream: str
    result: float
    over: int = 0

    @property
    def when(self) -> str:
        """The phenomenon time as SensorThings writes it."""
        begins = self.at - timedelta(minutes=self.over)
        return f"{begins.isoformat()}/{self.at.isoformat()}" if self.over else self.at.isoformat()


def park_of(read: Any) -> Park:
    """Return the park that `demo/park.yaml` describes.

    Raises:
        msgspec.ValidationError: it describes none.
    """
    return msgspec.convert(read, Park)


def values(
    park: Park,
    every: Mapping[str, int],
    names: Sequence[str],
    first: datetime,
    last: datetime,
    begun: datetime,
    zone: str,
) -> Iterator[Sent]:
    """Yield what streams send after `first` up to `last`, in the order of time.

    Args:
        every: stream → minutes between its values, counted from midnight UTC. begun: when the demonstration
            began; its stories are told from there.
    """
    minute = first.replace(second=0, microsecond=0) + timedelta(minutes=1)
    local = ZoneInfo(zone)
    while minute <= last:
        since_midnight = minute.hour * 60 + minute.minute
        for name in names:
            if since_midnight % every[name] == 0 and name in park.streams:
                result = value(park.seed, name, park.streams[name], minute, begun, local)
                if result is not None:
                    yield Sent(minute, name, result)
        minute += timedelta(minutes=1)


def value(
    seed: int, name: str, course: Course, at: datetime, begun: datetime, zone: ZoneInfo
) -> float | None:
    """Return what a stream says at a moment; None where it says nothing."""
    local = at.astimezone(zone)
    hour = local.hour + local.minute / 60
    base = course.base
    if course.night is not None and not course.night[1] <= hour < course.night[0]:
        base = course.night_value
    found = base + course.daily * math.cos((hour - course.peak) / 24 * 2 * math.pi)
    found += course.noise * _chance(seed, name, at)
    for story in course.stories:
        since = (at - begun).total_seconds() / 3600 + story.ago_hours
        if 0 <= since < story.hours:
            if story.silent:
                return None
            found += story.add * (min(since / story.over_hours, 1.0) if story.over_hours else 1.0)
    if course.least is not None:
        found = max(found, course.least)
    return round(found, course.decimals)


def _chance(seed: int, name: str, at: datetime) -> float:
    """Return a number from -1 to 1, the same each time."""
    drawn = sha256(f"{seed}/{name}/{at.isoformat()}".encode()).digest()
    return int.from_bytes(drawn[:4], "big") / 0x7FFF_FFFF - 1
