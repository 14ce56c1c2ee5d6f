"""Holiday notices (放假安排): which weekdays are off, which weekend days are worked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any


class CalendarError(ValueError):
    """A calendar cannot be built, or cannot answer. `zh` and `en` are sentences for people."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class ListedDay:
    """One day of a holiday notice: off although it may be a weekday, or worked although a weekend."""

    day: date
    name: str
    off: bool


Span = tuple[date, date]


def read_notices(documents: Iterable[Mapping[str, Any]]) -> tuple[list[ListedDay], Span | None]:
    """Return the days that parsed holiday-cn documents list, and the first and last day they cover.

    A document without days covers nothing: the notice of that year has not landed.

    Raises:
        CalendarError: a document has another form, a year is missing in between or given twice.
    """
    years: dict[int, tuple[ListedDay, ...]] = {}
    for document in documents:
        year, days = _read(document)
        if year in years:
            raise CalendarError(
                f"{year} 年的放假安排给了两次。", f"The holiday notice of {year} is given twice."
            )
        if days:
            years[year] = days
    known = sorted(years)
    for earlier, later in pairwise(known):
        if later != earlier + 1:
            raise CalendarError(
                f"缺少 {earlier + 1} 年的放假安排（已有 {earlier} 年和 {later} 年）。",
                f"The holiday notice of {earlier + 1} is missing between {earlier} and {later}.",
            )
    covers = (date(known[0], 1, 1), date(known[-1], 12, 31)) if known else None
    return [day for year in known for day in years[year]], covers


def _read(document: Mapping[str, Any]) -> tuple[int, tuple[ListedDay, ...]]:
    try:
        year = document["year"]
        if type(year) is not int:
            raise TypeError
        days = []
        for entry in document["days"]:
            if type(entry["isOffDay"]) is not bool:
                raise TypeError
            days.append(
                ListedDay(
                    date.fromisoformat(str(entry["date"])), str(entry.get("name", "")), entry["isOffDay"]
                )
            )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise CalendarError(
            f"放假安排的写法不对（应有 year 和 days: name, date, isOffDay）: {fault}",
            f"A holiday notice is not of the form year, days: name, date, isOffDay: {fault}",
        ) from fault
    return year, tuple(days)


def settle(listed: Iterable[ListedDay], covers: Span | None) -> dict[date, ListedDay]:
    """Return the listed days within `covers`, by day.

    Raises:
        CalendarError: a day is listed both off and worked.
    """
    kept: dict[date, ListedDay] = {}
    for entry in listed:
        if covers is None or not covers[0] <= entry.day <= covers[1]:
            continue
        other = kept.setdefault(entry.day, entry)
        if other.off != entry.off:
            raise CalendarError(
                f"{entry.day} 既列为休息日又列为上班日。",
                f"{entry.day} is listed both as a day off and as a working day.",
            )
    return kept
