"""A directory held against the records: everybody, who has which code, and what the vault holds of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import psycopg

from yiwang.kernel.matter import City
from yiwang.kernel.people.held import Person
from yiwang.people.codes import by_codes
from yiwang.people.directory.preview import Preview, Upload, preview
from yiwang.people.kinds import PERSON
from yiwang.store.vault import Safe

FIELDS = ("name_zh", "name_en", "code")
Open = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def against_records(
    cursor: psycopg.Cursor[Any],
    safe: Safe,
    opened: Open,
    key: str,
    upload: Upload,
    city: City,
    now: datetime,
    own: frozenset[str],
) -> Preview:
    """Return what the upload would change at this moment.

    Args:
        cursor: in a transaction that sees every person of the city `key`.
        opened: opens references of the vault, one query for all. own: see `preview`.
    """
    rows = cursor.execute(
        "SELECT state FROM person_row WHERE city = %s AND kind = 'staff' ORDER BY id", (key,)
    ).fetchall()
    known = {one.id: one for one in (PERSON.decode(bytes(row[0])) for row in rows)}
    found = by_codes(cursor, safe, key, upload.codes)
    names = _names(found, opened)
    return preview(upload, found, known, names, city, now, own)


def _names(found: Mapping[str, Person], opened: Open) -> dict[str, dict[str, str]]:
    references = {
        f"{one.id}/{field}": one.sealed[field]
        for one in found.values()
        for field in FIELDS
        if field in one.sealed
    }
    values = opened(references) if references else {}
    names: dict[str, dict[str, str]] = {one.id: {} for one in found.values()}
    for name, value in values.items():
        person, _, field = name.rpartition("/")
        if isinstance(value, str):
            names[person][field] = value
    return names
