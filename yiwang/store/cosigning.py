"""Checkpoints for witnesses: the latest, the proof that it grew, and what witnesses say of it."""

from __future__ import annotations

import base64
from datetime import datetime
from hashlib import sha256

import msgspec

from yiwang.kernel.access import system
from yiwang.kernel.ledger import consistency_proof
from yiwang.kernel.matter import City
from yiwang.kernel.receipt import SignedCheckpoint
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.witness import Cosignature, Said, read_cosignature
from yiwang.store.connect import Connection
from yiwang.store.keys import is_signed, read_publics
from yiwang.store.tree import StoredNodes
from yiwang.store.wall import city_transaction

WHO = system("witnesses")
LATEST = (
    "SELECT size, at, body, key_id, signature FROM checkpoint WHERE city = %s ORDER BY size DESC LIMIT %s"
)
KNOWN = "SELECT size FROM checkpoint WHERE city = %s AND size = ANY(%s)"
BODY = "SELECT body FROM checkpoint WHERE city = %s AND size = %s"
SAID = (
    "SELECT size, witness, at, body, signature FROM cosignature WHERE city = %s AND size = ANY(%s)"
    " ORDER BY size DESC, at, witness"
)
KEEP = (
    "INSERT INTO cosignature (city, size, witness, at, body, signature) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (city, size, witness) DO NOTHING"
)


class Witnessed(msgspec.Struct, frozen=True):
    """A checkpoint with what witnesses say of it, the earliest first."""

    size: int
    at: datetime
    checkpoint: SignedCheckpoint
    said: tuple[tuple[datetime, Cosignature], ...] = ()


def latest(connection: Connection, city: str, most: int = 1) -> list[Witnessed]:
    """Return the newest checkpoints of a city, the newest first; none while nothing was signed."""
    with city_transaction(connection, city, WHO) as cursor:
        rows = cursor.execute(LATEST, (city, most)).fetchall()
        said = cursor.execute(SAID, (city, [row[0] for row in rows])).fetchall()
    return [
        Witnessed(
            size,
            at,
            SignedCheckpoint(_text(body), key, bytes(signature).hex()),
            tuple(
                (when, Cosignature(witness, _text(words), bytes(signed).hex()))
                for of, witness, when, words, signed in said
                if of == size
            ),
        )
        for size, at, body, key, signature in rows
    ]


def consistency(connection: Connection, city: str, old: int, new: int) -> list[str] | Refusal:
    """Return the path (hex) that proves the tree of `new` leaves to begin with that of `old`.

    Only between checkpoints that were signed. Refuses with `witness.no-checkpoint`.
    """
    with city_transaction(connection, city, WHO) as cursor:
        known = {row[0] for row in cursor.execute(KNOWN, (city, [old, new])).fetchall()}
        if not {old, new} <= known or old > new:
            lacking = ", ".join(str(size) for size in (old, new) if size not in known) or f"{old} > {new}"
            return Refusal(
                code="witness.no-checkpoint",
                zh=f"没有这样的存证根：{lacking}。",
                en=f"There is no such checkpoint: {lacking}.",
                params={"old": old, "new": new},
            )
        proof = consistency_proof(StoredNodes(cursor, city), old, new) if old < new else []
    return [step.hex() for step in proof]


def take(connection: Connection, key: str, city: City, given: Cosignature) -> Said | Refusal:
    """Keep a witness's co-signature and return what it says. Sent again it changes nothing.

    Args:
        key: of the city, or of its world. city: its pack names the witnesses.

    Refuses with `witness.unknown`, `witness.forged` or `witness.other-checkpoint`.
    """
    known = next((one for one in city.witnesses if one.id == given.witness), None)
    if known is None:
        return Refusal(
            code="witness.unknown",
            zh=f"配置包的 witnesses 里没有“{given.witness}”。",
            en=f"The pack's witnesses do not name {given.witness}.",
            params={"witness": given.witness},
        )
    said = read_cosignature(given, read_publics(known.key)[0].raw, is_signed)
    if said is None:
        return Refusal(
            code="witness.forged",
            zh="签名与内容不符，或者内容不是对存证根的见证。",
            en="The signature does not fit, or what is signed is no witness of a checkpoint.",
            params={"witness": given.witness},
        )
    with city_transaction(connection, key, WHO, door=True) as cursor:
        row = cursor.execute(BODY, (key, said.size)).fetchone()
        if row is None or said.city != key or said.checkpoint != sha256(bytes(row[0])).hexdigest():
            return Refusal(
                code="witness.other-checkpoint",
                zh=f"见证的不是本市签过的存证根（{said.city}，{said.size} 项）。",
                en=f"What was witnessed is no checkpoint this city signed ({said.city}, {said.size} leaves).",
                params={"city": said.city, "size": said.size},
            )
        words, signature = base64.b64decode(given.body), bytes.fromhex(given.signature)
        cursor.execute(KEEP, (key, said.size, given.witness, said.at, words, signature))
    return said


def _text(raw: bytes) -> str:
    return base64.b64encode(bytes(raw)).decode()
