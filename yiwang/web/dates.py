"""Dates in words, both languages. The caller has already chosen the zone."""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = {
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_in_words(day: date, language: str) -> str:
    """Return `2026年10月10日 星期六` or `Saturday 10 October 2026`."""
    weekday = WEEKDAYS["en" if language == "en" else "zh"][day.weekday()]
    if language == "en":
        return f"{weekday} {day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日 {weekday}"


def moment_in_words(moment: datetime, language: str) -> str:
    """Return `2026年10月10日 16:05` or `10 October 2026, 16:05`."""
    if language == "en":
        return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
