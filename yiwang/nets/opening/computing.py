"""Computes an open data set from its product's data file: what is published, and what stays back.

The table `out` is what is published, in order; whoever holds the connection writes it to files. Sums are
exact decimals. What the product's contract forbids is refused here again, before anything is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from yiwang.granted.product_files import quoted
from yiwang.kernel.opening.sets import COUNT, MEAN, By, Column, OpenSet, columns, faults
from yiwang.kernel.opening.suppress import P_PERCENT, PRIMARY, Cell, Key, dominated, suppressed
from yiwang.kernel.products import Product
from yiwang.kernel.refusal import Refusal
from yiwang.nets.opening import duck, looks, saying
from yiwang.nets.opening.duck import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_CELLS, MOST_ROWS = 50_000, 2_000_000
SHOWN_GROUPS = 20
CUT = {"year": "%Y", "month": "%Y-%m"}


@dataclass(frozen=True)
class Group:
    """Rows that are alike and too few: their values as they may be shown, and how many they are."""

    values: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Computed:
    """What came of it.

    Attributes:
        rows: of the table `out`. primary, complementary: numbers of groups kept back, see
            `kernel.opening.suppress`. dropped: groups whose very names are kept back.
        withheld: rows of groups below k, left out; groups: some of them, for the publisher alone.
    """

    columns: tuple[Column, ...]
    rows: int
    primary: int = 0
    complementary: int = 0
    dropped: int = 0
    withheld: int = 0
    small: int = 0
    groups: tuple[Group, ...] = field(default=())


def compute(connection: DuckDBPyConnection, file: Path, product: Product, one: OpenSet) -> Computed | Refusal:
    """Fill the table `out` of a connection with what a set publishes.

    Args:
        connection: of `duck.shut_in`, with the file's folder open to it.
    """
    if wrong := list(faults(one, product)):
        return saying.forbidden(wrong)
    personal = personal_of(product)
    if refused := duck.source(connection, file, product, [*one.used, *personal]):
        return refused
    made = _table(connection, product, one) if one.grouped else _rows(connection, product, one, personal)
    if isinstance(made, Refusal):
        return made
    if not made.rows:
        return saying.nothing_left()
    found = looks.by_form(connection, "out", scanned(one, made.columns))
    for each, cells in looks.by_product(connection, "out", texts(one, made.columns), personal).items():
        found[each] = max(found.get(each, 0), cells)
    return saying.looks_personal(found) if found else made


def personal_of(product: Product) -> dict[str, str]:
    """Return the personal fields of a product, each with its type."""
    return {one: product.types[one] for one, kept in product.classes.items() if kept.personal != "none"}


def scanned(one: OpenSet, of: Sequence[Column]) -> list[str]:
    """Return the columns in which an identity or telephone number would be one.

    Not those of sums over 3 rows and more, where any such digits are chance.
    """
    hows = {measure.name: measure.how for measure in one.measures}
    return [each.name for each in of if one.k < 3 or hows.get(each.name, COUNT) == COUNT]


def texts(one: OpenSet, of: Sequence[Column]) -> list[str]:
    """Return the columns that hold what somebody wrote; not the spans that days were cut to."""
    spans = {by.name for by in one.by if by.to}
    return [each.name for each in of if each.type == "string" and each.name not in spans]


def _cut(by: By) -> str:
    """Return what is grouped by: days are cut to the first of their span, quicker to compare than text."""
    return f"date_trunc({text(by.to)}, {quoted(by.field)})" if by.to else quoted(by.field)


def _key(by: By) -> str:
    """Return what is shown of a group's value: a span of days as text, `2026`, `2026-Q1`, `2026-01`."""
    if by.to == "quarter":
        return f"strftime({quoted(by.name)}, '%Y') || '-Q' || quarter({quoted(by.name)})"
    return f"strftime({quoted(by.name)}, {text(CUT[by.to])})" if by.to else quoted(by.name)


def _table(connection: DuckDBPyConnection, product: Product, one: OpenSet) -> Computed | Refusal:
    """Fill `out` with groups; numbers that stay back are empty, names that stay back are left out."""
    keys = [quoted(by.name) for by in one.by]
    summed = list(dict.fromkeys(measure.field for measure in one.measures if measure.field))
    parts = [f"{_cut(by)} AS {key}" for by, key in zip(one.by, keys, strict=True)]
    parts.append("count(*) AS n_")
    for at, each in enumerate(summed):
        parts.append(f"sum({quoted(each)}) AS s{at}_, count({quoted(each)}) AS c{at}_")
        if one.k > 1:
            parts.append(f"max(abs({quoted(each)})) AS m{at}_, sum(abs({quoted(each)})) AS a{at}_")
    shown_keys = ", ".join(f"{_key(by)} AS {key}" for by, key in zip(one.by, keys, strict=True))
    connection.execute(
        f"CREATE TEMP TABLE cut AS SELECT *, row_number() OVER (ORDER BY {', '.join(keys)}) AS i_"
        f" FROM (SELECT {', '.join(parts)} FROM source GROUP BY ALL)"
    )
    row = connection.execute("SELECT count(*) FROM cut").fetchone()
    if row and row[0] > MOST_CELLS:
        return saying.too_large(row[0], MOST_CELLS)
    connection.execute(f"CREATE TEMP TABLE cells AS SELECT * REPLACE ({shown_keys}) FROM cut")
    ruled = _dominated(connection, one, summed) if one.k > 1 else frozenset()
    held: dict[Key, Cell] = {}
    numbers: dict[Key, int] = {}
    for got in connection.execute(f"SELECT i_, n_, {', '.join(keys)} FROM cells").fetchall():
        held[got[2:]], numbers[got[2:]] = Cell(got[1], got[0] in ruled), got[0]
    back = suppressed(held, one.k)
    gone = _nameless(held, back)
    for table, few in (("back", back), ("gone", gone)):
        connection.execute(
            f"CREATE TEMP TABLE {table} AS SELECT unnest(?::BIGINT[]) AS i", [[numbers[key] for key in few]]
        )
    shown = [*keys, *(_shown(product, one, at, summed) for at in range(len(one.measures)))]
    connection.execute(
        f"CREATE TABLE out AS SELECT {', '.join(shown)} FROM cells"
        " WHERE i_ NOT IN (SELECT i FROM gone) ORDER BY i_"
    )
    primary = sum(why == PRIMARY for why in back.values())
    return Computed(
        columns(one, product),
        rows=len(held) - len(gone),
        primary=primary,
        complementary=len(back) - primary,
        dropped=len(gone),
    )


