"""Products that a result feeds, and the grants under which they are read (政务数据资源、共享授权). Pure.

What a city granted it already knows: a product may name the matter whose results feed it, and a grant says
to whom it may be read, for which matters, which fields, from when to when. `permitted` is the one answer to
"may this be read now"; pages, other rooms and the door's own rules all ask it.

Source: 国务院关于在线政务服务的若干规定 第七条 (what sharing gives is not asked for again), 第十一条 (an
electronic licence may be relied on); 政务数据共享条例 第十九条、第二十五条 (no use beyond what was applied
for; unverified, the text is not at hand).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.case import CLOSED, DECIDED, DELIVERED, Case
from yiwang.kernel.consent import Consent
from yiwang.kernel.matter import City, Responsibility
from yiwang.kernel.products import Grant, Product
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible_here
from yiwang.kernel.result import standing

GRANTED = frozenset({DECIDED, DELIVERED, CLOSED})
NUMBER, SINCE, UNTIL, BODY = "result.number", "result.since", "result.until", "result.body"
OF_RESULT = (NUMBER, SINCE, UNTIL, BODY)
"""What a product's field may be fed from beside the answers that a result states."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read, for whom and for what.

    Attributes:
        grant: id of the grant in the pack in force.
        subject: person id of whom it is about: the signed-in person, one who gave them a mandate, or one who
            is at a counter and consented.
        matter: the matter it is wanted for; the grant names it. place: where that is to be done, "" if not
            known yet; with it the grant's body is held against who leads the matter there.
        why: `draft`, `case` or `offer`: what it is used for. about: id of that draft, case or offer.
    """

    grant: str
    subject: str
    matter: str
    why: str
    about: str
    place: str = ""


class Permit(msgspec.Struct, frozen=True):
    """A reading that is allowed: under which grant, of which product, for which body ("" if not known)."""

    grant: Grant
    product: Product
    body: str


WHYS = frozenset({"draft", "case", "offer"})


def permitted(
    city: City, wanted: Wanted, actor: Actor, today: date, consent: Consent | None = None
) -> Permit | Refusal:
    """Say whether this may be read today, and under what; a refusal says which limit forbids it.

    Args:
        city: the pack in force. today: the city's day.
        consent: of the person at a counter, under which a clerk reads; None for everybody else.
    """
    grant = city.grants.get(wanted.grant)
    product = city.products.get(grant.product) if grant else None
    if grant is None or product is None or (product.fed is None and not product.looked_up):
        return _refusal(
            "no-grant",
            "没有这项共享授权，或者它的资源不来自本市的办理结果，也不能逐件查询。",
            "There is no such grant, or its product is neither fed by results of this city nor looked up.",
        )
    if wanted.why not in WHYS or not wanted.about:
        return _refusal(
            "no-purpose", "没有说明为哪一件事使用。", "What it is used for was not said.", why=wanted.why
        )
    theirs = acts_for(actor, wanted.subject, wanted.matter) or agreed(actor, wanted, consent, today)
    if not theirs and not _finds(actor, wanted):
        return _refusal(
            "not-yours",
            "只能为本人，或者为委托您办理这个事项、在窗口当面同意的人取用。",
            "It is read only for yourself, for whoever gave you a mandate for this matter, or for a person "
            "at your counter who consented.",
        )
    if wanted.matter not in grant.matters:
        return _refusal(
            "other-matter",
            f"{grant.title['zh']}不用于这个事项。",
            f"The grant “{grant.title['en']}” is not for this matter.",
            grant=grant.id,
            matter=wanted.matter,
        )
    if not grant.since <= today <= grant.until:
        return _refusal(
            "not-in-force",
            f"{grant.title['zh']}从 {grant.since} 到 {grant.until} 有效，今天是 {today}。",
            f"The grant “{grant.title['en']}” is in force from {grant.since} to {grant.until}; "
            f"today is {today}.",
            grant=grant.id,
        )
    if not product.provided(today):
        return _refusal(
            "not-provided",
            f"{product.title['zh']}今天不提供。",
            f"The product “{product.title['en']}” is not provided today.",
            product=product.id,
        )
    body = _receiving(city, grant, wanted)
    return body if isinstance(body, Refusal) else Permit(grant, product, body)


def _refusal(code: str, zh: str, en: str, **params: str) -> Refusal:
    own = {
        "zh": "请自己填写，或者交这项材料。",
        "en": "Fill it in yourself, or hand in the material.",
    }
    return Refusal(code=f"granted.{code}", zh=zh, en=en, params=params, next_step=own)


def _finds(actor: Actor, wanted: Wanted) -> bool:
    """Say whether this is the city itself, which finds whom to offer a policy; it reads for nothing else."""
    return actor.kind == "system" and wanted.why == "offer" and bool(wanted.subject)


def agreed(actor: Actor, wanted: Wanted, consent: Consent | None, today: date) -> bool:
    """Say whether the person at a counter lets this clerk take it, for this draft and no other."""
    if consent is None or wanted.why != "draft":
        return False
    return consent.lets(actor, wanted.subject, wanted.matter, wanted.about, today)


def acts_for(actor: Actor, subject: str, matter: str) -> bool:
    """Say whether a signed-in resident is the subject, or has a mandate of theirs that covers the matter."""
    whose = Target(applicant=subject, matter=matter)
    return bool(subject) and actor.kind == "resident" and may(actor, "exchange.record", whose)


def _receiving(city: City, grant: Grant, wanted: Wanted) -> str | Refusal:
    """Return the body that receives: who leads the matter in the place, and whom the grant is to."""
    if not wanted.place:
        return grant.to if grant.to in city.bodies else ""
    answer = responsible_here(city, city.matters[wanted.matter], wanted.place)
    if not isinstance(answer, Responsibility):
        return answer
    lead = city.bodies[answer.lead]
    if grant.to in (lead.id, lead.function):
        return lead.id
    return _refusal(
        "other-body",
        f"{grant.title['zh']}不是给{lead.title['zh']}的。",
        f"The grant “{grant.title['en']}” is not to {lead.title['en']}.",
        grant=grant.id,
        body=lead.id,
    )


def in_force(case: Case, permit: Permit, today: date) -> bool:
    """Say whether a case gives a result that may be relied on today, of the matter that feeds the product.

    Not one that has not begun, has expired, is withheld, replaced, annulled, taken back, deregistered or
    revoked.
    """
    assert permit.product.fed is not None, "a permit is of a product that results feed"
    return (
        case.matter == permit.product.fed.matter
        and case.outcome == "grant"
        and case.phase in GRANTED
        and case.result is not None
        and standing(case.result, today) == "valid"
    )


def sources_of(permit: Permit) -> dict[str, str]:
    """Return field of the product → where in the result it comes from, of the grant's fields alone."""
    assert permit.product.fed is not None, "a permit is of a product that results feed"
    feeds = permit.product.fed.fields
    return {name: feeds[name] for name in permit.grant.fields if name in feeds}


def fields_of(permit: Permit) -> frozenset[str]:
    """Return the fields that may be given: the grant's, of what feeds the product or what it holds."""
    if permit.product.fed is not None:
        return frozenset(sources_of(permit))
    return frozenset(permit.grant.fields) & frozenset(permit.product.types)


def of_result(case: Case, source: str) -> Any:
    """Return what a result says of itself: number, body id, first and last day as text; None without end."""
    assert case.result is not None, "only a result in force is read"
    until = case.result.until
    return {
        NUMBER: case.number,
        BODY: case.lead,
        SINCE: case.result.from_on.isoformat(),
        UNTIL: until.isoformat() if until else None,
    }[source]
