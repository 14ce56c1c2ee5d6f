"""Telephone (12345): what a city asks of its telephone exchange, and a fake of one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Protocol


@dataclass(frozen=True)
class Call:
    """A call. `caller` is a number as it rang, "" where it was withheld: it goes to the card alone.

    Attributes:
        answered_by: position that answered, "" while it rings. recording: id of the recording, once answered.
        handed_to: number it was handed over to.
    """

    id: str
    caller: str
    at: datetime
    answered_by: str = ""
    recording: str = ""
    handed_to: str = ""


class Telephone(Protocol):
    """A telephone exchange."""

    def ringing(self) -> tuple[Call, ...]:
        """Return the calls that nobody has answered, the oldest first."""

    def answer(self, call: str, position: str) -> Call | None:
        """Let a position answer; the first wins, twice by the same is once. None: it is gone, or taken."""

    def hand_over(self, call: str, number: str) -> bool:
        """Hand a call that was answered over to a number at once. Says whether it was."""


class FakeTelephone:
    """An exchange for demo and tests: `ring` makes a call."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}

    def ring(self, caller: str, at: datetime) -> Call:
        """Let a telephone ring."""
        call = Call(f"call-{len(self.calls) + 1}", caller, at)
        self.calls[call.id] = call
        return call

    def ringing(self) -> tuple[Call, ...]:
        """Return what rings."""
        return tuple(one for one in self.calls.values() if not one.answered_by)

    def answer(self, call: str, position: str) -> Call | None:
        """Answer a call."""
        known = self.calls.get(call)
        if known is None or known.answered_by not in ("", position):
            return None
        recording = f"REC-{sha256(call.encode()).hexdigest()[:12].upper()}"
        self.calls[call] = replace(known, answered_by=position, recording=recording)
        return self.calls[call]

    def hand_over(self, call: str, number: str) -> bool:
        """Hand a call over."""
        known = self.calls.get(call)
        if known is None or not known.answered_by or known.handed_to not in ("", number):
            return False
        self.calls[call] = replace(known, handed_to=number)
        return True
