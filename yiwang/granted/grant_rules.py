"""The rules of grants (共享授权): given, suspended, resumed, terminated, disposed of. Pure.

The body that provides, and the sharing authority, suspend and end a grant, each with its reason; who has it
may give it up. Who suspended it lifts it; the authority may lift any. At its end the body that had it says
what was erased, what the law keeps, and where; without that it gets no new grant of the same class.

Source: 政务数据共享条例 第二十五条至第二十七条 (unverified: the text is not at hand).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.granted import grant_saying as saying
from yiwang.granted.grant_records import (
    ACTIVE,
    EXPIRED,
    PENDING,
    SUSPENDED,
    TERMINATED,
    Grants,
    One,
    Terms,
    state_of,
    undisposed,
)
from yiwang.kernel.access import Target
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.people.record import Answer, Command, Fact, allowed, denied, today
from yiwang.kernel.refusal import Refusal


class Give(Command, frozen=True, kw_only=True):
    """授权: what a request that was agreed to gives; asked by the city itself, or again by the provider."""

    verb: ClassVar[str] = "grant.give"
    terms: Terms


class OnGrant(Command, frozen=True, kw_only=True):
    """An act on one grant. `terms`: of a grant that the pack names and no record knows yet."""

    grant: str
    terms: Terms | None = None


class Suspend(OnGrant, frozen=True, kw_only=True):
    """暂停, with a reason."""

    verb: ClassVar[str] = "grant.suspend"


class Resume(OnGrant, frozen=True, kw_only=True):
    """恢复."""

    verb: ClassVar[str] = "grant.resume"


class Terminate(OnGrant, frozen=True, kw_only=True):
    """终止 before its time, with a reason."""

    verb: ClassVar[str] = "grant.terminate"


class Dispose(OnGrant, frozen=True, kw_only=True):
    """处置: what was erased (`sealed["erased"]`), what is kept and where, and by which clause."""

    verb: ClassVar[str] = "grant.dispose"
    kept_basis: str = ""


class GivenTo(msgspec.Struct, frozen=True, kw_only=True):
    """`grant.given`."""

    terms: Terms


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """`grant.suspended`, `grant.resumed`, `grant.terminated`: by which body."""

    body: str
    grant: str
    sealed: dict[str, Sealed] = {}


class Disposed(msgspec.Struct, frozen=True, kw_only=True):
    """`grant.disposed`."""

    body: str
    grant: str
    kept_basis: str = ""
    sealed: dict[str, Sealed] = {}


DATA: dict[str, type[msgspec.Struct]] = {
    "grant.given": GivenTo,
    "grant.suspended": Changed,
    "grant.resumed": Changed,
    "grant.terminated": Changed,
    "grant.disposed": Disposed,
}


def decide(known: Grants | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches the grants of a class. Changes nothing."""
    if isinstance(command, Give):
        return _give(known, command, context)
    assert isinstance(command, OnGrant), "no other command is asked of a grant"
    one = known.grants.get(command.grant) if known is not None else None
    first: tuple[Fact, ...] = ()
    if one is None:
        if command.terms is None or command.terms.id != command.grant:
            return saying.unknown(command.grant)
        one, first = One(terms=command.terms), (Fact("grant.given", GivenTo(terms=command.terms)),)
    if not allowed(context.actor, command, target_of(one.terms, context.city)):
        return denied(command)
    answer = _ACTS[type(command)](one, command, context)
    return answer if isinstance(answer, Refusal) else (*first, *answer)


def target_of(terms: Terms, city: City) -> Target:
    """Return what `access.may` is asked about: the provider, the authority, and whoever has the grant."""
    bodies = {terms.owner, terms.authority, *holders(terms.to, city)} - {""}
    return Target(lead=terms.owner, bodies=tuple(sorted(bodies)))


def holders(to: str, city: City) -> tuple[str, ...]:
    """Return the bodies a grant is to: the one, or all with the function."""
    return (to,) if to in city.bodies else tuple(one.id for one in city.bodies.values() if one.function == to)


def _give(known: Grants | None, command: Give, context: Context) -> Answer:
    terms = command.terms
    if context.actor.kind != "system" and not (
        allowed(context.actor, command, Target(bodies=(terms.owner,)))
        and any(held.body == terms.owner for held in context.actor.holdings)
    ):
        return denied(command)
    if known is not None and terms.id in known.grants:
        return ()
    refused = ungivable(known, terms, context.city, today(context))
    return refused or (Fact("grant.given", GivenTo(terms=terms)),)


