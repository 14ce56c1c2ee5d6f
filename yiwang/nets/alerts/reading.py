"""What the pages show of alerts, plans and responses, put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from yiwang.kernel.alerts.plans import Level, Plan, proposed, rank, reasons
from yiwang.kernel.matter import City
from yiwang.nets.alerts.records import Alert, Response
from yiwang.nets.alerts.texts import CERTAINTIES, PHASES, SEVERITIES, STATUSES, TYPES, URGENCIES
from yiwang.web import here, store_door
from yiwang.web.words import Text


@dataclass(frozen=True)
class Listed:
    """An alert in a list."""

    id: UUID
    alert: Alert
    severity: Text
    phase: Text
    status: Text


def listed(id: UUID, one: Alert) -> Listed:
    """Return an alert as a list shows it."""
    content = one.content
    return Listed(
        id, one, SEVERITIES[content.severity], PHASES[one.phase], STATUSES.get(content.status, content.status)
    )


def whole(request: HttpRequest, id: UUID, one: Alert) -> dict[str, Any]:
    """Return an alert as its own page shows it."""
    city, content = here.city_now(request), one.content
    sender = city.alerting.senders.get(one.source)
    over = content.expires is not None and content.expires <= store_door.now()
    return {
        "one": listed(id, one),
        "content": content,
        "urgency": URGENCIES.get(content.urgency, content.urgency),
        "certainty": CERTAINTIES.get(content.certainty, content.certainty),
        "body": here.body_in_words(city, one.body),
        "source": sender.title if sender is not None else None,
        "plan": city.plans.get(one.plan),
        "messages": [
            (number, message, TYPES.get(message.type, message.type))
            for number, message in enumerate(one.messages, 1)
        ],
        "over": over and one.phase == "in-force",
        "note": city.alerting.note,
    }


@dataclass(frozen=True)
class PlanLine:
    """A plan and how its response stands."""

    plan: Plan
    level: Level | None
    since: Any
    proposed: Level | None = None
    why: tuple[tuple[Text, str, str], ...] = ()


def plan_line(city: City, plan: Plan, response: Response | None, values: Mapping[str, Decimal]) -> PlanLine:
    """Return a plan as a list shows it, with the level that its stages propose."""
    level = plan.level(response.level) if response is not None else None
    since = response.steps[-1].at if response is not None and response.steps else None
    found = proposed(plan, response.level if response is not None else "", values)
    why = reasons(found, values) if found is not None else []
    shown = tuple((stream_in_words(city, one), now, stage) for one, now, stage in why)
    return PlanLine(plan, level, since, found, shown)


@dataclass(frozen=True)
class ShownThreshold:
    """A threshold and what is measured now, "" where nothing fresh is."""

    stream: Text
    at_least: str
    now: str
    reached: bool


@dataclass(frozen=True)
class ShownLevel:
    """A level as the plan's page shows it. `offered`: what setting it is called, "" where it is not."""

    level: Level
    thresholds: tuple[ShownThreshold, ...]
    start: tuple[Text, ...]
    change: tuple[Text, ...]
    stands: bool
    reached: bool
    offered: str


def levels(
    city: City, plan: Plan, standing: str, values: Mapping[str, Decimal], held: frozenset[str]
) -> list[ShownLevel]:
    """Return the levels of a plan, with what is measured and what the holder of these positions may do."""
    found = []
    was = plan.level(standing)
    for level in plan.levels:
        shown = tuple(
            ShownThreshold(
                stream_in_words(city, one.stream),
                one.at_least,
                str(values[one.stream].normalize()) if one.stream in values else "",
                one.stream in values and values[one.stream] >= Decimal(one.at_least),
            )
            for one in level.thresholds
        )
        up = rank(level.id) > rank(standing)
        who = level.start if up else (was.change if was is not None else ())
        word = ("start" if not standing else "raise") if up else "lower"
        offered = word if level.id != standing and held & set(who) else ""
        found.append(
            ShownLevel(
                level,
                shown,
                tuple(position_in_words(city, one) for one in level.start),
                tuple(position_in_words(city, one) for one in level.change),
                level.id == standing,
                any(one.reached for one in shown),
                offered,
            )
        )
    return found


def stream_in_words(city: City, name: str) -> Text:
    """Return the name of a data stream: its thing's and its own."""
    thing_id, _, stream_id = name.partition(".")
    thing = city.sensing.things.get(thing_id)
    stream = next((one for one in thing.streams if one.id == stream_id), None) if thing is not None else None
    if thing is None or stream is None:
        return {"zh": name, "en": name}
    return {
        language: f"{thing.title[language]} {(stream.title or {}).get(language, stream_id)}"
        for language in ("zh", "en")
    }


def position_in_words(city: City, id: str) -> Text:
    """Return a position with its body."""
    position = city.positions.get(id)
    if position is None:
        return {"zh": id, "en": id}
    body = here.body_in_words(city, position.body)
    return {"zh": f"{body['zh']}{position.title['zh']}", "en": f"{position.title['en']}, {body['en']}"}
