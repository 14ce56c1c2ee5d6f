"""From nodes and tables to the model of a city: everything but its matters."""

from __future__ import annotations

from collections.abc import Iterable

from yiwang.pack.fields import Fields, cell, title_of
from yiwang.pack.looks import looks_of
from yiwang.pack.model import (
    Body,
    CalendarSettings,
    Clause,
    Head,
    Overlay,
    Person,
    Persona,
    Place,
    Position,
    Share,
    TownDuty,
    Witness,
)
from yiwang.pack.nodes import Listing, Mapping, Node, plain
from yiwang.pack.read_csv import Table
from yiwang.pack.where import Where


def head_of(node: Node | None) -> Head:
    """Read pack.yaml; what is not written is empty."""
    fields = Fields(node, Where("pack.yaml"))
    calendar = fields.under("calendar") or Fields(None, fields.where)
    ratings = fields.under("ratings")
    return Head(
        id=fields.must("id"),
        title=fields.text("title"),
        synthetic=fields.maybe_text("synthetic"),
        languages=tuple(str(word) for word in fields.words("languages")) or ("zh", "en"),
        zone=fields.must("zone"),
        root=fields.must("root"),
        calendar=CalendarSettings(
            weekend=calendar.words("weekend"),
            office_hours=calendar.words("office_hours"),
            verified=calendar.flag("verified"),
            where=calendar.where,
        ),
        where=fields.where,
        ratings={
            name: tuple(ratings.words(name)) for name in ("bad", "nothing") if ratings and ratings.words(name)
        },
        witnesses=tuple(
            Witness(one.must("id"), one.text("title"), one.must("key")) for one in fields.each("witnesses")
        ),
        looks=looks_of(fields),
    )


def entries(node: Node | None) -> Iterable[Fields]:
    """Yield the mappings of a file that is a list."""
    if isinstance(node, Listing):
        for item in node.items:
            if isinstance(item, Mapping):
                yield Fields(item, item.where)


def places_of(table: Table) -> tuple[Place, ...]:
    """Read places.csv."""
    return tuple(
        Place(
            code=cell(row, "code"),
            system=cell(row, "system"),
            title=title_of(row),
            parent=row.cells.get("parent"),
            level=cell(row, "level"),
            boundary=row.cells.get("boundary"),
            where=row.where,
        )
        for row in table.rows
    )


def bodies_of(table: Table) -> tuple[Body, ...]:
    """Read bodies.csv."""
    return tuple(
        Body(
            id=cell(row, "id"),
            title=title_of(row),
            parent=row.cells.get("parent"),
            seat=cell(row, "seat"),
            function=cell(row, "function"),
            level=cell(row, "level"),
            credit_code=row.cells.get("credit_code"),
            replaces=row.cells.get("replaces"),
            where=row.where,
        )
        for row in table.rows
    )


def positions_of(table: Table) -> tuple[Position, ...]:
    """Read positions.csv."""
    return tuple(
        Position(
            id=cell(row, "id"),
            body=cell(row, "body"),
            title=title_of(row),
            role=cell(row, "role"),
            where=row.where,
        )
        for row in table.rows
    )


def persons_of(table: Table) -> tuple[Person, ...]:
    """Read persons.csv."""
    return tuple(
        Person(
            id=cell(row, "id"),
            title=title_of(row),
            position=cell(row, "position"),
            since=cell(row, "from"),
            until=row.cells.get("to"),
            substitute_for=row.cells.get("substitute_for"),
            where=row.where,
        )
        for row in table.rows
    )


def town_duties_of(table: Table) -> tuple[TownDuty, ...]:
    """Read town-duties.csv."""
    return tuple(
        TownDuty(
            place=cell(row, "place"),
            matter=cell(row, "matter"),
            document=cell(row, "document"),
            verified=row.cells.get("verified") == "true",
            where=row.where,
        )
        for row in table.rows
    )


def overlays_of(node: Node | None) -> tuple[Overlay, ...]:
    """Read overlays.yaml."""
    return tuple(
        Overlay(
            id=fields.must("id"),
            title=fields.text("title"),
            kind=fields.must("kind"),
            covers=fields.words("covers"),
            body=fields.word("body"),
            since=fields.word("from"),
            until=fields.word("to"),
            precedence=fields.whole("precedence"),
            document=plain(fields.mapping("document")) or {},
            verified=fields.flag("verified"),
            where=fields.where,
        )
        for fields in entries(node)
    )


def shares_of(node: Node | None) -> tuple[Share, ...]:
    """Read responsibility.yaml."""
    return tuple(
        Share(
            matter=fields.must("matter"),
            place=fields.word("place") or fields.must("under"),
            below=fields.word("place") is None,
            lead=fields.word("lead"),
            assisting=fields.words("assisting"),
            regulator=fields.word("regulator"),
            supervisor=fields.word("supervisor"),
            basis=fields.word("basis"),
            verified=fields.flag("verified", otherwise=True),
            where=fields.where,
        )
        for fields in entries(node)
    )


def clauses_of(file: str, node: Node | None) -> tuple[Clause, ...]:
    """Read one file of clauses/."""
    law = Fields(node, Where(file))
    articles = law.mapping("clauses")
    if articles is None:
        return ()
    verified = law.flag("verified")
    found = []
    for key, value in articles.entries.items():
        fields = Fields(value, value.where)
        ends = [(str(one.must("repealed")), str(one.must("replaced_by"))) for one in (fields, law)]
        repealed, replaced_by = min((end for end in ends if end[0]), default=("", ""))
        found.append(
            Clause(
                law=law.must("law"),
                article=articles.keys[key],
                version=str(law.must("version")),
                says=fields.text("says"),
                verified=verified and fields.flag("verified"),
                source=str(law.must("source")),
                where=articles.keys[key].where,
                repealed=repealed,
                replaced_by=replaced_by or ends[0][1] or ends[1][1],
            )
        )
    return tuple(found)


def personas_of(node: Node | None) -> tuple[Persona, ...]:
    """Read personas.yaml."""
    return tuple(
        Persona(
            id=fields.must("id"),
            kind=fields.must("kind"),
            title=fields.text("name"),
            position=fields.word("position"),
            person=fields.word("person"),
            place=fields.word("place"),
            where=fields.where,
        )
        for fields in entries(node)
    )
