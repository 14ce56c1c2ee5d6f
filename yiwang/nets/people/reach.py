"""How far an administrator sees, as SQL: just what `access.may` allows of each person and client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from yiwang.kernel.access import Actor, Scope, scope
from yiwang.kernel.matter import City


def bodies_within(city: City, reaches: Sequence[Scope]) -> list[str]:
    """Return the bodies within reaches of the kinds `all`, `seat` and `bodies`, in the pack's order."""
    return [body for body in city.bodies if any(_covers(city, reach, body) for reach in reaches)]


def _covers(city: City, reach: Scope, body: str) -> bool:
    match reach.reach:
        case "all":
            return True
        case "seat":
            return not reach.values.isdisjoint(city.above(city.bodies[body].seat))
        case "bodies":
            return body in reach.values
    return False


def people_sql(actor: Actor, verb: str, city: City) -> tuple[str, list[Any]]:
    """Return the condition on `person_row p`. A person without any body belongs to the whole city."""
    reaches = scope(actor, verb)
    if any(reach.reach == "all" for reach in reaches):
        return "TRUE", []
    within = bodies_within(city, reaches)
    whole = any(reach.reach == "seat" and city.root in reach.values for reach in reaches)
    if whole:
        return "(p.bodies && %s OR NOT p.bodies && %s)", [within, list(city.bodies)]
    return "p.bodies && %s", [within]


def clients_sql(actor: Actor, verb: str, city: City) -> tuple[str, list[Any]]:
    """Return the condition on `client_row c`."""
    reaches = scope(actor, verb)
    if any(reach.reach == "all" for reach in reaches):
        return "TRUE", []
    return "c.body = ANY(%s)", [bodies_within(city, reaches)]


def may_somewhere(actor: Actor, verbs: Iterable[str]) -> set[str]:
    """Return those of the verbs that the actor may do anywhere at all."""
    return {verb for verb in verbs if scope(actor, verb)}
