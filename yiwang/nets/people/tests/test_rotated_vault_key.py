"""The vault's master key is rotated: values and drafts open, every code is found and stays one person's."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.nets.people.tests.test_coming_back import begin
from yiwang.nets.people.tests.test_people_of_the_desk import join, post, record
from yiwang.nets.services.tests import filing
from yiwang.store.execute import Door
from yiwang.store.keys import Keyring
from yiwang.store.rewrap import rewrap
from yiwang.store.vault import Safe
from yiwang.store.verify import verify
from yiwang.web import store_door

DESK = "/yueyang/desk"


@pytest.fixture
def rotate(people, database):
    """Make a new master key, lock everything with it, and start the pages anew."""

    def go(finish: bool = True):
        keyring = Keyring(people.safe.keyring.folder)
        keyring.new_master()
        done = None
        if finish:
            with psycopg.connect(database.owner, autocommit=True) as connection:
                done = rewrap(connection, keyring)
        store_door.use(Door(people.pool, people.cities, Safe(Keyring(keyring.folder))))
        return done

    return go


def found(client, code):
    return client.post(f"{DESK}/people/search", {"code": code})["Location"]


@pytest.mark.parametrize("finish", [True, False])
def test_a_code_is_found_and_is_still_one_persons_after_the_rotation_and_within_it(
    people, clients, rotate, finish
):
    client = clients("system-admin")
    person = join(client)

    rotate(finish)

    assert found(client, "YY-0001").endswith(f"/{person}/")
    assert (
        "people.code-taken" in post(client, "people/join", name_zh="测演二", code="YY-0001").content.decode()
    )
    assert "测演一" in client.get(f"{DESK}/people/{person}/").content.decode()
    if finish:
        assert begin(store_door.door(), "YY-0001").code == "people.code-taken"


def test_everything_is_locked_with_the_new_key_and_the_ledger_still_holds(people, clients, rotate, database):
    person = join(clients("system-admin"))

    done = rotate()
    keyring = Keyring(people.safe.keyring.folder)

    assert (done.indexed, done.left) == (1, 0) and done.locked > 10
    with psycopg.connect(database.superuser) as connection:
        ids = connection.execute("SELECT DISTINCT key_id FROM vault WHERE wrapped IS NOT NULL").fetchall()
    assert ids == [(keyring.master().id,)]
    assert verify(database.owner, keyring).problems == []
    assert record(people, person).phase == "active"
    with psycopg.connect(database.owner, autocommit=True) as connection:
        assert rewrap(connection, keyring).locked == 0


def test_a_value_whose_key_is_lost_is_counted_and_left(people, clients, rotate, database):
    join(clients("system-admin"))
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("UPDATE vault SET key_id = 'gone' WHERE blind IS NOT NULL")

    assert rotate().left == 1


def test_a_draft_opens_after_the_rotation_and_is_submitted(people, clients, rotate, database):
    resident = clients("resident-wu")
    check = filing.draft(resident)

    rotate()

    with psycopg.connect(database.superuser) as connection:
        ids = connection.execute("SELECT DISTINCT key_id FROM draft").fetchall()
    assert ids == [(Keyring(people.safe.keyring.folder).master().id,)]
    assert "吴演晴" in resident.get(check).content.decode()
    assert filing.submit(resident, check)
