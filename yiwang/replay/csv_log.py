"""Reads an event log in CSV: a row an event, columns `case:…` about its case, in bounded memory.

Every row is read by itself, so a broken one costs one event. Rows of a case that do not stand together
are put together through a temporary file, never in memory.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from yiwang.replay.log import Broken, Items, LogCase, LogEvent, LogUnreadable
from yiwang.replay.source import Cut

ROW_BYTES_AT_MOST = 1 << 20
ROW_LINES_AT_MOST = 200
PREFIX = "case:"

Pieces = Callable[[], Iterable[bytes]]


class Row(NamedTuple):
    """One row: the line it begins on and its cells."""

    line: int
    cells: list[str]


class _Header(NamedTuple):
    columns: list[str]
    delimiter: str
    case_id: int
    of_case: list[tuple[int, str]]  # column → attribute of the case
    of_event: list[tuple[int, str]]


def read_csv_log(name: str, pieces: Pieces, case_id: str) -> Items:
    """Yield the cases of a log, and what is broken in it, in the order in which they begin.

    Args:
        pieces: gives the bytes anew each time it is called.
        case_id: attribute that holds the case's id (`concept:name` for a column `case:concept:name`).
    Raises:
        LogUnreadable: no header, or no column for the case's id.
    """
    header = _header(name, pieces, case_id)
    if _together(header, pieces):
        yield from _grouped(header, _rows(header, pieces))
    else:
        yield from _gathered(header, pieces)


def _header(name: str, pieces: Pieces, case_id: str) -> _Header:
    first = next(iter(_lines(pieces())), (1, b"", False))[1]
    text = first.decode("utf-8-sig", "replace").rstrip("\r\n")
    delimiter = max(",;\t", key=text.count)
    columns = next(csv.reader([text], delimiter=delimiter), [])
    prefixed = any(column.startswith(PREFIX) for column in columns)
    wanted = PREFIX + case_id if prefixed else case_id
    if wanted not in columns:
        listed = ", ".join(columns)[:300]
        raise LogUnreadable(
            f"{name} 没有案例编号一列 {wanted}; 有的列: {listed}。",
            f"{name} has no column {wanted} for the case's id; its columns: {listed}.",
        )
    numbered = list(enumerate(columns))
    return _Header(
        columns,
        delimiter,
        columns.index(wanted),
        [(i, c.removeprefix(PREFIX)) for i, c in numbered if c.startswith(PREFIX) or not prefixed],
        [(i, c) for i, c in numbered if not c.startswith(PREFIX)],
    )


def _lines(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (number, line, whole). A cut file's last line is not whole; an endless one comes in parts."""
    rest, number = b"", 0
    try:
        for piece in pieces:
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number += 1
                yield number, line, True
            if len(rest) > ROW_BYTES_AT_MOST:
                number += 1
                yield number, rest[:100], False
                rest = b""
    except Cut:
        yield number + 1, rest, False
        return
    if rest:
        yield number + 1, rest, True


def _rows(header: _Header, pieces: Pieces) -> Iterator[Row | Broken]:
    """Yield the rows after the header. A quoted cell may run over lines; an endless one is broken."""
    lines = _lines(pieces())
    next(lines, None)
    held: list[tuple[int, bytes, bool]] = []
    while True:
        number, line, whole = held.pop(0) if held else next(lines, (0, b"", True))
        if not number:
            return
        if not whole:
            yield _cut(number)
            continue
        if not line.strip():
            continue
        if b'"' in line and line.count(b'"') % 2:
            line = _joined(line, held, lines)
        yield _row(header, number, line)


def _joined(
    line: bytes, held: list[tuple[int, bytes, bool]], lines: Iterator[tuple[int, bytes, bool]]
) -> bytes:
    """Return a row whose quotes are even, with the lines it takes; as it is when no line closes it."""
    taken: list[tuple[int, bytes, bool]] = []
    whole = line
    while len(taken) < ROW_LINES_AT_MOST:
        more = held.pop(0) if held else next(lines, None)
        if more is None:
            break
        taken.append(more)
        whole += b"\n" + more[1]
        if whole.count(b'"') % 2 == 0 or not more[2]:
            break
    if whole.count(b'"') % 2 == 0 and taken and taken[-1][2] and _closes_well(whole):
        return whole
    held[:0] = taken
    return line


