"""A body's key: made once, kept in the vault, taken out to seal a scan or, for a purpose, to open one."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import Any

from yiwang.kernel.access import Actor, system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import saying, seal_rules
from yiwang.nets.security.boxes import KEY_BYTES
from yiwang.nets.security.kinds import SEAL, seal_stream
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.wall import city_transaction

WHO = system("security-seal")


def seal_of(door: Door, city: str, body: str, actor: Actor = WHO) -> Any:
    """Return a body's seal, None where it has none or it is not the actor's to see."""
    with lend(door.pool) as connection, city_transaction(connection, city, actor) as cursor:
        row = cursor.execute(
            "SELECT state FROM body_seal_row WHERE city = %s AND id = %s", (city, seal_stream(city, body))
        ).fetchone()
    return SEAL.decode(bytes(row[0])) if row is not None else None


def key_to_seal(door: Door, city: str, body: str, now: datetime) -> bytes | Refusal:
    """Return the key under which a body's scans are sealed, made where there was none."""
    seal = seal_of(door, city, body)
    if seal is None:
        key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        made = Ask(
            city, SEAL, seal_stream(city, body), seal_rules.Make(body=body), WHO, now, secrets={"key": key}
        )
        answer = execute(door, made)
        if isinstance(answer, Refusal):
            return answer
        seal = seal_of(door, city, body)
    return key_of(door, city, seal, WHO)


def key_of(door: Door, city: str, seal: Any, actor: Actor) -> bytes | Refusal:
    """Return the key of a seal as somebody who may see it."""
    if seal is None:
        return saying.no_such_source()
    with lend(door.pool) as connection:
        found = door.safe.open(connection, city, actor, seal.sealed).get("key")
    return base64.b64decode(found) if isinstance(found, str) else saying.cannot_open(type(found).__name__)
