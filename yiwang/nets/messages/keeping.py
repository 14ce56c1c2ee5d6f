"""How long messages and addresses are kept (`keep` of messages.yaml): a sweep of the worker, once an hour.

A message that ended so many months ago is put away: its row no longer says to whom, about which case and with
which words it went, nor who has read it. Its entries stay, as all entries do: a random person id, a template,
a number; an address was never in them. An address that nothing was sent to for so long is erased, with its
key.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.nets.messages.addressee_rules import Lapse
from yiwang.nets.messages.kinds import ADDRESSEE, MESSAGE
from yiwang.nets.messages.records import FINAL
from yiwang.nets.messages.rules import PutAway
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.vault import erase
from yiwang.store.wall import city_transaction

WHO = system("keeping")
EVERY = timedelta(hours=1)
AT_ONCE = 200
ENDED = (
    "SELECT id FROM message_row WHERE city = %s AND phase = ANY(%s) AND created_at < %s"
    " ORDER BY created_at, id LIMIT %s"
)
UNUSED = (
    "SELECT a.id FROM addressee_row a WHERE a.city = %s AND a.changed_at < %s"
    " AND EXISTS (SELECT FROM vault v WHERE v.city = a.city AND v.stream = a.id AND v.erased_at IS NULL)"
    " AND NOT EXISTS (SELECT FROM message_row m WHERE m.city = a.city AND m.receiver = a.person"
    " AND m.channel <> 'page' AND m.created_at >= %s) ORDER BY a.id LIMIT %s"
)
SEALED = "SELECT id FROM vault WHERE city = %s AND stream = %s AND erased_at IS NULL"
NOT_READ = "DELETE FROM message_read WHERE city = %s AND message = ANY(%s)"


class Keeping:
    """Puts away what was kept long enough, city by city; looks at each at most once an hour."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._looked: dict[str, datetime] = {}

    def __call__(self, key: str, now: datetime) -> int:
        """Look at a city, unless that was done within the hour; return how much was put away."""
        last = self._looked.get(key)
        if last is not None and now - last < EVERY:
            return 0
        kept = self.door.cities(key, None).keeping
        done = 0
        if kept.messages:
            done += self._messages(key, months_before(now, kept.messages), now)
        if kept.addresses:
            done += self._addresses(key, months_before(now, kept.addresses), now)
        self._looked[key] = now
        return done

    def _messages(self, key: str, before: datetime, now: datetime) -> int:
        done = 0
        while found := self._ids(key, ENDED, sorted(FINAL), before, AT_ONCE):
            away = [one for one in found if self._ask(key, one, PutAway(before=before), now)]
            with (
                lend(self.door.pool) as connection,
                city_transaction(connection, key, WHO, door=True) as cursor,
            ):
                cursor.execute(NOT_READ, (key, away))
            done += len(away)
            if not away:
                break
        return done

    def _addresses(self, key: str, before: datetime, now: datetime) -> int:
        done = 0
        for one in self._ids(key, UNUSED, before, before, AT_ONCE):
            command = Ask(key, ADDRESSEE, one, Lapse(), WHO, now)
            if isinstance(execute(self.door, command), Done):
                gone = self._ids(key, SEALED, one)
                with lend(self.door.pool) as connection:
                    done += erase(connection, key, gone, now)
        return done

    def _ask(self, key: str, message: UUID, command: PutAway, now: datetime) -> bool:
        return isinstance(execute(self.door, Ask(key, MESSAGE, message, command, WHO, now)), Done)

    def _ids(self, key: str, query: str, *values: object) -> list[UUID]:
        with lend(self.door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
            return [row[0] for row in cursor.execute(query, (key, *values)).fetchall()]


def months_before(now: datetime, months: int) -> datetime:
    """Return the same moment so many months ago; the last of the month where that has no such day."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
