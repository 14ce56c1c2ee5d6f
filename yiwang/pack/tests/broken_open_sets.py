"""Packs whose open data sets are wrong (YW260 to YW266)."""

from __future__ import annotations

from yiwang.pack.tests.broken_governed import PRODUCT, TREES_OFFICE
from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

OPENED = PRODUCT.replace("opening: none", "opening: unconditional")
KNOWS = OPENED.replace(
    "verified: true",
    """  keeper:
    title: {zh: 谁照看, en: Who keeps them}
    concept: tree-keeper
    type: string
    class: general
    personal: ordinary
verified: true""",
)
"""The same with a field that is personal; `verified` stands after the fields."""
ROWS = """title: {zh: 街上的树, en: Trees of the streets}
says: {zh: 每条街几棵树。, en: How many trees each street has.}
product: streets
licence: CC-BY-4.0
updates: yearly
smallest_cell: 1
fields: [street_name, trees]
basis: [示例市树木认养办法 第三条]
"""
TABLE = ROWS.replace("smallest_cell: 1", "smallest_cell: 10").replace(
    "fields: [street_name, trees]\n",
    """by:
  - {field: street_name}
measures:
  - {name: rows, how: count, title: {zh: 条数, en: Rows}}
""",
)


def opened(product: str, text: str, old: str = "", new: str = "", name: str = "trees") -> tuple[Edit, ...]:
    """Return the pack with a product and a set of it, sound but for what is replaced."""
    assert text.count(old) == 1 or not old, old
    whole = text.replace(old, new) if old else text
    return (*TREES_OFFICE, added("products/streets.yaml", product), added(f"open/{name}.yaml", whole))


BROKEN_OPEN_SETS: tuple[Mutant, ...] = (
    Mutant(
        "YW260",
        "an open set of a product that is not there",
        opened(OPENED, ROWS, "product: streets", "product: street"),
    ),
    Mutant(
        "YW260",
        "an open set with a field that is not there",
        opened(OPENED, ROWS, "[street_name, trees]", "[street_name, tree]"),
    ),
    Mutant("YW260", "an open set on a clause that is not there", opened(OPENED, ROWS, "第三条", "第三十条")),
    Mutant(
        "YW261",
        "an open set with a personal field",
        opened(KNOWS, ROWS.replace("smallest_cell: 1", "smallest_cell: 10"), "trees]", "keeper]"),
    ),
    Mutant(
        "YW261",
        "an open table grouped by a personal field",
        opened(KNOWS, TABLE, "{field: street_name}", "{field: keeper}"),
    ),
    Mutant("YW262", "an open set of a product that is not to be opened", opened(PRODUCT, ROWS)),
    Mutant(
        "YW262",
        "an open set with an important field",
        opened(OPENED.replace("class: general", "class: important", 1), ROWS),
    ),
    Mutant(
        "YW263",
        "small groups of a product that knows persons",
        opened(KNOWS, TABLE, "smallest_cell: 10", "smallest_cell: 5"),
    ),
    Mutant(
        "YW264", "an open set of rows and of groups", opened(OPENED, TABLE, "by:", "fields: [trees]\nby:")
    ),
    Mutant(
        "YW264",
        "an open table without a count",
        opened(OPENED, TABLE, "how: count", "how: sum, field: trees"),
    ),
    Mutant(
        "YW264",
        "an open table that sums words",
        opened(
            OPENED,
            TABLE,
            "measures:\n",
            "measures:\n  - {name: names, how: sum, field: street_name, title: {zh: 街名, en: Names}}\n",
        ),
    ),
    Mutant(
        "YW264",
        "an open table that cuts a word to a month",
        opened(OPENED, TABLE, "{field: street_name}", "{field: street_name, to: month}"),
    ),
    Mutant(
        "YW265",
        "two open tables that can be subtracted",
        (
            *opened(KNOWS, TABLE),
            added(
                "open/again.yaml",
                TABLE.replace("{field: street_name}", "{field: street_name}\n  - {field: trees}"),
            ),
        ),
    ),
    Mutant(
        "YW266",
        "an open set renewed more often than its product",
        opened(OPENED, ROWS, "updates: yearly", "updates: daily"),
        exit=0,
    ),
)
