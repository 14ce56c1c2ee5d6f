"""流程再造 on the guide: what a service asked of people in the version before, and what it asks now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.http import HttpRequest

from yiwang.kernel.limits import Limit
from yiwang.kernel.matter import City, Matter, Text
from yiwang.kernel.process_numbers import Numbers, numbers
from yiwang.nets.services.texts_numbers import FIGURES
from yiwang.web import store_door
from yiwang.web.words import T

_BEFORE = (
    "SELECT hash, since FROM city_pack WHERE city = %(city)s AND since <="
    " (SELECT max(since) FROM city_pack WHERE city = %(city)s AND hash = %(pack)s)"
    " ORDER BY since DESC LIMIT 2"
)
_versions: dict[tuple[str, str], tuple[str, datetime] | None] = {}


@dataclass(frozen=True)
class Row:
    """One figure before and after, in words."""

    what: Text
    before: Text
    after: Text
    changed: bool


@dataclass(frozen=True)
class Compared:
    """The figures of a service in two versions; `since`: when the later one came into force."""

    since: datetime
    rows: tuple[Row, ...]


def compared(request: HttpRequest, city: City, matter: Matter) -> Compared | None:
    """Return the figures beside those of the version published before; None if none of them changed."""
    found = _version_before(request, city)
    if found is None:
        return None
    old = store_door.city_under(request.city.key, found[0])  # type: ignore[attr-defined]
    earlier = old.matters.get(matter.id)
    if earlier is None:
        return None
    before, after = numbers(earlier), numbers(matter)
    if before == after:
        return None
    return Compared(found[1], tuple(_row(name, before, after) for name, _, _ in FIGURES))


def _version_before(request: HttpRequest, city: City) -> tuple[str, datetime] | None:
    """Return the version before the one in force, and since when that is; looked up once for each."""
    key = request.city.key, city.pack  # type: ignore[attr-defined]
    if key not in _versions:
        try:
            with store_door.reading(request) as cursor:
                rows = cursor.execute(_BEFORE, {"city": key[0], "pack": city.pack}).fetchall()
        except psycopg.OperationalError:
            return None  # a guide is readable while the database is away
        if len(_versions) >= 256:
            _versions.clear()
        _versions[key] = (rows[1][0], rows[0][1]) if len(rows) == 2 else None
    return _versions[key]


def _row(name: str, before: Numbers, after: Numbers) -> Row:
    was, now = getattr(before, name), getattr(after, name)
    return Row(T(f"services.numbers.{name}"), _shown(was), _shown(now), was != now)


def _shown(value: int | Limit | None) -> Text:
    if isinstance(value, Limit):
        return {"zh": value.zh, "en": value.en}
    return dict.fromkeys(("zh", "en"), "—" if value is None else str(value))
