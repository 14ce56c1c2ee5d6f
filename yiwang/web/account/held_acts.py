"""What somebody posted, kept sealed while they prove at the identity service that it is them.

Kept in the database under the server's key for sign-in, for ten minutes, of each login at most five. Files
are not kept: their fields are named, so that the page can ask for them again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest

from yiwang.web import store_door
from yiwang.web.account import secret

HELD_FOR = timedelta(minutes=10)
OF_A_LOGIN = 5
NEVER_KEPT = frozenset({"password", "again"})  # a new password is typed again
SWEEP = "DELETE FROM held_act WHERE until <= %s"
SWEEP_OWN = (
    "DELETE FROM held_act WHERE id IN"
    " (SELECT id FROM held_act WHERE user_id = %s ORDER BY until DESC, id OFFSET %s)"
)


@dataclass(frozen=True)
class Held:
    """An act that waits.

    Attributes:
        address: path and query it was sent to. posted: it was sent by POST.
        strong: it needs a proof by two factors. fields: names and values, in order. files: names of fields.
    """

    address: str
    posted: bool
    strong: bool
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def hold(request: HttpRequest, user: User, act: Held) -> UUID:
    """Keep an act, without a password that was typed, and return by which id it is found."""
    which, now = uuid4(), store_door.now()
    act = replace(act, fields=tuple(one for one in act.fields if one[0] not in NEVER_KEPT))
    box = secret.sealed(secret.ACT, json.dumps(asdict(act), ensure_ascii=False))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SWEEP, (now,))
        cursor.execute(SWEEP_OWN, (user.pk, OF_A_LOGIN - 1))
        cursor.execute(
            "INSERT INTO held_act (id, city, user_id, until, sealed) VALUES (%s, %s, %s, %s, %s)",
            (which, request.city.key, user.pk, now + HELD_FOR, box),  # type: ignore[attr-defined]
        )
    return which


def find(request: HttpRequest, user: User, which: str | UUID) -> Held | None:
    """Return an act of this login in this city; None when there is none, or it waited too long."""
    try:
        wanted = UUID(str(which))
    except ValueError:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed FROM held_act WHERE id = %s AND city = %s AND user_id = %s AND until > %s",
            (wanted, request.city.key, user.pk, store_door.now()),  # type: ignore[attr-defined]
        )
        row = cursor.fetchone()
    if row is None:
        return None
    try:
        said = json.loads(secret.unsealed(secret.ACT, row[0]))
    except ValueError:
        return None
    said["fields"] = tuple((name, value) for name, value in said["fields"])
    return Held(**{**said, "files": tuple(said["files"])})


def drop(user: User, which: str) -> None:
    """Forget an act that went on."""
    try:
        wanted = UUID(which)
    except ValueError:
        return
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM held_act WHERE id = %s AND user_id = %s", (wanted, user.pk))
