"""Time limits: kept in law on every day, with their sources, as far as the calendar reaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from yiwang.kernel.calendar import Calendar
from yiwang.kernel.clocks import ClockRule, Due, Limit, due, parse
from yiwang.kernel.limits import DAY_UNITS
from yiwang.kernel.periods import Ends
from yiwang.pack.check.examination import Examination, nearest
from yiwang.pack.check.registry import found, rule
from yiwang.pack.check.words import ACTS, act_in_words
from yiwang.pack.finding import Finding, Level
from yiwang.pack.matters import Clock, Matter
from yiwang.pack.where import Where


class Overrun(NamedTuple):
    """A start on which a promise would end after the law's limit."""

    start: datetime
    promised: Due
    legal: Due


def first_start_on_which(rule: ClockRule, calendar: Calendar, on: date) -> Overrun | None:
    """Return a start on which the promise ends after the legal limit, None if there is none.

    Every day of the known calendar is tried whatever the units; where hours meet days, several times of
    each day. The first working day from `on` comes first, as the example that a reader can check.
    A start whose legal limit ends past the horizon is left out: nobody knows that day yet.
    """
    promised, first, last = rule.promised, calendar.first_day, calendar.horizon
    bound = rule.legal
    if promised is None or bound is None or first is None or last is None or _never_later(promised, bound):
        return None
    by_day = promised.unit in DAY_UNITS and bound.unit in DAY_UNITS
    moments = (time(9),) if by_day else (time(0), time(9), time(12, 30), time(17, 29), time(23, 59))
    for day in _days(first, last, on, calendar):
        for moment in moments:
            start = datetime.combine(day, moment, tzinfo=calendar.zone)
            legal = _due(bound, start, rule, calendar)
            if legal is None or legal.day > last:
                continue
            end = _due(promised, start, rule, calendar)
            if end is not None and end.at > legal.at:
                return Overrun(start, end, legal)
    return None


def _days(first: date, last: date, on: date, calendar: Calendar) -> Iterator[date]:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    yield from (day for day in days if day >= on and calendar.is_working(day))
    yield from days


def _never_later(promised: Limit, legal: Limit) -> bool:
    return promised.unit == legal.unit and promised.amount <= legal.amount


def _due(limit: Limit, start: datetime, rule: ClockRule, calendar: Calendar) -> Due | None:
    ends: Ends = "day-end" if rule.ends == "instant" and limit.unit in DAY_UNITS else rule.ends
    answer = due(limit, start, calendar, ends=ends, if_holiday=rule.if_holiday)
    return answer if isinstance(answer, Due) else None


@rule("YW104")
def promise_is_within_the_law(seen: Examination) -> Iterator[Finding]:
    """承诺时限不得长于法定时限。A promised limit is never longer than the legal one."""
    for matter, clock, limits in seen.clock_rules:
        if clock.legal is None or clock.promised is None:
            continue
        over = first_start_on_which(limits, seen.city.calendar, seen.on)
        if over is None:
            continue
        law_zh, law_en = clock.legal.where.seen_from(clock.promised.where)
        act_zh, act_en = act_in_words(str(clock.starts))
        day = over.start.date()
        ends_zh, ends_en = _two_days(over)
        yield found(
            clock.promised.where,
            (
                f"{matter.title}: 承诺时限 {clock.promised}, 晚于法定时限 {clock.legal} ({law_zh})，"
                f"例如 {day} {act_zh}时（{ends_zh}）。",
                f"{matter.title.en}: the promised limit {_en(clock.promised)} ends after the legal "
                f"limit {_en(clock.legal)} ({law_en}), for example with {act_en} on {day} ({ends_en}).",
            ),
            (
                f"把 promised 改为不晚于 {clock.legal}, 或用同一单位。",
                f"Make promised end no later than {_en(clock.legal)}, or use the same unit.",
            ),
        )


def _en(limit: str) -> str:
    """Return a limit in English, as written if it cannot be read."""
    answer = parse(str(limit))
    return answer.en if isinstance(answer, Limit) else str(limit)


def _two_days(over: Overrun) -> tuple[str, str]:
    promised, legal = over.promised, over.legal
    if promised.day == legal.day:
        zone = over.start.tzinfo
        ends = [one.at.astimezone(zone).strftime("%m-%d %H:%M") for one in (promised, legal)]
        return f"{ends[0]} 对 {ends[1]}", f"{ends[0]} against {ends[1]}"
    days = (promised.day, legal.day)
    zh = [f"{day.month} 月 {day.day} 日" for day in days]
    return f"{zh[0]}对 {zh[1]}", f"{days[0]} against {days[1]}"


@rule("YW105")
def every_clock_names_the_source_of_its_unit(seen: Examination) -> Iterator[Finding]:
    """每个时限写明单位的依据 (日是工作日还是自然日)。Every clock names the clause that fixes its unit."""
    for matter in seen.pack.matters:
        for clock in matter.clocks:
            if clock.unit_source:
                continue
            limit = clock.legal or clock.promised or clock.id
            yield found(
                clock.where,
                (
                    f"{matter.title}: 时限 {clock.id} ({limit}) 没有写单位的依据 unit_source。",
                    f"{matter.title.en}: the clock {clock.id} ({_en(limit)}) names no unit_source.",
                ),
                (
                    "写上定下单位的条款, 如 unit_source: 行政许可法 第八十二条。",
                    "Name the clause that fixes the unit, such as unit_source: 行政许可法 第八十二条.",
                ),
            )


