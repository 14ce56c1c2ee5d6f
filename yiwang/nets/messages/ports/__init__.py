"""The ports by which messages leave: one protocol, one module for each channel, one fake, one contract test.

YIWANG_SMTP switches e-mail on, YIWANG_SMS names a city's adapter for SMS; webhooks need nothing. In the demo
what is not set is a fake that writes to a file and says so. What a port must keep is written as a test to
run: `contract.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol

from yiwang.kernel.told import EMAIL, SMS, WEBHOOK
from yiwang.nets.messages.records import DELIVERED, PERMANENT, TECHNICAL, TEMPORARY

LONGEST_SEND = 30.0
"""Seconds within which a port has an answer; the lease of a message is much longer."""


@dataclass(frozen=True)
class Letter:
    """One message ready to go. Never logged: `to` is somebody's address.

    Attributes:
        id: the same for every attempt, so that a receiver can tell a repetition.
        to: e-mail address, telephone number, or address of a webhook.
        secrets: keys that sign a webhook, the newest first. language: of the words, `zh` or `en`.
    """

    id: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    at: datetime
    language: str = "zh"
    secrets: tuple[bytes, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt.

    Attributes:
        phase: delivered (the other side has it), temporary (try again), permanent (the other side will never
            take it), technical (ours is at fault and trying again does not help).
        reason: a code of ours; never the other side's words, which may hold an address.
        wait: seconds the other side asked to be left alone.
    """

    phase: str
    reason: str = ""
    wait: int = 0


def delivered(reason: str = "") -> Outcome:
    """The other side has taken it."""
    return Outcome(DELIVERED, reason)


def later(reason: str, wait: int = 0) -> Outcome:
    """Not now; it is tried again."""
    return Outcome(TEMPORARY, reason, wait)


def never(reason: str) -> Outcome:
    """The other side will not take it."""
    return Outcome(PERMANENT, reason)


def ours(reason: str) -> Outcome:
    """Our own settings are at fault."""
    return Outcome(TECHNICAL, reason)


class Port(Protocol):
    """Sends by one channel."""

    @property
    def fake(self) -> bool:
        """Whether nothing really leaves by it."""

    def send(self, letter: Letter) -> Outcome:
        """Send, and say what became of it within `LONGEST_SEND`. Never raises for the other side's faults."""


class Missing:
    """Stands where a channel has no port: what was to go by it becomes a dead letter that says so."""

    fake = False

    def send(self, letter: Letter) -> Outcome:
        """Send nothing."""
        return ours("not-configured")


def configured(environ: Mapping[str, str], data: Path) -> dict[str, Port]:
    """Return the port of each channel by what the environment says.

    Raises:
        ValueError: a setting cannot be read, or an adapter cannot be loaded; says which.
    """
    from yiwang.nets.messages.ports import email, fake, webhook
    from yiwang.web.environment import flag

    demo = flag(environ, "YIWANG_DEMO")
    instead: dict[str, Port] = {
        channel: fake.FilePort(channel, data / fake.FILE) if demo else Missing() for channel in (EMAIL, SMS)
    }
    return {
        EMAIL: email.of(environ) or instead[EMAIL],
        SMS: _adapter(environ) or instead[SMS],
        WEBHOOK: webhook.WebhookPort(webhook.allowed_networks(environ)),
    }


def offered(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the channels outside the pages that people may choose here."""
    from yiwang.web.environment import flag

    demo = flag(environ, "YIWANG_DEMO")
    names = ((EMAIL, "YIWANG_SMTP"), (SMS, "YIWANG_SMS"))
    return tuple(channel for channel, name in names if demo or environ.get(name, "").strip())


def faked(environ: Mapping[str, str], channel: str) -> bool:
    """Say whether a channel that is offered only writes to a file."""
    name = {EMAIL: "YIWANG_SMTP", SMS: "YIWANG_SMS"}[channel]
    return not environ.get(name, "").strip()


def _adapter(environ: Mapping[str, str]) -> Port | None:
    named = environ.get("YIWANG_SMS", "").strip()
    if not named:
        return None
    module, _, factory = named.partition(":")
    try:
        made: Port = getattr(import_module(module), factory)()
    except (ImportError, AttributeError) as fault:
        raise ValueError(f"YIWANG_SMS: {named} cannot be loaded ({type(fault).__name__})") from fault
    return made
