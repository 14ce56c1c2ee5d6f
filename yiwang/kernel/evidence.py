"""What a promise or receipt in somebody's hands proves about a city's ledger, whoever keeps the database."""

from __future__ import annotations

import base64

import msgspec

from yiwang.kernel.receipt import (
    IsSigned,
    Keys,
    Promise,
    Verdict,
    check,
    read_checkpoint,
    read_document,
)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a promise or receipt that holds proves about the city's ledger, now and for ever.

    Attributes:
        entry: hash of the entry. position, size, root: its leaf, in the tree of `size` leaves with that
            root, which the city signed; of a promise only the entry is known.
    """

    city: str
    stream: str
    seq: int
    entry: bytes
    number: str = ""
    position: int | None = None
    size: int = 0
    root: bytes = b""


def city_of(document: bytes) -> str:
    """Return the city that a document says it is of; "" when it says nothing readable."""
    try:
        return str(read_document(document).city)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def evidence(document: bytes, keys: Keys, is_signed: IsSigned) -> Evidence | Verdict:
    """Return what a document proves, or why it proves nothing."""
    verdict = check(document, keys, is_signed)
    if verdict.standing != "holds":
        return verdict
    found = read_document(document)
    proven = Evidence(
        city=found.city,
        stream=found.stream,
        seq=found.seq,
        entry=bytes.fromhex(found.entry),
        number=found.number,
    )
    if isinstance(found, Promise):
        return proven
    point = read_checkpoint(base64.b64decode(found.checkpoint.body))
    return msgspec.structs.replace(
        proven, position=found.position, size=point.size, root=bytes.fromhex(point.root)
    )
