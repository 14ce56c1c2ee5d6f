"""What a move does to the clocks of a case: never to the person's harm.

A limit that the authority must keep never ends later than before, one that the person must keep never
sooner: where the new version says otherwise, the case keeps the limit it has. What would take a right away
(a clock that is gone, another outcome at its end) forbids the move.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from msgspec.structs import replace

from yiwang.kernel import clocks as rules
from yiwang.kernel.acts.migration.changes import Change, Part, changes, forbids, in_en, in_zh
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.case import Case
from yiwang.kernel.clocks import ClockRule, ClockState
from yiwang.kernel.commands import Context
from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import Matter
from yiwang.kernel.refusal import Refusal

THE_PERSONS = frozenset({"lapse"})
"""Outcomes at expiry that befall whoever should have acted: such a limit is the person's own."""


def clocks(case: Case, old: Matter, new: Matter, onto: Context, ahead: Collection[str]) -> Part:
    """Say what a move to `new` does to the clocks of a case.

    Args:
        onto: the context under the new pack. ahead: acts and steps that may still happen to the case.
    """
    obstacles: list[Refusal] = []
    told: list[Change] = []
    changed: dict[str, ClockState] = {}
    for clock_id, state in case.clocks.items():
        rule = new.clocks.get(clock_id)
        found = list(_forbidden(state, old.clocks[clock_id], rule))
        if rule is None or found:
            obstacles += found
            continue
        if state.stopped_at is not None or state.expired_at is not None:
            continue
        after = _under(state, rule, onto)
        if isinstance(after, Refusal):
            obstacles.append(after)
        elif after != state:
            changed[clock_id] = after
            told += _told(state, after, rule, onto.city.calendar)
    for clock_id in [one for one in new.clocks if one not in case.clocks]:
        rule = new.clocks[clock_id]
        began = _began(case, old, rule.starts)
        if began is None:  # its act is still to come, or nobody knows when it was
            continue
        started = _started(case, rule, began, onto, ahead)
        if isinstance(started, ClockState):
            changed[clock_id] = started
            told += _told(None, started, rule, onto.city.calendar)
        elif isinstance(started, Change):
            told.append(started)
        else:
            obstacles.append(started)
    obstacles += _of_channel(case, new)
    return Part(tuple(obstacles), tuple(told), clocks=changed)


def _forbidden(state: ClockState, before: ClockRule, rule: ClockRule | None) -> Iterator[Refusal]:
    zh, en = in_zh(before.title, state.id), in_en(before.title, state.id)
    if rule is None:
        yield forbids(
            "clock-gone",
            f"新版没有时限“{zh}”，本件的期限不能就此没有。",
            f"The new version lacks the clock “{en}”; the case cannot lose its limit.",
            clock=state.id,
        )
        return
    if state.stopped_at is not None:
        return
    deemed = None if rule.on_expiry == "none" else rule.on_expiry
    if deemed != state.on_expiry:
        yield forbids(
            "expiry-differs",
            f"时限“{zh}”届满的后果由 {state.on_expiry or '无'} 改为 {deemed or '无'}，在走的不能改。",
            f"What the end of “{en}” brings turns from {state.on_expiry or 'none'} to {deemed or 'none'}.",
            clock=state.id,
            before=state.on_expiry,
            after=deemed,
        )
    if not set(before.stops) <= set(rule.stops):
        lost = sorted(set(before.stops) - set(rule.stops))
        yield forbids(
            "clock-stops",
            f"时限“{zh}”在新版里不再因 {'、'.join(lost)} 停止，可能停不下来。",
            f"In the new version “{en}” does not stop at {', '.join(lost)} any more, and might never.",
            clock=state.id,
            acts=lost,
        )


def _of_channel(case: Case, new: Matter) -> Iterator[Refusal]:
    for rule in new.clocks.values():
        if rule.start_day and case.channel not in rule.start_day:
            yield forbids(
                "channel-gone",
                f"新版的时限“{in_zh(rule.title, rule.id)}”没有写明渠道 {case.channel} 从哪天起算。",
                f"“{in_en(rule.title, rule.id)}” does not say from which day {case.channel} counts.",
                channel=case.channel,
                clock=rule.id,
            )


def _under(state: ClockState, rule: ClockRule, onto: Context) -> ClockState | Refusal:
    """Return a running clock under its new rule, as far as that harms nobody."""
    calendar = onto.city.calendar
    same = (state.legal, state.promised) == (rule.legal, rule.promised)
    if same and (state.ends, state.if_holiday) == (rule.ends, rule.if_holiday):
        return _recounted(state, rule, calendar, onto.now)
    if state.paused:
        return forbids(
            "clock-paused",
            f"时限“{in_zh(rule.title, rule.id)}”正停着，期限又有改动，恢复之后再转。",
            f"The clock “{in_en(rule.title, rule.id)}” stands still and its limit changed; resume it first.",
            clock=state.id,
        )
    base = _recounted(state, rule, calendar, onto.now)
    if isinstance(base, Refusal):
        return base
    candidate = rules.recompute(
        replace(base, legal=rule.legal, promised=rule.promised, ends=rule.ends, if_holiday=rule.if_holiday),
        calendar,
    )
    if isinstance(candidate, Refusal):
        return candidate
    sooner = _harmless(state, base.due_legal, candidate.due_legal)
    if sooner and candidate.due_legal is not None and candidate.due_legal < onto.now:
        return _passed(candidate.due_legal, rule, calendar)
    for led, legal, promised in (
        (candidate, rule.legal, rule.promised),
        (candidate, rule.legal, state.promised),
        (base, state.legal, rule.promised),
    ):
        mixed = rules.recompute(replace(led, legal=legal, promised=promised), calendar)
        if isinstance(mixed, ClockState) and _good(base, mixed, onto.now):
            return mixed
    return base


