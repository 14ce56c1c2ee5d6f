"""The kinds of records of what rules raise, and the rows they keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from yiwang.ingest import signal_rules, silence_rules
from yiwang.ingest.signal_records import Signal, Silence
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000022")


def signal_stream(city: str, rule: str, about: str, since: datetime) -> UUID:
    """Return the id of a signal's record: told twice, it is the same one."""
    return uuid5(_SPACE, f"{city}/{rule}/{about}/{since.isoformat()}")


def _signal(one: Signal) -> tuple[Any, ...]:
    return (
        one.rule,
        one.about,
        one.place,
        one.body,
        one.severity,
        one.since,
        one.until,
        one.lead,
        one.opens.number if one.opens is not None else "",
        one.silence != "",
        one.acknowledged_by != "",
    )


SIGNAL = record_kind(
    "signal",
    signal_rules,
    Signal,
    (
        ("rule", "text"),
        ("about", "text"),
        ("place", "text"),
        ("body", "text"),
        ("severity", "text"),
        ("since", "timestamptz"),
        ("until", "timestamptz"),
        ("lead", "text"),
        ("number", "text"),
        ("silenced", "boolean"),
        ("acknowledged", "boolean"),
    ),
    _signal,
)
SILENCE = record_kind(
    "silence",
    silence_rules,
    Silence,
    (
        ("rule", "text"),
        ("at", "text"),
        ("body", "text"),
        ("since", "timestamptz"),
        ("until", "timestamptz"),
        ("ended", "timestamptz"),
    ),
    lambda one: (one.rule, one.at, one.body, one.since, one.until, one.ended),
)
