"""What a request that is agreed to gives: the terms of its grant, read from the case. Pure."""

from __future__ import annotations

from yiwang.granted.grant_records import Terms
from yiwang.granted.kinds import grant_id
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City, Responsibility
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.requests import INVESTIGATION, asked_of
from yiwang.kernel.responsibility import responsible_here
from yiwang.kernel.role_parts import DATA_REQUEST


def authority_of(city: City, place: str) -> str:
    """Return the sharing authority of a place, "" where the pack has no requests for data."""
    matter = city.matters.get(DATA_REQUEST)
    answer = responsible_here(city, matter, place) if matter is not None else None
    return answer.lead if isinstance(answer, Responsibility) else ""


def terms_of(city: City, case: Case) -> Terms | Refusal:
    """Return the terms of the grant that a request asks for.

    What an investigation obtained is withheld from whom it is about while the law says so.
    """
    asked = asked_of(case.facts)
    if asked.since is None or asked.until is None:
        return Refusal(
            code="request.no-period",
            zh="申请没有写明使用期限。",
            en="The request states no period of use.",
        )
    quota = int(asked.quota) if asked.quota.isascii() and asked.quota.isdecimal() else 0
    return Terms(
        id=grant_id(case.id),
        to=asked.body,
        owner=case.lead,
        authority=authority_of(city, case.place),
        product=asked.product,
        since=asked.since,
        until=asked.until,
        basis=(asked.basis,),
        purpose=asked.purpose,
        case=case.number,
        held_by="" if asked.product else asked.held_by,
        above="" if asked.product else asked.above,
        fields=asked.fields,
        matters=asked.matters,
        row_rule=asked.row_rule,
        quota=quota,
        visibility="withheld" if asked.kind == INVESTIGATION else "shown",
        retention=asked.retention,
        instrument=asked.instrument,
    )


def terms_of_pack(city: City, id: str) -> Terms | None:
    """Return the terms of a grant that the pack names, so that it can be held and ended as any other."""
    grant = city.grants.get(id)
    product = city.products.get(grant.product) if grant is not None else None
    if grant is None or product is None:
        return None
    return Terms(
        id=grant.id,
        to=grant.to,
        owner=product.owner,
        authority=authority_of(city, city.root),
        product=grant.product,
        since=grant.since,
        until=grant.until,
        basis=grant.basis,
        purpose=grant.purpose["zh"],
        purpose_en=grant.purpose.get("en", ""),
        fields=grant.fields,
        matters=grant.matters,
        masks=grant.masks,
        row_rule=grant.rows,
        quota=grant.quota.calls,
        retention=product.retention,
    )
