"""Random cyber incidents: what the engine says is owed, held against an oracle that looks back.

Ours: acts one by one through `kernel.incident_reporting` with the lines of a pack. Other:
`bench.incident_oracle`, which shares no import with yiwang. `differences` must be 0. `ratio` is no aim.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from bench import incident_oracle as oracle
from yiwang.kernel import incident_reporting as engine
from yiwang.kernel.calendar import Calendar
from yiwang.kernel.incident_rules import IncidentRules
from yiwang.kernel.incident_state import Reporting
from yiwang.kernel.refusal import Refusal

INCIDENTS = 10_000
KNOWN = datetime(2026, 3, 1, 14, 7, 9, tzinfo=UTC)
YEAR = 300 * 86_400


def city() -> tuple[IncidentRules, Calendar]:
    """Return the lines and the calendar of the sample pack."""
    from yiwang.pack.compile import compile_pack
    from yiwang.pack.load import load

    compiled = compile_pack(load(Path(__file__).parent.parent / "packs" / "yueyang"))
    return compiled.incident_rules, compiled.calendar


def measure(rounds: int = 1) -> dict[str, Any]:
    """Return `differences` of 10,000 incidents, and how fast both are."""
    rules, calendar = city()
    drawn = random.Random(20261128)
    ours = other = 0.0
    different, first = 0, ""
    for number in range(INCIDENTS):
        known = KNOWN + timedelta(seconds=drawn.randrange(YEAR))
        begun = perf_counter()
        state, history = lived(drawn, rules, calendar, known)
        ours += perf_counter() - begun
        begun = perf_counter()
        wanted = oracle.owed(state.operator, state.personal, history, known)
        other += perf_counter() - begun
        if said(state, known) != wanted:
            different += 1
            first = first or f"{number}: {history}: {sorted(said(state, known) ^ wanted, key=str)}"
    return {
        "ratio": other / ours,
        "low": other / ours,
        "high": other / ours,
        "ours": INCIDENTS / ours,
        "other": INCIDENTS / other,
        "unit": "incidents/s",
        "incidents": INCIDENTS,
        "differences": different,
        "first": first,
    }


def lived(
    drawn: random.Random, rules: IncidentRules, calendar: Calendar, known: datetime
) -> tuple[Reporting, oracle.History]:
    """Return an incident after up to a dozen acts that were allowed, and what they were."""
    at = drawn.choice((0, 1, drawn.randrange(20_000)))
    operator = drawn.choice(("critical", "central", "other"))
    state = _sure(
        engine.begun(operator, known, known + timedelta(seconds=at), calendar, personal=drawn.random() < 0.4)
    )
    history: oracle.History = []
    handled = False
    for turn in range(drawn.randrange(1, 13)):
        at += drawn.choice((1, 60, 1800, drawn.randrange(1, 20_000)))
        now = known + timedelta(seconds=at)
        open_now = [one.id for one in state.owed if one.open]
        unconfirmed = [one.id for one in state.owed if one.sent_at and not one.received_at]
        deed = (
            "grade"
            if not turn
            else drawn.choice(("grade", "sent", "sent", "received", "received", "handled"))
        )
        which = ""
        made: Reporting | Refusal | None = None
        if deed == "grade":
            which = drawn.choice([one for one in rules.grades if one != state.grade])
            made = engine.graded(state, rules, which, "rule", "p", now, calendar)
        elif deed == "sent" and open_now:
            which = drawn.choice(open_now)
            if "closing" not in which:
                made = engine.sent(state, which, "platform", now, now, calendar)
        elif deed == "received" and unconfirmed:
            which = drawn.choice(unconfirmed)
            made = engine.received(state, rules, which, now, now, calendar)
            if next(one for one in state.owed if one.id == which).after:
                which = ""  # the receipt of a further report starts nothing
        elif deed == "handled" and not handled:
            made, handled = engine.handled(state, rules, now, now, calendar), True
        if made is not None:
            state = _sure(made)
            history += [(at, deed, which)] if which or deed == "handled" else []
    return state, history


def said(state: Reporting, known: datetime) -> set[oracle.Line]:
    """Return what the engine says stands, in the oracle's words."""

    def seconds(at: datetime | None) -> int | None:
        return None if at is None else round((at - known).total_seconds())

    return {
        (one.rule, seconds(one.started_at) or 0, seconds(one.due_at) or 0, seconds(one.sent_at))
        for one in state.owed
        if one.lapsed_at is None
    }


def _sure(made: Reporting | Refusal) -> Reporting:
    assert isinstance(made, Reporting), made
    return made
