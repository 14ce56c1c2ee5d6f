"""How a grant stands today: the one place where the gateway asks. By its record, or by the pack alone."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from yiwang.granted.grant_records import ACTIVE, EXPIRED, PENDING, SUSPENDED, Terms, state_of
from yiwang.granted.kinds import GRANT
from yiwang.granted.standing import grant_of
from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant, Quota
from yiwang.kernel.refusal import Refusal

WITHOUT_LIMIT = 1_000_000_000
"""Calls in a day of a recorded grant that sets none."""

_WHY = {
    SUSPENDED: ("suspended", "这项授权已暂停。", "The grant is suspended."),
    PENDING: ("not-in-force", "这项授权还没有开始。", "The grant has not begun."),
    EXPIRED: ("not-in-force", "这项授权已经到期。", "The grant has expired."),
}
_OVER = ("over", "这项授权已经结束。", "The grant is over.")


def grant_today(
    city: City, grant: str, record: bytes | None, today: date
) -> tuple[Grant | None, Refusal | None]:
    """Return a grant, None where there is none; and why it does not stand, None where it does.

    Args:
        city: the pack in force. today: the city's day.
        record: state of the record that knows the grant, None where no record does. A grant of the pack
            alone stands in its days, which `deciding.allowed` looks at.
    """
    of_pack = city.grants.get(grant)
    one = GRANT.decode(record).grants.get(grant) if record is not None else None
    if one is None:
        return of_pack, None
    known = of_pack or _recorded(grant_of(one), one.terms)
    state = state_of(one, today, known.until)
    if state == ACTIVE:
        return known, None
    code, zh, en = _WHY.get(state, _OVER)
    return known, Refusal(code=f"gateway.{code}", zh=zh, en=en)


def _recorded(grant: Grant, terms: Terms) -> Grant:
    """Return a recorded grant with its masks, its row rule and its quota.

    A rule that is not FEEL cannot be held here, so nothing is given under it (`gateway.rule-unreadable`).
    """
    quota = Quota(calls=terms.quota or WITHOUT_LIMIT)
    return replace(grant, masks=terms.masks, rows=terms.row_rule, quota=quota)
