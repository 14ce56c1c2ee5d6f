"""The values of what happened to a case, by the names that a mapping of what goes up may use. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yiwang.kernel.case import Case, due
from yiwang.kernel.matter import City, Matter
from yiwang.kernel.upward import FACT, Value


def of_matter(city: City, matter: Matter) -> dict[str, Value]:
    """Return what an item tells of itself; empty values are left out."""
    path = city.catalogue.path(matter.item.under)
    clocks = tuple(matter.clocks.values())
    found: dict[str, Value] = {
        "matter": matter.id,
        "matter.title": matter.title["zh"],
        "matter.code": matter.code,
        "matter.implementing_code": matter.item.implementing_code,
        "matter.item": matter.item.under,
        "matter.type": path[0].type if path else "",
        "matter.kind": matter.kind,
        "matter.level": matter.item.level,
        "matter.legal": next((str(one.legal) for one in clocks if one.legal), ""),
        "matter.promised": next((str(one.promised) for one in clocks if one.promised), ""),
        "matter.visits": str(matter.guide.visits),
        "matter.basis": "；".join(matter.basis),
        "city": city.root,
    }
    return _given(found)


def of_case(city: City, case: Case, event: str, data: Any, at: datetime, role: str) -> dict[str, Value]:
    """Return what an event of a case tells; nothing of it is personal.

    Args:
        case: as it stood after the event. data: its `Delta`. role: of who acted, `resident` or `city`.
    """
    matter = city.matters.get(case.matter)
    body = city.bodies.get(case.lead)
    limit, _ = due(case)
    found: dict[str, Value] = of_matter(city, matter) if matter is not None else {"matter": case.matter}
    found |= {
        "number": case.number,
        "body": case.lead,
        "body.title": body.title["zh"] if body is not None else "",
        "place": case.place,
        "channel": case.channel,
        "phase": case.phase,
        "outcome": case.outcome,
        "event": event,
        "paper": data.paper.number if data.paper is not None else "",
        "step": _step(event, data),
        "step.outcome": str(data.about.get("outcome", "")) if event == "case.task-completed" else "",
        "role": role,
        "at": at,
    }
    if limit is not None:
        found["due"] = limit
    found |= _certificate(case, matter, event, data)
    found |= {f"{FACT}{name}": _plain(value) for name, value in case.facts.items()}
    return _given(found)


def _certificate(case: Case, matter: Matter | None, event: str, data: Any) -> dict[str, Value]:
    result = data.result or case.result
    if result is None:
        return {}
    standing = event.removeprefix("case.result-") if event.startswith("case.result-") else "granted"
    kind = str(matter.result.get("certificate", "")) if matter is not None else ""
    found: dict[str, Value] = {"certificate": kind, "standing": standing, "certificate.from": result.from_on}
    return found | ({"certificate.until": result.until} if result.until is not None else {})


def _step(event: str, data: Any) -> str:
    """Return the step of the process that was completed, else the general act."""
    return str(data.about.get("node", "")) or event.removeprefix("case.")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _given(found: dict[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in found.items() if value != ""}
