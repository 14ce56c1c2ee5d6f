"""open/<id>.yaml (开放数据集) as values that know where they were written, and compiled."""

from __future__ import annotations

from dataclasses import dataclass

from yiwang.kernel.opening import sets as kernel
from yiwang.pack.fields import Fields
from yiwang.pack.nodes import Node
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FOLDER = "open/"


@dataclass(frozen=True, slots=True)
class By:
    """What is grouped by."""

    field: Word
    to: Word | None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of each group."""

    name: Word
    how: Word
    field: Word | None
    title: Text


@dataclass(frozen=True, slots=True)
class OpenSet:
    """An open data set."""

    id: Word
    title: Text
    says: Text
    product: Word
    licence: Word
    updates: Word
    k: int
    fields: Words
    by: tuple[By, ...]
    measures: tuple[Measure, ...]
    basis: Words
    synthetic: Text | None
    where: Where


def open_sets_of(nodes: dict[str, Node]) -> tuple[OpenSet, ...]:
    """Read every file of `open/`; what is not written is empty."""
    files = sorted(file for file in nodes if file.startswith(FOLDER))
    return tuple(_set(file, Fields(nodes[file], Where(file))) for file in files)


def _set(file: str, fields: Fields) -> OpenSet:
    return OpenSet(
        id=Word(file.removeprefix(FOLDER).removesuffix(".yaml"), Where(file)),
        title=fields.text("title"),
        says=fields.text("says"),
        product=fields.must("product"),
        licence=fields.must("licence"),
        updates=fields.must("updates"),
        k=fields.whole("smallest_cell"),
        fields=fields.words("fields"),
        by=tuple(By(one.must("field"), one.word("to")) for one in fields.each("by")),
        measures=tuple(
            Measure(one.must("name"), one.must("how"), one.word("field"), one.text("title"))
            for one in fields.each("measures")
        ),
        basis=fields.words("basis"),
        synthetic=fields.maybe_text("synthetic"),
        where=fields.where,
    )


def compiled(given: tuple[OpenSet, ...]) -> dict[str, kernel.OpenSet]:
    """Return the kernel's open sets, by id."""
    return {str(one.id): of_kernel(one) for one in given}


def of_kernel(one: OpenSet) -> kernel.OpenSet:
    """Return one set as the kernel takes it."""
    return kernel.OpenSet(
        id=str(one.id),
        title=one.title.plain(),
        says=one.says.plain(),
        product=str(one.product),
        licence=str(one.licence),
        updates=str(one.updates),
        k=one.k,
        fields=tuple(map(str, one.fields)),
        by=tuple(kernel.By(str(by.field), str(by.to or "")) for by in one.by),
        measures=tuple(
            kernel.Measure(
                name=str(measure.name),
                how=str(measure.how),
                field=str(measure.field or ""),
                title=measure.title.plain(),
            )
            for measure in one.measures
        ),
        basis=tuple(map(str, one.basis)),
        synthetic=one.synthetic.plain() if one.synthetic is not None else {},
    )
