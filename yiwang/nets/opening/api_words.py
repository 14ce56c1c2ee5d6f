"""What is answered about open data. Texts are `{zh, en}`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Schema

Text = dict[str, str]


class FileOf(Schema):
    """A file: its form, its address that always gives the newest edition, its size and hash."""

    form: str
    address: str
    bytes: int
    sha256: str


class ColumnOf(Schema):
    """A column of the files. `type` as in the contract of a product."""

    name: str
    title: Text
    type: str


class EditionOf(Schema):
    """The newest edition. `kept_back`: how many groups and single rows are not in it."""

    number: int
    at: datetime
    rows: int
    kept_back: int
    files: list[FileOf]


class SetLine(Schema):
    """An open data set; `edition` is null where none was published yet."""

    set: str
    title: Text
    says: Text
    body: str
    licence: str
    updates: str
    synthetic: Text
    edition: EditionOf | None


class Sets(Schema):
    """All open data sets."""

    sets: list[SetLine]


class SetRead(SetLine):
    """One set, with its columns; no group of fewer than `smallest_cell` rows is published."""

    smallest_cell: int
    columns: list[ColumnOf]


class RowsRead(Schema):
    """Rows in their order; a number that stays back is null. `next`: to be sent as `after`, null at last."""

    set: str
    edition: int
    total: int
    rows: list[dict[str, Any]]
    next: int | None
