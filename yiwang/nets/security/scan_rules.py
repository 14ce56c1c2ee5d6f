"""The rules of one source of scans. Pure: decide and evolve.

What a scan comes to is worked out before the door is asked, on the source as it then stood (`after`). The
door takes it only if no other scan of the source was taken meanwhile. The rows go along in the fact and are
written in its transaction; the ledger keeps counts, hashes and the trace of priorities.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.security import saying
from yiwang.nets.security.records import Counts, Opens, Ruling, Source


class Rowed(Fact, frozen=True):
    """A fact with the rows that are written beside it. They are no part of the entry."""

    rows: Any = None


class Take(Command, frozen=True, kw_only=True):
    """收一次扫描.

    Attributes:
        after: how many scans of the source it was worked out on. asset: the one chosen, "" for none.
        boxes: sealed boxes that it adds. done: ids of cases of which nothing is open any more.
        digest: of what is open afterwards. open: how many. opens: the cases about what is new.
        rows: what is written beside it (`kinds.FindingRows`).
    """

    verb: ClassVar[str] = "scan.import"
    after: int
    asset: str = ""
    body: str
    boxes: int = 0
    counts: Counts
    digest: str
    done: tuple[str, ...] = ()
    format: str
    kev: str = ""
    open: int
    opens: tuple[Opens, ...] = ()
    rows: Any = None
    rulings: tuple[Ruling, ...] = ()
    scope: str
    sha256: str
    size: int
    tool: str


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay when the door refused a case."""

    verb: ClassVar[str] = "scan.import"
    code: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """`scan.taken`."""

    asset: str = ""
    body: str
    boxes: int = 0
    counts: Counts
    digest: str
    done: tuple[str, ...] = ()
    format: str
    kev: str = ""
    open: int
    opens: tuple[Opens, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    scope: str
    sha256: str
    size: int
    tool: str


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`scan.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {"scan.taken": Taken, "scan.not-opened": NotOpened}
_FIELDS = Taken.__struct_fields__


def target_of(one: Source) -> Target:
    """Return what `access.may` is asked about."""
    return Target(lead=one.body, bodies=(one.body,))


def digest_of(fingerprints: Iterable[bytes]) -> str:
    """Return the SHA-256 over the sorted fingerprints of what is open: it holds rows to the ledger."""
    return sha256(b"".join(sorted(fingerprints))).hexdigest()


def decide(one: Source | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this source. Changes nothing."""
    match command:
        case Take():
            return _take(one, command, context)
        case CouldNotOpen() if one is not None and context.actor.kind == "system":
            return (Fact("scan.not-opened", NotOpened(code=command.code)),)
    return saying.no_such_source()


def _take(one: Source | None, command: Take, context: Context) -> Answer:
    body = one.body if one is not None else command.body
    if not record.allowed(context.actor, command, Target(lead=body, bodies=(body,))):
        return record.denied(command)
    if body not in context.city.bodies:
        return saying.no_body(body)
    if (one.scans if one is not None else 0) != command.after:
        return saying.overtaken()
    taken = Taken(**{name: getattr(command, name) for name in _FIELDS})
    return (Rowed("scan.taken", taken, rows=command.rows),)


def begin(fact: Fact, pack: str, at: datetime) -> Source:
    """Return the source after its first scan."""
    data = fact.data
    assert isinstance(data, Taken)
    empty = Source(asset=data.asset, body=data.body, last_at=at, scope=data.scope, tool=data.tool)
    return evolve(empty, fact, at)


def evolve(one: Source, fact: Fact, at: datetime) -> Source:
    """Apply one event. Never refuses: what happened, happened."""
    match fact.data:
        case Taken() as data:
            return replace(
                one,
                asset=data.asset,
                boxes=one.boxes + data.boxes,
                counts=data.counts,
                digest=data.digest,
                format=data.format,
                kev=data.kev,
                last_at=at,
                open=data.open,
                scans=one.scans + 1,
                sha256=data.sha256,
                size=data.size,
            )
        case NotOpened(code=code):
            return replace(one, not_opened=code)
    return one


def event_of(type: str, v: int, data: bytes) -> Fact:
    """Read an event of the ledger."""
    return Fact(type, msgspec.json.decode(data, type=DATA[type]), v)
