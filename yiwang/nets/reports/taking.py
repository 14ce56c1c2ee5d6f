"""Taking a report: what was told, who told it, and the event's case, each once however often it is sent.

What was told comes first, with its pictures: a relay opens its case from there if this process dies. Then who
told it, sealed; then the case, by the city itself, so that no entry of it names whoever told.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from yiwang.kernel.access import ANONYMOUS, Actor, system
from yiwang.kernel.case import Case
from yiwang.kernel.commands import File
from yiwang.kernel.event_kinds import TOLD_PICTURES, EventPlace, event_case
from yiwang.kernel.matter import City
from yiwang.kernel.outside import desk_for
from yiwang.kernel.personal_text import masked
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import rules, saying, told_rules
from yiwang.nets.reports.kinds import REPORT, TOLD, case_id, told_stream
from yiwang.nets.reports.records import Opens, Told
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, Door, execute
from yiwang.store.wall import showing

WHO = system("reports")
LONGEST_CONTACT = {"name": 60, "phone": 30, "email": 120}


@dataclass(frozen=True)
class Telling:
    """What somebody tells the city.

    Attributes:
        kind: code of an event's kind; "" when it is about a body (`against`).
        joins: the case it is added to, None to open one. pictures: JPEG.
        contact: `name`, `phone`, `email`, those that were given. code: to follow it by, "" with an account.
        answered: the telephone's answer, given at once. handed: the emergency number it was handed to.
        outside: its id in another system. at: when it was told, where that was earlier.
        ended: another system had dealt with it: there is nothing to be done, so no case is opened.
    """

    report: UUID
    kind: str
    place: str
    words: str
    channel: str
    number: str
    case_number: str
    where: str = ""
    longitude: str = ""
    latitude: str = ""
    against: str = ""
    joins: Opens | None = None
    pictures: Sequence[bytes] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    applicant: str = ""
    digest: str = ""
    answered: str = ""
    handed: str = ""
    recording: str = ""
    outside: str = ""
    at: datetime | None = None
    ended: bool = False


def fault_of(telling: Telling) -> Refusal | None:
    """Return what is wrong with what was written."""
    if not telling.words.strip():
        return saying.words_missing()
    for text in (telling.words, telling.where, telling.answered):
        if len(text) > saying.LONGEST:
            return saying.words_too_long(len(text))
    for name, most in LONGEST_CONTACT.items():
        if len(telling.contact.get(name, "")) > most:
            return saying.contact_too_long(name, len(telling.contact[name]), most)
    return None


def whereto(city: City, telling: Telling) -> tuple[str, Opens] | Refusal:
    """Return the body that takes it in, and the case that it opens or joins."""
    intake = city.reports.intake
    if not intake:
        return saying.not_taken()
    if telling.against:
        if telling.against not in city.bodies:
            return saying.no_body()
        desk = desk_for(city, city.reports.whistle, (telling.against,))
        if desk is None:
            return saying.no_desk()
        case = case_id(telling.report)
        return desk.body, Opens(case=case, matter=desk.matter, number=telling.case_number, place=desk.place)
    if telling.joins is not None:
        return intake, telling.joins
    if telling.answered or telling.handed or telling.ended:  # nothing is to be done, so there is no case
        case = case_id(telling.report)
        return intake, Opens(case=case, matter="", number=telling.case_number, place=telling.place)
    command = event_case(
        city,
        telling.kind,
        EventPlace(telling.place, telling.longitude, telling.latitude),
        case=case_id(telling.report),
        number=telling.case_number,
        channel=telling.channel,
    )
    if isinstance(command, Refusal):
        return command
    return intake, Opens(case=command.case, matter=command.matter, number=command.number, place=command.place)


def asks_of(city: City, key: str, telling: Telling, actor: Actor, now: datetime) -> list[Ask] | Refusal:
    """Return the commands of a report: what was told, who told it. The case is `filing`'s."""
    fault = fault_of(telling)
    if fault is not None:
        return fault
    found = whereto(city, telling)
    if isinstance(found, Refusal):
        return found
    desk, opens = found
    told = told_stream(telling.report)
    opened = not (telling.answered or telling.handed or telling.ended)
    begin = told_rules.Begin(
        report=str(telling.report),
        channel=telling.channel,
        kind=telling.kind,
        place=telling.place,
        desk=desk,
        opens=opens,
        longitude=telling.longitude,
        latitude=telling.latitude,
        joined=telling.joins is not None or not opened,
        against=(telling.against,) if telling.against else (),
        outside=telling.outside,
        at=telling.at,
    )
    shown = {"words": masked(telling.words)}
    if telling.where:
        shown["where"] = masked(telling.where)
    if telling.answered:
        shown["answer"] = masked(telling.answered)
    for number, content in enumerate(telling.pictures, 1):
        shown[f"picture#{number}"] = base64.b64encode(content).decode()
    tell = rules.Tell(
        number=telling.number,
        told=str(told),
        case=opens.case if opened else "",
        channel=telling.channel,
        desk=desk,
        applicant=telling.applicant,
        digest=telling.digest,
        against=begin.against,
        joined=telling.joins is not None,
        answered=bool(telling.answered) or telling.ended,
        handed=telling.handed,
        recording=telling.recording,
        at=telling.at,
    )
    raw = {name: text for name, text in telling.contact.items() if text}
    raw |= {"words": telling.words} | ({"where": telling.where} if telling.where else {})
    teller = showing(actor, telling.digest) if telling.digest else actor
    return [
        Ask(key, TOLD, told, begin, WHO, now, key=f"told:{telling.report}", secrets=shown),
        Ask(key, REPORT, telling.report, tell, teller, now, key=f"report:{telling.report}", secrets=raw),
    ]


