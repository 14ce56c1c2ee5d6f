"""Who may do what to what, for which purpose: one set of rules for objects and for lists.

A rule says: a *role* (or a relation to the case) has a *verb* within a *reach*. `scope` gives the
reaches of an actor as data, which queries turn into SQL; `may` asks whether one of them covers an
object. Both come from the same table, so what a list shows and what a page opens never differ.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["anonymous", "resident", "staff", "machine", "system"]


class Holding(msgspec.Struct, frozen=True):
    """A position somebody holds today.

    Attributes:
        seat: place code of the body. acting_for: person id stood in for, "" when it is one's own.
    """

    position: str
    role: str
    body: str
    seat: str
    acting_for: str = ""


class Principal(msgspec.Struct, frozen=True):
    """For whom somebody may act now, by a mandate in force.

    Attributes:
        id: person id of the principal. mandate: id of its record.
        matters: ids of the matters it is for; empty means all.
    """

    id: str
    mandate: str
    matters: frozenset[str] = frozenset()


class Actor(msgspec.Struct, frozen=True):
    """Who asks. `person` is a random id, never a name.

    Attributes:
        holdings: positions held on the day (substitutes included), the acting one first.
        principals: for whom a resident may act now. acting_for: the one chosen, "" for oneself.
        scopes: verbs of a machine client's key.
        glass: ids of the cases that a break-glass in force opens.
    """

    person: str
    kind: Kind = "anonymous"
    holdings: tuple[Holding, ...] = ()
    principals: tuple[Principal, ...] = ()
    acting_for: str = ""
    scopes: frozenset[str] = frozenset()
    glass: frozenset[str] = frozenset()

    @property
    def signature(self) -> str:
        """How the ledger names the actor: `person@position`."""
        return f"{self.person}@{self.holdings[0].position}" if self.holdings else self.person

    def holds(self, role: str, body: str) -> bool:
        """Say whether the actor has this role in this body today."""
        return any(held.role == role and held.body == body for held in self.holdings)


ANONYMOUS = Actor("anonymous")


def system(name: str) -> Actor:
    """Return the city itself acting through one of its parts (`timers`, `replay`, `seed`)."""
    return Actor(f"system:{name}", "system")


class Target(msgspec.Struct, frozen=True):
    """What of a case decides who may touch it. Every field is also a column to filter on.

    Attributes:
        applicant: person id of the applicant, "" when there is none.
        lead: body id. bodies: the lead and every assisting body with a task in the case.
        window: body id of the window that received it, "" before.
        place: place code of the case.
    """

    applicant: str = ""
    lead: str = ""
    bodies: tuple[str, ...] = ()
    window: str = ""
    place: str = ""


Reach = Literal["all", "own", "lead", "bodies", "window"]


class Scope(msgspec.Struct, frozen=True):
    """One reach of an actor: `values` are the ids that the target's column must meet."""

    reach: Reach
    values: frozenset[str] = frozenset()

    def covers(self, target: Target) -> bool:
        """Say whether `target` lies within this reach."""
        match self.reach:
            case "all":
                return True
            case "own":
                return target.applicant in self.values
            case "lead":
                return target.lead in self.values
            case "window":
                return target.window in self.values
            case "bodies":
                return not self.values.isdisjoint(target.bodies)


RESIDENT: dict[str, Reach] = {
    "case.file": "own",
    "case.read": "own",
    "case.read-sealed": "own",
    "case.correct": "own",
    "case.withdraw": "own",
    "case.comment": "own",
    "case.serve": "own",
    "receipt.read": "own",
}

_HANDLE: dict[str, Reach] = {
    "case.read": "bodies",
    "case.read-sealed": "bodies",
    "case.claim": "bodies",
    "case.complete": "bodies",
    "case.fail": "bodies",
    "case.inform": "bodies",
    "case.comment": "bodies",
    "inbox.read": "bodies",
}

ROLES: dict[str, dict[str, Reach]] = {
    "window": {
        "case.file": "all",
        "case.receive": "window",
        "case.forward": "window",
        "case.ask-correction": "window",
        "case.correct": "window",
        "case.deliver": "window",
        "case.serve": "window",
        "case.read": "window",
        "case.read-sealed": "window",
        "case.comment": "window",
        "inbox.read": "window",
    },
    "officer": {
        **_HANDLE,
        "case.receive": "lead",
        "case.ask-correction": "lead",
        "case.accept": "lead",
        "case.refuse": "lead",
        "case.assign": "lead",
        "case.hand-over": "lead",
        "case.consult": "lead",
        "case.suspend": "lead",
        "case.resume": "lead",
        "case.deliver": "lead",
        "case.serve": "lead",
        "case.correct": "lead",
        "case.link-duplicate": "lead",
        "case.decide-at-once": "lead",
    },
    "inspector": _HANDLE,
    "expert": _HANDLE,
    "approver": {
        **_HANDLE,
        "case.decide": "lead",
        "case.decide-at-once": "lead",
        "case.reopen": "lead",
        "case.void": "lead",
    },
    "chief": {
        **_HANDLE,
        "case.extend": "lead",
        "case.supervise": "lead",
        "case.decide": "lead",
        "case.assign": "lead",
        "shadow.read": "all",
    },
    "cdo": {"inbox.read": "bodies", "shadow.read": "all"},
    "auditor": {"ledger.read": "all", "case.read": "all", "shadow.read": "all"},
    "admin": {"pack.read": "all"},
}

ANYONE: dict[str, Reach] = {"guide.read": "all", "receipt.verify": "all", "limits.read": "all"}


def scope(actor: Actor, verb: str) -> tuple[Scope, ...]:
    """Return every reach in which `actor` may `verb`. Empty: nowhere.

    Queries turn the answer into SQL; `may` asks it about one object.
    """
    if verb in ANYONE:
        return (Scope("all"),)
    if actor.kind == "system":
        return (Scope("all"),)
    if actor.kind == "resident":
        reach = RESIDENT.get(verb)
        return (Scope(reach, frozenset((actor.person,))),) if reach else ()
    return _staff_scope(actor, verb)


def _staff_scope(actor: Actor, verb: str) -> tuple[Scope, ...]:
    gathered: dict[Reach, set[str]] = {}
    for held in actor.holdings:
        reach = ROLES.get(held.role, {}).get(verb)
        if reach:
            gathered.setdefault(reach, set()).add(held.body)
    return tuple(Scope(reach, frozenset(bodies)) for reach, bodies in sorted(gathered.items()))


def may(actor: Actor, verb: str, target: Target | None = None, purpose: str = "") -> bool:
    """Say whether `actor` may `verb` this `target`.

    Without a target the question is coarse: is there any reach at all? A page asks it before it
    looks anything up; the object is asked about once it is there.

    Args:
        purpose: why, in a word of the verb's own; reading sealed fields without one is refused.
    """
    if verb == "case.read-sealed" and not purpose:
        return False
    reaches = scope(actor, verb)
    if target is None:
        return bool(reaches)
    return any(reach.covers(target) for reach in reaches)