def _closes_well(row: bytes) -> bool:
    """Say whether the row reads without bending the rules: a stray quote pairs with one far below."""
    try:
        next(csv.reader([row.decode()], strict=True))
    except (csv.Error, UnicodeDecodeError, StopIteration):
        return False
    return True


def _row(header: _Header, number: int, line: bytes) -> Row | Broken:
    try:
        text = line.decode().rstrip("\r")
    except UnicodeDecodeError:
        return _broken(number, "不是 UTF-8 文字", "it is not UTF-8 text")
    if '"' not in text:
        cells = text.split(header.delimiter)
    else:
        try:
            cells = next(csv.reader([text], delimiter=header.delimiter, strict=True))
        except (csv.Error, StopIteration):
            return _broken(number, "引号不成对", "its quotes do not match")
    if len(cells) != len(header.columns):
        return _broken(
            number,
            f"有 {len(cells)} 格, 应有 {len(header.columns)} 格",
            f"it has {len(cells)} cells instead of {len(header.columns)}",
        )
    return Row(number, cells)


def _together(header: _Header, pieces: Pieces) -> bool:
    """Say whether the rows of every case stand together."""
    seen: set[int] = set()
    current = None
    for row in _rows(header, pieces):
        if isinstance(row, Row) and (case := row.cells[header.case_id]) != current:
            current = case
            if hash(case) in seen:
                return False
            seen.add(hash(case))
    return True


def _gathered(header: _Header, pieces: Pieces) -> Items:
    """Put the rows of each case together through a temporary file."""
    with tempfile.NamedTemporaryFile(prefix="yiwang-log-") as file:
        spool = sqlite3.connect(file.name, isolation_level=None)
        try:
            spool.execute("PRAGMA journal_mode=OFF")
            spool.execute("PRAGMA synchronous=OFF")
            spool.execute("CREATE TABLE row (first int, line int, cells text)")
            spool.execute("CREATE TABLE first (name text PRIMARY KEY, line int) WITHOUT ROWID")
            spool.execute("BEGIN")
            for row in _rows(header, pieces):
                if isinstance(row, Broken):
                    yield row
                    continue
                name = row.cells[header.case_id]
                spool.execute("INSERT OR IGNORE INTO first VALUES (?, ?)", (name, row.line))
                cells = "\x1f".join(row.cells)
                sql = "INSERT INTO row SELECT line, ?, ? FROM first WHERE name = ?"
                spool.execute(sql, (row.line, cells, name))
            spool.execute("COMMIT")
            found = spool.execute("SELECT line, cells FROM row ORDER BY first, line")
            yield from _grouped(header, (Row(line, cells.split("\x1f")) for line, cells in found))
        finally:
            spool.close()


def _grouped(header: _Header, rows: Iterable[Row | Broken]) -> Items:
    """Put rows that stand together into cases."""
    case: LogCase | None = None
    current: str | None = None
    for row in rows:
        if isinstance(row, Broken):
            yield row
            continue
        cells = row.cells
        if cells[header.case_id] != current or case is None:
            if case is not None:
                yield case
            current = cells[header.case_id]
            attributes = {name: cells[i] for i, name in header.of_case if cells[i]}
            case = LogCase(row.line, attributes, [])
        case.events.append(LogEvent(row.line, {name: cells[i] for i, name in header.of_event if cells[i]}))
    if case is not None:
        yield case


def _broken(line: int, zh: str, en: str) -> Broken:
    return Broken(
        line, "log.broken-row", f"第 {line} 行读不懂: {zh}, 跳过。", f"Line {line} was skipped: {en}."
    )


def _cut(line: int) -> Broken:
    return Broken(
        line,
        "log.cut",
        f"文件在第 {line} 行中断, 后面的读不到。",
        f"The file is cut off in line {line}; what came later is lost.",
    )
