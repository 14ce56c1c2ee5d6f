"""Transitions of the kernel in memory, each chained by its hash, over bare hashing of the same bytes.

A transition is one decided command: permission, phase, the step of the process, the event's
canonical bytes, the chain's hash, the new state. The figure named `ours` is transitions per second.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.rounds import spread
from yiwang.kernel import ledger
from yiwang.kernel.access import system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, evolve, opened
from yiwang.kernel.commands import Complete, Context, File
from yiwang.kernel.refusal import Refusal

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SECONDS = 1.5


def one_round(seconds: float = SECONDS) -> tuple[float, float]:
    """Return transitions a second, and bare hashes of the same bytes a second."""
    from bench.six_steps import CITY, STEPS

    actor, pack = system("bench"), CITY.pack
    bodies: list[bytes] = []
    done = 0
    begun = time.perf_counter()
    until = begun + seconds
    while time.perf_counter() < until:
        for _ in range(50):
            done += _one_case(CITY, actor, pack, STEPS, bodies if len(bodies) < 5000 else None)
    ours = done / (time.perf_counter() - begun)
    return ours, _bare(bodies, seconds / 3)


def _one_case(city: Any, actor: Any, pack: str, steps: int, keep: list[bytes] | None) -> int:
    command = File(case="018f", number="2603-B", matter="six", place="1", channel="online")
    answer = decide(None, command, Context(START, actor, city))
    assert not isinstance(answer, Refusal), answer
    case: Case | None = None
    head, done, now = ledger.genesis(city.id, "case/018f"), 0, START
    for event in answer:
        case = opened(event, pack, now) if case is None else evolve(case, event, now)
        head = _entry(actor.signature, now, event, pack, head, keep)
    assert case is not None
    for _ in range(steps):
        now += timedelta(hours=1)
        answer = decide(case, Complete(task=case.tasks[0].id), Context(now, actor, city))
        assert not isinstance(answer, Refusal), answer
        for event in answer:
            case = evolve(case, event, now)
            head = _entry(actor.signature, now, event, pack, head, keep)
        done += 1
    assert not case.tasks
    return done + 1


def _entry(actor: str, at: datetime, event: Any, pack: str, head: bytes, keep: list[bytes] | None) -> bytes:
    body = ledger.entry_bytes(ledger.Entry(actor, at, event.data, pack, event.type, event.v))
    if keep is not None:
        keep.append(body)
    return ledger.chain(head, body)


def _bare(bodies: list[bytes], seconds: float) -> float:
    head, done = bytes(32), 0
    begun = time.perf_counter()
    until = begun + seconds
    while time.perf_counter() < until:
        for body in bodies:
            head = ledger.chain(head, body)
        done += len(bodies)
    return done / (time.perf_counter() - begun)


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return transitions per second (`ours`) beside bare hashing (`other`) of the same run."""
    return spread([one_round() for _ in range(rounds)], unit="transitions/s")
