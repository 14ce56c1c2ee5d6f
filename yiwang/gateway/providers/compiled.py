"""A lookup as SQL: written once by Ibis from the fields wanted; its values are bound, never in the text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import ibis
import sqlglot.expressions as sge
from ibis.backends.sql.compilers import DuckDBCompiler, PostgresCompiler

_TYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "boolean", "date": "date"}
_COMPILERS = {"duckdb": DuckDBCompiler(), "postgres": PostgresCompiler()}
_MARK = "\x00value"
_UNSELECTED = "\x00never selected"


@lru_cache(maxsize=512)
def lookup_sql(
    dialect: str,
    schema: str,
    table: str,
    columns: tuple[tuple[str, str, str], ...],
    by: str,
    count: int,
    most: int,
) -> str:
    """Return the query of a lookup: `count` placeholders, at most `most` + 1 rows.

    Args:
        dialect: `duckdb` or `postgres`. schema: "" for the database's own.
        columns: (field of the product, column of the table, type of the contract) of what is wanted.
        by: field that has to have one of the values.
    """
    names = {field: column for field, column, _ in columns}
    # Ibis writes `SELECT *` where every column it knows is selected, and the table has others. So it is told
    # of one more, which nobody selects.
    schema_of = {column: _TYPES[type_] for _, column, type_ in columns} | {_UNSELECTED: "string"}
    known = ibis.table(schema_of, name=table, database=schema or None)
    column = known[names[by]].cast("string")
    marks = [f"{_MARK}{number}" for number in range(count)]
    asked = known.filter(column.isin(marks)).select(**{field: known[column] for field, column, _ in columns})
    tree = _COMPILERS[dialect].to_sqlglot(asked.limit(most + 1))
    bound = 0

    def bind(node: Any) -> Any:
        nonlocal bound
        if isinstance(node, sge.Literal) and node.is_string and node.this.startswith(_MARK):
            bound += 1
            return sge.Placeholder()
        return node

    sql = str(tree.transform(bind).sql(dialect))
    assert bound == count, "a value that is not bound"
    assert tree.find(sge.Star) is None, "columns are named one by one"
    return sql


def padded(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values, the last repeated up to a power of two, so that few queries serve all batches."""
    size = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (size - len(values))


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON says it: days as ISO text, decimals as numbers."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