def filing(city: City, key: str, told: Told, shown: Mapping[str, str], now: datetime) -> Ask | Refusal | None:
    """Return what opens the case of what was told; None where it joins one, or needs none.

    Args:
        shown: the masked `words` and `where`.
    """
    opens = told.opens
    if told.joined:
        return None
    words = {"words": shown["words"]} if shown.get("words") else {}
    command: File | Refusal
    if told.against:
        command = File(
            case=opens.case,
            number=opens.number,
            matter=opens.matter,
            place=opens.place,
            channel="report",
            facts={"against": " ".join(told.against)},
        )
    else:
        command = event_case(
            city,
            told.kind,
            EventPlace(told.place, told.longitude, told.latitude),
            case=opens.case,
            number=opens.number,
            channel=told.channel,
            facts=_facts(told, shown),
        )
    if isinstance(command, Refusal):
        return command
    return Ask(key, CASE, UUID(opens.case), command, WHO, now, key=f"reports/{opens.case}", secrets=words)


def _facts(told: Told, shown: Mapping[str, str]) -> dict[str, str | int]:
    """Return what the case is told beside its kind and place: nothing of who told."""
    where: dict[str, str | int] = {"where": shown["where"]} if shown.get("where") else {}
    return where | ({TOLD_PICTURES: len(told.pictures)} if told.pictures else {})


@dataclass(frozen=True)
class Taken:
    """A report that was taken: the record of who told it, and its case, None where none was opened here."""

    done: Done
    case: Case | None


def take(door: Door, city: City, key: str, telling: Telling, actor: Actor, now: datetime) -> Taken | Refusal:
    """Take one report. Its case is there when this returns, or a relay opens it."""
    asks = asks_of(city, key, telling, actor if actor.kind != "anonymous" else ANONYMOUS, now)
    if isinstance(asks, Refusal):
        return asks
    first = execute(door, asks[0])
    if isinstance(first, Refusal):
        return first
    done = execute(door, asks[1])
    if isinstance(done, Refusal):
        return done
    if first.repeated:
        return Taken(done, None)
    file = filing(city, key, first.state, asks[0].secrets, now)
    if isinstance(file, Refusal):
        return file
    opened = execute(door, file) if file is not None else None
    if isinstance(opened, Refusal) and opened.code != "case.exists":
        told = told_rules.CouldNotOpen(code=opened.code)
        execute(door, Ask(key, TOLD, first.stream, told, WHO, now, key=f"not-opened:{telling.report}"))
    return Taken(done, opened.state if isinstance(opened, Done) else None)
