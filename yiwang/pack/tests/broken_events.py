"""Packs whose kinds of events cannot be told apart, or are handled by nothing (YW244, YW245)."""

from __future__ import annotations

from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant


def events(code: str = "0102", matter: str = "tree-felling") -> Edit:
    """Give the pack a class with two kinds."""
    kind = "      - {code: %s, title: {zh: 倒树, en: Fallen tree}, matter: %s}\n"
    return added(
        "events.yaml",
        'classes:\n  - code: "01"\n    title: {zh: 园林, en: Parks}\n    group: event\n    kinds:\n'
        + kind % ('"0101"', "tree-felling")
        + kind % (f'"{code}"', matter),
    )


BROKEN_EVENTS: tuple[Mutant, ...] = (
    Mutant("YW244", "two kinds of events with one code", (events(code="0101"),)),
    Mutant("YW244", "a kind with the code of its class", (events(code="01"),)),
    Mutant("YW245", "a kind handled by a matter that is not there", (events(matter="tree-fall"),)),
    Mutant("YW245", "a kind handled as a service", (events(),)),
)
