"""A box: bytes sealed under a random key of their own, which lies beside them wrapped by a master key.

For rows that are no part of the ledger and go away whole: without the row there is neither value nor key.
"""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap

from yiwang.store.keys import Keyring

NONCE_BYTES = 12


def seal(keyring: Keyring, clear: bytes, bound_to: str) -> tuple[str, bytes, bytes]:
    """Return (master key id, wrapped key, box): AES-GCM under a random key, bound to its place."""
    master = keyring.master()
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE_BYTES)
    box = nonce + AESGCM(key).encrypt(nonce, clear, bound_to.encode())
    return master.id, aes_key_wrap(master.secret, key), box


def unseal(keyring: Keyring, key_id: str, wrapped: bytes, box: bytes, bound_to: str) -> bytes:
    """Return what was sealed.

    Raises:
        InvalidTag, InvalidUnwrap: it was changed, or belongs elsewhere.
    """
    key = aes_key_unwrap(keyring.master(key_id).secret, bytes(wrapped))
    return AESGCM(key).decrypt(bytes(box[:NONCE_BYTES]), bytes(box[NONCE_BYTES:]), bound_to.encode())
