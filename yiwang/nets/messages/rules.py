"""The rules of a message on its way. Pure: decide and evolve; `now` and chance are arguments.

created → sending → delivered | temporary-failure → sending → … | permanent-failure | technical-failure.
The words are those of GOV.UK Notify. A message never goes back: what measures its progress (`progress`) only
rises. Whoever sends begins, tries, and reports; between trying and reporting it may be killed. Then nobody
knows whether it arrived: after the lease it is tried again, and the record says so (`unsure`). So a message
arrives at least once, or is a dead letter that somebody sees.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel import retries
from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.told import PAGE, Text
from yiwang.nets.messages.records import (
    CREATED,
    DEAD,
    DELIVERED,
    FINAL,
    PERMANENT,
    PUT_AWAY,
    SENDING,
    TECHNICAL,
    TEMPORARY,
    About,
    Message,
)

WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 20, 60, 180, 480, 1440))
"""How long to wait after the first, second … attempt; after the last no more is made. Our own rule."""
MOST_ATTEMPTS = len(WAITS) + 1
LEASE = timedelta(minutes=5)
"""Longer than any port may take: nobody else tries it meanwhile."""

OUTCOMES = (DELIVERED, TEMPORARY, PERMANENT, TECHNICAL)
GAVE_UP, TOO_LATE, NOT_REACHED = "gave-up", "too-late", "not-reached"
HEARD = ("received", "failed")
"""What a gateway reports after it took a message."""


class Create(Command, frozen=True, kw_only=True):
    """写好一条消息: by the city alone. By page it has arrived at once."""

    verb: ClassVar[str] = "message.create"
    about: About
    channel: str
    template: str
    to: str
    until: datetime | None = None
    words: dict[str, Text] = msgspec.field(default_factory=dict)


class Begin(Command, frozen=True, kw_only=True):
    """开始发: whoever sends takes it for `LEASE`."""

    verb: ClassVar[str] = "message.send"


class Report(Command, frozen=True, kw_only=True):
    """报结果 of the attempt with this number in this round.

    Attributes:
        outcome: one of `OUTCOMES`. wait: seconds the receiver asked to be left alone.
        chance: 0 to `retries.SPREAD`.
    """

    verb: ClassVar[str] = "message.send"
    attempt: int
    outcome: str
    round: int
    chance: int = 0
    reason: str = ""
    wait: int = 0


class Resend(Command, frozen=True, kw_only=True):
    """再发: a dead letter begins a new round."""

    verb: ClassVar[str] = "message.resend"


class Hear(Command, frozen=True, kw_only=True):
    """对方后来说的: a gateway tells later whether the handset has it. `outcome`: one of `HEARD`."""

    verb: ClassVar[str] = "message.send"
    outcome: str


class PutAway(Command, frozen=True, kw_only=True):
    """收起: by the city alone, for a message that ended before `before`."""

    verb: ClassVar[str] = "message.send"
    before: datetime


class Created(msgspec.Struct, frozen=True, kw_only=True):
    """`message.created`."""

    about: About
    channel: str
    template: str
    to: str
    until: datetime | None = None
    words: dict[str, Text] = {}


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`message.sending`. `unsure`: the attempt before ended without a word."""

    attempt: int
    lease_until: datetime
    unsure: bool = False


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """`message.delivered`: the receiving side has taken it; more is not known."""

    attempt: int = 0


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """`message.failed`, for a while (`next_at`) or for good."""

    attempt: int
    next_at: datetime | None = None
    phase: str
    reason: str


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """`message.received`: the handset has it, says the gateway."""

    attempt: int = 0


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """`message.put-away`: its time of keeping is over."""

    before: datetime


class Resent(msgspec.Struct, frozen=True, kw_only=True):
    """`message.resent`."""

    round: int


DATA: dict[str, type[msgspec.Struct]] = {
    "message.created": Created,
    "message.sending": Begun,
    "message.delivered": Delivered,
    "message.failed": Failed,
    "message.received": Received,
    "message.put-away": Kept,
    "message.resent": Resent,
}


