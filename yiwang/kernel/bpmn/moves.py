"""What a step of a process did, as plain data."""

from __future__ import annotations

from typing import Any

import msgspec

Tokens = tuple[str, ...]


class Opened(msgspec.Struct, frozen=True, gc=False):
    """A task or call that is now open: its node and its token, which is its id in the process."""

    node: str
    token: str


class TimerSet(msgspec.Struct, frozen=True, gc=False):
    """A timer that now runs: its node, its token, the token of its activity ("" for none), the duration."""

    node: str
    token: str
    task: str
    duration: str


class Thrown(msgspec.Struct, frozen=True, gc=False):
    """What the process sent out: by which node, `message`, `signal` or `escalation`, and its name."""

    node: str
    event: str
    ref: str


class FiredRule(msgspec.Struct, frozen=True, gc=False):
    """A rule of a decision table that matched, as plain data.

    Attributes:
        row: 1 for the first.
        inputs: what each column asked, the value it had, the cell that value passed.
        notes: the rule's annotations: name of the column and text.
    """

    row: int
    inputs: tuple[tuple[str, Any, str], ...]
    outputs: tuple[Any, ...]
    notes: tuple[tuple[str, str], ...] = ()


class FiredTable(msgspec.Struct, frozen=True, gc=False):
    """The rules of one table that matched."""

    table: str
    rules: tuple[FiredRule, ...]


class Ruled(msgspec.Struct, frozen=True, gc=False):
    """What a decision answered: its value, which rules fired, and why a value is null where one is."""

    value: Any
    tables: tuple[FiredTable, ...] = ()
    troubles: tuple[dict[str, str], ...] = ()


class Decided(msgspec.Struct, frozen=True, gc=False):
    """A decision that was asked: by which node, which decision, and what it said."""

    node: str
    decision: str
    ruled: Ruled


class Move(msgspec.Struct, frozen=True, gc=False):
    """What a step of the process did.

    Attributes:
        tokens: the new marking.
        opened: tasks and calls now open. closed: tokens of those no longer open, the completed one
            included.
        timers: timers now running. cleared: tokens of timers that no longer run, the fired one included.
        facts: what business rules found, as FEEL values (None, bool, Decimal, str, list).
        ended: no token is left.
        thrown: messages, signals and escalations sent, in order.
    """

    tokens: Tokens
    opened: tuple[Opened, ...]
    closed: tuple[str, ...]
    timers: tuple[TimerSet, ...]
    cleared: tuple[str, ...]
    facts: dict[str, Any]
    ended: bool
    thrown: tuple[Thrown, ...] = ()
    decided: tuple[Decided, ...] = ()
