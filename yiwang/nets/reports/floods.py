"""So many reports from one address in an hour, without keeping the address; and pictures not sent yet."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap
from django.http import HttpRequest

from yiwang.store import box
from yiwang.web import store_door
from yiwang.web.account.guessing import address_of
from yiwang.web.here import actor_of, city_key

UNSIGNED_EACH, SIGNED_EACH = 20, 60
"""Our own rule: reports an hour from one address without an account, and from one account."""
COUNT = (
    "INSERT INTO report_flood (city, who, hour, count) VALUES (%s, %s, %s, 1)"
    " ON CONFLICT (city, who, hour) DO UPDATE SET count = report_flood.count + 1 RETURNING count"
)
WAITS, MOST_WAITING = timedelta(hours=1), 2000


def too_many(request: HttpRequest) -> bool:
    """Count one report of whoever asks, and say whether that is too many; a machine's key has no limit here.

    The city as a whole has none either: one row that everybody counts on would hold everybody up.
    """
    actor, now = actor_of(request), store_door.now()
    if actor.kind in ("machine", "staff"):
        return False
    hour = now.replace(minute=0, second=0, microsecond=0)
    signed = actor.kind == "resident"
    name, key = _unnamed(actor.person if signed else address_of(request), hour), city_key(request)
    with store_door.reading(request) as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # a count may be lost with the server
        row = cursor.execute(COUNT, (key, name, hour)).fetchone()
        if row is not None and row[0] == 1:  # the first of an address: forget those of earlier hours
            cursor.execute(
                "DELETE FROM report_flood WHERE (city, who, hour) IN"
                " (SELECT city, who, hour FROM report_flood"
                " WHERE city = %s AND hour < %s LIMIT 20 FOR UPDATE SKIP LOCKED)",
                (key, hour),
            )
    return row is None or row[0] > (SIGNED_EACH if signed else UNSIGNED_EACH)


def _unnamed(who: str, hour: datetime) -> bytes:
    """Return a digest under the city's key and the hour: tomorrow nobody can tell whose it was."""
    master = store_door.door().safe.keyring.master().secret
    return hmac.new(master, f"flood/{hour.isoformat()}/{who}".encode(), sha256).digest()[:16]


def keep_pictures(request: HttpRequest, report: UUID, pictures: Sequence[bytes]) -> bool:
    """Keep the pictures of a report that is not sent yet, sealed. Says whether there was room."""
    ring, key, now = store_door.door().safe.keyring, city_key(request), store_door.now()
    with store_door.reading(request) as cursor:
        cursor.execute("DELETE FROM report_picture WHERE city = %s AND until < %s", (key, now))
        row = cursor.execute("SELECT count(*) FROM report_picture WHERE city = %s", (key,)).fetchone()
        if row is None or row[0] + len(pictures) > MOST_WAITING:
            return False
        cursor.execute("DELETE FROM report_picture WHERE city = %s AND report = %s", (key, report))
        for number, content in enumerate(pictures, 1):
            sealed = box.seal(ring, content, f"{key}/{report}/{number}")
            cursor.execute(
                "INSERT INTO report_picture VALUES (%s, %s, %s, %s, %s, %s, %s)",
                (key, report, number, *sealed, now + WAITS),
            )
    return True


def pictures_kept(request: HttpRequest, report: UUID) -> list[bytes]:
    """Return the pictures that wait for this report to be sent."""
    ring, key = store_door.door().safe.keyring, city_key(request)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT number, key_id, wrapped, box FROM report_picture WHERE city = %s AND report = %s"
            " AND until >= %s ORDER BY number",
            (key, report, store_door.now()),
        ).fetchall()
    try:
        return [box.unseal(ring, row[1], row[2], row[3], f"{key}/{report}/{row[0]}") for row in rows]
    except (InvalidTag, InvalidUnwrap, KeyError):
        return []


def forget_pictures(request: HttpRequest, report: UUID) -> None:
    """Forget them once they were sent."""
    with store_door.reading(request) as cursor:
        cursor.execute(
            "DELETE FROM report_picture WHERE city = %s AND report = %s", (city_key(request), report)
        )
