"""Everything that a master key locks, locked with the current one; staff codes indexed under it.

A value stays as it is: its own key is taken out of one lock and put into another. Only what is found by its
value (`vault.blind`) is opened, in memory, to work out its index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from psycopg import sql

from yiwang.store.keys import Keyring, MasterKey
from yiwang.store.vault import NONCE_BYTES, Safe, bound_to

AT_ONCE = 1_000
LOCKED = (
    "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
    " AND column_name = 'wrapped' ORDER BY table_name"
)


@dataclass
class Rewrapped:
    """How many keys were locked anew, codes indexed anew, and entries left since their key does not open."""

    locked: int = 0
    indexed: int = 0
    left: int = 0


def rewrap(connection: psycopg.Connection, keyring: Keyring) -> Rewrapped:
    """Lock everything with the current master key, a thousand rows to a commit. Twice is once.

    Args:
        connection: of the role that owns the tables; no transaction is open. Nothing else may write.
    """
    done, master = Rewrapped(), keyring.master()
    for (table,) in connection.execute(LOCKED).fetchall():
        before = done.left
        while _some(connection, keyring, master, str(table), done, done.left - before):
            pass
    return done


def _some(
    connection: psycopg.Connection,
    keyring: Keyring,
    master: MasterKey,
    table: str,
    done: Rewrapped,
    skip: int,
) -> bool:
    """Lock some rows of a table anew, past `skip` that do not open. False: there were none left."""
    is_vault = table == "vault"
    name, more = sql.Identifier(table), sql.SQL(", city, id, box, blind") if is_vault else sql.SQL("")
    query = sql.SQL(
        "SELECT ctid, key_id, wrapped{} FROM {} WHERE key_id <> %s AND wrapped IS NOT NULL"
        " ORDER BY ctid OFFSET %s LIMIT %s FOR UPDATE"
    ).format(more, name)
    change = sql.SQL("UPDATE {} SET key_id = %s, wrapped = %s WHERE ctid = %s").format(name)
    with connection.transaction():
        rows = connection.execute(query, (master.id, skip, AT_ONCE)).fetchall()
        for place, key_id, wrapped, *entry in rows:
            key = _unwrapped(keyring, key_id, bytes(wrapped))
            index = _index(keyring, key, *entry) if key is not None and is_vault and entry[3] else None
            if key is None or (is_vault and entry[3] and index is None):
                done.left += 1
                continue
            done.locked += 1
            locked = aes_key_wrap(master.secret, key)
            if index is None:
                connection.execute(change, (master.id, locked, place))
                continue
            done.indexed += 1
            connection.execute(
                "UPDATE vault SET key_id = %s, wrapped = %s, blind = %s WHERE ctid = %s",
                (master.id, locked, index, place),
            )
    return bool(rows) and len(rows) == AT_ONCE


def _unwrapped(keyring: Keyring, key_id: str, wrapped: bytes) -> bytes | None:
    try:
        return aes_key_unwrap(keyring.master(key_id).secret, wrapped)
    except (KeyError, InvalidUnwrap, ValueError):
        return None


def _index(keyring: Keyring, key: bytes, city: str, entry: UUID, box: Any, blind: Any) -> bytes | None:
    raw = bytes(box)
    try:
        clear = AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to(city, entry))
    except (InvalidTag, ValueError):
        return None
    return Safe(keyring).blind_index(city, clear.decode())
