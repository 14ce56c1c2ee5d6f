"""Consent at a counter (取用同意): the person present lets a clerk take granted data for one application.

The person makes it under their own account, for one matter, and hands the clerk its code: so it is theirs
alone to give, and nobody searches for persons. It serves one draft of one clerk on one day, and can be
withdrawn at any moment. Who has no account has nothing on record under their id that could be taken.

Source: our own rule. 国务院关于在线政务服务的若干规定 第七条 says only that what sharing gives is not
asked for again.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

WHAT = {"zh": "取用同意", "en": "consent"}
GIVEN, TAKEN, WITHDRAWN = "given", "taken", "withdrawn"
PHASE_IN_WORDS = {
    GIVEN: {"zh": "代码还没有用", "en": "code not used yet"},
    TAKEN: {"zh": "窗口已使用", "en": "in use at a counter"},
    WITHDRAWN: {"zh": "已撤回", "en": "withdrawn"},
}


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One consent.

    Attributes:
        id: of the record. person: id of whose data it is about. matter: that it is for.
        day: the one day, the city's.
        digest: SHA-256 of the code, hex; "" once used or withdrawn.
        clerk, draft: who took it, for which draft; "" before.
    """

    id: str
    person: str
    matter: str
    day: date
    pack: str
    digest: str
    phase: str = GIVEN
    clerk: str = ""
    draft: str = ""

    def lets(self, actor: Actor, subject: str, matter: str, draft: str, today: date) -> bool:
        """Say whether a clerk may take this person's granted data for this draft today."""
        return (
            self.phase == TAKEN
            and self.day == today
            and (self.person, self.matter, self.draft) == (subject, matter, draft)
            and actor.kind == "staff"
            and actor.person == self.clerk
        )


class Give(Command, frozen=True, kw_only=True):
    """同意取用: the person's own; whoever acts for them cannot give it."""

    verb: ClassVar[str] = "consent.give"
    consent: str
    person: str
    matter: str
    digest: str


class Take(Command, frozen=True, kw_only=True):
    """登记同意: the clerk, with the code whose SHA-256 is `digest`, for one draft of theirs."""

    verb: ClassVar[str] = "consent.take"
    digest: str
    draft: str
    matter: str


class Withdraw(Command, frozen=True, kw_only=True):
    """撤回: nothing more is taken from now on."""

    verb: ClassVar[str] = "consent.give"


class Gave(msgspec.Struct, frozen=True, kw_only=True):
    """`consent.given`."""

    consent: str
    day: date
    digest: str
    matter: str
    person: str


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """`consent.taken`."""

    clerk: str
    draft: str


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """`consent.withdrawn`."""


DATA: dict[str, type[msgspec.Struct]] = {
    "consent.given": Gave,
    "consent.taken": Took,
    "consent.withdrawn": Ended,
}


def decide(consent: Consent | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this consent. Changes nothing."""
    if isinstance(command, Give):
        return _give(consent, command, context)
    if consent is None:
        return record.unknown(WHAT)
    match command:
        case Take():
            return _take(consent, command, context)
        case Withdraw() if not _own(consent.person, context.actor):
            return record.denied(command)
        case Withdraw() if consent.phase == WITHDRAWN:
            return ()
        case Withdraw():
            return (Fact("consent.withdrawn", Ended()),)
        case _:
            return record.denied(command)


def _own(person: str, actor: Actor) -> bool:
    return actor.kind == "resident" and actor.person == person and actor.applicant == person


def _give(consent: Consent | None, command: Give, context: Context) -> Answer:
    if consent is not None:
        return record.exists(WHAT)
    own = Target(applicant=command.person)
    if not _own(command.person, context.actor) or not record.allowed(context.actor, command, own):
        return record.denied(command)
    if command.matter not in context.city.matters:
        return Refusal(
            code="case.no-matter",
            zh=f"没有事项 {command.matter}。",
            en=f"There is no matter {command.matter}.",
            params={"matter": command.matter},
        )
    day = record.today(context)
    gave = Gave(
        consent=command.consent,
        day=day,
        digest=command.digest,
        matter=command.matter,
        person=command.person,
    )
    return (Fact("consent.given", gave),)


def _take(consent: Consent, command: Take, context: Context) -> Answer:
    actor = context.actor
    if actor.kind != "staff" or not record.allowed(actor, command, Target()):
        return record.denied(command)
    if (consent.phase, consent.clerk, consent.draft) == (TAKEN, actor.person, command.draft):
        return ()  # pressed twice
    if actor.person == consent.person:
        return record.denied(command)
    if consent.phase != GIVEN or consent.digest != command.digest or consent.day != record.today(context):
        return wrong_code()
    if consent.matter != command.matter:
        return Refusal(
            code="consent.other-matter",
            zh="这个代码是为另一个事项给的。请本人为正在办的事项另给一个。",
            en="This code was given for another matter. Ask the person for one of the matter at hand.",
        )
    return (Fact("consent.taken", Took(clerk=actor.person, draft=command.draft)),)


def wrong_code() -> Refusal:
    """Return the refusal of a code that nothing waits for; it is not repeated."""
    return Refusal(
        code="consent.wrong-code",
        zh="没有今天给的同意与这个代码相符，或已经用过、撤回。请本人核对，或者再给一个。",
        en="No consent of today waits for this code, or it was used or withdrawn. Ask the person to check "
        "it, or to give another.",
        next_step={
            "zh": "也可以不取用：逐项填写，材料照常交。",
            "en": "Or take nothing: fill in every answer, and hand the materials in.",
        },
    )


def begin(event: Fact, pack: str, at: Any) -> Consent:
    """Return the consent that its first event begins."""
    gave: Gave = event.data
    return Consent(
        id=gave.consent,
        person=gave.person,
        matter=gave.matter,
        day=gave.day,
        digest=gave.digest,
        pack=pack,
    )


def evolve(consent: Consent, event: Fact, at: Any) -> Consent:
    """Apply one event. Never refuses."""
    match event.data:
        case Took(clerk=clerk, draft=draft):
            return replace(consent, phase=TAKEN, clerk=clerk, draft=draft, digest="")
        case Ended():
            return replace(consent, phase=WITHDRAWN, digest="")
    return consent


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
