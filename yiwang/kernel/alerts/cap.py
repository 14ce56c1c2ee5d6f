"""The Common Alerting Protocol as data: one message, its infos, areas and resources. Pure.

Texts stand as they were written, so that what was read is written again the same; "" is an element that is
absent. `cap_check` says what is wrong with a message.

Source: CAP 1.2 (OASIS), the names and the order of its elements by the public schema; its prose was not at
hand.
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

SPACES = {
    "1.2": "urn:oasis:names:tc:emergency:cap:1.2",
    "1.1": "urn:oasis:names:tc:emergency:cap:1.1",
}
"""Version → namespace of the messages that are read. Only 1.2 is written anew."""

STATUSES = ("Actual", "Exercise", "System", "Test", "Draft")
TYPES = ("Alert", "Update", "Cancel", "Ack", "Error")
SCOPES = ("Public", "Restricted", "Private")
CATEGORIES = (
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
)
RESPONSES = (
    "Shelter",
    "Evacuate",
    "Prepare",
    "Execute",
    "Avoid",
    "Monitor",
    "Assess",
    "AllClear",
    "None",
)
URGENCIES = ("Immediate", "Expected", "Future", "Past", "Unknown")
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
CERTAINTIES = ("Observed", "Likely", "Possible", "Unlikely", "Unknown")

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[-+]\d{2}:\d{2}")


class Pair(msgspec.Struct, frozen=True):
    """A value under a name that the sender chose: event code, parameter, geocode."""

    name: str
    value: str


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the words. `content`: base64 within the message (`derefUri`)."""

    description: str
    mime: str
    size: str = ""
    uri: str = ""
    content: str = ""
    digest: str = ""


class Area(msgspec.Struct, frozen=True, kw_only=True):
    """Where it holds. `polygons`: `lat,lon lat,lon …`, first point last; `circles`: `lat,lon km`."""

    description: str
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: tuple[Pair, ...] = ()
    altitude: str = ""
    ceiling: str = ""


class Info(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known, in one language. Moments are as written: `2026-07-01T08:00:00+08:00`."""

    categories: tuple[str, ...]
    event: str
    urgency: str
    severity: str
    certainty: str
    language: str = ""
    responses: tuple[str, ...] = ()
    audience: str = ""
    codes: tuple[Pair, ...] = ()
    effective: str = ""
    onset: str = ""
    expires: str = ""
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Pair, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()

    @property
    def speaks(self) -> str:
        """Its language; `en-US` where none is given, as the standard has it."""
        return self.language or "en-US"


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `type` is `msgType`. `references`: `sender,identifier,sent`, spaces between."""

    identifier: str
    sender: str
    sent: str
    status: str
    type: str
    scope: str
    version: str = "1.2"
    source: str = ""
    restriction: str = ""
    addresses: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    references: str = ""
    incidents: str = ""
    infos: tuple[Info, ...] = ()

    @property
    def name(self) -> str:
        """How other messages refer to it: `sender,identifier,sent`."""
        return f"{self.sender},{self.identifier},{self.sent}"

    @property
    def refers_to(self) -> tuple[str, ...]:
        """The messages it refers to."""
        return tuple(self.references.split())

    @property
    def expires(self) -> datetime | None:
        """When the last of its infos ends; None when one of them says no end, or none is there."""
        ends = [moment_of(info.expires) for info in self.infos]
        known = [end for end in ends if end is not None]
        return max(known) if known and len(known) == len(ends) else None


def moment_of(text: str) -> datetime | None:
    """Return a moment as CAP writes it, with its offset; None where it is none."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def moment_text(at: datetime) -> str:
    """Return an aware moment as CAP writes it: whole seconds, an offset and never `Z`."""
    assert at.tzinfo is not None, "a moment has its zone"
    text = at.replace(microsecond=0).isoformat()
    return text.removesuffix("+00:00") + "-00:00" if text.endswith("+00:00") else text


def points_of(polygon: str) -> tuple[tuple[float, float], ...] | None:
    """Return the points (latitude, longitude) of a polygon; None where one of them cannot be read."""
    found = [_point(one) for one in polygon.split()]
    return None if None in found or not found else tuple(one for one in found if one is not None)


def circle_of(text: str) -> tuple[float, float, float] | None:
    """Return (latitude, longitude, kilometres) of a circle; None where it cannot be read."""
    parts = text.split()
    point = _point(parts[0]) if len(parts) == 2 else None
    if point is None or not _NUMBER.fullmatch(parts[1]) or float(parts[1]) < 0:
        return None
    return (*point, float(parts[1]))


_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,15})?")


def _point(text: str) -> tuple[float, float] | None:
    parts = text.split(",")
    if len(parts) != 2 or not all(_NUMBER.fullmatch(one) for one in parts):
        return None
    latitude, longitude = float(parts[0]), float(parts[1])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
