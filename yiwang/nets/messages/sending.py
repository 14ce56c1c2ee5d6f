"""Sending: slow work beside the worker's round, in a thread of its own.

For each message that is due: begin (one transaction), send with no transaction open, report (another). Killed
between the last two, it is sent again after its lease: at least once, and its record says that it may have
been twice. Two senders never send one message at a time: the door lets one begin.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.told import WEBHOOK
from yiwang.nets.messages import hook_rules
from yiwang.nets.messages.addressee_rules import address_for
from yiwang.nets.messages.cloud import cloud_event
from yiwang.nets.messages.kinds import ADDRESSEE, HOOK, MESSAGE, addressee_stream
from yiwang.nets.messages.ports import Letter, Outcome, Port, later, never
from yiwang.nets.messages.ports.webhook import secret_bytes
from yiwang.nets.messages.records import SENDING, Addressee, Message
from yiwang.nets.messages.relays import CODE, may_hear
from yiwang.nets.messages.rules import Begin, Report
from yiwang.nets.messages.texts import FOOT
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.faults import reach
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

WHO = system("sender")
AT_ONCE = 50
CITIES = "SELECT DISTINCT city FROM city_pack ORDER BY city"
DUE = (
    "SELECT id, CASE channel WHEN 'webhook' THEN receiver ELSE channel END FROM message_row"
    " WHERE city = %s AND due_at <= %s ORDER BY due_at, id LIMIT %s"
)
GIVEN_UP_AFTER = 3
"""Attempts in a row that found nobody there, after which the rest of a round leaves that line alone, so that
one server that is away does not hold up what goes elsewhere. A line is a channel, or one webhook."""
NOBODY_THERE = frozenset({"away", "timeout"})
STATE = "SELECT state FROM {table} WHERE city = %s AND id = %s"
_REASON = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Sender:
    """Sends what is due, of every city of a database.

    Args:
        chance: gives a number from 0 to `retries.SPREAD`. origin: the address people type, "" for none.
    """

    def __init__(
        self,
        door: Door,
        ports: Mapping[str, Port],
        clock: Callable[[], datetime],
        chance: Callable[[], int],
        origin: str = "",
    ) -> None:
        self.door, self.ports, self.clock, self.chance = door, ports, clock, chance
        self.origin = origin.rstrip("/")

    def run(self, stop: threading.Event, seconds: float = 2.0) -> None:
        """Send a round each `seconds` until told to stop."""
        while not stop.wait(seconds):
            try:
                self.round(stop)
            except (
                Exception
            ) as fault:  # the database is away: the next round finds it again, or says so again
                log.error("sending failed: %s", type(fault).__name__)

    def round(self, stop: threading.Event | None = None) -> int:
        """Send what is due now, some of each city. Returns how many attempts were made."""
        with lend(self.door.pool) as connection:
            cities = [row[0] for row in connection.execute(CITIES).fetchall()]
        made = 0
        silent: dict[str, int] = {}
        for city in cities:
            for stream, line in self._due(city):
                if stop is not None and stop.is_set():
                    return made
                if silent.get(line, 0) >= GIVEN_UP_AFTER:
                    continue
                outcome = self.send(city, stream)
                if outcome is not None:
                    made += 1
                    silent[line] = silent.get(line, 0) + 1 if outcome.reason in NOBODY_THERE else 0
        return made

    def send(self, city: str, stream: UUID) -> Outcome | None:
        """Make one attempt at one message. Returns None where another was faster or it has ended."""
        begun = execute(self.door, Ask(city, MESSAGE, stream, Begin(), WHO, self.clock()))
        if isinstance(begun, Refusal) or begun.state.phase != SENDING:
            return None
        message: Message = begun.state
        outcome = self._attempt(city, stream, message)
        reach(self.door.faults, "sent")
        reason = outcome.reason if _REASON.fullmatch(outcome.reason) else "other" if outcome.reason else ""
        report = Report(
            attempt=message.attempt,
            chance=self.chance(),
            outcome=outcome.phase,
            reason=reason,
            round=message.round,
            wait=outcome.wait,
        )
        execute(self.door, Ask(city, MESSAGE, stream, report, WHO, self.clock()))
        return outcome

    def _due(self, city: str) -> list[tuple[UUID, str]]:
        with lend(self.door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
            rows = cursor.execute(DUE, (city, self.clock(), AT_ONCE)).fetchall()
        return [(row[0], row[1]) for row in rows]

    def _attempt(self, city: str, stream: UUID, message: Message) -> Outcome:
        port = self.ports[message.channel]
        try:
            letter = self._letter(city, stream, message)
            return port.send(letter) if letter is not None else never("not-wanted")
        except Exception as fault:  # a port that breaks its word must not lose the message
            log.error("sending by %s failed: %s", message.channel, type(fault).__name__)
            return later("fault")

    def _letter(self, city: str, stream: UUID, message: Message) -> Letter | None:
        """Return the message as it goes out now; None where its receiver does not want it any more."""
        if message.channel == WEBHOOK:
            return self._to_hook(city, stream, message)
        known: Addressee | None = self._read(city, ADDRESSEE, addressee_stream(city, message.to))
        address = address_for(known, message.channel, confirming=message.template == CODE)
        if known is None or address is None:
            return None
        sealed = {"to": address}
        if message.template == CODE:
            sealed["code"] = known.sealed[f"{message.channel}-code"]
        opened = self._open(city, sealed)
        to, code = opened["to"], opened.get("code", "")
        if not isinstance(to, str) or not isinstance(code, str):
            return None  # erased
        words = {part: text[known.language] for part, text in message.words.items()}
        text = words["body"].replace("{code}", code)
        if message.channel == "email":
            link = f"{self.origin}/{city}/messages/" if self.origin else ""
            text = f"{text}\n\n{FOOT[known.language]}\n{link}".rstrip() + "\n"
        return Letter(str(stream), to, words.get("subject", ""), text, self.clock(), language=known.language)

    def _to_hook(self, city: str, stream: UUID, message: Message) -> Letter | None:
        hook = self._read(city, HOOK, UUID(message.to))
        if hook is None or hook.phase != "active" or not may_hear(self.door, city, hook.client):
            return None
        now = self.clock()
        names = hook_rules.signing(hook, now)
        opened = self._open(city, {name: hook.sealed[name] for name in names})
        secrets = tuple(secret_bytes(text) for text in opened.values() if isinstance(text, str))
        body = cloud_event(str(stream), city, message, self.origin)
        return Letter(str(stream), hook.url, "", body, now, secrets=secrets)

    def _read(self, city: str, kind: Any, stream: UUID) -> Any:
        with lend(self.door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
            row = cursor.execute(STATE.format(table=kind.table), (city, stream)).fetchone()
        return kind.decode(bytes(row[0])) if row is not None else None

    def _open(self, city: str, sealed: Mapping[str, Any]) -> dict[str, Any]:
        with lend(self.door.pool) as connection:
            return self.door.safe.open(connection, city, WHO, sealed)
