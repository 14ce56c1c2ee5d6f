"""Packs published to the store, and the cities served from it: no folder is needed after that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import psycopg

from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.people.resolve import replaced_by
from yiwang.nets.services.search import index
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import archive, digest
from yiwang.pack.load import load_archive
from yiwang.store.connect import Connection
from yiwang.store.packs import publish_archive
from yiwang.store.wall import city_transaction
from yiwang.web import cities as registry
from yiwang.web.pack_city import PackCity

LATEST = "SELECT DISTINCT ON (city) city, hash FROM city_pack ORDER BY city, since DESC, hash"


OPEN_OF_BODIES = (
    "SELECT body, count(DISTINCT c.id) FROM case_row c, unnest(array_append(c.bodies, c.lead)) AS body"
    " WHERE c.city = %s AND c.ended_at IS NULL GROUP BY body ORDER BY body"
)


class CasesWithoutBody(Exception):
    """A pack would leave open cases with a body that it does not have any more, and nobody to take them.

    `cases`: body id → how many.
    """

    def __init__(self, cases: dict[str, int]) -> None:
        named = ", ".join(f"{body} ({count})" for body, count in cases.items())
        super().__init__(named)
        self.cases = cases
        self.zh = (
            f"这个配置包里没有了下列单位, 但它们还有没办完的办件: {named}。"
            "请在 bodies.csv 里接收它们的单位那一行的 replaces 写上它们的代号, 再发布。"
        )
        self.en = (
            f"The pack lost bodies that still have open cases: {named}. Name them under replaces in the row "
            "of bodies.csv of the body that takes over, then publish again."
        )


def without_body(connection: Connection, key: str, city: City) -> dict[str, int]:
    """Return the bodies that have open cases and are neither in a pack nor replaced by one of its bodies."""
    known = set(city.bodies).union(*(replaced_by(city, body) for body in city.bodies))
    # A matter may name who assists by function; such a case waits for a body of its place, not for a name.
    known |= {body.function for body in city.bodies.values()}
    with city_transaction(connection, key, system("packs")) as cursor:
        held = cursor.execute(OPEN_OF_BODIES, (key,)).fetchall()
    return {body: count for body, count in held if body and body not in known}


def publish(connection: Connection, folder: Path, key: str, now: datetime) -> str:
    """Store a pack whole under its SHA-256 and let city `key` use it from `now`. Returns the hash.

    The pack has been checked before. Publishing what is in force already changes nothing. Its services are
    put into the index of the search.

    Raises:
        CasesWithoutBody: open cases would be left with nobody; nothing was published.
    """
    name, whole = digest(folder), archive(folder)
    lost = without_body(connection, key, _compiled(name, whole))
    if lost:
        raise CasesWithoutBody(lost)
    publish_archive(connection, key, name=folder.name, digest=name, archive=whole, now=now)
    if not index.is_indexed(connection, name):
        index.write(connection, name, _found_by(name, whole))
    return name


@lru_cache(maxsize=4)
def _compiled(name: str, stored: bytes) -> City:
    """Compile a pack; the same hash is the same city, and compiling a large one takes seconds."""
    return compile_pack(load_archive(stored))


@lru_cache(maxsize=2)
def _found_by(name: str, stored: bytes) -> tuple[index.Row, ...]:
    return tuple(index.rows_of(_compiled(name, stored)))


@dataclass
class Served:
    """The cities and worlds in the store, each compiled once for each pack version.

    Attributes:
        dsn: the app's role. seconds: how long a listing is good for.
    """

    dsn: str
    seconds: float = 5.0

    def __post_init__(self) -> None:
        self._compiled: dict[str, City] = {}
        self._listed: tuple[PackCity, ...] = ()
        self._good_until = datetime.fromtimestamp(0, UTC)

    def __call__(self) -> Iterable[PackCity]:
        """Return every served city. A lost database leaves the last listing in place."""
        now = datetime.now(UTC)
        if now >= self._good_until:
            try:
                self._listed = tuple(self._read())
            except psycopg.OperationalError:
                if not self._listed:
                    raise
            self._good_until = datetime.fromtimestamp(now.timestamp() + self.seconds, UTC)
        return self._listed

    def _read(self) -> Iterable[PackCity]:
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=2) as connection:
            for key, name in connection.execute(LATEST).fetchall():
                if name not in self._compiled:
                    self._compiled[name] = stored_city(connection, name)
                yield PackCity(key, self._compiled[name])


def stored_city(connection: Connection, name: str) -> City:
    """Return the city of a stored pack.

    Raises:
        KeyError: no pack with this hash is stored.
    """
    row = connection.execute("SELECT archive FROM pack WHERE hash = %s", (name,)).fetchone()
    if row is None:
        raise KeyError(name)
    return _compiled(name, bytes(row[0]))


def serve_stored(dsn: str) -> None:
    """Let this process's pages serve what the store lists."""
    registry.serve_from(Served(dsn))
