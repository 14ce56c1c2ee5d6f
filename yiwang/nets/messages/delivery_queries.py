"""Reading what became of messages that left: by the body whose cases they are about, and in figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.access import scope, system
from yiwang.nets.messages.kinds import HOOK, MESSAGE
from yiwang.nets.messages.records import DEAD, PHASES, Hook, Message
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key

FIGURES = system("messages-figures")
"""Reads what is then counted, or shown without case and receiver."""
PAGE_OF_DELIVERIES, MOST_AT_ONCE, LAST = 50, 200, 20
DAYS = 30
DEAD_PHASES = sorted(DEAD)
LIST = (
    "SELECT id, state FROM message_row WHERE city = %s AND body = ANY(%s) AND channel <> 'page'"
    " AND phase = ANY(%s) ORDER BY created_at DESC, id LIMIT %s"
)
LIST_AFTER = (
    "SELECT m.id, m.state FROM message_row m WHERE m.city = %s AND m.body = ANY(%s) AND m.channel <> 'page'"
    " AND m.phase = ANY(%s) AND EXISTS (SELECT FROM message_row k WHERE k.city = m.city AND k.id = %s"
    " AND (m.created_at < k.created_at OR (m.created_at = k.created_at AND m.id > k.id)))"
    " ORDER BY m.created_at DESC, m.id LIMIT %s"
)
GROUPS = (
    "SELECT channel, phase, reason, count(*) FROM message_row WHERE city = %s AND channel <> 'page'"
    " AND created_at > %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)
OF_GROUP = (
    "SELECT id FROM message_row WHERE city = %s AND channel = %s AND phase = ANY(%s) AND reason = %s"
    " AND created_at > %s ORDER BY created_at, id LIMIT %s"
)


@dataclass(frozen=True)
class Known:
    """A record with its id."""

    id: UUID
    state: Any


@dataclass(frozen=True)
class Group:
    """How many messages stand alike."""

    channel: str
    phase: str
    reason: str
    count: int

    @property
    def dead(self) -> bool:
        """Whether they may be sent again."""
        return self.phase in DEAD


def followed(request: HttpRequest) -> list[str]:
    """Return the bodies whose deliveries the actor follows."""
    reaches = scope(actor_of(request), "message.follow")
    return sorted({body for reach in reaches for body in reach.values})


def phases_of(named: str) -> list[str]:
    """Return the phases that a name of the filter stands for."""
    if named == "dead":
        return DEAD_PHASES
    return [named] if named in PHASES else list(PHASES)


def deliveries(request: HttpRequest, named: str, after: UUID | None = None) -> tuple[list[Known], bool]:
    """Return messages about the cases of the actor's bodies, the newest first, and whether there are more.

    Args:
        after: of these messages the one behind which to go on, None for the newest.
    """
    asked = (city_key(request), followed(request), phases_of(named))
    behind = () if after is None else (after,)
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            LIST_AFTER if behind else LIST, (*asked, *behind, PAGE_OF_DELIVERIES + 1)
        ).fetchall()
    found = [Known(row[0], MESSAGE.decode(bytes(row[1]))) for row in rows]
    return found[:PAGE_OF_DELIVERIES], len(found) > PAGE_OF_DELIVERIES


def groups(request: HttpRequest) -> list[Group]:
    """Return how many messages of the last days stand how, in the whole city."""
    since = store_door.now() - timedelta(days=DAYS)
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(GROUPS, (city_key(request), since)).fetchall()
    return [Group(*row) for row in rows]


def of_group(request: HttpRequest, channel: str, reason: str) -> list[UUID]:
    """Return the dead letters of a channel that failed for a reason, the oldest first."""
    since = store_door.now() - timedelta(days=DAYS)
    asked = (city_key(request), channel, DEAD_PHASES, reason, since, MOST_AT_ONCE)
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(OF_GROUP, asked).fetchall()
    return [row[0] for row in rows]


def hooks(request: HttpRequest) -> list[Known]:
    """Return the webhooks that the actor's wall shows."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM hook_row WHERE city = %s ORDER BY body, id", (city_key(request),)
        ).fetchall()
    return [Known(row[0], HOOK.decode(bytes(row[1]))) for row in rows]


def hook(request: HttpRequest, id: UUID) -> Hook | None:
    """Return one webhook."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM hook_row WHERE city = %s AND id = %s", (city_key(request), id)
        ).fetchone()
    return HOOK.decode(bytes(row[0])) if row else None


def last_of_hook(request: HttpRequest, id: UUID) -> list[Message]:
    """Return the last messages to a webhook; who shows them leaves out the case."""
    with store_door.reading(request, FIGURES) as cursor:
        rows = cursor.execute(
            "SELECT state FROM message_row WHERE city = %s AND receiver = %s AND channel = 'webhook'"
            " ORDER BY created_at DESC, id LIMIT %s",
            (city_key(request), str(id), LAST),
        ).fetchall()
    return [MESSAGE.decode(bytes(row[0])) for row in rows]
