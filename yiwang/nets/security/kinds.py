"""The kinds of records of this net, and the rows they keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from yiwang.kernel.access import Actor
from yiwang.nets.security import asset_rules, kev_rules, scan_rules, seal_rules
from yiwang.nets.security.records import Asset, BodySeal, Exploited, Source
from yiwang.store.arrays import column
from yiwang.store.kinds import Change, Projection, record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000901")


def asset_stream(city: str, keeper: str, ref: str) -> UUID:
    """Return the stream of the asset that a body put down under its own number: the same at each import."""
    return uuid5(_SPACE, f"{city}/asset/{keeper}/{ref}")


def source_stream(city: str, body: str, tool: str, scope: str) -> UUID:
    """Return the stream of a source of scans."""
    return uuid5(_SPACE, f"{city}/source/{body}/{tool}/{scope}")


def seal_stream(city: str, body: str) -> UUID:
    """Return the stream of a body's seal."""
    return uuid5(_SPACE, f"{city}/seal/{body}")


def kev_stream(city: str) -> UUID:
    """Return the stream of the list of weaknesses known to be exploited."""
    return uuid5(_SPACE, f"{city}/kev")


def _asset_values(one: Asset) -> tuple[Any, ...]:
    about = one.about
    return (
        one.body,
        one.keeper,
        about.kind,
        about.name,
        about.ref,
        about.level,
        about.critical,
        about.sector,
        about.position,
        one.state,
        about.assessed_on,
        about.expires_on,
        one.at,
    )


def needs_of(one: Asset) -> list[tuple[Any, ...]]:
    """Return the rows of what an asset depends on."""
    return [(each,) for each in dict.fromkeys(one.about.needs)]


def _needs(stream: UUID, old: Asset | None, new: Asset, events: Sequence[Any]) -> Sequence[Change]:
    before = set(old.about.needs) if old is not None else set()
    after = set(new.about.needs)
    changes = []
    if before - after:
        gone = [(stream, each) for each in sorted(before - after)]
        changes.append(Change("DELETE FROM asset_need WHERE city = %s AND stream = %s AND needs = %s", gone))
    if after - before:
        added = [(stream, each) for each in sorted(after - before)]
        changes.append(Change("INSERT INTO asset_need (city, stream, needs) VALUES (%s, %s, %s)", added))
    return changes


def _sees_asset(actor: Actor, one: Asset) -> bool:
    bodies = {held.body for held in actor.holdings}
    return bool(bodies & {one.body, one.keeper if not one.body else one.body})


ASSET = record_kind(
    "asset",
    asset_rules,
    Asset,
    (
        ("body", "text"),
        ("keeper", "text"),
        ("kind", "text"),
        ("name", "text"),
        ("ref", "text"),
        ("level", "integer"),
        ("critical", "boolean"),
        ("sector", "text"),
        ("position", "text"),
        ("standing", "text"),
        ("assessed_on", "date"),
        ("expires_on", "date"),
        ("at", "timestamptz"),
    ),
    _asset_values,
    project=_needs,
    projections=(Projection("asset_need", ("needs",), needs_of),),
    sees=_sees_asset,
)


@dataclass(slots=True)
class FindingRows:
    """What a scan writes beside its entry, by columns.

    Attributes:
        new, reopened: columns, in the order of `NEW`. changed: columns in the order of `CHANGED`.
        closed: fingerprints. boxes: number and sealed bytes. file: its SHA-256, size and sealed bytes.
    """

    at: datetime
    body: str
    new: list[list[Any]] = field(default_factory=list)
    reopened: list[list[Any]] = field(default_factory=list)
    closed: list[bytes] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)
    boxes: list[tuple[int, bytes]] = field(default_factory=list)
    file: tuple[str, int, bytes] | None = None


