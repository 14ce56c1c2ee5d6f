"""What a pack says about one clock (时限规则): how long, from which act, moved by what, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from yiwang.kernel.limits import DAY_UNITS, TIME_UNITS, Limit, Unit
from yiwang.kernel.periods import Ending, Ends, IfHoliday
from yiwang.kernel.refusal import Refusal

StartDay = Literal["same", "next-working-day"]


class ExtendRule(msgspec.Struct, frozen=True, kw_only=True):
    """Who may extend a clock (延长), by how much in all, and whether only once.

    Attributes:
        by: role that approves, such as `head-of-body`.
        at_most: the sum of all extensions; an extension is asked for in this unit.
    """

    by: str
    at_most: Limit
    once: bool = True
    source: str = ""


class ClockRule(msgspec.Struct, frozen=True, kw_only=True):
    """One clock of a matter.

    Attributes:
        id, title: `decision`, `{"zh", "en"}`.
        legal, promised: limits; the promised one may be in another unit. Where the law sets none, the body
            promises one (优化营商环境条例 第三十六条第二款): `legal` is None, and nothing expires.
        starts: act word that starts it (`accept`).
        start_day: by channel, `same` or `next-working-day` after the act; empty: the same day for all.
        stops, restarts: act words.
        not_counted: names of intervals that pause it (`expert-review`).
        ends: how a day unit ends its last day. A legal limit in hours ends at its `instant`.
        if_holiday: whether a last day that is not worked rolls on; day units only.
        on_expiry: deemed outcome when the legal limit passes (`accept`, `grant`, `lapse`), or None.
        source, unit_source: clause that sets the limit, clause that says what its unit means.
        verified: those clauses were read.
    """

    id: str
    title: dict[str, str]
    legal: Limit | None = None
    promised: Limit | None = None
    starts: str
    start_day: dict[str, StartDay] = {}
    stops: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    ends: Ends
    if_holiday: IfHoliday
    extend: ExtendRule | None = None
    on_expiry: str | None = None
    source: str = ""
    unit_source: str = ""
    verified: bool = False

    @property
    def bound(self) -> Limit | None:
        """The limit that holds at the latest: the law's, or the promise where the law sets none."""
        return self.legal or self.promised

    @property
    def ending(self) -> Ending:
        """How its last day ends."""
        return Ending(self.ends, self.if_holiday)


def faults(rule: ClockRule) -> tuple[Refusal, ...]:
    """Return what contradicts itself in a rule; a clock with faults does not start.

    Codes: `clock.no-limit` (neither legal nor promised), `clock.ends-instant` (days cannot end at an
    instant), `clock.ends-day` (hours cannot end with a day), `clock.extension-unit` (days extended by hours,
    or the reverse), `clock.expiry-without-law` (an outcome deemed where no legal limit can pass).
    """
    bound = rule.bound
    if bound is None:
        return (_fault("clock.no-limit", rule, "时限没有期限。", "The clock has no limit."),)
    return tuple(_faults(rule, bound))


def _faults(rule: ClockRule, legal: Limit) -> Iterator[Refusal]:
    if rule.legal is None and rule.on_expiry not in (None, "none"):
        yield _fault(
            "clock.expiry-without-law",
            rule,
            f"法律没有规定期限, 只有承诺的 {legal.zh}, 逾期不能视为 {rule.on_expiry}; 请删去 on_expiry, "
            "或写明 legal。",
            f"The law sets no limit, {legal.en} is only promised, and nothing is deemed to happen when it "
            f"passes ({rule.on_expiry}); remove on_expiry, or write legal.",
        )
    if legal.unit in DAY_UNITS and rule.ends == "instant":
        yield _fault(
            "clock.ends-instant",
            rule,
            f"{legal.zh} 按日计算, 不能止于时刻; ends 应为 day-end 或 office-close。",
            f"{legal.en} is counted in days and cannot end at an instant; "
            "write ends: day-end or office-close.",
        )
    if legal.unit in TIME_UNITS and rule.ends != "instant":
        yield _fault(
            "clock.ends-day",
            rule,
            f"{legal.zh} 按时计算, 止于时刻; ends 应为 instant, 不是 {rule.ends}。",
            f"{legal.en} is counted in hours and ends at its instant; write ends: instant, not {rule.ends}.",
        )
    if rule.extend and _family(rule.extend.at_most.unit) != _family(legal.unit):
        most = rule.extend.at_most
        yield _fault(
            "clock.extension-unit",
            rule,
            f"延长 {most.zh} 与期限 {legal.zh} 不能相加。",
            f"An extension of {most.en} cannot be added to {legal.en}.",
        )


def _family(unit: Unit) -> str:
    return "day" if unit in DAY_UNITS else "time" if unit in TIME_UNITS else unit


def _fault(code: str, rule: ClockRule, zh: str, en: str) -> Refusal:
    return Refusal(
        code=code, zh=f"时限 {rule.id}: {zh}", en=f"Clock {rule.id}: {en}", params={"clock": rule.id}
    )
