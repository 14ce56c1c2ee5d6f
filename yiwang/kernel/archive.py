"""归档: how long a case is kept, from which day that counts, and when it may be destroyed. Pure.

A matter says whether its cases are kept for good or destroyed, after how long, and from which day the time
runs; an outcome may say otherwise. The ways of finding that day follow those of the Dutch case standard
(ZGW, `afleidingswijze`): `ended` (afgehandeld), `term` (termijn), `field` (eigenschap), `result-begins`
(ingangsdatum besluit), `result-ends` (vervaldatum besluit). Where the day is not known, nothing is due: it is
never taken to be today.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

import msgspec

from yiwang.kernel.case import ENDED, Case
from yiwang.kernel.limits import Limit
from yiwang.kernel.periods import shifted

KEEP, DESTROY = "keep", "destroy"
WAYS = ("ended", "term", "field", "result-begins", "result-ends")
Way = Literal["ended", "term", "field", "result-begins", "result-ends"]

WHY: dict[str, dict[str, str]] = {
    "no-rule": {"zh": "事项没有写保管期限", "en": "the matter says nothing of it"},
    "not-ended": {"zh": "还没有办结", "en": "the case has not ended"},
    "keep": {"zh": "永久保管", "en": "kept for good"},
    "no-field": {"zh": "起算日所在的字段没有日期", "en": "the field that it counts from holds no date"},
    "no-result": {"zh": "没有结果可起算", "en": "there is no result to count from"},
    "endless-result": {"zh": "结果长期有效，尚无起算日", "en": "the result has no end yet to count from"},
    "held": {"zh": "已封存，暂不销毁", "en": "on hold"},
    "destroyed": {"zh": "已销毁", "en": "destroyed already"},
}


class Retention(msgspec.Struct, frozen=True, kw_only=True):
    """What a matter says of cases with one outcome.

    Attributes:
        nomination: `keep` or `destroy`. period: how long they are kept, in months or years; None for good.
        way: from which day it counts. field: of the form, for `field`. term: added to the end, for `term`.
        clause: what it rests on. verified: that text was read.
    """

    nomination: str
    period: Limit | None = None
    way: Way = "ended"
    field: str = ""
    term: Limit | None = None
    clause: str = ""
    verified: bool = False


class Archive(msgspec.Struct, frozen=True):
    """What a matter says of its ended cases; `outcomes` (grant, deny, or a phase) override the rest."""

    otherwise: Retention
    outcomes: dict[str, Retention] = {}

    def of(self, case: Case) -> Retention:
        """Return what holds for a case: by its outcome, by the phase it ended in, or otherwise."""
        return self.outcomes.get(case.outcome) or self.outcomes.get(case.phase) or self.otherwise


class Due(msgspec.Struct, frozen=True):
    """When a case may be destroyed, and from which day that was counted."""

    on: date
    since: date
    retention: Retention


def due(case: Case, archive: Archive | None, zone: tzinfo) -> Due | str:
    """Return when a case may be destroyed, or why no day can be said (a key of `WHY`)."""
    if archive is None:
        return "no-rule"
    if case.phase not in ENDED or case.ended_at is None:
        return "not-ended"
    if case.kept.destroyed_at is not None:
        return "destroyed"
    rule = archive.of(case)
    if rule.nomination == KEEP or rule.period is None:
        return "keep"
    since = _since(case, rule, _local(case.ended_at, zone), zone)
    if isinstance(since, str):
        return since
    # The day after the last one of the period: what is kept ten years is whole on their last day.
    return Due(_later(since, rule.period) + timedelta(days=1), since, rule)


def _since(case: Case, rule: Retention, ended: date, zone: tzinfo) -> date | str:
    if rule.way == "term":
        return _later(ended, rule.term) if rule.term is not None else ended
    if rule.way == "field":
        return _date(case.facts.get(rule.field))
    if rule.way in ("result-begins", "result-ends"):
        result = case.result
        if result is None:
            return "no-result"
        if rule.way == "result-begins":
            return max(result.from_on, ended)
        over = _local(result.at, zone) if result.act and result.at is not None else result.until
        return "endless-result" if over is None else max(over, ended)
    return ended


def _date(value: object) -> date | str:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return "no-field"


def _later(since: date, period: Limit) -> date:
    assert period.unit in ("year", "month"), "the schema allows years and months alone"
    return shifted(since, int(period.amount), period.unit)


def _local(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()