def _dominated(connection: DuckDBPyConnection, one: OpenSet, summed: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the groups of which some sum has too large a contributor.

    Where the total is more than that and twice the largest, nobody can be too large; only of the other groups
    the second largest is looked for.
    """
    found: set[int] = set()
    for at, each in enumerate(summed):
        doubtful = f"SELECT * FROM cut WHERE a{at}_ < {2 + P_PERCENT / 100} * m{at}_"
        if connection.execute(f"{doubtful} LIMIT 1").fetchone() is None:
            continue
        cut = ", ".join(f"{_cut(by)} AS {quoted(by.name)}" for by in one.by)
        same = " AND ".join(f"s.{quoted(by.name)} IS NOT DISTINCT FROM d.{quoted(by.name)}" for by in one.by)
        got = connection.execute(
            f"SELECT d.i_, any_value(d.a{at}_), max(s.v_, 2) FROM ({doubtful}) AS d"
            f" JOIN (SELECT {cut}, abs({quoted(each)}) AS v_ FROM source) AS s ON {same} GROUP BY 1"
        ).fetchall()
        for number, total, largest in got:
            first, second = float(largest[0]), float(largest[1]) if len(largest) > 1 else 0.0
            if dominated(float(total), first, second):
                found.add(number)
    return frozenset(found)


def _shown(product: Product, one: OpenSet, at: int, summed: Sequence[str]) -> str:
    measure = one.measures[at]
    value = "n_"
    if measure.how != COUNT:
        which = summed.index(measure.field)
        value = f"s{which}_"
        if measure.how == MEAN:
            value = f"CAST(s{which}_ / nullif(c{which}_, 0) AS DECIMAL(18,4))"
        elif product.types[measure.field] == "integer":
            value = f"CAST(s{which}_ AS BIGINT)"
    return f"CASE WHEN i_ NOT IN (SELECT i FROM back) THEN {value} END AS {quoted(measure.name)}"


def _nameless(held: dict[Key, Cell], back: dict[Key, str]) -> set[Key]:
    """Return the groups one of whose values stands in no published group: such a value stays back too."""
    seen = {(at, value) for key in held if key not in back for at, value in enumerate(key)}
    return {key for key in back if any((at, value) not in seen for at, value in enumerate(key))}


def _rows(
    connection: DuckDBPyConnection, product: Product, one: OpenSet, personal: Mapping[str, str]
) -> Computed | Refusal:
    """Fill `out` with the rows that k or more share. All that is published may be known elsewhere."""
    listed = ", ".join(quoted(each) for each in one.fields)
    groups: tuple[Group, ...] = ()
    small = rows_in = 0
    if one.k > 1:
        connection.execute(
            f"CREATE TEMP TABLE few AS SELECT {listed}, count(*) AS n_ FROM source"
            f" GROUP BY ALL HAVING n_ < {one.k}"
        )
        small, rows_in = connection.execute("SELECT count(*), coalesce(sum(n_), 0) FROM few").fetchone() or (
            0,
            0,
        )
        groups = _groups(connection, product, one, personal)
    wanted = f" QUALIFY count(*) OVER (PARTITION BY {listed}) >= {one.k}" if one.k > 1 else ""
    connection.execute(f"CREATE TABLE out AS SELECT {listed} FROM source{wanted} ORDER BY ALL")
    row = connection.execute("SELECT count(*) FROM out").fetchone()
    rows = row[0] if row else 0
    if rows > MOST_ROWS:
        return saying.too_large(rows, MOST_ROWS)
    made = Computed(columns(one, product), rows=rows, withheld=int(rows_in), small=small, groups=groups)
    return made


def _groups(
    connection: DuckDBPyConnection, product: Product, one: OpenSet, personal: Mapping[str, str]
) -> tuple[Group, ...]:
    """Return some groups below k, the smallest first, without what looks personal."""
    texts = [each for each in one.fields if product.types[each] == "string"]
    hidden = looks.by_product(connection, "few", texts, personal)
    shown = ", ".join(
        text(looks.HIDDEN)
        if each in hidden
        else f"CASE WHEN {looks.looks_personal(quoted(each))} THEN {text(looks.HIDDEN)}"
        f" ELSE CAST({quoted(each)} AS VARCHAR) END"
        for each in one.fields
    )
    got = connection.execute(f"SELECT n_, {shown} FROM few ORDER BY ALL LIMIT {SHOWN_GROUPS}").fetchall()
    return tuple(Group(tuple(value or "" for value in row[1:]), row[0]) for row in got)
