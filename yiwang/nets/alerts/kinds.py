"""The kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.kernel.refusal import Refusal
from yiwang.nets.alerts import (
    alert_rules,
    bulletin_rules,
    evacuation_rules,
    log_rules,
    patrol_rules,
    response_rules,
    roster_rules,
    shelter_rules,
    stock_rules,
)
from yiwang.nets.alerts.records import (
    DRAFT,
    Alert,
    Bulletin,
    EvacuationList,
    Log,
    Patrol,
    Response,
    Roster,
    ShelterState,
    StockState,
)
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000031")


def stream_of(city: str, kind: str, *names: str) -> UUID:
    """Return the stream of a record by its names: the same each time."""
    return uuid5(_SPACE, "/".join((city, kind, *names)))


def _alert_values(one: Alert) -> tuple[Any, ...]:
    return (
        [one.body],
        one.phase != DRAFT,
        one.phase,
        one.source,
        [message.name for message in one.messages],
        [message.identifier for message in one.messages],
        one.content.expires,
        one.messages[0].sent if one.messages else None,
    )


ALERT = record_kind(
    "alert",
    alert_rules,
    Alert,
    (
        ("bodies", "text[]"),
        ("public", "boolean"),
        ("phase", "text"),
        ("source", "text"),
        ("names", "text[]"),
        ("identifiers", "text[]"),
        ("expires", "timestamptz"),
        ("sent", "timestamptz"),
    ),
    _alert_values,
    wake_at=alert_rules.wake_at,
    taken={
        "alert_row_identifier": Refusal(
            code="alerts.identifier-taken",
            zh="这个编号的预警已经有了。",
            en="There is an alert with this identifier already.",
        )
    },
)
RESPONSE = record_kind(
    "response",
    response_rules,
    Response,
    (("plan", "text"), ("level", "text"), ("run", "integer")),
    lambda one: (one.plan, one.level, one.run),
)
EVACUATION = record_kind(
    "evacuation",
    evacuation_rules,
    EvacuationList,
    (
        ("bodies", "text[]"),
        ("plan", "text"),
        ("run", "integer"),
        ("number", "integer"),
        ("place", "text"),
        ("phase", "text"),
    ),
    lambda one: (list(one.bodies), one.plan, one.run, one.number, one.place, one.phase),
)
ROSTER = record_kind(
    "duty_roster",
    roster_rules,
    Roster,
    (("plan", "text"), ("post", "text"), ("body", "text")),
    lambda one: (one.plan, one.post, one.body),
)
LOG = record_kind(
    "handover_log",
    log_rules,
    Log,
    (("plan", "text"), ("post", "text"), ("body", "text")),
    lambda one: (one.plan, one.post, one.body),
)
SHELTER = record_kind(
    "shelter",
    shelter_rules,
    ShelterState,
    (("plan", "text"), ("shelter", "text"), ("body", "text"), ("open", "boolean"), ("people", "integer")),
    lambda one: (one.plan, one.shelter, one.body, one.open, one.people),
)
STOCK = record_kind(
    "stock",
    stock_rules,
    StockState,
    (("plan", "text"), ("stock", "text"), ("body", "text"), ("amount", "integer")),
    lambda one: (one.plan, one.stock, one.body, one.amount),
)
PATROL = record_kind(
    "patrol",
    patrol_rules,
    Patrol,
    (
        ("bodies", "text[]"),
        ("plan", "text"),
        ("dike", "text"),
        ("finding", "text"),
        ("seen_at", "timestamptz"),
    ),
    lambda one: (list(one.bodies), one.plan, one.dike, one.finding, one.seen_at),
)
BULLETIN = record_kind(
    "bulletin",
    bulletin_rules,
    Bulletin,
    (("number", "text"), ("plan", "text"), ("at", "timestamptz")),
    lambda one: (one.number, one.plan, one.at),
)
