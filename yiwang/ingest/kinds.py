"""The kind of record of this room: things, and the table of their streams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from yiwang.ingest import thing_rules
from yiwang.ingest.thing_rules import Standing
from yiwang.store.kinds import Change, record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000021")

COLUMNS = ("name", "property", "unit", "body", "open", "every_minutes", "at_least", "live")


def thing_stream(city: str, thing: str) -> UUID:
    """Return the id of a thing's record."""
    return uuid5(_SPACE, f"{city}/{thing}")


def datastream_id(thing: UUID, name: str) -> UUID:
    """Return the id of a stream of a thing; `name` is its own within the thing."""
    return uuid5(thing, name)


def streams(standing: Standing) -> list[tuple[Any, ...]]:
    """Return what `datastream` holds of a thing, in the order of `COLUMNS`."""
    thing, live = standing.thing, standing.removed is None
    return [
        (
            f"{thing.id}.{one.id}",
            one.property,
            one.unit,
            thing.body,
            one.open,
            one.every_minutes,
            one.at_least,
            live,
        )
        for one in sorted(thing.streams, key=lambda one: one.id)
    ]


PUT = (
    f"INSERT INTO datastream (city, id, stream, {', '.join(COLUMNS)})"
    f" VALUES (%s{', %s' * (len(COLUMNS) + 2)})"
    " ON CONFLICT (city, id) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)
)
"""A stream that is no longer described stays, and takes no more values: what it observed stays readable."""
STOP = "UPDATE datastream SET live = false WHERE city = %s AND stream = %s AND id = %s"


def project(stream: UUID, old: Standing | None, new: Standing, events: Sequence[Any]) -> list[Change]:
    """Return the changes of the table of streams."""
    puts = [(_id(stream, row), stream, *row) for row in streams(new)]
    kept = {row[0] for row in puts}
    gone = [
        (stream, _id(stream, row)) for row in (streams(old) if old else []) if _id(stream, row) not in kept
    ]
    return [Change(sql, rows) for sql, rows in ((STOP, gone), (PUT, puts)) if rows]


def _id(stream: UUID, row: tuple[Any, ...]) -> UUID:
    return datastream_id(stream, str(row[0]).partition(".")[2])


THING = record_kind(
    "thing",
    thing_rules,
    Standing,
    (("name", "text"), ("body", "text"), ("place", "text"), ("phase", "text")),
    lambda one: (
        one.thing.id,
        one.thing.body,
        one.thing.place,
        "stands" if one.removed is None else "removed",
    ),
    project=project,
)
