"""Invented data of the demo's products, and the number of each persona by which they are found in them.

The files lie under `<state folder>/products/`. A file there that does not say it is synthetic is left alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.people.person import Join
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.postgres import APP, ExternalDatabase, Server
from yiwang.store.vault import Safe
from yiwang.synthetic.command import Wish, write_all
from yiwang.synthetic.people import Somebody
from yiwang.synthetic.tables import Inventing
from yiwang.web.pack_city import PackCity

FOLDER = "products"
SEED = 7
SOURCE = "demo"


def make_products(database: Server | ExternalDatabase, home: Path, pack: Path) -> str:
    """Write the data of a pack's products for today, and seal each persona's number; say how many."""
    read = load(pack)
    if not read.governed.products:
        return ""
    now = datetime.now(UTC)
    city = compile_pack(read)
    inventing = Inventing(read, SEED, Wish(SEED).rows, now.astimezone().date())
    made = write_all(inventing, pack.name, home / FOLDER, "parquet")
    pool = make_pool(database.dsn(APP), size=1)
    try:
        door = Door(pool, lambda key, name: city, Safe(Keyring(home / "keys")))
        known = seal_numbers(door, pack.name, city, inventing.people, now)
    finally:
        pool.close()
    return f"{len(made)} 项资源 products, {sum(made.values())} 行 rows, {known} 个演示人物 personas"


def seal_numbers(door: Door, key: str, city: City, people: list[Somebody], now: datetime) -> int:
    """Begin a record of each persona, with the invented identity number sealed; return how many there are.

    A real account has its number from the identity service that proved it, never from what was typed.
    """
    persons = {one.id: one.person for one in PackCity(key, city).personas()}
    found = [one for one in people if one.persona in persons]
    for one in found:
        person = persons[one.persona]
        command = Join(person=person, kind="resident", source=SOURCE)
        told = {"name_zh": one.name, "id_number": one.id_number}
        stream = person_stream(key, person)
        execute(door, Ask(key, PERSON, stream, command, system(SOURCE), now, secrets=told))
    return len(found)
