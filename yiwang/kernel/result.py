"""The result of a case (许可证件) as it stands: valid, not yet, suspended, over, and what was done to it.

What ends a lawful or an unlawful permission are different acts of different law, and no word of one is used
for another (`ENDINGS`). Pure; read by pages, by verification and by whoever shares the result.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import msgspec

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.limits import Limit, parse
from yiwang.kernel.validity import valid_until

Standing = Literal["valid", "not-yet", "expired", "suspended", "replaced", "annulled", "taken-back",
                   "deregistered", "revoked"]  # fmt: skip

ANNUL, TAKE_BACK, DEREGISTER, REVOKE = "annul", "take-back", "deregister", "revoke"
ENDED_BY: dict[str, Standing] = {
    ANNUL: "annulled",
    TAKE_BACK: "taken-back",
    DEREGISTER: "deregistered",
    REVOKE: "revoked",
}
BY_PENALTY = frozenset({REVOKE})
"""Acts that carry out a penalty decision, which has its own procedure and its own number."""

ENDINGS: dict[str, tuple[str, ...]] = {
    ANNUL: (
        "行政许可法 第六十九条第一款第一项",
        "行政许可法 第六十九条第一款第二项",
        "行政许可法 第六十九条第一款第三项",
        "行政许可法 第六十九条第一款第四项",
        "行政许可法 第六十九条第一款第五项",
        "行政许可法 第六十九条第二款",
    ),
    TAKE_BACK: ("行政许可法 第八条第二款",),
    DEREGISTER: (
        "行政许可法 第七十条第一项",
        "行政许可法 第七十条第二项",
        "行政许可法 第七十条第三项",
        "行政许可法 第七十条第四项",
        "行政许可法 第七十条第五项",
        "行政许可法 第七十条第六项",
    ),
    REVOKE: ("行政处罚法 第九条第三项",),
}
"""The clauses on which each act may rest. Source: 行政许可法 (2019) §8, §69, §70; 行政处罚法 (2021) §9."""

WITHHOLDING = "行政处罚法 第九条第三项"  # 暂扣许可证件
REMIND_BEFORE = timedelta(days=30)  # before the last day to apply, where the pack says nothing; our own rule


class Former(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """The earlier result that a case is to renew (延续) or to change (变更).

    Attributes:
        case: its id. number: its public number. why: `renew` or `change`.
        until: its last day, None when it had no end. apply_by: the last day to ask for renewal.
        deemed_at: when silence renews it (行政许可法 第五十条第二款), None where it does not.
    """

    apply_by: date | None = None
    case: str
    deemed_at: datetime | None = None
    number: str
    until: date | None = None
    why: str


class Result(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """A result since it was granted.

    Attributes:
        act, clause, at, paper: what ended or suspended it, on which clause, when, by which paper.
        apply_by: the last day to ask for renewal by law, None where the pack names no renewal.
        expires_at: the moment after its last day; None: without end, or the ledger says it passed.
        from_on, until: first and last day; `until` None: without end. provisional: may yet be moved.
        remind_at: when its holder is told; None: never, or done.
        replaced_by: number of the later case. replaced_at_once: by a change; a renewal lets it run out.
        suspended_until: last day of a withholding, None while it is open or there is none.
    """

    act: str = ""
    apply_by: date | None = None
    at: datetime | None = None
    clause: str = ""
    expires_at: datetime | None = None
    from_on: date
    paper: str = ""
    provisional: bool = False
    remind_at: datetime | None = None
    replaced_at_once: bool = False
    replaced_by: str = ""
    suspended_until: date | None = None
    until: date | None = None


def begun(result: dict[str, Any], decided_at: datetime, calendar: Calendar, former: Former | None) -> Result:
    """Return the result that a grant gives.

    A renewal begins on the day after the former's last; a change keeps the former's last day.

    Args:
        result: what the matter says of it (`valid`, `renewal`). decided_at: aware.
    Source: 行政许可法 第四十九条, 第五十条.
    """
    day = decided_at.astimezone(calendar.zone).date()
    from_on = day
    if former is not None and former.why == "renew" and former.until is not None and former.until >= day:
        from_on = former.until + timedelta(days=1)
    until, provisional = valid_until(str(result.get("valid", "")), from_on, calendar) or (None, False)
    if former is not None and former.why == "change" and former.until is not None:
        until, provisional = former.until, False
    apply_by = last_day_to_apply(result, until)
    remind_at = None
    if apply_by is not None:
        remind_at = max(start_of(apply_by - _reminding(result), calendar), decided_at.astimezone(UTC))
    return Result(
        apply_by=apply_by,
        expires_at=None if until is None else start_of(until + timedelta(days=1), calendar),
        from_on=from_on,
        provisional=provisional,
        remind_at=remind_at,
        until=until,
    )


def last_day_to_apply(result: dict[str, Any], until: date | None) -> date | None:
    """Return the last day on which renewal is asked for in time: so many days before the result ends.

    Source: 行政许可法 第五十条第一款 (thirty days, other law apart; read as calendar days: the working days
    of 第八十二条 are those of the organ. Unverified).
    """
    days = days_of((result.get("renewal") or {}).get("apply"))
    return None if until is None or days is None else until - days


def _reminding(result: dict[str, Any]) -> timedelta:
    return days_of((result.get("renewal") or {}).get("remind")) or REMIND_BEFORE


def days_of(text: object) -> timedelta | None:
    """Read a number of calendar days as a pack writes it (`30 日`); None: it is none."""
    found = parse(text) if isinstance(text, str) else None
    if not isinstance(found, Limit) or found.unit != "calendar_day":
        return None
    return timedelta(days=int(found.amount))


def start_of(day: date, calendar: Calendar) -> datetime:
    """Return the first moment of a day of the city, in UTC."""
    return datetime.combine(day, time(), calendar.zone).astimezone(UTC)


def asked_for(former: Former, now: datetime, calendar: Calendar) -> Former:
    """Return the former result with the moment at which silence renews it, if it was asked for in time.

    The law does not say what silence means where it was asked for too late; then nothing is deemed.
    Source: 行政许可法 第五十条.
    """
    today = now.astimezone(calendar.zone).date()
    if former.why != "renew" or former.until is None or former.apply_by is None or today > former.apply_by:
        return msgspec.structs.replace(former, deemed_at=None)
    after = start_of(former.until + timedelta(days=1), calendar)
    return msgspec.structs.replace(former, deemed_at=after)


def standing(result: Result, today: date) -> Standing:
    """Say how a result stands on a day of the city. What was done to it comes before its dates."""
    if result.act in ENDED_BY:
        return ENDED_BY[result.act]
    if result.replaced_by and (result.replaced_at_once or (result.until or today) < today):
        return "replaced"
    if result.until is not None and today > result.until:
        return "expired"
    if result.act == "suspend" and (result.suspended_until is None or today <= result.suspended_until):
        return "suspended"
    return "not-yet" if today < result.from_on else "valid"


def wakes(result: Result) -> datetime | None:
    """Return when the city must look at a result by itself: to remind its holder, to note that it is over."""
    if result.act in ENDED_BY or result.replaced_at_once:
        return None
    moments = [one for one in (result.remind_at, result.expires_at) if one is not None]
    return min(moments, default=None)
