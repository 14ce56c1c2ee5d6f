"""What passes between cases (办件往来): what one waits for, what it sends, whom it calls, what it answers.

An event carries all of it, so that a relay can act on the event alone and a case refolds without its pack.
"""

from __future__ import annotations

from typing import Any

import msgspec

from yiwang.kernel.parts import Covered, Sealed

DEEPEST = 8  # how many calls may lie one in another


class Caller(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """Who called this case, and as what.

    Attributes:
        case: id of the calling case. token: of the call in its process.
        depth: 1 for a case called by one that nobody called.
        answers: the facts the caller wants to know at the end.
    """

    answers: tuple[str, ...] = ()
    case: str
    depth: int = 1
    token: str


class Origin(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The case whose event made the wiring begin this one, and by which wire. Nobody waits for its end.

    `depth` is 1 for a case begun by one that no wire began.
    """

    case: str
    depth: int = 1
    wire: str


class Wait(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What the process waits for: a `message` or a `signal`, its name, the token that waits.

    `key` is the value a message must bear, "" where only cases that called each other may send it.
    """

    event: str
    key: str = ""
    name: str
    token: str


class Call(msgspec.Struct, frozen=True, gc=False):
    """A case this one called and waits for: its id and matter, the node and the token of the call."""

    case: str
    matter: str
    node: str
    token: str


class Sent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What the process sent: a `message`, `signal` or `escalation`, by which node.

    Attributes:
        to: ids of the cases a message without a key is for: the caller, and those called.
        key: the value by which the receivers of a message are found instead.
    """

    event: str
    facts: dict[str, Any] = {}
    key: str = ""
    name: str
    node: str
    to: tuple[str, ...] = ()


class Called(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A call as a relay files it: the case to begin, and what it is given.

    `seals`: personal values, and files, that the caller holds: field of the called case → the caller's
    own reference. The relay seals each anew for the called case; no entry of the vault serves two cases.
    `covered`: field of the called case → the result that stands in for what the caller would have handed on.
    """

    applicant: str
    caller: Caller
    case: str
    channel: str
    covered: dict[str, Covered] = {}
    facts: dict[str, Any] = {}
    matter: str
    place: str
    seals: dict[str, Sealed] = {}


class Reply(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The end of a called case, told to the caller: the phase it ended in, its outcome, the facts wanted.

    The outcome is that of its decision; without one, that of the step that ended it.
    """

    facts: dict[str, Any] = {}
    outcome: str = ""
    phase: str
    to: str
    token: str


class Traffic(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What an event changed or caused between cases. Fields left out did not change.

    Attributes:
        called: cases to begin. dropped: ids of called cases that are no longer wanted.
        calls, waits: all that the case now waits for.
        reply: to the caller. sent: in the order it was sent.
    """

    called: tuple[Called, ...] = ()
    calls: tuple[Call, ...] | None = None
    dropped: tuple[str, ...] = ()
    reply: Reply | None = None
    sent: tuple[Sent, ...] = ()
    waits: tuple[Wait, ...] | None = None
