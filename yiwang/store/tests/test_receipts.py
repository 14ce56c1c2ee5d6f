"""A resident can check the city's word offline, and whatever was altered is named."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.ledger import inclusion_proof, nodes_of, tree_root
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.connect import lend
from yiwang.store.execute import execute
from yiwang.store.keys import Keyring, export_line
from yiwang.store.receipts import check_document, promise, receipt, verify_file
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, MORNING, OTHER, Store, file_command, new_stream
from yiwang.store.tree import StoredNodes
from yiwang.store.wall import city_transaction


def public(store: Store, city: str = CITY) -> str:
    return export_line(store.keyring.signing(city), city)


def seal_the_tree(store: Store) -> None:
    with lend(store.door.pool) as connection:
        sequence(connection, CITY)
        sign_checkpoint(connection, store.keyring, CITY, store.now)


def given(store: Store, stream: Any, seq: int = 1) -> bytes:
    with lend(store.door.pool) as connection:
        document = receipt(connection, store.keyring, CITY, system("test"), stream, seq, number="2603-X")
    assert document is not None
    return document


@pytest.fixture
def fresh(store: Store) -> dict[str, Any]:
    """A receipt among a few cases, as its fields."""
    stream = store.accepted().stream
    for _ in range(3):
        store.file()
    seal_the_tree(store)
    return json.loads(given(store, stream, 3))


def verdict_on(store: Store, fields: dict[str, Any]) -> Any:
    return check_document(json.dumps(fields).encode(), public(store))


def test_at_submission_the_resident_gets_a_promise_that_holds(store: Store) -> None:
    stream = new_stream()
    ask = store.ask(stream, file_command(stream), resident())
    document = promise(store.keyring, ask, execute(store.door, ask), number="2603-X")  # type: ignore[arg-type]

    verdict = check_document(document, public(store))

    assert (verdict.standing, verdict.kind) == ("holds", "promise")
    assert verdict.facts["include_by"] == "2026-03-02T02:05:00Z"
    assert given(store, stream) == document


def test_the_same_entry_later_yields_a_receipt_that_holds(store: Store) -> None:
    stream = store.accepted().stream
    seal_the_tree(store)

    for seq in range(1, 5):
        verdict = check_document(given(store, stream, seq), public(store))
        assert (verdict.standing, verdict.kind) == ("holds", "receipt")
        assert verdict.facts["position"] == seq - 1


def test_an_entry_after_the_last_checkpoint_has_a_promise_only(store: Store) -> None:
    store.file()
    seal_the_tree(store)
    later = store.file().stream
    with lend(store.door.pool) as connection:
        sequence(connection, CITY)

    assert check_document(given(store, later), public(store)).kind == "promise"


def test_there_is_no_receipt_for_what_never_happened(store: Store) -> None:
    with lend(store.door.pool) as connection:
        assert receipt(connection, store.keyring, CITY, system("test"), new_stream(), 1) is None


def other_hex(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


def other_body(text: str) -> str:
    raw = base64.b64decode(text)
    return base64.b64encode(raw.replace(b"case.", b"cake.", 1)).decode()


def other_size(text: str) -> str:
    raw = base64.b64decode(text)
    return base64.b64encode(raw.replace(b'"size":', b'"size":1', 1)).decode()


def alter(*path: Any, by: Callable[[Any], Any]) -> Callable[[dict[str, Any]], None]:
    def change(fields: dict[str, Any]) -> None:
        inner: Any = fields
        for step in path[:-1]:
            inner = inner[step]
        before = inner[path[-1]]
        inner[path[-1]] = by(before)
        assert inner[path[-1]] != before

    return change


ALTERED = {
    "body": (alter("body", by=other_body), "receipt.entry"),
    "entry": (alter("entry", by=other_hex), "receipt.entry"),
    "prev": (alter("prev", by=other_hex), "receipt.entry"),
    "body-not-base64": (alter("body", by=lambda _: "%%"), "receipt.entry"),
    "at": (alter("at", by=lambda _: "2026-03-01T02:00:00Z"), "receipt.at"),
    "proof": (alter("proof", 0, by=other_hex), "receipt.root"),
    "proof-not-hex": (alter("proof", 0, by=lambda _: "zz"), "receipt.path"),
    "proof-cut": (alter("proof", by=lambda proof: proof[1:]), "receipt.path"),
    "position": (alter("position", by=lambda at: at ^ 1), "receipt.root"),
    "position-outside": (alter("position", by=lambda _: 999), "receipt.path"),
    "seq": (alter("seq", by=lambda seq: seq + 1), "receipt.root"),
    "stream": (alter("stream", by=lambda name: name[:-1] + "f"), "receipt.root"),
    "size": (alter("size", by=lambda size: size + 1), "receipt.size"),
    "checkpoint": (alter("checkpoint", "body", by=other_size), "receipt.checkpoint-signature"),
    "checkpoint-signature": (alter("checkpoint", "signature", by=other_hex), "receipt.checkpoint-signature"),
    "checkpoint-key": (alter("checkpoint", "key_id", by=other_hex), "receipt.checkpoint-other-key"),
    "number": (alter("number", by=lambda _: "2603-Y"), "receipt.signature"),
    "signature": (alter("signature", by=other_hex), "receipt.signature"),
    "city": (alter("city", by=lambda _: OTHER), "receipt.other-city"),
    "key": (alter("key_id", by=other_hex), "receipt.other-key"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_whatever_is_altered_in_a_receipt_is_named(store: Store, fresh: dict[str, Any], what: str) -> None:
    change, code = ALTERED[what]
    assert verdict_on(store, fresh).standing == "holds"
    change(fresh)

    verdict = verdict_on(store, fresh)

    assert (verdict.standing, verdict.code) == ("wrong", code)
    assert verdict.zh.endswith("。")
    assert verdict.en.endswith(".")


@pytest.mark.parametrize("field", ["entry", "at", "include_by", "number", "seq", "stream", "signature"])
def test_an_altered_promise_does_not_hold(store: Store, field: str) -> None:
    document = json.loads(given(store, store.file().stream))
    before = document[field]
    document[field] = before + 1 if isinstance(before, int) else other_hex(before)

    assert verdict_on(store, document).code == "receipt.signature"


def test_the_two_hashes_that_differ_are_both_told(store: Store, fresh: dict[str, Any]) -> None:
    signed = json.loads(base64.b64decode(fresh["checkpoint"]["body"]))["root"]
    fresh["proof"][0] = other_hex(fresh["proof"][0])

    verdict = verdict_on(store, fresh)

    assert verdict.facts["expected"] == signed
    assert verdict.facts["found"] in verdict.zh
    assert verdict.facts["found"] != signed


def test_a_receipt_of_another_entry_cannot_be_passed_off_with_a_true_checkpoint(store: Store) -> None:
    """Somebody with a key of their own makes a receipt that is whole, and puts our checkpoint into it."""
    stream = store.file().stream
    seal_the_tree(store)
    fields = json.loads(given(store, stream))
    forged = Keyring(store.keyring.folder / "forger").signing(CITY)
    fields["key_id"] = fields["checkpoint"]["key_id"] = forged.id
    assert verdict_on(store, fields).code == "receipt.other-key"
    assert check_document(json.dumps(fields).encode(), export_line(forged, CITY)).standing == "wrong"


@pytest.mark.parametrize(
    "document", [b"", b"{}", b"\xff\xfe", b'{"kind": "promise"}', b"[1]", b'{"kind": "grant"}', b"not json"]
)
def test_a_file_that_is_neither_is_called_unreadable(store: Store, document: bytes) -> None:
    assert check_document(document, public(store)).standing == "unreadable"


def test_a_receipt_with_a_key_inside_is_refused_for_it(store: Store, fresh: dict[str, Any]) -> None:
    fresh["key"] = public(store)
    assert verdict_on(store, fresh).standing == "unreadable"


def test_the_command_prints_both_languages_and_exits_with_0_1_or_2(
    store: Store, fresh: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = tmp_path / "receipt.json", tmp_path / "testcity.pub"
    key.write_text(public(store))
    file.write_text(json.dumps(fresh))
    assert verify_file(file, key, json=False) == 0
    said = capsys.readouterr().out
    assert "凭证有效" in said
    assert "The receipt holds" in said

    file.write_text(json.dumps({**fresh, "number": "2603-Y"}))
    assert verify_file(file, key, json=True) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "receipt.signature"

    assert verify_file(tmp_path / "nowhere", key, json=False) == 2
    assert "nowhere" in capsys.readouterr().out
    key.write_text("ssh-ed25519 AAAA")
    assert verify_file(file, key, json=False) == 2


def test_stored_subtrees_give_the_same_proofs_as_all_leaves_in_memory(store: Store) -> None:
    size, half = 1400, 700
    with store.as_superuser() as connection:
        connection.execute(
            "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT %s,"
            " ('018f0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 1, 'case', %s, 'x',"
            " sha256(n::text::bytea) FROM generate_series(1, %s) n",
            (CITY, MORNING, half),
        )
    with lend(store.door.pool) as connection:
        assert sequence(connection, CITY) == half
    with store.as_superuser() as connection:
        connection.execute(
            "INSERT INTO event (city, stream, seq, kind, at, body, hash) SELECT city, stream, 2, kind, at,"
            " body, hash FROM event"
        )
    with lend(store.door.pool) as connection:
        assert sequence(connection, CITY) == half
        with city_transaction(connection, CITY, system("test")) as cursor:
            stored = StoredNodes(cursor, CITY)
            leaves = [stored(0, position) for position in range(size)]
            memory = nodes_of(leaves)
            for one in (1, 2, 255, 256, 257, 512, 700, 1024, 1399, 1400):
                fresh = StoredNodes(cursor, CITY)
                assert tree_root(fresh, one) == tree_root(memory, one)
                for index in {0, one // 2, one - 1}:
                    assert inclusion_proof(fresh, index, one) == inclusion_proof(memory, index, one)
    assert store.count("tree_node") == size // 256


def test_a_handed_over_case_still_has_receipts_for_all_it_went_through(store: Store) -> None:
    done = store.accepted()
    store.must(done.stream, c.HandOver(body="west-bureau", sealed={}), staff("officer"))
    seal_the_tree(store)
    for seq in range(1, 6):
        assert check_document(given(store, done.stream, seq), public(store)).standing == "holds"
