"""事件 as REST: lists, one event, its acts with pictures, what is public, the rates, proposed shares."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from yiwang.ingest.signal_records import Signal
from yiwang.kernel.access import scope
from yiwang.kernel.acts.dispatching import desk_of
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations import coarse, proposing, rates, signal_queries
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations.api_words import (
    EventActed,
    EventActing,
    EventFigures,
    EventMap,
    EventPage,
    EventShown,
    OpenEvents,
    ProposedLine,
    SignalPage,
    SignalShown,
)
from yiwang.nets.operations.event_acts import ACTS, open_to
from yiwang.nets.operations.event_queries import Filters, Line
from yiwang.nets.operations.views import event_map
from yiwang.nets.operations.views import events as pages
from yiwang.nets.operations.views import signals as signal_pages
from yiwang.nets.operations.views.event_public import MONTHS_BACK
from yiwang.web import store_door
from yiwang.web.here import city_key
from yiwang.web.rest import Served, offering
from yiwang.web.rest.problems import refused
from yiwang.web.rest.sent import idempotency_key, own_key, with_files
from yiwang.web.rest.sent import read as read_sent
from yiwang.web.rest.served import also

MOST_PAGES = 1_000
SIGNAL_FIELDS = (
    "rule", "about", "thing", "place", "body", "severity", "since", "until", "times",
)  # fmt: skip
router = Served(
    "events",
    {
        "about": "district-urban-management",
        "after": "",
        "against": 0,
        "answers": {"reason": "示例"},
        "at_least": 10,
        "by_body": [],
        "by_kind": [],
        "cell": "0.01",
        "cells": [],
        "event_kind": "1101",
        "hold_cause": "budget",
        "hold_owner": "district-urban-management",
        "month": "2026-11",
        "numbers": "2611-7F3K2M9QX",
        "longitude": 113.115,
        "latitude": 29.365,
        "objected_for": "",
        "places": [],
        "score": "92.5",
        "severity": "normal",
        "signal": "01a20606-35c0-78fd-887b-825248bd329c",
        "thing": "cover-01",
        "rule": "cover-open",
        "times": 1,
        "more": False,
        "joined": "01a20606-35c0-78fd-887b-825248bd329c",
        "happened": [],
        "state": "open",
        "page": 1,
        "task": "",
    },
    says={
        "GET /events": "自己单位的事件，新的在前；可按地点、类别、状态、超时、挂账筛选。",
        "GET /events/{number}": "一个事件：派遣情况和现在可以办的。",
        "POST /events/{number}/acts/{act}": "办一个动作：派遣、退回、吹哨、请示、审批、办完一步等。",
        "GET /events/public": "挂账的和已经解决、可以公开的事件。",
        "GET /events/public/map": "未办结的事件，只到粗格子和区域，没有人的信息。",
        "GET /events/figures": "三率：及时响应、解决、满意，按月、单位和类别；件数太少的不给。",
        "GET /signals": "看得到的告警：还在的、静默的、过去的；可按区域、规则筛选。",
        "GET /signals/{signal}": "一条告警：经过和同组的告警。",
        "GET /events/lines": "派遣决定提出的责任分工建议，不会自动生效。",
    },
)

PICTURES = with_files(
    EventActing,
    "act",
    "`act` as JSON; pictures as parts `before` and `after`, three of each: JPEG, PNG or WebP.",
)
_LINE = [
    "number",
    "matter",
    "event_kind",
    "phase",
    "place",
    "lead",
    "severity",
    "longitude",
    "latitude",
    "opened_at",
    "due_at",
    "ended_at",
    "on_hold",
]
_OPEN = [
    "number",
    "event_kind",
    "place",
    "lead",
    "opened_at",
    "ended_at",
    "hold_cause",
    "hold_owner",
    "hold_next",
]


@router.serve("GET", "/events", "event.read", response=EventPage)
def events(request: HttpRequest) -> dict[str, Any]:
    """List the events of one's bodies, newest first; narrowed as the page is, `after` goes on."""
    found, more = read.listed(request, Filters.of(request.GET))
    return {"events": [_line(one, _LINE) for one in found], "after": found[-1].after if more else ""}


def _line(one: Line, names: list[str]) -> dict[str, Any]:
    return {name: one.row[name] for name in names}


@router.serve("GET", "/events/public", "event.public", response=OpenEvents)
def public(request: HttpRequest, after: str = "") -> dict[str, Any]:
    """List what is on hold, and what was mended with pictures for everybody."""
    mended, more = read.shown(request, after)
    last = mended[-1] if more else None
    return {
        "held": [_line(one, _OPEN) for one in read.held(request)],
        "mended": [_line(one, _OPEN) for one in mended],
        "after": f"{last.ended_at.isoformat()}_{last.stream}" if last is not None else "",
    }


@router.serve("GET", "/events/public/map", "event.public", response=EventMap)
def public_map(request: HttpRequest, kind: str = "") -> dict[str, Any]:
    """Give the open events by coarse cell and by place; how wide a cell is the pack says."""
    width = event_map.cell_of(read.city_of(request))
    if not width:
        raise Http404
    found = coarse.cells(request, width, kind)
    return {
        "cell": str(width),
        "cells": [
            {"longitude": one.longitude, "latitude": one.latitude, "events": one.events, "told": one.told}
            for one in found
        ],
        "places": [
            {"place": one.place, "events": one.events, "told": one.told}
            for one in coarse.places(request, kind)
        ],
    }


