"""Making promises and receipts, and checking them from files (`yiwang verify RECEIPT --key CITY.pub`)."""

from __future__ import annotations

import base64
import errno
import json as text_json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from msgspec.structs import replace

from yiwang.kernel.access import Actor, system
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
    unreadable,
)
from yiwang.store import packages
from yiwang.store.connect import Connection
from yiwang.store.execute import Ask, Done, stream_name
from yiwang.store.keys import Keyring, is_signed, read_publics
from yiwang.store.printing import printable
from yiwang.store.tree import StoredNodes
from yiwang.store.wall import city_transaction

INCLUDED_WITHIN = timedelta(minutes=5)
LONGEST = 4 * 1024 * 1024
"""Bytes of a file that may still be a receipt; an entry is far shorter."""
REASONS = {
    errno.ENOENT: ("没有这个文件", "there is no such file"),
    errno.EISDIR: ("这是一个目录", "it is a folder"),
    errno.EACCES: ("没有读取的权限", "you may not read it"),
}
EXIT = {"holds": 0, "wrong": 1, "unreadable": 2}

WHO = system("receipts")
ENTRY = "SELECT kind, at, body, hash FROM event WHERE city = %s AND stream = %s AND seq = %s"
LEAF = "SELECT position FROM leaf WHERE city = %s AND stream = %s AND seq = %s"
LATEST = "SELECT size, body, key_id, signature FROM checkpoint WHERE city = %s ORDER BY size DESC LIMIT 1"


def promise(keyring: Keyring, ask: Ask, done: Done, *, number: str = "") -> bytes:
    """Return the signed promise for what `execute` has just done. Needs no database."""
    stream = stream_name(ask.kind, done.stream)
    return _promise(keyring, ask.city, stream, done.seq, done.head, ask.now, number)


def receipt(
    connection: Connection,
    keyring: Keyring,
    city: str,
    actor: Actor,
    stream: UUID,
    seq: int,
    *,
    number: str = "",
) -> bytes | None:
    """Return the receipt of an entry; its promise while no checkpoint covers it.

    None: there is none, or it is not `actor`'s to see.

    Args:
        number: the public number, for the reader; it is signed with the rest.
    Returns:
        The document, UTF-8 JSON, ready to be handed out as a file.
    """
    with city_transaction(connection, city, actor) as cursor:
        entry = cursor.execute(ENTRY, (city, stream, seq)).fetchone()
    if entry is None:
        return None
    kind, at, body, digest = entry
    name = f"{kind}/{stream}"
    with city_transaction(connection, city, WHO) as cursor:  # a proof is made of the hashes of others' leaves
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
    keys = keys_of(public_key_text)
    return keys if isinstance(keys, Verdict) else check(document, keys, is_signed)


def verify_file(path: Path, key_path: Path | None, json: bool) -> int:
    """Print whether the document in a file holds. Returns 0 it does, 1 it does not, 2 unreadable.

    Both languages, then the code; nothing in the document can write to the terminal in its own way.

    Args:
        key_path: the city's public key; None says that one is needed. A key inside a receipt is never used.
    """
    verdict = _verdict_of_files(path, key_path)
    if json:
        whole = text_json.dumps(msgspec.to_builtins(verdict), ensure_ascii=False, indent=1)
        print(*map(printable, whole.split("\n")), sep="\n")
    else:
        print(*map(printable, (verdict.zh, verdict.en, f"[{verdict.code}]")), sep="\n")
    return EXIT[verdict.standing]


def _verdict_of_files(path: Path, key_path: Path | None) -> Verdict:
    if key_path is None:
        return unreadable(
            "receipt.no-key",
            "要用城市的公钥核验: --key CITY.pub。公钥在城市的“核验”页下载，不要用凭证里带的。",
            "The city's public key is needed: --key CITY.pub. Take it from the city's page “Verify”, "
            "never from the receipt.",
        )
    if packages.is_package(path):
        keys = keys_of_file(key_path)
        return keys if isinstance(keys, Verdict) else packages.check_package(path, keys)
    document = document_of_file(path)
    if isinstance(document, Verdict):
        return document
    keys = keys_of_file(key_path)
    return keys if isinstance(keys, Verdict) else check(document, keys, is_signed)


def document_of_file(path: Path) -> bytes | Verdict:
    """Return the bytes of a document, or why there are none."""
    try:
        document = _read(path)
    except OSError as error:
        zh, en = REASONS.get(error.errno or 0, (str(error.strerror), str(error.strerror)))
        return unreadable(
            "receipt.no-file", f"读不了文件 {path}: {zh}。", f"The file {path} cannot be read: {en}."
        )
    if len(document) > LONGEST:
        return unreadable(
            "receipt.too-long",
            f"文件超过 {LONGEST} 字节，不是凭证或公钥。",
            f"The file is longer than {LONGEST} bytes: neither a receipt nor a key.",
        )
    return document


def keys_of_file(path: Path) -> tuple[PublicKey, ...] | Verdict:
    """Return the public keys of a `CITY.pub` file, or why there are none."""
    text = document_of_file(path)
    return text if isinstance(text, Verdict) else keys_of(text.decode("utf-8", "replace"))


def keys_of(text: str) -> tuple[PublicKey, ...] | Verdict:
    """Return the public keys of the text of a `CITY.pub` file, or why there are none."""
    try:
        return read_publics(text)
    except ValueError:
        return unreadable(
            "receipt.key-unreadable",
            "公钥文件读不懂: 应为一行或几行 “yiwang-ed25519 城市 编号 公钥”。",
            "The public key file cannot be read: lines like `yiwang-ed25519 CITY ID KEY`.",
        )


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


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
