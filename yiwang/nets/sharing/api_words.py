"""What is sent and answered about requests for data and grants. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

Text = dict[str, str]
LONGEST = 4000  # of a text; the rules say how long it may be


class RequestOf(Schema):
    """A request in a list. `due`: when its answer or delivery is due, null while no clock runs."""

    number: str
    what: Text
    asker: Text
    provider: Text
    step: Text
    due: datetime | None
    late: bool
    ended: bool
    opened: datetime


class ClockOf(Schema):
    """A clock of a request."""

    title: Text
    source: str
    due: datetime | None
    stopped: datetime | None
    paused: bool
    late: bool


class OutcomeOf(Schema):
    """A way a step can come out, and whether it needs a reason."""

    outcome: str
    title: Text
    reason: bool


class StepOf(Schema):
    """An open step; `mine`: it is for who asks."""

    task: str
    step: str
    title: Text
    body: Text
    mine: bool
    outcomes: list[OutcomeOf]


class WholeRequest(RequestOf):
    """A request with its statements, clocks and open steps. `grant`: id of what came of it, "" for none."""

    product: str
    fields: list[str]
    basis: str
    scenario: str
    scope: str
    purpose: str
    way: str
    since: date | None
    until: date | None
    clocks: list[ClockOf]
    steps: list[StepOf]
    grant: str


class NewRequest(Schema):
    """The statements of article 20. Without a product: `held_by`, `above`, `sharing` of data held above."""

    product: str = Field("", max_length=LONGEST)
    fields: list[str] = Field(default_factory=list)
    basis: str = Field("", max_length=LONGEST)
    scenario: str = Field("", max_length=LONGEST)
    scope: str = Field("", max_length=LONGEST)
    purpose: str = Field("", max_length=LONGEST)
    way: str = Field("", max_length=LONGEST)
    since: str = Field("", max_length=LONGEST)
    until: str = Field("", max_length=LONGEST)
    purpose_kind: str = Field("routine", max_length=LONGEST)
    instrument: str = Field("", max_length=LONGEST)
    subject: str = Field("", max_length=LONGEST)
    matters: str = Field("", max_length=LONGEST)
    retention: str = Field("", max_length=LONGEST)
    row_rule: str = Field("", max_length=LONGEST)
    quota: str = Field("", max_length=LONGEST)
    requester: str = Field("", max_length=LONGEST)
    held_by: str = Field("", max_length=LONGEST)
    above: str = Field("", max_length=LONGEST)
    sharing: str = Field("", max_length=LONGEST)


class OnRequest(Schema):
    """What an act on a request needs: the step and its outcome, the reason, the amount of an extension."""

    task: str = Field("", max_length=LONGEST)
    outcome: str = Field("", max_length=LONGEST)
    reason: str = Field("", max_length=LONGEST)
    amount: str = Field("", max_length=LONGEST)


class DoneOnRequest(Schema):
    """What became of a request: where it stands, and whether the key had been used before."""

    number: str
    phase: str
    seq: int
    repeated: bool


class GrantOf(Schema):
    """A grant and how it stands: pending, active, suspended, expired, disposed or terminated."""

    grant: str
    state: str
    product: str
    to: str
    owner: str
    purpose: str
    basis: list[str]
    fields: list[str]
    masks: dict[str, str]
    row_rule: str
    quota: int
    since: date
    until: date
    visibility: str
    retention: str
    request: str
    can: list[str]


class OnGrant(Schema):
    """Words of an act: `reason`; of a disposal `erased`, and `kept`, `where`, `kept_basis` together."""

    reason: str = Field("", max_length=LONGEST)
    erased: str = Field("", max_length=LONGEST)
    kept: str = Field("", max_length=LONGEST)
    where: str = Field("", max_length=LONGEST)
    kept_basis: str = Field("", max_length=LONGEST)


class DoneOnGrant(Schema):
    """What became of a grant."""

    grant: str
    state: str
    seq: int
    repeated: bool
