"""Promises and receipts (存证承诺, 存证凭证): what they say, and whether it is true. Needs no database.

A promise is the city's word that an entry is written and will be under a checkpoint in time. A receipt
proves that it is: entry → chain → leaf → audit path → root → signed checkpoint. Whoever checks brings
the city's public key; a key inside a document is never trusted.

Source of the audit path: RFC 6962 section 2.1.1.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from yiwang.kernel.ledger import canonical, chain, leaf_hash, read_entry, root_from_inclusion

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""`is_signed(public key, message, signature)`: Ed25519, handed in since the kernel has no cryptography."""

PROMISE, RECEIPT = "promise", "receipt"


class PublicKey(msgspec.Struct, frozen=True):
    """A city's public key, from a file one got from the city itself."""

    city: str
    id: str
    raw: bytes


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the city signed: its tree had `size` leaves and this `root` (hex) at that moment."""

    at: datetime
    city: str
    root: str
    size: int
    v: int


class SignedCheckpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A checkpoint's exact bytes (base64), with the signature over them (hex)."""

    body: str
    key_id: str
    signature: str


class Promise(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=PROMISE
):
    """The city's word for one entry.

    Attributes:
        stream: `case/<uuid>`. entry: hash of the entry, hex. signature: over all other fields, hex.
    """

    city: str
    stream: str
    seq: int
    entry: str
    at: str
    include_by: str
    key_id: str
    number: str = ""
    signature: str = ""


class Receipt(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=RECEIPT
):
    """The proof that one entry is in the city's ledger.

    Attributes:
        prev: hash of the entry before it in its stream, hex. body: the entry's exact bytes, base64.
        position, size: place of the leaf, in the tree of so many leaves. proof: audit path, hex.
    """

    city: str
    stream: str
    seq: int
    entry: str
    at: str
    prev: str
    body: str
    position: int
    size: int
    proof: tuple[str, ...]
    checkpoint: SignedCheckpoint
    key_id: str
    number: str = ""
    signature: str = ""


Document = Promise | Receipt
read_document = msgspec.json.Decoder(Promise | Receipt).decode
read_checkpoint = msgspec.json.Decoder(Checkpoint).decode


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a check.

    Attributes:
        standing: `holds`, `wrong` or `unreadable`. kind: `promise`, `receipt`, "" when unreadable.
        code: stable. facts: what it is about; the two values where two differ (`expected`, `found`).
    """

    standing: str
    kind: str
    code: str
    zh: str
    en: str
    facts: dict[str, Any] = {}


def signed_bytes(document: Document) -> bytes:
    """Return the bytes that a document's own signature covers: all fields but the signature."""
    fields = msgspec.to_builtins(document)
    fields.pop("signature", None)
    return canonical(fields)


Keys = Sequence[PublicKey]
"""The keys one got from the city itself: the current one, and those that it signed with before."""


def check(document: bytes, keys: Keys, is_signed: IsSigned) -> Verdict:
    """Say whether a promise or receipt holds, or precisely what in it does not."""
    try:
        found = read_document(document)
    except msgspec.ValidationError as error:
        return unreadable(
            "receipt.other-form",
            f"这份文件不是存证承诺或存证凭证：字段与约定不符（{error}）。",
            f"The file is not a promise or a receipt: its fields are not those of one ({error}).",
        )
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return unreadable(
            "receipt.unreadable",
            "这份文件不是存证承诺或存证凭证：读不成 JSON，可能不完整，或不是这种文件。",
            "The file is not a promise or a receipt: it cannot be read as JSON; it may have been cut short,"
            " or be another kind of file.",
        )
    fault = _whose(found, keys)
    if fault is not None:
        return fault
    findings = _receipt(found, keys, is_signed) if isinstance(found, Receipt) else iter(())
    for fault in (*findings, _own_signature(found, keys, is_signed)):
        if fault is not None:
            return fault
    return _holds(found)


def unreadable(code: str, zh: str, en: str) -> Verdict:
    """Return that nothing can be said about the document, and why."""
    return Verdict(standing="unreadable", kind="", code=code, zh=zh, en=en)


