"""A process and its clocks; the law as it stands on the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from yiwang.kernel.bpmn.net import END, START, TERMINATE, USER, Net
from yiwang.kernel.calendar import Calendar, CalendarError
from yiwang.kernel.clocks import ClockRule
from yiwang.kernel.gaps import NO_GAPS, InvalidPeriod, utc
from yiwang.kernel.limits import Limit
from yiwang.kernel.periods import Due, Ending, due_after
from yiwang.pack.check.examination import Examination
from yiwang.pack.check.registry import found, rule
from yiwang.pack.check.repealed import uses_of_law
from yiwang.pack.check.spans import Span, Spans, in_words
from yiwang.pack.fields import Fields
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Clock, Matter
from yiwang.pack.where import Where, Word

_BEGIN = {"file", "receive", "forward", "accept", "correct"}
_FINISH = {"decide", "deliver", "close"}


class Late(NamedTuple):
    """A start from which the process may end after its limit."""

    start: date
    process: date
    limit: date


def _span(net: Net, matter: Matter, clock: Clock) -> Span | None:
    """Return the longest way of the process that lies between the clock's start and its stop."""
    ways = Spans(net, map(str, clock.not_counted))
    if clock.starts in _BEGIN:
        sources = [node.id for node in net.nodes if node.kind == START]
    else:
        begun = [node.id for node in net.nodes if clock.starts in (node.id, node.act)]
        sources = [flow.target for flow in net.flows if flow.source in begun]
    stops = set(map(str, clock.stops))
    targets = {node.id for node in net.nodes if stops & {node.id, node.act}}
    if stops & _FINISH:
        targets |= {node.id for node in net.nodes if node.kind in (END, TERMINATE)}
    return ways.longest(sources, targets) if targets else None


def _first_late(terms: tuple[Limit, ...], limits: ClockRule, bound: Limit, seen: Examination) -> Late | None:
    """Return a day of the known calendar, from the day of the check on, on which the terms end too late."""
    calendar = seen.city.calendar
    units = {term.unit for term in terms}
    if units == {bound.unit}:
        if sum(term.amount for term in terms) <= bound.amount:
            return None
        return _compared(terms, bound, limits, calendar, seen.on)
    first, last = calendar.first_day, calendar.horizon
    if first is None or last is None:
        return None
    day = max(first, min(seen.on, last))
    while day <= last:
        late = _compared(terms, bound, limits, calendar, day)
        if late is not None and late.process <= last:
            return late
        day += timedelta(days=1)
    return None


def _compared(
    terms: tuple[Limit, ...], bound: Limit, limits: ClockRule, calendar: Calendar, day: date
) -> Late | None:
    begun = utc(datetime.combine(day, time(9), tzinfo=calendar.zone))
    ending = Ending("day-end", limits.if_holiday)
    try:
        process: Due | None = due_after(begun, terms, NO_GAPS, ending, calendar)
        limit: Due | None = due_after(begun, (bound,), NO_GAPS, ending, calendar)
    except (CalendarError, InvalidPeriod, OverflowError):
        return None
    if process is None or limit is None or process.at <= limit.at:
        return None
    return Late(day, process.day, limit.day)


@rule("YW140")
def the_longest_way_fits_the_limit(seen: Examination) -> Iterator[Finding]:
    """流程最长的一条路, 按各环节自己的时限, 不超过法定时限; 超过承诺时限的是警告。

    The longest way through a process, by its own limits, fits the legal limit; past the promise: a warning.
    """
    for matter, clock, limits in seen.clock_rules:
        net = seen.nets.get(str(matter.id))
        span = _span(net, matter, clock) if isinstance(net, Net) else None
        if span is None or not span.terms:
            continue
        wanted = ((clock.legal, limits.legal, Level.ERROR), (clock.promised, limits.promised, Level.WARNING))
        for word, bound, level in wanted:
            late = _first_late(span.terms, limits, bound, seen) if word and bound else None
            if word and late:
                yield _too_long(seen, matter, clock, (word, span, late, level))
                break


