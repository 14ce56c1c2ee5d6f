"""Invented tables as files: Parquet (or CSV), each saying in itself that its content is made up.

The same rows are the same bytes: one thread writes, in order, and nothing of the hour or the machine goes in.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from yiwang.pack.governed import Product
from yiwang.synthetic.tables import Table

NOTE = "虚构数据, 不是真实的人、单位和事物 Synthetic data: no real person, body or thing"
SYNTHETIC = "yiwang.synthetic"
NULL = "\\N"
SQL_TYPES = {
    "string": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def about(product: Product, pack: str, seed: int, on: date, rows: int) -> dict[str, str]:
    """Return what a file says of itself."""
    return {
        SYNTHETIC: "true",
        "yiwang.note": NOTE,
        "yiwang.pack": pack,
        "yiwang.product": str(product.id),
        "yiwang.seed": str(seed),
        "yiwang.as_of": on.isoformat(),
        "yiwang.rows": str(rows),
    }


def says_synthetic(path: Path) -> bool:
    """Say whether a file says of itself that it is synthetic; one that cannot be read does not."""
    try:
        if path.suffix == ".csv":
            said = json.loads(path.with_suffix(".about.json").read_text(encoding="utf-8"))
            return said.get(SYNTHETIC) == "true"
        query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?"
        with duckdb.connect() as connection:
            row = connection.execute(query, [str(path), SYNTHETIC]).fetchone()
    except (OSError, ValueError, duckdb.Error):
        return False
    return row is not None and row[0] == "true"


def parquet(path: Path, product: Product, table: Table, said: Mapping[str, str]) -> None:
    """Write a table as Parquet, `said` in its key-value metadata; an older file is replaced at once."""
    types = {name: SQL_TYPES.get(str(one.type), "VARCHAR") for name, one in product.fields.items()}
    draft = path.with_name(f".{path.name}.part")
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.csv"
        _rows(rows, table, NULL)
        connection = duckdb.connect(config={"threads": 1})
        try:
            named = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            metadata = ", ".join(f"{_quoted(key)}: {_quoted(value)}" for key, value in said.items())
            connection.execute(
                f"COPY (SELECT * FROM read_csv({_quoted(str(rows))}, header = true, columns = {{{named}}},"
                f" nullstr = {_quoted(NULL)}, quote = '\"', escape = '\"', delim = ',', auto_detect = false))"
                f" TO {_quoted(str(draft))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})"
            )
        finally:
            connection.close()
    draft.chmod(0o600)
    draft.replace(path)


def as_csv(path: Path, table: Table, said: Mapping[str, str]) -> None:
    """Write a table as CSV (UTF-8), and beside it `<name>.about.json` with what it says of itself."""
    draft = path.with_name(f".{path.name}.part")
    _rows(draft, table, "")
    draft.chmod(0o600)
    draft.replace(path)
    beside = path.with_suffix(".about.json")
    beside.write_text(json.dumps(dict(said), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _rows(path: Path, table: Table, null: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(table.columns)
        for row in zip(*table.columns.values(), strict=True):
            out.writerow([null if value is None else _text(value) for value in row])


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
    return str(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
