"""共签: several applicants sign one application; the case is filed when every one of them has signed.

Who begins it hands each co-applicant a code of their own. With the code somebody joins, once; sees the whole
form; signs or refuses. What is signed is frozen: its digest stands in every signature. Until it is filed, who
began it may withdraw it and whoever signed may take the signature back.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.ledger import canonical
from yiwang.kernel.parts import Covered
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

WHAT = {"zh": "共同申请", "en": "joint application"}
OPEN, COMPLETE, FILED, REFUSED, WITHDRAWN = "open", "complete", "filed", "refused", "withdrawn"
PHASE_IN_WORDS = {
    OPEN: {"zh": "等待共同申请人签字", "en": "waiting for signatures"},
    COMPLETE: {"zh": "已全部签字", "en": "signed by all"},
    FILED: {"zh": "已提交", "en": "filed"},
    REFUSED: {"zh": "有人不同意", "en": "refused by a co-applicant"},
    WITHDRAWN: {"zh": "已撤回", "en": "withdrawn"},
}
MOST = 10
"""Most co-applicants beside who begins it."""


class Signer(msgspec.Struct, frozen=True):
    """One who is to sign.

    Attributes:
        digest: SHA-256 of the code, hex; "" once it was used, and for who began it.
        person: "" until joined. signed_at: None until signed.
    """

    digest: str = ""
    person: str = ""
    signed_at: datetime | None = None


class Joint(msgspec.Struct, frozen=True):
    """One joint application.

    Attributes:
        case: id that the case gets when it is filed, the draft's own. first: who began it.
        content: SHA-256 of what is signed, hex: `content_of`. number: of the case, "" before.
        pack: the version whose form is signed. covered: material → the result that stands in for it.
    """

    id: str
    case: str
    matter: str
    place: str
    channel: str
    pack: str
    first: str
    content: str
    signers: tuple[Signer, ...]
    phase: str = OPEN
    number: str = ""
    facts: dict[str, Any] = {}
    sealed: dict[str, Sealed] = {}
    covered: dict[str, Covered] = {}

    @property
    def persons(self) -> tuple[str, ...]:
        """Who has joined, who began it first."""
        return tuple(one.person for one in self.signers if one.person)

    @property
    def waiting(self) -> int:
        """How many have not signed yet."""
        return sum(one.signed_at is None for one in self.signers)


class Begin(Command, frozen=True, kw_only=True):
    """发起共签: who begins it signs with it. `digests`: one for each co-applicant's code.

    `covered`: material → the result of who begins it that stands in for it, read under a grant.
    """

    verb: ClassVar[str] = "case.file"
    joint: str
    case: str
    matter: str
    place: str
    channel: str
    applicant: str
    digests: tuple[str, ...]
    facts: dict[str, Any]
    covered: dict[str, Covered] = msgspec.field(default_factory=dict)


class Join(Command, frozen=True, kw_only=True):
    """加入: with the code whose SHA-256 is `digest`; the code is then used up."""

    verb: ClassVar[str] = "case.sign"
    digest: str


class Sign(Command, frozen=True, kw_only=True):
    """签字: what the page showed is `content`."""

    verb: ClassVar[str] = "case.sign"
    content: str


class TakeBack(Command, frozen=True, kw_only=True):
    """收回签字, before it is filed. Who began it withdraws it instead."""

    verb: ClassVar[str] = "case.sign"


class Refuse(Command, frozen=True, kw_only=True):
    """不同意: it ends. Words, if any, in `sealed["reason"]`."""

    verb: ClassVar[str] = "case.sign"


class Withdraw(Command, frozen=True, kw_only=True):
    """撤回共签, by who began it, before it is filed: it ends, and the form can be changed again."""

    verb: ClassVar[str] = "case.file"


class MarkFiled(Command, frozen=True, kw_only=True):
    """The city filed the case."""

    verb: ClassVar[str] = "case.file"
    number: str


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`joint.begun`. `covered` is left out where nothing is, and was before it was kept."""

    case: str
    channel: str
    content: str
    covered: dict[str, Covered] | msgspec.UnsetType = msgspec.UNSET
    digests: tuple[str, ...]
    facts: dict[str, Any]
    first: str
    joint: str
    matter: str
    place: str
    sealed: dict[str, Sealed] = {}


