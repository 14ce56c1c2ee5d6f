"""A witness: another office that keeps what a city signed, and holds each later signature against it.

A city that rewrote its ledger, or showed two people two ledgers, would have to sign two trees of which
neither grows out of the other. Whoever kept an earlier checkpoint sees that by RFC 6962's consistency proof
(section 2.1.2); whoever sees that it grew adds a signature of its own (a co-signature). Pure.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from yiwang.kernel.ledger import canonical, is_consistent
from yiwang.kernel.receipt import (
    Checkpoint,
    IsSigned,
    Keys,
    SignedCheckpoint,
    bytes_of_base64,
    bytes_of_hex,
    read_checkpoint,
)


class Cosignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a witness says of a checkpoint: exact bytes (base64), with its signature over them (hex)."""

    witness: str
    body: str
    signature: str


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a co-signature. `checkpoint`: SHA-256 (hex) of the checkpoint's own bytes."""

    at: datetime
    checkpoint: str
    city: str
    root: str
    size: int
    v: int
    witness: str


class Judgement(msgspec.Struct, frozen=True):
    """What a witness found.

    Attributes:
        code: `witness.first`, `grew`, `same` hold; `witness.signature`, `other-city`, `unreadable`, `shrank`,
            `forked`, `rewritten`, `early` do not.
        point: the checkpoint that was read, None where it cannot be.
    """

    code: str
    zh: str
    en: str
    point: Checkpoint | None = None

    @property
    def holds(self) -> bool:
        """Whether the city's ledger only grew, as far as this witness saw."""
        return self.code in ("witness.first", "witness.grew", "witness.same")


def read(signed: SignedCheckpoint, keys: Keys, is_signed: IsSigned) -> Checkpoint | Judgement:
    """Return the checkpoint that a city signed with one of `keys`, or what is wrong with it."""
    body, signature = bytes_of_base64(signed.body), bytes_of_hex(signed.signature)
    key = next((one for one in keys if one.id == signed.key_id), None)
    if key is None:
        known = ", ".join(one.id for one in keys)
        return Judgement(
            "witness.signature",
            f"存证根由密钥 {signed.key_id} 签名，手里的公钥是 {known}。城市换了密钥就取新的公钥文件。",
            f"The checkpoint is signed with key {signed.key_id}; those at hand are {known}. If the city"
            " rotated its key, get its public file again.",
        )
    if body is None or signature is None or not is_signed(key.raw, body, signature):
        return Judgement(
            "witness.signature",
            "签名与存证根不符：其中之一被改过。",
            "The signature does not fit the checkpoint: one of them was altered.",
        )
    try:
        point = read_checkpoint(body)
        whole = len(bytes.fromhex(point.root)) == sha256().digest_size and point.size > 0
    except (msgspec.DecodeError, ValueError):
        whole = False
    if not whole:
        return Judgement("witness.unreadable", "签名的内容不是存证根。", "What is signed is no checkpoint.")
    if point.city != key.city:
        return Judgement(
            "witness.other-city",
            f"存证根属于 {point.city}，公钥属于 {key.city}。",
            f"The checkpoint is of {point.city}, the key of {key.city}.",
        )
    return point


def judge(before: Checkpoint | None, point: Checkpoint, proof: Sequence[str]) -> Judgement:
    """Say whether a checkpoint grew out of the one kept before.

    Args:
        before: the last that this witness saw; None: it sees the city for the first time.
        proof: consistency path from `before` to `point`, hex; empty where they are of one size.
    """
    if before is None:
        return Judgement(
            "witness.first",
            f"第一次看到：共 {point.size} 项，从现在起每次都比对。",
            f"Seen for the first time: {point.size} leaves; from now on each is compared.",
            point,
        )
    if point.size < before.size:
        return Judgement(
            "witness.shrank",
            f"存证树变小了：先前 {before.size} 项，现在 {point.size} 项。",
            f"The tree shrank: it had {before.size} leaves and has {point.size}.",
            point,
        )
    if point.size == before.size:
        if point.root == before.root:
            return Judgement(
                "witness.same", f"没有变化，共 {point.size} 项。", f"Unchanged: {point.size} leaves.", point
            )
        return Judgement(
            "witness.forked",
            f"同样 {point.size} 项有两个根：先前 {before.root}，现在 {point.root}。",
            f"Two roots for {point.size} leaves: {before.root} before, {point.root} now.",
            point,
        )
    if point.at < before.at:
        return Judgement(
            "witness.early",
            f"存证树大了，签名的时间却早：先前 {before.at.isoformat()}，现在 {point.at.isoformat()}。",
            f"The tree grew but was signed earlier: {before.at.isoformat()} before,"
            f" {point.at.isoformat()} now.",
            point,
        )
    path = [step for step in map(bytes_of_hex, proof) if step is not None]
    old, new = bytes.fromhex(before.root), bytes.fromhex(point.root)
    if len(path) != len(proof) or not is_consistent(before.size, point.size, old, new, path):
        return Judgement(
            "witness.rewritten",
            f"先前的 {before.size} 项（根 {before.root}）不在现在的 {point.size} 项（根 {point.root}）"
            "之中，或者证明不对。",
            f"The {before.size} leaves kept (root {before.root}) are not the first of the {point.size} now"
            f" (root {point.root}), or the proof is wrong.",
            point,
        )
    return Judgement(
        "witness.grew",
        f"只增不改：{before.size} 项长到 {point.size} 项。",
        f"It only grew: {before.size} leaves to {point.size}.",
        point,
    )


def said(witness: str, point: Checkpoint, signed: SignedCheckpoint, at: datetime) -> bytes:
    """Return the canonical bytes that a witness signs of a checkpoint it holds for sound."""
    return canonical(
        {
            "at": at,
            "checkpoint": sha256(base64.b64decode(signed.body)).hexdigest(),
            "city": point.city,
            "root": point.root,
            "size": point.size,
            "v": 1,
            "witness": witness,
        }
    )


def read_cosignature(given: Cosignature, key: bytes, is_signed: IsSigned) -> Said | None:
    """Return what a witness said, None where its signature, form or name is not right."""
    body, signature = bytes_of_base64(given.body), bytes_of_hex(given.signature)
    if body is None or signature is None or not is_signed(key, body, signature):
        return None
    try:
        found = msgspec.json.decode(body, type=Said)
    except msgspec.DecodeError:
        return None
    return found if found.witness == given.witness and found.v == 1 else None
