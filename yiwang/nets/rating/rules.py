"""The rules of a rating (好差评). Pure: decide and evolve.

One rating a handling, by its applicant or their agent, once it has ended. Only they change it, and what was
given first stays. Staff record that they called, explain, or answer a review; no act of theirs touches a
grade, and nothing deletes one.

Source: no text at hand sets these rules (docs/ratings.md says which are our own).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import ENDED, Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.outside import is_outside
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.rating import saying
from yiwang.nets.rating.grading import is_bad, period_of, unsound
from yiwang.nets.rating.records import Contact, Grading, Opens, Rating, RuleChange, Subject

OUTCOMES = ("reached", "not-reached", "declined")
VERDICTS = ("upheld", "set-aside")


class Give(Command, frozen=True, kw_only=True):
    """评价: `opens` is the case to open should the grade be bad; words lie in `sealed`."""

    verb: ClassVar[str] = "rating.give"
    subject: Subject
    grade: int
    desk: str
    aspects: dict[str, int]
    opens: Opens | None = None
    share: bool = False


class Change(Command, frozen=True, kw_only=True):
    """改评: the resident alone; the first grade stays beside it."""

    verb: ClassVar[str] = "rating.give"
    grade: int
    aspects: dict[str, int]
    opens: Opens | None = None
    share: bool = False


class AskReview(Command, frozen=True, kw_only=True):
    """请复核: words in `sealed["review"]`."""

    verb: ClassVar[str] = "rating.give"


class RecordContact(Command, frozen=True, kw_only=True):
    """登记联系: somebody called about a bad rating; a note in `sealed["note"]`."""

    verb: ClassVar[str] = "rating.contact"
    outcome: str


class Explain(Command, frozen=True, kw_only=True):
    """说明: the body rated says its side, in `sealed["explanation"]`."""

    verb: ClassVar[str] = "rating.explain"


class Review(Command, frozen=True, kw_only=True):
    """复核: the desk upholds the rating or sets it aside, with the reason in `sealed["reason"]`."""

    verb: ClassVar[str] = "rating.review"
    verdict: str


class RecordChange(Command, frozen=True, kw_only=True):
    """登记改了的规定: which rule was changed because of this rating."""

    verb: ClassVar[str] = "rating.review"
    change: RuleChange


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay when the door refused the case; the city's own."""

    verb: ClassVar[str] = "rating.opened"
    code: str


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.given`."""

    aspects: dict[str, int] = {}
    desk: str
    grade: int
    opens: Opens | None = None
    period: str
    sealed: dict[str, Sealed] = {}
    shared: bool = False
    subject: Subject


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.changed`. `counts`: it is still of the period in which the rating was given."""

    aspects: dict[str, int] = {}
    counts: bool
    grade: int
    opens: Opens | None = None
    sealed: dict[str, Sealed] = {}
    shared: bool = False
    was: int


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.contacted`."""

    body: str
    outcome: str
    role: str
    sealed: dict[str, Sealed] = {}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.explained`, `rating.review-asked`, `rating.reviewed`: words, and the verdict of a review."""

    sealed: dict[str, Sealed] = {}
    verdict: str = ""


class RuleChanged(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.rule-changed`."""

    change: RuleChange


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`rating.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "rating.given": Given,
    "rating.changed": Changed,
    "rating.contacted": Called,
    "rating.explained": Said,
    "rating.review-asked": Said,
    "rating.reviewed": Said,
    "rating.rule-changed": RuleChanged,
    "rating.not-opened": NotOpened,
}


def target_of(rating: Rating, command: Command) -> Target:
    """Return what `access.may` is asked about: the body explains, the desk does everything else of staff."""
    subject = rating.subject
    lead = subject.body if isinstance(command, Explain) else rating.desk
    return Target(applicant=subject.applicant, lead=lead, bodies=seen_by(rating), matter=subject.matter)


def seen_by(rating: Rating) -> tuple[str, ...]:
    """Return the bodies that see a rating: the desk once there is a case or a review; the body if let."""
    desk = (rating.desk,) if rating.desk and (rating.opens is not None or rating.dispute) else ()
    return (*desk, rating.subject.body) if rating.shared else desk


def decide(rating: Rating | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this rating. Changes nothing."""
    if isinstance(command, Give):
        return saying.given_already() if rating is not None else _give(command, context)
    if rating is None:
        return saying.no_rating()
    if isinstance(command, CouldNotOpen):
        if context.actor.kind != "system":
            return record.denied(command)
        return (Fact("rating.not-opened", NotOpened(code=command.code)),)
    if not record.allowed(context.actor, command, target_of(rating, command)):
        return record.denied(command)
    match command:
        case Change():
            return _change(rating, command, context)
        case RecordContact():
            return _contact(rating, command, context)
        case Explain():
            return _explain(rating, command)
        case AskReview():
            return _ask_review(rating, command)
        case Review():
            return _review(rating, command, context)
        case RecordChange():
            fault = saying.unsound_change(command.change)
            return fault or (Fact("rating.rule-changed", RuleChanged(change=command.change)),)
        case _:
            return record.denied(command)


