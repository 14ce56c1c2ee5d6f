"""Run vectors of counted periods: `python -m bench.clocks FILE [--json]`.

FILE is a JSON list; each vector has `id, start_instant, unit, amount, excluded, extension, restarts,
roll, direction, calendar, expected_due, expected_kind, provisional`. Exit code 0 when all pass, 1 when
one does not, 2 when the file or the calendar cannot be read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from bench.notices import CHINA, calendar_until
from yiwang.kernel.calendar import Calendar, CalendarError
from yiwang.kernel.gaps import InvalidPeriod
from yiwang.kernel.limits import DAY_UNITS
from yiwang.kernel.periods import Due, due_of

UNITS = ("working_day", "calendar_day", "office_hour", "hour", "at_once")
IF_HOLIDAY = {"none": "as-is", "next_working_day": "next-working-day"}
_CALENDAR = re.compile(r"CN:.*\.\.(\d{4}-\d{2}-\d{2})")


class InvalidVector(ValueError):
    """A vector that does not say what to count."""


def main(arguments: list[str]) -> int:
    """Print how many vectors pass, and each that does not."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.clocks", description="Run vectors of counted periods."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        vectors = read(options.file)
        calendars = Calendars()
        calendars.of(None)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        print(f"不能运行 {options.file}: cannot be run: {reason}", file=sys.stderr)
        return 2
    misses = [
        miss for number, vector in enumerate(vectors) if (miss := miss_of(vector, number, calendars.of))
    ]
    report = {"passed": len(vectors) - len(misses), "total": len(vectors), "misses": misses}
    if options.json:
        print(json.dumps(report, ensure_ascii=False, default=str))
    else:
        print(f"passed {report['passed']}\ntotal {report['total']}")
        for miss in misses:
            print(f"miss {miss['id']}: expected {miss['expected']}, got {miss['got']}")
    return 1 if misses else 0


def read(file: Path) -> list[Any]:
    """Return the vectors of a file, amounts exact.

    Raises:
        OSError, ValueError: unreadable, not JSON, or not a list that holds anything.
    """
    vectors = json.loads(file.read_text("utf-8"), parse_float=Decimal)
    if not isinstance(vectors, list) or not vectors:
        raise ValueError("a JSON list of one or more vectors is expected")
    return vectors


class Calendars:
    """Calendars by the label a vector gives them: the part after `..` is the last known day."""

    def __init__(self) -> None:
        self._known: dict[str | None, Calendar] = {}

    def of(self, label: object) -> Calendar:
        """Return the calendar that `label` names, None for all notices at hand."""
        key = None if label is None else str(label)
        if key not in self._known:
            self._known[key] = self._cut(key)
        return self._known[key]

    def _cut(self, label: str | None) -> Calendar:
        if label is None:
            return calendar_until()
        match = _CALENDAR.fullmatch(label)
        if match is None:
            raise InvalidVector(f"calendar {label!r} is not one of China with a last day")
        horizon = _date(match[1])
        calendar = calendar_until(horizon)
        if calendar.horizon != horizon:
            raise InvalidVector(f"calendar {label!r}: the notices at hand reach {calendar.horizon}")
        return calendar


def miss_of(vector: object, number: int, calendar_of: Callable[[object], Calendar]) -> dict[str, str] | None:
    """Return what was expected of a vector and what came instead, None if it passes."""
    if not isinstance(vector, Mapping):
        return {"id": f"#{number}", "expected": "a vector", "got": f"invalid: {vector!r}"}
    name = str(vector.get("id", f"#{number}"))
    expected = " ".join(str(vector.get(key)) for key in ("expected_kind", "expected_due", "provisional"))
    try:
        due = count(vector, calendar_of(vector.get("calendar")))
        if due is not None and _agrees(due, vector):
            return None
        got = "no due day" if due is None else f"{due.kind} {_shown(due)} {due.provisional}"
    except (InvalidVector, InvalidPeriod) as fault:
        got = f"invalid: {getattr(fault, 'en', fault)}"
    except CalendarError as fault:
        got = f"cannot be counted: {fault.en}"
    except OverflowError:
        got = "invalid: outside the years 1 to 9999"
    return {"id": name, "expected": expected, "got": got}


def count(vector: Mapping[str, Any], calendar: Calendar) -> Due | None:
    """Count one vector by the kernel.

    Raises:
        InvalidVector, InvalidPeriod, CalendarError: it cannot be counted.
    """
    unit = _one_of(vector, "unit", UNITS)
    extension = vector.get("extension")
    if extension is not None and not (isinstance(extension, Mapping) and "amount" in extension):
        raise InvalidVector(f"extension {extension!r} is neither null nor an amount")
    return due_of(
        _instant(vector.get("start_instant")),
        unit,  # type: ignore[arg-type]
        _amount(vector.get("amount")),
        calendar=calendar,
        excluded=[_gap(gap, unit) for gap in _list(vector, "excluded")],
        extension=None if extension is None else _amount(extension["amount"]),
        restarts=[_instant(text) for text in _list(vector, "restarts")],
        if_holiday=IF_HOLIDAY[_one_of(vector, "roll", tuple(IF_HOLIDAY))],  # type: ignore[arg-type]
        direction=_one_of(vector, "direction", ("forward", "back")),  # type: ignore[arg-type]
        ends="instant" if vector.get("expected_kind") == "instant" else "day-end",
    )


def _agrees(due: Due, vector: Mapping[str, Any]) -> bool:
    expected = vector.get("expected_due")
    if due.kind != vector.get("expected_kind") or due.provisional is not vector.get("provisional"):
        return False
    return due.day == _date(expected) if due.kind == "date" else due.at == _instant(expected)


def _shown(due: Due) -> str:
    return due.day.isoformat() if due.kind == "date" else due.at.astimezone(CHINA).isoformat()


def _gap(gap: object, unit: str) -> tuple[Any, Any]:
    if not isinstance(gap, list) or len(gap) != 2:
        raise InvalidVector(f"excluded {gap!r} is not a pair from, to")
    if unit not in DAY_UNITS:
        return _instant(gap[0]), _instant(gap[1])
    return _local_date(gap[0]), _local_date(gap[1])


def _local_date(text: object) -> date:
    if isinstance(text, str) and "T" in text:
        return _instant(text).astimezone(CHINA).date()
    return _date(text)


def _date(text: object) -> date:
    try:
        return date.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidVector(f"{text!r} is not a date") from None


def _instant(text: object) -> datetime:
    try:
        at = datetime.fromisoformat(text)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise InvalidVector(f"{text!r} is not an instant") from None
    if at.tzinfo is None:
        raise InvalidVector(f"{text!r} has no offset")
    return at


def _amount(value: object) -> Decimal:
    try:
        if not isinstance(value, bool) and isinstance(value, (int, str, Decimal)):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise InvalidVector(f"{value!r} is not an amount")


def _list(vector: Mapping[str, Any], key: str) -> list[Any]:
    value = vector.get(key) or []
    if not isinstance(value, list):
        raise InvalidVector(f"{key} {value!r} is not a list")
    return value


def _one_of(vector: Mapping[str, Any], key: str, words: tuple[str, ...]) -> str:
    value = vector.get(key)
    if value not in words:
        raise InvalidVector(f"{key} {value!r} is none of {', '.join(words)}")
    return str(value)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
