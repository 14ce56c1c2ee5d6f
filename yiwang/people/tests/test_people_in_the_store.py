"""Persons of a pack become records; who somebody is now is read from them, and the ledger can refold them."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import psycopg
import pytest

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.people import glass, mandate, person
from yiwang.kernel.refusal import Refusal
from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.people import actors
from yiwang.people.ids import person_stream
from yiwang.people.kinds import GLASS, MANDATE, PERSON
from yiwang.people.sync import everybody, sync
from yiwang.store.connect import lend, make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe
from yiwang.store.verify import verify
from yiwang.store.wall import city_transaction, showing

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
CHIEF = "person-yueyanglou-health-chief"
OFFICER = "person-yueyanglou-health-officer"


@pytest.fixture(scope="module")
def city():
    return compile_pack(load(Path(__file__).resolve().parents[3] / "packs" / "yueyang"))


@pytest.fixture
def door(database, tmp_path, city):
    this = Door(make_pool(database.app, size=2), lambda key, pack: city, Safe(Keyring(tmp_path / "keys")))
    yield this
    this.pool.close()


def who(door, city, someone, now=NOW):
    with (
        lend(door.pool) as connection,
        city_transaction(connection, "yueyang", Actor(someone, "resident")) as cursor,
    ):
        return actors.who_is(cursor, "yueyang", city, someone, now)


def ask(door, kind, stream, command, actor, **more):
    return execute(door, Ask("yueyang", kind, stream, command, actor, more.pop("now", NOW), **more))


def administrator(role):
    return Actor(f"p-{role}", "staff", (Holding("post", role, "yueyang-data", "430600"),))


def test_the_persons_of_a_pack_become_records_once(door, city):
    first = sync(door, "yueyang", city, NOW)
    second = sync(door, "yueyang", city, NOW)

    assert first.refused == () and first.done > len(city.persons)
    assert second == type(second)(0)
    assert set(city.persons) <= set(everybody(door, "yueyang"))


def test_a_record_gives_what_the_pack_said_own_position_first(door, city):
    sync(door, "yueyang", city, NOW)

    held = who(door, city, CHIEF).actor.holdings

    assert [(one.role, one.acting_for) for one in held] == [
        ("chief", ""),
        ("approver", "person-yueyanglou-health-approver"),
    ]


def test_who_is_not_in_the_pack_any_more_has_left_and_who_moved_holds_the_new_position(door, city):
    sync(door, "yueyang", city, NOW)
    persons = {name: one for name, one in city.persons.items() if name != OFFICER}
    second = f"{OFFICER}-2"
    persons[second] = msgspec.structs.replace(persons[second], substitute_for=None)
    changed = msgspec.structs.replace(city, persons=persons)

    done = sync(door, "yueyang", changed, NOW + timedelta(days=1))

    later = NOW + timedelta(days=1)
    assert done.refused == ()
    assert who(door, city, OFFICER, later).phase == "left"
    assert who(door, city, OFFICER, later).actor.kind == "anonymous"
    assert [one.acting_for for one in who(door, city, second, later).actor.holdings] == [""]


def test_a_suspended_person_is_nobody_with_the_next_request(door, city):
    sync(door, "yueyang", city, NOW)
    before = who(door, city, OFFICER)

    ask(door, PERSON, person_stream("yueyang", OFFICER), person.Suspend(), administrator("system-admin"))

    after = who(door, city, OFFICER)
    assert before.actor.holdings and not after.actor.holdings
    assert (after.phase, after.epoch) == ("suspended", before.epoch + 1)


def test_an_agent_acts_for_the_principal_until_the_mandate_is_withdrawn(door, city):
    for name in ("p-1", "p-2"):
        joined = person.Join(person=name, kind="resident", source="self")
        ask(door, PERSON, person_stream("yueyang", name), joined, Actor(name, "resident"))
    stream = stream_id(NOW, secrets.token_bytes(10))
    offer = mandate.Offer(mandate=str(stream), principal="p-1", since=TODAY, until=TODAY, digest="d")
    ask(door, MANDATE, stream, offer, Actor("p-1", "resident"))
    agent = Actor("p-2", "resident")
    assert ask(door, MANDATE, stream, mandate.Take(digest="d"), agent).code == "people.unknown"
    ask(door, MANDATE, stream, mandate.Take(digest="d"), showing(agent, "d"))

    agent = who(door, city, "p-2").actor
    assert [one.id for one in agent.principals] == ["p-1"]
    assert actors.acting_for(agent, "p-1").applicant == "p-1"
    assert actors.acting_for(agent, "p-3").applicant == "p-2"

    ask(door, MANDATE, stream, mandate.Withdraw(), Actor("p-1", "resident"))
    assert who(door, city, "p-2").actor.principals == ()
    assert who(door, city, "p-2", NOW + timedelta(days=1)).actor.principals == ()


def test_a_break_glass_opens_its_case_for_its_hour(door, city):
    sync(door, "yueyang", city, NOW)
    stream = stream_id(NOW, secrets.token_bytes(10))
    broken = glass.Break(glass=str(stream), case="case-1", lead="yueyang-data")
    done = ask(door, GLASS, stream, broken, who(door, city, OFFICER).actor, secrets={"reason": "救人"})

    assert isinstance(done, Done)
    assert who(door, city, OFFICER).actor.glass == {"case-1"}
    assert who(door, city, OFFICER, NOW + timedelta(minutes=glass.MINUTES)).actor.glass == frozenset()


def test_a_position_in_a_body_that_was_closed_is_named_and_opens_nothing(door, city):
    sync(door, "yueyang", city, NOW)
    bodies = {name: one for name, one in city.bodies.items() if name != "yueyanglou-health"}
    positions = {name: one for name, one in city.positions.items() if one.body in bodies}
    merged = msgspec.structs.replace(bodies["yueyanglou-government"], replaces=("yueyanglou-health",))
    bodies["yueyanglou-government"] = merged
    changed = msgspec.structs.replace(city, bodies=bodies, positions=positions)

    found = who(door, changed, OFFICER)

    assert found.actor.holdings == () and found.gone == ("yueyanglou-health-officer",)


def test_a_refused_change_writes_nothing(door, city):
    sync(door, "yueyang", city, NOW)
    stream = person_stream("yueyang", OFFICER)
    before = everybody(door, "yueyang")[OFFICER]
    asked = person.Appoint(position="yueyanglou-health-approver", since=TODAY)

    refused = ask(door, PERSON, stream, asked, administrator("security-admin"))

    assert isinstance(refused, Refusal) and refused.code == "people.apart"
    assert everybody(door, "yueyang")[OFFICER] == before


def test_the_ledger_refolds_every_person(door, city, database, tmp_path):
    sync(door, "yueyang", city, NOW)
    ask(door, PERSON, person_stream("yueyang", OFFICER), person.Leave(), system("test"))
    keyring = Keyring(tmp_path / "keys")
    report = verify(database.owner, keyring, "yueyang")
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute("UPDATE held_row SET until = '9999-12-31' WHERE person = %s", (OFFICER,))
    altered = verify(database.owner, keyring, "yueyang")

    assert not [one for one in report.problems if "row" in one.code or "projection" in one.code]
    assert [one.code for one in altered.problems if "projection" in one.code] == ["projection.differs"]