def _give(command: Give, context: Context) -> Answer:
    subject = command.subject
    own = Target(applicant=subject.applicant, matter=subject.matter)
    if not subject.applicant or not record.allowed(context.actor, command, own):
        return saying.only_the_applicant()
    if subject.phase not in ENDED:
        return saying.not_ended()
    if command.desk and not is_outside(context.city, command.desk, subject.body):
        return saying.desk_inside(command.desk)
    fault = unsound(command.grade, command.aspects)
    if fault is not None:
        return fault
    given = Given(
        aspects=command.aspects,
        desk=command.desk,
        grade=command.grade,
        opens=command.opens if is_bad(command.grade) else None,
        period=period_of(context.now, context.city.zone),
        sealed=command.sealed,
        shared=command.share,
        subject=subject,
    )
    return (Fact("rating.given", given),)


def _change(rating: Rating, command: Change, context: Context) -> Answer:
    fault = unsound(command.grade, command.aspects)
    if fault is not None:
        return fault
    new = is_bad(command.grade) and rating.opens is None
    changed = Changed(
        aspects=command.aspects,
        counts=period_of(context.now, context.city.zone) == rating.period,
        grade=command.grade,
        opens=command.opens if new else None,
        sealed=command.sealed,
        shared=command.share,
        was=rating.now.grade,
    )
    same = (command.grade, command.aspects, command.share) == (
        rating.now.grade,
        rating.now.aspects,
        rating.shared,
    )
    return () if same and not command.sealed else (Fact("rating.changed", changed),)


def _contact(rating: Rating, command: RecordContact, context: Context) -> Answer:
    if not is_bad(min(rating.first.grade, rating.now.grade)):
        return saying.not_bad()
    if command.outcome not in OUTCOMES:
        return saying.no_outcome()
    as_whom = next(
        (
            one
            for one in context.actor.holdings
            if one.body == rating.desk and one.role in ("officer", "chief")
        ),
        None,
    )
    if as_whom is None:
        return record.denied(command)
    called = Called(body=as_whom.body, outcome=command.outcome, role=as_whom.role, sealed=command.sealed)
    return (Fact("rating.contacted", called),)


def _explain(rating: Rating, command: Explain) -> Answer:
    if not rating.shared:
        return saying.not_shared()
    if rating.dispute not in ("", "explained"):
        return saying.review_began()
    if "explanation" not in command.sealed:
        return saying.words_missing()
    return (Fact("rating.explained", Said(sealed=command.sealed)),)


def _ask_review(rating: Rating, command: AskReview) -> Answer:
    if not rating.desk:
        return saying.no_desk()
    if rating.dispute == "asked":
        return saying.review_began()
    if rating.dispute in VERDICTS:
        return saying.reviewed_already()
    return (Fact("rating.review-asked", Said(sealed=command.sealed)),)


def _review(rating: Rating, command: Review, context: Context) -> Answer:
    if rating.dispute != "asked":
        return saying.no_review_asked()
    if command.verdict not in VERDICTS:
        return saying.no_verdict()
    if "reason" not in command.sealed:
        return saying.words_missing()
    if not is_outside(context.city, rating.desk, rating.subject.body):
        return saying.desk_inside(rating.desk)
    return (Fact("rating.reviewed", Said(sealed=command.sealed, verdict=command.verdict)),)


def begin(event: Fact, pack: str, at: datetime) -> Rating:
    """Return the rating that its first event begins."""
    data: Given = event.data
    graded = Grading(data.grade, at, data.aspects)
    return Rating(
        subject=data.subject,
        desk=data.desk,
        first=graded,
        now=graded,
        counted=data.grade,
        period=data.period,
        shared=data.shared,
        opens=data.opens,
        sealed=data.sealed,
    )


def evolve(rating: Rating, event: Fact, at: datetime) -> Rating:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Changed():
            return replace(
                rating,
                now=Grading(data.grade, at, data.aspects),
                counted=data.grade if data.counts else rating.counted,
                shared=data.shared,
                changed=rating.changed + 1,
                opens=rating.opens or data.opens,
                sealed={**rating.sealed, **data.sealed},
            )
        case Called():
            call = Contact(data.body, data.role, data.outcome, at)
            note = {f"note-{len(rating.contacts)}": one for one in data.sealed.values()}
            return replace(rating, contacts=(*rating.contacts, call), sealed={**rating.sealed, **note})
        case Said():
            dispute = data.verdict or {"rating.explained": "explained"}.get(event.type, "asked")
            return replace(rating, dispute=dispute, sealed={**rating.sealed, **data.sealed})
        case RuleChanged():
            return replace(rating, change=data.change)
        case NotOpened():
            return replace(rating, not_opened=data.code)
    return rating


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
