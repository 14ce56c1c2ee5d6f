"""Keys that lie outside the database: the vault's master keys and the city's signing keys.

A folder of small files, readable by their owner alone. Each key has an id made from the key
itself, and every signature and every vault row names the id it was made with, so keys can rotate.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

PUBLIC_BYTES = 32


class BadKey(Exception):
    """A key file is there and cannot be used. Says which and why, never what is in it."""

    def __init__(self, path: Path, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = f"密钥文件 {path} 不能使用：{zh}。", f"The key file {path} cannot be used: {en}."


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A 32-byte key that wraps vault keys."""

    id: str
    secret: bytes


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of one city. `public` is its 32 raw bytes."""

    id: str
    private: Ed25519PrivateKey
    public: bytes

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature."""
        return self.private.sign(message)


def key_id(public: bytes) -> str:
    """Return the id of a public key: the first 16 hex digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` is the key's own over `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass
class Keyring:
    """The keys in one folder, made on first use.

    Worlds of a city (`yueyang~drill-7`) sign with keys of their own: nothing of a drill passes
    for the city's word.
    """

    folder: Path
    _masters: dict[str, MasterKey] = field(default_factory=dict)
    _signing: dict[str, SigningKey] = field(default_factory=dict)

    def master(self, wanted: str | None = None) -> MasterKey:
        """Return the master key `wanted`, or the current one, which is made if there is none.

        Raises:
            KeyError: the key with this id is not in the folder.
        """
        if not self._masters:
            self._read_masters()
        if wanted is not None:
            return self._masters[wanted]
        return next(reversed(self._masters.values()))

    def masters(self) -> tuple[MasterKey, ...]:
        """Return every master key, the current one first."""
        self.master()
        return tuple(reversed(self._masters.values()))

    def signing(self, city: str) -> SigningKey:
        """Return the city's current signing key, which is made if there is none.

        Raises:
            BadKey: its file cannot be read or is no key.
        """
        if city not in self._signing:
            path = self.folder / f"sign-{city}.key"
            raw = _read_or_make(
                path,
                lambda: Ed25519PrivateKey.generate().private_bytes(
                    Encoding.Raw, PrivateFormat.Raw, NoEncryption()
                ),
            )
            try:
                private = Ed25519PrivateKey.from_private_bytes(raw)
            except ValueError:
                length = len(raw)
                raise BadKey(
                    path, f"应有 32 字节，实有 {length}", f"32 bytes wanted, {length} found"
                ) from None
            public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            self._signing[city] = SigningKey(key_id(public), private, public)
        return self._signing[city]

    def own(self, name: str) -> bytes:
        """Return the 32 bytes of a key of this server that is neither of the above, made on first use."""
        return _read_or_make(self.folder / f"{name}.key", lambda: secrets.token_bytes(32))

    def has_signing(self, city: str) -> bool:
        """Say whether the city's signing key is in the folder; makes none. Raises BadKey: not to be told."""
        path = self.folder / f"sign-{city}.key"
        try:
            return path.exists()
        except OSError as error:
            raise BadKey(path, str(error.strerror), str(error.strerror)) from error

    def has_master(self) -> bool:
        """Say whether any master key is in the folder; makes none."""
        return any(self.folder.glob("vault-*.key"))

    def _read_masters(self) -> None:
        _read_or_make(self.folder / "vault-0001.key", lambda: secrets.token_bytes(32))
        for path in sorted(self.folder.glob("vault-*.key")):
            secret = path.read_bytes()
            name = key_id(secret)
            self._masters[name] = MasterKey(name, secret)


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read a key file; make it, once, if there is none. Two processes may race: one wins, both agree."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise BadKey(path, str(error.strerror), str(error.strerror)) from error
    raw = make()
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def export_public(key: SigningKey, city: str) -> str:
    """Return the text of a `CITY.pub` file: one line, `yiwang-ed25519 <city> <id> <hex>`."""
    return f"yiwang-ed25519 {city} {key.id} {key.public.hex()}\n"


def read_public(text: str) -> tuple[str, str, bytes]:
    """Read a `CITY.pub` file. Returns city, key id and raw key.

    Raises:
        ValueError: not such a file, or its id does not belong to its key.
    """
    parts = text.split()
    if len(parts) != 4 or parts[0] != "yiwang-ed25519":
        raise ValueError("not a city's public key")
    raw = bytes.fromhex(parts[3])
    if len(raw) != PUBLIC_BYTES:
        raise ValueError("not an Ed25519 key")
    if key_id(raw) != parts[2]:
        raise ValueError("the key's id does not belong to the key")
    return parts[1], parts[2], raw
