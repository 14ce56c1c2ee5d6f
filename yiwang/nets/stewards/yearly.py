"""The year of sharing by body (年度报告): counted from cases, exchanges and the pack. Pure.

A case is counted in the year in which it was asked; answered in time, late, or open and past its limit as
it stands at the end of the year, or today while the year runs. A body that had nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City


class Answered(msgspec.Struct):
    """How many were asked, and what became of them."""

    asked: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    open_late: int = 0


class Year(msgspec.Struct):
    """One body's year. `given`, `received`: exchanges; `grants`: in force in the year, given and had."""

    body: str
    products: int = 0
    grants_given: int = 0
    grants_had: int = 0
    given: int = 0
    received: int = 0
    requests_made: int = 0
    requests: Answered = msgspec.field(default_factory=Answered)
    corrections: Answered = msgspec.field(default_factory=Answered)
    corrected: int = 0
    complaints: int = 0

    @property
    def empty(self) -> bool:
        """Whether the body had nothing to do with sharing in the year."""
        return self == Year(self.body)


class Exchanged(msgspec.Struct, frozen=True):
    """How often one body was given another's product in the year. `body`: "" where none was known."""

    owner: str
    body: str
    times: int


class Asked(msgspec.Struct, frozen=True):
    """A case of the year. `kind`: request, correction or complaint; `outcome`: of its last step."""

    kind: str
    case: Case
    outcome: str = ""


def bounds(city: City, year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a year in the city, and of the next."""
    zone = ZoneInfo(city.zone)
    return datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)


def yearly(
    city: City, year: int, cases: Iterable[Asked], exchanged: Iterable[Exchanged], now: datetime
) -> list[Year]:
    """Return the year of each body that had any part in sharing, in the order of the pack.

    Args:
        now: how open cases stand; the end of the year for years that are over.
    """
    found = {id: Year(id) for id in city.bodies}
    _of_pack(city, year, found)
    for one in exchanged:
        if one.owner in found:
            found[one.owner].given += one.times
        if one.body in found:
            found[one.body].received += one.times
    end = min(now, bounds(city, year)[1])
    for asked in cases:
        _count(asked, found, end)
    return [one for one in found.values() if not one.empty]


def _of_pack(city: City, year: int, found: dict[str, Year]) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    for product in city.products.values():
        begun = product.since is None or product.since <= last
        if product.owner in found and begun and (product.until is None or product.until >= first):
            found[product.owner].products += 1
    for grant in city.grants.values():
        if grant.since > last or grant.until < first:
            continue
        product = city.products.get(grant.product)
        if product is not None and product.owner in found:
            found[product.owner].grants_given += 1
        if grant.to in found:
            found[grant.to].grants_had += 1


def _count(asked: Asked, found: dict[str, Year], end: datetime) -> None:
    case = asked.case
    if asked.kind == "complaint":
        against = found.get(str(case.facts.get("against", "")))
        if against is not None:
            against.complaints += 1
        return
    if asked.kind == "request":
        asking = found.get(str(case.facts.get("requester", "")))
        if asking is not None:
            asking.requests_made += 1
    lead = found.get(case.lead)
    if lead is None:
        return
    count_in(lead.requests if asked.kind == "request" else lead.corrections, case, end)
    if asked.outcome == "corrected":
        lead.corrected += 1


def count_in(answered: Answered, case: Case, end: datetime) -> None:
    """Count one case as it stands at `end`."""
    answered.asked += 1
    over = case.ended_at is not None and case.ended_at <= end
    if over:
        answered.late += late(case, end)
        answered.in_time += not late(case, end)
    else:
        answered.open += 1
        answered.open_late += late(case, end)


def late(case: Case, end: datetime) -> bool:
    """Say whether any limit of a case had passed before it was kept, or by `end` while it runs."""
    for clock in case.clocks.values():
        limit = clock.due_legal or clock.due_promised
        if limit is not None and min(clock.stopped_at or end, end) > limit:
            return True
    return False


def told_until(city: City, year: int, now: datetime) -> date:
    """Return the last day that the figures of a year speak of."""
    zone = ZoneInfo(city.zone)
    today = now.astimezone(zone).date()
    return min(today, datetime.combine(date(year, 12, 31), time(), zone).date())
