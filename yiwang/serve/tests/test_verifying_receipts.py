"""A resident checks what the city handed out, without the city: it holds, or one sentence says why not."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from yiwang.kernel.ledger import chain
from yiwang.serve.tests.typed import key_file, run
from yiwang.store.keys import Keyring, export_line, key_id

FORGED = "\x1b[2J\r\n\u202e凭证有效"


@pytest.fixture
def key(data, monkeypatch) -> Path:
    """The city's public key, and no database to ask."""
    path = key_file(data)
    monkeypatch.delenv("YIWANG_DATABASE")
    return path


def answer(*words: object) -> tuple[int, dict]:
    """Type `verify … --json`; the answer is whole in both languages and agrees with the one in words."""
    told, spoken = run("verify", *words, "--json"), run("verify", *words)
    said = json.loads(told.output)
    assert spoken.exit_code == told.exit_code
    zh, en, code = spoken.output.splitlines()
    assert zh.endswith("。")
    assert en.endswith(".")
    assert code == f"[{said['code']}]"
    return told.exit_code, said


def changed(data: Path, name: str, **fields: object) -> Path:
    """Write a copy of a document with other fields."""
    path = data / "changed.json"
    path.write_text(json.dumps({**json.loads((data / name).read_text()), **fields}))
    return path


def test_a_promise_and_a_receipt_hold_and_each_says_which_it_is(data, key):
    code, promise = answer(data / "promise.json", "--key", key)
    assert (code, promise["code"], promise["kind"]) == (0, "receipt.promise-holds", "promise")
    assert "承诺有效" in promise["zh"]
    assert "not yet a receipt" in promise["en"]

    code, receipt = answer(data / "receipt.json", "--key", key)
    assert (code, receipt["code"], receipt["kind"]) == (0, "receipt.holds", "receipt")
    assert "凭证有效" in receipt["zh"]
    assert receipt["facts"]["entry"] == promise["facts"]["entry"]


