"""Another office watches a running city: it co-signs what only grew, and sees a ledger that was rewritten."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client
from msgspec.structs import replace

from yiwang.kernel.access import system
from yiwang.kernel.event_kinds import EventPlace, event_case
from yiwang.kernel.matter import Witness
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401
from yiwang.serve.witnessing import HOLDS, UNKNOWN, WRONG, Wish, own_key, printed, sound_base, witness
from yiwang.store.cases import CASE
from yiwang.store.checkpoints import sign_checkpoint
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.keys import Keyring, export_publics
from yiwang.store.sequencer import sequence
from yiwang.web import cities

BASE = "http://city.example/yueyang"


def fetch(address: str, body: bytes | None) -> tuple[int, bytes]:
    """Ask the served city itself, as over a line."""
    path = address.removeprefix("http://city.example")
    client = Client()
    if body is None:
        answer = client.get(path)
    else:
        answer = client.post(path, body, content_type="application/json")
    return answer.status_code, answer.content


@pytest.fixture
def city(door, clock, tmp_path) -> Any:  # noqa: F811
    """The city, with a function that lets it do something and sign it."""
    served = cities.get("yueyang")

    def goes_on(count: int = 1) -> None:
        for _ in range(count):
            stream = uuid4()
            number = f"W-{stream}"
            command = event_case(
                served.city, "1101", EventPlace("430602"), case=str(stream), number=number, channel="report"
            )
            done = execute(door, Ask("yueyang", CASE, stream, command, system("tests"), clock.now))
            assert isinstance(done, Done)
        with door.pool.connection() as connection:
            sequence(connection, "yueyang")
            sign_checkpoint(connection, door.safe.keyring, "yueyang", clock.now)
        clock.now += timedelta(minutes=1)

    return goes_on


@pytest.fixture
def wish(door, city, tmp_path) -> Wish:  # noqa: F811
    """What a witness asks who only watches."""
    key = tmp_path / "yueyang.pub"
    key.write_text(export_publics(door.safe.keyring, "yueyang"))
    return Wish(BASE, key, tmp_path / "seen.jsonl")


def test_a_city_that_goes_on_is_seen_to_have_only_grown(city, wish, clock):  # noqa: F811
    city(3)
    assert witness(wish, clock.now, fetch).code == "witness.first"
    assert witness(wish, clock.now, fetch).code == "witness.same"
    for _ in range(3):
        city(2)
        seen = witness(wish, clock.now, fetch)
        assert (seen.code, seen.exit) == ("witness.grew", HOLDS)
    assert len(wish.state.read_text().splitlines()) == 4


def test_a_ledger_begun_anew_is_seen_and_both_signatures_are_kept(city, wish, clock, database):  # noqa: F811
    city(3)
    witness(wish, clock.now, fetch)
    with psycopg.connect(database.superuser, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # as somebody who owns the server could
        for table in ("event", "leaf", "tree_node", "tree_edge", "checkpoint", "case_row", "task_row"):
            connection.execute(f"DELETE FROM {table} WHERE city = 'yueyang'")
    city(5)
    seen = witness(wish, clock.now, fetch)
    assert (seen.code, seen.exit) == ("witness.rewritten", WRONG)
    first, second = (json.loads(line) for line in wish.state.read_text().splitlines())
    assert first["checkpoint"]["signature"] != second["checkpoint"]["signature"]
    city(1)
    assert witness(wish, clock.now, fetch).code == "witness.rewritten"  # held against what was seen before


@pytest.fixture
def witnessed(door, monkeypatch, tmp_path) -> Keyring:  # noqa: F811
    """Keys of an archive that the city's pack names."""
    keyring = Keyring(tmp_path / "witness")
    served = cities.get("yueyang")
    named = Witness("archive", {"zh": "档案馆", "en": "Archive"}, own_key(keyring, "archive"))
    changed = dataclasses.replace(served, city=replace(served.city, witnesses=(named,)))
    cities.forget()
    cities.serve_from(lambda: (changed,))
    return keyring


def test_a_witness_named_by_the_pack_co_signs_and_everybody_sees_it(city, wish, witnessed, clock):  # noqa: F811
    city(3)
    asks = Wish(wish.base, wish.key, wish.state, "archive", witnessed)
    seen = witness(asks, clock.now, fetch)
    assert seen.cosigned and seen.exit == HOLDS, printed(seen, False)
    told = json.loads(fetch(f"{BASE}/api/v1/checkpoints/latest", None)[1])
    assert [one["witness"] for one in told["cosignatures"]] == ["archive"]
    assert witness(asks, clock.now, fetch).cosigned  # once more changes nothing
    assert len(json.loads(fetch(f"{BASE}/api/v1/checkpoints/latest", None)[1])["cosignatures"]) == 1


def test_who_is_no_witness_or_forges_one_is_refused(city, wish, witnessed, clock, tmp_path):  # noqa: F811
    city(3)
    stranger = Keyring(tmp_path / "stranger")
    for name, code in (("nobody", "witness.unknown"), ("archive", "witness.forged")):
        seen = witness(Wish(wish.base, wish.key, wish.state, name, stranger), clock.now, fetch)
        assert (seen.code, seen.exit) == (code, WRONG)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (200, b""),
        (200, b"[]"),
        (200, b"{}"),
        (500, b"oops"),
        (404, b'{"error": "x"}'),
        (200, b'{"checkpoint": 1}'),
    ],
)
def test_a_server_that_answers_rubbish_is_named_and_nothing_is_kept(wish, clock, status, answer):  # noqa: F811
    seen = witness(wish, clock.now, lambda *_: (status, answer))
    assert (seen.exit, seen.code) == (UNKNOWN, "witness.no-answer")
    assert not wish.state.exists()


def test_a_line_that_is_down_and_a_torn_file_are_said(city, wish, clock):  # noqa: F811
    def down(address: str, body: bytes | None) -> tuple[int, bytes]:
        raise ConnectionRefusedError("nobody there")

    assert witness(wish, clock.now, down).code == "witness.no-answer"
    city(2)
    witness(wish, clock.now, fetch)
    wish.state.write_text(wish.state.read_text()[:-20])
    assert witness(wish, clock.now, fetch).code == "witness.state"
    assert sound_base("file:///etc/passwd") is None and sound_base("yueyang") is None


def test_a_proof_is_given_between_signed_checkpoints_alone(city, wish):
    city(3)
    for query in ("old=1&new=99", "old=0&new=1", "old=x&new=1", "old=5&new=2", ""):
        assert fetch(f"{BASE}/api/v1/checkpoints/consistency?{query}", None)[0] in (404, 422), query
