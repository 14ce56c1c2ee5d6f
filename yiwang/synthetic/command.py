"""`yiwang data make`: invented data of every product of a pack, as files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.synthetic import write
from yiwang.synthetic.tables import Inventing

ROWS = 1000
FORMATS = ("parquet", "csv")


@dataclass(frozen=True)
class Wish:
    """What to make: by which seed, of how many people, of which day, in which format (`FORMATS`)."""

    seed: int
    rows: int = ROWS
    on: date = date(2026, 1, 1)
    format: str = "parquet"


def make(root: Path, out: Path, wish: Wish, to: TextIO) -> int:
    """Make the files and name them. 0 made, 1 products link in a circle, 2 the pack cannot be read."""
    try:
        pack = load(root)
    except Unreadable as fault:
        print(f"{fault.sentence.zh}\n{fault.sentence.en}", file=to)
        return 2
    try:
        inventing = Inventing(pack, wish.seed, wish.rows, wish.on)
        made = write_all(inventing, root.resolve().name, out, wish.format)
    except ValueError as circle:
        print(
            f"资源互相 link 成圈: {circle}。去掉其中一个 link。\n"
            f"Products link in a circle: {circle}. Remove one of the links.",
            file=to,
        )
        return 1
    for product, rows in made.items():
        print(f"{product}.{wish.format}  {rows}", file=to)
    print(write.NOTE, file=to)
    return 0


def write_all(inventing: Inventing, name: str, out: Path, format: str) -> dict[str, int]:
    """Write every product of a pack into a folder; return product → rows of those that were written.

    A file that is there and does not say of itself that it is synthetic is left as it is.

    Raises:
        ValueError: products link to each other in a circle; nothing was written.
    """
    tables = {product: inventing.table(product) for product in inventing.products}
    out.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = {}
    for id, table in tables.items():
        path = out / f"{id}.{format}"
        if path.exists() and not write.says_synthetic(path):
            continue
        product = inventing.products[id]
        said = write.about(product, name, inventing.seed, inventing.on, table.rows)
        if format == "csv":
            write.as_csv(path, table, said)
        else:
            write.parquet(path, product, table, said)
        written[id] = table.rows
    return written
