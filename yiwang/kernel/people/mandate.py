"""A mandate: somebody acts for a company or another person, in some matters, from a day to a day.

The principal offers it and hands the agent a code; the agent takes it with the code, so that both agree
and nobody searches for persons. A window records one that was shown on paper; a city's identity states
who represents a company by law (`representative`), who may then give mandates himself.

Source: 民法典 第一百六十三条, 第一百六十五条, 第一百七十三条 (delegated agency: what a mandate states, how it
ends; unverified, the text is not at hand).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Principal, Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal

Basis = Literal["principal", "window", "identity"]
WHAT = {"zh": "委托", "en": "mandate"}
PHASE_IN_WORDS = {
    "offered": {"zh": "待受托人确认", "en": "waiting for the agent"},
    "active": {"zh": "有效", "en": "in force"},
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
}


class Mandate(msgspec.Struct, frozen=True):
    """Who acts for whom.

    Attributes:
        principal, agent: person ids; the agent is "" until it is taken.
        matters: matter ids, empty: every matter. until: the last day, None only for a representative.
        digest: SHA-256 of the code that the agent needs, hex; "" once taken.
        representative: the law's own (法定代表人): may give and withdraw mandates for the principal.
    """

    id: str
    principal: str
    pack: str
    agent: str = ""
    matters: tuple[str, ...] = ()
    since: date = date.min
    until: date | None = None
    basis: Basis = "principal"
    representative: bool = False
    phase: str = "offered"
    digest: str = ""
    sealed: dict[str, Sealed] = {}

    def on(self, day: date) -> bool:
        """Say whether it is in force on the day."""
        return self.phase == "active" and self.since <= day and (self.until is None or day <= self.until)


class Offer(Command, frozen=True, kw_only=True):
    """委托: the principal offers it; who has the code takes it."""

    verb: ClassVar[str] = "mandate.grant"
    mandate: str
    principal: str
    since: date
    until: date
    digest: str
    matters: tuple[str, ...] = ()


class Record(Command, frozen=True, kw_only=True):
    """登记委托: a window saw it on paper, or the city's identity states it. The paper is in `sealed`."""

    verb: ClassVar[str] = "mandate.record"
    mandate: str
    principal: str
    agent: str
    since: date
    until: date | None = None
    matters: tuple[str, ...] = ()
    basis: Basis = "window"
    representative: bool = False


class Take(Command, frozen=True, kw_only=True):
    """接受委托: with the code whose SHA-256 is `digest`."""

    verb: ClassVar[str] = "mandate.take"
    digest: str


class Withdraw(Command, frozen=True, kw_only=True):
    """撤回 (the principal) or 辞去 (the agent): over at once."""

    verb: ClassVar[str] = "mandate.withdraw"


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """`mandate.offered`, `mandate.recorded`."""

    agent: str
    basis: Basis
    digest: str = ""
    mandate: str
    matters: tuple[str, ...]
    principal: str
    representative: bool = False
    sealed: dict[str, Sealed] = {}
    since: date
    until: date | None


class Taken(msgspec.Struct, frozen=True):
    """`mandate.taken`."""

    agent: str


class Ended(msgspec.Struct, frozen=True):
    """`mandate.withdrawn`: `by` is `principal`, `agent` or `city`."""

    by: str


DATA: dict[str, type[msgspec.Struct]] = {
    "mandate.offered": Given,
    "mandate.recorded": Given,
    "mandate.taken": Taken,
    "mandate.withdrawn": Ended,
}


