"""Payment (缴费): what a city asks of a payment provider, and a fake of one.

The provider is told of an order, sends the payer to a page of its own, and tells the city by a signed call
what became of it, perhaps several times. Amounts are decimal strings of yuan such as `12.50`; no floats.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Order:
    """What is to be paid. `id` is the city's own, and never used for anything else. No person is named."""

    id: str
    amount: str
    title: str


@dataclass(frozen=True)
class Paid:
    """What the provider tells: an order was paid; its own `reference`, the number of the e-receipt."""

    order: str
    amount: str
    reference: str
    receipt: str


PAID, REFUNDED = "paid", "refunded"


@dataclass(frozen=True)
class Listed:
    """An order as the provider's books have it. `state`: `paid` or `refunded`; `refund`: how much, or ""."""

    order: str
    amount: str
    reference: str
    state: str
    refund: str = ""


class Payments(Protocol):
    """A payment provider."""

    def begin(self, order: Order) -> str:
        """Tell the provider of an order; told twice it is one. Returns the address where it is paid."""

    def read(self, body: bytes, signature: str) -> Paid | None:
        """Return what a call tells; None where it is not signed by the provider, or says nothing."""

    def refund(self, paid: Paid, amount: str) -> str:
        """Give `amount` of a payment back, all of it at most; a payment has one refund, however often asked.

        Returns the refund's reference. Whatever it raises: nothing is known, and it is asked again later.
        """

    def listed(self, day: date) -> tuple[Listed, ...]:
        """Return every order paid on a day of the city, each once, as its books have it now."""


class FakePayments:
    """A provider for demo and tests: takes no money, signs as a real one would (HMAC-SHA256 of the body).

    Args:
        secret: known to the city and the provider. page: address of its paying page, with `ORDER` in it.
        books: file of what was paid and refunded, a line each, shared by its processes; None: in memory.
        today: the city's day.
    """

    def __init__(
        self, secret: bytes, page: str, books: Path | None = None, today: Callable[[], date] | None = None
    ) -> None:
        self._secret, self._page, self._books = secret, page, books
        self._today = today or (lambda: datetime.now(UTC).date())
        self._lines: list[str] = []

    def begin(self, order: Order) -> str:
        """Return the address of the fake's own page."""
        return self._page.replace("ORDER", order.id)

    def read(self, body: bytes, signature: str) -> Paid | None:
        """Return what a call tells, if it is signed by the fake."""
        if not hmac.compare_digest(self._signature(body).encode(), signature.encode("utf-8", "replace")):
            return None
        try:
            said = json.loads(body)
            found = Paid(**{name: said[name] for name in ("order", "amount", "reference", "receipt")})
        except (ValueError, KeyError, TypeError):
            return None
        return found if all(isinstance(one, str) for one in vars(found).values()) else None

    def refund(self, paid: Paid, amount: str) -> str:
        """Return the reference of the refund: the same however often it is asked."""
        self._book("refund", paid.order, amount)
        return "R-" + self._drawn(f"refund/{paid.reference}")

    def listed(self, day: date) -> tuple[Listed, ...]:
        """Return what the fake's books say was paid on the day; the first amount of an order counts."""
        lines = [json.loads(one) for one in self._read()]
        refunds = {one["order"]: one["amount"] for one in reversed(lines) if one["what"] == "refund"}
        found: dict[str, Listed] = {}
        for one in lines:
            if one["what"] == "paid" and one["day"] == day.isoformat() and one["order"] not in found:
                back = refunds.get(one["order"], "")
                reference = "P-" + self._drawn(f"paid/{one['order']}")
                found[one["order"]] = Listed(
                    one["order"], one["amount"], reference, REFUNDED if back else PAID, back
                )
        return tuple(found.values())

    def _book(self, what: str, order: str, amount: str) -> None:
        line = {"what": what, "order": order, "amount": amount, "day": self._today().isoformat()}
        if self._books is None:
            self._lines.append(json.dumps(line))
            return
        self._books.parent.mkdir(parents=True, exist_ok=True)
        with self._books.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _read(self) -> list[str]:
        if self._books is None:
            return self._lines
        return self._books.read_text(encoding="utf-8").splitlines() if self._books.exists() else []

    def paid_call(self, order: str, amount: str) -> tuple[bytes, str]:
        """Return body and signature of the call that tells of a payment: what only the provider can make."""
        said = {
            "order": order,
            "amount": amount,
            "reference": "P-" + self._drawn(f"paid/{order}"),
            "receipt": "DEMO-" + self._drawn(f"receipt/{order}"),
        }
        self._book("paid", order, amount)
        body = json.dumps(said, sort_keys=True).encode()
        return body, self._signature(body)

    def _signature(self, body: bytes) -> str:
        return hmac.new(self._secret, body, sha256).hexdigest()

    def _drawn(self, what: str) -> str:
        return hmac.new(self._secret, what.encode(), sha256).hexdigest()[:12].upper()
