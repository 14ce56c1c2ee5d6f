"""Who may do what to what, for which purpose: one set of rules for objects and for lists.

`scope` gives the reaches of an actor as data, which queries turn into SQL; `may` asks whether one of
them covers an object; `explain` says which one, and where it comes from. All three read the same table
(`kernel/roles.py`), so what a list shows, what a page opens and what is said about it never differ.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import force_setattr

from yiwang.kernel.role_parts import RESIDENT, Reach
from yiwang.kernel.roles import ANYONE, GLASS, OF_CASES, OF_MATTERS, ROLES, STAFF

Kind = Literal["anonymous", "resident", "staff", "machine", "system"]


class Holding(msgspec.Struct, frozen=True):
    """A position somebody holds today.

    Attributes:
        seat: place code of the body.
        acting_for: person id of whom the holder stands in for (B 角, delegation), "" for one's own position.
    """

    position: str
    role: str
    body: str
    seat: str
    acting_for: str = ""


class Principal(msgspec.Struct, frozen=True):
    """Somebody for whom the actor may act today, by a mandate.

    Attributes:
        id: person id of the principal. mandate: id of the record. matters: empty: every matter.
        representative: by law (法定代表人), and so may give mandates for the principal.
    """

    id: str
    mandate: str = ""
    matters: frozenset[str] = frozenset()
    representative: bool = False


class Actor(msgspec.Struct, frozen=True):
    """Who asks. `person` is a random id, never a name.

    Attributes:
        holdings: positions held on the day (substitutes included), the acting one first.
        principals: for whom a resident may act. acting_for: the one chosen now, "" for oneself.
        scopes: verbs of a machine client's key; its one holding names its body.
        glass: ids of the cases that a break-glass of this actor opens now.
        signature: how the ledger names the actor: `person@position`, `person@for:principal`, or the
            person; worked out here.
    """

    person: str
    kind: Kind = "anonymous"
    holdings: tuple[Holding, ...] = ()
    principals: tuple[Principal, ...] = ()
    acting_for: str = ""
    scopes: frozenset[str] = frozenset()
    glass: frozenset[str] = frozenset()
    signature: str = ""

    def __post_init__(self) -> None:
        signature = self.person
        if self.holdings:
            signature = f"{self.person}@{self.holdings[0].position}"
        elif self.acting_for:
            signature = f"{self.person}@for:{self.acting_for}"
        force_setattr(self, "signature", signature)

    @property
    def applicant(self) -> str:
        """As whom the actor files: the chosen principal, or oneself."""
        return self.acting_for or self.person

    def holds(self, role: str, body: str) -> bool:
        """Say whether the actor has this role in this body today."""
        return any(held.role == role and held.body == body for held in self.holdings)

    def has_role(self, role: str) -> bool:
        """Say whether the actor has this role in any body today."""
        return any(held.role == role for held in self.holdings)


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
        place: place code of the case. id: of the case, as text. matter: its matter.
        seats: of a person or machine client: the places where its bodies sit, and every place above.
    """

    applicant: str = ""
    lead: str = ""
    bodies: tuple[str, ...] = ()
    window: str = ""
    place: str = ""
    id: str = ""
    matter: str = ""
    seats: tuple[str, ...] = ()


class Scope(msgspec.Struct, frozen=True):
    """One reach of an actor: `values` are the ids that the target's column must meet.

    Attributes:
        matters: only cases of these matters; empty: of every matter.
    """

    reach: Reach
    values: frozenset[str] = frozenset()
    matters: frozenset[str] = frozenset()

    def covers(self, target: Target) -> bool:
        """Say whether `target` lies within this reach."""
        if self.matters and target.matter not in self.matters:
            return False
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
            case "seat":
                return not self.values.isdisjoint(target.seats)
            case "glass":
                return target.id in self.values


_EVERYTHING = (Scope("all"),)
_EVERY: frozenset[str] = frozenset()
_NEEDS_PURPOSE = frozenset({"case.read-sealed"})


def scope(actor: Actor, verb: str) -> tuple[Scope, ...]:
    """Return every reach in which `actor` may `verb`. Empty: nowhere.

    Queries turn the answer into SQL; `may` asks it about one object.
    """
    if verb in ANYONE or actor.kind == "system":
        return _EVERYTHING
    if actor.kind == "resident":
        return _resident_scope(actor, verb)
    if actor.kind == "machine" and verb not in actor.scopes:
        return ()
    return _staff_scope(actor, verb)


def _resident_scope(actor: Actor, verb: str) -> tuple[Scope, ...]:
    reach = RESIDENT.get(verb)
    if reach is None:
        return ()
    own = [Scope(reach, frozenset((actor.person,)))]
    own += [Scope(reach, frozenset((one.id,)), one.matters) for one in _principals(actor, verb)]
    return tuple(own)


def _principals(actor: Actor, verb: str) -> tuple[Principal, ...]:
    """Return those for whom the actor may do this: cases by any mandate, mandates as a representative."""
    if verb.startswith(
        ("case.", "receipt.", "rating.", "booking.", "fee.", "parcel.", "exchange.", "offer.", "report.")
    ):
        return actor.principals
    return tuple(one for one in actor.principals if one.representative) if verb.startswith("mandate.") else ()


