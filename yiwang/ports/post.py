"""Post (寄送): what a city asks of a carrier, and a fake of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Protocol

STATES = ("moving", "delivered", "returned")


@dataclass(frozen=True)
class Parcel:
    """What is sent. `id` is the city's own; name, telephone and address go to the carrier alone."""

    id: str
    name: str
    telephone: str
    address: str


class Post(Protocol):
    """A carrier."""

    def hand_over(self, parcel: Parcel, at: datetime) -> str:
        """Hand a parcel over; handed over twice it is one. Returns its tracking number."""

    def state(self, tracking: str, handed_over_at: datetime, now: datetime) -> str:
        """Return one of `STATES`."""


class FakePost:
    """A carrier for demo and tests: everything arrives after a day, but what goes to `退回` comes back."""

    TRAVELS = timedelta(days=1)

    def hand_over(self, parcel: Parcel, at: datetime) -> str:
        """Return a tracking number: the same for the same parcel."""
        back = "B" if "退回" in parcel.address else "D"
        return f"DEMO{back}{sha256(parcel.id.encode()).hexdigest()[:10].upper()}"

    def state(self, tracking: str, handed_over_at: datetime, now: datetime) -> str:
        """Return where a parcel is after the time that has passed."""
        if now - handed_over_at < self.TRAVELS:
            return "moving"
        return "returned" if tracking.startswith("DEMOB") else "delivered"
