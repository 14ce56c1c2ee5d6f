"""What is sent and answered about corrections, papers, results, drafts and visits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yiwang.nets.services.api.words import Filed, Present, Text


class CorrectionItem(Schema):
    """One thing that a notice asked for, and the field that answers it."""

    item: str
    field: str
    title: Text


class Correction(Schema):
    """What the last correction notice asked for. `open`: the answer is waited for; `form`: JSON Schema."""

    number: str
    open: bool
    items: list[CorrectionItem]
    form: dict[str, Any]


class CorrectionSent(Schema):
    """The answer to a notice: each field that it asked for; files come as parts of the request."""

    answers: dict[str, Any] = Field(default_factory=dict)


class FollowingMaterial(Schema):
    """A material that was not handed in at once. `field` names the part of its file."""

    material: str
    title: Text
    field: str
    state: str
    state_in_words: Text
    until: datetime | None
    provisional: bool
    late: bool
    if_missing: Text | None
    clause: str
    awaited: bool


class IssuedFile(Schema):
    """One issue of a file, as the ledger knows it."""

    sha256: str
    at: datetime
    hash: str
    position: int | None


class Standing(Schema):
    """How a granted result stands. `code` beside `number` verifies it; `good`: it may be relied on."""

    number: str
    title: Text
    body: str
    code: str
    decided_at: datetime
    standing: str
    standing_in_words: Text
    good: bool
    valid_from: date
    valid_until: date | None
    successor: str
    files: list[IssuedFile]


class ServedBy(Schema):
    """How a paper was served, where who handles the case says so."""

    how: Literal["online", "counter", "post"] = "online"


class Row(Schema):
    """A line that a result prints, personal answers masked."""

    title: Text
    text: Text


class Verified(Schema):
    """What number and code prove. Of a file sent: `same_file` the ledger knows it, `signed` by the city."""

    number: str
    kind: Literal["result", "paper"]
    title: Text
    body: Text
    hash: str
    position: int | None
    standing: str | None = None
    standing_in_words: Text | None = None
    good: bool | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""
    rows: list[Row]
    files: list[IssuedFile]
    same_file: bool | None = None
    signed: bool | None = None


class DraftLine(Schema):
    """A draft in a list. `for_somebody`: it was begun by a mandate."""

    draft: str
    matter: str
    saved_at: datetime
    for_somebody: bool


class DraftPage(Schema):
    """One page of drafts, the last saved first; `next` is `after` of the page behind it."""

    drafts: list[DraftLine]
    next: str | None


class DraftBegun(Schema):
    """A new draft: of which service, where."""

    matter: str = Field(max_length=80)
    place: str = Field(max_length=40)


class Mend(Schema):
    """What of an answer is to be mended, by field."""

    field: str
    code: str
    zh: str
    en: str


class OneDraft(Schema):
    """A draft. `pack`: the version of the form it is judged by; `changes`: what of it changed meanwhile."""

    draft: str
    matter: str
    title: Text
    place: str
    channel: str
    saved_at: datetime
    pack: str
    answers: dict[str, Any]
    complete: bool
    problems: list[Mend]
    changes: list[Text]


class DraftSaved(Schema):
    """Answers to save, in the shapes of the form; files come as parts of the request."""

    answers: dict[str, Any] = Field(default_factory=dict)


class DraftSubmitted(Schema):
    """What filing a draft says: `pack` that was read where the form changed, `present` at a window."""

    pack: str = ""
    present: Present | None = None


class DraftFiled(Filed):
    """A case that was filed from a draft."""


class Visited(Schema):
    """What was found on a visit."""

    outcome: str = Field(max_length=40)
    findings: str = Field("", max_length=4000)