def ungivable(known: Grants | None, terms: Terms, city: City, day: date) -> Refusal | None:
    """Say why a grant cannot be given on a day by the pack in force: asked before anybody agrees, too."""
    if terms.until < terms.since:
        return saying.backwards(terms)
    if terms.until < day:
        return saying.over_already(terms, day)
    if terms.product:
        product = city.products.get(terms.product)
        if product is None or not product.provided(day):
            return saying.product_gone(terms.product)
        gone = [name for name in terms.fields if name not in product.titles]
        if gone:
            return saying.fields_gone(product, gone)
    left = undisposed(known, day)
    return saying.not_disposed(left[0].terms, city) if left else None


def _suspend(one: One, command: Suspend, context: Context) -> Answer:
    state = state_of(one, today(context))
    if state not in (ACTIVE, PENDING):
        return saying.wrong_state(state)
    body = _by(one, context, (one.terms.owner, one.terms.authority))
    return _changed("grant.suspended", body, command)


def _resume(one: One, command: Resume, context: Context) -> Answer:
    state = state_of(one, today(context))
    if state != SUSPENDED:
        return saying.wrong_state(state)
    body = _by(one, context, (one.held_by, one.terms.authority))
    if not body:
        return saying.not_who_held(one.held_by, context.city)
    return _changed("grant.resumed", body, command)


def _terminate(one: One, command: Terminate, context: Context) -> Answer:
    state = state_of(one, today(context))
    if state not in (ACTIVE, PENDING, SUSPENDED):
        return saying.wrong_state(state)
    anybody = (one.terms.owner, one.terms.authority, *holders(one.terms.to, context.city))
    return _changed("grant.terminated", _by(one, context, anybody), command)


def _changed(type_: str, body: str, command: OnGrant) -> Answer:
    if not body:
        return denied(command)
    if "reason" not in command.sealed:
        return saying.no_reason()
    return (Fact(type_, Changed(body=body, grant=command.grant, sealed=command.sealed)),)


def _dispose(one: One, command: Dispose, context: Context) -> Answer:
    state = state_of(one, today(context))
    if state not in (EXPIRED, TERMINATED):
        return saying.wrong_state(state)
    body = _by(one, context, holders(one.terms.to, context.city))
    if not body:
        return saying.holder_disposes(one.terms, context.city)
    if "erased" not in command.sealed:
        return saying.nothing_said()
    if ("kept" in command.sealed) != bool(command.kept_basis) or (
        "kept" in command.sealed and "where" not in command.sealed
    ):
        return saying.kept_without_law()
    said = Disposed(body=body, grant=command.grant, kept_basis=command.kept_basis, sealed=command.sealed)
    return (Fact("grant.disposed", said),)


def _by(one: One, context: Context, bodies: tuple[str, ...]) -> str:
    """Return the body for which the actor does this, "" where it is none of `bodies`."""
    if context.actor.kind == "system":
        return one.terms.owner
    own = {held.body for held in context.actor.holdings if held.role in ("cdo", "steward")}
    return next((body for body in bodies if body in own), "")


_ACTS: dict[type[OnGrant], Callable[[One, Any, Context], Answer]] = {
    Suspend: _suspend,
    Resume: _resume,
    Terminate: _terminate,
    Dispose: _dispose,
}


def begin(event: Fact, pack: str, at: datetime) -> Grants:
    """Return the record that its first event begins."""
    terms: Terms = event.data.terms
    return Grants(to=terms.to, klass=terms.klass, grants={terms.id: One(terms=terms)})


def evolve(known: Grants, event: Fact, at: datetime) -> Grants:
    """Apply one event. Never refuses."""
    data: Any = event.data
    if isinstance(data, GivenTo):
        return replace(known, grants={**known.grants, data.terms.id: One(terms=data.terms)})
    one = known.grants[data.grant]
    changes: dict[str, Any] = {"sealed": {**one.sealed, **data.sealed}}
    match event.type:
        case "grant.suspended":
            changes["held_by"] = data.body
        case "grant.resumed":
            changes["held_by"] = ""
        case "grant.terminated":
            changes["ended_at"] = at
        case "grant.disposed":
            changes |= {"disposed_at": at, "kept_basis": data.kept_basis}
    return replace(known, grants={**known.grants, data.grant: replace(one, **changes)})


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