def _wrong(
    document: Document, code: str, zh: str, en: str, expected: object = None, found: object = None
) -> Verdict:
    differs = {} if expected is None and found is None else {"expected": expected, "found": found}
    kind = PROMISE if isinstance(document, Promise) else RECEIPT
    return Verdict(
        standing="wrong", kind=kind, code=code, zh=zh, en=en, facts={**_facts(document), **differs}
    )


def _facts(document: Document) -> dict[str, Any]:
    facts = {"city": document.city, "stream": document.stream, "seq": document.seq, "at": document.at}
    return {**facts, "number": document.number} if document.number else facts


def _whose(document: Document, keys: Keys) -> Verdict | None:
    cities = ", ".join(sorted({key.city for key in keys}))
    if all(key.city != document.city for key in keys):
        return _wrong(
            document,
            "receipt.other-city",
            f"这份文件属于 {document.city}，给出的公钥属于 {cities}。",
            f"This document is of {document.city}; the public key given is of {cities}.",
            cities,
            document.city,
        )
    if _key(document, document.key_id, keys) is None:
        known = _known(document, keys)
        return _wrong(
            document,
            "receipt.other-key",
            f"这份文件由密钥 {document.key_id} 签名，给出的公钥是 {known}。"
            f"请向 {document.city} 索取当时的公钥。",
            f"Signed with key {document.key_id}; the key given is {known}. Ask {document.city} for that one.",
            known,
            document.key_id,
        )
    return None


def _key(document: Document, wanted: str, keys: Keys) -> PublicKey | None:
    return next((key for key in keys if (key.city, key.id) == (document.city, wanted)), None)


def _known(document: Document, keys: Keys) -> str:
    return ", ".join(key.id for key in keys if key.city == document.city)


def _own_signature(document: Document, keys: Keys, is_signed: IsSigned) -> Verdict | None:
    signature, key = bytes_of_hex(document.signature), _key(document, document.key_id, keys)
    if signature is not None and key is not None and is_signed(key.raw, signed_bytes(document), signature):
        return None
    return _wrong(
        document,
        "receipt.signature",
        "签名与内容不符: 某一项被改过（编号、时间、流水号或哈希），或签名本身被改过。",
        "The signature does not fit the contents: a field (number, time, seq or hash) or the signature"
        " itself was altered.",
    )


def _receipt(receipt: Receipt, keys: Keys, is_signed: IsSigned) -> Iterator[Verdict | None]:
    """Yield the checks of a receipt, from the signed root down to the entry and back up the path."""
    point = _checkpoint(receipt, keys, is_signed)
    if isinstance(point, Verdict):
        yield point
        return
    yield _entry(receipt)
    yield _path(receipt, point)


def _checkpoint(receipt: Receipt, keys: Keys, is_signed: IsSigned) -> Checkpoint | Verdict:
    signed = receipt.checkpoint
    key = _key(receipt, signed.key_id, keys)
    if key is None:
        known = _known(receipt, keys)
        return _wrong(
            receipt,
            "receipt.checkpoint-other-key",
            f"存证根由密钥 {signed.key_id} 签名，给出的公钥是 {known}。",
            f"The checkpoint is signed with key {signed.key_id}; the key given is {known}.",
            known,
            signed.key_id,
        )
    body, signature = bytes_of_base64(signed.body), bytes_of_hex(signed.signature)
    if body is None or signature is None or not is_signed(key.raw, body, signature):
        return _wrong(
            receipt,
            "receipt.checkpoint-signature",
            "存证根的签名与存证根不符: 存证根或其签名被改过。",
            "The checkpoint's signature does not fit the checkpoint: one of them was altered.",
        )
    try:
        point = read_checkpoint(body)
    except msgspec.DecodeError:
        return _wrong(
            receipt, "receipt.checkpoint", "签名的内容不是存证根。", "What is signed is no checkpoint."
        )
    if point.city != receipt.city:
        return _wrong(
            receipt,
            "receipt.checkpoint-other-city",
            f"存证根属于 {point.city}，凭证属于 {receipt.city}。",
            f"The checkpoint is of {point.city}, the receipt of {receipt.city}.",
            receipt.city,
            point.city,
        )
    return point


