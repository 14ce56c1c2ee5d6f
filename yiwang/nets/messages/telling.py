"""From what happened to a case to the words people get: values of the places, in both languages. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.kernel.case import Case, due
from yiwang.kernel.matter import City
from yiwang.kernel.told import SMS, Text, Told, filled
from yiwang.nets.messages.records import About
from yiwang.web.dates import day_in_words, moment_in_words

LANGUAGES = ("zh", "en")
MEETING = {"case.visit-arranged": "since", "case.hearing-called": "at"}
"""Where an event says when people meet."""
PROVISIONAL = {"zh": "（暂定）", "en": " (provisional)"}


def about_of(case: Case, event: str, data: Any, at: datetime) -> About:
    """Return what a message keeps of its case: nothing of a form, and nobody."""
    return About(
        at=at,
        body=case.lead,
        case=case.id,
        event=event,
        matter=case.matter,
        number=case.number,
        outcome=str(data.about.get("outcome", "")),
        phase=data.phase or case.phase,
        place=case.place,
    )


def about_appointment(day: Any, booking: Any, event: str, at: datetime) -> About:
    """Return what a message keeps of an appointment: its number, never whose it is."""
    return About(at=at, body=day.body, event=event, matter=booking.matter, number=booking.number)


def values_of_report(city: City, case: Case | None, place: str, data: Any, at: datetime) -> dict[str, Text]:
    """Return what stands in each place of a message about a report, by language; its number is added later.

    Args:
        case: the one that deals with it, None where none does. place: what it was told of. data: the entry's.
    """
    zone = ZoneInfo(city.zone)
    values: dict[str, Text] = {}
    for language in LANGUAGES:
        body = getattr(data, "body", "") or (case.lead if case is not None else "")
        values[language] = {
            "body": _title(city.bodies.get(body), body, language),
            "day": day_in_words(at.astimezone(zone).date(), language),
            "place": _title(city.places.get(place), place, language),
        }
        if case is None:
            continue
        values[language]["matter"] = _title(city.matters.get(case.matter), case.matter, language)
        limit, provisional = due(case)
        if limit is not None:
            values[language]["due"] = day_in_words(limit.astimezone(zone).date(), language)
            values[language]["due"] += PROVISIONAL[language] if provisional else ""
    return values


def end_of(city: City, day: date) -> datetime:
    """Return the instant at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(city.zone))


def values_of_appointment(city: City, day: Any, booking: Any) -> dict[str, Text]:
    """Return what stands in each place of a message about an appointment, by language."""
    hall, matter, body = (
        city.halls.get(day.hall),
        city.matters.get(booking.matter),
        city.bodies.get(day.body),
    )
    hour, _, minute = booking.slot.partition(":")
    begins = datetime.combine(day.day, time(int(hour), int(minute)), ZoneInfo(city.zone))
    return {
        language: {
            "number": booking.number,
            "matter": _title(matter, booking.matter, language),
            "body": _title(body, day.body, language),
            "hall": _title(hall, day.hall, language),
            "day": day_in_words(day.day, language),
            "meeting": moment_in_words(begins, language),
        }
        for language in LANGUAGES
    }


def _title(known: Any, id: str, language: str) -> str:
    return known.title.get(language) or known.title.get("zh") or id if known is not None else id


def values_of(city: City, case: Case, event: str, data: Any, at: datetime) -> dict[str, Text]:
    """Return what stands in each place, by language; a place without a value is left out.

    Args:
        case: as it stands now, which may be later than the event. data: what the event changed.
    """
    zone = ZoneInfo(city.zone)
    return {language: _in_language(city, case, event, data, at, zone, language) for language in LANGUAGES}


def _in_language(
    city: City, case: Case, event: str, data: Any, at: datetime, zone: ZoneInfo, language: str
) -> Text:
    def title(known: Any, id: str) -> str:
        return _title(known, id, language)

    limit, provisional = due(case)
    result = data.result or case.result
    next_body = str(data.about.get("next_body", ""))
    values = {
        "number": case.number,
        "matter": title(city.matters.get(case.matter), case.matter),
        "body": title(city.bodies.get(case.lead), case.lead),
        "place": title(city.places.get(case.place), case.place),
        "day": day_in_words(at.astimezone(zone).date(), language),
    }
    if limit is not None:
        values["due"] = day_in_words(limit.astimezone(zone).date(), language)
        values["due"] += PROVISIONAL[language] if provisional else ""
    meeting = data.about.get(MEETING.get(event, ""))
    if meeting:
        values["meeting"] = moment_in_words(datetime.fromisoformat(meeting).astimezone(zone), language)
    for name in ("until", "apply_by"):
        day = _day(data.about.get(name)) or getattr(result, name, None)
        if day is not None:
            values[name] = day_in_words(day, language)
    if next_body:
        values["next_body"] = title(city.bodies.get(next_body), next_body)
    return values


def _day(written: Any) -> date | None:
    try:
        return date.fromisoformat(str(written)) if written else None
    except ValueError:
        return None


def words_of(told: Told, channel: str, values: dict[str, Text]) -> dict[str, Text]:
    """Return the words of one message: by SMS the short form alone."""
    parts = {"body": told.sms} if channel == SMS else {"subject": told.subject, "body": told.body}
    return {
        name: {
            language: filled(text.get(language) or text.get("zh", ""), values[language])
            for language in LANGUAGES
        }
        for name, text in parts.items()
    }
