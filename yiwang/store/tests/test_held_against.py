"""Receipts that people kept find a history that was rewritten whole, which nothing inside can show."""

from __future__ import annotations

from uuid import UUID

import pytest

from yiwang.kernel.evidence import Evidence, evidence
from yiwang.store.cases import CASE as CASE_KIND
from yiwang.store.keys import Keyring, is_signed
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.tests.test_rotated_keys import given
from yiwang.store.tests.test_verify import grow, tamper
from yiwang.store.verify import verify

TREE = ("DELETE FROM leaf", "DELETE FROM checkpoint", "DELETE FROM tree_node", "DELETE FROM tree_edge")
CASE = tuple(
    f"DELETE FROM {table} WHERE {column} = %(gone)s"
    for table, column in (
        ("event", "stream"),
        ("case_row", "id"),
        *((projection.table, "stream") for projection in CASE_KIND.projections),
        ("vault", "stream"),
        ("command_key", "stream"),
    )
)


@pytest.fixture
def held(store: Store) -> dict[str, Evidence]:
    """What three residents keep: receipts of the first and the last of five cases, a promise of a sixth."""
    streams = [store.file().stream for _ in range(5)]
    grow(store)
    keys = store.keyring.publics(CITY)
    kept = {"first": given(store, streams[0]), "last": given(store, streams[-1])}
    kept["promised"] = given(store, store.file().stream)
    found = {name: evidence(document, keys, is_signed) for name, document in kept.items()}
    assert all(isinstance(one, Evidence) for one in found.values())
    assert [found[name].size for name in kept] == [5, 5, 0]  # type: ignore[union-attr]
    return found  # type: ignore[return-value]


def codes(store: Store, *held: Evidence) -> list[str]:
    report = verify(store.database.owner, store.keyring, against=held)
    assert report.held == len(held)
    return sorted(problem.code for problem in report.problems)


def without(store: Store, one: Evidence) -> None:
    """Take a case and every trace of it away, with the tree and all that was signed."""
    tamper(store, *CASE, *TREE, gone=UUID(one.stream.partition("/")[2]))


def test_a_ledger_that_went_on_holds_against_what_was_given_before(store, held):
    store.accepted()
    grow(store)

    assert codes(store, *held.values()) == []


def test_leaves_and_checkpoints_taken_away_together_are_found_by_any_receipt(store, held):
    without(store, held["last"])

    assert codes(store) == []  # nothing inside can tell
    assert codes(store, held["first"]) == ["against.beyond", "against.position"]
    assert codes(store, held["last"]) == ["against.beyond", "against.entry", "against.position"]


def test_a_history_that_was_rewritten_and_signed_anew_is_found_by_any_receipt(store, held):
    without(store, held["last"])
    store.accepted()
    grow(store)

    assert codes(store) == []
    assert codes(store, held["first"]) == ["against.root"]
    report = verify(store.database.owner, store.keyring, against=(held["first"],))
    (problem,) = report.problems
    assert (problem.what, problem.expected) == ("5", held["first"].root.hex()[:12])
    assert problem.found not in ("", problem.expected)


def test_a_promised_entry_that_is_gone_is_found_by_its_promise(store, held):
    without(store, held["promised"])
    grow(store)

    assert codes(store) == []
    assert codes(store, held["promised"]) == ["against.entry"]


def test_a_city_that_is_gone_altogether_is_found_by_any_receipt(store, held):
    tamper(store, *TREE, *(f"DELETE FROM {sql.split()[2]}" for sql in CASE))

    report = verify(store.database.owner, store.keyring, against=(held["first"],))

    assert report.exit_code == 1
    assert {one.code for one in report.problems} == {"against.entry", "against.position", "against.beyond"}


def test_who_signs_anew_with_a_new_key_does_not_pass_with_the_keys_an_auditor_kept(store, held, tmp_path):
    published = store.keyring.publics(CITY)
    without(store, held["last"])
    store.keyring = Keyring(tmp_path / "new")
    grow(store)

    assert verify(store.database.owner, store.keyring).problems == []
    report = verify(store.database.owner, store.keyring, keys=published)
    assert [problem.code for problem in report.problems] == ["checkpoint.other-key"]