@rule("YW111")
def the_calendar_reaches_past_the_longest_clock(seen: Examination) -> Iterator[Finding]:
    """放假安排应覆盖最长的时限, 之后的期限只能暂定。

    The calendar reaches past the longest clock; what is due beyond it is provisional.
    """
    calendar = seen.city.calendar
    longest: tuple[date, Matter, Clock] | None = None
    for matter, clock, limits in seen.clock_rules:
        end = _latest(limits, seen.on, calendar)
        if end is not None and (longest is None or end > longest[0]):
            longest = (end, matter, clock)
    if (
        longest is None
        or seen.calendar_fault
        or (calendar.horizon is not None and longest[0] <= calendar.horizon)
    ):
        return
    end, matter, clock = longest
    horizon = calendar.horizon
    files = _notices(seen)
    where = Where(files[-1]) if files else seen.pack.head.calendar.where
    short = (end - horizon).days if horizon else 0
    reach_zh = f"只到 {horizon}" if horizon else "一年也没有"
    reach_en = f"end on {horizon}" if horizon else "are missing altogether"
    over = horizon is None or horizon < seen.on
    limit = clock.legal or clock.promised or clock.id
    yield found(
        where,
        (
            f"放假安排{reach_zh}; {seen.on} 起算的“{matter.title}” {limit} (连同可延长的) 最迟到 {end}"
            + (f", 超出 {short} 天。" if short else "。"),
            f"The holiday notices {reach_en}; {_en(limit)} of “{matter.title.en}” "
            f"begun on {seen.on} (with its extension) ends on {end} at the latest"
            + (f", {short} day(s) beyond." if short else "."),
        ),
        (
            f"{end.year} 年放假安排公布后, 放入 calendar/{end.year}.json; 在此之前, 期限显示为暂定。",
            f"Add calendar/{end.year}.json when the notice for {end.year} is published; until then such "
            "deadlines are shown as provisional.",
        ),
        Level.WARNING if over else Level.NOTE,
    )


def _notices(seen: Examination) -> list[str]:
    """Return the calendar's files, by year."""
    return sorted(path for path in seen.pack.files if path.startswith("calendar/") and path.endswith(".json"))


def _latest(limits: ClockRule, on: date, calendar: Calendar) -> date | None:
    bound = limits.bound
    if bound is None:
        return None
    amount = bound.amount
    if limits.extend and limits.extend.at_most.unit == bound.unit:
        amount += limits.extend.at_most.amount
    if bound.unit not in ("working_day", "office_hour") and limits.if_holiday == "as-is":
        return None  # no notice moves it
    start = datetime.combine(on, time(9), tzinfo=calendar.zone)
    answer = _due(Limit(amount, bound.unit), start, limits, calendar)
    return answer.day if answer else None


@rule("YW118")
def every_clock_can_be_counted(seen: Examination) -> Iterator[Finding]:
    """每个时限都能计算: 日历、单位、渠道、起止都对得上。

    Every clock can be counted: calendar, units, channels, start and end agree.
    """
    yield from _calendar(seen)
    for matter in seen.pack.matters:
        for clock in matter.clocks:
            made = seen.rule_of(clock)
            for fault in made if isinstance(made, tuple) else ():
                if fault.code == "limit.unreadable":
                    continue  # the schema said so, at its own line
                yield found(
                    clock.where,
                    (f"{matter.title}: {fault.zh}", f"{matter.title.en}: {fault.en}"),
                    ("按 docs/packs.md 改写这个时限。", "Rewrite the clock as docs/packs.md says."),
                )
            yield from _channels(matter, clock)
            yield from _acts(matter, clock)


def _calendar(seen: Examination) -> Iterator[Finding]:
    fault = seen.calendar_fault
    if fault is not None:
        files = _notices(seen)
        where = Where(files[0]) if files else seen.pack.head.calendar.where
        yield found(
            where,
            (fault.zh, fault.en),
            ("改正放假安排或办公时段。", "Correct the notices or the office hours."),
        )


def _channels(matter: Matter, clock: Clock) -> Iterator[Finding]:
    if not clock.start_day or not matter.channels:
        return
    for wanted in matter.channels:
        if wanted not in clock.start_day:
            yield found(
                clock.where,
                (
                    f"{matter.title}: 时限 {clock.id} 没有写渠道 {wanted} 的起算日 (start_day)。",
                    f"{matter.title.en}: the clock {clock.id} does not say from which day the "
                    f"channel {wanted} counts (start_day).",
                ),
                (
                    f"在 start_day 写上 {wanted}: same 或 next-working-day。",
                    f"Add {wanted}: same or next-working-day.",
                ),
            )
    for channel, day in clock.start_day.items():
        if channel not in map(str, matter.channels):
            zh, en = nearest(channel, map(str, matter.channels))
            yield found(
                day.where,
                (
                    f"{matter.title}: 时限 {clock.id} 写了事项没有的渠道 {channel}。",
                    f"{matter.title.en}: the clock {clock.id} names the channel {channel}, "
                    "which the matter does not have.",
                ),
                (zh, en),
            )


def _acts(matter: Matter, clock: Clock) -> Iterator[Finding]:
    for word in clock.stops:
        if word == clock.starts and word in ACTS:
            yield found(
                word.where,
                (
                    f"{matter.title}: 时限 {clock.id} 的起点和终点都是 {word}。",
                    f"{matter.title.en}: the clock {clock.id} starts and stops with {word}.",
                ),
                ("改 starts 或 stops。", "Change starts or stops."),
            )
    if clock.starts == "decide" and not matter.decides:
        yield found(
            clock.starts.where,
            (
                f"{matter.title}: 时限 {clock.id} 从决定起算, 但事项不作决定 (decides: false)。",
                f"{matter.title.en}: the clock {clock.id} starts with the decision, but the matter "
                "makes none (decides: false).",
            ),
            ("改 starts, 或去掉 decides: false。", "Change starts, or remove decides: false."),
        )
