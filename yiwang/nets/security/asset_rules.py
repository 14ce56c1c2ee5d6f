"""The rules of one asset. Pure: decide and evolve."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.security import saying
from yiwang.nets.security.records import (
    CLASSES,
    KEPT_OPENINGS,
    KINDS,
    LEVELS,
    PURPOSES,
    RETIRED,
    About,
    Asset,
    Opening,
    Opens,
)

LONGEST_NAME = 120
MOST_NEEDS = 500


class Register(Command, frozen=True, kw_only=True):
    """登记: `body` "" means that nobody owns it; then `opens` is the case about that.

    Sealed, where given: `addresses`, `version`, `components`, `note`.
    """

    verb: ClassVar[str] = "asset.keep"
    about: About
    body: str
    keeper: str
    opens: Opens | None = None


class Change(Command, frozen=True, kw_only=True):
    """变更: what is known of it, whole; what is sealed and not given stays as it is."""

    verb: ClassVar[str] = "asset.keep"
    about: About


class Own(Command, frozen=True, kw_only=True):
    """认领: this body owns it from now on, at this position."""

    verb: ClassVar[str] = "asset.own"
    body: str
    position: str = ""


class Retire(Command, frozen=True, kw_only=True):
    """停用."""

    verb: ClassVar[str] = "asset.keep"


class Open(Command, frozen=True, kw_only=True):
    """打开加密内容, for one of `PURPOSES`."""

    verb: ClassVar[str] = "asset.open"
    purpose: str


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件: told by the relay when the door refused the case."""

    verb: ClassVar[str] = "asset.keep"
    code: str


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.registered`."""

    about: About
    body: str
    keeper: str
    opens: Opens | None = None
    sealed: dict[str, Sealed] = {}


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.changed`: as it is from now on."""

    about: About
    sealed: dict[str, Sealed] = {}


class Owned(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.owned`."""

    body: str
    position: str = ""


class Nothing(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.retired`."""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.opened`."""

    opening: Opening


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`asset.not-opened`."""

    code: str


DATA: dict[str, type[msgspec.Struct]] = {
    "asset.registered": Registered,
    "asset.changed": Changed,
    "asset.owned": Owned,
    "asset.retired": Nothing,
    "asset.opened": Opened,
    "asset.not-opened": NotOpened,
}


def target_of(one: Asset) -> Target:
    """Return what `access.may` is asked about: its owner, or whoever put it down where there is none."""
    return _target(one.body or one.keeper)


def _target(body: str) -> Target:
    return Target(lead=body, bodies=(body,))


def decide(one: Asset | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this asset. Changes nothing."""
    if isinstance(command, Register):
        return _register(one, command, context)
    if one is None:
        return saying.unknown_asset()
    if isinstance(command, CouldNotOpen) and context.actor.kind == "system":
        return (Fact("asset.not-opened", NotOpened(code=command.code)),)
    if not record.allowed(context.actor, command, target_of(one)):
        return record.denied(command)
    match command:
        case Open():
            return _open(command, context)
        case _ if one.state == RETIRED:
            return saying.retired(one.about.name)
        case Change():
            wrong = unsound(command.about, one.body, context)
            if wrong is not None:
                return wrong
            if command.about == one.about and not command.sealed:
                return ()
            return (Fact("asset.changed", Changed(about=command.about, sealed=command.sealed)),)
        case Own():
            return _own(one, command, context)
        case Retire():
            return (Fact("asset.retired", Nothing()),)
    return record.denied(command)


def _register(one: Asset | None, command: Register, context: Context) -> Answer:
    if not record.allowed(context.actor, command, _target(command.body or command.keeper)):
        return record.denied(command)
    if one is not None:
        return saying.asset_exists(command.about.ref)
    wrong = unsound(command.about, command.body, context)
    if wrong is not None:
        return wrong
    registered = Registered(
        about=command.about,
        body=command.body,
        keeper=command.keeper,
        opens=command.opens if not command.body else None,
        sealed=command.sealed,
    )
    return (Fact("asset.registered", registered),)


def _own(one: Asset, command: Own, context: Context) -> Answer:
    about = replace(one.about, position=command.position)
    wrong = unsound(about, command.body, context)
    if wrong is not None:
        return wrong
    if not command.body:
        return saying.no_body("")
    if one.body == command.body and one.about.position == command.position:
        return ()
    return (Fact("asset.owned", Owned(body=command.body, position=command.position)),)


def _open(command: Open, context: Context) -> Answer:
    if command.purpose not in PURPOSES:
        return saying.no_purpose()
    opening = Opening(at=context.now, by=context.actor.person, count=1, purpose=command.purpose, what="asset")
    return (Fact("asset.opened", Opened(opening=opening)),)


def unsound(about: About, body: str, context: Context) -> Any:
    """Return what is wrong with an asset, None when it is sound."""
    city = context.city
    if not about.name.strip() or len(about.name) > LONGEST_NAME or not about.ref.strip():
        return saying.no_name(LONGEST_NAME)
    if about.kind not in KINDS:
        return saying.no_kind(about.kind)
    if about.level not in LEVELS:
        return saying.no_level(about.level)
    if body and body not in city.bodies:
        return saying.no_body(body)
    position = city.positions.get(about.position)
    if about.position and (position is None or position.body != body):
        return saying.no_position(about.position, body)
    if about.sector and city.guarding.sector(about.sector) is None:
        return saying.no_sector(about.sector)
    if about.critical and not about.sector:
        return saying.critical_without_sector(about.name)
    if not set(about.classes) <= set(CLASSES):
        return saying.no_class(sorted(set(about.classes) - set(CLASSES))[0])
    if any(not _is_id(each) for each in about.needs):
        return saying.unknown_asset()
    if len(about.needs) > MOST_NEEDS:
        return saying.too_many_needs(len(about.needs), MOST_NEEDS)
    return _unsound_days(about, context)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _unsound_days(about: About, context: Context) -> Any:
    today = record.today(context)
    for day in (about.filed_on, about.assessed_on):
        if day is not None and day > today:
            return saying.day_to_come(day, today)
    return None


def begin(fact: Fact, pack: str, at: datetime) -> Asset:
    """Return the asset as it was put down."""
    data = fact.data
    assert isinstance(data, Registered)
    return Asset(
        about=data.about, at=at, body=data.body, keeper=data.keeper, opens=data.opens, sealed=data.sealed
    )


def evolve(one: Asset, fact: Fact, at: datetime) -> Asset:
    """Apply one event. Never refuses: what happened, happened."""
    match fact.data:
        case Changed(about=about, sealed=sealed):
            return replace(one, about=about, sealed={**one.sealed, **sealed})
        case Owned(body=body, position=position):
            return replace(one, body=body, about=replace(one.about, position=position))
        case Nothing():
            return replace(one, state=RETIRED)
        case Opened(opening=opening):
            return replace(one, opened=(*one.opened, opening)[-KEPT_OPENINGS:])
        case NotOpened(code=code):
            return replace(one, not_opened=code)
    return one


def event_of(type: str, v: int, data: bytes) -> Fact:
    """Read an event of the ledger."""
    return Fact(type, msgspec.json.decode(data, type=DATA[type]), v)
