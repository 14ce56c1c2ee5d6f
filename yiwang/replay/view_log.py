"""Reads a running system's view in PostgreSQL as an event log: read only, in one snapshot, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from yiwang.replay.csv_log import PREFIX
from yiwang.replay.log import Items, LogCase, LogEvent, LogUnreadable

ROWS_AT_ONCE = 2_000


def read_view(dsn: str, view: str, case_id: str) -> Items:
    """Yield the cases of a view: a row an event, or a row a case; columns as in a CSV log.

    The transaction is READ ONLY: whatever the role may do, nothing can be written.

    Args:
        view: its name, with its schema where needed. case_id: attribute that holds the case's id.
    Raises:
        LogUnreadable: no connection, no such view, no right to read it, no column for the case's id.
    """
    try:
        with psycopg.connect(dsn, row_factory=tuple_row, application_name="yiwang shadow") as connection:
            connection.read_only = True
            yield from _cases(connection, view, case_id)
    except psycopg.Error as fault:
        reason = (fault.diag.message_primary or str(fault).splitlines()[0])[:200]
        raise LogUnreadable(
            f"视图 {view} 读不了: {reason}", f"The view {view} cannot be read: {reason}"
        ) from fault


def _cases(connection: psycopg.Connection[Any], view: str, case_id: str) -> Iterator[LogCase]:
    named = sql.Identifier(*view.split("."))
    with connection.cursor() as probe:
        probe.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(named))
        columns = [column.name for column in probe.description or ()]
    prefixed = any(column.startswith(PREFIX) for column in columns)
    wanted = PREFIX + case_id if prefixed else case_id
    if wanted not in columns:
        listed = ", ".join(columns)[:300]
        raise LogUnreadable(
            f"视图 {view} 没有案例编号一列 {wanted}; 有的列: {listed}。",
            f"The view {view} has no column {wanted} for the case's id; its columns: {listed}.",
        )
    ask = sql.SQL("SELECT * FROM {} ORDER BY {}").format(named, sql.Identifier(wanted))
    with connection.cursor(name="yiwang_shadow") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(ask)
        yield from _grouped(cursor, columns, columns.index(wanted), prefixed)


def _grouped(
    rows: Iterator[Sequence[Any]], columns: Sequence[str], case_id: int, prefixed: bool
) -> Iterator[LogCase]:
    case: LogCase | None = None
    current: Any = None
    for number, row in enumerate(rows, 1):
        texts = {name: said for name, one in zip(columns, row, strict=True) if (said := _text(one))}
        if case is None or row[case_id] != current:
            if case is not None:
                yield case
            current = row[case_id]
            of_case = {
                name.removeprefix(PREFIX): said
                for name, said in texts.items()
                if name.startswith(PREFIX) or not prefixed
            }
            case = LogCase(number, of_case, [])
        of_event = {name: said for name, said in texts.items() if not name.startswith(PREFIX)}
        case.events.append(LogEvent(number, of_event))
    if case is not None:
        yield case


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
