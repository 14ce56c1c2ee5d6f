"""The demo has invented data of its products, and each persona is found in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from yiwang.kernel.access import Actor
from yiwang.nets.services.tests.conftest import clock, door  # noqa: F401
from yiwang.pack.load import load
from yiwang.pack.tests.city import TUTORIAL
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.serve.demo_products import SEED, seal_numbers
from yiwang.store.wall import city_transaction
from yiwang.synthetic.tables import Inventing
from yiwang.web import cities

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)


def test_each_persona_has_a_sealed_number_of_their_own_and_twice_changes_nothing(door):  # noqa: F811
    people = Inventing(load(TUTORIAL.parent / "yueyang"), SEED, 40, date(2026, 11, 28)).people
    city = cities.get("yueyang")
    known = seal_numbers(door, "yueyang", city.city, people, NOW)
    assert (
        known
        == seal_numbers(door, "yueyang", city.city, people, NOW)
        == len([one for one in people if one.persona])
    )

    tao = next(one for one in people if one.persona == "resident-tao")
    person = cities.get("yueyang").actor("resident-tao").person
    actor = Actor(person, "resident")
    with door.pool.connection() as connection, city_transaction(connection, "yueyang", actor) as cursor:
        row = cursor.execute(
            "SELECT state FROM person_row WHERE city = %s AND id = %s",
            ("yueyang", person_stream("yueyang", person)),
        ).fetchone()
    record = PERSON.decode(bytes(row[0]))
    with door.pool.connection() as connection:
        opened = door.safe.open(connection, "yueyang", actor, {"n": record.sealed["id_number"]})
    assert opened == {"n": tao.id_number}
    assert tao.id_number.encode() not in bytes(row[0])
