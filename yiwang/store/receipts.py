"""Making promises and receipts, and checking them from files (`yiwang verify RECEIPT --key CITY.pub`)."""

from __future__ import annotations

import base64
import json as text_json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from msgspec.structs import replace

from yiwang.kernel.ledger import canonical, genesis, inclusion_proof, utc
from yiwang.kernel.receipt import (
    Document,
    Promise,
    PublicKey,
    Receipt,
    SignedCheckpoint,
    Verdict,
    check,
    signed_bytes,
)
from yiwang.store.connect import Connection, city_transaction
from yiwang.store.execute import Ask, Done, stream_name
from yiwang.store.keys import Keyring, is_signed, read_public
from yiwang.store.tree import StoredNodes

INCLUDED_WITHIN = timedelta(minutes=5)
EXIT = {"holds": 0, "wrong": 1, "unreadable": 2}

ENTRY = "SELECT kind, at, body, hash FROM event WHERE city = %s AND stream = %s AND seq = %s"
LEAF = "SELECT position FROM leaf WHERE city = %s AND stream = %s AND seq = %s"
LATEST = "SELECT size, body, key_id, signature FROM checkpoint WHERE city = %s ORDER BY size DESC LIMIT 1"


def promise(keyring: Keyring, ask: Ask, done: Done, *, number: str = "") -> bytes:
    """Return the signed promise for what `execute` has just done. Needs no database."""
    stream = stream_name(ask.kind, done.stream)
    return _promise(keyring, ask.city, stream, done.seq, done.head, ask.now, number)


def receipt(
    connection: Connection, keyring: Keyring, city: str, stream: UUID, seq: int, *, number: str = ""
) -> bytes | None:
    """Return the receipt of an entry; its promise while no checkpoint covers it; None if there is none.

    Args:
        number: the public number, for the reader; it is signed with the rest.
    Returns:
        The document, UTF-8 JSON, ready to be handed out as a file.
    """
    with city_transaction(connection, city) as cursor:
        entry = cursor.execute(ENTRY, (city, stream, seq)).fetchone()
        if entry is None:
            return None
        kind, at, body, digest = entry
        name = f"{kind}/{stream}"
        leaf = cursor.execute(LEAF, (city, stream, seq)).fetchone()
        latest = cursor.execute(LATEST, (city,)).fetchone()
        if leaf is None or latest is None or latest[0] <= leaf[0]:
            return _promise(keyring, city, name, seq, bytes(digest), at, number)
        before = genesis(city, name) if seq == 1 else _hash_of(cursor, city, stream, seq - 1)
        proof = inclusion_proof(StoredNodes(cursor, city), leaf[0], latest[0])
    made = Receipt(
        city=city,
        stream=name,
        seq=seq,
        entry=bytes(digest).hex(),
        at=_moment(at),
        prev=before.hex(),
        body=base64.b64encode(bytes(body)).decode(),
        position=leaf[0],
        size=latest[0],
        proof=tuple(step.hex() for step in proof),
        checkpoint=SignedCheckpoint(
            base64.b64encode(bytes(latest[1])).decode(), latest[2], bytes(latest[3]).hex()
        ),
        key_id="",
        number=number,
    )
    return _signed(keyring, made)


def check_document(document: bytes, public_key_text: str) -> Verdict:
    """Check a promise or receipt against the text of a `CITY.pub` file."""
    try:
        key = PublicKey(*read_public(public_key_text))
    except ValueError:
        return Verdict(
            standing="unreadable",
            kind="",
            code="receipt.key-unreadable",
            zh="公钥文件读不懂: 应为一行 “yiwang-ed25519 城市 编号 公钥”。",
            en="The public key file cannot be read: one line, `yiwang-ed25519 CITY ID KEY`.",
        )
    return check(document, key, is_signed)


def verify_file(path: Path, key_path: Path, json: bool) -> int:
    """Print whether the document in a file holds. Returns 0 it does, 1 it does not, 2 unreadable."""
    try:
        verdict = check_document(path.read_bytes(), key_path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        name = getattr(error, "filename", None) or key_path
        reason = getattr(error, "strerror", None) or "not text"
        verdict = Verdict(
            standing="unreadable",
            kind="",
            code="receipt.no-file",
            zh=f"读不了文件 {name}: {reason}。",
            en=f"The file {name} cannot be read: {reason}.",
        )
    if json:
        print(text_json.dumps(msgspec.to_builtins(verdict), ensure_ascii=False, indent=1))
    else:
        print(verdict.zh)
        print(verdict.en)
    return EXIT[verdict.standing]


def _promise(
    keyring: Keyring, city: str, stream: str, seq: int, digest: bytes, at: datetime, number: str
) -> bytes:
    return _signed(
        keyring,
        Promise(
            city=city,
            stream=stream,
            seq=seq,
            entry=digest.hex(),
            at=_moment(at),
            include_by=_moment(at + INCLUDED_WITHIN),
            key_id="",
            number=number,
        ),
    )


def _signed(keyring: Keyring, document: Document) -> bytes:
    key = keyring.signing(document.city)
    named = replace(document, key_id=key.id)
    whole = replace(named, signature=key.sign(signed_bytes(named)).hex())
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def _moment(at: datetime) -> str:
    """Return a moment as entries write it."""
    return canonical(utc(at)).decode().strip('"')


def _hash_of(cursor: psycopg.Cursor[Any], city: str, stream: UUID, seq: int) -> bytes:
    row = cursor.execute(ENTRY, (city, stream, seq)).fetchone()
    assert row is not None, "an entry without the one before it"
    return bytes(row[3])
