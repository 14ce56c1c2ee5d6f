"""`yiwang migrate`, as somebody types it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding
from yiwang.serve.cities import publish, stored_city
from yiwang.serve.tests.conftest import FIRST, NOW, PACK
from yiwang.serve.tests.typed import run
from yiwang.store.cases import CASE
from yiwang.store.connect import make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.vault import Safe

FIRST_NUMBER = f"2611-TEST{FIRST.int % 10}"
OFFICER = Actor("person-officer", "staff", (Holding("parks-officer", "officer", "sample-parks", "900100"),))


@pytest.fixture
def newer(data, database, tmp_path):
    """The first case is accepted; then the city publishes a version with a shorter legal limit."""
    with psycopg.connect(database.owner, autocommit=True) as connection:
        old = publish(connection, PACK, "tutorial", NOW)
        city = stored_city(connection, old)
    pool = make_pool(database.app, size=1)
    door = Door(pool, lambda key, name: city, Safe(Keyring(data / "keys")))
    for command in (c.Receive(), c.Accept()):
        done = execute(door, Ask("tutorial", CASE, FIRST, command, OFFICER, NOW + timedelta(minutes=1)))
        assert isinstance(done, Done), done
    pool.close()
    pack = tmp_path / "newer" / "tutorial"
    shutil.copytree(PACK, pack)
    path = pack / "matters" / "tree-adoption" / "matter.yaml"
    path.write_text(path.read_text().replace("legal: 10 工作日", "legal: 8 工作日"))
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, pack, "tutorial", datetime.now(UTC) - timedelta(minutes=1))
    return data


def test_a_plan_says_what_would_change_and_touches_nothing(newer, database):
    told = run("migrate", "tutorial", "--plan", "--data", newer)

    assert told.exit_code == 0, told.output
    assert "tree-adoption\t能\t-\t2" in told.output
    assert "法定期限由 10 工作日" in told.output
    assert "2 件按其他版本在办，2 件能转，0 件不能。什么都没有动。" in told.output
    assert packs(database) == {"tutorial": 1}


def test_a_plan_as_json_names_each_case_with_its_codes(newer):
    told = run("migrate", "tutorial", "--plan", "--json", "--data", newer)
    found = {one["number"]: one for one in json.loads(told.output)["cases"]}
    assert [one["code"] for one in found[FIRST_NUMBER]["changes"]] == ["migrate.clock-legal"]
    (other,) = found.keys() - {FIRST_NUMBER}
    assert found[other] | {"from": ""} == {
        "number": other, "matter": "tree-adoption", "from": "", "may": True, "changes": [], "obstacles": [],
    }  # fmt: skip


def test_a_case_is_moved_by_whom_it_may_be_and_the_ledger_still_verifies(newer, database):
    words = ("migrate", "tutorial", "--move", FIRST_NUMBER, "--reason", "期限缩短", "--data", newer)
    nobody = run(*words, "--by", "person-nobody/parks-approver")
    assert nobody.exit_code == 2 and "没有岗位" in nobody.output
    without = run("migrate", "tutorial", "--move", FIRST_NUMBER, "--data", newer)
    assert without.exit_code == 2

    refused = run(*words, "--by", "person-officer/parks-officer")
    assert refused.exit_code == 1 and "[access.denied]" in refused.output

    moved = run(*words, "--by", "person-approver/parks-approver")
    assert moved.exit_code == 0, moved.output
    assert packs(database) == {"tutorial": 2}
    again = run(*words, "--by", "person-approver/parks-approver")
    assert again.exit_code == 2 and "没有按其他版本在办的" in again.output
    assert run("verify", "--data", newer).exit_code == 0


def test_a_city_that_there_is_not_is_said_to_be_none(newer):
    told = run("migrate", "nowhere", "--plan", "--data", newer)
    assert told.exit_code == 2 and "没有城市 nowhere" in told.output


def packs(database):
    """Under how many packs the cases of each city are."""
    with psycopg.connect(database.superuser) as connection:
        sql = "SELECT city, count(DISTINCT pack) FROM case_row GROUP BY city"
        return dict(connection.execute(sql).fetchall())
