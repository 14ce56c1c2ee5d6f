"""A Parquet or CSV file, read by DuckDB. A small one is kept in memory until the file changes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from yiwang.gateway.providers import Failed, Other
from yiwang.gateway.providers.compiled import lookup_sql, padded, plain
from yiwang.granted.product_files import quoted

KEPT = 64 * 1024 * 1024
"""Bytes of a file that is copied into memory, and has an index of what it is looked up by."""

_SQL_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
TABLE = "product"


class FileProvider:
    """Asks one file.

    Args:
        types: field → type of the contract. columns: field → column of the file, where they differ.
        key: field that it is looked up by, for the index. seconds: that a query may take.
    """

    def __init__(
        self, path: Path, types: Mapping[str, str], columns: Mapping[str, str], key: str, seconds: float
    ) -> None:
        self._path, self._types, self._columns = path, dict(types), dict(columns)
        self._key, self._seconds = key, seconds
        self._loading = threading.Lock()
        self._read: tuple[int, int] | None = None
        self._database: duckdb.DuckDBPyConnection | None = None
        self._problem = ""
        self._there: frozenset[str] = frozenset()

    def ask(self, wanted: tuple[str, ...], by: str, values: tuple[str, ...], most: int) -> Any:
        """See `Provider.ask`."""
        with self._loading:
            self._load()
            if self._problem:
                raise Other(self._problem)
            assert self._database is not None
            cursor = self._database.cursor()
        lost = sorted(set(wanted) - self._there)
        if lost:
            raise Other(f"{lost[0]}:missing")
        bound = padded(values)
        columns = tuple((name, name, self._types[name]) for name in wanted)
        sql = lookup_sql("duckdb", "", TABLE, columns, by, len(bound), most)
        slow = threading.Timer(self._seconds, cursor.interrupt)
        slow.start()
        try:
            rows = cursor.execute(sql, list(bound)).fetchall()
        except duckdb.InterruptException as fault:
            raise Failed("slow") from fault
        except duckdb.Error as fault:
            raise Failed("down") from fault
        finally:
            slow.cancel()
            cursor.close()
        return [plain(dict(zip(wanted, row, strict=True))) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._loading:
            if self._database is not None:
                self._database.close()
            self._database = self._read = None

    def _load(self) -> None:
        try:
            state = self._path.stat()
        except OSError as fault:
            raise Failed("down") from fault
        if self._read == (state.st_mtime_ns, state.st_size):
            return
        fresh = duckdb.connect(":memory:", config={"threads": "2"})
        try:
            self._problem = ""
            self._there = self._fill(fresh, state.st_size)
        except duckdb.ConversionException:
            self._problem, self._there = ":type", frozenset()
        except duckdb.Error as fault:
            fresh.close()
            raise Failed("down") from fault
        if self._database is not None:
            self._database.close()
        self._database, self._read = fresh, (state.st_mtime_ns, state.st_size)

    def _fill(self, database: duckdb.DuckDBPyConnection, size: int) -> frozenset[str]:
        """Make the table. Returns the fields of the contract that the file has."""
        text = self._path.suffix.lower() == ".csv"
        path = str(self._path).replace("'", "''")
        source = (
            f"read_csv('{path}', header = true, all_varchar = true)" if text else f"read_parquet('{path}')"
        )
        described = database.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        names = {str(row[0]) for row in described}
        there = {name: self._columns.get(name, name) for name in self._types}
        there = {name: column for name, column in there.items() if column in names}
        parts = [
            f"CAST({quoted(column)} AS {_SQL_TYPES[self._types[name]]}) AS {quoted(name)}"
            if text
            else f"{quoted(column)} AS {quoted(name)}"
            for name, column in there.items()
        ]
        if not parts:
            return frozenset()
        kept = "TABLE" if size <= KEPT else "VIEW"
        database.execute(f"CREATE {kept} {TABLE} AS SELECT {', '.join(parts)} FROM {source}")
        if kept == "TABLE":
            if self._key in there:
                database.execute(f"CREATE INDEX looked_up_by ON {TABLE} ({quoted(self._key)})")
            database.execute("SET enable_external_access = false")
        return frozenset(there)
