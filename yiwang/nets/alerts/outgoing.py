"""Between what an alert says and CAP: messages of our own, and the content of those that come in."""

from __future__ import annotations

from datetime import datetime, timedelta

from yiwang.kernel.alerts import cap
from yiwang.kernel.alerts.cap import Area, Info, moment_of, moment_text
from yiwang.kernel.alerts.plans import Level, Plan
from yiwang.kernel.matter import City
from yiwang.nets.alerts import cap_xml
from yiwang.nets.alerts.cap_sign import AlertSigner
from yiwang.nets.alerts.records import Content, Message

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def status_of(city: City, key: str) -> str:
    """Return the status of a city's alerts: nothing of a demonstration or a drill goes out as real."""
    return "Exercise" if city.synthetic or "~" in key else "Actual"


def content_of_level(city: City, key: str, plan: Plan, level: Level, at: datetime) -> Content | None:
    """Return what the alert of a level says, None where the plan gives it none."""
    says = level.says
    if says is None:
        return None
    return Content(
        area=plan.area,
        category="Met",
        certainty=says.certainty,
        description={
            language: f"{plan.title[language]}: {level.title[language]}" for language in ("zh", "en")
        },
        event=says.event,
        expires=at + timedelta(hours=says.hours),
        headline=says.headline,
        instruction=says.instruction,
        polygon=plan.polygon,
        responses=says.responses,
        severity=says.severity,
        status=status_of(city, key),
        urgency=says.urgency,
    )


def message(
    city: City,
    key: str,
    signer: AlertSigner,
    content: Content,
    *,
    identifier: str,
    at: datetime,
    type: str = "Alert",
    references: tuple[str, ...] = (),
) -> Message:
    """Return the signed message of our own that says this content.

    Args:
        identifier: of this message alone. references: names of the earlier messages it takes the place of.
    """
    sent = at.replace(microsecond=0).astimezone(city.calendar.zone)
    alert = cap.Alert(
        identifier=identifier,
        sender=city.alerting.sender or f"alerts@{key.replace('~', '.')}.invalid",
        sent=moment_text(sent),
        status=content.status,
        type=type,
        scope="Public",
        note=_note(city),
        references=" ".join(references),
        infos=tuple(_info(city, content, language, sent) for language in LANGUAGES),
    )
    xml = signer.sign(cap_xml.write(alert), key, at)
    return Message(identifier=identifier, name=alert.name, sent=sent, type=type, xml=xml.decode())


def _note(city: City) -> str:
    said = city.alerting.note or city.synthetic
    return " ".join(said[one] for one in ("zh", "en") if one in said)


def _info(city: City, content: Content, language: str, sent: datetime) -> Info:
    zone = city.calendar.zone
    return Info(
        language=LANGUAGES[language],
        categories=(content.category,),
        event=content.event[language],
        responses=content.responses,
        urgency=content.urgency,
        severity=content.severity,
        certainty=content.certainty,
        effective=moment_text(sent),
        expires=moment_text(content.expires.astimezone(zone)) if content.expires is not None else "",
        sender_name=city.title[language],
        headline=content.headline[language],
        description=content.description.get(language, ""),
        instruction=content.instruction.get(language, ""),
        areas=(
            Area(
                description=content.area[language],
                polygons=(content.polygon,) if content.polygon else (),
            ),
        ),
    )


def content_of_message(alert: cap.Alert) -> Content | None:
    """Return what an incoming message says, None where it has no info (a cancel may have none)."""
    if not alert.infos:
        return None
    first = alert.infos[0]
    by_language = {info.speaks[:2].lower(): info for info in reversed(alert.infos)}

    def text(name: str) -> dict[str, str]:
        words = {one: str(getattr(by_language.get(one, first), name)) for one in ("zh", "en")}
        return {one: word for one, word in words.items() if word} and words

    areas = "; ".join(area.description for area in first.areas)
    polygons = [polygon for area in first.areas for polygon in area.polygons]
    return Content(
        area={"zh": areas, "en": areas},
        category=first.categories[0] if first.categories else "Other",
        certainty=first.certainty,
        description=text("description"),
        event=text("event"),
        expires=alert.expires,
        headline=text("headline") or text("event"),
        instruction=text("instruction"),
        polygon=polygons[0] if polygons else "",
        responses=first.responses,
        severity=first.severity,
        status=alert.status,
        urgency=first.urgency,
    )


def message_of(alert: cap.Alert, xml: bytes) -> Message:
    """Return an incoming message as it is kept, byte for byte."""
    sent = moment_of(alert.sent)
    assert sent is not None, "a message with faults is never taken in"
    return Message(
        identifier=alert.identifier, name=alert.name, sent=sent, type=alert.type, xml=xml.decode("utf-8")
    )
