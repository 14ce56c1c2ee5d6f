"""A product that knows persons and one that does not, with made-up data in which canaries are planted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from yiwang.kernel.products import Kept, Product
from yiwang.nets.services.tests.conftest import clients, clock, door, walker  # noqa: F401

IDENTITY, MOBILE, NAME = "430602198501011234", "13873012345", "鹿鸣远"
CANARIES = (IDENTITY, MOBILE, NAME)
FIELDS: dict[str, tuple[str, str]] = {
    "district": ("string", "none"),
    "kind": ("string", "none"),
    "since": ("date", "none"),
    "amount": ("integer", "none"),
    "remark": ("string", "none"),
    "id_number": ("string", "sensitive"),
    "person": ("string", "ordinary"),
    "telephone": ("string", "ordinary"),
}


def product(**more: Any) -> Product:
    """Return a product that knows persons, made up."""
    return Product(
        id="helped",
        title={"zh": "救助记录（虚构）", "en": "Help given (made up)"},
        owner="yueyang-civil-affairs",
        sharing="conditional",
        opening="conditional",
        titles={name: {"zh": name, "en": name} for name in FIELDS},
        types={name: type_ for name, (type_, _) in FIELDS.items()},
        classes={name: Kept(name, "general", personal) for name, (_, personal) in FIELDS.items()},
        updates="daily",
        **more,
    )


def rows(count: int = 400, planted: Sequence[int] = (0, 7, 23)) -> list[dict[str, Any]]:
    """Return made-up rows; those planted hold the canaries, in their own fields and in the remark too."""
    made = []
    for at in range(count):
        row = {
            "district": f"区{at % 4}",
            "kind": f"种{at % 3}",
            "since": f"2026-{at % 12 + 1:02}-15",
            "amount": 100 + at % 7,
            "remark": "正常",
            "id_number": f"43060219{50 + at % 50:02}0101{at % 900 + 100:03}{at % 10}",
            "person": f"人{at}号",
            "telephone": f"138{at:08}",
        }
        if at in planted:
            row |= {"id_number": IDENTITY, "person": NAME, "telephone": MOBILE}
        made.append(row)
    return made


def write(folder: Path, product: str, given: Sequence[dict[str, Any]], form: str = "parquet") -> Path:
    """Write rows as a product's data file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{product}.{form}"
    names = list(given[0])
    with duckdb.connect(":memory:") as connection:
        listed = ", ".join(f'"{name}" {_TYPES.get(name, "VARCHAR")}' for name in names)
        connection.execute(f"CREATE TABLE t ({listed})")
        connection.executemany(
            f"INSERT INTO t VALUES ({', '.join('?' * len(names))})",
            [[row[name] for name in names] for row in given],
        )
        connection.execute(f"COPY t TO '{file}' (FORMAT {form})")
    return file


_TYPES = {"since": "DATE", "amount": "BIGINT"}


@pytest.fixture
def products(tmp_path, settings) -> Path:
    """The folder of the products' data files, in a state folder of this test's own."""
    settings.DATA = tmp_path / "state"
    folder = settings.DATA / "products"
    folder.mkdir(parents=True)
    return folder
