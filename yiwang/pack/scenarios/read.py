"""From the nodes of a scenario file to what can be run, and what of it cannot be understood."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from yiwang.pack.check.examination import nearest
from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.nodes import Listing, Mapping, Node, Scalar, plain
from yiwang.pack.where import Where

UNTRUE, UNKNOWN, REFUSED = "YW901", "YW902", "YW903"

CASE_KEYS = ("title", "law", "matter", "place", "channel", "facts", "when", "then")
CLOCK_KEYS = ("title", "law", "clock", "when", "then")
RULE_KEYS = ("limit", "ends", "if_holiday", "direction")
CASE_THEN = ("phase", "outcome", "lead", "tasks", "clocks", "happened", "deemed")
CLOCK_THEN = ("due", "provisional", "paused", "stopped", "expired")
CASE_CLOCK_THEN = (*CLOCK_THEN, "promised")
STEP_KEYS = (
    "at",
    "act",
    "by",
    "step",
    "outcome",
    "phase",
    "event",
    "name",
    "facts",
    "items",
    "interval",
    "clock",
    "amount",
    "paper",
    "how",
    "range",
    "ground",
    "body",
    "reason",
    "refused",
    "then",
)
CLOCK_STEP_KEYS = ("at", "act", "amount", "refused", "then")


class Misread(Exception):
    """A scenario that cannot be understood; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens (when). `words` are its fields as written; `refused` is the expected code."""

    at: datetime
    act: str
    words: Mapping
    where: Where


@dataclass(frozen=True, slots=True)
class Scenario:
    """One given-when-then. With `clock` it is a clock alone; otherwise a case of `matter`."""

    title: str
    words: Mapping
    matter: str
    clock: Mapping | None
    steps: tuple[Step, ...]
    where: Where


def told(code: str, where: Where, zh: str, en: str, mend: tuple[str, str]) -> Finding:
    """Make a finding about a scenario."""
    return Finding(where=where, message=Sentence(zh, en), remedy=Sentence(*mend), code=code)


def misread(where: Where, zh: str, en: str, mend: tuple[str, str]) -> Misread:
    """Make the exception for what cannot be understood."""
    return Misread(told(UNKNOWN, where, zh, en, mend))


def scenarios_of(file: str, node: Node, zone: tzinfo) -> tuple[list[Scenario], list[Finding], int]:
    """Return the scenarios of one file that can be run, what is wrong with the rest, and how many in all."""
    read: list[Scenario] = []
    findings: list[Finding] = []
    items = listing(node.entries.get("scenarios")) if isinstance(node, Mapping) else ()
    parts = file.split("/")
    matter = parts[1] if parts[0] == "matters" else ""
    if not items:
        return [], [_no_scenarios(node.where)], 0
    for item in items:
        try:
            read.append(_scenario(item, matter, zone))
        except Misread as fault:
            findings.append(fault.finding)
    return read, findings, len(items)


def _no_scenarios(where: Where) -> Finding:
    mend = ("写 scenarios: 和至少一个情形。", "Write scenarios: with one at least.")
    return told(UNKNOWN, where, "文件里没有情形。", "The file holds no scenario.", mend)


def _scenario(item: Node, matter: str, zone: tzinfo) -> Scenario:
    words = mapping(item, "scenario")
    clock = words.entries.get("clock")
    known(words, CLOCK_KEYS if clock is not None else CASE_KEYS)
    title = words.entries.get("title")
    said = plain(title)
    if not isinstance(said, dict) or not all(isinstance(said.get(one), str) for one in ("zh", "en")):
        raise misread(words.where, "情形没有名称。", "The scenario has no title.", _TITLE)
    steps = tuple(
        _step(one, CLOCK_STEP_KEYS if clock is not None else STEP_KEYS, zone)
        for one in listing(words.entries.get("when"))
    )
    if not steps or ("then" not in words.entries and not any("then" in one.words.entries for one in steps)):
        raise misread(words.where, "情形缺少 when 或 then。", "The scenario lacks when or then.", _WHOLE)
    for before, after in itertools.pairwise(steps):
        if after.at < before.at:
            raise misread(after.where, "时间早于上一步。", "This is earlier than the step before.", _ORDER)
    if clock is not None:
        known(mapping(clock, "clock"), RULE_KEYS)
    return Scenario(
        said["zh"],
        words,
        text(words, "matter") or matter,
        mapping(clock, "clock") if clock is not None else None,
        steps,
        words.where,
    )


_TITLE = ("写 title: {zh: …, en: …}。", "Write title: {zh: …, en: …}.")
_WHOLE = ("写明发生了什么和应当怎样。", "Say what happens and what should follow.")
_ORDER = ("按时间先后写。", "Write the steps in order of time.")


def _step(item: Node, keys: Iterable[str], zone: tzinfo) -> Step:
    words = mapping(item, "when")
    known(words, keys)
    act = text(words, "act")
    if not act:
        raise misread(words.where, "没有写 act。", "No act is named.", ("写 act。", "Write act."))
    return Step(moment(words, "at", zone), act, words, words.where)


def moment(words: Mapping, key: str, zone: tzinfo) -> datetime:
    """Read a local time `2026-03-02 10:00`."""
    said = text(words, key)
    try:
        read = datetime.fromisoformat(said)
        if not 1990 <= read.year <= 2100:
            raise ValueError(said)
    except ValueError:
        where = at(words, key)
        mend = ('写作 "2026-03-02 10:00"。', 'Write it as "2026-03-02 10:00".')
        raise misread(where, f"时间 “{said[:40]}” 读不懂。", f"“{said[:40]}” is no time.", mend) from None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def known(words: Mapping, keys: Iterable[str]) -> None:
    """Refuse a key that means nothing here."""
    keys = tuple(keys)
    for key in words.keys.values():
        if key not in keys:
            raise unknown(key.where, str(key), keys)


def unknown(where: Where, word: str, words: Iterable[str]) -> Misread:
    """Make the exception for a word that is not known, with the nearest one."""
    return misread(
        where, f"不认识 “{word[:60]}”。", f"“{word[:60]}” is not known.", nearest(word[:60], words)
    )


def mapping(node: Node | None, what: str) -> Mapping:
    """Return `node`, which must be a mapping."""
    if isinstance(node, Mapping):
        return node
    where = node.where if node is not None else Where("")
    mend = ("写成 键: 值。", "Write it as key: value.")
    raise misread(where, f"{what} 应当是键和值。", f"{what} should be keys with values.", mend)


def listing(node: Node | None) -> tuple[Node, ...]:
    """Return the items of a list; what is no list has none."""
    return node.items if isinstance(node, Listing) else ()


def text(words: Mapping, key: str) -> str:
    """Return the text as written at `key`, "" when there is none."""
    node = words.entries.get(key)
    return node.raw if isinstance(node, Scalar) else ""


def table(words: Mapping, key: str) -> dict[str, Any]:
    """Return the plain mapping at `key`, empty when there is none."""
    said = plain(words.entries.get(key))
    return said if isinstance(said, dict) else {}


def at(words: Mapping, key: str) -> Where:
    """Return where the value of `key` stands, else where the mapping begins."""
    node = words.entries.get(key)
    return node.where if node is not None else words.where
