"""Refunds that a person has asked for and the provider has not taken yet: asked again until it has.

Somebody's act is recorded first, then the provider is asked, with no transaction open. Where that fails, or
we are killed in between, the fee stays "being refunded" and is asked again: a payment has one refund however
often it is asked (`ports.payment`).
"""

from __future__ import annotations

import hmac
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.fees.kinds import FEE
from yiwang.nets.fees.records import Fee
from yiwang.nets.fees.rules import GivenBack
from yiwang.ports.payment import FakePayments, Paid, Payments
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.keys import Keyring
from yiwang.store.wall import city_transaction

log = logging.getLogger(__name__)

WHO = system("payments")
AGAIN_AFTER = timedelta(minutes=1)
"""How long whoever pressed the button has to hear the provider's answer; our own rule."""
CITIES = "SELECT DISTINCT city FROM city_pack ORDER BY city"
WAITING = (
    "SELECT id, state FROM fee_row WHERE city = %s AND phase = 'refunding' AND changed_at <= %s"
    " ORDER BY changed_at, id LIMIT 100"
)


def demo_payments(
    keyring: Keyring, city: str, page: str = "", today: Callable[[], date] | None = None
) -> FakePayments:
    """Return the demo's provider of a city; without `page` it gives back, and nobody pays.

    Its books lie beside the keys, so that worker and pages see the same.
    """
    secret = hmac.new(keyring.master().secret, f"demo-payments/{city}".encode(), sha256).digest()
    return FakePayments(secret, page, books_of(keyring, city), today)


def configured(environ: Mapping[str, str], keyring: Keyring) -> Callable[[str], Payments | None]:
    """Return which provider each city of a process beside the pages has: the demo's, or none.

    A command beside a demo knows it by the demo's books.
    """
    from yiwang.web.environment import flag

    demo = flag(environ, "YIWANG_DEMO")

    def of(city: str) -> Payments | None:
        if demo or books_of(keyring, city).exists():
            return demo_payments(keyring, city)
        return None

    return of


def books_of(keyring: Keyring, city: str) -> Path:
    """Return the file of the demo provider's books."""
    return keyring.folder.parent / "demo-payments" / f"{city}.jsonl"


def asked_of(provider: Payments, fee: Fee) -> str | None:
    """Ask the provider for a refund. Returns its reference, None where nobody answered as agreed."""
    paid = Paid(fee.order, fee.amount, fee.reference, fee.receipt)
    try:
        return provider.refund(paid, fee.refund_amount or fee.amount) or None
    except Exception as fault:  # an adapter that breaks its word must not lose the refund
        log.error("a refund failed and is asked again: %s", type(fault).__name__)
        return None


class Refunds:
    """Asks again, of every city of a database. `provider`: city → its provider, None where it has none."""

    def __init__(
        self, door: Door, provider: Callable[[str], Payments | None], clock: Callable[[], datetime]
    ) -> None:
        self.door, self.provider, self.clock = door, provider, clock

    def run(self, stop: threading.Event, seconds: float = 60.0) -> None:
        """Work a round each `seconds` until told to stop."""
        while not stop.wait(seconds):
            try:
                self.round()
            except Exception as fault:  # the database is away: the next round finds it again
                log.error("refunds failed: %s", type(fault).__name__)

    def round(self) -> int:
        """Ask for what waits. Returns how many refunds were given."""
        with lend(self.door.pool) as connection:
            cities = [row[0] for row in connection.execute(CITIES).fetchall()]
        return sum(self._city(city) for city in cities)

    def _city(self, city: str) -> int:
        provider = self.provider(city)
        if provider is None:
            return 0
        with lend(self.door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
            rows = cursor.execute(WAITING, (city, self.clock() - AGAIN_AFTER)).fetchall()
        given = 0
        for stream, state in rows:
            reference = asked_of(provider, FEE.decode(bytes(state)))
            if reference is None:
                continue
            ask = Ask(city, FEE, stream, GivenBack(refund=reference), WHO, self.clock())
            given += not isinstance(execute(self.door, ask), Refusal)
        return given