class Joined(msgspec.Struct, frozen=True):
    """`joint.joined`: `seat` counts the signers from 0, who began it."""

    person: str
    seat: int


class Signature(msgspec.Struct, frozen=True):
    """`joint.signed`, `joint.taken-back`: `by` is who pressed, the person themselves or their agent."""

    by: str
    content: str
    person: str


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """`joint.refused`."""

    person: str
    sealed: dict[str, Sealed] = {}


class Ended(msgspec.Struct, frozen=True):
    """`joint.withdrawn`."""

    by: str


class Filed(msgspec.Struct, frozen=True):
    """`joint.filed`."""

    number: str


DATA: dict[str, type[msgspec.Struct]] = {
    "joint.begun": Begun,
    "joint.joined": Joined,
    "joint.signed": Signature,
    "joint.taken-back": Signature,
    "joint.refused": Refused,
    "joint.withdrawn": Ended,
    "joint.filed": Filed,
}


def content_of(command: Begin) -> str:
    """Return the digest of what is signed: the open answers, and the seals of the others."""
    seals = {name: one.mac for name, one in command.sealed.items()}
    about = {"case": command.case, "matter": command.matter, "place": command.place}
    signed = {"about": about, "facts": command.facts, "seals": seals}
    if command.covered:
        signed["covered"] = {id: [one.grant, one.result] for id, one in command.covered.items()}
    return sha256(canonical(signed)).hexdigest()


