"""What rules look at and what they raise."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec


class Value(msgspec.Struct, frozen=True, order=True):
    """One observation: when, of which stream, how much."""

    at: datetime
    stream: str
    result: Decimal


class Raised(msgspec.Struct, frozen=True, order=True):
    """A signal (告警): a rule held at a stream (or place) from then until then.

    Attributes:
        about: stream name; for `together` the thing. until: None while it holds.
        worst: the value furthest beyond the threshold, "" where there is none.
        times: how often it came and went, damped into this one.
    """

    since: datetime
    rule: str
    about: str
    until: datetime | None
    severity: str
    worst: str = ""
    times: int = 1


class StreamOf(msgspec.Struct, frozen=True):
    """A stream that rules may look at."""

    name: str
    property: str
    thing: str
    every_minutes: int
