"""One row of a product by its key (核验查询): from whoever provides it, asked for named fields only.

A city's provider is a database, an interface or a file; `granted/files.py` reads files. An adapter gives no
field that was not asked for, and never more than one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from yiwang.kernel.products import Product


class ProviderAway(Exception):
    """Nothing can be said of the row now: the provider is away, or answered other than its contract."""


@dataclass(frozen=True)
class Row:
    """What a provider says.

    Attributes:
        values: field → value (text, number, yes or no; a day as ISO text). A field that is empty is left out.
        as_of: the day the row is of, None where nothing says.
    """

    values: dict[str, Any]
    as_of: date | None = None


class Lookups(Protocol):
    """A provider of rows."""

    def row(self, product: Product, key: str, fields: tuple[str, ...]) -> Row | None:
        """Return these fields of the row with this key, None where there is none.

        Raises:
            ProviderAway: nothing can be said now; that is not the same as no row.
        """
        ...


class FakeLookups:
    """Rows in memory: product → key → (fields, day). `away`: ids of products whose provider is away."""

    def __init__(self, rows: Mapping[str, Mapping[str, tuple[Mapping[str, Any], date | None]]]) -> None:
        self.rows = rows
        self.away: set[str] = set()
        self.asked: list[tuple[str, str, tuple[str, ...]]] = []

    def row(self, product: Product, key: str, fields: tuple[str, ...]) -> Row | None:
        """Answer as a provider would, and remember what was asked."""
        self.asked.append((product.id, key, fields))
        if product.id in self.away or product.id not in self.rows:
            raise ProviderAway(product.id)
        found = self.rows[product.id].get(key)
        if found is None:
            return None
        values, as_of = found
        return Row({name: values[name] for name in fields if values.get(name) is not None}, as_of)


def lookups_keep_the_contract(lookups: Lookups, product: Product, known: str, unknown: str) -> None:
    """Hold an adapter against the contract.

    Args:
        product: has a field beside its key. known: a key that has a row; unknown: one that has none.
    """
    names = tuple(sorted(product.types))
    every = lookups.row(product, known, names)
    assert every is not None, "a key that has a row finds it"
    assert set(every.values) <= set(names), "no field is given that was not asked for"
    for name in names:
        one = lookups.row(product, known, (name,))
        assert one is not None and set(one.values) <= {name}, "one field asked for is one field given"
    assert lookups.row(product, unknown, names) is None, "a key that has no row finds none"
    for hostile in ("", "' OR '1'='1", known + "'; --", known + " ", "%", "*"):
        assert lookups.row(product, hostile, names) is None, "a key is a value and never a pattern"
