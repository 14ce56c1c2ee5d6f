"""How a grant stands today, whoever gave it: by its record, or by the pack alone.

    with city_transaction(connection, city, access.system("gateway")) as cursor:
        found = standing(cursor, city_key, city, "register-for-hygiene", today)

A grant that the pack names and no record knows is active in its days. A record is looked for by the city's
own parts alone: whoever may not see it would take a suspended grant for an active one, and so is refused.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import psycopg

from yiwang.granted.grant_records import (
    ACTIVE,
    EXPIRED,
    PENDING,
    SUSPENDED,
    One,
    Terms,
    state_of,
)
from yiwang.granted.kinds import GRANT
from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant, Quota
from yiwang.kernel.refusal import Refusal
from yiwang.store.execute import Door
from yiwang.store.wall import city_transaction

BY = system("grants")
FIND = (
    "SELECT current_setting('yiwang.reach', true),"
    " (SELECT state FROM grant_row WHERE city = %s AND grants @> ARRAY[%s])"
)


class Standing(msgspec.Struct, frozen=True):
    """A grant, how it stands (`grant_records.STATES`), and its terms where it has a record."""

    grant: Grant
    state: str
    terms: Terms | None = None


def standing(
    cursor: psycopg.Cursor[Any], city_key: str, city: City, grant_id: str, today: date
) -> Standing | None:
    """Return how a grant stands on a day; None where there is none of this id.

    Args:
        cursor: of a transaction of the city itself (`access.system`).
    Raises:
        ValueError: the transaction is somebody else's, who may not see every record.
    """
    row = cursor.execute(FIND, (city_key, grant_id)).fetchone()
    if row is None or row[0] != "system":
        raise ValueError("how a grant stands is read by the city itself, not under another's wall")
    of_pack = city.grants.get(grant_id)
    one = GRANT.decode(bytes(row[1])).grants.get(grant_id) if row[1] is not None else None
    if one is not None:
        grant = of_pack or grant_of(one)
        return Standing(grant, state_of(one, today, grant.until), one.terms)
    return Standing(of_pack, by_days(of_pack, today)) if of_pack is not None else None


def by_days(grant: Grant, today: date) -> str:
    """Return how a grant without a record stands."""
    if today < grant.since:
        return PENDING
    return ACTIVE if today <= grant.until else EXPIRED


def grant_of(one: One) -> Grant:
    """Return a recorded grant in the words of the kernel."""
    terms = one.terms
    name = terms.case or terms.id
    return Grant(
        id=terms.id,
        title={"zh": f"共享授权 {name}", "en": f"Grant {name}"},
        purpose={"zh": terms.purpose, "en": terms.purpose_en or terms.purpose},
        product=terms.product,
        to=terms.to,
        matters=terms.matters,
        fields=terms.fields,
        since=terms.since,
        until=terms.until,
        basis=terms.basis,
        masks=terms.masks,
        rows=terms.row_rule,
        quota=Quota(calls=terms.quota) if terms.quota else Quota(),
    )


def not_standing(door: Door, key: str, city: City, grant_id: str, today: date) -> Refusal | None:
    """Refuse a reading under a grant that is suspended, ended or over; None where it stands."""
    with door.pool.connection() as connection, city_transaction(connection, key, BY) as cursor:
        found = standing(cursor, key, city, grant_id, today)
    if found is None or found.state == ACTIVE:
        return None  # of no grant at all the kernel speaks
    code, zh, en = _WHY.get(found.state, _OVER)
    title = found.grant.title
    return Refusal(
        code=f"granted.{code}",
        zh=f"{title['zh']}{zh}",
        en=f"The grant “{title['en']}” {en}",
        params={"grant": grant_id},
        next_step={
            "zh": "请自己填写，或者交这项材料。",
            "en": "Fill it in yourself, or hand in the material.",
        },
    )


_OVER = ("over", "已经结束，不能再取用。", "is over; nothing is read under it.")
_WHY = {
    SUSPENDED: ("suspended", "已暂停，现在不能取用。", "is suspended; nothing is read under it now."),
    PENDING: ("pending", "还没有开始。", "has not begun."),
}
