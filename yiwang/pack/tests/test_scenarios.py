"""The scenarios of the packs come true; one that does not is told with its place and both values."""

from __future__ import annotations

from pathlib import Path

import pytest

from yiwang.pack.load import load, load_files
from yiwang.pack.scenarios.run import run_scenarios

PACKS = Path(__file__).parents[3] / "packs"
FILE = "scenarios/hygiene.yaml"


def broken(old: str, new: str) -> list[tuple[str, str]]:
    files = dict(load(PACKS / "yueyang").files)
    text = files[FILE].decode()
    assert old in text
    came = run_scenarios(load_files({**files, FILE: text.replace(old, new, 1).encode()}))
    return [(one.code, one.message.en) for one in came.findings]


@pytest.mark.parametrize("city", ["yueyang", "permits", "tutorial"])
def test_every_scenario_of_a_pack_is_true(city: str) -> None:
    came = run_scenarios(load(PACKS / city))

    assert came.findings == []
    assert came.true == came.scenarios > 0


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("due: 2026-03-31", "due: 2026-04-01", "YW901", "decision.due: expected 2026-04-01, got 2026-03-31."),
        ("phase: accepted", "phase: filed", "YW901", "phase: expected filed, got accepted."),
        ("deemed: accepted", "deemed: none", "YW901", "deemed: expected none, got accepted."),
        ("act: receive", "act: recieve", "YW902", "“recieve” is not known."),
        (
            "refused: access.denied",
            "refused: case.unknown",
            "YW903",
            "expected case.unknown, got access.denied",
        ),
        ('"2026-03-02 10:00"', '"2026-13-02 10:00"', "YW902", "“2026-13-02 10:00” is no time."),
        ("channel: window", "chanel: window", "YW902", "“chanel” is not known."),
    ],
)
def test_a_scenario_that_is_not_so_says_both_values(old: str, new: str, code: str, said: str) -> None:
    found = broken(old, new)

    assert [one for one, _ in found] == [code]
    assert said in found[0][1]
