"""The server's own key for sign-in: it seals what must be read again and blinds what must only be found.

One file, `sign-in.key`, beside the other keys and outside the database. Each use derives a key of its own,
so that what is found under one can not be compared with another.
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

NONCE_BYTES = 12


@lru_cache(maxsize=16)
def _derived(folder: Path, use: str) -> bytes:
    own = Keyring(folder).own("sign-in")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"yiwang {use}".encode()).derive(own)


def folder() -> Path:
    """Return the folder of the server's keys: YIWANG_KEYS, else `keys` in its data."""
    return Path(os.environ.get("YIWANG_KEYS") or settings.DATA / "keys")


def _key(use: str) -> bytes:
    return _derived(folder(), use)


def blinded(use: str, *parts: str) -> bytes:
    """Return the HMAC-SHA256 of `parts` for this `use`, 32 bytes: it can be found again, not read."""
    return hmac.new(_key(use), "\0".join(parts).encode(), sha256).digest()


def sealed(use: str, text: str) -> str:
    """Return `text` encrypted (AES-256-GCM), as printable characters."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key(use)).encrypt(nonce, text.encode(), None)).decode()


def unsealed(use: str, box: str) -> str:
    """Return the text of a `box`.

    Raises:
        ValueError: it was sealed under another key, or changed.
    """
    raw = base64.urlsafe_b64decode(box)
    try:
        return AESGCM(_key(use)).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except InvalidTag:
        raise ValueError("sealed under another key, or changed") from None
