"""How a report stands, in words: for whoever told it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import Actor
from yiwang.kernel.case import CLOSED, ENDED, Case, due
from yiwang.kernel.matter import City
from yiwang.nets.reports import frame, queries
from yiwang.nets.reports.queries import Known
from yiwang.nets.reports.records import Report, Told
from yiwang.nets.reports.rules import PURPOSES
from yiwang.web import here
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Shown:
    """A report as whoever told it sees it."""

    id: UUID
    report: Report
    told: Told
    case: Case | None
    title: Text
    place: Text
    state: Text
    lead: Text | None
    due: datetime | None
    words: str
    where: str
    answer: str
    answered_by: Text | None
    messages: list[tuple[datetime, Text, str]]
    asked: list[dict[str, Any]]
    unmasked: list[tuple[datetime, str, Text]]
    can_say_not_fixed: bool


def state_in_words(told: Told, case: Case | None, report: Report) -> Text:
    """Say in plain words how it stands."""
    if report.handed:
        return T("report.state.handed")
    if report.answered_at is not None and not report.case:
        return T("report.state.answered-at-once")
    if told.not_opened:
        return T("report.state.not-opened")
    if case is None:
        return T("report.state.taken")
    if case.phase in ENDED:
        return T("report.state.done") if case.phase == CLOSED else T("report.state.ended")
    if report.not_fixed and case.opened_at <= report.not_fixed[-1]:
        return T("report.state.again")
    return T("report.state.handling")


def shown(request: HttpRequest, known: Known, actor: Actor | None = None) -> Shown | None:
    """Return a report for whoever told it, who may be known by the code alone (`actor`)."""
    report: Report = known.state
    told = queries.told_by_id(request, UUID(report.told), actor)
    if told is None:
        return None
    city = here.city_now(request)
    case = queries.case_behind(request, told) if report.case else None
    own, shared = queries.opened(request, report, actor), queries.opened(request, told, actor)
    return Shown(
        id=known.id,
        report=report,
        told=told,
        case=case,
        title=frame.kind_in_words(city, told.kind),
        place=frame.place_in_words(city, told.place),
        state=state_in_words(told, case, report),
        lead=here.body_in_words(city, case.lead) if case is not None else None,
        due=due(case)[0] if case is not None and case.phase not in ENDED else None,
        words=own.get("words", ""),
        where=own.get("where", ""),
        answer=shared.get("answer", ""),
        answered_by=here.body_in_words(city, told.answered_by) if told.answered_by else None,
        messages=_messages(city, report, told, own, shared),
        asked=[_asked(city, one, shared) for one in report.asked],
        unmasked=[
            (one.at, one.by, PURPOSES.get(one.purpose, {"zh": one.purpose})) for one in report.unmasked
        ],
        can_say_not_fixed=case is not None and case.phase in ENDED,
    )


def _messages(
    city: City, report: Report, told: Told, own: dict[str, str], shared: dict[str, str]
) -> list[tuple[datetime, Text, str]]:
    """Return what both sides wrote: one's own as it was written."""
    mine = [(one.at, T("report.you"), own.get(one.field, "")) for one in report.lines]
    theirs = [
        (one.at, here.body_in_words(city, one.by), shared.get(one.field, ""))
        for one in told.lines
        if one.by != "reporter"
    ]
    return sorted([*mine, *theirs], key=lambda one: one[0])


def _asked(city: City, one: Any, shared: dict[str, str]) -> dict[str, Any]:
    return {
        "at": one.at,
        "body": here.body_in_words(city, one.body),
        "id": one.body,
        "clause": one.clause,
        "reason": shared.get(one.field, ""),
        "state": T(f"report.reveal.{one.state}"),
        "waits": one.state == "asked" and not one.clause,
        "answered_at": one.answered_at,
    }
