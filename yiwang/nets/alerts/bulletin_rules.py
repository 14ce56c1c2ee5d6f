"""The rules of a bulletin (汛情通报): public words of a plan's body, issued once, corrected by another. Pure.

Source: 防汛条例 第二十九条第二款.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from yiwang.kernel.access import Target
from yiwang.kernel.alerts.plans import Text
from yiwang.kernel.commands import Context
from yiwang.kernel.people import record
from yiwang.kernel.people.record import Answer, Command, Fact
from yiwang.nets.alerts import saying
from yiwang.nets.alerts.reading_events import reader
from yiwang.nets.alerts.records import Bulletin

LONGEST = 4000
_PERSONAL = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
"""A resident identity number, or a mobile number: what must never stand on a public page."""


class Publish(Command, frozen=True, kw_only=True):
    """发布通报: in Chinese, and in English where that was written."""

    verb: ClassVar[str] = "bulletin.issue"
    corrects: str = ""
    number: str
    plan: str
    title: Text
    words: Text


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """`bulletin.published`."""

    body: str
    by: str
    corrects: str
    number: str
    plan: str
    title: Text
    words: Text


DATA: dict[str, type[msgspec.Struct]] = {"bulletin.published": Published}
event_of = reader(DATA)


def decide(bulletin: Bulletin | None, command: Command, context: Context) -> Answer:
    """Say what happens when `command` reaches this bulletin. Changes nothing."""
    if not isinstance(command, Publish):
        return record.denied(command)
    plan = context.city.plans.get(command.plan)
    if plan is None:
        return saying.not_here("预案", "plan")
    if not record.allowed(context.actor, command, Target(lead=plan.body, bodies=(plan.body,))):
        return record.denied(command)
    if bulletin is not None:
        return ()
    if not command.title.get("zh") or not command.words.get("zh"):
        return saying.words_missing()
    whole = " ".join((*command.title.values(), *command.words.values()))
    if len(whole) > LONGEST:
        return saying.too_long(len(whole), LONGEST)
    if _PERSONAL.search(whole):
        return saying.no(
            "personal",
            "通报是公开的，里面像有身份证号或手机号。请去掉。",
            "A bulletin is public, and there seems to be an identity or mobile number in it. Take it out.",
        )
    published = Published(
        body=plan.body,
        by=next((one.position for one in context.actor.holdings if one.body == plan.body), ""),
        corrects=command.corrects,
        number=command.number,
        plan=plan.id,
        title=command.title,
        words=command.words,
    )
    return (Fact("bulletin.published", published),)


def begin(event: Fact, pack: str, at: datetime) -> Bulletin:
    """Return the bulletin that its event begins."""
    data: Any = event.data
    return Bulletin(
        number=data.number,
        body=data.body,
        plan=data.plan,
        title=data.title,
        words=data.words,
        at=at,
        by=data.by,
        corrects=data.corrects,
    )


def evolve(bulletin: Bulletin, event: Fact, at: datetime) -> Bulletin:
    """Apply one event. Never refuses."""
    return bulletin