def _entry(receipt: Receipt) -> Verdict | None:
    body, before = bytes_of_base64(receipt.body), bytes_of_hex(receipt.prev)
    if body is None or before is None:
        which = "body" if body is None else "prev"
        return _wrong(
            receipt,
            "receipt.entry",
            f"凭证的 {which} 读不出字节：它被改过。",
            f"The receipt's {which} does not stand for bytes: it was altered.",
        )
    made = chain(before, body).hex()
    if made != receipt.entry:
        return _wrong(
            receipt,
            "receipt.entry",
            f"留痕内容的哈希是 {made}，凭证写的是 {receipt.entry}: 内容、前一哈希或该哈希被改过。",
            f"The entry's contents hash to {made}, the receipt says {receipt.entry}: the contents, the hash"
            " before it or this hash was altered.",
            receipt.entry,
            made,
        )
    try:
        at = canonical(read_entry(body).at).decode().strip('"')
    except (msgspec.DecodeError, RecursionError):
        return _wrong(receipt, "receipt.body", "留痕内容读不懂。", "The contents are no entry of a ledger.")
    if at != receipt.at:
        return _wrong(
            receipt,
            "receipt.at",
            f"留痕的时间是 {at}，凭证写的是 {receipt.at}。",
            f"The entry was made at {at}, the receipt says {receipt.at}.",
            at,
            receipt.at,
        )
    return None


def _path(receipt: Receipt, point: Checkpoint) -> Verdict | None:
    if receipt.size != point.size:
        return _wrong(
            receipt,
            "receipt.size",
            f"凭证写明存证树有 {receipt.size} 项，签名的存证根是 {point.size} 项。",
            f"The receipt speaks of {receipt.size} leaves, the signed checkpoint of {point.size}.",
            point.size,
            receipt.size,
        )
    proof = [bytes_of_hex(step) for step in receipt.proof]
    entry = bytes_of_hex(receipt.entry)
    root = None
    if entry is not None and 0 < receipt.seq < 1 << 63:
        leaf = leaf_hash(receipt.stream, receipt.seq, entry)
        steps = [step for step in proof if step is not None]
        if len(steps) == len(proof):
            root = root_from_inclusion(leaf, receipt.position, receipt.size, steps)
    if root is None:
        return _wrong(
            receipt,
            "receipt.path",
            f"位置 {receipt.position}、共 {receipt.size} 项时，路径的长度或写法不对（{len(proof)} 步）。",
            f"The path has a wrong length or form ({len(proof)} steps) for position {receipt.position} of"
            f" {receipt.size}.",
        )
    if root.hex() != point.root:
        return _wrong(
            receipt,
            "receipt.root",
            f"由留痕和路径算出的根是 {root.hex()}，签名的根是 {point.root}: 路径、位置、办件或流水号被改过。",
            f"The entry and its path lead to the root {root.hex()}, the signed root is {point.root}:"
            " the path, the position, the stream or the seq was altered.",
            point.root,
            root.hex(),
        )
    return None


def _holds(document: Document) -> Verdict:
    facts = _facts(document)
    name = document.number or document.stream
    if isinstance(document, Promise):
        return Verdict(
            standing="holds",
            kind=PROMISE,
            code="receipt.promise-holds",
            zh=f"承诺有效: {document.city} 承诺 {name} 的第 {document.seq} 条留痕在 {document.include_by}"
            " 前存证。这还不是凭证，之后请换取凭证。",
            en=f"The promise holds: {document.city} gave its word that entry {document.seq} of {name} is"
            f" under a checkpoint by {document.include_by}. It is not yet a receipt; ask for that later.",
            facts={**facts, "entry": document.entry, "include_by": document.include_by},
        )
    return Verdict(
        standing="holds",
        kind=RECEIPT,
        code="receipt.holds",
        zh=f"凭证有效: {name} 的第 {document.seq} 条留痕（{document.at}）在 {document.city} 的存证账本中，"
        f"位置 {document.position}，共 {document.size} 项。",
        en=f"The receipt holds: entry {document.seq} of {name} ({document.at}) is in the ledger of"
        f" {document.city}, at position {document.position} of {document.size}.",
        facts={**facts, "entry": document.entry, "position": document.position, "size": document.size},
    )


def bytes_of_hex(text: str) -> bytes | None:
    """Return the bytes that hex stands for, None for what is no hex."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def bytes_of_base64(text: str) -> bytes | None:
    """Return the bytes that base64 stands for, None for what is no base64."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError):
        return None
