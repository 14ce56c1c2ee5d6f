"""Transitions of the kernel in memory, each chained by its hash, over bare hashing of the same bytes.

A transition is one event: its command decided (permission, phase, the step of the process, the
clocks), its canonical bytes and the chain's hash made, the state evolved. One process a core does
whole cases after whole cases, all at once; `ours` is the sum of what they do in a second.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from typing import Any

from bench.rounds import spread
from bench.six_steps import CITY, STEPS
from yiwang.kernel import ledger
from yiwang.kernel.access import Actor, system
from yiwang.kernel.acts import decide
from yiwang.kernel.case import Case, evolve, opened
from yiwang.kernel.commands import Command, Complete, Context, File

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECONDS = 2.0
KEPT = 5000  # bodies that are hashed again, bare


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return transitions per second (`ours`) beside bare hashing (`other`) of the same run."""
    cores = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        list(pool.map(one_round, [time.monotonic() + 1.0] * cores))  # every process is up, and warm
        pairs = [_together(pool, cores) for _ in range(rounds)]
    return spread(pairs, unit=f"transitions/s, {cores} processes")


def _together(pool: ProcessPoolExecutor, cores: int) -> tuple[float, float]:
    found = list(pool.map(one_round, [time.monotonic() + 0.1] * cores))
    return sum(ours for ours, _ in found), sum(bare for _, bare in found)


def one_round(begin: float, seconds: float = SECONDS) -> tuple[float, float]:
    """Return this process's transitions a second, and its bare hashes a second of the same bytes.

    Args:
        begin: on the monotonic clock, which all processes share; so that they run at the same time.
    """
    time.sleep(max(begin - time.monotonic(), 0))
    actor, bodies, done = system("bench"), [], 0
    begun = time.perf_counter()
    until = begun + seconds
    while time.perf_counter() < until:
        for _ in range(50):
            done += _one_case(actor, bodies if len(bodies) < KEPT else None)
    ours = done / (time.perf_counter() - begun)
    return ours, _bare(bodies, seconds / 4)


def _one_case(actor: Actor, keep: list[bytes] | None) -> int:
    """File a case, complete its steps, and return how many events that made."""
    command = File(case="018f", number="2603-B", matter="six", place="1", channel="online")
    case, head, now = None, ledger.genesis(CITY.id, "case/018f"), START
    case, head = _carry_out(case, head, command, actor, now, keep)
    for _ in range(STEPS):
        now += HOUR
        case, head = _carry_out(case, head, Complete(task=case.tasks[0].id), actor, now, keep)
    assert case.phase == "closed", case
    return case.events


def _carry_out(
    case: Case | None, head: bytes, command: Command, actor: Actor, now: datetime, keep: list[bytes] | None
) -> tuple[Case, bytes]:
    """Decide, evolve, chain, as the one door does."""
    answer = decide(case, command, Context(now, actor, CITY))
    assert isinstance(answer, tuple), answer
    signature, pack = actor.signature, CITY.pack
    for event in answer:
        case = opened(event, pack, now) if case is None else evolve(case, event, now)
        body = ledger.entry_bytes(ledger.Entry(signature, now, event.data, pack, event.type, event.v))
        head = ledger.chain(head, body)
        if keep is not None:
            keep.append(body)
    assert case is not None
    return case, head


def _bare(bodies: list[bytes], seconds: float) -> float:
    head, done = bytes(32), 0
    begun = time.perf_counter()
    until = begun + seconds
    while time.perf_counter() < until:
        for body in bodies:
            head = ledger.chain(head, body)
        done += len(bodies)
    return done / (time.perf_counter() - begun)