def _staff_scope(actor: Actor, verb: str) -> tuple[Scope, ...]:
    gathered: dict[tuple[Reach, frozenset[str]], set[str]] = {}
    for held in actor.holdings:
        reach = ROLES.get(held.role, {}).get(verb)
        if reach:
            whose = held.seat if reach == "seat" else held.body
            gathered.setdefault((reach, _only(held.role, verb)), set()).add(whose)
    if actor.holdings and verb in STAFF:
        gathered.setdefault((STAFF[verb], _EVERY), set()).add(actor.person)
    if actor.glass and verb in GLASS:
        gathered.setdefault((GLASS[verb], _EVERY), set()).update(actor.glass)
    if not gathered:
        return ()
    found = sorted(gathered.items(), key=lambda one: (one[0][0], sorted(one[0][1])))
    return tuple(Scope(reach, frozenset(ids), matters) for (reach, matters), ids in found)


def _only(role: str, verb: str) -> frozenset[str]:
    """Return the matters that a role's verb is limited to; none for every matter."""
    return OF_MATTERS.get(role, _EVERY) if verb.startswith(OF_CASES) else _EVERY


def may(actor: Actor, verb: str, target: Target | None = None, purpose: str = "") -> bool:
    """Say whether `actor` may `verb` this `target`.

    Without a target the question is coarse: is there any reach at all? A page asks it before it
    looks anything up; the object is asked about once it is there.

    Args:
        purpose: why, in a word of the verb's own; reading sealed fields without one is refused.
    """
    if verb in _NEEDS_PURPOSE and not purpose:
        return False
    reaches = scope(actor, verb)
    if target is None:
        return bool(reaches)
    return any(reach.covers(target) for reach in reaches)


class Ground(msgspec.Struct, frozen=True):
    """One reason why somebody may, or could but for the object.

    Attributes:
        source: `anyone`, `system`, `resident`, `mandate`, `position`, `glass` or `key`.
        holding: the position it comes from. mandate: id of the record it comes from.
        reach: how far the rule goes. covers: whether the object asked about lies within.
    """

    source: str
    reach: Reach
    covers: bool
    holding: Holding | None = None
    mandate: str = ""


class Why(msgspec.Struct, frozen=True):
    """The answer of `may` with its grounds: those that cover the object, then those that do not.

    Attributes:
        missing: `purpose` when only that is lacking; `verb` when no position of the actor knows the
            verb; `reach` when one does, but not for this object; `scope` when a machine's key lacks it.
    """

    allowed: bool
    grounds: tuple[Ground, ...]
    missing: str = ""


def explain(actor: Actor, verb: str, target: Target | None = None, purpose: str = "") -> Why:
    """Say why `actor` may `verb` this `target`, or what is lacking. Agrees with `may` always."""
    grounds = sorted(_grounds(actor, verb, target), key=lambda ground: not ground.covers)
    covered = any(ground.covers for ground in grounds)
    if covered and verb in _NEEDS_PURPOSE and not purpose:
        return Why(False, tuple(grounds), "purpose")
    if covered:
        return Why(True, tuple(grounds))
    if actor.kind == "machine" and verb not in actor.scopes:
        return Why(False, tuple(grounds), "scope")
    return Why(False, tuple(grounds), "reach" if grounds else "verb")


def _of_holding(held: Holding, reach: Reach, verb: str) -> Scope:
    whose = held.seat if reach == "seat" else held.body
    return Scope(reach, frozenset((whose,)), _only(held.role, verb))


def _grounds(actor: Actor, verb: str, target: Target | None) -> list[Ground]:
    def ground(source: str, reach: Scope, holding: Holding | None = None, mandate: str = "") -> Ground:
        return Ground(source, reach.reach, target is None or reach.covers(target), holding, mandate)

    if verb in ANYONE:
        return [ground("anyone", _EVERYTHING[0])]
    if actor.kind == "system":
        return [ground("system", _EVERYTHING[0])]
    if actor.kind == "resident":
        scopes = _resident_scope(actor, verb)
        found = [ground("resident", one) for one in scopes[:1]]
        return found + [
            ground("mandate", one, mandate=by.mandate)
            for one, by in zip(scopes[1:], _principals(actor, verb), strict=bool(scopes))
        ]
    if actor.kind == "machine" and verb not in actor.scopes:
        return []
    source = "key" if actor.kind == "machine" else "position"
    found = [
        ground(source, _of_holding(held, reach, verb), held)
        for held in actor.holdings
        if (reach := ROLES.get(held.role, {}).get(verb))
    ]
    if actor.holdings and verb in STAFF:
        found.append(ground(source, Scope(STAFF[verb], frozenset((actor.person,))), actor.holdings[0]))
    if actor.glass and verb in GLASS:
        found.append(ground("glass", Scope(GLASS[verb], actor.glass)))
    return found
