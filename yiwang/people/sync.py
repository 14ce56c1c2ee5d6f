"""A pack's persons become records: joiners, movers and leavers, each time a pack comes into force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from yiwang.kernel.access import Actor, system
from yiwang.kernel.matter import City
from yiwang.kernel.people.directory import Change, of_pack, plan
from yiwang.kernel.people.held import Person
from yiwang.kernel.people.person import Join
from yiwang.kernel.refusal import Refusal
from yiwang.people.ids import person_stream, persona_person
from yiwang.people.kinds import PERSON
from yiwang.store.batch import batch
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.wall import city_transaction

SOURCE = "pack"


@dataclass(frozen=True)
class Synced:
    """What a sync did: how many commands were carried out, and those that were refused, with their person."""

    done: int
    refused: tuple[tuple[str, Refusal], ...] = ()


def sync(door: Door, key: str, city: City, now: datetime) -> Synced:
    """Bring the records to what the pack says. Twice is once; records of another source are left alone.

    Raises:
        psycopg.Error: the database is lost; what was done before stays, the next sync does the rest.
    """
    known = everybody(door, key)
    day = now.astimezone(ZoneInfo(city.zone)).date()
    changes = plan(of_pack(city, day), known, day, source=SOURCE)
    changes += _residents(city, known)
    return carry_out(door, key, changes, system("pack"), now)


def _residents(city: City, known: dict[str, Person]) -> Iterable[Change]:
    """The demo's residents are persons too; they have no positions, and never leave by a pack."""
    for persona in city.personas:
        person = persona["person"] or persona_person(city.id, persona["id"])
        if persona["kind"] != "staff" and person not in known:
            names = {"name_zh": persona["name"]["zh"], "name_en": persona["name"]["en"]}
            yield Change(person, "join", Join(person=person, kind="resident", source=SOURCE), names)


def carry_out(door: Door, key: str, changes: Sequence[Change], actor: Actor, now: datetime) -> Synced:
    """Put changes through the batch door in their order; what is refused is told and holds up nothing."""
    asks = [
        Ask(key, PERSON, person_stream(key, one.person), one.command, actor, now, secrets=one.secrets)
        for one in changes
    ]
    answers = list(batch(door, asks)) if asks else []
    refused = tuple(
        (change.person, answer)
        for change, answer in zip(changes, answers, strict=True)
        if isinstance(answer, Refusal)
    )
    return Synced(len(answers) - len(refused), refused)


def everybody(door: Door, key: str) -> dict[str, Person]:
    """Return every person's record by person id."""
    with lend(door.pool) as connection, city_transaction(connection, key, system("pack")) as cursor:
        rows = cursor.execute("SELECT state FROM person_row WHERE city = %s ORDER BY id", (key,)).fetchall()
    found = (PERSON.decode(bytes(row[0])) for row in rows)
    return {one.id: one for one in found}
