"""The rules of an edition: prepared by the product's body, reviewed by another of it, published. Pure.

What the contract of the product forbids is refused at both steps, whatever stands in the files; and the
contract an edition was computed under must still be the one in force when it is published.

Source: 数据安全法 第三十八条, 第四十一条.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.opening.sets import OpenSet, faults
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.kernel.products import Product
from yiwang.nets.opening import saying
from yiwang.nets.opening.records import (
    PREPARED,
    PUBLISHED,
    RETURNED,
    WITHDRAWN,
    Edition,
    File,
    KeptBack,
)

LONGEST = 1000


class Prepare(Command, frozen=True, kw_only=True):
    """编制一期: the files were computed from the product's data and lie ready."""

    verb: ClassVar[str] = "opening.prepare"
    definition: str
    files: tuple[File, ...]
    kept_back: KeptBack
    number: int
    rows: int
    set: str
    source: str


class Publish(Command, frozen=True, kw_only=True):
    """复核公布: everybody may have it from now on. The files were compared with their hashes."""

    verb: ClassVar[str] = "opening.publish"


class Return(Command, frozen=True, kw_only=True):
    """复核退回: not published; says why."""

    verb: ClassVar[str] = "opening.publish"
    reason: str


class Withdraw(Command, frozen=True, kw_only=True):
    """撤下: it was published, and is given to nobody any more; says why."""

    verb: ClassVar[str] = "opening.publish"
    reason: str


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """`edition.prepared`."""

    body: str
    by: str
    definition: str
    files: tuple[File, ...]
    k: int
    kept_back: KeptBack
    number: int
    person: str
    product: str
    rows: int
    set: str
    source: str


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """`edition.published`, `edition.returned`, `edition.withdrawn`. `reason`: "" for published."""

    by: str
    reason: str


DATA: dict[str, type[msgspec.Struct]] = {
    "edition.prepared": Prepared,
    "edition.published": Reviewed,
    "edition.returned": Reviewed,
    "edition.withdrawn": Reviewed,
}
_PHASE = {
    "edition.published": PUBLISHED,
    "edition.returned": RETURNED,
    "edition.withdrawn": WITHDRAWN,
}


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Return an event of any version ever released: every shape is still at its first."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)


def definition_of(one: OpenSet, product: Product) -> str:
    """Return the SHA-256 of a set and its product's contract, hex."""
    return sha256(msgspec.json.encode([one, product], order="deterministic")).hexdigest()


def decide(edition: Edition | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this edition. Changes nothing."""
    if isinstance(command, Prepare):
        return _prepare(edition, command, context)
    if edition is None:
        return saying.unknown()
    if not record.allowed(context.actor, command, Target(lead=edition.body, bodies=(edition.body,))):
        return record.denied(command)
    match command:
        case Publish() if edition.phase == PREPARED:
            return _publish(edition, context)
        case Return(reason=reason) if edition.phase == PREPARED:
            return _with_reason("edition.returned", reason, edition, context)
        case Withdraw(reason=reason) if edition.phase == PUBLISHED:
            return _with_reason("edition.withdrawn", reason, edition, context)
        case Publish() | Return() | Withdraw():
            return saying.wrong_phase(edition.phase)
    return record.denied(command)


def _pair(city: City, set_: str) -> tuple[OpenSet, Product] | None:
    one = city.open_sets.get(set_)
    product = city.products.get(one.product) if one is not None else None
    return (one, product) if one is not None and product is not None else None


def _prepare(edition: Edition | None, command: Prepare, context: Context) -> Answer:
    found = _pair(context.city, command.set)
    if found is None:
        return saying.unknown()
    one, product = found
    if not record.allowed(context.actor, command, Target(lead=product.owner, bodies=(product.owner,))):
        return record.denied(command)
    if edition is not None:
        return saying.exists(edition.number)
    if wrong := list(faults(one, product)):
        return saying.forbidden(wrong)
    if command.definition != definition_of(one, product):
        return saying.definition_changed()
    prepared = Prepared(
        body=product.owner,
        by=_position(context, product.owner),
        definition=command.definition,
        files=command.files,
        k=one.k,
        kept_back=command.kept_back,
        number=command.number,
        person=context.actor.person,
        product=product.id,
        rows=command.rows,
        set=one.id,
        source=command.source,
    )
    return (Fact("edition.prepared", prepared),)


def _publish(edition: Edition, context: Context) -> Answer:
    if context.actor.person == edition.preparer:
        return saying.same_person()
    found = _pair(context.city, edition.set)
    if found is None:
        return saying.unknown()
    if wrong := list(faults(*found)):
        return saying.forbidden(wrong)
    if edition.definition != definition_of(*found):
        return saying.definition_changed()
    return (Fact("edition.published", Reviewed(by=_position(context, edition.body), reason="")),)


def _with_reason(type_: str, reason: str, edition: Edition, context: Context) -> Answer:
    if not reason.strip():
        return saying.reason_missing()
    if len(reason) > LONGEST:
        return saying.reason_too_long(len(reason), LONGEST)
    if saying.PERSONAL.search(reason):
        return saying.reason_personal()
    return (Fact(type_, Reviewed(by=_position(context, edition.body), reason=reason.strip())),)


def _position(context: Context, body: str) -> str:
    return next((one.position for one in context.actor.holdings if one.body == body), "")


def begin(event: Fact, pack: str, at: datetime) -> Edition:
    """Return the edition that its event begins."""
    data: Any = event.data
    return Edition(
        set=data.set,
        number=data.number,
        product=data.product,
        body=data.body,
        phase=PREPARED,
        definition=data.definition,
        source=data.source,
        files=data.files,
        rows=data.rows,
        k=data.k,
        kept_back=data.kept_back,
        prepared_at=at,
        prepared_by=data.by,
        preparer=data.person,
    )


def evolve(edition: Edition, event: Fact, at: datetime) -> Edition:
    """Apply one event. Never refuses."""
    if event.type not in _PHASE:
        return edition
    data: Any = event.data
    return replace(
        edition,
        phase=_PHASE[event.type],
        reviewed_at=at,
        reviewed_by=data.by,
        reason=data.reason,
        published_at=at if event.type == "edition.published" else edition.published_at,
    )
