"""A table with one row for each case and a column for each date, read as the events it dates."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from yiwang.replay.log import Broken, Items, LogCase, LogEvent
from yiwang.replay.mapping import Mapping


def dated(items: Items, mapping: Mapping) -> Iterator[LogCase | Broken]:
    """Make events of the dates of each case, as `case.dates` says; without it, give what was read."""
    if not mapping.case.dates:
        yield from items
        return
    for item in items:
        yield item if isinstance(item, Broken) else _dated(item, mapping)


def _dated(case: LogCase, mapping: Mapping) -> LogCase:
    rule = mapping.event
    events = [
        LogEvent(case.line, {rule.activity: activity, rule.time: case.attributes[column]})
        for column, activity in mapping.case.dates.items()
        if case.attributes.get(column)
    ]
    return replace(case, events=events)
