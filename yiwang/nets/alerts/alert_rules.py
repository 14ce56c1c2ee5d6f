"""The rules of an alert (预警): drafted, issued with a signed message, updated, cancelled, expired. Pure.

An alert of somebody else is taken in message by message; an update or a cancel of one that is not known here
is refused. Nothing is deleted: a wrong alert is cancelled, and says so.

Source: 防汛条例 第二十九条第二款 (the public is told by what the headquarters gives); CAP 1.2.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from yiwang.kernel.access import Target
from yiwang.kernel.commands import Context, Tick
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.records import CANCELLED, DRAFT, EXPIRED, IN_FORCE, Alert, Content, Message


class Draft(Command, frozen=True, kw_only=True):
    """起草: what it is to say. `body` issues it."""

    verb: ClassVar[str] = "alert.draft"
    body: str
    content: Content


class Issue(Command, frozen=True, kw_only=True):
    """发布: the signed message. Of a draft, or at once where `content` is given (a level that was set)."""

    verb: ClassVar[str] = "alert.issue"
    message: Message
    body: str = ""
    content: Content | None = None
    level: str = ""
    plan: str = ""


class Update(Command, frozen=True, kw_only=True):
    """更新: another message that takes the place of the last; `references` are names of earlier ones."""

    verb: ClassVar[str] = "alert.issue"
    content: Content
    message: Message
    references: tuple[str, ...]
    level: str = ""


class Cancel(Command, frozen=True, kw_only=True):
    """解除: a message of type Cancel."""

    verb: ClassVar[str] = "alert.issue"
    message: Message
    references: tuple[str, ...]


class Take(Command, frozen=True, kw_only=True):
    """收进: a message of a registered sender. `verified`: its signature held against the registered key."""

    verb: ClassVar[str] = "alert.take"
    body: str
    content: Content
    message: Message
    references: tuple[str, ...]
    source: str
    verified: bool


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """`alert.drafted`."""

    body: str
    content: Content


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """`alert.issued`, `alert.updated`, `alert.taken`: a message, and what it says."""

    body: str
    content: Content
    level: str = ""
    message: Message
    plan: str = ""
    source: str = ""


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """`alert.cancelled`."""

    message: Message


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """`alert.expired`: its own clock ran out."""


DATA: dict[str, type[msgspec.Struct]] = {
    "alert.drafted": Drafted,
    "alert.issued": Issued,
    "alert.updated": Issued,
    "alert.taken": Issued,
    "alert.cancelled": Cancelled,
    "alert.expired": Ended,
}


def decide(alert: Alert | None, command: Command | Tick, context: Context) -> Answer:
    """Say what happens when `command` reaches this alert. Changes nothing."""
    if isinstance(command, Tick):
        over = alert is not None and alert.phase == IN_FORCE and _over(alert, context.now)
        return (Fact("alert.expired", Ended()),) if over else ()
    body = alert.body if alert is not None else getattr(command, "body", "")
    if not record.allowed(context.actor, command, Target(lead=body, bodies=(body,))):
        return record.denied(command)
    match command:
        case Draft():
            return _draft(alert, command, context)
        case Issue():
            return _issue(alert, command, context)
        case Update():
            return _update(alert, command, context)
        case Cancel():
            fault = _not_ours(alert, command.references)
            return fault or (Fact("alert.cancelled", Cancelled(message=command.message)),)
        case Take():
            return _take(alert, command, context)
        case _:
            return record.denied(command)


def _draft(alert: Alert | None, command: Draft, context: Context) -> Answer:
    if alert is not None and alert.phase != DRAFT:
        return saying.wrong_phase(
            "预警已经发布，要改请发更新", "The alert is out: send an update to change it"
        )
    if command.body not in context.city.bodies:
        return saying.not_here("单位", "body")
    fault = _ends_badly(command.content, context.now)
    return fault or (Fact("alert.drafted", Drafted(body=command.body, content=command.content)),)


def _issue(alert: Alert | None, command: Issue, context: Context) -> Answer:
    content = command.content or (alert.content if alert is not None else None)
    if content is None:
        return saying.not_here("预警", "alert")
    if alert is not None and alert.phase != DRAFT:
        return saying.wrong_phase("预警已经发布过", "The alert was issued before")
    issued = Issued(
        body=alert.body if alert is not None else command.body,
        content=content,
        level=command.level,
        message=command.message,
        plan=command.plan,
    )
    return _ends_badly(content, command.message.sent) or (Fact("alert.issued", issued),)


def _update(alert: Alert | None, command: Update, context: Context) -> Answer:
    fault = _not_ours(alert, command.references) or _ends_badly(command.content, command.message.sent)
    if fault is not None:
        return fault
    assert alert is not None
    updated = Issued(
        body=alert.body,
        content=command.content,
        level=command.level or alert.level,
        message=command.message,
        plan=alert.plan,
    )
    return (Fact("alert.updated", updated),)


def _not_ours(alert: Alert | None, references: tuple[str, ...]) -> Any:
    """Return why this cannot update or cancel the alert, None where it can."""
    if alert is None or not alert.messages or not set(references) & {one.name for one in alert.messages}:
        return unknown_reference(references)
    if alert.source:
        return saying.wrong_phase(
            "这是别人发的预警，由发的人更新或解除", "Somebody else issued it: they update or cancel it"
        )
    if alert.phase != IN_FORCE:
        return saying.wrong_phase("预警已经解除或过期", "The alert was cancelled or has expired")
    return None


def unknown_reference(references: tuple[str, ...]) -> Any:
    """Say that an update refers to an alert that is not known here."""
    named = " ".join(references) or "—"
    return saying.no(
        "unknown-reference",
        f"这条更新引用的预警 {named} 这里没有。先收进被引用的那一条，或改正 references。",
        f"It refers to {named}, which is not known here. Take in that message first, or correct references.",
        references=named,
    )


def _take(alert: Alert | None, command: Take, context: Context) -> Answer:
    sender = context.city.alerting.senders.get(command.source)
    if sender is None:
        return saying.no(
            "unknown-sender",
            f"没有登记发送方 {command.source}。先在配置包 alerts.yaml 里登记。",
            f"The sender {command.source} is not registered. Register it in alerts.yaml of the pack.",
            sender=command.source,
        )
    if sender.signed and not command.verified:
        return saying.no(
            "unsigned",
            f"{sender.title['zh']}的预警必须有成立的签名，这条没有。请对方签名后重发。",
            f"An alert of {sender.title['en']} needs a signature that holds; this has none.",
        )
    if command.content.category not in sender.kinds:
        return saying.no(
            "kind-not-theirs",
            f"{sender.title['zh']}登记的种类是 {'、'.join(sender.kinds)}，这条是"
            f" {command.content.category}。",
            f"{sender.title['en']} is registered for {', '.join(sender.kinds)}; this is "
            f"{command.content.category}.",
        )
    names = {one.name for one in alert.messages} if alert is not None else set()
    if command.message.name in names:
        return ()  # the same message again
    if command.message.type != "Alert" and not set(command.references) & names:
        return unknown_reference(command.references)
    if alert is not None and alert.source != command.source:
        return saying.no("not-its-sender", "这条预警是别的单位发的。", "Another body issued that alert.")
    if command.message.type == "Cancel":
        return (Fact("alert.cancelled", Cancelled(message=command.message)),)
    taken = Issued(body=command.body, content=command.content, message=command.message, source=command.source)
    return (Fact("alert.taken", taken),)


def _ends_badly(content: Content, begins: datetime) -> Any:
    if content.expires is not None and content.expires <= begins:
        return saying.backwards(begins.isoformat(), content.expires.isoformat())
    return None


def _over(alert: Alert, now: datetime) -> bool:
    return alert.content.expires is not None and alert.content.expires <= now


def wake_at(alert: Alert) -> datetime | None:
    """Return when it expires."""
    return alert.content.expires if alert.phase == IN_FORCE else None


def begin(event: Fact, pack: str, at: datetime) -> Alert:
    """Return the alert that its first event begins."""
    return evolve(Alert(body=event.data.body, content=event.data.content, phase=DRAFT), event, at)


def evolve(alert: Alert, event: Fact, at: datetime) -> Alert:
    """Apply one event. Never refuses."""
    data: Any = event.data
    match event.type:
        case "alert.drafted":
            return replace(alert, body=data.body, content=data.content)
        case "alert.issued" | "alert.updated" | "alert.taken":
            return replace(
                alert,
                content=data.content,
                level=data.level,
                messages=(*alert.messages, data.message),
                phase=IN_FORCE,
                plan=data.plan or alert.plan,
                source=data.source,
            )
        case "alert.cancelled":
            return replace(alert, ended_at=at, messages=(*alert.messages, data.message), phase=CANCELLED)
        case "alert.expired":
            return replace(alert, ended_at=at, phase=EXPIRED)
    return alert


def event_of(type_: str, v: int, data: bytes) -> Fact:
    """Read an event of any version ever released."""
    return Fact(type_, msgspec.json.decode(data, type=DATA[type_]), v)
