"""Finds what is personal in what is about to be published, whatever the contract says of the column.

Two ways. By form: resident identity numbers (18 digits, GB 11643's shape) and telephone numbers, with
full-width digits and blanks or hyphens between. By the product itself: a value of one of its personal
text fields that few rows share, wherever it stands inside a cell. What is found is told by column and
number of cells, never by value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from yiwang.granted.product_files import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_WIDE = "０１２３４５６７８９Ｘｘ－　\u00a0\u2010\u2011\u2012\u2013\u2014"
_PLAIN = "0123456789Xx-  -----"
_GAP = r"[ ._()+-]{0,2}"
_IDENTITY = rf"\d{{6}}{_GAP}(18|19|20)\d\d{_GAP}(0[1-9]|1[0-2]){_GAP}[0-3]\d{_GAP}\d{{3}}[\dXx]"
_MOBILE = rf"1\d\d{_GAP}\d{{4}}{_GAP}\d{{4}}"
_LANDLINE = r"0\d{2,3}[ )-]{1,2}\d{7,8}"
PERSONAL = rf"(^|[^0-9])({_IDENTITY}|{_MOBILE}|{_LANDLINE})($|[^0-9Xx])"
SHARED_BY = 10
"""A value of a personal field that at least this many rows hold tells of nobody (a place, a kind)."""
SHORTEST, SHORTEST_NUMBER = 2, 6
MOST_PIECES = 1_000_000
HIDDEN = "（不显示 hidden）"


def plain(value: str) -> str:
    """Return the expression of a value as a text whose digits and hyphens are plain."""
    return f"translate(CAST({value} AS VARCHAR), '{_WIDE}', '{_PLAIN}')"


def looks_personal(value: str) -> str:
    """Return the expression that says whether a value looks like an identity or telephone number."""
    return f"coalesce(regexp_matches({plain(value)}, '{PERSONAL}'), false)"


def by_form(connection: DuckDBPyConnection, table: str, columns: Sequence[str]) -> dict[str, int]:
    """Return, by column, how many cells look like an identity or telephone number; 0 is left out."""
    if not columns:
        return {}
    counted = ", ".join(f"count(*) FILTER ({looks_personal(quoted(one))})" for one in columns)
    row = connection.execute(f"SELECT {counted} FROM {table}").fetchone() or ()
    return {one: count for one, count in zip(columns, row, strict=False) if count}


def by_product(
    connection: DuckDBPyConnection, table: str, columns: Sequence[str], personal: Mapping[str, str]
) -> dict[str, int]:
    """Return how many cells of each text column hold a value of a personal field of the view `source`.

    `personal`: field → its type.

    Only the pieces of a cell that are as long as some personal value are compared, by a hash join.
    """
    if not columns or not personal:
        return {}
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE texts AS "
        + " UNION ".join(
            f"SELECT {quoted(one)} AS t FROM {table} WHERE {quoted(one)} IS NOT NULL" for one in columns
        )
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE known (v VARCHAR)")
    for field, type_ in personal.items():
        if type_ == "string":
            _find(connection, quoted(field), SHORTEST)
        else:
            _find(connection, f"CAST({quoted(field)} AS VARCHAR)", SHORTEST_NUMBER)
    found: dict[str, int] = {}
    for one in columns:
        row = connection.execute(
            f"SELECT count(*) FROM {table} AS o WHERE EXISTS"
            f" (SELECT 1 FROM known WHERE contains(o.{quoted(one)}, known.v))"
        ).fetchone()
        if row and row[0]:
            found[one] = row[0]
    return found


def _find(connection: DuckDBPyConnection, field: str, shortest: int) -> None:
    """Add to `known` the values of a personal field that stand in some text and that few rows share."""
    row = connection.execute("SELECT max(length(t)), sum(length(t)) FROM texts").fetchone()
    longest, letters = row if row and row[0] else (0, 0)
    lengths = list(range(shortest, longest + 1))
    if letters * len(lengths) > MOST_PIECES:  # rather read the field once more than cut every text everywhere
        got = connection.execute(f"SELECT DISTINCT length({field}) FROM source").fetchall()
        lengths = [one for one in lengths if (one,) in got]
    if not lengths:
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pieces AS SELECT DISTINCT substring(t, CAST(i AS INTEGER), n) AS v"
        f" FROM texts, unnest({lengths}) AS lengths(n), range(1, length(t) - n + 2) AS starts(i)"
    )
    connection.execute(
        f"INSERT INTO known SELECT {field} FROM source SEMI JOIN pieces ON {field} = pieces.v"
        f" GROUP BY 1 HAVING count(*) < {SHARED_BY}"
    )
