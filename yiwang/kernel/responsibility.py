"""Who answers for a matter in a place (责任分工): the table's nearest line, else the matter's own rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yiwang.kernel.matter import DEPTH, City, LeadRule, Matter, Responsibility, Share
from yiwang.kernel.refusal import Refusal


def responsible(city: City, matter: Matter, place: str) -> Responsibility | Refusal:
    """Say which body leads `matter` in `place`: the table's nearest line, else the matter's rule.

    The same function answers at run time and in `yiwang check`. Refuses with
    `responsibility.none` or `responsibility.two` (both bodies named).
    """
    path = city.above(place)
    if not path:
        return Refusal(
            code="responsibility.no-place",
            zh=f"没有代码为 {place} 的区域。",
            en=f"There is no place with the code {place}.",
            params={"place": place},
        )
    shares = city.shares.get(matter.id, ())
    found = _nearest_line(shares, path)
    if isinstance(found, Refusal):
        return found
    lead = found.lead if found and found.lead else body_by_rule(city, matter.lead, path)
    if isinstance(lead, Refusal):
        return lead
    if lead is None:
        return Refusal(
            code="responsibility.none",
            zh=f"{matter.title['zh']}在{city.places[place].title['zh']}没有主责单位。",
            en=f"{matter.title['en']} has no lead body in {city.places[place].title['en']}.",
            params={"matter": matter.id, "place": place},
        )
    # By id, or by function the nearest up the path; where a place has two, neither: nobody by chance.
    named = (w if w in city.bodies else body_by_rule(city, LeadRule(None, w), path) for w in matter.assisting)
    assisting = tuple(dict.fromkeys(body for body in named if isinstance(body, str)))
    if found is None:
        return Responsibility(lead, assisting)
    return Responsibility(lead, found.assisting or assisting, found.regulator, found.supervisor)


def responsible_here(city: City, matter: Matter, place: str) -> Responsibility | Refusal:
    """Answer as `responsible` does, from memory where a matter of this city was asked about before."""
    key = (matter.id, place)
    known = city.answers.get(key)
    if known is None:
        known = responsible(city, matter, place)
        if place in city.places and city.matters.get(matter.id) is matter:
            city.answers[key] = known
    return known


def responsible_for(
    city: City, matter: Matter, place: str, facts: Mapping[str, Any]
) -> Responsibility | Refusal:
    """Answer as `responsible_here` does; where the rule says so, for the product that the facts name.

    Then its owner leads; the body that asks and whom the rule names otherwise stand beside it. Refuses with
    `responsibility.no-product` where the city has no such product.
    """
    answer = responsible_here(city, matter, place)
    rule = matter.lead
    if not rule.product or not isinstance(answer, Responsibility):
        return answer
    named = str(facts.get(rule.product) or "")
    product = city.products.get(named)
    if named and product is None:
        return Refusal(
            code="responsibility.no-product",
            zh=f"目录里没有资源 {named}，说不出该由谁办。",
            en=f"The catalogue has no product {named}, so nobody is known to lead.",
            params={"product": named},
        )
    lead = product.owner if product is not None else answer.lead
    beside = (str(facts.get(rule.asker) or ""), answer.lead, *answer.assisting)
    others = dict.fromkeys(body for body in beside if body in city.bodies and body != lead)
    return Responsibility(lead, tuple(others), answer.regulator, answer.supervisor)


def responsible_everywhere(city: City, matter: Matter) -> dict[str, Responsibility | Refusal]:
    """Return what `responsible` says of a matter in every place, by code, in the order of the places.

    A place of which neither a line nor a seat speaks is answered for as the place above it; a refusal names
    the place it is about, so each is worked out by itself.
    """
    own = _places_that_speak(city, matter)
    found: dict[str, Responsibility | Refusal] = {}

    def answer(code: str) -> Responsibility | Refusal:
        above = city.places[code].parent
        if code not in own and above in found:
            known = found[above]
            if isinstance(known, Responsibility):
                return known
        return responsible(city, matter, code)

    for code in sorted(city.places, key=lambda code: DEPTH.get(city.places[code].level, len(DEPTH))):
        found[code] = answer(code)
    return {code: found[code] for code in city.places}


def _places_that_speak(city: City, matter: Matter) -> set[str]:
    """Return the places that may be answered for otherwise than the place above them."""
    shares = city.shares.get(matter.id, ())
    functions = {matter.lead.function or "", *matter.assisting}
    alone = {share.place for share in shares if not share.below}  # what is said of them ends with them
    return {
        *(share.place for share in shares),
        *(seat for seat, function in city.seats if function in functions),
        *(code for code, place in city.places.items() if place.parent in alone),
    }


def _nearest_line(shares: tuple[Share, ...], path: list[str]) -> Share | Refusal | None:
    for distance, code in enumerate(path):
        lines = [share for share in shares if share.place == code and (share.below or distance == 0)]
        leads = sorted({share.lead for share in lines if share.lead})
        if len(leads) > 1:
            return _two(leads, path[0])
        if lines:
            return next((share for share in lines if share.lead), lines[0])
    return None


def body_by_rule(city: City, rule: LeadRule, path: list[str]) -> str | Refusal | None:
    """Return the body a rule names: itself, or the nearest one with the function up the `path`."""
    if rule.body:
        return rule.body if rule.body in city.bodies else None
    for code in path:
        if rule.level and city.places[code].level != rule.level:
            continue
        bodies = city.seats.get((code, rule.function or ""), ())
        if len(bodies) > 1:
            return _two(sorted(bodies), path[0])
        if bodies:
            return bodies[0]
    return None


def _two(bodies: list[str], place: str) -> Refusal:
    named = "、".join(bodies)
    return Refusal(
        code="responsibility.two",
        zh=f"{place} 有两个主责单位: {named}。",
        en=f"{place} has two lead bodies: {', '.join(bodies)}.",
        params={"place": place, "bodies": bodies},
    )
