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

from yiwang.kernel.receipt import PublicKey

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
    _signing: dict[str, tuple[tuple[int, int], SigningKey]] = field(default_factory=dict)

    def master(self, wanted: str | None = None) -> MasterKey:
        """Return the master key `wanted`, or the current one, which is made if there is none.

        Raises:
            KeyError: the key with this id is not in the folder.
        """
        if not self._masters or (wanted is not None and wanted not in self._masters):
            self._read_masters()  # perhaps it was made meanwhile, by the command that rotates
        if wanted is not None:
            return self._masters[wanted]
        return next(reversed(self._masters.values()))

    def masters(self) -> tuple[MasterKey, ...]:
        """Return every master key, the current one first."""
        self.master()
        return tuple(reversed(self._masters.values()))

    def signing(self, city: str) -> SigningKey:
        """Return the city's current signing key, which is made if there is none.

        A key that was rotated meanwhile by another process is found at the next signature.

        Raises:
            BadKey: its file cannot be read or is no key.
        """
        path = self._signing_file(city)
        known = self._signing.get(city)
        if known is not None and known[0] == _state_of(path):
            return known[1]
        raw = _read_or_make(path, _new_signing)
        try:
            private = Ed25519PrivateKey.from_private_bytes(raw)
        except ValueError:
            length = len(raw)
            raise BadKey(path, f"应有 32 字节，实有 {length}", f"32 bytes wanted, {length} found") from None
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        key = SigningKey(key_id(public), private, public)
        self._signing[city] = _state_of(path), key
        return key

    def publics(self, city: str) -> tuple[PublicKey, ...]:
        """Return every public key the city has signed with, in the order of their time, the current one last.

        Raises:
            BadKey: a file cannot be read or holds something else.
        """
        current = self.signing(city)
        path = self.folder / f"sign-{city}.retired"
        try:
            text = path.read_text("utf-8") if path.exists() else ""
            retired = read_publics(text) if text.strip() else ()
        except (OSError, ValueError) as error:
            raise BadKey(path, "其中不全是公钥", "not every line is a public key") from error
        kept = {key.id: key for key in retired if key.id != current.id}
        return (*kept.values(), PublicKey(city, current.id, current.public))

    def rotate(self, city: str) -> SigningKey:
        """Let the city sign with a new key from now on; the public half of the old one is kept, no more.

        Raises:
            BadKey: a file cannot be read or written.
        """
        old, path = self.signing(city), self._signing_file(city)
        retired = self.folder / f"sign-{city}.retired"
        before = "".join(public_line(key) for key in self.publics(city)[:-1])
        try:
            # The old public key is kept before the new one signs: cut off between the two, nothing is lost.
            _put(retired, (before + export_line(old, city)).encode(), like=path)
            _put(path, _new_signing(), like=path)
        except OSError as error:
            raise BadKey(path, str(error.strerror), str(error.strerror)) from error
        return self.signing(city)

    def _signing_file(self, city: str) -> Path:
        return self.folder / f"sign-{city}.key"

    def own(self, name: str) -> tuple[bytes, ...]:
        """Return the keys of this server for a purpose, 32 bytes each: the current one, then those retired.

        The current one is made on first use.

        Raises:
            BadKey: a file cannot be read, or holds something else.
        """
        current = _read_or_make(self.folder / f"{name}.key", lambda: secrets.token_bytes(32))
        path = self.folder / f"{name}.retired"
        try:
            retired = (
                [bytes.fromhex(line) for line in path.read_text("ascii").split()] if path.exists() else []
            )
        except (OSError, ValueError) as error:
            raise BadKey(path, "其中不全是密钥", "not every line is a key") from error
        return (current, *(key for key in reversed(retired) if key != current))

    def own_state(self, name: str) -> tuple[tuple[int, int], ...]:
        """Return what changes when `own` answers differently: so that it need not be read each time."""
        return tuple(_state_of(self.folder / f"{name}.{end}") for end in ("key", "retired"))

    def rotate_own(self, name: str) -> None:
        """Put a new key of this server in place of the current one, which is retired and still opens.

        Raises:
            BadKey: a file cannot be read or written.
        """
        known, path = self.own(name), self.folder / f"{name}.key"
        lines = "".join(f"{key.hex()}\n" for key in reversed(known))
        try:
            # The old key is kept as retired before the new one is there: cut off between the two, all opens.
            _put(self.folder / f"{name}.retired", lines.encode(), like=path)
            _put(path, secrets.token_bytes(32), like=path)
        except OSError as error:
            raise BadKey(path, str(error.strerror), str(error.strerror)) from error

    def file(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a file of this folder, made on first use and never overwritten.

        Raises:
            BadKey: it cannot be read.
        """
        return _read_or_make(self.folder / name, make)

    def has_signing(self, city: str) -> bool:
        """Say whether the city's signing key is in the folder; makes none. Raises BadKey: not to be told."""
        path = self._signing_file(city)
        try:
            return path.exists()
        except OSError as error:
            raise BadKey(path, str(error.strerror), str(error.strerror)) from error

    def has_master(self) -> bool:
        """Say whether any master key is in the folder; makes none."""
        return any(self.folder.glob("vault-*.key"))

    def new_master(self) -> MasterKey:
        """Make a master key and let it be the current one; those before still open what they wrapped."""
        last = max(int(path.stem.partition("-")[2]) for path in self._master_files())
        _read_or_make(self.folder / f"vault-{last + 1:04}.key", lambda: secrets.token_bytes(32))
        self._masters.clear()
        return self.master()

    def _master_files(self) -> list[Path]:
        return sorted(self.folder.glob("vault-[0-9][0-9][0-9][0-9].key"))

    def _read_masters(self) -> None:
        if not self._master_files():
            _read_or_make(self.folder / "vault-0001.key", lambda: secrets.token_bytes(32))
        for path in self._master_files():
            secret = path.read_bytes()
            name = key_id(secret)
            self._masters[name] = MasterKey(name, secret)


def _new_signing() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def _state_of(path: Path) -> tuple[int, int]:
    """Return what changes when a file is put in another's place."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def _put(path: Path, content: bytes, *, like: Path) -> None:
    """Put a file in the place of another, whole or not at all; it belongs to whom `like` belongs."""
    owner = like.stat()
    draft = _draft(path, content)
    if os.geteuid() == 0:
        os.chown(draft, owner.st_uid, owner.st_gid)
    os.replace(draft, path)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read a key file; make it, once, if there is none. Two processes may race: one wins, both agree."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise BadKey(path, str(error.strerror), str(error.strerror)) from error
    draft = _draft(path, make())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def public_line(key: PublicKey) -> str:
    """Return a public key as one line: `yiwang-ed25519 <city> <id> <hex>`."""
    return f"yiwang-ed25519 {key.city} {key.id} {key.raw.hex()}\n"


def export_line(key: SigningKey, city: str) -> str:
    """Return the line of a signing key's public half."""
    return public_line(PublicKey(city, key.id, key.public))


def export_publics(keyring: Keyring, city: str) -> str:
    """Return the text of a `CITY.pub` file: a line for each key, the current one first."""
    return "".join(public_line(key) for key in reversed(keyring.publics(city)))


def read_publics(text: str) -> tuple[PublicKey, ...]:
    """Read a `CITY.pub` file, in the order of its lines.

    Raises:
        ValueError: not such a file, or the id on a line does not belong to its key.
    """
    keys = tuple(_read_line(line) for line in text.splitlines() if line.strip())
    if not keys:
        raise ValueError("no public key")
    return keys


def _read_line(line: str) -> PublicKey:
    parts = line.split()
    if len(parts) != 4 or parts[0] != "yiwang-ed25519":
        raise ValueError("not a city's public key")
    raw = bytes.fromhex(parts[3])
    if len(raw) != PUBLIC_BYTES:
        raise ValueError("not an Ed25519 key")
    if key_id(raw) != parts[2]:
        raise ValueError("the key's id does not belong to the key")
    return PublicKey(parts[1], parts[2], raw)
