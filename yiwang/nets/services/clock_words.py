"""A clock in words: when it is due, and why it stands where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yiwang.kernel.case import Case
from yiwang.kernel.clocks import ClockState, Remaining, promise_missed, remaining
from yiwang.kernel.clocks import expired as is_expired
from yiwang.kernel.explain import Explanation, Stretch, explain
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.inputs import interval_title
from yiwang.web.words import LANGUAGES, T, Text, say


@dataclass(frozen=True)
class ClockWords:
    """One clock of a case as a reader sees it.

    Attributes:
        legal: None where the law sets no limit.
        due: the day that counts for the reader: the promised one when there is one, else the legal.
        late: the legal limit passed. past: that, or the promise passed where it is the only limit.
        why: one sentence for each thing that moved it, in order.
    """

    id: str
    title: Text
    legal: Text | None
    promised: Text | None
    due: datetime | None
    due_provisional: bool
    due_legal: datetime | None
    legal_provisional: bool
    running: bool
    paused: bool
    late: bool
    promise_missed: bool
    past: bool
    stopped_at: datetime | None
    left: Text | None
    source: str
    unit_source: str
    why: tuple[Text, ...]


def clocks(case: Case, city: City, matter: Matter, now: datetime) -> list[ClockWords]:
    """Return the clocks of a case in the pack's order."""
    order = [*(one for one in matter.clocks if one in case.clocks), *(set(case.clocks) - set(matter.clocks))]
    return [_clock(case.clocks[clock_id], city, matter, now) for clock_id in order]


def _clock(state: ClockState, city: City, matter: Matter, now: datetime) -> ClockWords:
    rule = matter.clocks.get(state.id)
    due = state.due_promised if state.promised is not None else state.due_legal
    unsure = state.promised_provisional if state.promised is not None else state.legal_provisional
    return ClockWords(
        id=state.id,
        title=rule.title if rule else {"zh": state.id, "en": state.id},
        legal={"zh": state.legal.zh, "en": state.legal.en} if state.legal else None,
        promised={"zh": state.promised.zh, "en": state.promised.en} if state.promised else None,
        due=due,
        due_provisional=unsure,
        due_legal=state.due_legal,
        legal_provisional=state.legal_provisional,
        running=state.stopped_at is None,
        paused=state.paused and state.stopped_at is None,
        late=is_expired(state, now),
        past=is_expired(state, now) if state.legal else promise_missed(state, now),
        promise_missed=promise_missed(state, now),
        stopped_at=state.stopped_at,
        left=_left(state, city, now),
        source=rule.source if rule else "",
        unit_source=rule.unit_source if rule else "",
        why=_why(state, city, matter),
    )


def _left(state: ClockState, city: City, now: datetime) -> Text | None:
    if state.stopped_at is not None:
        return None
    which = "promised" if state.promised is not None else "legal"
    answer = remaining(state, now, city.calendar, which)
    if not isinstance(answer, Remaining):
        return None
    amount, unit = abs(answer.amount), answer.unit
    if unit.endswith("minute") and amount >= 60:
        amount, unit = amount // 60, unit.replace("minute", "hour")
    state = "late" if answer.late else "open"
    return _filled(T(f"services.left.{state}.{unit}"), amount=str(amount))


def _why(state: ClockState, city: City, matter: Matter) -> tuple[Text, ...]:
    which = "promised" if state.promised is not None else "legal"
    told = explain(state, city.calendar, which)
    if told is None or isinstance(told, Refusal):
        return ()
    return tuple(_sentences(told, state, city, matter))


def _sentences(told: Explanation, state: ClockState, city: City, matter: Matter) -> list[Text]:
    found = [_dated("services.why.started", told.acted_on, limit={"zh": told.limit.zh, "en": told.limit.en})]
    if told.started_on != told.acted_on:
        found.append(_dated("services.why.next-day", told.started_on))
    if told.void_starts:
        found.append(_dated("services.why.restarted", told.void_starts[-1]))
    found += [_stretch(one, matter) for one in told.not_counted if one.why == "pause" or one.name]
    if told.made_up:
        found.append(
            _filled(
                T("services.why.made-up"),
                days={language: _days_listed(told.made_up, language) for language in LANGUAGES},
            )
        )
    for one in told.extensions:
        amount = {"zh": one.amount.zh, "en": one.amount.en}
        found.append(_dated("services.why.extended", city.calendar.local_date(one.at), amount=amount))
    if told.rolled_from is not None:
        found.append(_dated("services.why.rolled", told.rolled_from))
    if told.provisional and told.due is not None:
        found.append(_dated("services.why.provisional", told.due))
    if state.legal is None:
        found.append(T("services.why.no-law"))
    if state.expired_at is not None:
        found.append(_dated("services.why.expired", city.calendar.local_date(state.expired_at)))
    return found


def _stretch(stretch: Stretch, matter: Matter) -> Text:
    name: Text = {"zh": stretch.name, "en": stretch.name}
    if stretch.why == "pause":
        name = interval_title(matter, stretch.name)
    if stretch.last is None:
        return _dated("services.why.paused-open", stretch.first, name=name)
    key = "services.why.paused" if stretch.why == "pause" else "services.why.holiday"
    last = {language: day(stretch.last, language) for language in LANGUAGES}
    return _dated(key, stretch.first, name=name, last=last)


def day(one: date, language: str) -> str:
    """Return a day in words without its weekday."""
    return f"{one.year}年{one.month}月{one.day}日" if language == "zh" else f"{one.day} {one:%B} {one.year}"


def _days_listed(days: tuple[date, ...], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(day(one, language) for one in days)


def _dated(key: str, one: date, **params: Text) -> Text:
    return _filled(T(key), day={language: day(one, language) for language in LANGUAGES}, **params)


def _filled(text: Text, **params: Text | str) -> Text:
    return {
        language: say(text, language, **{name: say(one, language) for name, one in params.items()})
        for language in LANGUAGES
    }
