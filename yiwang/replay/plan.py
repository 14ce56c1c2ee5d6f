"""One case of a log → what is asked of the engine, in time order. Pure.

What the log does not record (outcomes, facts) is read from what happened afterwards in the same case,
as the mapping says; nothing is invented beside it. In a case that still runs, what only a later event tells
is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import UTC, datetime, tzinfo
from typing import Any

import msgspec

from yiwang.replay.log import Broken, LogCase, LogEvent
from yiwang.replay.mapping import FIRST_EVENT, ActivityRule, Mapping

FILE, EVENT, CLOSE = "file", "event", "close"
_RANK = {FILE: 0, EVENT: 1, CLOSE: 2}


class Asked(msgspec.Struct, frozen=True):
    """One thing to be asked, before it is known which task it meets.

    Attributes:
        what: `file`, `event` or `close`. number: of the event in its case, by time.
        refused: why the mapping leaves it out (`log.…`), "" when it is asked.
        facts: what it establishes. nobody: the log does not say who did it.
        untold: its outcome or facts are told by a later event, and none has told them yet.
    """

    what: str
    at: datetime
    line: int
    number: int = 0
    activity: str = ""
    rule: ActivityRule | None = None
    outcome: str = ""
    facts: dict[str, Any] = {}
    group: str = ""
    refused: str = ""
    untold: bool = False


class CasePlan(msgspec.Struct, frozen=True):
    """What one case asks, and its own times.

    Attributes:
        name: the log's id of the case. deadline, end, last: instants, None where the log has none.
        broken: what of it cannot be read.
        waiting: what is not asked yet, from the first whose outcome nothing has told so far.
    """

    name: str
    line: int
    channel: str
    asked: tuple[Asked, ...]
    events: int
    deadline: datetime | None
    end: datetime | None
    last: datetime | None
    broken: tuple[Broken, ...] = ()
    waiting: tuple[Asked, ...] = ()


def moment(text: str | None, zone: tzinfo) -> datetime | None:
    """Read an ISO 8601 time to UTC; one without an offset is local in `zone`. None: no time."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.strip())
        if read.tzinfo is None:
            read = read.replace(tzinfo=zone)
        read = read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read if 1900 <= read.year <= 2200 else None


def plan_case(case: LogCase, mapping: Mapping, zone: tzinfo, *, running: bool = False) -> CasePlan:
    """Return what `case` asks of the engine.

    Args:
        running: the source is read while its cases go on: one without an end may still be told more.
    """
    rule, given = mapping.case, case.attributes
    name = given.get(rule.id, "")
    broken: list[Broken] = []
    events, lost = _events(case, mapping, zone, broken)
    start = events[0][0] if rule.start == FIRST_EVENT and events else moment(given.get(rule.start), zone)
    times = {
        attribute: _case_time(attribute, given, zone, case.line, broken)
        for attribute in (rule.end, rule.deadline)
        if attribute
    }
    if not name:
        broken.append(_no_id(case.line, rule.id))
    elif start is None:
        broken.append(_no_start(case.line, rule.start))
    end = times.get(rule.end)
    asked = _asked(events, mapping)
    if start is not None and name:
        facts = {field: given[key] for field, key in rule.facts.items() if key in given}
        asked.append(Asked(FILE, start, case.line, facts=facts))
        asked += [Asked(CLOSE, end, case.line)] if end is not None else []
    else:
        reason = "log.no-start" if name else "log.no-case-id"
        asked = [one if one.refused else msgspec.structs.replace(one, refused=reason) for one in asked]
    ordered = sorted(asked, key=lambda one: (one.at, _RANK[one.what], one.number))
    ready = _told_so_far(ordered) if running and end is None else len(ordered)
    return CasePlan(
        name=name,
        line=case.line,
        channel=_channel(mapping, given),
        asked=(*lost, *ordered[:ready]),
        waiting=tuple(ordered[ready:]),
        events=len(case.events),
        deadline=times.get(rule.deadline),
        end=end,
        last=events[-1][0] if events else None,
        broken=tuple(broken),
    )


def _told_so_far(ordered: list[Asked]) -> int:
    """Return how many can be asked before the first whose outcome nothing has told."""
    untold = (place for place, one in enumerate(ordered) if one.untold and not one.refused)
    return next(untold, len(ordered))


def _channel(mapping: Mapping, given: Table[str, str]) -> str:
    said = given.get(mapping.case.channel, "")
    return mapping.case.channels.get(said, said) or mapping.case.otherwise


def _case_time(
    attribute: str, given: Table[str, str], zone: tzinfo, line: int, broken: list[Broken]
) -> datetime | None:
    read = moment(given.get(attribute), zone)
    if read is None and given.get(attribute):
        broken.append(_bad_time(line, attribute, given[attribute], event=False))
    return read


