"""Persons found by their staff code, by the vault's blind index; never by a name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from yiwang.kernel.people.held import Person
from yiwang.people.kinds import PERSON
from yiwang.store.vault import Safe

_FIND = (
    "SELECT v.blind, v.id, p.state FROM vault v JOIN person_row p ON p.city = v.city AND p.id = v.stream"
    " WHERE v.city = %s AND v.blind = ANY(%s)"
)


def by_codes(cursor: psycopg.Cursor[Any], safe: Safe, city: str, codes: Iterable[str]) -> dict[str, Person]:
    """Return the persons who have these codes now, by code, in one query.

    A code that was changed since is nobody's any more: its old entry is not the record's.
    """
    wanted = {code.strip() for code in codes if code.strip()}
    index = {blind: code for code in wanted for blind in safe.blind_indexes(city, code)}
    if not index:
        return {}
    found = {}
    for blind, entry, state in cursor.execute(_FIND, (city, list(index))).fetchall():
        person = PERSON.decode(bytes(state))
        reference = person.sealed.get("code")
        if reference is not None and reference.vault == str(entry):
            found[index[bytes(blind)]] = person
    return found
