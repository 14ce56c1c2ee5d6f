"""A message as those see it who look after deliveries: no receiver, no address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yiwang.nets.messages.records import DEAD, About, Message
from yiwang.nets.messages.texts_deliveries import EVENTS, PHASES, REASONS
from yiwang.web.words import T, Text


@dataclass(frozen=True)
class Line:
    """A message in a list. `address`: of the case's page, "" where there is none."""

    id: UUID
    at: datetime
    number: str
    address: str
    what: Text
    channel: Text
    phase: Text
    reason: Text | None
    attempts: int
    next_at: datetime | None
    unsure: bool
    dead: bool


def line(request: HttpRequest, id: UUID, one: Message) -> Line:
    """Return a message as a line: of a webhook the event, else the subject or what happened."""
    event = EVENTS.get(one.about.event)
    return Line(
        id=id,
        at=one.created_at,
        number=one.about.number,
        address=address_of(one.about),
        what=one.words.get("subject") or event or {"zh": one.about.event, "en": one.about.event},
        channel=T(f"messages.channel.{one.channel}"),
        phase=PHASES[one.phase],
        reason=reason_in_words(one.reason) if one.reason else None,
        attempts=one.attempt,
        next_at=one.next_at if one.phase == "temporary-failure" else None,
        unsure=one.unsure,
        dead=one.phase in DEAD,
    )


def reason_in_words(reason: str) -> Text:
    """Return why a message failed in words; a code that an adapter made up is shown as another fault."""
    return REASONS.get(reason, REASONS["other"])


def address_of(about: About) -> str:
    """Return the address of the page of a case, a report or an appointment, of another net; "" without."""
    page = "services:case" if about.case else "booking:made"
    try:
        if about.report:
            return reverse("reports:one", args=[about.report])
        return reverse(page, args=[about.number]) if about.number else ""
    except NoReverseMatch:
        return ""
