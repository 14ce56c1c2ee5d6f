"""What is sent and answered about reports. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

Text = dict[str, str]
LONGEST = 4000


class ReportSent(Schema):
    """What somebody tells the city. `kind`: a code, or `body` with `against`; `place` or `where`."""

    kind: str = Field(max_length=20)
    words: str = Field(max_length=LONGEST)
    place: str = Field("", max_length=20)
    where: str = Field("", max_length=LONGEST)
    longitude: str = Field("", max_length=20)
    latitude: str = Field("", max_length=20)
    against: str = Field("", max_length=100)
    joins: str = Field("new", max_length=40)
    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=30)


class ReportTaken(Schema):
    """A report that was taken. `code` to follow it by is given once, "" with an account."""

    report: str
    number: str
    code: str
    joined: bool
    lead: Text | None
    due: datetime | None


class NearAsked(ReportSent):
    """What would be told: nothing of it is kept."""


class Near(Schema):
    """A report that may be the same matter: `id` goes into `joins`."""

    id: str
    title: Text
    place: Text
    at: datetime
    words: str


class FollowAsked(Schema):
    """Number and code, as they were given."""

    number: str = Field(max_length=40)
    code: str = Field(max_length=40)


class ActSent(FollowAsked):
    """What whoever told writes, or answers to a body that asked who they are (`body`)."""

    words: str = Field("", max_length=LONGEST)
    body: str = Field("", max_length=100)


class Message(Schema):
    """A message: `by` is who wrote it, in words."""

    at: datetime
    by: Text
    words: str


class Asked(Schema):
    """A body that asked who told, by consent or by a clause, and what became of it."""

    at: datetime
    body: str
    clause: str
    reason: str
    state: Text


class Followed(Schema):
    """How a report stands, for whoever told it."""

    number: str
    state: Text
    kind: Text
    place: Text
    lead: Text | None
    due: datetime | None
    answer: str
    messages: list[Message]
    asked: list[Asked]


class OwnReport(Schema):
    """One of one's own reports, in a list."""

    report: str
    number: str
    at: datetime
    kind: Text


class ToldOf(Schema):
    """What was told of a case, without who told it; words are masked."""

    told: str
    at: datetime
    words: str
    where: str
    longitude: str
    latitude: str
    pictures: int
    messages: list[Message]
    contact: str


class OnCase(Schema):
    """What a body does about what was told: `told` names which, `clause` is for a request by one."""

    told: str = Field("", max_length=40)
    words: str = Field(max_length=LONGEST)
    clause: str = Field("", max_length=100)


class PictureSent(Schema):
    """Release a picture, or take it back. `boxes`: parts to cover, `left, top, width, height` in per cent."""

    boxes: str = Field("", max_length=400)
    reviewed: bool = False
    withdraw: bool = False


class Done(Schema):
    """It was done; `repeated`: it had been before, under the same key."""

    seq: int
    repeated: bool
