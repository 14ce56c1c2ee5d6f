"""Emergency plans (预案) of a pack: levels, who may set them, posts, dikes, shelters, stocks. Pure.

Source: 防汛条例 第七条 (the headquarters command), 第十一条 (plans), 第二十一条 (stocks), 第二十四条 (duty),
第二十七条 (patrols), 第三十二条 (goods come back), 第三十四条 (evacuation). It names no levels I to IV and
no stages: both are each plan's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

Text = dict[str, str]

LEVELS = ("IV", "III", "II", "I")
"""The lowest first."""


class Threshold(msgspec.Struct, frozen=True):
    """A stage from which a level may be started. `stream`: `thing.stream`; `at_least`: decimal, its unit."""

    stream: str
    at_least: str


class Opens(msgspec.Struct, frozen=True):
    """A task that a level opens: a case of `matter` in `place`, with these words."""

    id: str
    matter: str
    place: str
    words: Text


class Says(msgspec.Struct, frozen=True, kw_only=True):
    """The alert that goes out when a level begins. Words of CAP; `hours`: how long it holds."""

    certainty: str
    event: Text
    headline: Text
    hours: int
    instruction: Text
    responses: tuple[str, ...] = ()
    severity: str
    urgency: str


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A response level.

    Attributes:
        id: one of `LEVELS`. start: positions that may start it or raise to it. change: positions that may
            lower from it or end it. clause: what they act by.
        evacuates: evacuation lists may be open while it holds.
    """

    id: str
    title: Text
    clause: str
    start: tuple[str, ...]
    change: tuple[str, ...]
    thresholds: tuple[Threshold, ...] = ()
    opens: tuple[Opens, ...] = ()
    says: Says | None = None
    evacuates: bool = False


class Post(msgspec.Struct, frozen=True):
    """A post that somebody is always on (值班岗位)."""

    id: str
    title: Text
    body: str


class Dike(msgspec.Struct, frozen=True):
    """A stretch of dike that is patrolled."""

    id: str
    title: Text
    place: str
    body: str


class Shelter(msgspec.Struct, frozen=True):
    """A shelter (避难场所). `capacity`: people."""

    id: str
    title: Text
    place: str
    body: str
    capacity: int


class Stock(msgspec.Struct, frozen=True):
    """A stock (物资): how much there was when the plan was written, in `unit`, where."""

    id: str
    title: Text
    unit: Text
    where: Text
    body: str
    amount: int


class Village(msgspec.Struct, frozen=True):
    """A village that may be evacuated: by which body, to which shelter."""

    place: str
    body: str
    shelter: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One plan. `danger`: kind of event that a patrol's finding opens, a code of events.yaml.

    `area`: what its alerts hold for; `polygon` as CAP writes it, "" where only words say it.
    """

    id: str
    title: Text
    body: str
    basis: tuple[str, ...]
    levels: tuple[Level, ...]
    area: Text
    polygon: str = ""
    danger: str = ""
    danger_place: str = ""
    posts: dict[str, Post] = {}
    dikes: dict[str, Dike] = {}
    shelters: dict[str, Shelter] = {}
    stocks: dict[str, Stock] = {}
    villages: dict[str, Village] = {}
    verified: bool = False
    note: Text = {}

    def level(self, id: str) -> Level | None:
        """Return a level."""
        return next((one for one in self.levels if one.id == id), None)

    @property
    def bodies(self) -> tuple[str, ...]:
        """Every body that takes part, sorted."""
        found = {self.body}
        for group in (self.posts, self.dikes, self.shelters, self.stocks, self.villages):
            found |= {one.body for one in group.values()}
        return tuple(sorted(found))


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """A registered source of incoming alerts. `kinds`: CAP categories. `certificate`: PEM, "" without one."""

    id: str
    title: Text
    sender: str
    kinds: tuple[str, ...]
    certificate: str = ""
    signed: bool = True


class Alerting(msgspec.Struct, frozen=True, kw_only=True):
    """How the city sends alerts, and whose it takes. `sender`: the city's own name in CAP."""

    sender: str = ""
    body: str = ""
    senders: dict[str, Sender] = {}
    note: Text = {}


def rank(level: str) -> int:
    """Return how high a level is: 1 for IV, 4 for I, 0 for none."""
    return LEVELS.index(level) + 1 if level in LEVELS else 0


def reached(plan: Plan, values: Mapping[str, Decimal]) -> dict[str, tuple[Threshold, ...]]:
    """Return by level the thresholds that the latest values have reached. One of them is enough."""
    found = {}
    for level in plan.levels:
        over = tuple(
            one
            for one in level.thresholds
            if one.stream in values and values[one.stream] >= Decimal(one.at_least)
        )
        if over:
            found[level.id] = over
    return found


def proposed(plan: Plan, standing: str, values: Mapping[str, Decimal]) -> Level | None:
    """Return the highest level above the one that stands whose stage is reached; None for none.

    It is proposed and no more: a level is set by a position that the plan names.

    Args:
        standing: the level that stands, "" for none. values: `thing.stream` → its latest fresh value.
    """
    higher = [level for level in plan.levels if rank(level.id) > rank(standing)]
    reached = [level for level in higher if reasons(level, values)]
    return max(reached, key=lambda one: rank(one.id), default=None)


def reasons(level: Level, values: Mapping[str, Decimal]) -> list[tuple[str, str, str]]:
    """Return (stream, latest value, stage) of what reaches a level."""
    return [
        (one.stream, str(values[one.stream].normalize()), one.at_least)
        for one in level.thresholds
        if one.stream in values and values[one.stream] >= Decimal(one.at_least)
    ]
