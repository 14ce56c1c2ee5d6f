"""The server's own key for sign-in: it seals what must be read again and blinds what must only be found.

One file, `sign-in.key`, beside the other keys and outside the database. Each use derives a key of its own,
so that what is found under one can not be compared with another. `yiwang rotate sign-in` puts a new key in
its place; the one before lies in `sign-in.retired`: what it sealed still opens, what it blinded is still
found. The files are looked at each time, so every process goes on with the new key at once.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from yiwang.store.keys import Keyring

NAME = "sign-in"
FACTOR, TOKEN, ACT = "factor", "id-token", "held-act"  # uses of what is sealed in the database
NONCE_BYTES = 12


@lru_cache(maxsize=64)
def _derived(folder: Path, state: tuple[tuple[int, int], ...], use: str) -> tuple[bytes, ...]:
    info = f"yiwang {use}".encode()
    return tuple(
        HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(own)
        for own in Keyring(folder).own(NAME)
    )


def folder() -> Path:
    """Return the folder of the server's keys: YIWANG_KEYS, else `keys` in its data."""
    return Path(os.environ.get("YIWANG_KEYS") or settings.DATA / "keys")


def _keys(use: str) -> tuple[bytes, ...]:
    """Return the keys of a use, the current one first."""
    where = Keyring(folder())
    return _derived(where.folder, where.own_state(NAME), use)


def blinded(use: str, *parts: str) -> bytes:
    """Return the HMAC-SHA256 of `parts` for this `use`, 32 bytes: it can be found again, not read."""
    return every_blinded(use, *parts)[0]


def every_blinded(use: str, *parts: str) -> list[bytes]:
    """Return what `blinded` gives now, then what it gave under each key that is retired."""
    said = "\0".join(parts).encode()
    return [hmac.new(key, said, sha256).digest() for key in _keys(use)]


def sealed(use: str, text: str) -> str:
    """Return `text` encrypted (AES-256-GCM), as printable characters."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    box = nonce + AESGCM(_keys(use)[0]).encrypt(nonce, text.encode(), None)
    return base64.urlsafe_b64encode(box).decode()


def unsealed(use: str, box: str) -> str:
    """Return the text of a `box`.

    Raises:
        ValueError: it was sealed under a key that is not there, or changed.
    """
    raw = base64.urlsafe_b64decode(box)
    for key in _keys(use):
        try:
            return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
        except InvalidTag:
            continue
    raise ValueError("sealed under another key, or changed")
