"""Questions a second to `access.may`, mixed as pages ask them, over a bare test of two sets.

Ours: applicant, agent, officer, window, chief in two bodies, auditor and a stranger, of verbs they may and
may not, of a case. Other: `set.isdisjoint` of the same bodies, a Python call that decides nothing.
"""

from __future__ import annotations

from time import process_time
from typing import Any

from bench.million import resident, staff
from bench.rounds import spread
from yiwang.kernel.access import Principal, Target, may

SECONDS = 1.0  # of the processor: a question waits for nothing, so what else the machine does is left out
ACTORS = (
    resident(1),
    type(resident(2))("person-2", "resident", principals=(Principal("person-1", "m"),)),
    staff("officer", "body-1"),
    staff("window", "window-1"),
    staff("chief", "body-1", "body-2"),
    staff("auditor", "audit"),
    staff("officer", "body-9"),
)
VERBS = ("case.read", "case.accept", "case.decide", "case.read-sealed", "inbox.read")
TARGET = Target("person-1", "body-1", ("body-1", "body-2"), "window-1", "430600", "id", "matter")


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return questions a second (`ours`) and set tests a second (`other`), interleaved."""
    return spread([(_ours(), _other()) for _ in range(rounds)], unit="questions/s")


def _ours() -> float:
    asked = [(actor, verb) for actor in ACTORS for verb in VERBS]
    done, begun = 0, process_time()
    while process_time() - begun < SECONDS:
        for actor, verb in asked:
            may(actor, verb, TARGET, "handling")
        done += len(asked)
    return done / (process_time() - begun)


def _other() -> float:
    bodies, count = frozenset(TARGET.bodies), len(ACTORS) * len(VERBS)
    done, begun = 0, process_time()
    while process_time() - begun < SECONDS:
        for _ in range(count):
            bodies.isdisjoint(TARGET.bodies)
        done += count
    return done / (process_time() - begun)
