"""Packs whose emergency plans or senders of alerts are wrong (YW232 to YW239)."""

from __future__ import annotations

from pathlib import Path

from yiwang.pack.tests.broken_sensing import SENSING
from yiwang.pack.tests.city import Edit, added
from yiwang.pack.tests.mutants import Mutant

PLAN = """title: {zh: 池塘防汛预案, en: Flood plan of the pond}
body: sample-parks
basis: [示例市树木认养办法 第三条]
verified: false
note: {zh: 虚构, en: Made up}
area: {zh: 池塘一带, en: Around the pond}
polygon: "29.5,113.0 29.5,113.2 29.3,113.2 29.5,113.0"
levels:
  - id: IV
    title: {zh: 四级, en: Level four}
    clause: 示例市树木认养办法 第三条
    start: [parks-officer]
    change: [parks-approver]
    thresholds: [{stream: pond.level, at_least: "2.5"}]
    alert:
      {severity: Moderate, urgency: Future, certainty: Possible, hours: 12, event: {zh: 水, en: Flood},
      headline: {zh: 留意, en: Watch}, instruction: {zh: 留意, en: Watch}}
  - id: III
    title: {zh: 三级, en: Level three}
    clause: 示例市树木认养办法 第四条
    start: [parks-approver]
    change: [parks-approver]
    thresholds: [{stream: pond.level, at_least: "3.0"}]
    opens: [{id: look, matter: pond-task, place: "900101", words: {zh: 看堤, en: Look at the dike}}]
    alert:
      {severity: Severe, urgency: Expected, certainty: Likely, hours: 12, event: {zh: 水, en: Flood},
      headline: {zh: 准备, en: Prepare}, instruction: {zh: 准备, en: Prepare}}
    evacuates: true
posts:
  - {id: room, title: {zh: 值班室, en: Duty room}, body: sample-parks}
dikes:
  - {id: north, title: {zh: 北堤, en: North dike}, place: "900101", body: sample-parks}
shelters:
  - {id: school, title: {zh: 学校, en: School}, place: "900102", body: sample-parks, capacity: 100}
stocks:
  - {id: bags, title: {zh: 袋子, en: Bags}, unit: {zh: 条, en: bags}, at: {zh: 仓库, en: Store},
     body: sample-parks, amount: 50}
villages:
  - {place: "900101", body: sample-parks, shelter: school}
"""
ALERTS = """sender: alerts@sample.example
body: sample-parks
senders:
  - {id: weather, title: {zh: 气象, en: Weather}, sender: weather@sample.example, kinds: [Met], signed: false}
"""
OPEN = "property: water-level, sensor: gauge, unit: m, every_minutes: 5"


def whole(plan: str = PLAN, alerts: str = ALERTS) -> tuple[Edit, ...]:
    """Put a plan into the pack with what it needs: an open gauge, a matter that the system files."""
    sensing = SENSING.replace(OPEN, f"{OPEN}, open: true")
    return (
        added("plans/pond.yaml", plan),
        added("alerts.yaml", alerts),
        added("sensing.yaml", sensing),
        _matter,
    )


def _matter(root: Path) -> None:
    """Make a matter of events of the tutorial's diagnosis."""
    folder = root / "matters" / "pond-task"
    folder.mkdir()
    source = root / "matters" / "tree-diagnosis"
    for file in source.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    text = (folder / "matter.yaml").read_text("utf-8")
    lines = []
    for line in text.splitlines():
        key = line.partition(":")[0]
        line = {"kind": "kind: event", "channels": "channels: [system]", "code": "code: POND-01"}.get(
            key, line
        )
        lines.append(line)
    (folder / "matter.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def plan(old: str, new: str) -> tuple[Edit, ...]:
    """The plan, sound but for what is replaced."""
    assert PLAN.count(old) == 1, old
    return whole(PLAN.replace(old, new))


def alerts(old: str, new: str) -> tuple[Edit, ...]:
    """The senders, sound but for what is replaced."""
    assert ALERTS.count(old) == 1, old
    return whole(alerts=ALERTS.replace(old, new))


BROKEN_PLANS: tuple[Mutant, ...] = (
    Mutant("YW232", "levels in the wrong order", plan("  - id: III\n", "  - id: IV\n")),
    Mutant("YW232", "a threshold below the level before", plan('at_least: "3.0"', 'at_least: "2.4"')),
    Mutant("YW232", "a level less severe than the one before", plan("severity: Severe", "severity: Minor")),
    Mutant("YW233", "a level started by nobody there", plan("start: [parks-officer]", "start: [parks-boss]")),
    Mutant("YW233", "a level started elsewhere", plan("start: [parks-officer]", "start: [plants-officer]")),
    Mutant(
        "YW233",
        "a level by a clause that is not there",
        plan("clause: 示例市树木认养办法 第四条", "clause: 示例市树木认养办法 第九条"),
    ),
    Mutant(
        "YW234",
        "a threshold of no stream",
        plan('pond.level, at_least: "2.5"', 'lake.level, at_least: "2.5"'),
    ),
    Mutant(
        "YW234",
        "a threshold of people",
        plan('pond.level, at_least: "2.5"', 'pond.people, at_least: "2.5"'),
    ),
    Mutant("YW235", "a task that is no event", plan("matter: pond-task", "matter: tree-adoption")),
    Mutant("YW235", "a task of no matter", plan("matter: pond-task", "matter: pond-work")),
    Mutant("YW235", "a task in no place", plan('place: "900101", words', 'place: "900109", words')),
    Mutant("YW235", "a danger of no kind", plan("levels:\n", 'danger: "9999"\nlevels:\n')),
    Mutant(
        "YW236",
        "a post of a body that is not there",
        plan("Duty room}, body: sample-parks", "Duty room}, body: sample-park"),
    ),
    Mutant("YW236", "a shelter that holds nobody", plan("capacity: 100", "capacity: 0")),
    Mutant("YW236", "a village that goes nowhere", plan("shelter: school", "shelter: hall")),
    Mutant(
        "YW236", "a dike in no place", plan('North dike}, place: "900101"', 'North dike}, place: "900109"')
    ),
    Mutant("YW237", "an alert in words that CAP lacks", plan("urgency: Future", "urgency: Soon")),
    Mutant("YW237", "a polygon that is not closed", plan('29.3,113.2 29.5,113.0"', '29.3,113.2 29.3,113.0"')),
    Mutant("YW237", "alerts without a sender", (*whole()[:1], *whole()[2:])),
    Mutant("YW238", "a plan that was not checked", whole()),
    Mutant(
        "YW238", "a plan that was not checked, without a note", plan("note: {zh: 虚构, en: Made up}\n", "")
    ),
    Mutant("YW239", "a sender without a category of CAP", alerts("kinds: [Met]", "kinds: [Wind]")),
    Mutant("YW239", "a sender who must sign, without a key", alerts(", signed: false", "")),
    Mutant("YW239", "a sender with a broken certificate", alerts("signed: false", "certificate: none")),
    Mutant("YW239", "a sender who need not sign", whole()),
    Mutant("YW239", "alerts taken by nobody", alerts("body: sample-parks", "body: sample-park")),
)
