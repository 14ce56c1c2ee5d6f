"""Verification of a whole database: everything that can be made again from the ledger is, and compared.

Reads one snapshot, read-only, with server-side cursors: a live city goes on meanwhile, and memory stays
small whatever the size. Says the first wrong entry of each kind of problem, without personal data.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.rows import tuple_row

from yiwang.kernel.access import system
from yiwang.kernel.evidence import Evidence
from yiwang.kernel.receipt import PublicKey
from yiwang.store.connect import Connection
from yiwang.store.counts import Counts
from yiwang.store.evidence import hold_entries
from yiwang.store.keys import Keyring
from yiwang.store.kinds import kinds
from yiwang.store.problems import Place, Problem, Problems
from yiwang.store.refold import Refold
from yiwang.store.retree import Retree
from yiwang.store.wall import OPEN, opening

Tell = Callable[[str, str, int], None]
"""`tell(city, "entries" | "leaves", how many so far)`."""

USED_PACKS = "SELECT hash FROM city_pack WHERE city = %s"
TABLES = ("city_pack", "event", "leaf", "tree_edge", "checkpoint")


@dataclass
class Report:
    """What was looked at and what is wrong. No city at all: the one asked for is not there.

    Attributes:
        held: documents from outside that the ledger was held against.
    """

    cities: dict[str, Counts] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    seconds: float = 0.0
    held: int = 0

    @property
    def exit_code(self) -> int:
        """0 whole, 1 something is wrong, 2 there was nothing to verify."""
        if not self.cities:
            return 2
        return 1 if self.problems else 0

    def as_json(self) -> dict[str, Any]:
        """Return it for machines."""
        entries = sum(counts.entries for counts in self.cities.values())
        return {
            "ok": self.exit_code == 0,
            "cities": {city: asdict(counts) for city, counts in self.cities.items()},
            "held": self.held,
            "problems": [problem.as_json() for problem in self.problems],
            "seconds": round(self.seconds, 3),
            "entries_per_second": round(entries / self.seconds) if self.seconds else 0,
        }


def verify(
    dsn: str,
    keyring: Keyring,
    city: str | None = None,
    tell: Tell | None = None,
    digest: Callable[[bytes], str] | None = None,
    *,
    keys: Sequence[PublicKey] | None = None,
    against: Sequence[Evidence] = (),
) -> Report:
    """Refold and compare one city or world, or every one there is.

    Args:
        dsn: the owner's, which sees every city; the app's sees those that a pack was published for.
        keyring: holds the cities' signing keys; nothing is made in it.
        keys: the public keys to believe; None: those of the keyring.
        against: what others hold, to be found in the ledger.
        digest: gives the SHA-256 of a stored pack's archive, so that packs are held against their names.
    Raises:
        psycopg.Error: the database cannot be reached, or was lost on the way.
    """
    begun = time.monotonic()
    report, problems = Report(held=len(against)), Problems()
    wanted = {one.city for one in against}
    with psycopg.connect(dsn, row_factory=tuple_row) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        for key in [city] if city else sorted({*known_cities(connection), *wanted}):
            own = [one for one in keys if one.city == key] if keys is not None else None
            held = [one for one in against if one.city == key]
            counts, packs = verify_city(connection, keyring, key, problems, tell, keys=own, against=held)
            if counts != Counts() or held:
                report.cities[key] = counts
            if digest is not None:
                _look_into_packs(connection, key, packs, digest, problems)
    report.problems = list(problems)
    report.seconds = time.monotonic() - begun
    return report


def _of(keyring: Keyring, city: str) -> Sequence[PublicKey]:
    return keyring.publics(city) if keyring.has_signing(city) else ()


def verify_city(
    connection: Connection,
    keyring: Keyring,
    city: str,
    problems: Problems,
    tell: Tell | None = None,
    *,
    keys: Sequence[PublicKey] | None = None,
    against: Sequence[Evidence] = (),
) -> tuple[Counts, set[str]]:
    """Verify one city in the transaction of `connection`, with its `keys`, or those of the keyring.

    Adds to `problems`.

    Returns what was looked at, and the packs that its entries were made under.
    """
    counts = Counts()

    def told(what: str) -> Callable[[int], None]:
        return lambda count: tell(city, what, count) if tell else None

    connection.execute(OPEN, opening(city, system("verify")))
    refold = Refold(connection, keyring, city, problems, counts, told("entries"))
    refold.run()
    hold_entries(connection, city, against, problems)
    keys = _of(keyring, city) if keys is None else keys
    Retree(connection, keys, city, problems, counts, told("leaves"), against).run()
    return counts, refold.packs


def _look_into_packs(
    connection: Connection, city: str, named: set[str], digest: Callable[[bytes], str], problems: Problems
) -> None:
    published = {row[0] for row in connection.execute(USED_PACKS, (city,)).fetchall()}
    for name in sorted(published | named):
        row = connection.execute("SELECT archive FROM pack WHERE hash = %s", (name,)).fetchone()
        if row is None:
            problems.add("pack.missing", Place(city), "pack", name[:12])
            continue
        try:
            made = digest(bytes(row[0]))
        except Exception as fault:  # whatever altered bytes may be, the walk goes on
            made = type(fault).__name__
        if made != name:
            problems.add("pack.differs", Place(city), "pack", name[:12], made[:12] or "—")


def known_cities(connection: Connection) -> list[str]:
    """Return every city and world that any table knows, in order: what nobody published is seen too."""
    tables = {*TABLES, *(kind.table for kind in kinds())}
    tables |= {projection.table for kind in kinds() for projection in kind.projections}
    found: set[str] = set()
    for table in sorted(tables):
        # One look into the index for each city, however many rows it has.
        sql = (
            f"WITH RECURSIVE c AS (SELECT min(city) AS city FROM {table} UNION ALL"
            f" SELECT (SELECT min(t.city) FROM {table} t WHERE t.city > c.city) FROM c"
            " WHERE c.city IS NOT NULL) SELECT city FROM c WHERE city IS NOT NULL"
        )
        found |= {row[0] for row in connection.execute(sql.encode()).fetchall()}
    return sorted(found)
