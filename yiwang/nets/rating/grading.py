"""Grades and aspects of a rating (好差评), and the period it is counted in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from yiwang.kernel.refusal import Refusal

Text = Mapping[str, str]

GRADES: dict[int, dict[str, str]] = {
    5: {"zh": "非常满意", "en": "Very satisfied"},
    4: {"zh": "满意", "en": "Satisfied"},
    3: {"zh": "基本满意", "en": "Fairly satisfied"},
    2: {"zh": "不满意", "en": "Dissatisfied"},
    1: {"zh": "非常不满意", "en": "Very dissatisfied"},
}
BAD = 2
"""This grade and the one below it open a case at a desk outside the body rated."""

ASPECTS: dict[str, dict[str, str]] = {
    "told": {"zh": "一次说清要什么", "en": "Told at once what is needed"},
    "simple": {"zh": "手续和材料简便", "en": "Few steps and papers"},
    "quick": {"zh": "办得快、按时", "en": "Quick and on time"},
    "kind": {"zh": "态度和耐心", "en": "Friendly and patient"},
    "result": {"zh": "结果和理由清楚", "en": "Result and reasons are clear"},
}


def is_bad(grade: int) -> bool:
    """Say whether a grade is one of the lowest two."""
    return grade <= BAD


def unsound(grade: int, aspects: Mapping[str, int]) -> Refusal | None:
    """Return what is wrong with a grade and the aspects given beside it; None when they are sound."""
    if grade not in GRADES:
        return Refusal(
            code="rating.no-grade",
            zh="请选一个等级，共五级。其余都可以不填。",
            en="Choose one of the five grades. Everything else may be left out.",
        )
    wrong = sorted(name for name, value in aspects.items() if name not in ASPECTS or value not in GRADES)
    if wrong:
        return Refusal(
            code="rating.no-aspect",
            zh="有一个方面的等级不在五级之内，请重新选择，或留空。",
            en="An aspect has a grade that is none of the five. Choose again or leave it out.",
            params={"aspects": wrong},
        )
    return None


def period_of(at: datetime, zone: str) -> str:
    """Return the quarter of a moment in the city's zone, such as `2026Q4`."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.year}Q{(local.month + 2) // 3}"


def period_in_words(period: str) -> dict[str, str]:
    """Return a quarter in words."""
    year, _, quarter = period.partition("Q")
    number = {"1": "一", "2": "二", "3": "三", "4": "四"}[quarter]
    return {"zh": f"{year} 年第{number}季度", "en": f"{year}, quarter {quarter}"}
