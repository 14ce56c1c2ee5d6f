"""Every committed event gets exactly one place in the city's tree, and the root is signed."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.ledger import leaf_hash, nodes_of, tree_root
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.keys import Keyring, is_signed
from yiwang.store.sequencer import in_stream_order, sequence
from yiwang.store.wall import OPEN, opening

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
INSERT = (
    "INSERT INTO event (city, stream, seq, kind, at, body, hash) VALUES ('c', %s, %s, 'case', %s, 'x', %s)"
)


def write(connection, stream, seq):
    connection.execute(OPEN, opening("c", system("import"), door=True))
    digest = bytes([stream]) + seq.to_bytes(4)
    connection.execute(INSERT, (UUID(int=stream), seq, NOW + timedelta(seconds=seq), digest))


def leaves(database):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute("SELECT position, stream, seq, hash FROM leaf ORDER BY position").fetchall()


def sequence_until(connection, wanted):
    """Let rounds pass: transactions of other databases of the server also hold the window back."""
    found, until = 0, time.monotonic() + 30
    while found < wanted and time.monotonic() < until:
        found += sequence(connection, "c")
    return found


@pytest.fixture
def app(database):
    with psycopg.connect(database.app, autocommit=True) as connection:
        yield connection


def test_events_get_dense_places_and_a_second_round_adds_nothing(database, app):
    for seq in range(1, 301):
        with app.transaction():
            write(app, 1, seq)
    assert sequence_until(app, 300) == 300
    assert sequence(app, "c") == 0
    assert [row[0] for row in leaves(database)] == list(range(300))


def test_an_event_of_a_transaction_still_open_is_neither_given_a_place_nor_lost(database, app):
    with psycopg.connect(database.app) as slow:
        write(slow, 1, 1)
        with app.transaction():
            write(app, 2, 1)
        sequence(app, "c")
        assert not [row for row in leaves(database) if row[1] == UUID(int=1)]
        slow.commit()
    sequence_until(app, 2 - len(leaves(database)))
    assert sorted(row[1].int for row in leaves(database)) == [1, 2]


def test_a_fault_before_the_commit_leaves_nothing_and_the_next_round_does_it_all(database, app):
    with app.transaction():
        write(app, 1, 1)

    def fail():
        raise RuntimeError("planned")

    with pytest.raises(RuntimeError):
        for _ in range(10_000):
            sequence(app, "c", {"sequenced": fail})
    assert not leaves(database)
    assert sequence_until(app, 1) == 1


def test_each_streams_own_events_keep_their_order():
    rows = [("a", 2), ("b", 1), ("a", 1), ("a", 3)]
    assert in_stream_order(rows) == [("a", 1), ("b", 1), ("a", 2), ("a", 3)]


def test_the_signed_root_is_the_root_of_all_leaves(database, app, tmp_path):
    keyring = Keyring(tmp_path)
    for seq in range(1, 20):
        with app.transaction():
            write(app, 1, seq)
    assert sequence_until(app, 19) == 19
    assert sign_checkpoint(app, keyring, "c", NOW) == 19
    assert sign_checkpoint(app, keyring, "c", NOW) is None
    with psycopg.connect(database.superuser) as connection:
        root, body, signature = connection.execute("SELECT root, body, signature FROM checkpoint").fetchone()
    hashes = [leaf_hash(f"case/{stream}", seq, bytes(digest)) for _, stream, seq, digest in leaves(database)]
    assert bytes(root) == tree_root(nodes_of(hashes), 19)
    assert is_signed(keyring.signing("c").public, bytes(body), bytes(signature))
    assert not is_signed(keyring.signing("c~drill").public, bytes(body), bytes(signature))
