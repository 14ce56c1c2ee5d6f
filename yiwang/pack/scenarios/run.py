"""Runs every scenario of a pack."""

from __future__ import annotations

from typing import NamedTuple

from yiwang.kernel.matter import City
from yiwang.pack.compile import Unfit, compile_pack
from yiwang.pack.finding import Finding
from yiwang.pack.kinds import kind_of
from yiwang.pack.model import Pack
from yiwang.pack.scenarios import read
from yiwang.pack.scenarios.read import Misread, Scenario
from yiwang.pack.scenarios.run_case import run_case
from yiwang.pack.scenarios.run_clock import run_clock


class Outcome(NamedTuple):
    """What came of the scenarios of a pack: how many there are, how many came true, and what did not."""

    scenarios: int
    true: int
    findings: list[Finding]


def run_scenarios(pack: Pack) -> Outcome:
    """Run the scenarios of a pack that can be compiled.

    Raises:
        Unfit: it cannot; its own errors come first.
    """
    city = compile_pack(pack)
    clauses = {clause.citation for clause in pack.clauses}
    total = true = 0
    findings: list[Finding] = []
    for file, node in pack.nodes.items():
        kind = kind_of(file)
        if kind is None or kind.name != "scenario":
            continue
        scenarios, wrong, count = read.scenarios_of(file, node, city.calendar.zone)
        findings += wrong
        total += count
        for scenario in scenarios:
            came = run_scenario(scenario, city, clauses)
            true += not came
            findings += came
    return Outcome(total, true, sorted(findings, key=lambda one: one.order))


def run_scenario(scenario: Scenario, city: City, clauses: set[str]) -> list[Finding]:
    """Return what of one scenario does not come true."""
    try:
        law = read.text(scenario.words, "law")
        if law not in clauses:
            raise read.unknown(read.at(scenario.words, "law"), law, clauses)
        zone = city.calendar.zone
        if scenario.clock is not None:
            return list(run_clock(scenario, city.calendar, zone))
        return list(run_case(scenario, city, zone))
    except Misread as fault:
        return [fault.finding]


__all__ = ["Outcome", "Unfit", "run_scenario", "run_scenarios"]
