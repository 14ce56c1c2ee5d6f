"""Whatever is altered behind the city's back, the verification names: which entry, which row, which root."""

from __future__ import annotations

import threading
import time
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.ledger import Frontier, chain, leaf_hash
from yiwang.kernel.tests.small_city import staff
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.keys import Keyring
from yiwang.store.problems import Problem, Problems
from yiwang.store.sequencer import KEPT_LEVELS, sequence
from yiwang.store.tests.alterations import ALTERED, NODES, Altered
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.vault import erase
from yiwang.store.verify import Report, verify, verify_city

PAST_ALL = (
    "SELECT coalesce((SELECT txid FROM tree_edge) > (SELECT max(txid) FROM event), false)"
    " AND NOT EXISTS (SELECT FROM event e LEFT JOIN leaf l USING (city, stream, seq) WHERE l.city IS NULL)"
)


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
    """Give every entry its leaf and sign. Transactions of other tests' databases hold the window back."""
    until = time.monotonic() + 30
    with lend(store.door.pool) as connection:
        while sequence(connection, CITY) or time.monotonic() < until:
            if one(store, PAST_ALL)[0]:
                break
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


def test_an_untouched_city_is_whole(full):
    report = verified(full)

    assert report.exit_code == 0, [problem.en for problem in report.problems]
    counts = report.cities[CITY]
    assert (counts.streams, counts.entries, counts.leaves, counts.checkpoints) == (12, 24, 24, 2)
    assert counts.rows == 12
    assert counts.vault == 12


def found_after(store: Store, statements: str) -> dict[str, Problem]:
    """Return what the verification tells, by code, of an alteration that is then taken back."""
    problems = Problems()
    with psycopg.connect(store.database.superuser) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements.split(";"):
            connection.execute(statement.encode())
        verify_city(connection, store.keyring, CITY, problems)
        connection.rollback()
    return {problem.code: problem for problem in problems}


def is_told(store: Store, what: str, altered: Altered) -> None:
    """Alter, and compare what is told: every code, the first place, and nothing of any person."""
    found = found_after(store, altered.sql)
    assert set(found) == altered.codes, what
    first = found[altered.first]
    assert (first.place.city, first.place.seq) == (CITY, altered.seq), what
    assert first.what.startswith(altered.what), what
    assert first.place.stream.startswith("case/") or not altered.seq, what
    for problem in found.values():
        assert problem.expected != problem.found or not problem.found, what
        for sentence in (problem.zh, problem.en):
            assert CITY in sentence
            assert "张三丰" not in sentence
            assert "{" not in sentence


@pytest.mark.parametrize("where", ALTERED)
def test_whatever_is_altered_is_named_with_its_place(full, where):
    for what, altered in ALTERED[where].items():
        is_told(full, what, altered)
    assert verified(full).exit_code == 0


def test_an_inner_node_of_a_large_tree_that_was_altered_is_named(store):
    for _ in range((2 << KEPT_LEVELS) + 3):
        store.file()
    grow(store)
    assert store.count("tree_node") == 2

    for what, altered in NODES.items():
        is_told(store, what, altered)
    assert verified(store).exit_code == 0


def test_the_first_wrong_entry_is_named_with_its_number(full):
    stream, number = one(
        full, "SELECT c.id, c.number FROM event e JOIN case_row c ON c.id = e.stream WHERE e.seq = 4 LIMIT 1"
    )
    tamper(full, "UPDATE event SET body = set_byte(body, 30, 88) WHERE stream = %(s)s AND seq = 3", s=stream)

    first = next(problem for problem in verified(full).problems if problem.code == "entry.hash")

    assert (first.place.stream, first.place.seq, first.place.number) == (f"case/{stream}", 3, number)
    assert first.expected != first.found