def decide(joint: Joint | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this joint application. Changes nothing."""
    if isinstance(command, Begin):
        return record.exists(WHAT) if joint is not None else _begin(command, context)
    if joint is None:
        return record.unknown(WHAT)
    if isinstance(command, MarkFiled):
        return _mark_filed(joint, command, context)
    # Signed by all, it is being filed: only who began it may still end it, where filing is refused.
    if joint.phase != OPEN and not (joint.phase == COMPLETE and isinstance(command, Withdraw)):
        return record.wrong_phase(WHAT, PHASE_IN_WORDS[joint.phase])
    if isinstance(command, Join):
        return _join(joint, command, context)
    actor = context.actor
    person = actor.applicant
    if person not in joint.persons or not record.allowed(actor, command, _own(joint, person)):
        return record.denied(command)
    mine = next(one for one in joint.signers if one.person == person)
    match command:
        case Sign(content=content) if content != joint.content:
            return _other_content()
        case Sign():
            if mine.signed_at is not None:
                return ()
            return (Fact("joint.signed", Signature(actor.person, joint.content, person)),)
        case Refuse() if person != joint.first:
            return (Fact("joint.refused", Refused(person=person, sealed=command.sealed)),)
        case TakeBack() if person != joint.first and mine.signed_at is not None:
            return (Fact("joint.taken-back", Signature(actor.person, joint.content, person)),)
        case Withdraw() if person == joint.first:
            return (Fact("joint.withdrawn", Ended(actor.person)),)
    return record.denied(command)


def _own(joint: Joint, person: str) -> Target:
    return Target(applicant=person, matter=joint.matter)


def _begin(command: Begin, context: Context) -> Answer:
    own = Target(applicant=command.applicant, matter=command.matter)
    if context.actor.kind != "resident" or not record.allowed(context.actor, command, own):
        return record.denied(command)
    matter = context.city.matters.get(command.matter)
    if matter is None:
        return Refusal(
            code="case.no-matter",
            zh=f"没有事项 {command.matter}。",
            en=f"There is no matter {command.matter}.",
            params={"matter": command.matter},
        )
    unsealed = sorted(matter.sealed_fields.intersection(command.facts))
    if unsealed:
        return Refusal(
            code="case.unsealed",
            zh=f"字段 {'、'.join(unsealed)} 是个人信息，必须封存。",
            en=f"The fields {', '.join(unsealed)} are personal and must be sealed.",
            params={"fields": unsealed},
        )
    if not 1 <= len(command.digests) <= MOST or len(set(command.digests)) != len(command.digests):
        return Refusal(
            code="joint.how-many",
            zh=f"共同申请人应为 1 至 {MOST} 人，现在是 {len(command.digests)} 人。",
            en=f"There must be 1 to {MOST} co-applicants, not {len(command.digests)}.",
            params={"most": MOST, "now": len(command.digests)},
        )
    content = content_of(command)
    begun = Begun(
        case=command.case,
        channel=command.channel,
        content=content,
        covered=command.covered or msgspec.UNSET,
        digests=command.digests,
        facts=command.facts,
        first=command.applicant,
        joint=command.joint,
        matter=command.matter,
        place=command.place,
        sealed=command.sealed,
    )
    signed = Signature(context.actor.person, content, command.applicant)
    return (Fact("joint.begun", begun), Fact("joint.signed", signed))


def _join(joint: Joint, command: Join, context: Context) -> Answer:
    actor = context.actor
    person = actor.applicant
    if actor.kind != "resident" or not record.allowed(actor, command, _own(joint, person)):
        return record.denied(command)
    if person in joint.persons:
        return Refusal(
            code="joint.oneself",
            zh="您已经在这份共同申请里。请把代码交给另一位共同申请人。",
            en="You are in this joint application already. The code is for another co-applicant.",
        )
    for seat, one in enumerate(joint.signers):
        if one.digest and one.digest == command.digest:
            return (Fact("joint.joined", Joined(person, seat)),)
    return wrong_code()


def wrong_code() -> Refusal:
    """Say that no joint application waits for this code."""
    return Refusal(
        code="joint.wrong-code",
        zh="没有等待这个代码的共同申请，或代码已经用过。请向发起人核对。",
        en="No joint application waits for this code, or it was used. Ask who gave it to you.",
    )


def _other_content() -> Refusal:
    return Refusal(
        code="joint.other-content",
        zh="您看到的内容和现在的不同，没有签字。请重新打开这一页，看过再签。",
        en="What you were shown is not what stands there now; nothing was signed. Open the page again.",
    )


def _mark_filed(joint: Joint, command: MarkFiled, context: Context) -> Answer:
    if context.actor.kind != "system":
        return record.denied(command)
    if joint.phase != COMPLETE:
        return record.wrong_phase(WHAT, PHASE_IN_WORDS[joint.phase])
    return (Fact("joint.filed", Filed(command.number)),)


def begin(event: Fact, pack: str, at: datetime) -> Joint:
    """Return the joint application that its first event begins."""
    begun: Begun = event.data
    return Joint(
        id=begun.joint,
        case=begun.case,
        matter=begun.matter,
        place=begun.place,
        channel=begun.channel,
        pack=pack,
        first=begun.first,
        content=begun.content,
        signers=(Signer(person=begun.first), *(Signer(digest=one) for one in begun.digests)),
        facts=begun.facts,
        sealed=begun.sealed,
        covered={} if isinstance(begun.covered, msgspec.UnsetType) else begun.covered,
    )


def evolve(joint: Joint, event: Fact, at: datetime) -> Joint:
    """Apply one event. Never refuses."""
    data = event.data
    match event.type:
        case "joint.joined":
            signers = list(joint.signers)
            signers[data.seat] = Signer(person=data.person)
            return replace(joint, signers=tuple(signers))
        case "joint.signed":
            signed = _signed(joint, data.person, at)
            return replace(signed, phase=OPEN if signed.waiting else COMPLETE)
        case "joint.taken-back":
            return replace(_signed(joint, data.person, None), phase=OPEN)
        case "joint.refused":
            return replace(_without_codes(joint), phase=REFUSED, sealed={**joint.sealed, **data.sealed})
        case "joint.withdrawn":
            return replace(_without_codes(joint), phase=WITHDRAWN)
        case "joint.filed":
            return replace(joint, phase=FILED, number=data.number)
    return joint


def _signed(joint: Joint, person: str, at: datetime | None) -> Joint:
    return replace(
        joint,
        signers=tuple(replace(one, signed_at=at) if one.person == person else one for one in joint.signers),
    )


def _without_codes(joint: Joint) -> Joint:
    return replace(joint, signers=tuple(replace(one, digest="") for one in joint.signers))


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
