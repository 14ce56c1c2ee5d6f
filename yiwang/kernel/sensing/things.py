"""Things of a city as its pack describes them, compiled: who owns them, what they observe, until when.

Fields of what stands in events are in the order of the alphabet.
"""

from __future__ import annotations

from datetime import date

import msgspec

from yiwang.kernel.sensing.rule_model import Rule

Text = dict[str, str]


class Sensor(msgspec.Struct, frozen=True):
    """A kind of device. `measures`: ids of observed properties."""

    id: str
    title: Text
    measures: tuple[str, ...] = ()


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """One series of a thing: one property, one sensor, one unit.

    Attributes:
        id: within its thing. every_minutes: how often a value is expected; the silence is told from it.
        open: everybody may read the values; else only the body that owns the thing.
        at_least: of counts of people: the smallest count the device sends.
        drift: the change of a month's level, in `unit`, from which the device is doubted; "" for none.
    """

    at_least: int = 0
    drift: str = ""
    every_minutes: int
    id: str
    open: bool = False
    property: str
    sensor: str
    title: Text
    unit: str


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stands in the city and observes.

    Attributes:
        why: what it is for. feature: what its streams are about (a river, a street).
        body: whose it is. place: code of its place. at: longitude and latitude as decimals, WGS 84.
        until: the last day it may stand. complain: whom to tell, and how.
    """

    at: tuple[str, str]
    body: str
    complain: Text
    feature: Text
    id: str
    place: str
    streams: tuple[Stream, ...] = ()
    title: Text
    until: date | None
    why: Text


class Sensing(msgspec.Struct, frozen=True):
    """All of it. `note`: where the data comes from, for each page; `months`: how long raw values stay."""

    note: Text = {}
    months: int = 13
    sensors: dict[str, Sensor] = {}
    things: dict[str, Thing] = {}
    rules: tuple[Rule, ...] = ()
