"""The small city on a real database: a door, people who ask, and what tests look at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import at, city, resident, staff
from yiwang.store.cases import CASE
from yiwang.store.connect import Connection, make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.faults import Faults
from yiwang.store.keys import Keyring
from yiwang.store.testing import Database
from yiwang.store.vault import Safe

CITY = "testcity"
OTHER = "othercity"
MORNING = at("2026-03-02T10:00+08:00")

_counter = itertools.count(1)


def new_stream() -> UUID:
    """A stream id that no other test uses; in order, like UUIDv7."""
    return UUID(f"018f0000-0000-7000-8000-{next(_counter):012x}")


@dataclass
class Store:
    """A door to a database of one's own, and short words for asking."""

    database: Database
    keyring: Keyring
    door: Door
    now: datetime = MORNING
    acknowledged: list[tuple[UUID, int, bytes]] = field(default_factory=list)

    def ask(self, stream: UUID, command: Any, actor: Actor, **more: Any) -> Ask:
        """An `Ask` in the small city, now."""
        return Ask(more.pop("city", CITY), CASE, stream, command, actor, more.pop("now", self.now), **more)

    def do(self, stream: UUID, command: Any, actor: Actor, **more: Any) -> Done | Refusal:
        """Ask through the door."""
        return execute(self.door, self.ask(stream, command, actor, **more))

    def must(self, stream: UUID, command: Any, actor: Actor, **more: Any) -> Done:
        """Ask, and expect that it is done."""
        answer = self.do(stream, command, actor, **more)
        assert isinstance(answer, Done), answer
        return answer

    def file(self, stream: UUID | None = None, **more: Any) -> Done:
        """File a licence as a resident."""
        stream = stream or new_stream()
        more.setdefault("secrets", {"name": "张三丰"})
        return self.must(stream, file_command(stream, **more.pop("fields", {})), resident(), **more)

    def accepted(self, **more: Any) -> Done:
        """A licence that was filed, received, forwarded and accepted: four entries."""
        stream = self.file(**more).stream
        city_key = {"city": more["city"]} if "city" in more else {}
        self.must(stream, c.Receive(), staff("window", "hall"), **city_key)
        self.must(stream, c.Forward(), staff("window", "hall"), **city_key)
        return self.must(stream, c.Accept(), staff("officer"), **city_key)

    def pass_time(self, **delta: float) -> None:
        """Let the city's clock run."""
        self.now += timedelta(**delta)

    @contextmanager
    def as_superuser(self) -> Iterator[psycopg.Connection[Any]]:
        """See everything, bound by nothing."""
        with psycopg.connect(self.database.superuser, autocommit=True) as connection:
            yield connection

    def count(self, table: str) -> int:
        """Return how many rows a table has, of all cities."""
        with self.as_superuser() as connection:
            row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        assert row is not None
        return int(row[0])

    def counts(self) -> dict[str, int]:
        """Return how many rows each table of the door has."""
        tables = ("case_row", "task_row", "event", "command_key", "vault")
        return {table: self.count(table) for table in tables}

    def with_faults(self, faults: Faults | None) -> Store:
        """The same store whose world fails at some points."""
        door = Door(self.door.pool, self.door.cities, self.door.safe, faults)
        return Store(self.database, self.keyring, door, self.now)


def file_command(stream: UUID, **fields: Any) -> c.File:
    """The command that files a licence in the east of the small city."""
    given: Mapping[str, Any] = {
        "case": str(stream),
        "number": f"2603-{stream.hex[-8:].upper()}",
        "matter": "licence",
        "place": "900101",
        "channel": "online",
        "applicant": "r1",
        "facts": {"area": 80},
        **fields,
    }
    return c.File(**given)


def cities(_: str, pack: str | None) -> Any:
    """Every city of these tests is the small one."""
    found = city()
    assert pack in (None, found.pack)
    return found


@contextmanager
def open_store(database: Database, folder: Path) -> Iterator[Store]:
    """Open a door to a database, with keys in `folder`."""
    pool = make_pool(database.app)
    keyring = Keyring(folder)
    try:
        yield Store(database, keyring, Door(pool, cities, Safe(keyring)))
    finally:
        pool.close()


@contextmanager
def app_connection(store: Store) -> Iterator[Connection]:
    """A connection of the app's role, outside the door."""
    with psycopg.connect(store.database.app, autocommit=True) as connection:
        yield connection