def _too_long(
    seen: Examination, matter: Matter, clock: Clock, what: tuple[Word, Span, Late, Level]
) -> Finding:
    bound, span, late, level = what
    zh, en = in_words(span.terms)
    kind = ("法定时限", "legal") if level is Level.ERROR else ("承诺时限", "promised")
    way = " → ".join(span.nodes)
    where = seen.where_in_process(matter, span.nodes[-1])
    return found(
        bound.where,
        (
            f"{matter.title}: 流程最长的一条路要 {zh} ({way}), 超过 {clock.id} 的{kind[0]} {bound}: "
            f"{late.start} 起算, 到 {late.process}, 时限到 {late.limit}。",
            f"{matter.title.en}: the longest way takes {en} ({way}), more than the {kind[1]} limit {bound} "
            f"of {clock.id}: from {late.start} it ends on {late.process}, the limit on {late.limit}.",
        ),
        (
            f"缩短环节的时限 (见 {where.file} 第 {where.line} 行), 或并行办理。",
            f"Shorten the limits of the steps ({where.file} line {where.line}), or do some side by side.",
        ),
        level,
    )


@rule("YW141")
def every_step_within_a_limit_has_its_own(seen: Examination) -> Iterator[Finding]:
    """有法定时限的流程, 每个由人办的环节写明自己的时限, 否则算不出最长的路。

    Where the law limits a process, each step of a person has a limit of its own, or nobody can add them up.
    """
    for matter in seen.pack.matters:
        net = seen.nets.get(str(matter.id))
        if not isinstance(net, Net):
            continue
        lacking: dict[str, None] = {}
        for clock in matter.clocks:
            span = _span(net, matter, clock) if clock.legal else None
            if span is not None:
                left_out = set(map(str, clock.not_counted))
                bare = [one for one in net.nodes if one.kind == USER and not one.limit]
                timed = {one.attached for one in net.nodes if one.attached and one.interrupting}
                open_ended = [one for one in bare if one.interval not in left_out or not one.interval]
                lacking |= {one.id: None for one in open_ended if one.id not in timed}
        if lacking:
            first, count = next(iter(lacking)), len(lacking)
            few = list(lacking)[:5]
            yield found(
                seen.where_in_process(matter, first),
                (
                    f"{matter.title}: {count} 个环节没有时限, 最长要多久算不出: "
                    f"{'、'.join(few)}{' 等' if count > 5 else ''}。",
                    f"{matter.title.en}: {count} steps have no limit, so how long it may take is unknown: "
                    f"{', '.join(few)}{' and more' if count > 5 else ''}.",
                ),
                ("给环节写上 limit (流程图里写 yw:limit)。", "Write a limit (yw:limit in a drawing)."),
                Level.NOTE,
            )


@rule("YW142")
def law_in_use_is_in_force(seen: Examination) -> Iterator[Finding]:
    """用到的法律当天已经施行, 也没有更新的版本。

    Law in use is in force on the day, and no newer version of it is.
    """
    versions = _versions(seen)
    told: set[str] = set()
    for use in uses_of_law(seen):
        yield from _outdated(seen, use.citation, versions, told, use.of)


def _versions(seen: Examination) -> dict[str, list[tuple[str, str]]]:
    """Return, by law, the days from which its versions are in force, with their files."""
    found_in: dict[str, list[tuple[str, str]]] = {}
    for file, node in seen.pack.nodes.items():
        if file.startswith("clauses/"):
            law = Fields(node, Where(file))
            since = law.word("in_force")
            if since:
                found_in.setdefault(str(law.must("law")), []).append((str(since), file))
    return found_in


def _outdated(
    seen: Examination,
    citation: Word,
    versions: dict[str, list[tuple[str, str]]],
    told: set[str],
    about: tuple[str, str],
) -> Iterator[Finding]:
    clause = seen.clauses.get(str(citation))
    if clause is None or str(citation) in told:
        return
    known = versions.get(str(clause.law), [])
    own = next((since for since, file in known if file == clause.where.file), None)
    on = seen.on.isoformat()
    newest = max(((since, file) for since, file in known if since <= on), default=None)
    if own is not None and own > on:
        told.add(str(citation))
        yield found(
            citation.where,
            (
                f"{about[0]}: {clause.law} 自 {own} 施行, {on} 还没有施行。",
                f"{about[1]}: {clause.law} is in force from {own}, not yet on {on}.",
            ),
            ("改用当天施行的版本。", "Rest on the version that is in force."),
        )
    elif newest and own is not None and newest[0] > own:
        told.add(str(citation))
        yield found(
            citation.where,
            (
                f"{about[0]}: {citation} 引自 {clause.where.file} ({own} 施行), "
                f"已有 {newest[1]} ({newest[0]} 施行)。",
                f"{about[1]}: {citation} stands in {clause.where.file} (in force {own}); {newest[1]} "
                f"is newer (in force {newest[0]}).",
            ),
            ("读新版本, 改引新的条款。", "Read the newer version and cite its article."),
            Level.WARNING,
        )
