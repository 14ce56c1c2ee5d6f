"""What others hold of a city (promises, receipts), held against its ledger: `yiwang verify --against`.

Nothing inside a database shows that its history was rewritten whole and signed anew, or that leaves and
checkpoints were all taken away. A document that somebody was given before does.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from yiwang.kernel.evidence import Evidence
from yiwang.store.connect import Connection
from yiwang.store.problems import Place, Problems

ENTRY = "SELECT hash FROM event WHERE city = %s AND kind = %s AND stream = %s AND seq = %s"
LEAF = "SELECT position FROM leaf WHERE city = %s AND stream = %s AND seq = %s"


def hold_entries(connection: Connection, city: str, held: Sequence[Evidence], problems: Problems) -> None:
    """Look for each proven entry in the ledger, and for its leaf where a receipt says it was."""
    for proven in held:
        place = Place(city, proven.stream, proven.seq, proven.number)
        kind, _, name = proven.stream.partition("/")
        stream = UUID(name)
        entry = connection.execute(ENTRY, (city, kind, stream, proven.seq)).fetchone()
        found = bytes(entry[0]) if entry else None
        if found != proven.entry:
            problems.add("against.entry", place, "", proven.entry, found)
        if proven.position is not None:
            leaf = connection.execute(LEAF, (city, stream, proven.seq)).fetchone()
            if leaf is None or leaf[0] != proven.position:
                problems.add("against.position", place, "", proven.position, leaf[0] if leaf else None)
