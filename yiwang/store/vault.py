"""The vault: personal values, each under a key of its own, so that erasing one leaves no trace.

An event holds an entry's random id and an HMAC of the value under the entry's key. When the key is
gone, the HMAC tells nothing: not even whether a guessed value was right.
"""

from __future__ import annotations

import hmac
import secrets as randomness
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from yiwang.kernel.access import Actor, system
from yiwang.kernel.case import Sealed
from yiwang.store.connect import Connection
from yiwang.store.keys import Keyring
from yiwang.store.wall import city_transaction

INSERT_ENTRY = (
    "INSERT INTO vault (city, id, stream, key_id, wrapped, box, blind) VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
NONCE_BYTES = 12


class Erased(msgspec.Struct, frozen=True):
    """Stands where a value was: `at` says when it was erased."""

    at: Any


class Damaged(msgspec.Struct, frozen=True):
    """Stands for a value that cannot be opened: `why` is `missing`, `tampered` or `key-missing`."""

    why: str


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """One vault row ready to be stored."""

    row: tuple[Any, ...]
    sql: str = INSERT_ENTRY


@dataclass(frozen=True)
class Safe:
    """Seals and opens vault entries with master keys that lie outside the database."""

    keyring: Keyring

    def seal(self, value: str, city: str, stream: UUID, *, blind: bool = False) -> tuple[Sealed, SealedEntry]:
        """Return the reference for the event and the row for the vault.

        Args:
            value: the text to keep. blind: True to make it findable by exact value (`blind_index`).
        """
        entry_id = UUID(bytes=randomness.token_bytes(16), version=4)
        key = randomness.token_bytes(32)
        clear = value.encode()
        nonce = randomness.token_bytes(NONCE_BYTES)
        box = nonce + AESGCM(key).encrypt(nonce, clear, bound_to(city, entry_id))
        master = self.keyring.master()
        wrapped = aes_key_wrap(master.secret, key)
        index = self.blind_index(city, value) if blind else None
        mac = hmac.new(key, clear, sha256).hexdigest()
        row = (city, entry_id, stream, master.id, wrapped, box, index)
        return Sealed(mac=mac, vault=str(entry_id)), SealedEntry(row)

    def seal_into(
        self, command: Any, secrets: Mapping[str, str], city: str, stream: UUID
    ) -> tuple[Any, list[SealedEntry]]:
        """Return `command` with references in `sealed`, and the rows to store with it.

        A command whose class names fields in `findable` has these found again by their exact value.
        """
        findable = getattr(command, "findable", ())
        references: dict[str, Sealed] = dict(command.sealed)
        entries = []
        for name, value in secrets.items():
            references[name], entry = self.seal(value, city, stream, blind=name in findable)
            entries.append(entry)
        return msgspec.structs.replace(command, sealed=references), entries

    def blind_index(self, city: str, value: str) -> bytes:
        """Return the exact-match index of a value: an HMAC under a key of this city."""
        return self.blind_indexes(city, value)[0]

    def blind_indexes(self, city: str, value: str) -> list[bytes]:
        """Return its index now, then under each earlier master key: while a rotation is under way, both."""
        found, text = [], value.strip().encode()
        for master in self.keyring.masters():
            key = hmac.new(master.secret, b"blind/" + city.encode(), sha256).digest()
            found.append(hmac.new(key, text, sha256).digest())
        return found

    def open(
        self, connection: Connection, city: str, actor: Actor, references: Mapping[str, Sealed]
    ) -> dict[str, str | Erased | Damaged]:
        """Return the values behind references; what was erased says so, what was altered too.

        What is not `actor`'s to see is as good as missing.
        """
        if not references:
            return {}
        ids = [UUID(reference.vault) for reference in references.values()]
        with city_transaction(connection, city, actor) as cursor:
            found = cursor.execute(
                "SELECT id, key_id, wrapped, box, erased_at FROM vault WHERE city = %s AND id = ANY(%s)",
                (city, ids),
            ).fetchall()
        rows = {str(row[0]): row for row in found}
        return {
            name: self.open_row(city, reference, rows.get(reference.vault))
            for name, reference in references.items()
        }

    def open_row(self, city: str, reference: Sealed, row: Any) -> str | Erased | Damaged:
        """Open one vault row `(id, key_id, wrapped, box, erased_at)`; None: there is none."""
        if row is None:
            return Damaged("missing")
        entry_id, key_id, wrapped, box, erased_at = row
        if erased_at is not None:
            return Erased(erased_at)
        if wrapped is None or box is None:
            return Damaged("missing")
        try:
            master = self.keyring.master(key_id)
        except KeyError:
            return Damaged("key-missing")
        try:
            key = aes_key_unwrap(master.secret, bytes(wrapped))
            clear = AESGCM(key).decrypt(
                bytes(box[:NONCE_BYTES]), bytes(box[NONCE_BYTES:]), bound_to(city, entry_id)
            )
        except (InvalidUnwrap, InvalidTag, ValueError):  # ValueError: cut too short to be a box at all
            return Damaged("tampered")
        if not hmac.compare_digest(hmac.new(key, clear, sha256).hexdigest(), reference.mac):
            return Damaged("tampered")
        return clear.decode()


def erase(connection: Connection, city: str, ids: Iterable[UUID], at: Any) -> int:
    """Remove values and their keys. Returns how many there were; the references stay, and say *erased*."""
    with city_transaction(connection, city, system("vault"), door=True) as cursor:
        cursor.execute(
            "UPDATE vault SET wrapped = NULL, box = NULL, blind = NULL, erased_at = %s"
            " WHERE city = %s AND id = ANY(%s) AND erased_at IS NULL",
            (at, city, list(ids)),
        )
        return cursor.rowcount


def bound_to(city: str, entry_id: UUID) -> bytes:
    """A box opens only in its own city under its own id."""
    return f"{city}/{entry_id}".encode()
