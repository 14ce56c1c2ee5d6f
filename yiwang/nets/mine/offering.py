"""The form of a mandate: who gives it, for which matters, from which day to which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yiwang.kernel.matter import City
from yiwang.kernel.people.mandate import Offer
from yiwang.web import forms
from yiwang.web.words import T, Text

SECTION = "mandate"


def form_for(city: City, givers: Mapping[str, Text]) -> forms.Form:
    """Return the form of one page; who gives it is asked only where there is a choice."""
    services = {one.id: one.title for one in city.matters.values() if one.kind == "service"}
    properties: dict[str, Any] = {}
    if len(givers) > 1:
        properties["principal"] = _choice("mine.ask.principal", list(givers), dict(givers))
    which = {"all": T("mine.ask.which.all"), "some": T("mine.ask.which.some")}
    properties["which"] = _choice("mine.ask.which", list(which), which)
    properties["since"] = {**_day("mine.ask.since"), "x-yw-not-before": "today"}
    properties["until"] = {
        **_day("mine.ask.until"),
        "x-yw-help": dict(T("mine.ask.until.help")),
        "x-yw-not-before": "today",
    }
    matters = {
        "type": "array",
        "items": {"type": "string", "enum": list(services)},
        "uniqueItems": True,
        "minItems": 1,
        "x-yw-labels": services,
        "x-yw-title": dict(T("mine.ask.matters")),
    }
    return forms.read(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "if": {"properties": {"which": {"const": "some"}}},
            "then": {"properties": {"matters": matters}, "required": ["matters"]},
            "x-yw-sections": [{"id": SECTION, "title": dict(T("mine.offer.title"))}],
        }
    )


def _choice(key: str, values: list[str], labels: Mapping[str, Text]) -> dict[str, Any]:
    return {"type": "string", "enum": values, "x-yw-labels": dict(labels), "x-yw-title": dict(T(key))}


def _day(key: str) -> dict[str, Any]:
    return {"type": "string", "format": "date", "x-yw-title": dict(T(key))}


def command(values: Mapping[str, Any], mandate: str, giver: str, digest: str) -> Offer:
    """Return the command that sound answers make. `giver` is who gives it where nothing was asked."""
    return Offer(
        mandate=mandate,
        principal=values.get("principal", giver),
        since=date.fromisoformat(values["since"]),
        until=date.fromisoformat(values["until"]),
        digest=digest,
        matters=tuple(values.get("matters", ())),
    )
