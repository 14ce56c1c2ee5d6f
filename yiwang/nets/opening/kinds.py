"""The kind of record of this net, and the row it keeps."""

from __future__ import annotations

from uuid import UUID, uuid5

from yiwang.nets.opening import rules
from yiwang.nets.opening.records import PREPARED, RETURNED, Edition
from yiwang.store.kinds import record_kind

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000041")


def stream_of(city: str, set_: str, number: int) -> UUID:
    """Return the stream of an edition: the same each time."""
    return uuid5(_SPACE, f"{city}/{set_}/{number}")


EDITION = record_kind(
    "edition",
    rules,
    Edition,
    (
        ("bodies", "text[]"),
        ("public", "boolean"),
        ("data_set", "text"),
        ("number", "integer"),
        ("phase", "text"),
        ("published_at", "timestamptz"),
    ),
    lambda one: (
        [one.body],
        one.phase not in (PREPARED, RETURNED),
        one.set,
        one.number,
        one.phase,
        one.published_at,
    ),
)
