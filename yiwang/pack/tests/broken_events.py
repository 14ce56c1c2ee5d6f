"""Packs whose kinds of events cannot be told apart, or are handled by nothing (YW244, YW245),
or whose rules name what is not there (YW246 to YW248, YW241)."""

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


RULES = """rules:
  desk: DESK
  object: {within: 24 小时, times: 2, review: 24 小时}
  steps: {handle: handle, check: check, answer: ask-back}
  evidence:
    check: [after]
  weights: {response: "WEIGHT", resolution: "0.5", satisfaction: "0.2"}
"""
STORM = """title: {zh: 倒树事件, en: A fallen tree}
kind: event
code: T-EV-1
audience: [staff]
lead: {body: sample-parks}
basis: []
channels: [report]
guide:
  summary: {zh: 倒下的树由园林处置。, en: Fallen trees are dealt with by the parks.}
  fee: {amount: 0, note: {zh: 免费。, en: Free.}}
  visits: 0
  consult: {zh: 打电话。, en: Call.}
  complain: {zh: 打电话。, en: Call.}
process_starts: file
decides: false
steps:
  - {id: handle, title: {zh: 处置, en: Deal with it}, position: officer}
  - {id: check, title: {zh: 核查, en: Check it}, position: officer}
  - {id: ask-back, title: {zh: 回访, en: Ask back}, position: officer}
"""


def ruled(desk: str = "urban-management", weight: str = "0.3", more: str = "") -> Edit:
    """Give the pack a kind of events with rules of dispatch."""
    kind = '      - {code: "0101", title: {zh: 倒树, en: Fallen tree}, matter: tree-felling}\n'
    return added(
        "events.yaml",
        RULES.replace("DESK", desk).replace("WEIGHT", weight)
        + more
        + 'classes:\n  - code: "01"\n    title: {zh: 园林, en: Parks}\n    group: event\n    kinds:\n'
        + kind,
    )


BROKEN_EVENTS: tuple[Mutant, ...] = (
    Mutant("YW241", "a public map that shows each door", (ruled(more='  public_map: {cell: "0.0001"}\n'),)),
    Mutant("YW244", "two kinds of events with one code", (events(code="0101"),)),
    Mutant("YW244", "a kind with the code of its class", (events(code="01"),)),
    Mutant("YW245", "a kind handled by a matter that is not there", (events(matter="tree-fall"),)),
    Mutant("YW245", "a kind handled as a service", (events(),)),
    Mutant("YW246", "a dispatch desk that is nowhere", (ruled(),)),
    Mutant("YW247", "weights of the rates that are more than one", (ruled(weight="0.4"),)),
    Mutant(
        "YW248", "whoever leads asks back itself", (ruled(), added("matters/fallen-tree/matter.yaml", STORM))
    ),
)
