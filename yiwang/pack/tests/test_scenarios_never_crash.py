"""Whatever stands in a scenario file, it is told or run; nothing of it crashes the check."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from yiwang.pack.compile import compile_pack
from yiwang.pack.load import load
from yiwang.pack.read_yaml import read_yaml
from yiwang.pack.scenarios.read import scenarios_of
from yiwang.pack.scenarios.run import run_scenario

PACKS = Path(__file__).parents[3] / "packs"
PACK = load(PACKS / "yueyang")
CITY = compile_pack(PACK)
CLAUSES = {clause.citation for clause in PACK.clauses}
WORDS = [
    "none",
    "0",
    "-1",
    "[]",
    "{}",
    "''",
    "2019-01-01 10:00",
    "back",
    "1e9 日",
    "0 工作日",
    "即时",
    "file",
    "~",
]


def run(data: bytes) -> int:
    node, findings = read_yaml("scenarios/one.yaml", data)
    if node is None:
        return len(findings)
    scenarios, wrong, _ = scenarios_of("scenarios/one.yaml", node, CITY.calendar.zone)
    return len(wrong) + sum(len(run_scenario(one, CITY, CLAUSES)) for one in scenarios)


@pytest.mark.parametrize("name", ["hygiene", "limits"])
def test_mutated_scenarios_are_told_or_run(name: str) -> None:
    chance = random.Random(name)
    whole = (PACKS / f"yueyang/scenarios/{name}.yaml").read_text("utf-8")
    told = 0
    for _ in range(150):
        lines = whole.splitlines()[:60]
        number = chance.randrange(3, len(lines))
        parts = lines[number].split(" ")
        parts[chance.randrange(len(parts))] = chance.choice(WORDS)
        lines[number] = " ".join(parts)
        if chance.random() < 0.3:
            del lines[chance.randrange(3, len(lines))]
        told += run("\n".join(lines).encode()) > 0
    assert told > 50


def test_random_bytes_are_told() -> None:
    chance = random.Random(1)
    assert all(run(chance.randbytes(80)) > 0 for _ in range(50))


@pytest.mark.parametrize(
    "text", ["{}", "[]", "1", "scenarios: [1]", "scenarios: [{title: 1}]", "scenarios: {}"]
)
def test_a_file_without_scenarios_is_told(text: str) -> None:
    assert run(text.encode()) == 1
