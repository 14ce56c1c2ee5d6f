"""What the two records hold: a rating (好差评), and a word that nothing gets done (办不成事).

Words, contacts and answers may speak of persons: they lie in the vault, under `sealed`. Events hold grades,
bodies, roles and days. Nothing here names or counts a clerk.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from yiwang.kernel.case import Sealed


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """The case that a word opens at the desk: its id and number are drawn where the word is taken."""

    case: str
    matter: str
    number: str
    place: str


class Grading(msgspec.Struct, frozen=True):
    """A grade, 1 to 5, with the aspects that were graded too, and when."""

    grade: int
    at: datetime
    aspects: dict[str, int] = {}


class Contact(msgspec.Struct, frozen=True):
    """A call about a bad rating: the role and the body that called, when, and what came of it."""

    body: str
    role: str
    outcome: str  # reached, not-reached, declined
    at: datetime


class RuleChange(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that was changed because of a word: which, how, and from which day. Public, without persons."""

    how: dict[str, str]
    rule: dict[str, str]
    since: date


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The handling rated: which case, which handling of it (1, after a reopening 2), and by whom.

    Attributes:
        body: that led the case. phase: in which the case stood when it was looked at.
    """

    applicant: str
    body: str
    case: str
    handling: int
    matter: str
    number: str
    phase: str


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """One rating of one handling.

    Attributes:
        first: as it was given; never changed. now: as the resident last left it.
        counted: the grade that figures count: the last one of the period it was given in.
        shared: the resident lets the body rated see it, so that it can explain.
        opens: the case at the desk, once there is one. desk: body id of the desk, "" where the pack has none.
        dispute: "", `explained`, `asked` (a review), `upheld` or `set-aside`.
        not_opened: the code with which the case was refused, "" when it was opened.
    """

    subject: Subject
    desk: str
    first: Grading
    now: Grading
    counted: int
    period: str
    shared: bool
    changed: int = 0
    contacts: tuple[Contact, ...] = ()
    dispute: str = ""
    not_opened: str = ""
    opens: Opens | None = None
    change: RuleChange | None = None
    sealed: dict[str, Sealed] = {}


class Stuck(msgspec.Struct, frozen=True, kw_only=True):
    """One word that nothing gets done.

    Attributes:
        opens: the case at the desk; its number is the one given to whoever asked.
        earlier: number of the case that came to nothing, "" without one. against: the bodies it is about.
        ground: refused, returned, third-visit, no-answer or other.
        digest: SHA-256 of the check code, by which whoever has no account reads the answer; "" with one.
    """

    applicant: str
    against: tuple[str, ...]
    at: datetime
    desk: str
    earlier: str
    ground: str
    digest: str
    opens: Opens
    answered_at: datetime | None = None
    not_opened: str = ""
    change: RuleChange | None = None
    sealed: dict[str, Sealed] = {}


Fields = dict[str, Any]
