"""What rules remember, and where they stand: read when a worker begins, kept with each step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from yiwang.ingest.rules import standing
from yiwang.ingest.rules.model import Change, Memory

CURSOR = "SELECT version, mark, rules, board, pending FROM signal_cursor WHERE city = %s AND part = %s"
STATES = "SELECT about, state FROM signal_state WHERE city = %s AND part = %s"
MOVE = """
INSERT INTO signal_cursor AS c (city, part, version, mark, rules, board, pending)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, part) DO UPDATE SET version = excluded.version,
    mark = excluded.mark, rules = excluded.rules, board = excluded.board, pending = excluded.pending
    WHERE c.version = excluded.version - 1
"""
KEEP = """
INSERT INTO signal_state (city, part, about, state)
SELECT %s, %s, about, state FROM unnest(%s::text[], %s::bytea[]) AS g(about, state) ORDER BY about
ON CONFLICT (city, part, about) DO UPDATE SET state = excluded.state
"""
SAID = "UPDATE signal_cursor SET pending = '' WHERE city = %s AND part = %s AND version = %s"
OTHERS = "SELECT part FROM signal_cursor WHERE city = %s AND NOT part = ANY(%s) ORDER BY part"
DROP = ("DELETE FROM signal_state WHERE city = %s AND part = %s", "DELETE FROM signal_cursor WHERE city = %s"
        " AND part = %s")  # fmt: skip

Memories = dict[str, dict[str, Memory]]

_encode = msgspec.json.encode
_memories = msgspec.json.Decoder(dict[str, Memory]).decode
_board = msgspec.json.Decoder(standing.Memory).decode
_changes = msgspec.json.Decoder(list[Change]).decode
_marks = msgspec.json.Decoder(dict[str, str]).decode


class Overtaken(Exception):
    """Another worker moved these rules on: what was worked out here is thrown away."""


class Kept(msgspec.Struct):
    """Where the rules of one part stand.

    Attributes:
        version: counts the steps. marks: rule → what tells it from a changed one (`parts.marks_of`).
        pending: what was said, and may not have reached the records.
    """

    version: int
    mark: datetime
    marks: dict[str, str]
    board: standing.Memory
    pending: list[Change]


def read(cursor: psycopg.Cursor[Any], city: str, part: int) -> Kept | None:
    """Return where a part stands; None where it has never run."""
    row = cursor.execute(CURSOR, (city, part)).fetchone()
    if row is None:
        return None
    version, mark, rules, board, pending = row
    said = _changes(bytes(pending)) if pending else []
    return Kept(version, mark, _marks(bytes(rules)), _board(bytes(board)), said)


def memories(cursor: psycopg.Cursor[Any], city: str, part: int) -> Memories:
    """Return what the rules of a part remember, by stream and rule."""
    return {about: _memories(bytes(state)) for about, state in cursor.execute(STATES, (city, part))}


def keep(
    cursor: psycopg.Cursor[Any],
    city: str,
    part: int,
    kept: Kept,
    moved: Iterable[tuple[str, dict[str, Memory]]],
) -> None:
    """Keep a step: its watermark, what is remembered, what is to be said, all or nothing.

    Raises:
        Overtaken: it is not the step after the one that is kept.
    """
    states = [(about, _encode(memories)) for about, memories in moved]
    if states:
        cursor.execute(KEEP, (city, part, [one for one, _ in states], [one for _, one in states]))
    cursor.execute(
        MOVE,
        (
            city,
            part,
            kept.version,
            kept.mark,
            _encode(kept.marks),
            _encode(kept.board),
            _encode(kept.pending),
        ),
    )
    if cursor.rowcount != 1:
        raise Overtaken


def said(cursor: psycopg.Cursor[Any], city: str, part: int, version: int) -> None:
    """Take note that everything of this step reached the records."""
    cursor.execute(SAID, (city, part, version))


def others(cursor: psycopg.Cursor[Any], city: str, parts: Iterable[int]) -> list[int]:
    """Return the parts that are kept and are none of `parts`."""
    return [part for (part,) in cursor.execute(OTHERS, (city, list(parts))).fetchall()]


def drop(cursor: psycopg.Cursor[Any], city: str, part: int) -> None:
    """Forget a part whose rules are gone."""
    for statement in DROP:
        cursor.execute(statement, (city, part))