def decide(mandate: Mandate | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this mandate. Changes nothing."""
    if isinstance(command, Offer | Record):
        return record.exists(WHAT) if mandate is not None else _give(command, context)
    if mandate is None:
        return record.unknown(WHAT)
    actor = context.actor
    match command:
        case Take(digest=digest) if mandate.phase == "offered" and actor.kind == "resident":
            if actor.person == mandate.principal:
                return _oneself()
            day = record.today(context)
            if digest != mandate.digest or (mandate.until is not None and day > mandate.until):
                return Refusal(
                    code="mandate.wrong-code",
                    zh="没有待接受的委托与这个代码相符，或已过期。请向委托人核对。",
                    en="No mandate waits for this code, or it is past its last day. Ask who gave it to you.",
                )
            return (Fact("mandate.taken", Taken(actor.person)),)
        case Withdraw() if mandate.phase in ("offered", "active"):
            by = _who_ends(mandate, context)
            return (Fact("mandate.withdrawn", Ended(by)),) if by else record.denied(command)
        case Take() | Withdraw() if mandate.phase in PHASE_IN_WORDS and actor.kind != "anonymous":
            return record.wrong_phase(WHAT, PHASE_IN_WORDS[mandate.phase])
        case _:
            return record.denied(command)


def _give(command: Offer | Record, context: Context) -> Answer:
    if not record.allowed(context.actor, command, Target(applicant=command.principal)):
        return record.denied(command)
    if isinstance(command, Record):
        if command.basis == "identity" and context.actor.kind != "system":
            return record.denied(command)
        if command.agent == command.principal:
            return _oneself()
    if command.until is not None and command.until < command.since:
        return record.backwards(command.since, command.until)
    unknown = [matter for matter in command.matters if matter not in context.city.matters]
    if unknown:
        return Refusal(
            code="case.no-matter",
            zh=f"没有事项 {unknown[0]}。",
            en=f"There is no matter {unknown[0]}.",
            params={"matter": unknown[0]},
        )
    offered = isinstance(command, Offer)
    given = Given(
        mandate=command.mandate,
        principal=command.principal,
        agent="" if isinstance(command, Offer) else command.agent,
        matters=command.matters,
        since=command.since,
        until=command.until,
        basis="principal" if isinstance(command, Offer) else command.basis,
        representative=False if isinstance(command, Offer) else command.representative,
        digest=command.digest if isinstance(command, Offer) else "",
        sealed=command.sealed,
    )
    return (Fact("mandate.offered" if offered else "mandate.recorded", given),)


def _oneself() -> Refusal:
    return Refusal(
        code="mandate.oneself",
        zh="委托人和受托人不能是同一人。",
        en="Principal and agent cannot be the same person.",
    )


def _who_ends(mandate: Mandate, context: Context) -> str:
    """Say as whom the actor ends it: the principal, the agent, the city itself, "" for nobody."""
    actor = context.actor
    if actor.kind == "system":
        return "city"
    if mandate.agent and actor.person == mandate.agent:
        return "agent"
    represented = {one.id for one in actor.principals if one.representative and not one.matters}
    given_by = {actor.person} if mandate.representative else {actor.person, *represented}
    return "principal" if actor.kind == "resident" and mandate.principal in given_by else ""


def begin(event: Fact, pack: str, at: datetime) -> Mandate:
    """Return the mandate that its first event begins."""
    given: Given = event.data
    return Mandate(
        id=given.mandate,
        principal=given.principal,
        pack=pack,
        agent=given.agent,
        matters=given.matters,
        since=given.since,
        until=given.until,
        basis=given.basis,
        representative=given.representative,
        phase="offered" if event.type == "mandate.offered" else "active",
        digest=given.digest,
        sealed=given.sealed,
    )


def evolve(mandate: Mandate, event: Fact, at: datetime) -> Mandate:
    """Apply one event. Never refuses."""
    match event.type:
        case "mandate.taken":
            return replace(mandate, agent=event.data.agent, phase="active", digest="")
        case "mandate.withdrawn":
            return replace(mandate, phase="withdrawn", digest="")
    return mandate


def principal(mandate: Mandate) -> Principal:
    """Return what an actor gets from a mandate in force."""
    return Principal(mandate.principal, mandate.id, frozenset(mandate.matters), mandate.representative)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
