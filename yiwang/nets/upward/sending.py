"""Sending up: slow work beside the worker's round, each platform in a thread of its own.

For a batch that is due: begin each (a transaction each), send with no transaction open, report each. Killed
between, a record is sent again after its lease, under the same number and key. Of one case only the earliest
record that was not taken goes, so its order is kept; personal values are opened for the request and dropped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.upward import Upward
from yiwang.nets.upward import making
from yiwang.nets.upward.kinds import OUTGOING
from yiwang.nets.upward.making import WHO, current
from yiwang.nets.upward.records import ACCEPTED, DEAD, REFUSED, RETRYING, SENDING, Outgoing
from yiwang.nets.upward.rules import ERASED, Begin, Report
from yiwang.ports import platform as port
from yiwang.ports.platform import Away, Notice, Platform, Verdict
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.faults import reach
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

CITIES = "SELECT DISTINCT city FROM city_pack ORDER BY city"
DUE = (
    "SELECT id FROM upward_row m WHERE m.city = %s AND m.platform = %s AND m.due_at <= %s"
    " AND (m.case_id = '' OR NOT EXISTS (SELECT FROM upward_row e WHERE e.city = m.city"
    " AND e.platform = m.platform AND e.case_id = m.case_id AND e.number < m.number"
    " AND e.case_id <> '' AND e.phase NOT IN ('accepted', 'set-aside')))"
    " ORDER BY m.number LIMIT %s"
)
_REASON = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_OUTCOMES = {port.ACCEPTED: ACCEPTED, port.REFUSED: REFUSED, port.LATER: RETRYING}


class Sender:
    """Sends what is due on the line to one platform of one city.

    Args:
        chance: gives a number from 0 to `retries.SPREAD`.
    """

    def __init__(
        self,
        door: Door,
        city: str,
        platform: str,
        port: Platform,
        clock: Callable[[], datetime],
        chance: Callable[[], int],
    ) -> None:
        self.door, self.city, self.platform = door, city, platform
        self.port, self.clock, self.chance = port, clock, chance

    def round(self) -> int:
        """Send one batch of what is due. Returns how many were taken by the platform."""
        mapping = current(self.door, self.city).upward.get(self.platform)
        if mapping is None:
            return 0
        begun = [(id, one) for id in self._due(mapping.batch) if (one := self._begin(id)) is not None]
        notices = {id: self._notice(one) for id, one in begun}
        for id, one in begun:
            if notices[id] is None:
                self._report(mapping, id, one, DEAD, ERASED)
        going = [(id, one) for id, one in begun if notices[id] is not None]
        if not going:
            return 0
        said, away = self._send([notice for id, _ in going if (notice := notices[id]) is not None])
        reach(self.door.faults, "sent-up")
        taken = 0
        for id, one in going:
            verdict = said.get(one.number)
            if verdict is None:
                self._report(mapping, id, one, RETRYING, away.reason, wait=away.wait)
            else:
                outcome = _OUTCOMES.get(verdict.state, RETRYING)
                taken += outcome == ACCEPTED
                self._report(mapping, id, one, outcome, verdict.reason, verdict.field)
        return taken

    def _due(self, most: int) -> list[UUID]:
        asked = (self.city, self.platform, self.clock(), most)
        with lend(self.door.pool) as connection, city_transaction(connection, self.city, WHO) as cursor:
            return [row[0] for row in cursor.execute(DUE, asked).fetchall()]

    def _begin(self, id: UUID) -> Outgoing | None:
        begun = execute(self.door, Ask(self.city, OUTGOING, id, Begin(), WHO, self.clock()))
        if isinstance(begun, Refusal) or begun.state.phase != SENDING:
            return None
        one: Outgoing = begun.state
        return one

    def _notice(self, one: Outgoing) -> Notice | None:
        """Return a record as it goes out; None where what is personal was erased."""
        fields = whole(self.door, self.city, one)
        return (
            Notice(one.number, one.made.key, one.made.type, one.day, fields) if fields is not None else None
        )

    def _send(self, notices: Sequence[Notice]) -> tuple[dict[int, Verdict], Away]:
        try:
            return {one.number: one for one in self.port.send(notices)}, Away("no-word")
        except Away as away:
            return {}, away
        except Exception as fault:  # an adapter that breaks its word must not lose a record
            log.error("sending up to %s failed: %s", self.platform, type(fault).__name__)
            return {}, Away("fault")

    def _report(
        self,
        mapping: Upward,
        id: UUID,
        one: Outgoing,
        outcome: str,
        reason: str = "",
        field: str = "",
        wait: int = 0,
    ) -> None:
        now = self.clock()
        known = {sent.name for sent in mapping.records.get(one.origin.record, ())}
        opens = None
        if outcome == REFUSED:
            city = current(self.door, self.city)
            opens = making.opening(city, mapping, id, now, one.round, one.attempt)
        report = Report(
            attempt=one.attempt,
            chance=self.chance(),
            field=field if field in known else "",  # never the platform's words: they may repeat a name
            opens=opens,
            outcome=outcome,
            reason=reason if _REASON.fullmatch(reason) else "other" if reason else "",
            round=one.round,
            wait=wait,
        )
        execute(self.door, Ask(self.city, OUTGOING, id, report, WHO, now))


def whole(door: Door, city: str, one: Outgoing) -> Mapping[str, str] | None:
    """Return all fields of a record, what is personal opened now; None where some of it was erased."""
    if not one.made.personal:
        return one.made.fields
    lies = making.sealed_of(door, city, one.origin)
    wanted = {name: lies[field] for name, field in one.made.personal.items() if field in lies}
    with lend(door.pool) as connection:
        opened: dict[str, Any] = door.safe.open(connection, city, WHO, wanted)
    if len(wanted) < len(one.made.personal) or not all(isinstance(value, str) for value in opened.values()):
        return None
    return {**one.made.fields, **opened}
