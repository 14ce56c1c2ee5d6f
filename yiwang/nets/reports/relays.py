"""The relay of this net: the case of a report is opened, and what both sides write reaches the other.

Pages do the same at once; what was done already is not done again, as each is asked under a key or a state
that tells. What whoever told writes is masked on its way, and what a body asks to know reaches them.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from yiwang.kernel.case import CLOSED
from yiwang.kernel.commands import File, Reopen
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import CHANCE_BYTES, case_number
from yiwang.kernel.personal_text import masked
from yiwang.kernel.refusal import Refusal
from yiwang.nets.reports import rules, taking, told_rules
from yiwang.nets.reports.kinds import REPORT, TOLD, case_id
from yiwang.nets.reports.records import AskedReveal, Opens, Report, Told
from yiwang.nets.reports.taking import WHO
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "reports"
REOPENED_WITHIN_DAYS = 30
"""Our own rule: within so many days the case itself is opened again, later another is opened."""
CONTACT = ("name", "phone", "email")


def reports(door: Door) -> Relay:
    """Return the relay."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind not in (REPORT.name, TOLD.name):
            return []
        return what_follows(door, leaf.city, leaf.kind, leaf.stream, leaf.event(), now)

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if leaf.kind != TOLD.name or not isinstance(ask.command, File) or refusal.code == "case.exists":
            return []
        told = told_rules.CouldNotOpen(code=refusal.code)
        return [Ask(leaf.city, TOLD, leaf.stream, told, WHO, ask.now, key="not-opened")]

    return Relay(NAME, handle, refused)


def at_once(door: Door, key: str, kind: str, stream: UUID, events: Any, now: datetime) -> None:
    """Do now what the relay would do a second later: for pages, so that the other side sees it at once."""
    for event in events:
        for ask in what_follows(door, key, kind, stream, event, now):
            execute(door, ask)


def what_follows(door: Door, key: str, kind: str, stream: UUID, event: Any, now: datetime) -> list[Ask]:
    """Return what an entry of a report asks of other streams; nothing that was done before."""
    data = event.data
    match data:
        case told_rules.Begun():
            return _case_of(door, key, stream, now)
        case told_rules.Moved():
            report = UUID(_read(door, key, TOLD, stream).report)
            known: Report | None = _read(door, key, REPORT, report)
            if known is None or known.case == data.opens.case:
                return []
            command = rules.GoOn(case=data.opens.case)
            return [Ask(key, REPORT, report, command, WHO, now, key=f"on/{data.opens.case}")]
        case told_rules.WhoAsked():
            return _asked(door, key, stream, data, now)
        case rules.ReportWritten() if event.type == "report.written":
            return _passed_on(door, key, stream, data, now)
        case rules.ReportWritten():
            return [*_passed_on(door, key, stream, data, now), *_again(door, key, stream, data, now)]
        case rules.WhoSettled():
            return _settled(door, key, stream, data, now)
    return []


def _said(what: str, stream: UUID, data: Any) -> str:
    return f"{what}/{stream}/{getattr(data, 'field', '') or getattr(data, 'body', '') or ''}"[:120]


def _case_of(door: Door, key: str, stream: UUID, now: datetime) -> list[Ask]:
    told: Told = _read(door, key, TOLD, stream)
    if told.joined or _read(door, key, CASE, UUID(told.opens.case)) is not None:
        return []
    shown = _open(door, key, {name: told.sealed[name] for name in ("words", "where") if name in told.sealed})
    ask = taking.filing(door.cities(key, None), key, told, shown, now)
    if isinstance(ask, Refusal):
        told_not = told_rules.CouldNotOpen(code=ask.code)
        return [Ask(key, TOLD, stream, told_not, WHO, now, key=f"not-opened/{stream}")]
    return [ask] if ask is not None else []


def _asked(door: Door, key: str, stream: UUID, data: told_rules.WhoAsked, now: datetime) -> list[Ask]:
    told: Told = _read(door, key, TOLD, stream)
    asked = next(one for one in told.asked if one.field == data.field)
    report: Report | None = _read(door, key, REPORT, UUID(told.report))
    if report is None or any(one.field == data.field for one in report.asked):
        return []
    command = rules.NoteWho(asked=asked)  # its reason stays where it was written, and is read there
    return [Ask(key, REPORT, UUID(told.report), command, WHO, now, key=_said("who", stream, data))]


