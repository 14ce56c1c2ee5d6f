"""Packs published to the store, and the cities served from it: no folder is needed after that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import psycopg

from yiwang.kernel.matter import City
from yiwang.nets.services.search import index
from yiwang.pack.compile import compile_pack
from yiwang.pack.digest import archive, digest
from yiwang.pack.load import load_archive
from yiwang.store.connect import Connection
from yiwang.store.packs import publish_archive
from yiwang.web import cities as registry
from yiwang.web.pack_city import PackCity

LATEST = "SELECT DISTINCT ON (city) city, hash FROM city_pack ORDER BY city, since DESC, hash"


def publish(connection: Connection, folder: Path, key: str, now: datetime) -> str:
    """Store a pack whole under its SHA-256 and let city `key` use it from `now`. Returns the hash.

    The pack has been checked before. Publishing what is in force already changes nothing. Its services are
    put into the index of the search.
    """
    name = digest(folder)
    stored = archive(folder)
    publish_archive(connection, key, name=folder.name, digest=name, archive=stored, now=now)
    if not index.is_indexed(connection, name):
        index.write(connection, name, _found_by(name, stored))
    return name


@lru_cache(maxsize=2)
def _found_by(name: str, stored: bytes) -> tuple[index.Row, ...]:
    return tuple(index.rows_of(compile_pack(load_archive(stored))))


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
    return compile_pack(load_archive(bytes(row[0])))


def serve_stored(dsn: str) -> None:
    """Let this process's pages serve what the store lists."""
    registry.serve_from(Served(dsn))
