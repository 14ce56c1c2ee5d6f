"""The number by which a person's own rows are found in products: as an identity service proved it.

It lies sealed in the person's record (`id_number`) and is never one that somebody typed. It is opened for
whoever may read for this person; the caller answers for that.
"""

from __future__ import annotations

from yiwang.kernel.access import Actor
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Door
from yiwang.store.wall import city_transaction

NUMBER = "id_number"


def own_number(door: Door, city: str, person: str) -> str:
    """Return the proved number of a person, "" where the city has none."""
    # The wall shows a record to its person alone.
    reader = Actor(person, "resident")
    with door.pool.connection() as connection, city_transaction(connection, city, reader) as cursor:
        row = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND id = %s", (city, person_stream(city, person))
        ).fetchone()
    sealed = PERSON.decode(bytes(row[0])).sealed if row else {}
    if NUMBER not in sealed:
        return ""
    with door.pool.connection() as connection:
        opened = door.safe.open(connection, city, reader, {NUMBER: sealed[NUMBER]}).get(NUMBER)
    return opened if isinstance(opened, str) else ""
