"""Rows of a product of 10,000,000, made into an open table: seconds, and those of a bare GROUP BY.

Ours is all that an edition takes before its files are written: the contract's faults, the types of the file,
groups with counts, sums and what dominates them, the numbers that stay back, and the search for what looks
personal. Warm: the file was read once before. Other: DuckDB's own count and sum of the same groups.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from bench.rounds import spread
from yiwang.kernel.opening.sets import By, Measure, OpenSet
from yiwang.kernel.products import Kept, Product
from yiwang.nets.opening.computing import Computed, compute
from yiwang.nets.opening.duck import MEMORY, THREADS, shut_in

ROWS = 10_000_000
FOLDER = Path(__file__).parents[1] / ".bench-cache" / "opening"
FIELDS = {
    "district": ("string", "none"),
    "kind": ("string", "none"),
    "given_on": ("date", "none"),
    "amount": ("integer", "none"),
    "person_name": ("string", "ordinary"),
    "person_number": ("string", "sensitive"),
}
PRODUCT = Product(
    id="payments",
    title={"zh": "发放", "en": "Payments"},
    owner="body",
    sharing="conditional",
    opening="conditional",
    titles={name: {"zh": name, "en": name} for name in FIELDS},
    types={name: type_ for name, (type_, _) in FIELDS.items()},
    classes={name: Kept(name, "general", personal) for name, (_, personal) in FIELDS.items()},
)
SET = OpenSet(
    id="payments",
    title={"zh": "发放", "en": "Payments"},
    says={},
    product="payments",
    licence="CC0-1.0",
    updates="monthly",
    k=10,
    by=(By("district"), By("kind"), By("given_on", "month")),
    measures=(
        Measure(name="payments", how="count"),
        Measure(name="amount", how="sum", field="amount"),
        Measure(name="mean", how="mean", field="amount"),
    ),
)
BARE = "SELECT district, kind, strftime(given_on, '%Y-%m') AS m, count(*), sum(amount) FROM '{}' GROUP BY ALL"


def file() -> Path:
    """Return the data file, made once: 13 districts, 21 kinds of very unlike size, three years of days."""
    made = FOLDER / f"payments-{ROWS}.parquet"
    if not made.is_file():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(":memory:") as connection:
            connection.execute("SELECT setseed(0.42)")
            connection.execute(
                "COPY (SELECT '区' || (i % 13) AS district,"
                " '类' || CAST(floor(-ln(random()) * 2) AS INT) AS kind,"
                " DATE '2024-01-01' + CAST(random() * 1000 AS INT) AS given_on,"
                " CAST(200 + random() * 3000 AS BIGINT) AS amount, '样' || (i % 900001) AS person_name,"
                " lpad(CAST(i AS VARCHAR), 18, '9') AS person_number"
                f" FROM range({ROWS}) AS t(i)) TO '{made}' (FORMAT parquet)"
            )
    return made


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return rows a second of ours and of the bare query, with `seconds`: of ours, and what stayed back."""
    data = file()
    ours(data)
    pairs, made = [], None
    seconds: list[float] = []
    for _ in range(rounds):
        taken, made = ours(data)
        seconds.append(taken)
        pairs.append((ROWS / taken, ROWS / timed(lambda: bare(data))))
    assert made is not None
    told = spread(pairs, f"rows/s; {min(seconds):.2f} to {max(seconds):.2f} s; other: a bare GROUP BY")
    return told | {
        "seconds": sorted(seconds),
        "groups": made.rows,
        "kept_back": made.primary + made.complementary,
    }


def ours(data: Path) -> tuple[float, Computed]:
    """Return the seconds, and what was computed."""
    begun = perf_counter()
    with shut_in(data.parent) as connection:
        made = compute(connection, data, PRODUCT, SET)
    taken = perf_counter() - begun
    assert isinstance(made, Computed), made
    return taken, made


def bare(data: Path) -> None:
    """Ask DuckDB for the groups alone."""
    with duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": MEMORY}) as connection:
        connection.execute(BARE.format(data)).fetchall()


def timed(run: Callable[[], None]) -> float:
    """Return the seconds of a run."""
    begun = perf_counter()
    run()
    return perf_counter() - begun
