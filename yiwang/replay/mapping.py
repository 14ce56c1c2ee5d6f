"""How a log maps to a matter, as `replay/<name>.yaml` of a pack says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from yiwang.kernel.matter import City
from yiwang.pack.conform import conform
from yiwang.pack.finding import Finding
from yiwang.pack.nodes import plain, without_nulls
from yiwang.pack.read_yaml import read_yaml

FIRST_EVENT = "first-event"
KIND = "replay"


class CaseRule(msgspec.Struct, frozen=True):
    """Which attributes of a case say what (see the schema `replay.json`)."""

    id: str
    start: str
    end: str = ""
    deadline: str = ""
    channel: str = ""
    channels: dict[str, str] = {}
    otherwise: str = ""
    facts: dict[str, str] = {}
    dates: dict[str, str] = {}


class EventRule(msgspec.Struct, frozen=True):
    """Which attributes of an event say what."""

    activity: str
    time: str
    transition: str = ""
    transitions: tuple[str, ...] = ("complete",)
    group: str = ""


class ActivityRule(msgspec.Struct, frozen=True):
    """What one activity of the log is: a step of the process, or an act."""

    step: str = ""
    act: str = ""
    outcome: str = ""
    outcomes: dict[str, tuple[str, ...]] = {}
    otherwise: str = ""
    until: tuple[str, ...] = ()
    facts: dict[str, tuple[str, ...]] = {}
    clock: str = ""
    amount: str = ""
    interval: str = ""
    position: str = ""


class Mapping(msgspec.Struct, frozen=True):
    """A whole mapping."""

    title: dict[str, str]
    matter: str
    place: str
    clock: str
    case: CaseRule
    event: EventRule
    activities: dict[str, ActivityRule]
    positions: dict[str, str] = {}
    unrecorded: tuple[str, ...] = ()
    view: str = ""
    name: str = ""


class BadMapping(Exception):
    """A mapping cannot be used: two sentences, and where they can be told, findings."""

    def __init__(self, zh: str, en: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(en)
        self.zh, self.en, self.findings = zh, en, findings


def read_mapping(name: str, data: bytes, city: City) -> Mapping:
    """Return the mapping that a YAML file holds, in terms of `city`.

    Raises:
        BadMapping: it cannot be read, is not one, or names what the city does not have.
    """
    return mapping_of(_plain(name, data, KIND), name, city)


def mapping_of(said: dict[str, Any], name: str, city: City) -> Mapping:
    """Return the mapping that a plain document holds. Raises BadMapping: it names what is not there."""
    mapping = msgspec.convert(said, Mapping)
    strange = _strangers(mapping, city)
    if strange:
        raise BadMapping(
            f"{name} 里写的 {'、'.join(strange)} 在配置包 {city.id} 里没有。",
            f"{name} names what the pack {city.id} does not have: {', '.join(strange)}.",
        )
    return mapping


def read_file(path: Path) -> bytes:
    """Return the bytes of a mapping file. Raises BadMapping."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BadMapping(
            f"映射文件 {path} 读不出: {fault.strerror}。",
            f"The mapping {path} cannot be read: {fault.strerror}.",
        ) from fault


def _plain(name: str, data: bytes, kind: str) -> dict[str, Any]:
    node, findings = read_yaml(name, data)
    if node is not None:
        node = without_nulls(node)
        findings = [*findings, *conform(kind, node)]
    if findings or node is None:
        raise BadMapping(f"映射文件 {name} 有错。", f"The mapping {name} is wrong.", tuple(findings))
    said: dict[str, Any] = plain(node)
    return said


def document(name: str, data: bytes, kind: str) -> dict[str, Any]:
    """Return a checked YAML document of a kind as plain values. Raises BadMapping."""
    return _plain(name, data, kind)


def _strangers(mapping: Mapping, city: City) -> list[str]:
    matter = city.matters.get(mapping.matter)
    if matter is None:
        return [mapping.matter]
    strange = [mapping.place] if mapping.place not in city.places else []
    strange += [mapping.clock] if mapping.clock not in matter.clocks else []
    steps = set(matter.net.nodes) if matter.net else set()
    positions = {*mapping.positions.values()}
    for rule in mapping.activities.values():
        strange += [rule.step] if rule.step and rule.step not in steps else []
        strange += [rule.clock] if rule.clock and rule.clock not in matter.clocks else []
        positions |= {rule.position} if rule.position else set()
    strange += sorted(positions - set(city.positions))
    return strange
