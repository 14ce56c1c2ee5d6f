"""The files of an edition: written once, known by their hash, read a page at a time.

They lie below the state folder in `open/<city>/<set>/<edition>/data.<form>`; nobody writes into such a
folder again. Only what was computed for publication is ever in it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from django.conf import settings

from yiwang.granted.product_files import FOLDER, quoted
from yiwang.kernel.opening.sets import Column
from yiwang.nets.opening.duck import scan, shut_in, text
from yiwang.nets.opening.records import File

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMS = ("csv", "parquet", "json")
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}
_COPY = {
    "csv": "FORMAT csv, HEADER true",
    "parquet": "FORMAT parquet, COMPRESSION zstd",
    "json": "FORMAT json, ARRAY true",
}


@dataclass(frozen=True)
class Page:
    """Some rows of an edition, and how many there are that match."""

    rows: list[dict[str, Any]]
    total: int


def products() -> Path:
    """Return the folder of the products' data files."""
    return Path(settings.DATA) / FOLDER


def folder(city: str, set_: str, edition: str) -> Path:
    """Return the folder of an edition's files."""
    return Path(settings.DATA) / "open" / city / set_ / edition


def begin() -> Path:
    """Return a new folder to write into; `keep` gives it its place."""
    above = Path(settings.DATA) / "open"
    above.mkdir(parents=True, exist_ok=True)
    return Path(mkdtemp(prefix=".new-", dir=above))


def write(connection: DuckDBPyConnection, where: Path) -> tuple[File, ...]:
    """Write the table `out` in every form into a folder of `begin`."""
    for form in FORMS:
        connection.execute(f"COPY out TO {text(str((where / f'data.{form}').resolve()))} ({_COPY[form]})")
    return tuple(_file(where / f"data.{form}", form) for form in FORMS)


def _file(path: Path, form: str) -> File:
    with path.open("rb") as opened:
        os.fsync(opened.fileno())
        return File(form=form, bytes=path.stat().st_size, sha256=file_digest(opened, "sha256").hexdigest())


def keep(where: Path, place: Path) -> None:
    """Give a folder its place, where there is none yet."""
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(where, place)


def drop(where: Path) -> None:
    """Take a folder away that is of no edition."""
    shutil.rmtree(where, ignore_errors=True)


def changed(where: Path, files: Sequence[File]) -> str:
    """Return the form of the first file that is not what was prepared, "" where all are."""
    for one in files:
        path = where / f"data.{one.form}"
        if not path.is_file() or _file(path, one.form) != one:
            return one.form
    return ""


def read(
    where: Path, columns: Sequence[Column], *, limit: int, offset: int = 0, only: dict[str, str] | None = None
) -> Page:
    """Return rows of an edition in their order; `only`: column → the text its value must be."""
    known = {one.name for one in columns}
    chosen = [(key, value) for key, value in (only or {}).items() if key in known]
    narrowed = " AND ".join(f"CAST({quoted(key)} AS VARCHAR) = ?" for key, _ in chosen)
    wanted = f" WHERE {narrowed}" if narrowed else ""
    values = [value for _, value in chosen]
    with shut_in(where) as connection:
        from_ = f"FROM {scan(where / 'data.parquet')}{wanted}"
        counted = connection.execute(f"SELECT count(*) {from_}", values).fetchone()
        listed = ", ".join(quoted(one.name) for one in columns)
        got = connection.execute(f"SELECT {listed} {from_} LIMIT {int(limit)} OFFSET {int(offset)}", values)
        rows = [
            {one.name: _plain(value) for one, value in zip(columns, row, strict=True)}
            for row in got.fetchall()
        ]
    return Page(rows, counted[0] if counted else 0)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: dates as text, decimals as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
