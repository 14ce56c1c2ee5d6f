"""A staff directory that is proposed by one administrator and applied by another: two pairs of eyes.

The rows themselves are personal data and lie in the vault, under `sealed["rows"]`; they are erased when
the proposal ends. What was shown is known by its digest: who applies it applies just that, or sees it anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

WHAT = {"zh": "名录变更", "en": "directory change"}
PHASE_IN_WORDS = {
    "proposed": {"zh": "待应用", "en": "waiting to be applied"},
    "applied": {"zh": "已应用", "en": "applied"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "lapsed": {"zh": "已过期", "en": "lapsed"},
}
DAYS = 7  # how long the rows are kept; our own rule


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """How many persons join, move and leave, and how many changes the rules would refuse."""

    joins: int = 0
    leaves: int = 0
    moves: int = 0
    refused: int = 0


class Proposal(msgspec.Struct, frozen=True):
    """One proposed change of the directory.

    Attributes:
        by: person id of who proposed it, or the part of the city. until: when its rows are erased.
        digest: SHA-256 of the preview that was shown, hex.
    """

    id: str
    by: str
    signature: str
    digest: str
    totals: Totals
    since: datetime
    until: datetime
    pack: str
    phase: str = "proposed"
    ended_by: str = ""
    ended_at: datetime | None = None
    sealed: dict[str, Sealed] = {}


class Propose(Command, frozen=True, kw_only=True):
    """提出: the rows are in `sealed["rows"]`."""

    verb: ClassVar[str] = "directory.propose"
    proposal: str
    digest: str
    totals: Totals


class Apply(Command, frozen=True, kw_only=True):
    """应用: `shown` is the digest of what was read, `computed` that of what would now be done."""

    verb: ClassVar[str] = "directory.apply"
    shown: str
    computed: str
    totals: Totals


class Withdraw(Command, frozen=True, kw_only=True):
    """撤回."""

    verb: ClassVar[str] = "directory.propose"


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """`directory.proposed`."""

    by: str
    digest: str
    proposal: str
    sealed: dict[str, Sealed] = {}
    signature: str
    totals: Totals


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """`directory.applied`, `directory.withdrawn`, `directory.lapsed`."""

    by: str
    digest: str = ""
    totals: Totals = Totals()


DATA: dict[str, type[msgspec.Struct]] = {
    "directory.proposed": Proposed,
    "directory.applied": Ended,
    "directory.withdrawn": Ended,
    "directory.lapsed": Ended,
}


def decide(proposal: Proposal | None, command: Command | Tick, context: Context) -> Answer:
    """Say what happens when `command` reaches this proposal. Changes nothing."""
    actor = context.actor
    if isinstance(command, Tick):
        due = proposal is not None and proposal.phase == "proposed" and proposal.until <= context.now
        return (Fact("directory.lapsed", Ended(by=actor.signature)),) if due else ()
    if not record.allowed(actor, command, Target()):
        return record.denied(command)
    if isinstance(command, Propose):
        if proposal is not None:
            return record.exists(WHAT)
        given = Proposed(
            by=actor.person,
            digest=command.digest,
            proposal=command.proposal,
            sealed=command.sealed,
            signature=actor.signature,
            totals=command.totals,
        )
        return (Fact("directory.proposed", given),)
    if proposal is None:
        return record.unknown(WHAT)
    if proposal.phase != "proposed" or proposal.until <= context.now:
        lapsed = "lapsed" if proposal.phase == "proposed" else proposal.phase
        return record.wrong_phase(WHAT, PHASE_IN_WORDS[lapsed])
    match command:
        case Apply() if actor.person == proposal.by:
            return Refusal(
                code="directory.own-proposal",
                zh="提出名录变更的人不能应用它。请由另一位安全管理员办理。",
                en="Who proposed a directory change does not apply it. Ask another security administrator.",
            )
        case Apply(shown=shown, computed=computed) if shown != computed:
            return changed(shown, computed)
        case Apply(computed=computed, totals=totals):
            return (Fact("directory.applied", Ended(by=actor.signature, digest=computed, totals=totals)),)
        case Withdraw():
            return (Fact("directory.withdrawn", Ended(by=actor.signature)),)
        case _:
            return record.denied(command)


def changed(shown: str, computed: str) -> Refusal:
    """Say that what would be done is not what was seen, any more."""
    return Refusal(
        code="directory.changed",
        zh="您看过之后，人员记录有了变化，将要做的与您看到的不同。请看下面新的预览，再决定。",
        en="The records changed after you looked; what would be done is not what you saw. "
        "Read the new preview below, then decide.",
        params={"shown": shown, "computed": computed},
    )


def begin(event: Fact, pack: str, at: datetime) -> Proposal:
    """Return the proposal that its first event begins."""
    data: Proposed = event.data
    until = at + timedelta(days=DAYS)
    return Proposal(
        data.proposal,
        data.by,
        data.signature,
        data.digest,
        data.totals,
        at,
        until,
        pack,
        sealed=data.sealed,
    )


def evolve(proposal: Proposal, event: Fact, at: datetime) -> Proposal:
    """Apply one event. Never refuses."""
    data: Ended = event.data
    phase = event.type.removeprefix("directory.")
    totals = data.totals if phase == "applied" else proposal.totals
    return replace(proposal, phase=phase, ended_by=data.by, ended_at=at, totals=totals)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
