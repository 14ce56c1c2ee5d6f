"""The rules of what was told, without who told it. Pure: decide and evolve.

Only the city itself begins one, and passes on what the other side wrote; a body that handles the case writes,
answers, and asks who told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import may
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.outside import is_outside
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.reports import saying
from yiwang.nets.reports.records import AskedReveal, Line, Opens, Told


class Begin(Command, frozen=True, kw_only=True):
    """登记所反映的事: `words`, `where` and pictures lie masked in `sealed`. The city's own."""

    verb: ClassVar[str] = "report.told"
    report: str
    channel: str
    kind: str
    place: str
    desk: str
    opens: Opens
    longitude: str = ""
    latitude: str = ""
    joined: bool = False
    against: tuple[str, ...] = ()
    outside: str = ""
    at: datetime | None = None


class Write(Command, frozen=True, kw_only=True):
    """给反映人留言, or, by the city itself, pass on what whoever told wrote. `sealed["message"]`."""

    verb: ClassVar[str] = "report.handle"
    body: str = ""


class GiveAnswer(Command, frozen=True, kw_only=True):
    """答复, for everybody to read: `sealed["answer"]`, masked."""

    verb: ClassVar[str] = "report.handle"
    body: str


class AskWho(Command, frozen=True, kw_only=True):
    """请求揭示反映人: by consent, or by a clause. `sealed["reason"]`."""

    verb: ClassVar[str] = "report.handle"
    body: str
    clause: str = ""


class ReleasePicture(Command, frozen=True, kw_only=True):
    """公开照片: `sealed["public"]`: the picture with parts covered; `reviewed`: somebody looked at it so."""

    verb: ClassVar[str] = "report.handle"
    body: str
    picture: int
    reviewed: bool = False


class WithdrawPicture(Command, frozen=True, kw_only=True):
    """收回公开的照片: nobody sees it any more."""

    verb: ClassVar[str] = "report.handle"
    body: str
    picture: int


class AnswerWho(Command, frozen=True, kw_only=True):
    """揭示 or not: the city's own, after the person or intake decided. `sealed["contact"]` when given."""

    verb: ClassVar[str] = "report.told"
    body: str
    state: str


class CouldNotOpen(Command, frozen=True, kw_only=True):
    """没能立件. The city's own."""

    verb: ClassVar[str] = "report.told"
    code: str


class Move(Command, frozen=True, kw_only=True):
    """Go on in a new case, as the old one closed too long ago. The city's own."""

    verb: ClassVar[str] = "report.told"
    opens: Opens


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """`told.begun`."""

    against: tuple[str, ...] = ()
    at: datetime | None = None
    channel: str
    desk: str
    joined: bool = False
    kind: str
    latitude: str = ""
    longitude: str = ""
    opens: Opens
    outside: str = ""
    place: str
    report: str
    sealed: dict[str, Sealed] = {}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`told.written`: `by` a body, or `reporter`."""

    by: str
    field: str
    sealed: dict[str, Sealed] = {}


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`told.answered`."""

    body: str
    sealed: dict[str, Sealed] = {}


class WhoAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`told.who-asked`."""

    body: str
    by: str
    clause: str
    field: str
    sealed: dict[str, Sealed] = {}


class WhoAnswered(msgspec.Struct, frozen=True, kw_only=True):
    """`told.who-answered`."""

    body: str
    sealed: dict[str, Sealed] = {}
    state: str


class NotOpened(msgspec.Struct, frozen=True, kw_only=True):
    """`told.not-opened`."""

    code: str


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """`told.moved`: it goes on in another case."""

    opens: Opens


class PictureReleased(msgspec.Struct, frozen=True, kw_only=True):
    """`told.picture-released`, and `told.picture-withdrawn`, which seals nothing."""

    body: str
    by: str
    picture: int
    sealed: dict[str, Sealed] = {}


DATA: dict[str, type[msgspec.Struct]] = {
    "told.begun": Begun,
    "told.written": Written,
    "told.answered": Answered,
    "told.who-asked": WhoAsked,
    "told.who-answered": WhoAnswered,
    "told.not-opened": NotOpened,
    "told.picture-released": PictureReleased,
    "told.picture-withdrawn": PictureReleased,
    "told.moved": Moved,
}
OF_THE_CITY = (Begin, AnswerWho, CouldNotOpen, Move)


def decide(told: Told | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches what was told. Changes nothing.

    Who may see it at all the wall says: whoever sees the case. Here, that they speak for a body of theirs.
    """
    if isinstance(command, OF_THE_CITY) and context.actor.kind != "system":
        return record.denied(command)
    if isinstance(command, Begin):
        if told is not None:
            return record.exists({"zh": "反映", "en": "report"})
        return (Fact("told.begun", _begun(command)),)
    if told is None:
        return saying.unknown()
    if not isinstance(command, OF_THE_CITY) and not _speaks(command, context):
        return record.denied(command)
    if isinstance(command, AskWho):
        return _ask_who(told, command, context)
    if isinstance(command, ReleasePicture | WithdrawPicture):
        return _picture(told, command, context)
    return _done(told, command) if isinstance(command, OF_THE_CITY) else _said(told, command)


