"""Whatever is altered behind the city's back, the verification names: which entry, which row, which root."""

from __future__ import annotations

import threading
from hashlib import sha256
from typing import Any

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.ledger import chain
from yiwang.kernel.tests.small_city import staff
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.keys import Keyring
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.verify import Report, verify


@pytest.fixture
def full(store: Store) -> Store:
    """A dozen cases in several states, in the tree, under two checkpoints."""
    for _ in range(4):
        store.accepted()
    grow(store)
    for _ in range(8):
        store.file()
    store.pass_time(minutes=5)
    grow(store)
    return store


def grow(store: Store) -> None:
    """Give every entry its leaf and sign."""
    with lend(store.door.pool) as connection:
        while sequence(connection, CITY):
            continue
        sign_checkpoint(connection, store.keyring, CITY, store.now)


def verified(store: Store) -> Report:
    """Verify as the owner does."""
    return verify(store.database.owner, store.keyring)


def tamper(store: Store, *statements: str, **values: Any) -> None:
    """Alter the database past every trigger and policy, as who owns the machine could."""
    with store.as_superuser() as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.encode(), values)


def codes(store: Store) -> set[str]:
    """Return the codes of everything found wrong."""
    return {problem.code for problem in verified(store).problems}


def one(store: Store, sql: str) -> Any:
    """Return one row as the superuser sees it."""
    with store.as_superuser() as connection:
        return connection.execute(sql.encode()).fetchone()


SOME = "(SELECT stream FROM event WHERE seq = 4 ORDER BY stream LIMIT 1)"


def test_an_untouched_city_is_whole(full):
    report = verified(full)

    assert report.exit_code == 0, [problem.en for problem in report.problems]
    counts = report.cities[CITY]
    assert (counts.streams, counts.entries, counts.leaves, counts.checkpoints) == (12, 24, 24, 2)
    assert counts.rows == 12
    assert counts.vault == 12