def other(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


def test_an_altered_entry_says_which_hash_was_expected_and_which_was_found(data, key):
    receipt = json.loads((data / "receipt.json").read_text())
    body = base64.b64decode(receipt["body"]).replace(b"2026", b"2025", 1)
    path = changed(data, "receipt.json", body=base64.b64encode(body).decode())

    code, said = answer(path, "--key", key)

    made = chain(bytes.fromhex(receipt["prev"]), body).hex()
    assert (code, said["code"]) == (1, "receipt.entry")
    assert (said["facts"]["expected"], said["facts"]["found"]) == (receipt["entry"], made)
    for sentence in (said["zh"], said["en"]):
        assert made in sentence
        assert receipt["entry"] in sentence


def test_an_altered_path_says_which_root_was_expected_and_which_was_found(data, key):
    receipt = json.loads((data / "receipt.json").read_text())
    path = changed(data, "receipt.json", proof=[other(step) for step in receipt["proof"]])

    code, said = answer(path, "--key", key)

    signed = json.loads(base64.b64decode(receipt["checkpoint"]["body"]))["root"]
    assert (code, said["code"]) == (1, "receipt.root")
    assert said["facts"]["expected"] == signed
    assert signed in said["zh"]
    assert said["facts"]["found"] in said["zh"]


@pytest.mark.parametrize("name", ["promise.json", "receipt.json"])
def test_an_altered_number_does_not_hold(data, key, name):
    code, said = answer(changed(data, name, number="2611-TEST2"), "--key", key)

    assert (code, said["code"], said["standing"]) == (1, "receipt.signature", "wrong")
    assert said["kind"] == name.removesuffix(".json")


@pytest.mark.parametrize("name", ["promise.json", "receipt.json"])
def test_the_key_of_another_city_is_refused_by_both_names(data, key, tmp_path, name):
    other_key = tmp_path / "elsewhere.pub"
    other_key.write_text(export_line(Keyring(tmp_path / "other").signing("elsewhere"), "elsewhere"))

    code, said = answer(data / name, "--key", other_key)

    assert (code, said["code"]) == (1, "receipt.other-city")
    assert "tutorial" in said["zh"]
    assert "elsewhere" in said["zh"]


@pytest.mark.parametrize("name", ["promise.json", "receipt.json"])
def test_another_key_under_the_citys_name_is_refused(data, key, tmp_path, name):
    forged = tmp_path / "forged.pub"
    forged.write_text(export_line(Keyring(tmp_path / "other").signing("tutorial"), "tutorial"))

    code, said = answer(data / name, "--key", forged)

    assert (code, said["code"]) == (1, "receipt.other-key")


def test_a_key_inside_a_receipt_is_never_trusted(data, key):
    path = changed(data, "receipt.json", key=key.read_text())

    assert answer(path)[1]["code"] == "receipt.no-key"
    code, said = answer(path, "--key", key)
    assert (code, said["code"]) == (2, "receipt.other-form")
    assert "`key`" in said["en"]


DEEP = b'{"actor":"a","at":"2026-01-01T00:00:00Z","data":' + b"[" * 200_000 + b"]" * 200_000
RUBBISH = {
    "empty": (b"", "receipt.unreadable"),
    "text": (b"not json", "receipt.unreadable"),
    "binary": (bytes(range(256)), "receipt.unreadable"),
    "UTF-16": ('{"kind": "promise"}'.encode("utf-16"), "receipt.unreadable"),
    "half a surrogate": (b'{"kind": "promise", "city": "\\ud800"}', "receipt.unreadable"),
    "never closed": (b"[" * 1_000_000, "receipt.other-form"),
    "a list": (b"[1, 2]", "receipt.other-form"),
    "an object of another kind": (b'{"kind": "grant"}', "receipt.other-form"),
    "a promise without fields": (b'{"kind": "promise"}', "receipt.other-form"),
    "huge": (b" " * 5_000_000, "receipt.too-long"),
}


@pytest.mark.parametrize("what", RUBBISH)
def test_what_is_no_receipt_gets_one_plain_sentence(data, key, what):
    content, wanted = RUBBISH[what]
    (data / "rubbish").write_bytes(content)

    code, said = answer(data / "rubbish", "--key", key)

    assert (code, said["code"], said["standing"]) == (2, wanted, "unreadable")


@pytest.mark.parametrize("name", ["promise.json", "receipt.json"])
def test_a_file_cut_short_anywhere_is_unreadable(data, key, name):
    whole = (data / name).read_bytes().rstrip()
    for length in range(0, len(whole), 37):
        (data / "cut").write_bytes(whole[:length])
        told = run("verify", data / "cut", "--key", key, "--json")
        assert (told.exit_code, json.loads(told.output)["code"]) == (2, "receipt.unreadable")


def test_contents_nested_too_deep_to_read_are_named(data, key):
    receipt = json.loads((data / "receipt.json").read_text())
    body = DEEP + b',"pack":"","type":"t","v":1}'
    path = changed(
        data,
        "receipt.json",
        body=base64.b64encode(body).decode(),
        entry=chain(bytes.fromhex(receipt["prev"]), body).hex(),
    )

    assert answer(path, "--key", key)[1]["code"] == "receipt.body"


KEYS = {
    "empty": b"",
    "binary": bytes(range(256)),
    "another kind": b"ssh-ed25519 AAAA",
    "too short": f"yiwang-ed25519 tutorial {key_id(b'ab')} {b'ab'.hex()}".encode(),
    "an id that is not its own": b"yiwang-ed25519 tutorial 0123456789abcdef " + b"00" * 32,
}


@pytest.mark.parametrize("what", KEYS)
def test_what_is_no_public_key_gets_one_plain_sentence(data, key, what):
    key.write_bytes(KEYS[what])

    code, said = answer(data / "receipt.json", "--key", key)

    assert (code, said["code"]) == (2, "receipt.key-unreadable")


def test_without_a_key_one_is_asked_for(data, key):
    code, said = answer(data / "receipt.json")

    assert (code, said["code"]) == (2, "receipt.no-key")
    assert "--key CITY.pub" in said["zh"]


def test_a_file_that_is_not_there_is_named(data, key):
    for words, name in (
        ((data / "nowhere.json", "--key", key), "nowhere.json"),
        ((data / "receipt.json", "--key", data / "nowhere.pub"), "nowhere.pub"),
        ((data, "--key", key), data.name),
    ):
        code, said = answer(*words)
        assert (code, said["code"]) == (2, "receipt.no-file")
        assert name in said["zh"]


def test_a_document_cannot_write_its_own_answer_on_the_terminal(data, key):
    path = changed(data, "receipt.json", city=FORGED)

    told = run("verify", path, "--key", key)

    assert told.exit_code == 1
    assert len(told.output.splitlines()) == 3
    assert all(one.isprintable() or one == "\n" for one in told.output)
