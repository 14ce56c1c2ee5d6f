"""Invented data of the demo's products, and the number of each persona by which they are found in them.

The files lie under `<state folder>/products/`. A file there that does not say it is synthetic is left alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from yiwang.granted.product_files import FOLDER
from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.people.person import Join
from yiwang.pack.model import Pack
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, Door, execute
from yiwang.synthetic.command import Wish, write_all
from yiwang.synthetic.people import Somebody
from yiwang.synthetic.tables import Inventing
from yiwang.web.pack_city import PackCity

SEED = 7
SOURCE = "demo"


def make_products(door: Door, home: Path, key: str, read: Pack, city: City) -> str:
    """Write the data of a pack's products for today, and seal each persona's number; say how many."""
    if not read.governed.products:
        return ""
    now = datetime.now(UTC)
    inventing = Inventing(read, SEED, Wish(SEED).rows, now.astimezone().date())
    made = write_all(inventing, key, home / FOLDER, "parquet")
    known = seal_numbers(door, key, city, inventing.people, now)
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
