"""Whoever goes on one visit goes on no other at that hour, nor is booked then. Two cases: no rule of one.

Looked up before the door is asked: two officers who arrange at the same moment are not held apart.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from yiwang.kernel.access import system
from yiwang.kernel.acts.draft import VISIT
from yiwang.kernel.commands import ArrangeVisit, Command
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.refusal import Refusal
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.wall import city_transaction
from yiwang.web import engagements, store_door
from yiwang.web.engagements import Engagement

if TYPE_CHECKING:  # the look-up is offered at the start of every process, which needs no page
    from yiwang.nets.services.views.case_page import Shown

WHO = system("visits")
ARRANGED = "case.visit-arranged"
# What is arranged and was neither made nor called off has a task; its entry says who goes, and when.
OPEN = (
    "SELECT t.id, e.body FROM task_row t JOIN event e ON e.city = t.city AND e.stream = t.stream"
    " WHERE t.city = %s AND t.node = %s AND t.due_at > %s"
    " AND position(convert_to('case.visit-arranged', 'UTF8') IN e.body) > 0"
)


def wrong(request: HttpRequest, command: Command, shown: Shown) -> Refusal | None:
    """Return when somebody of this visit is on another, or is booked; None where nobody is.

    No case and no appointment of others is named.
    """
    if not isinstance(command, ArrangeVisit) or command.until <= command.since:
        return None
    zone = ZoneInfo(shown.city.zone)
    visitors = frozenset(command.visitors)
    own = _hours(command.since, command.until, zone)
    for one in engagements.away(request, command.since, command.until):
        if both := visitors & one.people:
            other = _hours(one.since, one.until, zone)
            return Refusal(
                code="visit.engaged",
                zh=f"选的人员中有 {len(both)} 名在 {other} 已约好另一次现场核查，与 {own} 重叠。"
                "请换时间或换人。",
                en=f"{len(both)} of those chosen go on another visit on {other}, which overlaps {own}. "
                "Choose another time or other people.",
                params={"engaged": len(both), "other": other, "own": own},
            )
    booked = engagements.left_alone(request, visitors, command.since, command.until)
    if booked is None:
        return None
    other = _hours(booked.since, booked.until, zone)
    return Refusal(
        code="visit.booked",
        zh=f"选的人员在 {other} 有人预约了他们的咨询或上门，那里没有别人，与 {own} 重叠。请换时间或换人。",
        en=f"Somebody booked those chosen on {other}, where nobody else is; it overlaps {own}. Choose "
        "another time or other people.",
        params={"other": other, "own": own},
    )


def _hours(since: datetime, until: datetime, zone: ZoneInfo) -> str:
    return f"{since.astimezone(zone):%Y-%m-%d %H:%M}–{until.astimezone(zone):%H:%M}"


def visits(request: HttpRequest, since: datetime, until: datetime) -> list[Engagement]:
    """Return who is on a visit that is arranged and ends after `since`."""
    key = request.city.key  # type: ignore[attr-defined]
    with (
        lend(store_door.door().pool) as connection,
        city_transaction(connection, key, WHO) as cursor,
    ):
        rows = cursor.execute(OPEN, (key, VISIT, since)).fetchall()
    found = []
    for task, body in rows:
        entry = read_entry(bytes(body))
        about = CASE.read_event(entry.type, entry.v, entry.data).data.about if entry.type == ARRANGED else {}
        if about.get("task") == task:
            begins, ends = (datetime.fromisoformat(about[one]) for one in ("since", "until"))
            found.append(Engagement(frozenset(about["visitors"]), begins, ends))
    return found
