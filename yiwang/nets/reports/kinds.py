"""The two kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from yiwang.nets.reports import rules, told_rules
from yiwang.nets.reports.records import Report, Told
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000311")


def told_stream(report: UUID) -> UUID:
    """Return the id of what was told by a report: the same each time it is worked out."""
    return uuid5(report, "told")


def case_id(report: UUID, again: int = 0) -> str:
    """Return the id of the case that a report opens; `again`: how often it was said that it was not fixed."""
    return str(uuid5(report, f"case/{again}"))


def imported_report(city: str, source: str, id: str) -> UUID:
    """Return the id of a report that another system gave the id `id`: the same at each import."""
    return uuid5(_SPACE, f"{city}/{source}/{id}")


def _report_values(one: Report) -> tuple[Any, ...]:
    return (
        one.applicant,
        one.desk,
        one.number,
        UUID(one.told),
        one.digest,
        one.at,
        one.channel,
        any(asked.state == "asked" for asked in one.asked),
    )


def _told_values(one: Told) -> tuple[Any, ...]:
    return (
        UUID(one.report),
        UUID(one.opens.case),
        one.opens.number,
        one.desk,
        one.kind,
        one.place,
        float(one.longitude) if one.longitude else None,
        float(one.latitude) if one.latitude else None,
        one.at,
        bool(one.against),
        one.outside,
        one.joined,
        [str(number) for number in one.released],
    )


REPORT = record_kind(
    "report",
    rules,
    Report,
    (
        ("applicant", "text"),
        ("desk", "text"),
        ("number", "text"),
        ("told", "uuid"),
        ("digest", "text"),
        ("at", "timestamptz"),
        ("channel", "text"),
        ("asked", "boolean"),
    ),
    _report_values,
)
TOLD = record_kind(
    "told",
    told_rules,
    Told,
    (
        ("report", "uuid"),
        ("case_id", "uuid"),
        ("number", "text"),
        ("desk", "text"),
        ("kind", "text"),
        ("place", "text"),
        ("longitude", "double precision"),
        ("latitude", "double precision"),
        ("at", "timestamptz"),
        ("whistle", "boolean"),
        ("outside", "text"),
        ("joined", "boolean"),
        ("released", "text[]"),
    ),
    _told_values,
)