def _done(told: Told, command: Command) -> Answer:
    match command:
        case AnswerWho():
            data = WhoAnswered(body=command.body, state=command.state, sealed=command.sealed)
            return (Fact("told.who-answered", data),)
        case CouldNotOpen():
            return (Fact("told.not-opened", NotOpened(code=command.code)),)
        case Move():
            return (Fact("told.moved", Moved(opens=command.opens)),)
        case _:
            return record.denied(command)


def _said(told: Told, command: Command) -> Answer:
    match command:
        case Write():
            if "message" not in command.sealed:
                return saying.words_missing()
            field = f"message#{len(told.lines) + 1}"
            sealed = {field: command.sealed["message"]}
            return (Fact("told.written", Written(by=command.body or "reporter", field=field, sealed=sealed)),)
        case GiveAnswer():
            if "answer" not in command.sealed:
                return saying.words_missing()
            return (Fact("told.answered", Answered(body=command.body, sealed=command.sealed)),)
        case _:
            return record.denied(command)


def _picture(told: Told, command: ReleasePicture | WithdrawPicture, context: Context) -> Answer:
    by = context.actor.holdings[0].position if context.actor.holdings else ""
    if isinstance(command, WithdrawPicture):
        if command.picture not in told.released:
            return saying.unknown()
        gone = PictureReleased(body=command.body, by=by, picture=command.picture)
        return (Fact("told.picture-withdrawn", gone),)
    if told.against:
        return saying.never_public()
    if f"picture#{command.picture}" not in told.sealed or "public" not in command.sealed:
        return saying.unknown()
    if not command.reviewed:
        return saying.not_reviewed()
    sealed = {f"public#{command.picture}": command.sealed["public"]}
    released = PictureReleased(body=command.body, by=by, picture=command.picture, sealed=sealed)
    return (Fact("told.picture-released", released),)


def _speaks(command: Any, context: Context) -> bool:
    actor = context.actor
    if actor.kind == "system":
        return not command.body
    return may(actor, command.verb) and any(held.body == command.body for held in actor.holdings)


def _ask_who(told: Told, command: AskWho, context: Context) -> Answer:
    city = context.city
    if any(not is_outside(city, command.body, one) for one in told.against):
        return saying.subject_body()
    if command.clause and command.clause not in city.reports.reveal:
        return saying.no_clause(command.clause)
    if "reason" not in command.sealed:
        return saying.words_missing()
    if any(one.body == command.body and one.state == "asked" for one in told.asked):
        return saying.asked_already()
    field = f"reason#{len(told.asked) + 1}"
    asked = WhoAsked(
        body=command.body,
        by=context.actor.holdings[0].position if context.actor.holdings else "",
        clause=command.clause,
        field=field,
        sealed={field: command.sealed["reason"]},
    )
    return (Fact("told.who-asked", asked),)


def _begun(command: Begin) -> Begun:
    return Begun(
        against=command.against,
        at=command.at,
        channel=command.channel,
        desk=command.desk,
        joined=command.joined,
        kind=command.kind,
        latitude=command.latitude,
        longitude=command.longitude,
        opens=command.opens,
        outside=command.outside,
        place=command.place,
        report=command.report,
        sealed=command.sealed,
    )


def begin(event: Fact, pack: str, at: datetime) -> Told:
    """Return what its first event begins."""
    data: Begun = event.data
    return Told(
        report=data.report,
        at=data.at or at,
        channel=data.channel,
        kind=data.kind,
        place=data.place,
        desk=data.desk,
        opens=data.opens,
        longitude=data.longitude,
        latitude=data.latitude,
        joined=data.joined,
        against=data.against,
        outside=data.outside,
        pictures=tuple(sorted(name for name in data.sealed if name.startswith("picture#"))),
        sealed=data.sealed,
    )


def evolve(told: Told, event: Fact, at: datetime) -> Told:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match data:
        case Written():
            lines = (*told.lines, Line(at, data.by, data.field))
            return replace(told, lines=lines, sealed={**told.sealed, **data.sealed})
        case Answered():
            sealed = {**told.sealed, **data.sealed}
            return replace(told, sealed=sealed, answered_at=at, answered_by=data.body)
        case WhoAsked():
            asked = AskedReveal(at, data.body, data.by, data.clause, data.field)
            return replace(told, asked=(*told.asked, asked), sealed={**told.sealed, **data.sealed})
        case WhoAnswered():
            asked = tuple(settled(one, data.body, data.state, at) for one in told.asked)
            sealed = {f"contact@{data.body}": one for one in data.sealed.values()}
            return replace(told, asked=asked, sealed={**told.sealed, **sealed})
        case PictureReleased():
            others = tuple(one for one in told.released if one != data.picture)
            now = others if event.type == "told.picture-withdrawn" else (*others, data.picture)
            return replace(told, released=tuple(sorted(now)), sealed={**told.sealed, **data.sealed})
        case NotOpened():
            return replace(told, not_opened=data.code)
        case Moved():
            return replace(told, opens=data.opens, answered_at=None, joined=False)
    return told


def settled(one: AskedReveal, body: str, state: str, at: datetime) -> AskedReveal:
    """Return what became of a request, where it is this body's and waits."""
    if one.body != body or one.state != "asked":
        return one
    return AskedReveal(one.at, one.body, one.by, one.clause, one.field, state, at)


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
