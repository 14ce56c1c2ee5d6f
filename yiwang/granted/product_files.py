"""Where data of products lie: `<product id>.parquet`, or `.csv`, in one folder of the city's own files."""

from __future__ import annotations

from pathlib import Path

FOLDER = "products"
"""Below the state folder."""


def file_of(folder: Path, product: str) -> Path | None:
    """Return a product's data file, None where there is none in just this folder."""
    paths = (folder / f"{product}{ending}" for ending in (".parquet", ".csv"))
    return next((path for path in paths if path.parent == folder and path.is_file()), None)


def quoted(word: str) -> str:
    """Return an identifier of SQL, quoted."""
    return '"' + word.replace('"', '""') + '"'
