"""Corrections (校核) and complaints as cases: how each ended, and by when it is to be answered.

Read alike by whose page says it to the person, by the desk of the body, and by who looks for late answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel import ledger
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.store.cases import CASE

CORRECTED, NOT_CORRECTED = "corrected", "not-corrected"
LAST_STEPS = "SELECT stream, body FROM event WHERE city = %s AND stream = ANY(%s) ORDER BY stream, seq"
"""The entries of cases, to be given to `outcomes`."""


def outcomes(entries: Iterable[tuple[UUID, Any]]) -> dict[UUID, tuple[str, str]]:
    """Return step and outcome of the last step done in each case, from its entries in order."""
    found = {}
    for stream, body in entries:
        entry = ledger.read_entry(bytes(body))
        if entry.type == "case.task-completed":
            about = CASE.read_event(entry.type, entry.v, bytes(entry.data)).data.about
            found[stream] = (str(about.get("node", "")), str(about.get("outcome", "")))
    return found


def outcome_title(city: City, matter: str, node: str, outcome: str) -> dict[str, str] | None:
    """Return what an outcome of a step is called by the pack in force; None where it says nothing."""
    known = city.matters.get(matter)
    step = known.net.nodes.get(node) if known is not None and known.net is not None else None
    for one in step.outcomes if step is not None else ():
        if one.id == outcome and one.title:
            return one.title
    return None


def due(case: Case) -> datetime | None:
    """Return the last instant in time for a case that is open: its earliest limit that still runs."""
    running = [
        at
        for clock in case.clocks.values()
        if clock.stopped_at is None
        for at in (clock.due_legal or clock.due_promised,)
        if at is not None
    ]
    return min(running, default=None)
