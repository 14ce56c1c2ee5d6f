"""Whoever goes on one visit goes on no other at that hour. Two cases: no rule of one.

Looked up before the door is asked: two officers who arrange at the same moment are not held apart.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from yiwang.kernel.access import system
from yiwang.kernel.acts.draft import VISIT
from yiwang.kernel.commands import ArrangeVisit, Command
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.views.case_page import Shown
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.wall import city_transaction
from yiwang.web import store_door

WHO = system("visits")
ARRANGED = "case.visit-arranged"
# What is arranged and was neither made nor called off has a task; its entry says who goes, and when.
OPEN = (
    "SELECT t.id, e.body FROM task_row t JOIN event e ON e.city = t.city AND e.stream = t.stream"
    " WHERE t.city = %s AND t.node = %s AND t.due_at > %s"
    " AND position(convert_to('case.visit-arranged', 'UTF8') IN e.body) > 0"
)


def wrong(request: HttpRequest, command: Command, shown: Shown) -> Refusal | None:
    """Return when somebody of this visit is on another; None where nobody is. No case of others is named."""
    if not isinstance(command, ArrangeVisit) or command.until <= command.since:
        return None
    zone = ZoneInfo(shown.city.zone)
    for visitors, since, until in _open(request, command.since):
        both = [one for one in command.visitors if one in visitors]
        if both and since < command.until and command.since < until:
            other = f"{since.astimezone(zone):%Y-%m-%d %H:%M}–{until.astimezone(zone):%H:%M}"
            own = f"{command.since.astimezone(zone):%Y-%m-%d %H:%M}–{command.until.astimezone(zone):%H:%M}"
            return Refusal(
                code="visit.engaged",
                zh=f"选的人员中有 {len(both)} 名在 {other} 已约好另一次现场核查，与 {own} 重叠。"
                "请换时间或换人。",
                en=f"{len(both)} of those chosen go on another visit on {other}, which overlaps {own}. "
                "Choose another time or other people.",
                params={"engaged": len(both), "other": other, "own": own},
            )
    return None


def _open(request: HttpRequest, since: datetime) -> list[tuple[list[str], datetime, datetime]]:
    """Return (visitors, from, until) of every visit that is arranged and ends after `since`."""
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
            hours = (datetime.fromisoformat(about[one]) for one in ("since", "until"))
            found.append((list(about["visitors"]), *hours))
    return found
