"""Digests, signatures and keyed digests behind one interface, so that a city may use the commercial ciphers.

`DEFAULT` is SHA-256, Ed25519 and HMAC-SHA-256. `SM` (国密) is SM3 and HMAC-SM3 where the OpenSSL of
`cryptography` has them, and SM4 to keep values; SM2 is not in `cryptography`, so nothing is signed with it:
`SM.sign` raises `Absent`, and the gateway signs with Ed25519 whatever the suite.
"""

from __future__ import annotations

import hmac as _hmac
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hmac import HMAC


class Absent(Exception):
    """This machine has no such algorithm."""


class Suite(Protocol):
    """What the gateway asks of a suite of algorithms."""

    @property
    def name(self) -> str:
        """`default` or `sm`."""

    def digest(self, message: bytes) -> bytes:
        """Return the digest, 32 bytes."""

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return the keyed digest, 32 bytes."""

    def sign(self, private: Ed25519PrivateKey, message: bytes) -> bytes:
        """Return the signature. Absent: the suite cannot sign here."""

    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether a signature is the key's own. Absent: the suite cannot check one here."""


@dataclass(frozen=True)
class Default:
    """SHA-256 (FIPS 180-4), HMAC (RFC 2104), Ed25519 (RFC 8032)."""

    name: str = "default"

    def digest(self, message: bytes) -> bytes:
        """Return the SHA-256."""
        return sha256(message).digest()

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return the HMAC-SHA-256."""
        return _hmac.digest(key, message, "sha256")

    def sign(self, private: Ed25519PrivateKey, message: bytes) -> bytes:
        """Return the 64 bytes of the signature."""
        return private.sign(message)

    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Say whether the signature holds; one of another length does not."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Commercial:
    """SM3 (GB/T 32905) and its HMAC; without SM2 (GB/T 32918)."""

    name: str = "sm"

    def digest(self, message: bytes) -> bytes:
        """Return the SM3. Absent: OpenSSL was built without it."""
        try:
            whole = hashes.Hash(hashes.SM3())
        except UnsupportedAlgorithm as fault:
            raise Absent("SM3") from fault
        whole.update(message)
        return whole.finalize()

    def mac(self, key: bytes, message: bytes) -> bytes:
        """Return the HMAC-SM3. Absent: OpenSSL was built without it."""
        try:
            whole = HMAC(key, hashes.SM3())
        except UnsupportedAlgorithm as fault:
            raise Absent("SM3") from fault
        whole.update(message)
        return whole.finalize()

    def sign(self, private: Ed25519PrivateKey, message: bytes) -> bytes:
        """Raise Absent: there is no SM2."""
        raise Absent("SM2")

    def is_signed(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Raise Absent: there is no SM2."""
        raise Absent("SM2")


DEFAULT, SM = Default(), Commercial()
SUITES: dict[str, Suite] = {one.name: one for one in (DEFAULT, SM)}
