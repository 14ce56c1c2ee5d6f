"""Histories as XES (IEEE 1849-2016): one trace a case, one event a ledger entry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from lxml import etree

from yiwang.export.history import History, Step, stamp
from yiwang.kernel.case import due

EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Identity", "identity", "http://www.xes-standard.org/identity.xesext"),
)
NAMESPACE = "http://www.xes-standard.org/"


def write_xes(city: str, found: Iterable[History], out: IO[bytes]) -> tuple[int, int]:
    """Write a log as it is read, a trace in memory at a time. Returns how many cases and events."""
    cases = events = 0
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        head = {"xes.version": "1849-2016", "xes.features": "nested-attributes"}
        with file.element("log", head, nsmap={None: NAMESPACE}):
            for name, prefix, uri in EXTENSIONS:
                file.write(etree.Element("extension", name=name, prefix=prefix, uri=uri))
            file.write(_globals("trace", "concept:name"), _globals("event", "concept:name", "time:timestamp"))
            file.write(etree.Element("classifier", name="activity", keys="concept:name"))
            file.write(_value("concept:name", city))
            for history in found:
                file.write(_trace(history))
                cases, events = cases + 1, events + len(history.steps)
    return cases, events


def _trace(history: History) -> Any:
    case = history.case
    due_at, _ = due(case)
    trace = etree.Element("trace")
    values = {
        "concept:name": case.number,
        "matter": case.matter,
        "kind": case.kind,
        "place": case.place,
        "channel": case.channel,
        "lead": case.lead,
        "phase": case.phase,
        "outcome": case.outcome,
    }
    trace.extend(_value(key, value) for key, value in values.items() if value)
    moments = (("opened", case.opened_at), ("ended", case.ended_at), ("due", due_at))
    trace.extend(_moment(key, at) for key, at in moments if at is not None)
    trace.extend(_event(step) for step in history.steps)
    return trace


def _event(step: Step) -> Any:
    event = etree.Element("event")
    values = {
        "identity:id": step.id,
        "concept:name": step.activity,
        "lifecycle:transition": "complete",
        "org:role": step.role,
        "org:group": step.body,
        "type": step.type,
        "phase": step.phase,
        "paper": step.paper,
    }
    event.extend(_value(key, value) for key, value in values.items() if value)
    event.append(_moment("time:timestamp", step.at))
    return event


def _globals(scope: str, *keys: str) -> Any:
    element = etree.Element("global", scope=scope)
    for key in keys:
        date = key == "time:timestamp"
        kind, value = ("date", "1970-01-01T00:00:00.000000+00:00") if date else ("string", "")
        element.append(etree.Element(kind, key=key, value=value))
    return element


def _value(key: str, value: str) -> Any:
    return etree.Element("string", key=key, value=value)


def _moment(key: str, at: Any) -> Any:
    return etree.Element("date", key=key, value=stamp(at))
