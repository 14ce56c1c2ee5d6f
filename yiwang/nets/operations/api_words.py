"""What is sent and answered about events. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

Text = dict[str, str]


class EventLine(Schema):
    """An event in a list. `longitude`, `latitude`: degrees, WGS 84; None when not known."""

    number: str
    matter: str
    event_kind: str
    phase: str
    place: str
    lead: str
    severity: str
    longitude: float | None
    latitude: float | None
    opened_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    on_hold: bool


class EventPage(Schema):
    """A page of a list; `after` goes on where it ended, "" at its end."""

    events: list[EventLine]
    after: str


class EventOption(Schema):
    """A choice of an input."""

    value: str
    title: Text


class EventInput(Schema):
    """What an act asks for; `pictures` come as files."""

    name: str
    kind: str
    title: Text
    required: bool
    options: list[EventOption]


class EventOffer(Schema):
    """An act that is open now, and for which task."""

    act: str
    task: str
    title: Text
    inputs: list[EventInput]


class EventShown(Schema):
    """One event: how its dispatch stands, and what can be done by who asks."""

    number: str
    phase: str
    event_kind: str
    place: str
    lead: str
    severity: str
    returns: int
    objected_for: str
    hold_cause: str
    hold_owner: str
    hold_next: datetime | None
    can: list[EventOffer]


class EventActing(Schema):
    """An act: for which task, with which answers."""

    task: str = ""
    answers: dict[str, str] = Field(default_factory=dict)


class EventActed(Schema):
    """What became of an act: the phase now, the number and hash of the last entry."""

    number: str
    phase: str
    seq: int
    head: str
    repeated: bool


class OpenEvent(Schema):
    """What everybody may see of an event: on hold, or mended."""

    number: str
    event_kind: str
    place: str
    lead: str
    opened_at: datetime
    ended_at: datetime | None
    hold_cause: str
    hold_owner: str
    hold_next: datetime | None


class OpenEvents(Schema):
    """What is on hold, and what was mended with pictures for everybody."""

    held: list[OpenEvent]
    mended: list[OpenEvent]
    after: str


class EventCell(Schema):
    """The open events of one coarse cell: its middle, how many, and how many residents told of."""

    longitude: float
    latitude: float
    events: int
    told: int


class EventsOfPlace(Schema):
    """The open events of one place, a town at the finest."""

    place: str
    events: int
    told: int


class EventMap(Schema):
    """What the public map shows. `cell`: width of a cell in degrees."""

    cell: str
    cells: list[EventCell]
    places: list[EventsOfPlace]


class RateOf(Schema):
    """A rate in per cent with its interval of 95 %; all None where too few."""

    percent: float | None
    low: float | None
    high: float | None


class RateLine(Schema):
    """The rates of one month and one body or kind."""

    month: str
    about: str
    events: int
    on_hold: int
    response: RateOf
    resolution: RateOf
    satisfaction: RateOf
    score: str | None


class EventFigures(Schema):
    """The rates by body and by kind; of fewer than `at_least` none is told."""

    at_least: int
    by_body: list[RateLine]
    by_kind: list[RateLine]


class SignalLine(Schema):
    """A signal. `about`: the stream, the thing or the place; `number`: of the event it opened, or ""."""

    signal: str
    rule: str
    about: str
    thing: str
    place: str
    body: str
    severity: str
    since: datetime
    until: datetime | None
    times: int
    silenced: bool
    acknowledged: bool
    number: str


class SignalPage(Schema):
    """A page of signals, the newest first; `more`: whether another page follows."""

    signals: list[SignalLine]
    more: bool


class SignalEntry(Schema):
    """What happened to a signal, and when."""

    at: datetime
    event: str


class SignalShown(SignalLine):
    """One signal, with what happened to it and which others joined its group."""

    happened: list[SignalEntry]
    joined: list[str]


class ProposedLine(Schema):
    """A line proposed to the responsibility table."""

    matter: str
    place: str
    lead: str
    times: int
    against: int
    last: datetime
    by: str
    numbers: list[str]
