"""What the timeline adds to entries of handling: to whom, when, within what, instead of whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.kernel.limits import parse
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.matter_forms import body_in_words
from yiwang.web import dates
from yiwang.web.words import LANGUAGES, T, Text, say

About = Mapping[str, Any]


def filled(key: str, **params: Text) -> Text:
    """Return a text with its blanks filled in, in each language."""
    return {
        language: say(T(key), language, **{name: say(text, language) for name, text in params.items()})
        for language in LANGUAGES
    }


def limit_in_words(limit: str) -> Text:
    """Return a limit in both languages, as it was written where it cannot be read."""
    read = parse(limit)
    return {"zh": limit, "en": limit} if isinstance(read, Refusal) else {"zh": read.zh, "en": read.en}


def _refused(about: About, city: City) -> Text | None:
    body = about.get("next_body")
    return filled("services.more.ask-there", body=body_in_words(city, body)) if body else None


def _ordered(about: About, city: City) -> Text | None:
    limit = about.get("limit")
    return filled("services.more.limit", limit=limit_in_words(limit)) if limit else None


def _hearing(about: About, city: City) -> Text:
    local = _local(about["at"], city)
    return {one: f"{dates.moment_in_words(local, one)} · {about['place']}" for one in LANGUAGES}


def _visit(about: About, city: City) -> Text:
    since, until = _local(about["since"], city), _local(about["until"], city)
    return {one: f"{dates.moment_in_words(since, one)} – {until:%H:%M}" for one in LANGUAGES}


def _local(at: str, city: City) -> datetime:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(city.zone))


OF_HANDLING: Mapping[str, Callable[[About, City], Text | None]] = {
    "case.refused": _refused,
    "case.co-handled": lambda about, city: body_in_words(city, about["body"]),
    "case.supervised": _ordered,
    "case.hearing-called": _hearing,
    "case.visit-arranged": _visit,
}