def _events(
    case: LogCase, mapping: Mapping, zone: tzinfo, broken: list[Broken]
) -> tuple[list[tuple[datetime, LogEvent]], list[Asked]]:
    """Return the events in time order, and those that cannot be asked because they cannot be read."""
    good: list[tuple[datetime, LogEvent]] = []
    lost: list[Asked] = []
    for event in case.events:
        said = event.attributes.get(mapping.event.time, "")
        at = moment(said, zone)
        activity = event.attributes.get(mapping.event.activity, "").strip()
        if at is not None and activity:
            good.append((at, event))
            continue
        if at is None:
            fault = _bad_time(event.line, mapping.event.time, said)
        else:
            fault = _no_activity(event.line, mapping.event.activity)
        broken.append(fault)
        lost.append(
            Asked(EVENT, datetime.min.replace(tzinfo=UTC), event.line, 0, activity, refused=fault.code)
        )
    good.sort(key=lambda pair: pair[0])
    return good, lost


def _asked(events: list[tuple[datetime, LogEvent]], mapping: Mapping) -> list[Asked]:
    """Turn events to what they ask, from the last to the first: what follows is known by then."""
    names = [event.attributes[mapping.event.activity].strip() for _, event in events]
    seen: set[Any] = set()
    twice = [_known(event, seen) for _, event in events]
    coming: dict[str, int] = {}  # activity → number of the next event of it
    asked: list[Asked] = []
    for number in range(len(events) - 1, -1, -1):
        at, event = events[number]
        rule = mapping.activities.get(names[number])
        refused = _left_out(event, rule, mapping) or ("log.duplicate-event" if twice[number] else "")
        asked.append(
            Asked(
                EVENT,
                at,
                event.line,
                number + 1,
                names[number],
                rule,
                _outcome(rule, coming) if rule else "",
                _facts(rule, coming) if rule and rule.facts else {},
                _group(event, mapping),
                refused,
                rule is not None and _is_untold(rule, coming),
            )
        )
        if not twice[number]:
            coming[names[number]] = number
    return asked


def _known(event: LogEvent, seen: set[Any]) -> bool:
    """Say whether the same event, to the last attribute, stood there before."""
    key = tuple(sorted(event.attributes.items()))
    known = key in seen
    seen.add(key)
    return known


def _left_out(event: LogEvent, rule: ActivityRule | None, mapping: Mapping) -> str:
    if rule is None or not (rule.step or rule.act):
        return "log.unmapped-activity"
    said = event.attributes.get(mapping.event.transition, "") if mapping.event.transition else ""
    if said and said.lower() not in mapping.event.transitions:
        return "log.other-transition"
    group = _group(event, mapping)
    if group and group not in mapping.positions and not rule.position:
        return "log.unmapped-group"
    return ""


def _group(event: LogEvent, mapping: Mapping) -> str:
    """Return the group that did it, "" when the log or the mapping does not say."""
    if not mapping.positions or not mapping.event.group:
        return ""
    group = event.attributes.get(mapping.event.group, "")
    return "" if group in mapping.unrecorded else group


def _outcome(rule: ActivityRule, coming: Table[str, int]) -> str:
    """Return the outcome whose activity comes first afterwards."""
    best, first = rule.otherwise or rule.outcome, None
    for outcome, activities in rule.outcomes.items():
        for activity in activities:
            number = coming.get(activity)
            if number is not None and (first is None or number < first):
                best, first = outcome, number
    return best


def _is_untold(rule: ActivityRule, coming: Table[str, int]) -> bool:
    """Say whether what comes later could still give another outcome or fact than what came so far."""
    if rule.outcomes and not any(one in coming for told in rule.outcomes.values() for one in told):
        return True
    if not rule.facts or any(activity in coming for activity in rule.until):
        return False
    return not all(any(one in coming for one in activities) for activities in rule.facts.values())


def _facts(rule: ActivityRule, coming: Table[str, int]) -> dict[str, Any]:
    """Say of each fact whether one of its activities comes before the next of `until`."""
    stops = [coming[activity] for activity in rule.until if activity in coming]
    stop = min(stops, default=None)
    return {
        fact: any(activity in coming and (stop is None or coming[activity] < stop) for activity in activities)
        for fact, activities in rule.facts.items()
    }


def _bad_time(line: int, attribute: str, said: str, *, event: bool = True) -> Broken:
    told = f"“{said[:40]}”" if said else "空"
    return Broken(
        line,
        "log.bad-time",
        f"第 {line} 行: {attribute} 的时间 {told} 读不懂, 跳过。",
        f"Line {line}: the time of {attribute} ({said[:40]!r}) cannot be read; skipped.",
        event,
    )


def _no_activity(line: int, attribute: str) -> Broken:
    return Broken(
        line,
        "log.no-activity",
        f"第 {line} 行的事件没有活动名称 ({attribute}), 跳过。",
        f"The event of line {line} has no activity ({attribute}); skipped.",
    )


def _no_id(line: int, attribute: str) -> Broken:
    return Broken(
        line,
        "log.no-case-id",
        f"第 {line} 行的案例没有编号 ({attribute}), 跳过。",
        f"The case of line {line} has no id ({attribute}); skipped.",
        False,
    )


def _no_start(line: int, attribute: str) -> Broken:
    return Broken(
        line,
        "log.no-start",
        f"第 {line} 行的案例没有能读的开始时间 ({attribute}), 跳过。",
        f"The case of line {line} has no readable start ({attribute}); skipped.",
        False,
    )
