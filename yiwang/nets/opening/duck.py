"""DuckDB, shut in: one folder to read and write, no extension from anywhere, a bound on memory.

Reads a product's data file as its contract says: the contract's fields and no others, in its types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from yiwang.granted.product_files import quoted
from yiwang.kernel.products import Product
from yiwang.kernel.refusal import Refusal
from yiwang.nets.opening import saying

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS, MEMORY = 2, "1GB"
NULL = "NULL"
TYPES = {
    "string": "VARCHAR",
    "number": "DECIMAL(18,4)",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
"""A field's type as DuckDB has it; numbers are decimals, so that sums do not depend on their order."""


@contextmanager
def shut_in(*folders: Path) -> Iterator[DuckDBPyConnection]:
    """One connection in memory that reaches these folders and nothing else, and whose settings stay so."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    import duckdb  # half a second to load: not with the pages

    connection = duckdb.connect(":memory:", config=settings)
    try:
        listed = ", ".join(text(f"{folder.resolve()}/") for folder in folders)
        connection.execute(f"SET allowed_directories = [{listed}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def text(word: str) -> str:
    """Return a literal text."""
    return "'" + word.replace("'", "''") + "'"


def scan(file: Path) -> str:
    """Return the table function that reads a file; a CSV's values are texts until the contract says more."""
    path = text(str(file.resolve()))
    if file.suffix == ".csv":
        return f"read_csv({path}, header = true, all_varchar = true, nullstr = '')"
    return f"read_parquet({path})"


def source(
    connection: DuckDBPyConnection, file: Path, product: Product, fields: Sequence[str]
) -> Refusal | None:
    """Make the view `source` of these fields of a product; refuses what is not as the contract says.

    A field that the file lacks, and a value that is none of its type, are named by field and number alone.
    """
    import duckdb

    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {scan(file)}").fetchall()
    except duckdb.Error:
        return saying.unreadable(product.id)
    held = {row[0]: row[1] for row in described}
    for field in fields:
        if field not in held:
            return saying.not_in_the_file(product.id, field)
    cast = [field for field in fields if held[field] != TYPES[product.types[field]]]
    if cast:
        counted = ", ".join(
            f"count(*) FILTER ({quoted(one)} IS NOT NULL AND {_cast(product, one)} IS NULL)" for one in cast
        )
        row = connection.execute(f"SELECT {counted} FROM {scan(file)}").fetchone()
        for field, wrong in zip(cast, row or (), strict=False):
            if wrong:
                return saying.of_another_type(product.id, field, product.types[field], wrong)
    shown = ", ".join(
        f"{_cast(product, one) if one in cast else quoted(one)} AS {quoted(one)}" for one in fields
    )
    connection.execute(f"CREATE VIEW source AS SELECT {shown or NULL} FROM {scan(file)}")
    return None


def _cast(product: Product, field: str) -> str:
    return f"try_cast({quoted(field)} AS {TYPES[product.types[field]]})"
