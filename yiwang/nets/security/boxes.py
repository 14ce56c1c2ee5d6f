"""What findings say, sealed under a body's key: some hundreds together, so that a scan seals quickly.

A box is a nonce and AES-256-GCM over JSON lines, deflated; it opens only in its city, source and place.
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Sequence
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yiwang.nets.security.decoding.found import MOST_BYTES, Line

IN_ONE = 250
NONCE = 12
KEY_BYTES = 32
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Line]).decode


class Shut(Exception):
    """A box cannot be opened: another key, or it was altered."""


def _bound(city: str, stream: UUID, name: str) -> bytes:
    return f"{city}/{stream}/{name}".encode()


def sealed(key: bytes, city: str, stream: UUID, name: str, clear: bytes) -> bytes:
    """Return bytes sealed under a key, bound to where they lie."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, zlib.compress(clear, 1), _bound(city, stream, name))


def opened(key: bytes, city: str, stream: UUID, name: str, box: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        Shut: another key, another place, or it was altered.
    """
    try:
        deflated = AESGCM(key).decrypt(box[:NONCE], box[NONCE:], _bound(city, stream, name))
    except (InvalidTag, ValueError) as error:
        raise Shut from error
    inflater = zlib.decompressobj()
    clear = inflater.decompress(deflated, MOST_BYTES)
    if inflater.unconsumed_tail:
        raise Shut
    return clear


def box_of(key: bytes, city: str, stream: UUID, number: int, lines: Sequence[Line]) -> bytes:
    """Return a box of lines."""
    return sealed(key, city, stream, str(number), _encode(lines))


def lines_of(key: bytes, city: str, stream: UUID, number: int, box: bytes) -> list[Line]:
    """Return the lines of a box; raises Shut."""
    return _decode(opened(key, city, stream, str(number), box))
