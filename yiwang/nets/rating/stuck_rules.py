"""The rules of a word that nothing gets done (办不成事). Pure: decide and evolve.

Anybody may say so, with an account or without. It opens a case at a desk outside the body that refused; that
desk answers, and records which rule was changed because of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.outside import is_outside
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.rating import saying
from yiwang.nets.rating.records import Opens, RuleChange, Stuck
from yiwang.nets.rating.rules import NotOpened

GROUNDS: dict[str, dict[str, str]] = {
    "refused": {"zh": "不予受理或不予许可", "en": "Refused"},
    "returned": {"zh": "材料被退回、要求补正", "en": "Sent back for more papers"},
    "third-visit": {"zh": "跑了三次以上", "en": "Came three times or more"},
    "no-answer": {"zh": "没有人答复", "en": "Nobody answers"},
    "not-ours": {"zh": "几个单位互相推", "en": "Each body says it is not theirs"},
    "other": {"zh": "别的原因", "en": "Something else"},
}


class AskHelp(Command, frozen=True, kw_only=True):
    """反映办不成事. What happened, and how to be reached, lie in `sealed`."""

    verb: ClassVar[str] = "stuck.ask"
    opens: Opens
    desk: str
    ground: str
    applicant: str = ""
    against: tuple[str, ...] = ()
    digest: str = ""
    earlier: str = ""
    earlier_matter: str = ""


class GiveAnswer(Command, frozen=True, kw_only=True):
    """答复: in `sealed["answer"]`; `change` when a rule was changed because of it."""

    verb: ClassVar[str] = "stuck.answer"
    change: RuleChange | None = None


class RecordChange(Command, frozen=True, kw_only=True):
    """登记改了的规定, after the answer."""

    verb: ClassVar[str] = "stuck.answer"
    change: RuleChange


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay; the city's own."""

    verb: ClassVar[str] = "stuck.opened"
    code: str


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """`stuck.asked`."""

    against: tuple[str, ...] = ()
    applicant: str = ""
    desk: str
    digest: str = ""
    earlier: str = ""
    earlier_matter: str = ""
    ground: str
    opens: Opens
    sealed: dict[str, Sealed] = {}


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`stuck.answered`, `stuck.rule-changed`."""

    change: RuleChange | None = None
    sealed: dict[str, Sealed] = {}


DATA: dict[str, type[msgspec.Struct]] = {
    "stuck.asked": Asked,
    "stuck.answered": Answered,
    "stuck.rule-changed": Answered,
    "stuck.not-opened": NotOpened,
}


def target_of(stuck: Stuck) -> Target:
    """Return what `access.may` is asked about."""
    return Target(applicant=stuck.applicant, lead=stuck.desk, bodies=(stuck.desk,))


def decide(stuck: Stuck | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this word. Changes nothing."""
    if isinstance(command, AskHelp):
        return _ask(stuck, command, context)
    if stuck is None:
        return saying.no_rating()
    if isinstance(command, CouldNotOpen):
        if context.actor.kind != "system":
            return record.denied(command)
        return (Fact("stuck.not-opened", NotOpened(code=command.code)),)
    if not record.allowed(context.actor, command, target_of(stuck)):
        return record.denied(command)
    change = getattr(command, "change", None)
    fault = saying.unsound_change(change) if change is not None else None
    if fault is not None:
        return fault
    match command:
        case GiveAnswer() if stuck.answered_at is not None:
            return saying.answered_already()
        case GiveAnswer() if "answer" not in command.sealed:
            return saying.words_missing()
        case GiveAnswer():
            return (Fact("stuck.answered", Answered(change=change, sealed=command.sealed)),)
        case RecordChange():
            return (Fact("stuck.rule-changed", Answered(change=change)),)
        case _:
            return record.denied(command)


def _ask(stuck: Stuck | None, command: AskHelp, context: Context) -> Answer:
    actor = context.actor
    if stuck is not None:
        return record.exists({"zh": "反映", "en": "word"})
    if not record.allowed(actor, command, Target()):
        return record.denied(command)
    if command.applicant and command.applicant not in (actor.person, *(one.id for one in actor.principals)):
        return record.denied(command)
    if command.ground not in GROUNDS:
        return saying.no_ground()
    if "words" not in command.sealed:
        return saying.words_missing()
    if not all(is_outside(context.city, command.desk, one) for one in command.against):
        return saying.desk_inside(command.desk)
    asked = Asked(
        against=command.against,
        applicant=command.applicant,
        desk=command.desk,
        digest=command.digest,
        earlier=command.earlier,
        earlier_matter=command.earlier_matter,
        ground=command.ground,
        opens=command.opens,
        sealed=command.sealed,
    )
    return (Fact("stuck.asked", asked),)


def begin(event: Fact, pack: str, at: datetime) -> Stuck:
    """Return the word that its first event begins."""
    data: Asked = event.data
    return Stuck(
        applicant=data.applicant,
        against=data.against,
        at=at,
        desk=data.desk,
        earlier=data.earlier,
        ground=data.ground,
        digest=data.digest,
        opens=data.opens,
        sealed=data.sealed,
    )


def evolve(stuck: Stuck, event: Fact, at: datetime) -> Stuck:
    """Apply one event. Never refuses."""
    data: Any = event.data
    if isinstance(data, NotOpened):
        return replace(stuck, not_opened=data.code)
    sealed = {**stuck.sealed, **data.sealed}
    answered = at if event.type == "stuck.answered" else stuck.answered_at
    return replace(stuck, change=data.change or stuck.change, sealed=sealed, answered_at=answered)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