def _passed_on(door: Door, key: str, stream: UUID, data: rules.ReportWritten, now: datetime) -> list[Ask]:
    report: Report = _read(door, key, REPORT, stream)
    told: Told = _read(door, key, TOLD, UUID(report.told))
    before = [one.field for one in report.lines].index(data.field)
    if sum(one.by == "reporter" for one in told.lines) > before:
        return []
    words = _open(door, key, {"message": report.sealed[data.field]}).get("message", "")
    if not words:
        return []
    secrets = {"message": masked(words)}
    command = told_rules.Write()
    return [
        Ask(key, TOLD, UUID(report.told), command, WHO, now, key=_said("pass", stream, data), secrets=secrets)
    ]


def _again(door: Door, key: str, stream: UUID, data: rules.ReportWritten, now: datetime) -> list[Ask]:
    """Return what deals with it again: the case reopened, or another where it ended too long ago."""
    report: Report = _read(door, key, REPORT, stream)
    told: Told = _read(door, key, TOLD, UUID(report.told))
    case = _read(door, key, CASE, UUID(told.opens.case))
    said_at = next(one.at for one in report.lines if one.field == data.field)
    if case is None or case.ended_at is None or case.ended_at >= said_at:
        return []
    name = _said("again", stream, data)
    if case.phase == CLOSED and (now - case.ended_at).days <= REOPENED_WITHIN_DAYS:
        words = masked(_open(door, key, {"reason": report.sealed[data.field]}).get("reason", ""))
        reason = {"reason": words or "反映人说没有解决"}
        return [Ask(key, CASE, UUID(case.id), Reopen(), WHO, now, key=name, secrets=reason)]
    city = door.cities(key, None)
    opens = opening_again(city, stream, told, len(report.not_fixed), now)
    shown = _open(door, key, {one: told.sealed[one] for one in ("words", "where") if one in told.sealed})
    fresh = Told(
        report=told.report, at=now, channel=told.channel, kind=told.kind, place=told.place, desk=told.desk,
        opens=opens, longitude=told.longitude, latitude=told.latitude, against=told.against,
    )  # fmt: skip
    file = taking.filing(city, key, fresh, shown, now)
    if file is None or isinstance(file, Refusal):
        return []
    move = told_rules.Move(opens=opens)
    return [file, Ask(key, TOLD, UUID(report.told), move, WHO, now, key=f"move/{name}")]


def opening_again(city: City, report: UUID, told: Told, times: int, now: datetime) -> Opens:
    """Return the case in which it goes on; the same each time it is worked out."""
    case = case_id(report, times)
    number = case_number(now.astimezone(city.calendar.zone), sha256(case.encode()).digest()[:CHANCE_BYTES])
    return Opens(case=case, matter=told.opens.matter, number=number, place=told.opens.place)


def _settled(door: Door, key: str, stream: UUID, data: rules.WhoSettled, now: datetime) -> list[Ask]:
    report: Report = _read(door, key, REPORT, stream)
    told: Told = _read(door, key, TOLD, UUID(report.told))
    if sum(_is_settled(one, data.body) for one in told.asked) >= sum(
        _is_settled(one, data.body) for one in report.asked
    ):
        return []
    contact = ""
    if data.state == "given":
        known = _open(door, key, {name: report.sealed[name] for name in CONTACT if name in report.sealed})
        contact = " · ".join(known[name] for name in CONTACT if name in known) or "没有留联系方式"
    command = told_rules.AnswerWho(body=data.body, state=data.state)
    times = sum(one.body == data.body for one in report.asked)
    name = f"settled/{stream}/{data.body}/{times}"
    secrets = {"contact": contact} if contact else {}
    return [Ask(key, TOLD, UUID(report.told), command, WHO, now, key=name[:120], secrets=secrets)]


def _is_settled(one: AskedReveal, body: str) -> bool:
    return one.body == body and one.state != "asked"


def _read(door: Door, key: str, kind: Any, stream: UUID) -> Any:
    with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
        row = cursor.execute(
            f"SELECT state FROM {kind.table} WHERE city = %s AND id = %s", (key, stream)
        ).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None


def _open(door: Door, key: str, references: Any) -> dict[str, str]:
    if not references:
        return {}
    with lend(door.pool) as connection:
        found = door.safe.open(connection, key, WHO, references)
    return {name: value for name, value in found.items() if isinstance(value, str)}
