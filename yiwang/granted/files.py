"""Rows of products from files: `<product id>.parquet` or `.csv` in one folder, by DuckDB.

The day of a row is in the product's field that says so; where there is none it is the file's, which stands as
`yiwang.as_of` in the metadata of Parquet, or in `<product id>.about.json` beside a CSV.
"""

from __future__ import annotations

import json
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from yiwang.granted.product_files import file_of, quoted
from yiwang.kernel.products import Product
from yiwang.ports.lookups import ProviderAway, Row

AS_OF = "yiwang.as_of"
_PARSED = {
    "integer": int,
    "number": float,
    "boolean": lambda text: text.strip().lower() in ("true", "yes", "1", "是"),
}
_ENGINE = threading.local()


class FileLookups:
    """Looks rows up in the files of one folder; a product without a file has no provider here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def row(self, product: Product, key: str, fields: tuple[str, ...]) -> Row | None:
        """Return these fields of the row with this key.

        Raises:
            ProviderAway: there is no file, it cannot be read, lacks a field, or has two rows with this key.
        """
        import duckdb  # half a second to load: not with the pages

        path = self._path(product.id)
        # Only names that the pack gives the product reach the query; the key is a value.
        names = [name for name in fields if name in product.types]
        dated = product.dated_by if product.dated_by in product.types else ""
        wanted = [*names, *([dated] if dated else [])]
        listed = ", ".join(quoted(one) for one in wanted) or "1"
        query = f"SELECT {listed} FROM {_reader(path)} WHERE {quoted(product.key)} = ? LIMIT 2"
        try:
            found = _cursor().execute(query, [str(path), key]).fetchall()
            as_of = None if dated else self._file_is_of(path)
        except (duckdb.Error, OSError, ValueError) as fault:
            raise ProviderAway(product.id) from fault
        if len(found) > 1:
            raise ProviderAway(f"{product.id}: two rows with one key")
        if not found:
            return None
        said = dict(zip(wanted, found[0], strict=False))
        values = {
            name: value for name in names if (value := _plain(said[name], product.types[name])) is not None
        }
        return Row(values, _day(said[dated]) if dated else as_of)

    def _path(self, product: str) -> Path:
        found = file_of(self.folder, product)
        if found is None:
            raise ProviderAway(product)
        return found

    def _file_is_of(self, path: Path) -> date | None:
        if path.suffix == ".csv":
            beside = path.with_suffix(".about.json")
            return (
                _day(json.loads(beside.read_text(encoding="utf-8")).get(AS_OF)) if beside.exists() else None
            )
        query = "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = ?"
        row = _cursor().execute(query, [str(path), AS_OF]).fetchone()
        return _day(row[0]) if row else None


def _cursor() -> Any:
    """Return this thread's connection: one in memory, of one thread, that keeps nothing."""
    import duckdb

    if not hasattr(_ENGINE, "connection"):
        _ENGINE.connection = duckdb.connect(config={"threads": 1})
    return _ENGINE.connection


def _reader(path: Path) -> str:
    return "read_csv(?, header = true, all_varchar = true)" if path.suffix == ".csv" else "read_parquet(?)"


def _plain(value: Any, type_: str) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and type_ in _PARSED:
        return _PARSED[type_](value)
    return value


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
