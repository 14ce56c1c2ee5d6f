"""Evaluations per second of a compiled unary test, beside the same comparison in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Any

from bench.rounds import spread
from yiwang.kernel.feel import Tests, compile_unary_tests

TEXT = "[50..120), >= 800"
VALUES = [Decimal(number).scaleb(-1) for number in range(0, 20_000)]
_TIMES = 5


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return evaluations per second of `TEXT`, and of the bare comparison of decimals."""
    tests = compile_unary_tests(TEXT)
    assert isinstance(tests, Tests)
    low, high, far = Decimal(50), Decimal(120), Decimal(800)

    def bare(value: Decimal, facts: dict[str, Any]) -> bool:
        return low <= value < high or value >= far

    assert all(tests.matches(value, {}) is bare(value, {}) for value in VALUES)
    pairs = [(_rate(tests.matches), _rate(bare)) for _ in range(rounds)]
    return spread(pairs, "evaluations/s")


def _rate(ask: Callable[[Any, dict[str, Any]], Any]) -> float:
    facts: dict[str, Any] = {}
    began = perf_counter()
    for _ in range(_TIMES):
        for value in VALUES:
            ask(value, facts)
    return _TIMES * len(VALUES) / (perf_counter() - began)


if __name__ == "__main__":
    print(measure())
