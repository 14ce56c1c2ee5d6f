"""What is sent and answered. Texts are `{zh, en}`, moments ISO 8601 with their zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from yiwang.kernel.parts import CONSENTS, DOCUMENTS

Text = dict[str, str]


class CaseLine(Schema):
    """A case in a list. `due_at` is the day that counts for its reader."""

    number: str
    matter: str
    place: str
    phase: str
    lead: str
    opened_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    due_provisional: bool
    late: bool
    outcome: str


class CasePage(Schema):
    """One page of cases, the newest first; `next` is `after` of the page behind it, None at the end."""

    cases: list[CaseLine]
    next: str | None


class Clock(Schema):
    """A limit of a case: the promised day where there is one, else the legal."""

    id: str
    title: Text
    due_at: datetime | None
    due_legal_at: datetime | None
    provisional: bool
    running: bool
    paused: bool
    late: bool
    source: str


class Step(Schema):
    """An open task: what is waited for, and whose it is."""

    id: str
    node: str
    title: Text
    body: str
    role: str


class Paper(Schema):
    """A paper that was made in the case."""

    number: str
    kind: str
    title: Text
    at: datetime


class OneCase(Schema):
    """How one case stands. `facts` are answers that are not personal."""

    number: str
    matter: str
    title: Text
    place: str
    phase: str
    lead: str
    assisting: list[str]
    channel: str
    pack: str
    opened_at: datetime
    ended_at: datetime | None
    outcome: str
    facts: dict[str, Any]
    clocks: list[Clock]
    steps: list[Step]
    papers: list[Paper]


class Moment(Schema):
    """One entry of a case's timeline. `words`: what somebody wrote, where the reader may read it."""

    seq: int
    at: datetime
    what: Text
    who: Text
    more: Text | None
    words: str | None
    hash: str
    position: int | None


class Option(Schema):
    """One answer to choose."""

    value: str
    title: Text


class Input(Schema):
    """One thing an act asks for."""

    name: str
    kind: str
    title: Text
    required: bool
    options: list[Option]


class Offer(Schema):
    """An act that is open now to who asks. Send `task` back as it stands."""

    act: str
    task: str
    title: Text
    inputs: list[Input]


class Acting(Schema):
    """An act: for which task, with which answers (a text, or several)."""

    task: str = ""
    answers: dict[str, str | list[str]] = Field(default_factory=dict)


class Acted(Schema):
    """What became of a command: the case's phase now, the number and hash of its last entry."""

    number: str
    phase: str
    seq: int
    head: str
    repeated: bool


class Present(Schema):
    """Who stands at the window: what proves who they are, and how they agreed to what is filed."""

    name: str = Field(min_length=1, max_length=100)
    number: str = Field(min_length=1, max_length=100)
    document: Literal[tuple(DOCUMENTS)]  # type: ignore[valid-type]
    consent: Literal[tuple(CONSENTS)]  # type: ignore[valid-type]


class Filing(Schema):
    """A new case. `answers` are in the shapes of the matter's form; files come as parts of the request.

    `present`: of a filing at a window, where it has to be told; a resident's own has none.
    """

    matter: str
    place: str
    present: Present | None = None
    answers: dict[str, Any] = Field(default_factory=dict)


class Filed(Acted):
    """A case that was filed. `head` is the hash that the signed promise names."""

    clocks: list[Clock]


class Known(Schema):
    """A service in a list."""

    matter: str
    title: Text
    summary: Text
    audience: list[str]
    immediate: bool


class KnownPage(Schema):
    """Services found, of one page of twenty; `near`: nothing holds every word, these come near."""

    services: list[Known]
    count: int
    near: bool


class Material(Schema):
    """A document that is asked for."""

    id: str
    title: Text


class Limit(Schema):
    """A clock of a matter, in words."""

    id: str
    title: Text
    legal: Text | None
    promised: Text | None
    starts: str
    source: str


class Guide(Schema):
    """A service: who may ask for it, with what, in which form (JSON Schema 2020-12 with `x-yw-`)."""

    matter: str
    title: Text
    summary: Text
    audience: list[str]
    channels: list[str]
    immediate: bool
    pack: str
    materials: list[Material]
    limits: list[Limit]
    form: dict[str, Any]


class TaskLine(Schema):
    """An open task in an inbox, with its case."""

    case: CaseLine
    task: str
    node: str
    role: str
    body: str
    due_at: datetime | None
    late: bool
    paused: bool
    mine: bool


class TaskPage(Schema):
    """One page of fifty tasks, late ones first, then the soonest due."""

    tasks: list[TaskLine]
    page: int
    more: bool


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
