"""What the two records of a report hold: who told it, sealed; and what was told, for who handles it.

`Report` is seen by intake and by whoever told. `Told` is seen by whoever sees the case, too: it never holds
a person, and what residents wrote lies in it masked. The messages of both sides pass through it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from yiwang.kernel.case import Sealed


class Opens(msgspec.Struct, frozen=True, kw_only=True):
    """The case that a report opens, or joins: its id and number are drawn where the report is taken."""

    case: str
    matter: str
    number: str
    place: str


class Line(msgspec.Struct, frozen=True):
    """One message: `by` is `reporter` or the id of a body; its words lie sealed under `field`."""

    at: datetime
    by: str
    field: str


class AskedReveal(msgspec.Struct, frozen=True):
    """A body asked to know who told: when, by consent or by which clause, and what became of it.

    Attributes:
        field: under which the reason is sealed. state: `asked`, `given`, `declined` or `refused`.
        clause: citation, "" where it asks for consent. by: the position that asked.
    """

    at: datetime
    body: str
    by: str
    clause: str
    field: str
    state: str = "asked"
    answered_at: datetime | None = None


class Unmasked(msgspec.Struct, frozen=True):
    """Somebody at intake read what is sealed: which position, what for."""

    at: datetime
    by: str
    purpose: str
    fields: tuple[str, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was told, without who told it.

    Attributes:
        report: id of the record of who told it. kind: code of the event's kind, "" of a report about a body.
        opens: the case it opens; for one that joins a case already open, `joined` is true.
        pictures: names of sealed pictures (JPEG, base64), without anything but the picture.
        sealed: `words` and `where`, masked; messages; the public answer.
        against: body ids of a report about a body (举报).
        released: numbers of pictures that everybody may see, as `public#<number>` in `sealed`.
    """

    report: str
    at: datetime
    channel: str
    kind: str
    place: str
    desk: str
    opens: Opens
    longitude: str = ""
    latitude: str = ""
    joined: bool = False
    against: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    asked: tuple[AskedReveal, ...] = ()
    answered_at: datetime | None = None
    answered_by: str = ""
    not_opened: str = ""
    outside: str = ""
    released: tuple[int, ...] = ()
    sealed: dict[str, Sealed] = {}


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Who told, and how they follow it.

    Attributes:
        number: given to whoever told. told: id of what was told. case: its id, "" where none is.
        digest: SHA-256 of the code to follow it by, "" with an account. desk: the body that takes it in.
        handed: the emergency number it was handed to, "" else. recording: the telephone's id of the call.
        not_fixed: when whoever told said that it was not. sealed: contact, `words` as written.
    """

    number: str
    told: str
    case: str
    channel: str
    desk: str
    at: datetime
    applicant: str = ""
    digest: str = ""
    against: tuple[str, ...] = ()
    joined: bool = False
    answered_at: datetime | None = None
    handed: str = ""
    recording: str = ""
    asked: tuple[AskedReveal, ...] = ()
    unmasked: tuple[Unmasked, ...] = ()
    not_fixed: tuple[datetime, ...] = ()
    lines: tuple[Line, ...] = ()
    sealed: dict[str, Sealed] = {}
