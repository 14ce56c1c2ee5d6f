"""The pack's things become records: what is new is placed, what changed described, what is gone removed."""

from __future__ import annotations

from datetime import datetime

from yiwang.ingest.kinds import THING, thing_stream
from yiwang.ingest.thing_rules import Place, Remove, Standing
from yiwang.kernel.access import Actor, system
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.store.batch import batch
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.wall import city_transaction

WHO = system("pack")


def sync_things(door: Door, key: str, city: City, now: datetime) -> tuple[int, tuple[Refusal, ...]]:
    """Bring the records to what the pack says; twice is once. Returns how many, and what was refused.

    Raises:
        psycopg.Error: the database is lost; the next sync does the rest.
    """
    known = standing(door, key, WHO)
    wanted = city.sensing.things
    asks = [
        Ask(key, THING, thing_stream(key, id), Place(thing=thing), WHO, now)
        for id, thing in wanted.items()
        if id not in known or known[id].thing != thing or known[id].removed is not None
    ]
    asks += [
        Ask(key, THING, thing_stream(key, id), Remove(), WHO, now)
        for id, one in known.items()
        if id not in wanted and one.removed is None
    ]
    answers = list(batch(door, asks)) if asks else []
    refused = tuple(answer for answer in answers if isinstance(answer, Refusal))
    return len(answers) - len(refused), refused


def standing(door: Door, key: str, who: Actor) -> dict[str, Standing]:
    """Return every thing's record by its id, also of those that were removed."""
    with lend(door.pool) as connection, city_transaction(connection, key, who) as cursor:
        rows = cursor.execute("SELECT state FROM thing_row WHERE city = %s ORDER BY name", (key,)).fetchall()
    found = (THING.decode(bytes(row[0])) for row in rows)
    return {one.thing.id: one for one in found}