NEW = ("bytea", "uuid", "integer", "text", "integer", "boolean", "uuid", "integer", "integer")
"""fingerprint, asset, severity, priority, score (tenths), exploited, case, box, place."""
INSERT = (
    "INSERT INTO finding (city, stream, body, first_at, since_at, state, reopened, fingerprint, asset,"
    " severity, priority, score, exploited, case_id, box, place)"
    " SELECT %s::text, %s::uuid, %s::text, %s::timestamptz, %s::timestamptz, 'open', 0, * FROM"
    " unnest(%s::bytea[], %s::uuid[], %s::int[], %s::text[], %s::int[], %s::bool[], %s::uuid[], %s::int[],"
    " %s::int[])"
)
_THIS = "(SELECT %s::text AS city, %s::uuid AS stream, %s::timestamptz AS at) t"
CLOSE = (
    "UPDATE finding f SET state = 'closed', closed_at = t.at"
    f" FROM {_THIS}, unnest(%s::bytea[]) AS n(fingerprint)"
    " WHERE f.city = t.city AND f.stream = t.stream AND f.fingerprint = n.fingerprint"
)
REOPEN = (
    "UPDATE finding f SET state = 'open', closed_at = NULL, reopened = f.reopened + 1, since_at = t.at,"
    " asset = n.asset, severity = n.severity, priority = n.priority, score = n.score,"
    f" exploited = n.exploited, case_id = n.case_id, box = n.box, place = n.place FROM {_THIS},"
    " unnest(%s::bytea[], %s::uuid[], %s::int[], %s::text[], %s::int[], %s::bool[], %s::uuid[], %s::int[],"
    " %s::int[]) AS n(fingerprint, asset, severity, priority, score, exploited, case_id, box, place)"
    " WHERE f.city = t.city AND f.stream = t.stream AND f.fingerprint = n.fingerprint"
)
CHANGE = (
    "UPDATE finding f SET severity = n.severity, priority = n.priority, score = n.score,"
    f" exploited = n.exploited FROM {_THIS},"
    " unnest(%s::bytea[], %s::int[], %s::text[], %s::int[], %s::bool[])"
    " AS n(fingerprint, severity, priority, score, exploited)"
    " WHERE f.city = t.city AND f.stream = t.stream AND f.fingerprint = n.fingerprint"
)
CHANGED = ("bytea", "integer", "text", "integer", "boolean")
BOX = "INSERT INTO scan_box (city, stream, number, box) VALUES (%s, %s, %s, %s)"
FILE = (
    "INSERT INTO scan_file (city, stream, sha256, size, at, box) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)


def _columns(types: Sequence[str], values: list[list[Any]]) -> tuple[Any, ...]:
    return tuple(column(type, each) for type, each in zip(types, values, strict=True))


def _rows(stream: UUID, old: Source | None, new: Source, events: Sequence[Any]) -> Sequence[Change]:
    changes: list[Change] = []
    for event in events:
        rows = getattr(event, "rows", None)
        if not isinstance(rows, FindingRows):
            continue
        this = (stream, rows.at)
        if rows.new and rows.new[0]:
            values = (stream, rows.body, rows.at, rows.at, *_columns(NEW, rows.new))
            changes.append(Change(INSERT, [values]))
        if rows.reopened and rows.reopened[0]:
            changes.append(Change(REOPEN, [(*this, *_columns(NEW, rows.reopened))]))
        if rows.changed and rows.changed[0]:
            changes.append(Change(CHANGE, [(*this, *_columns(CHANGED, rows.changed))]))
        if rows.closed:
            changes.append(Change(CLOSE, [(*this, column("bytea", rows.closed))]))
        changes.append(Change(BOX, [(stream, number, box) for number, box in rows.boxes]))
        if rows.file is not None:
            sha, size, box = rows.file
            changes.append(Change(FILE, [(stream, sha, size, rows.at, box)]))
    return changes


SOURCE = record_kind(
    "scan",
    scan_rules,
    Source,
    (
        ("body", "text"),
        ("tool", "text"),
        ("scope", "text"),
        ("asset", "text"),
        ("open", "integer"),
        ("scans", "integer"),
        ("last_at", "timestamptz"),
    ),
    lambda one: (one.body, one.tool, one.scope, one.asset, one.open, one.scans, one.last_at),
    project=_rows,
)
SEAL = record_kind(
    "body_seal",
    seal_rules,
    BodySeal,
    (("body", "text"), ("openings", "integer")),
    lambda one: (one.body, one.openings),
)
EXPLOITED = record_kind("exploited", kev_rules, Exploited, (("version", "text"),), lambda one: (one.version,))
