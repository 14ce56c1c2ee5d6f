"""What is sent and answered. Texts are `{zh, en}`, moments ISO 8601 with their zone."""

from __future__ import annotations

from datetime import datetime
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
    next: str | None


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
    """One page of fifty tasks, late ones first, then the soonest due; `next` leads to the one behind it."""

    tasks: list[TaskLine]
    next: str | None
