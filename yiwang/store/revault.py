"""The vault held against the ledger: each value is there, opens, and is the one its entry speaks of.

Boxes are opened in memory when the vault's master keys are at hand, compared with the code the entry
keeps of the value, and forgotten. Without the keys only presence and owner are compared.
"""

from __future__ import annotations

import re
from uuid import UUID

from yiwang.kernel.case import Sealed
from yiwang.store.connect import Connection
from yiwang.store.counts import Counts
from yiwang.store.keys import Keyring
from yiwang.store.problems import Place, Problems
from yiwang.store.streaming import Beside, Row, id_of, id_text, stream_rows
from yiwang.store.vault import Damaged, Safe

ENTRIES = "SELECT stream, id, key_id, wrapped, box, erased_at FROM vault WHERE city = %s ORDER BY stream, id"
OWNER = "SELECT stream FROM vault WHERE city = %s AND id = %s"
REFERENCE = re.compile(rb'"mac":"([0-9a-f]{64})","vault":"([0-9a-f-]{36})"')
AT_ONCE = 32
"""Rows in memory: a box may have 256 KB."""

References = dict[UUID, tuple[str, Place]]
"""Vault id → the HMAC that the entry keeps of the value, and where that entry is."""


def references_in(body: bytes) -> list[tuple[UUID, str]]:
    """Return `(vault id, HMAC)` of every sealed value that an entry's bytes speak of."""
    return [(UUID(found.decode()), mac.decode()) for mac, found in REFERENCE.findall(body)]


class Revault:
    """The walk through one city's vault, beside the walk through its streams."""

    def __init__(
        self, connection: Connection, keyring: Keyring, city: str, problems: Problems, counts: Counts
    ) -> None:
        self._connection, self._city = connection, city
        self._problems, self._counts = problems, counts
        self._safe = Safe(keyring) if keyring.has_master() else None
        rows = stream_rows(connection, "vault", ENTRIES, (city,), at_once=AT_ONCE)
        self._rows = Beside(rows, 1, self._foreign)

    def compare(self, stream: bytes, references: References) -> None:
        """Compare what a stream's entries speak of with what the vault keeps of that stream."""
        stored = {id_of(row[1]): row for row in self._rows.take_all(stream)}
        for id_, (mac, place) in references.items():
            self._counts.vault += 1
            row = stored.pop(id_, None)
            if row is None:
                self._missing(stream, id_, place)
            else:
                self._look_into(id_, mac, row, place)
        for row in stored.values():
            self._foreign(row)

    def end(self) -> None:
        """Tell what is left in the vault."""
        self._rows.end()

    def _missing(self, stream: bytes, id_: UUID, place: Place) -> None:
        elsewhere = self._connection.execute(OWNER, (self._city, id_)).fetchone()
        if elsewhere is None:
            self._problems.add("vault.missing", place, "", str(id_))
        else:
            self._problems.add("vault.other-stream", place, "", id_text(stream), str(elsewhere[0]))

    def _look_into(self, id_: UUID, mac: str, row: Row, place: Place) -> None:
        key_id, wrapped, box, erased_at = row[2:]
        if erased_at is not None:
            if wrapped is not None or box is not None:
                self._problems.add("vault.not-erased", place, "", str(id_))
        elif wrapped is None or box is None:
            self._problems.add("vault.incomplete", place, "", str(id_))
        elif self._safe is not None:
            found = self._safe.open_row(
                self._city, Sealed(mac=mac, vault=str(id_)), (id_, key_id, wrapped, box, None)
            )
            if not isinstance(found, Damaged):
                self._counts.opened += 1
            elif found.why == "key-missing":
                self._problems.add("vault.no-key", place, "", str(id_), key_id)
            else:
                self._problems.add("vault.altered", place, "", str(id_))

    def _foreign(self, row: Row) -> None:
        place = Place(self._city, id_text(row[0]))
        self._problems.add("vault.foreign", place, "", found=id_text(row[1]))
