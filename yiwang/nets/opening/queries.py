"""Editions as they are read: the newest of each set, those of one set, one by its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from yiwang.nets.opening.kinds import EDITION
from yiwang.nets.opening.records import PUBLISHED, Edition
from yiwang.web import store_door
from yiwang.web.here import city_key

MOST = 100


def newest(request: HttpRequest) -> dict[str, Edition]:
    """Return the newest published edition of each set, by the set's id."""
    found = _read(
        request,
        "SELECT DISTINCT ON (data_set) state FROM edition_row WHERE city = %s AND phase = %s"
        " ORDER BY data_set, number DESC",
        (PUBLISHED,),
    )
    return {one.set: one for one in found}


def newest_of(request: HttpRequest, set_: str) -> Edition | None:
    """Return the newest published edition of one set."""
    found = _read(
        request,
        "SELECT state FROM edition_row WHERE city = %s AND data_set = %s AND phase = %s"
        " ORDER BY number DESC LIMIT 1",
        (set_, PUBLISHED),
    )
    return found[0] if found else None


def of(request: HttpRequest, set_: str) -> list[Edition]:
    """Return the editions of a set that are the asker's to see, newest first."""
    return _read(
        request,
        f"SELECT state FROM edition_row WHERE city = %s AND data_set = %s ORDER BY number DESC LIMIT {MOST}",
        (set_,),
    )


def one(request: HttpRequest, set_: str, number: int) -> Edition | None:
    """Return one edition, if it is the asker's to see."""
    found = _read(
        request,
        "SELECT state FROM edition_row WHERE city = %s AND data_set = %s AND number = %s",
        (set_, number),
    )
    return found[0] if found else None


def _read(request: HttpRequest, sql: str, values: Sequence[Any]) -> list[Edition]:
    with store_door.reading(request) as cursor:
        rows = cursor.execute(sql, (city_key(request), *values)).fetchall()
    return [EDITION.decode(bytes(row[0])) for row in rows]