def decide(message: Message | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this message. Changes nothing."""
    if isinstance(command, Create):
        return _create(message, command, context)
    if message is None:
        return Refusal(code="messages.unknown", zh="没有这条消息。", en="There is no such message.")
    match command:
        case Resend():
            return _resend(message, command, context)
        case Begin() if context.actor.kind == "system":
            return _begin(message, context)
        case Report() if context.actor.kind == "system":
            return _report(message, command, context)
        case Hear() if context.actor.kind == "system":
            return _hear(message, command)
        case PutAway() if context.actor.kind == "system":
            return _put_away(message, command)
    return record.denied(command)


def target_of(message: Message) -> Target:
    """Return what `access.may` is asked about: who it is to, and the body whose case or webhook it is."""
    body = message.about.body
    return Target(applicant=message.to, lead=body, bodies=(body,) if body else ())


def _create(message: Message | None, command: Create, context: Context) -> Answer:
    if context.actor.kind != "system":
        return record.denied(command)
    if message is not None:
        return ()  # written already: whoever asks again asks for the same
    created = Created(
        about=command.about,
        channel=command.channel,
        template=command.template,
        to=command.to,
        until=command.until,
        words=command.words,
    )
    facts = (Fact("message.created", created),)
    return (*facts, Fact("message.delivered", Delivered())) if command.channel == PAGE else facts


def _begin(message: Message, context: Context) -> Answer:
    if message.phase in FINAL or message.phase == PUT_AWAY:
        return Refusal(code="messages.ended", zh="这条消息已经有了结果。", en="This message has ended.")
    if message.phase == SENDING and message.lease_until is not None and context.now < message.lease_until:
        return Refusal(code="messages.under-way", zh="这条消息正在发。", en="This message is being sent.")
    if message.phase != SENDING and message.next_at is not None and context.now < message.next_at:
        return Refusal(
            code="messages.not-yet",
            zh="还没到再发的时候。",
            en="It is not time to try again yet.",
            params={"at": message.next_at.isoformat()},
        )
    unsure = message.phase == SENDING
    if message.until is not None and context.now >= message.until:
        return (_failed(message.attempt, TECHNICAL, TOO_LATE),)
    if message.attempt >= MOST_ATTEMPTS:
        return (_failed(message.attempt, TECHNICAL, GAVE_UP),)
    begun = Begun(attempt=message.attempt + 1, lease_until=context.now + LEASE, unsure=unsure)
    return (Fact("message.sending", begun),)


def _report(message: Message, command: Report, context: Context) -> Answer:
    current = (message.phase, message.round, message.attempt) == (SENDING, command.round, command.attempt)
    if not current or command.outcome not in OUTCOMES:
        return Refusal(
            code="messages.stale-report",
            zh="这次发送的结果来晚了：消息已经到了下一步。",
            en="This report is late: the message has gone on.",
            params={"attempt": command.attempt, "now": message.attempt},
        )
    if command.outcome == DELIVERED:
        return (Fact("message.delivered", Delivered(attempt=message.attempt)),)
    if command.outcome != TEMPORARY:
        return (_failed(message.attempt, command.outcome, command.reason),)
    if message.attempt >= MOST_ATTEMPTS:
        return (_failed(message.attempt, TECHNICAL, GAVE_UP),)
    next_at = context.now + wait_after(message.attempt, command.chance, command.wait)
    if message.until is not None and next_at >= message.until:
        return (_failed(message.attempt, TECHNICAL, TOO_LATE),)
    failed = Failed(attempt=message.attempt, next_at=next_at, phase=TEMPORARY, reason=command.reason)
    return (Fact("message.failed", failed),)


def _hear(message: Message, command: Hear) -> Answer:
    """What comes late changes nothing but a message that had been taken: told twice it is told once."""
    if command.outcome not in HEARD or message.channel == PAGE:
        return Refusal(
            code="messages.no-such-report",
            zh=f"送达报告只有 {'、'.join(HEARD)}。",
            en=f"A delivery report says one of {', '.join(HEARD)}.",
            params={"outcome": command.outcome},
        )
    if message.phase == PERMANENT and message.reason == NOT_REACHED:
        return ()
    if message.phase != DELIVERED:
        return Refusal(
            code="messages.not-taken",
            zh="这条消息还没有记为送到对方，请稍后再报。",
            en="This message is not recorded as taken yet; report again later.",
            params={"phase": message.phase},
        )
    if command.outcome == HEARD[1]:
        return (_failed(message.attempt, PERMANENT, NOT_REACHED),)
    if message.received_at is not None:
        return ()
    return (Fact("message.received", Received(attempt=message.attempt)),)


def _put_away(message: Message, command: PutAway) -> Answer:
    if message.phase == PUT_AWAY:
        return ()
    if message.phase not in FINAL or message.created_at >= command.before:
        return Refusal(
            code="messages.still-kept",
            zh="这条消息还没有结果，或者保存期没有过。",
            en="This message has not ended, or is to be kept longer.",
            params={"phase": message.phase},
        )
    return (Fact("message.put-away", Kept(before=command.before)),)


def _failed(attempt: int, phase: str, reason: str) -> Fact:
    return Fact("message.failed", Failed(attempt=attempt, phase=phase, reason=reason))


def _resend(message: Message, command: Resend, context: Context) -> Answer:
    if not record.allowed(context.actor, command, target_of(message)):
        return record.denied(command)
    if message.phase not in DEAD:
        return Refusal(
            code="messages.not-dead",
            zh="这条消息没有停在失败上，不用再发。",
            en="This message did not end in a failure; there is nothing to send again.",
            params={"phase": message.phase},
        )
    if message.until is not None and context.now >= message.until:
        return Refusal(code="messages.too-late", zh="这条消息已经没有用了。", en="It is of no use any more.")
    return (Fact("message.resent", Resent(round=message.round + 1)),)


def wait_after(attempt: int, chance: int, asked: int = 0) -> timedelta:
    """Return how long to wait after the attempt with this number, from 1.

    Args:
        chance: 0 to `retries.SPREAD`.
        asked: seconds that the receiver asked for; never more than a day is waited.
    """
    return retries.wait_after(WAITS, attempt, chance, asked)


def progress(message: Message) -> tuple[int, int, int]:
    """Return what only rises: the round, the attempt, and how far it is in it."""
    stage = {CREATED: 0, SENDING: 1, TEMPORARY: 2}.get(message.phase, 3)
    return message.round, message.attempt, stage


def begin(event: Fact, pack: str, at: datetime) -> Message:
    """Return the message that its first event begins."""
    data: Created = event.data
    return Message(
        about=data.about,
        channel=data.channel,
        created_at=at,
        next_at=at,
        template=data.template,
        to=data.to,
        until=data.until,
        words=data.words,
    )


def evolve(message: Message, event: Fact, at: datetime) -> Message:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Begun():
            return replace(
                message,
                attempt=data.attempt,
                lease_until=data.lease_until,
                next_at=None,
                phase=SENDING,
                unsure=message.unsure or data.unsure,
            )
        case Delivered():
            return replace(message, done_at=at, lease_until=None, next_at=None, phase=DELIVERED, reason="")
        case Failed():
            return replace(
                message,
                done_at=at if data.next_at is None else None,
                lease_until=None,
                next_at=data.next_at,
                phase=data.phase,
                reason=data.reason,
            )
        case Received():
            return replace(message, received_at=at)
        case Kept():
            return Message(
                about=About(),
                channel=message.channel,
                created_at=message.created_at,
                done_at=message.done_at,
                phase=PUT_AWAY,
                template=message.template,
                to="",
            )
        case Resent():
            return replace(
                message,
                attempt=0,
                done_at=None,
                next_at=at,
                phase=CREATED,
                reason="",
                received_at=None,
                round=data.round,
            )
    return message


def due_at(message: Message) -> datetime | None:
    """Return when a sender must look at it: when it is to be tried, or when a lease is over."""
    return message.lease_until if message.phase == SENDING else message.next_at


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
