"""What a case is made of: sealed values, open tasks, statutory papers, timers, what can be taken back.

What an event carries declares its fields in alphabetical order (`ledger.entry_bytes`).
"""

from __future__ import annotations

from datetime import datetime

import msgspec


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A value that lies in the vault: its random id, and an HMAC under the entry's own key.

    `mac` is 64 hex digits. Without the entry neither tells anything about the value.
    """

    mac: str
    vault: str


class Assisted(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """How a window filed for somebody present (帮办代办), and whether for another window (异地代收).

    Attributes:
        collected: body id of a window elsewhere that took it in for the window of the place, "" else.
        consent: how the person agreed, `signed` or `said`; "" where nobody was identified.
        document: what was shown to prove who they are, a name of `DOCUMENTS`.
    """

    collected: str = ""
    consent: str = ""
    document: str = ""


CONSENTS: dict[str, dict[str, str]] = {
    "signed": {"zh": "在打印的申请上签了名", "en": "signed the printed application"},
    "said": {"zh": "听完念出的申请，当面说同意", "en": "agreed in words once it was read aloud"},
}
DOCUMENTS: dict[str, dict[str, str]] = {
    "resident-id": {"zh": "居民身份证", "en": "resident identity card"},
    "temporary-id": {"zh": "临时居民身份证", "en": "temporary resident identity card"},
    "household-book": {"zh": "户口簿", "en": "household register"},
    "passport": {"zh": "护照", "en": "passport"},
    "other-id": {"zh": "其他有照片的有效证件", "en": "another valid document with a photograph"},
}


class Task(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """An open step for somebody (待办).

    Attributes:
        id: unique in its case: the process token it works on, or `act:accept` and the like.
        node: a step of the matter, or the general act that is waited for.
        body, role: whose it is; the role is "" where a machine or another case is waited for.
        assignee: person id once claimed or assigned.
        interval: the name of the uncounted interval it is, "" when its time counts.
    """

    assignee: str = ""
    body: str
    due_at: datetime | None = None
    id: str
    interval: str = ""
    node: str
    opened_at: datetime
    role: str


class Paper(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A statutory paper (文书).

    Attributes:
        kind: correction acceptance refusal decision extension suspension hearing, and of what befell the
            result: annul take-back deregister revoke withhold restore.
        number: unique in the city: the case's number and a running part.
        served_at, served_how: proof of service (送达): `online`, `counter`, `post`.
    """

    body: str
    by: str = ""
    issued_at: datetime
    kind: str
    number: str
    reason: Sealed | None = None
    served_at: datetime | None = None
    served_how: str = ""


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """A result of the city that stands in for a material: its number, and the grant it was read under."""

    grant: str
    result: str


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """The receipt of an answer that a product offered (`kernel/sources.py`): never a value.

    Attributes:
        as_of: the day the row is of, ISO; "" where nothing says. differs: the person answered otherwise.
        exchange: id of the exchange (共享记录) under which it was given.
    """

    as_of: str = ""
    differs: bool = False
    exchange: str


class Way(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """How a material comes that was not handed in at once (`material_ways`).

    Attributes:
        way: `follow`, `promise` or `result`. state: how it stands, one of the words of `material_ways`.
        words: SHA-256 of the words that were promised. rectified: how often rectification was ordered.
        grant, result: see `Covered`, of a material that a result covers.
    """

    grant: str = ""
    rectified: int = 0
    result: str = ""
    state: str
    way: str
    words: str = ""


class Undoable(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """An act that `by` (person id) may take back while its event, `seq`, is the last: how it was before."""

    by: str
    seq: int
    lead: str
    tasks: tuple[Task, ...] = ()


class Kept(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What became of a case after its end.

    Attributes:
        held: nothing of it may be destroyed. proposed_by: person id of who proposed its destruction.
        destroyed_at: when its sealed values were given up, None while they are kept.
    """

    destroyed_at: datetime | None = None
    held: bool = False
    proposed_by: str = ""


class Timer(msgspec.Struct, frozen=True, gc=False):
    """A boundary timer of the process that is running."""

    due_at: datetime
    token: str


def tasks_after(
    tasks: tuple[Task, ...], closed: tuple[str, ...], opened: tuple[Task, ...]
) -> tuple[Task, ...]:
    """Drop what was closed; a task opened again under its id replaces the one before."""
    gone = {*closed, *[task.id for task in opened]}
    return (*[task for task in tasks if task.id not in gone], *opened)


def papers_after(papers: tuple[Paper, ...], paper: Paper) -> tuple[Paper, ...]:
    """Add a paper; one with the number of an earlier one replaces it."""
    return (*[known for known in papers if known.number != paper.number], paper)
