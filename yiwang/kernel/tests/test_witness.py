"""A witness sees that a ledger only grew, and every way in which it did not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yiwang.kernel.ledger import canonical, consistency_proof, nodes_of, tree_root
from yiwang.kernel.receipt import Checkpoint, PublicKey, SignedCheckpoint
from yiwang.kernel.witness import Cosignature, Judgement, judge, read, read_cosignature, said

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
KEY = PublicKey("yueyang", "k1", b"k" * 32)


def signature_of(key: bytes, body: bytes) -> bytes:
    return sha256(key + body).digest()


def is_signed(key: bytes, body: bytes, signature: bytes) -> bool:
    return signature == signature_of(key, body)


def leaves(count: int, seed: int = 0) -> list[bytes]:
    chance = Random(seed)
    return [chance.randbytes(32) for _ in range(count)]


def point(some: list[bytes], at: datetime = NOW) -> Checkpoint:
    return Checkpoint(at, "yueyang", tree_root(nodes_of(some), len(some)).hex(), len(some), 1)


def signed(one: Checkpoint, key: PublicKey = KEY) -> SignedCheckpoint:
    body = canonical({"at": one.at, "city": one.city, "root": one.root, "size": one.size, "v": one.v})
    return SignedCheckpoint(base64.b64encode(body).decode(), key.id, signature_of(key.raw, body).hex())


def path(some: list[bytes], old: int) -> list[str]:
    return [step.hex() for step in consistency_proof(nodes_of(some), old, len(some))]


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_ledger_that_only_grew_is_said_to_have_grown(old, more):
    whole = leaves(old + more)
    found = judge(point(whole[:old]), point(whole, NOW + timedelta(minutes=1)), path(whole, old))
    assert found.code == "witness.grew" and found.holds


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_whichever_kept_leaf_is_changed_the_witness_sees_it(old, more, data):
    whole = leaves(old + more)
    before = point(whole[:old])
    other = list(whole)
    other[data.draw(st.integers(0, old - 1))] = b"x" * 32
    found = judge(before, point(other, NOW + timedelta(minutes=1)), path(other, old))
    assert found.code == "witness.rewritten" and not found.holds


def test_a_smaller_tree_two_roots_of_one_size_and_an_earlier_day_are_named():
    some = leaves(9)
    assert judge(point(some), point(some[:5]), []).code == "witness.shrank"
    assert judge(point(some), point(leaves(9, 1)), []).code == "witness.forked"
    assert judge(point(some[:5]), point(some, NOW - timedelta(days=1)), path(some, 5)).code == "witness.early"
    assert judge(point(some), point(some), []).code == "witness.same"
    assert judge(None, point(some), []).code == "witness.first"


@pytest.mark.parametrize("proof", [["zz"], [""], [], ["00" * 32] * 90])
def test_a_proof_that_is_none_proves_nothing(proof):
    some = leaves(9)
    assert judge(point(some[:5]), point(some, NOW + timedelta(minutes=1)), proof).code == "witness.rewritten"


def test_what_another_signed_or_nobody_is_no_checkpoint():
    one = point(leaves(3))
    assert read(signed(one), (KEY,), is_signed) == one
    stranger = PublicKey("yueyang", "k2", b"s" * 32)
    for given_, code in (
        (signed(one, stranger), "witness.signature"),
        (SignedCheckpoint("!!", "k1", "00"), "witness.signature"),
        (SignedCheckpoint(signed(one).body, "k1", "zz"), "witness.signature"),
    ):
        found = read(given_, (KEY,), is_signed)
        assert isinstance(found, Judgement) and found.code == code
    elsewhere = signed(Checkpoint(NOW, "elsewhere", one.root, 3, 1))
    found = read(elsewhere, (KEY,), is_signed)
    assert isinstance(found, Judgement) and found.code == "witness.other-city"
    body = b'{"city": "yueyang"}'
    rubbish = SignedCheckpoint(base64.b64encode(body).decode(), "k1", signature_of(KEY.raw, body).hex())
    found = read(rubbish, (KEY,), is_signed)
    assert isinstance(found, Judgement) and found.code == "witness.unreadable"


def test_a_co_signature_says_which_checkpoint_and_whose_it_is():
    one = point(leaves(3))
    body = said("archive", one, signed(one), NOW)
    text = base64.b64encode(body).decode()
    sign = signature_of(b"w" * 32, body).hex()
    found = read_cosignature(Cosignature("archive", text, sign), b"w" * 32, is_signed)
    assert found is not None and (found.size, found.root) == (3, one.root)
    assert read_cosignature(Cosignature("court", text, sign), b"w" * 32, is_signed) is None
    assert read_cosignature(Cosignature("archive", text, sign), b"v" * 32, is_signed) is None