@router.serve("GET", "/events/figures", "event.public", response=EventFigures)
def figures(request: HttpRequest) -> dict[str, Any]:
    """Give the rates by month, by body and by kind, with their intervals; small numbers are kept back."""
    given = read.city_of(request).event_rules
    cells = [rates.Cell(*one) for one in read.cells(request, store_door.now() - timedelta(days=MONTHS_BACK))]
    lines = {
        what: [_rates(one) for one in rates.by(cells, what, given.weights, given.at_least)]
        for what in ("body", "kind")
    }
    return {"at_least": given.at_least, "by_body": lines["body"], "by_kind": lines["kind"]}


def _rates(one: rates.Line) -> dict[str, Any]:
    return {
        "month": one.month,
        "about": one.about,
        "events": one.events,
        "on_hold": one.on_hold,
        **{name: _rate(getattr(one, name)) for name in ("response", "resolution", "satisfaction")},
        "score": f"{one.score:.1f}" if one.score is not None else None,
    }


def _rate(one: rates.Rate) -> dict[str, float | None]:
    if not one.known:
        return {"percent": None, "low": None, "high": None}
    return {"percent": one.percent, "low": one.low, "high": one.high}


@router.serve("GET", "/events/lines", "event.lines", response=list[ProposedLine])
def lines(request: HttpRequest) -> list[dict[str, Any]]:
    """List what decisions about whose events are propose to the responsibility table."""
    return [
        {
            "matter": one.matter,
            "place": one.place,
            "lead": one.body,
            "times": one.times,
            "against": one.against,
            "last": one.at,
            "by": one.by,
            "numbers": list(one.numbers),
        }
        for one in proposing.proposed(read.decisions(request))
    ]


@router.serve("GET", "/events/{number}", "event.read", response=EventShown)
def event(request: HttpRequest, number: str) -> dict[str, Any]:
    """Show one event: how its dispatch stands, and what can be done now."""
    file = pages.file_or_404(request, number)
    case, desk = file.case, desk_of(file.case)
    hold = desk.hold
    return {
        "number": case.number,
        "phase": case.phase,
        "event_kind": str(case.facts.get("event_kind", "")),
        "place": case.place,
        "lead": case.lead,
        "severity": str(case.facts.get("severity", "")),
        "returns": desk.returns,
        "objected_for": desk.objection.proposed if desk.objection is not None else "",
        "hold_cause": hold.cause if hold is not None else "",
        "hold_owner": hold.owner if hold is not None else "",
        "hold_next": hold.next_at if hold is not None else None,
        "can": [offering.as_sent(one) for one in open_to(pages.setting_of(request, file))],
    }


@router.serve(
    "POST", "/events/{number}/acts/{act}", "event.read", response=EventActed, openapi_extra=PICTURES
)
def act(request: HttpRequest, response: HttpResponse, number: str, act: str) -> Any:
    """Do one act; it asks for its own permission. A refusal says why (409) and changes nothing."""
    one = ACTS.get(act)
    if one is None:
        raise Http404
    also(request, one.command.verb)
    key = own_key(request, idempotency_key(request), f"event/{number}/{act}")
    sent = read_sent(request, EventActing, "act")
    file = pages.file_or_404(request, number)
    done = pages.done(request, file, one, {**sent.answers, "task": sent.task}, key)
    if isinstance(done, Refusal):
        return refused(done)
    response["ETag"] = f'"{done.seq}"'
    return {
        "number": done.state.number,
        "phase": done.state.phase,
        "seq": done.seq,
        "head": done.head.hex(),
        "repeated": done.repeated,
    }


@router.serve("GET", "/signals", "signal.read", response=SignalPage)
def signals(request: HttpRequest, state: str = "open", place: str = "", rule: str = "", page: int = 1) -> Any:
    """List signals that one may read: `open`, `silenced`, `past` or `all`; fifty a page."""
    city = read.city_of(request)
    meant = {"rule": [rule] if rule else [], "place": read.below(city, place) if place else []}
    reach = scope(request.actor, "signal.read")  # type: ignore[attr-defined]
    with store_door.reading(request) as cursor:
        found, more = signal_queries.listed(
            cursor, city_key(request), reach, state, meant, max(1, min(page, MOST_PAGES))
        )
    return {"signals": [_signal(one.id, one.state) for one in found], "more": more}


@router.serve("GET", "/signals/{signal}", "signal.read", response=SignalShown)
def signal(request: HttpRequest, signal: UUID) -> dict[str, Any]:
    """Show one signal, what happened to it, and which others joined its group."""
    one = signal_pages.one_or_404(request, signal, "signal.read")
    with store_door.reading(request) as cursor:
        happened = signal_queries.history(cursor, city_key(request), signal)
        joined = signal_queries.group(cursor, city_key(request), signal)
    return _signal(signal, one) | {
        "happened": [{"at": at, "event": event} for at, event, _ in happened],
        "joined": [str(each.id) for each in joined],
    }


def _signal(id: UUID, one: Signal) -> dict[str, Any]:
    return {
        "signal": str(id),
        **{name: getattr(one, name) for name in SIGNAL_FIELDS},
        "silenced": one.silence != "",
        "acknowledged": one.acknowledged_by != "",
        "number": one.opens.number if one.opens is not None and not one.not_opened else "",
    }
