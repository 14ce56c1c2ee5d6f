"""A witness of every row: what a refusal left behind, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from yiwang.kernel.refusal import Refusal
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done

# The tables of a city's cases: all that the doors write. What belongs to which stream stands in each.
STREAMS = {
    "case_row": "id",
    **{projection.table: "stream" for projection in CASE.projections},
    "event": "stream",
    "vault": "stream",
    "command_key": "stream",
}

Rows = dict[str, dict[str, set[tuple[str, str]]]]
"""Table → stream → its rows, each with the transaction that wrote it and all its columns."""


@dataclass
class Witness:
    """Looks at all rows before and after, with an eye of its own (a superuser's connection)."""

    connection: psycopg.Connection[Any]
    refusals: int = 0

    def look(self) -> Rows:
        """Return every row there is."""
        seen: Rows = {}
        for table, column in STREAMS.items():
            sql = f"SELECT {column}::text, xmin::text, t::text FROM {table} t"
            rows = seen.setdefault(table, {})
            for stream, written, row in self.connection.execute(sql.encode()).fetchall():
                rows.setdefault(stream, set()).add((written, row))
        return seen

    def compare(self, before: Rows, asks: Sequence[Ask], answers: Sequence[Done | Refusal]) -> None:
        """Hold what was answered against what was written.

        A stream whose every command was refused has the same rows, written by the same transactions; no
        refused command left its key; and nothing at all happened to streams that nobody asked.
        """
        after = self.look()
        done = {str(answer.stream) for answer in answers if isinstance(answer, Done)}
        for table in STREAMS:
            for stream in before[table].keys() | after[table].keys():
                if stream not in done:
                    old, new = before[table].get(stream), after[table].get(stream)
                    assert new == old, f"{table} of {stream} was written, though nothing was done"
        keys = {row for rows in after["command_key"].values() for _, row in rows}
        for ask, answer in zip(asks, answers, strict=True):
            if isinstance(answer, Refusal):
                self.refusals += 1
                assert not any(f",{ask.key}," in row for row in keys), f"{ask.key} was refused, and is kept"
        for stream in done:
            sealed = len(after["vault"].get(stream, ())) - len(before["vault"].get(stream, ()))
            given = sum(
                len(ask.secrets)
                for ask, answer in zip(asks, answers, strict=True)
                if str(ask.stream) == stream and isinstance(answer, Done)
            )
            assert sealed <= given, f"{stream}: what came with a refused command was kept"
