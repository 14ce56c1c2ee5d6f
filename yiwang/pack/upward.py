"""upward/<platform>.yaml (上报) as values that know where they were written, and compiled for the kernel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yiwang.kernel import upward as kernel
from yiwang.pack.fields import Fields, word_of
from yiwang.pack.nodes import Mapping, Node, Scalar
from yiwang.pack.text import Text
from yiwang.pack.where import Where, Word, Words

FOLDER = "upward/"


@dataclass(frozen=True, slots=True)
class Sent:
    """A field that goes out, under its `name`."""

    name: Word
    sources: Words
    constant: Word | None
    code: Word | None
    format: Word | None
    clause: Word | None
    where: Where


@dataclass(frozen=True, slots=True)
class Record:
    """What goes out of one kind of record; `home`: what the mapping says never leaves.

    `required`, `optional`: the fields that the platform has; either may be empty.
    """

    name: Word
    type: Word
    fields: tuple[Sent, ...]
    required: Words
    optional: Words
    home: Words
    where: Where


@dataclass(frozen=True, slots=True)
class Table:
    """A code table: our value → theirs."""

    name: Word
    codes: dict[str, Word]


@dataclass(frozen=True, slots=True)
class Upward:
    """A mapping file."""

    id: Word
    title: Text
    records: dict[str, Record]
    codes: dict[str, Table]
    names: dict[str, Word | Words]
    refused: Word
    reasons: dict[str, Text]
    kinds: Words
    matters: Words
    since: Word | None
    batch: int
    verified: bool
    note: Text | None
    where: Where


def upwards_of(nodes: dict[str, Node]) -> tuple[Upward, ...]:
    """Read every file below upward/."""
    files = sorted(file for file in nodes if file.startswith(FOLDER))
    return tuple(_upward(file, Fields(nodes[file], Where(file))) for file in files)


def _upward(file: str, fields: Fields) -> Upward:
    records = fields.mapping("records")
    codes = fields.mapping("codes")
    reasons = fields.under("reasons") or Fields(None, fields.where)
    return Upward(
        id=Word(file.removeprefix(FOLDER).removesuffix(".yaml"), Where(file)),
        title=fields.text("title"),
        records=_records(records) if records is not None else {},
        codes=_tables(codes) if codes is not None else {},
        names=_names(fields.under("names")),
        refused=fields.must("refused"),
        reasons={key: reasons.text(key) for key in reasons.entries},
        kinds=fields.words("kinds"),
        matters=fields.words("matters"),
        since=fields.word("since"),
        batch=fields.whole("batch", 20),
        verified=fields.flag("verified"),
        note=fields.maybe_text("note"),
        where=fields.where,
    )


def _records(listed: Mapping) -> dict[str, Record]:
    found = {}
    for key, node in listed.entries.items():
        one = Fields(node, node.where)
        sent = one.mapping("fields")
        found[str(key)] = Record(
            name=listed.keys[key],
            type=one.must("type"),
            fields=_sent(sent) if sent is not None else (),
            required=one.words("required"),
            optional=one.words("optional"),
            home=one.words("home"),
            where=one.where,
        )
    return found


def _sent(listed: Mapping) -> tuple[Sent, ...]:
    found = []
    for key, node in listed.entries.items():
        one = Fields(node, node.where)
        found.append(
            Sent(
                name=listed.keys[key],
                sources=_sources(one, node),
                constant=one.word("constant"),
                code=one.word("code"),
                format=one.word("format"),
                clause=one.word("clause"),
                where=node.where,
            )
        )
    return tuple(found)


def _sources(one: Fields, node: Node) -> Words:
    """Return the sources of a field, written short (`case: number`) or long, one or several."""
    single = word_of(node) or one.word("from")
    return (single,) if single is not None else one.words("from")


def _tables(listed: Mapping) -> dict[str, Table]:
    found = {}
    for key, node in listed.entries.items():
        entries = node.entries if isinstance(node, Mapping) else {}
        codes = {str(ours): word for ours, theirs in entries.items() if (word := word_of(theirs)) is not None}
        found[str(key)] = Table(listed.keys[key], codes)
    return found


def _names(fields: Fields | None) -> dict[str, Word | Words]:
    if fields is None:
        return {}
    found: dict[str, Word | Words] = {}
    for key, node in fields.entries.items():
        found[str(key)] = (word_of(node) or ()) if isinstance(node, Scalar) else fields.words(str(key))
    return found


def day_of(word: Word | None) -> date | None:
    """Return the day a word names; None where it is no day."""
    try:
        return date.fromisoformat(str(word)) if word else None
    except ValueError:
        return None


def compiled(given: tuple[Upward, ...]) -> dict[str, kernel.Upward]:
    """Return the kernel's mappings by platform."""
    return {str(one.id): _compiled(one) for one in given}


def _compiled(one: Upward) -> kernel.Upward:
    names = {
        key: tuple(map(str, value)) if isinstance(value, tuple) else str(value)
        for key, value in one.names.items()
    }
    return kernel.Upward(
        id=str(one.id),
        title=one.title.plain(),
        records={
            name: tuple(_field(sent, record) for sent in record.fields)
            for name, record in one.records.items()
        },
        types={name: str(record.type) or name for name, record in one.records.items()},
        refused=str(one.refused),
        batch=max(one.batch, 1),
        codes={
            name: {ours: str(code) for ours, code in table.codes.items()} for name, table in one.codes.items()
        },
        kinds=tuple(map(str, one.kinds)) or ("service",),
        matters=tuple(map(str, one.matters)),
        names=kernel.Names(**names),  # type: ignore[arg-type]
        reasons={code: text.plain() for code, text in one.reasons.items()},
        since=day_of(one.since),
        verified=one.verified,
        note=one.note.plain() if one.note is not None else {},
    )


def _field(sent: Sent, record: Record) -> kernel.Sent:
    return kernel.Sent(
        name=str(sent.name),
        sources=tuple(map(str, sent.sources)),
        clause=str(sent.clause or ""),
        code=str(sent.code or ""),
        constant=str(sent.constant or ""),
        format=str(sent.format or ""),
        required=str(sent.name) in record.required,
    )