def _good(before: ClockState, after: ClockState, now: datetime) -> bool:
    """Say whether neither limit is worse for the person, and no promise would be broken by the move."""
    if not _harmless(before, before.due_legal, after.due_legal):
        return False
    if after.due_promised == before.due_promised:
        return True
    kept = after.due_promised is None or after.due_promised >= now
    return kept and _harmless(before, before.due_promised, after.due_promised)


def _harmless(state: ClockState, before: datetime | None, after: datetime | None) -> bool:
    """Say whether a deadline may take the place of another: never worse for the person, never lost."""
    mine = state.on_expiry in THE_PERSONS
    if before is None:
        return after is None or not mine
    if after is None:
        return False
    return after >= before if mine else after <= before


def _recounted(state: ClockState, rule: ClockRule, calendar: Calendar, now: datetime) -> ClockState | Refusal:
    """Count the same limits by the new pack's calendar; only what was provisional may be put off by it."""
    again = rules.recompute(state, calendar)
    if isinstance(again, Refusal):
        return again
    for before, after, unsure in (
        (state.due_legal, again.due_legal, state.legal_provisional),
        (state.due_promised, again.due_promised, state.promised_provisional),
    ):
        if before is None or after is None or unsure:
            continue
        if (after < before) if state.on_expiry in THE_PERSONS else (after > before):
            return forbids(
                "clock-later",
                f"按新版的日历，时限“{in_zh(rule.title, rule.id)}”由 {_day(before, calendar)} 变为"
                f" {_day(after, calendar)}，对当事人不利。",
                f"By the new calendar “{in_en(rule.title, rule.id)}” moves from {_day(before, calendar)} to"
                f" {_day(after, calendar)}, to the person's harm.",
                clock=state.id,
                before=_day(before, calendar),
                after=_day(after, calendar),
            )
    if (
        again.due_legal is not None
        and state.due_legal is not None
        and again.due_legal < now <= state.due_legal
    ):
        return _passed(again.due_legal, rule, calendar)
    return again


def _passed(due: datetime, rule: ClockRule, calendar: Calendar) -> Refusal:
    return forbids(
        "clock-passed",
        f"按新版，时限“{in_zh(rule.title, rule.id)}”已于 {_day(due, calendar)} 届满。",
        f"Under the new version “{in_en(rule.title, rule.id)}” would have passed on {_day(due, calendar)}.",
        clock=rule.id,
        after=_day(due, calendar),
    )


def _began(case: Case, old: Matter, act: str) -> datetime | None:
    """Return when an act happened that a clock of the new version starts at, as far as the case knows."""
    if act == "file":
        return case.opened_at
    if act == "receive" and case.received_at is not None:
        return case.received_at
    for clock_id, state in case.clocks.items():
        if old.clocks[clock_id].starts == act and state.stopped_at is None:
            return state.begins[0].at
    return None


def _started(
    case: Case, rule: ClockRule, began: datetime, onto: Context, ahead: Collection[str]
) -> ClockState | Change | Refusal:
    """Return a clock that only the new version has, from the act that it counts from.

    It does not begin where what stops it is past, nor where it is the person who would have to keep it.
    """
    if not set(rule.stops) & set(ahead) or rule.on_expiry in THE_PERSONS:
        return changes(
            "clock-not-begun",
            f"新版多一个时限“{in_zh(rule.title, rule.id)}”，本件不补起算。",
            f"The new version has one more clock, “{in_en(rule.title, rule.id)}”, which is not begun here.",
            clock=rule.id,
        )
    state = rules.start(rule, began, case.channel, onto.city.calendar)
    if isinstance(state, Refusal):
        return state
    if state.due_legal is not None and state.due_legal < onto.now:
        return _passed(state.due_legal, rule, onto.city.calendar)
    return state


def _told(
    before: ClockState | None, after: ClockState, rule: ClockRule, calendar: Calendar
) -> Iterator[Change]:
    zh, en = in_zh(rule.title, rule.id), in_en(rule.title, rule.id)
    pairs = (
        ("legal", "法定", *(_of_law(before) if before else (None, None)), *_of_law(after)),
        ("promised", "承诺", *(_of_promise(before) if before else (None, None)), *_of_promise(after)),
    )
    for which, word, had, was, has, now in pairs:
        if (was, had) == (now, has):
            continue
        yield changes(
            f"clock-{which}",
            f"“{zh}”{word}期限由 {_limit(had, 'zh')}（{_when(was, calendar)}）改为"
            f" {_limit(has, 'zh')}（{_when(now, calendar)}）。",
            f"The {which} limit of “{en}” changes from {_limit(had, 'en')} ({_when(was, calendar)}) to"
            f" {_limit(has, 'en')} ({_when(now, calendar)}).",
            clock=rule.id,
            which=which,
            before=_when(was, calendar),
            after=_when(now, calendar),
        )


def _of_law(state: ClockState) -> tuple[Limit | None, datetime | None]:
    return state.legal, state.due_legal


def _of_promise(state: ClockState) -> tuple[Limit | None, datetime | None]:
    return state.promised, state.due_promised


def _limit(limit: Limit | None, language: str) -> str:
    if limit is None:
        return "无" if language == "zh" else "none"
    return limit.zh if language == "zh" else limit.en


def _when(moment: datetime | None, calendar: Calendar) -> str:
    return _day(moment, calendar) if moment is not None else "—"


def _day(moment: datetime, calendar: Calendar) -> str:
    return calendar.local_date(moment).isoformat()
