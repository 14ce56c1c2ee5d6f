"""Reading messages: one's own box, where one is reached, and what became of deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import psycopg
from django.http import HttpRequest

from yiwang.nets.messages.kinds import ADDRESSEE, MESSAGE, addressee_stream
from yiwang.nets.messages.records import Addressee, Message
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key

PAGE_OF_BOX = 20
MOST_COUNTED = 100
BOX = (
    "SELECT m.id, m.state, r.message IS NULL FROM message_row m LEFT JOIN message_read r"
    " ON r.city = m.city AND r.person = m.receiver AND r.message = m.id"
    " WHERE m.city = %s AND m.receiver = %s AND m.channel = 'page'"
    " ORDER BY m.created_at DESC, m.id LIMIT %s"
)
BOX_AFTER = (
    "SELECT m.id, m.state, r.message IS NULL FROM message_row m LEFT JOIN message_read r"
    " ON r.city = m.city AND r.person = m.receiver AND r.message = m.id"
    " WHERE m.city = %s AND m.receiver = %s AND m.channel = 'page' AND EXISTS (SELECT FROM message_row k"
    " WHERE k.city = m.city AND k.receiver = m.receiver AND k.id = %s"
    " AND (m.created_at < k.created_at OR (m.created_at = k.created_at AND m.id > k.id)))"
    " ORDER BY m.created_at DESC, m.id LIMIT %s"
)
UNREAD = (
    "SELECT count(*) FROM (SELECT FROM message_row m WHERE m.city = %s AND m.receiver = %s"
    " AND m.channel = 'page' AND NOT EXISTS (SELECT FROM message_read r WHERE r.city = m.city"
    " AND r.person = m.receiver AND r.message = m.id) LIMIT %s) AS counted"
)
READ_ONE = (
    "INSERT INTO message_read (city, person, message) SELECT city, receiver, id FROM message_row"
    " WHERE city = %s AND receiver = %s AND channel = 'page' AND id = %s ON CONFLICT DO NOTHING"
)
READ_ALL = (
    "INSERT INTO message_read (city, person, message) SELECT city, receiver, id FROM message_row"
    " WHERE city = %s AND receiver = %s AND channel = 'page' AND created_at <= %s ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True)
class InBox:
    """A message of one's box."""

    id: UUID
    message: Message
    unread: bool


def box(request: HttpRequest, after: UUID | None = None) -> tuple[list[InBox], bool]:
    """Return the actor's own messages, the newest first, and whether there are more.

    Args:
        after: of these messages the one behind which to go on, None for the newest.
    """
    who, behind = (city_key(request), actor_of(request).person), () if after is None else (after,)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(BOX_AFTER if behind else BOX, (*who, *behind, PAGE_OF_BOX + 1)).fetchall()
    found = [InBox(row[0], MESSAGE.decode(bytes(row[1])), row[2]) for row in rows]
    return found[:PAGE_OF_BOX], len(found) > PAGE_OF_BOX


def unread(request: HttpRequest) -> int:
    """Return how many messages the actor has not read, at most `MOST_COUNTED`; 0 while the store is away."""
    asked = (city_key(request), actor_of(request).person, MOST_COUNTED)
    try:
        with store_door.reading(request) as cursor:
            row = cursor.execute(UNREAD, asked).fetchone()
    except psycopg.Error:  # the page that says so has a menu, too
        return 0
    return int(row[0]) if row else 0


def mark(request: HttpRequest, message: UUID | None) -> None:
    """Remember that the actor has read a message, or all there are now (None)."""
    which = (READ_ALL, store_door.now()) if message is None else (READ_ONE, message)
    with store_door.reading(request) as cursor:
        cursor.execute(which[0], (city_key(request), actor_of(request).person, which[1]))


def addressee(request: HttpRequest) -> Addressee | None:
    """Return where the actor is reached, None before anything was chosen."""
    stream = addressee_stream(city_key(request), actor_of(request).person)
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM addressee_row WHERE city = %s AND id = %s", (city_key(request), stream)
        ).fetchone()
    return ADDRESSEE.decode(bytes(row[0])) if row else None


def last_failures(request: HttpRequest) -> dict[str, str]:
    """Return channel → reason, where the last message to the actor by that channel failed for good."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT ON (channel) channel, phase, reason FROM message_row WHERE city = %s"
            " AND receiver = %s AND channel IN ('email', 'sms') ORDER BY channel, created_at DESC, id",
            (city_key(request), actor_of(request).person),
        ).fetchall()
    return {channel: reason for channel, phase, reason in rows if phase.endswith("failure")}
