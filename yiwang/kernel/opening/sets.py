"""Open data sets as a pack defines them, and what forbids one. Plain frozen data.

A set publishes rows of a product (`fields`), or counts, sums and means of them by groups (`by`,
`measures`). What may be published is decided by the product's contract, here, for the check of a pack and
again for every publication.

Source: 数据安全法 第三十八条 (what a state organ learns of persons is kept), 第四十一条 (the rest is made
public); 个人信息保护法 第四条第一款 (what was made anonymous is no personal information).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from yiwang.kernel.products import Product, Text

PEOPLE_AT_LEAST = 10
"""Our own line: of a product that knows persons no smaller group is published, as no sensor counts fewer."""
MOST_GROUPED = 5
SPANS = ("year", "quarter", "month")
COUNT, SUM, MEAN = "count", "sum", "mean"
NUMBERS = ("number", "integer")


class Licence(NamedTuple):
    """A licence under which open data is given: what it is called, where it stands, its code of the EU."""

    title: Text
    address: str
    code: str


LICENCES: dict[str, Licence] = {
    "CC-BY-4.0": Licence(
        {"zh": "知识共享 署名 4.0 国际", "en": "Creative Commons Attribution 4.0 International"},
        "https://creativecommons.org/licenses/by/4.0/",
        "CC_BY_4_0",
    ),
    "CC0-1.0": Licence(
        {"zh": "知识共享 CC0 1.0 放弃权利", "en": "Creative Commons CC0 1.0 Universal"},
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "CC0",
    ),
}


class By(msgspec.Struct, frozen=True):
    """What a table is grouped by: a field, a date of it cut to a year, quarter or month (`to`)."""

    field: str
    to: str = ""

    @property
    def name(self) -> str:
        """How the column is called in the files."""
        return f"{self.field}_{self.to}" if self.to else self.field


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A number of each group: how many rows (`count`), or the sum or mean of a field."""

    name: str
    how: str
    field: str = ""
    title: Text = {}


class OpenSet(msgspec.Struct, frozen=True, kw_only=True):
    """An open data set (开放数据集).

    Attributes:
        fields: published row by row; empty for a table of groups. k: the fewest rows of a published group.
        updates: how often an edition is due, in the words of `Product.updates`. licence: one of `LICENCES`.
        basis: clauses. synthetic: what is made up, said plainly.
    """

    id: str
    title: Text
    says: Text
    product: str
    licence: str
    updates: str
    k: int
    fields: tuple[str, ...] = ()
    by: tuple[By, ...] = ()
    measures: tuple[Measure, ...] = ()
    basis: tuple[str, ...] = ()
    synthetic: Text = {}

    @property
    def grouped(self) -> bool:
        """Whether it is a table of groups."""
        return bool(self.by or self.measures)

    @property
    def used(self) -> tuple[str, ...]:
        """The fields of the product that anything published is made of, each once."""
        all_ = (*self.fields, *(one.field for one in self.by), *(one.field for one in self.measures))
        return tuple(dict.fromkeys(one for one in all_ if one))


class Column(msgspec.Struct, frozen=True):
    """A column of the files. `type`: that of a product's field. `measure`: it may be suppressed."""

    name: str
    title: Text
    type: str
    measure: bool = False


class Fault(NamedTuple):
    """Why a set may not be opened as it is written. `kind`: one of `KINDS`; `about`: the field or value."""

    kind: str
    about: str


KINDS = ("unknown-field", "personal", "closed", "class", "few", "shape")


def columns(one: OpenSet, product: Product) -> tuple[Column, ...]:
    """Return the columns of a set's files, in order. KeyError: a field that the product does not have."""
    if not one.grouped:
        return tuple(Column(name, product.titles[name], product.types[name]) for name in one.fields)
    keys = [
        Column(by.name, product.titles[by.field], "string" if by.to else product.types[by.field])
        for by in one.by
    ]
    return (*keys, *(Column(m.name, m.title, _type(m, product), measure=True) for m in one.measures))


def _type(measure: Measure, product: Product) -> str:
    if measure.how == COUNT:
        return "integer"
    return product.types[measure.field] if measure.how == SUM else "number"


def knows_persons(product: Product) -> bool:
    """Say whether any field of a product is personal information."""
    return any(kept.personal != "none" for kept in product.classes.values())


def faults(one: OpenSet, product: Product) -> Iterator[Fault]:
    """Yield everything in the product's contract that forbids to open this set, and what cannot be computed.

    A field whose class the contract does not say is taken for personal.
    """
    for name in one.used:
        if name not in product.titles:
            yield Fault("unknown-field", name)
            continue
        kept = product.classes.get(name)
        if kept is None or kept.personal != "none":
            yield Fault("personal", name)
        elif kept.data_class != "general":
            yield Fault("class", name)
    if product.opening not in ("unconditional", "conditional"):
        yield Fault("closed", product.id)
    fewest = PEOPLE_AT_LEAST if knows_persons(product) else 1
    if one.k < fewest:
        yield Fault("few", str(fewest))
    yield from _misshapen(one, product)


def _misshapen(one: OpenSet, product: Product) -> Iterator[Fault]:
    if bool(one.fields) == one.grouped:
        yield Fault("shape", "fields")
    if one.grouped and (not one.by or len(one.by) > MOST_GROUPED):
        yield Fault("shape", "by")
    if one.grouped and COUNT not in (measure.how for measure in one.measures):
        yield Fault("shape", COUNT)
    for by in one.by:
        if by.to and (by.to not in SPANS or product.types.get(by.field) != "date"):
            yield Fault("shape", by.name)
    for measure in one.measures:
        summed = measure.how in (SUM, MEAN) and product.types.get(measure.field) in NUMBERS
        if not summed and (measure.how != COUNT or measure.field):
            yield Fault("shape", measure.name)
    names = [*one.fields, *(by.name for by in one.by), *(measure.name for measure in one.measures)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Fault("shape", name)


def linked(one: OpenSet, other: OpenSet) -> bool:
    """Say whether two tables of one product could be subtracted from each other.

    So it is where one is grouped by all that the other is grouped by, or both by the same: a number that
    is kept back in one may follow from the other. Rows of a product beside a table of it are the same.
    """
    if one.product != other.product:
        return False
    if not one.grouped or not other.grouped:
        return True
    mine, theirs = ({by.field for by in each.by} for each in (one, other))
    return mine <= theirs or theirs <= mine
