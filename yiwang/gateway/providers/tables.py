"""A table or view of another PostgreSQL, read by a role that may only read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from yiwang.gateway.providers import Failed, Other
from yiwang.gateway.providers.compiled import lookup_sql, padded, plain


class TableProvider:
    """Asks one table.

    Args:
        dsn: of the database. table: its name, `schema.table` where it is not in the search path.
        types: field → type of the contract. columns: field → column, where they differ.
        seconds: that a connection and a query may take.
    """

    def __init__(
        self, dsn: str, table: str, types: Mapping[str, str], columns: Mapping[str, str], seconds: float
    ) -> None:
        self._schema, _, self._table = table.rpartition(".")
        self._types, self._columns, self._seconds = dict(types), dict(columns), seconds
        whole = make_conninfo(
            dsn,
            connect_timeout=max(1, round(seconds)),
            options=f"-c statement_timeout={int(seconds * 1000)} -c default_transaction_read_only=on",
        )
        self._pool: ConnectionPool[Any] = ConnectionPool(
            whole,
            min_size=0,
            max_size=4,
            timeout=seconds,
            reconnect_timeout=1.0,
            kwargs={"autocommit": True, "row_factory": dict_row},
            open=False,
        )

    def ask(self, wanted: tuple[str, ...], by: str, values: tuple[str, ...], most: int) -> Any:
        """See `Provider.ask`."""
        bound = padded(values)
        columns = tuple((name, self._columns.get(name, name), self._types[name]) for name in wanted)
        sql = lookup_sql("postgres", self._schema, self._table, columns, by, len(bound), most)
        try:
            self._pool.open()
            with self._pool.connection() as connection:
                rows = connection.execute(sql.encode(), bound).fetchall()
        except psycopg.errors.QueryCanceled as fault:
            raise Failed("slow") from fault
        except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as fault:
            raise Other(":missing") from fault
        except PoolTimeout as fault:
            raise Failed("down") from fault
        except psycopg.Error as fault:
            raise Failed("down") from fault
        return [plain(row) for row in rows]

    def close(self) -> None:
        """Close its connections."""
        self._pool.close()
