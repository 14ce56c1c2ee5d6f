"""`yiwang archive`: what is due, a package that proves itself, and destruction that leaves its record."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor
from yiwang.serve import archiving
from yiwang.serve.cities import publish, stored_city
from yiwang.serve.tests.conftest import FIRST, NOW, PACK, SECOND
from yiwang.serve.tests.typed import key_file, run
from yiwang.store.cases import CASE
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend, make_pool
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.sequencer import sequence
from yiwang.store.vault import Safe

NUMBER = f"2611-TEST{SECOND.int % 10}"
IN_TIME = datetime(2037, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def ended(data, database):
    """The second case was withdrawn, with a word of the applicant's that lies in the vault."""
    with psycopg.connect(database.owner, autocommit=True) as connection:
        city = stored_city(connection, publish(connection, PACK, "tutorial", NOW))
    pool = make_pool(database.app, size=1)
    keyring = Keyring(data / "keys")
    door = Door(pool, lambda key, name: city, Safe(keyring))
    resident = Actor("r1", "resident")
    for command, secrets in ((c.Comment(), {"comment": "树已经搬走了"}), (c.Withdraw(), {})):
        done = execute(
            door,
            Ask("tutorial", CASE, SECOND, command, resident, NOW + timedelta(minutes=1), secrets=secrets),
        )
        assert isinstance(done, Done), done
    with lend(pool) as connection:
        while sequence(connection, "tutorial"):
            continue
        sign_checkpoint(connection, keyring, "tutorial", NOW + timedelta(minutes=2))
    pool.close()
    return data


def package(ended, tmp_path):
    target = tmp_path / "case.zip"
    told = run("archive", "tutorial", "--package", NUMBER, target, "--data", ended)
    assert told.exit_code == 0, told.output
    return target


def repacked(source, target, changed):
    """The same package with some files otherwise."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
    return target


def test_what_is_due_is_listed_with_its_clause_and_what_runs_is_not(ended):
    early = run("archive", "tutorial", "--due", "--on", "2030-01-01", "--json", "--data", ended)
    late = run("archive", "tutorial", "--due", "--on", "2037-01-01", "--data", ended)

    assert early.exit_code == 0
    (case,) = json.loads(early.output)["cases"]
    assert (case["number"], case["since"], case["due"], case["ready"]) == (
        NUMBER, "2026-11-23", "2036-11-24", False,
    )  # fmt: skip
    assert late.exit_code == 1
    assert f"* {NUMBER}" in late.output and "示例市树木认养办法 第七条" in late.output


def test_a_package_holds_offline_and_any_byte_that_is_otherwise_is_named(ended, tmp_path):
    whole = package(ended, tmp_path)
    key = key_file(ended)
    names = zipfile.ZipFile(whole).namelist()
    assert {"case.json", "values.json", "receipts/0001.json", "receipts/0003.json", "papers/case.pdf"} <= set(
        names
    )
    assert zipfile.ZipFile(whole).read("papers/case.pdf").startswith(b"%PDF-")
    assert "树已经搬走了" in zipfile.ZipFile(whole).read("values.json").decode()
    assert whole.stat().st_mode & 0o077 == 0

    told = run("verify", whole, "--key", key)
    assert told.exit_code == 0, told.output
    assert "3 条留痕" in told.output

    altered = repacked(whole, tmp_path / "altered.zip", {"values.json": b"{}"})
    told = run("verify", altered, "--key", key)
    assert told.exit_code == 1 and "[package.file]" in told.output and "values.json" in told.output

    listed = repacked(
        whole, tmp_path / "listed.zip", {"manifest.json": b'{"city":"tutorial","files":{},"number":"1"}'}
    )
    told = run("verify", listed, "--key", key)
    assert told.exit_code == 1 and "[package.signature]" in told.output

    (tmp_path / "no.zip").write_bytes(whole.read_bytes()[:-200])
    assert run("verify", tmp_path / "no.zip", "--key", key).exit_code == 2


def test_a_case_that_runs_is_not_packaged(ended, tmp_path):
    running = f"2611-TEST{FIRST.int % 10}"
    told = run("archive", "tutorial", "--package", running, tmp_path / "x.zip", "--data", ended)
    assert told.exit_code == 2 and "has not ended" in told.output
    assert not (tmp_path / "x.zip").exists()


def test_two_persons_destroy_a_case_and_the_ledger_still_verifies(ended, database, capsys):
    def act(step, by, reason=""):
        return archiving.act("tutorial", NUMBER, step, by, reason, IN_TIME, ended)

    officer, approver = "person-officer/parks-officer", "person-approver/parks-approver"
    assert act("confirm", approver) == 1
    assert act("hold", officer, "有人起诉") == 0
    assert act("propose", officer) == 1
    assert "[archive.held]" in capsys.readouterr().err
    assert act("release", approver, "判决已生效") == 0
    assert act("propose", officer) == 0
    assert act("confirm", officer) == 1
    assert kept(database) == (3, 3)
    assert act("confirm", approver) == 0
    assert kept(database) == (3, 0)

    assert act("confirm", approver) == 0  # cut off before the erasing, it is finished by asking again
    assert run("verify", "--data", ended).exit_code == 0
    listed = run("archive", "tutorial", "--due", "--on", "2037-06-01", "--data", ended)
    assert listed.exit_code == 0 and "已销毁" in listed.output


def kept(database):
    """How many vault entries there are, and how many still hold a value."""
    with psycopg.connect(database.superuser) as connection:
        row = connection.execute("SELECT count(*), count(box) FROM vault").fetchone()
    return tuple(row)
