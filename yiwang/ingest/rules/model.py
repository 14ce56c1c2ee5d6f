"""What rules look at, what they remember and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

import msgspec

from yiwang.kernel.sensing.season import Usual


class Value(msgspec.Struct, frozen=True, order=True):
    """One observation: when, of which stream, how much."""

    at: datetime
    stream: str
    result: Decimal


class StreamOf(msgspec.Struct, frozen=True):
    """A stream that rules may look at. `above`: level of place → code, of its place and those above."""

    name: str
    property: str
    thing: str
    every_minutes: int
    above: Mapping[str, str] = {}


class Change(msgspec.Struct, frozen=True, order=True):
    """What became of a signal, at a moment of the values' own time. (rule, about, since) names the signal.

    Attributes:
        what: `raised`, `again` (it came and went, damped into this one) or `cleared`.
        about: name of the stream; of `together` the thing, or the code of the place.
        until: of `cleared`, when it ended. worst: the value furthest beyond, "" where there is none.
        times: how often it came so far. lead: of a group, `about@since` of the signal that began it.
        why: of `cleared`: "" its values, `rule-changed` the rule is gone or another.
    """

    at: datetime
    rule: str
    about: str
    what: str
    since: datetime
    severity: str
    until: datetime | None = None
    worst: str = ""
    times: int = 1
    lead: str = ""
    why: str = ""


class Raised(msgspec.Struct, frozen=True, order=True):
    """A signal (告警) as a whole: from when, until when (None: it stands), how often it came."""

    since: datetime
    rule: str
    about: str
    until: datetime | None
    severity: str
    worst: str = ""
    times: int = 1
    lead: str = ""


class Memory(msgspec.Struct, omit_defaults=True):
    """What one rule remembers of one stream between two runs.

    Attributes:
        standing: whether it holds. since: from when its condition has held. worst: see `Change`.
        last: time of the latest value. before: values a rate is measured against.
        minutes: of the last hour, by minute: (n, total, lowest, highest). day: the city's day of `sum`, `n`.
    """

    standing: bool = False
    since: datetime | None = None
    worst: Decimal | None = None
    last: datetime | None = None
    before: list[tuple[datetime, Decimal]] = []
    minutes: dict[int, tuple[int, Decimal, Decimal, Decimal]] = {}
    day: date | None = None
    sum: Decimal = Decimal(0)
    n: int = 0


class Surroundings(msgspec.Struct, frozen=True):
    """What rules need beside the values.

    Attributes:
        zone: IANA name of the city's zone. usual: (stream, the city's day) → what is usual at its hours.
        usual_in_week: the same of days of that weekday alone.
        no_answer: told of each (rule, stream) whose condition is neither true nor false.
    """

    zone: str = "UTC"
    usual: Callable[[str, date], Mapping[int, Usual]] = lambda stream, day: {}
    usual_in_week: Callable[[str, date], Mapping[int, Usual]] = lambda stream, day: {}
    no_answer: Callable[[str, str], None] = lambda rule, stream: None


def key_of(about: str, since: datetime) -> str:
    """Return how the lead of a group is named."""
    return f"{about}@{since.isoformat()}"


def whole(changes: list[Change]) -> list[Raised]:
    """Return the signals that changes tell of, in the order of their beginning."""
    found: dict[tuple[str, str, datetime], Raised] = {}
    for one in changes:
        place = (one.rule, one.about, one.since)
        found[place] = Raised(
            one.since, one.rule, one.about, one.until, one.severity, one.worst, one.times, one.lead
        )
    return sorted(found.values())