def forge(full: Store) -> None:
    """Change what an officer wrote, and everything that hangs on it but the city's signature."""
    stream, body = one(full, "SELECT stream, body FROM event WHERE seq = 4 ORDER BY stream LIMIT 1")
    before = one(full, f"SELECT hash FROM event WHERE seq = 3 AND stream = '{stream}'")[0]
    forged = bytes(body).replace(b'"actor":"p-officer', b'"actor":"p-0fficer')
    assert forged != bytes(body)
    tamper(
        full,
        "UPDATE event SET body = %(body)s, hash = %(hash)s WHERE stream = %(stream)s AND seq = 4",
        "UPDATE leaf SET hash = %(hash)s WHERE stream = %(stream)s AND seq = 4",
        "UPDATE case_row SET head = %(hash)s WHERE id = %(stream)s",
        body=forged,
        hash=chain(bytes(before), forged),
        stream=stream,
    )


def test_a_chain_forged_to_its_end_is_given_away_by_the_signed_root_alone(full):
    forge(full)
    with full.as_superuser() as connection:
        leaves = connection.execute("SELECT kind, stream, seq, hash FROM leaf ORDER BY position").fetchall()
    tree = Frontier()
    for kind, stream, seq, digest in leaves:
        tree.add(leaf_hash(f"{kind}/{stream}", seq, bytes(digest)))
    tamper(full, "UPDATE tree_edge SET peaks = %(peaks)s", peaks=tree.peaks)

    (found,) = verified(full).problems

    assert (found.code, found.what) == ("checkpoint.root", "0–15")  # among the first sixteen leaves


def test_an_act_undone_in_every_table_is_given_away_by_what_was_signed(full):
    stream = one(full, "SELECT stream FROM event WHERE seq = 1 ORDER BY stream DESC LIMIT 1")[0]
    for table, column in (
        ("event", "stream"),
        ("leaf", "stream"),
        ("case_row", "id"),
        ("task_row", "stream"),
        ("assist_row", "stream"),
    ):
        tamper(full, f"DELETE FROM {table} WHERE {column} = %(stream)s", stream=stream)
    tamper(full, "DELETE FROM vault WHERE stream = %(stream)s", stream=stream)

    found = {problem.code: problem for problem in verified(full).problems}

    assert set(found) == {"checkpoint.beyond", "edge.differs"}
    assert (found["checkpoint.beyond"].expected, found["checkpoint.beyond"].found) == ("24", "23")


def test_how_much_is_under_a_signature_is_counted(full):
    assert verified(full).cities[CITY].signed == 24

    full.file()
    counts = verified(full).cities[CITY]
    assert (counts.entries, counts.signed, counts.waiting) == (25, 24, 1)

    forge(full)
    assert verified(full).cities[CITY].signed == 0


def test_values_of_persons_are_opened_compared_and_never_told(full, tmp_path):
    assert verified(full).cities[CITY].opened == 12

    without = verify(full.database.owner, Keyring(tmp_path / "no keys")).cities[CITY]
    assert (without.vault, without.opened) == (12, 0)


def test_an_erased_value_is_not_missed(full):
    with lend(full.door.pool) as connection:
        (entry,) = one(full, "SELECT id FROM vault LIMIT 1")
        erase(connection, CITY, [entry], full.now)

    report = verified(full)

    assert report.exit_code == 0, [problem.en for problem in report.problems]
    assert (report.cities[CITY].vault, report.cities[CITY].opened) == (12, 11)


def test_a_pack_that_is_not_what_its_name_says_is_named(full):
    tamper(
        full,
        "INSERT INTO pack (hash, name, archive) VALUES (encode(sha256('good'), 'hex'), 'small', 'evil')",
        "INSERT INTO city_pack (city, hash, since) SELECT %(city)s, hash, now() FROM pack",
        city=CITY,
    )

    report = verify(full.database.owner, full.keyring, digest=lambda archive: sha256(archive).hexdigest())

    found = {problem.code: problem for problem in report.problems}
    assert set(found) == {"pack.differs", "pack.missing"}  # the one that the cases name was never stored
    assert found["pack.differs"].expected == sha256(b"good").hexdigest()[:12]
    assert found["pack.differs"].found == sha256(b"evil").hexdigest()[:12]


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