ALTERED = {
    "an entry's bytes": (
        f"UPDATE event SET body = set_byte(body, 30, 88) WHERE stream = {SOME} AND seq = 2",
        {"entry.hash"},
    ),
    "an entry's hash": (
        f"UPDATE event SET hash = sha256('x') WHERE stream = {SOME} AND seq = 2",
        {"entry.hash", "leaf.differs"},
    ),
    "an entry's time column": (
        f"UPDATE event SET at = at + interval '1 hour' WHERE stream = {SOME} AND seq = 2",
        {"entry.column"},
    ),
    "an entry taken from the middle": (
        f"DELETE FROM event WHERE stream = {SOME} AND seq = 2",
        {"entry.missing"},
    ),
    "the last entry taken": (f"DELETE FROM event WHERE stream = {SOME} AND seq = 4", {"entry.missing"}),
    "an entry added at the end": (
        "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT city, stream, 5, kind, at,"
        f" body, sha256(hash || body) FROM event WHERE stream = {SOME} AND seq = 4",
        {"row.differs"},
    ),
    "a column of a row": ("UPDATE case_row SET phase = 'closed' WHERE phase = 'filed'", {"row.differs"}),
    "the state in a row": (
        "UPDATE case_row SET state = replace(convert_from(state, 'UTF8'), '\"filed\"', '\"decided\"')::bytea"
        " WHERE phase = 'filed'",
        {"row.differs"},
    ),
    "a row taken away": (f"DELETE FROM case_row WHERE id = {SOME}", {"row.missing"}),
    "a row put in": (
        "INSERT INTO case_row SELECT city, gen_random_uuid(), seq, head, state, wake_at, changed_at,"
        " number || 'X', matter, kind, pack, phase, place, lead, bodies, window_body, applicant, channel,"
        f" opened_at, ended_at, due_at, due_provisional, late, outcome FROM case_row WHERE id = {SOME}",
        {"row.foreign"},
    ),
    "a task given to somebody": ("UPDATE task_row SET assignee = 'p-friend'", {"projection.differs"}),
    "a task taken away": (f"DELETE FROM task_row WHERE stream = {SOME}", {"projection.missing"}),
    "a task put in": (
        f"INSERT INTO task_row SELECT city, stream, id || 'x', node, body, role, assignee, opened_at, due_at"
        f" FROM task_row WHERE stream = {SOME}",
        {"projection.foreign"},
    ),
    "a leaf's hash": ("UPDATE leaf SET hash = sha256('x') WHERE position = 3", {"leaf.differs"}),
    "two leaves exchanged": (
        "UPDATE leaf SET position = CASE position WHEN 0 THEN 1000 WHEN 1 THEN 0 ELSE position END;"
        "UPDATE leaf SET position = 1 WHERE position = 1000",
        {"checkpoint.root"},
    ),
    "a leaf taken away": ("DELETE FROM leaf WHERE position = 3", {"leaf.gap"}),
    "the last leaves taken away": (
        "DELETE FROM leaf WHERE position >= 20",
        {"checkpoint.beyond"},
    ),
    "the edge's size": ("UPDATE tree_edge SET size = size + 1", {"edge.differs"}),
    "a checkpoint's root": (
        "UPDATE checkpoint SET root = sha256('x') WHERE size = (SELECT max(size) FROM checkpoint)",
        {"checkpoint.body"},
    ),
    "a checkpoint's signature": (
        "UPDATE checkpoint SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)",
        {"checkpoint.signature"},
    ),
    "a vault entry taken away": ("DELETE FROM vault", {"vault.missing"}),
    "a vault entry emptied without a word": ("UPDATE vault SET box = NULL", {"vault.incomplete"}),
    "a vault entry given to another case": (
        "UPDATE vault SET stream = gen_random_uuid()",
        {"vault.other-stream"},
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_is_altered_is_named(full, what):
    statement, wanted = ALTERED[what]
    tamper(full, *statement.split(";"))

    report = verified(full)

    assert report.exit_code == 1
    assert wanted <= {problem.code for problem in report.problems}
    for problem in report.problems:
        assert CITY in problem.zh
        assert CITY in problem.en
        assert "张三丰" not in problem.zh + problem.en


def test_the_first_wrong_entry_is_named_with_its_number(full):
    stream, number = one(
        full, "SELECT c.id, c.number FROM event e JOIN case_row c ON c.id = e.stream WHERE e.seq = 4 LIMIT 1"
    )
    tamper(full, "UPDATE event SET body = set_byte(body, 30, 88) WHERE stream = %(s)s AND seq = 3", s=stream)

    first = next(problem for problem in verified(full).problems if problem.code == "entry.hash")

    assert (first.place.stream, first.place.seq, first.place.number) == (f"case/{stream}", 3, number)
    assert first.expected != first.found


def test_a_chain_forged_to_its_end_is_given_away_by_the_signed_tree(full):
    stream, body = one(full, "SELECT stream, body FROM event WHERE seq = 4 ORDER BY stream LIMIT 1")
    before = one(full, f"SELECT hash FROM event WHERE seq = 3 AND stream = '{stream}'")[0]
    forged = bytes(body).replace(b"hall", b"hill").replace(b"officer", b"0fficer")
    assert forged != bytes(body)
    made = chain(bytes(before), forged)
    tamper(
        full,
        "UPDATE event SET body = %(body)s, hash = %(hash)s WHERE stream = %(stream)s AND seq = 4",
        "UPDATE leaf SET hash = %(hash)s WHERE stream = %(stream)s AND seq = 4",
        "UPDATE case_row SET head = %(hash)s WHERE id = %(stream)s",
        body=forged,
        hash=made,
        stream=stream,
    )

    found = codes(full)

    assert "entry.hash" not in found  # the chain itself is whole
    assert "checkpoint.root" in found


def test_a_pack_that_is_not_what_its_name_says_is_named(full):
    tamper(
        full,
        "INSERT INTO pack (hash, name, archive) VALUES (encode(sha256('good'), 'hex'), 'small', 'evil')",
        "INSERT INTO city_pack (city, hash, since) SELECT %(city)s, hash, now() FROM pack",
        city=CITY,
    )

    report = verify(full.database.owner, full.keyring, digest=lambda archive: sha256(archive).hexdigest())

    assert {problem.code for problem in report.problems} == {"pack.differs"}


def test_without_the_citys_key_checkpoints_cannot_be_held(full, tmp_path):
    report = verify(full.database.owner, Keyring(tmp_path / "elsewhere"))

    assert {problem.code for problem in report.problems} == {"checkpoint.no-key"}
    assert not (tmp_path / "elsewhere").exists() or not any((tmp_path / "elsewhere").iterdir())


def test_a_key_that_is_not_the_citys_does_not_pass(full, tmp_path):
    other = Keyring(tmp_path / "other")
    other.signing(CITY)

    report = verify(full.database.owner, other)

    assert {problem.code for problem in report.problems} == {"checkpoint.other-key"}


def test_a_city_that_goes_on_meanwhile_raises_no_false_alarm(full):
    stop = threading.Event()

    def live() -> None:
        while not stop.is_set():
            stream = full.file().stream
            full.must(stream, c.Receive(), staff("window", "hall"))
            grow(full)

    clerk = threading.Thread(target=live)
    clerk.start()
    try:
        reports = [verified(full) for _ in range(5)]
    finally:
        stop.set()
        clerk.join()
    assert [problem.en for report in reports for problem in report.problems] == []
    assert reports[-1].cities[CITY].entries > 24


def test_nothing_kept_is_not_the_same_as_whole(store):
    assert verified(store).exit_code == 2
