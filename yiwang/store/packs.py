"""Published packs: stored whole under their SHA-256, in force for a city or world from a moment."""

from __future__ import annotations

from datetime import datetime

from yiwang.kernel.access import system
from yiwang.store.connect import Connection
from yiwang.store.wall import city_transaction


def publish_archive(
    connection: Connection, city: str, *, name: str, digest: str, archive: bytes, now: datetime
) -> None:
    """Store a pack and let `city` use it from `now`. What is in force already changes nothing.

    An earlier pack may come back into force; cases stay pinned to the one they were opened under.
    """
    with city_transaction(connection, city, system("packs"), door=True) as cursor:
        cursor.execute(
            "INSERT INTO pack (hash, name, archive) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            (digest, name, archive),
        )
        in_force = cursor.execute(
            "SELECT hash FROM city_pack WHERE city = %s ORDER BY since DESC LIMIT 1", (city,)
        ).fetchone()
        if in_force is None or in_force[0] != digest:
            cursor.execute(
                "INSERT INTO city_pack (city, hash, since) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (city, digest, now),
            )
