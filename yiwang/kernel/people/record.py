"""What the four records share: their events, their context, and who may be refused what."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.access import Actor, Target, may
from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal


class Fact(msgspec.Struct, frozen=True):
    """An event of a record: past-tense type, its data (a struct), the version of its shape."""

    type: str
    data: Any
    v: int = 1


Answer = tuple[Fact, ...] | Refusal


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something asked of one record. `sealed`: field name → vault reference.

    `findable` names the fields that may be found by their exact value (`Safe.blind_index`).
    """

    verb: ClassVar[str] = ""
    findable: ClassVar[frozenset[str]] = frozenset()
    sealed: dict[str, Sealed] = {}


def today(context: Context) -> date:
    """Return the city's day of `context.now`."""
    return context.now.astimezone(ZoneInfo(context.city.zone)).date()


def place_path(city: City, bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of the places where these bodies sit, and of every place above them, sorted."""
    seats = {city.bodies[body].seat for body in bodies if body in city.bodies}
    return tuple(sorted({code for seat in seats for code in city.above(seat)}))


def allowed(actor: Actor, command: Command, target: Target, purpose: str = "") -> bool:
    """Say whether the actor may ask this; the city itself may always."""
    return actor.kind == "system" or may(actor, command.verb, target, purpose)


def denied(command: Command) -> Refusal:
    """Say that the verb is not the actor's."""
    return Refusal(
        code="access.denied",
        zh="您的岗位不能做这项操作。",
        en="Your position does not allow this.",
        params={"verb": command.verb},
    )


def unknown(what: dict[str, str]) -> Refusal:
    """Say that there is no such record."""
    return Refusal(code="people.unknown", zh=f"没有这个{what['zh']}。", en=f"There is no such {what['en']}.")


def exists(what: dict[str, str]) -> Refusal:
    """Say that the record was begun before."""
    return Refusal(
        code="people.exists", zh=f"这个{what['zh']}已经有了。", en=f"This {what['en']} exists already."
    )


def wrong_phase(what: dict[str, str], phase: dict[str, str]) -> Refusal:
    """Say that the record is in a phase that does not allow this."""
    return Refusal(
        code="people.wrong-phase",
        zh=f"这个{what['zh']}{phase['zh']}, 不能这样办理。",
        en=f"This {what['en']} is {phase['en']}; that cannot be done.",
    )


def backwards(since: date, until: date) -> Refusal:
    """Say that a period ends before it begins."""
    return Refusal(
        code="people.backwards",
        zh=f"结束日期 {until} 早于开始日期 {since}。请改正其中一个。",
        en=f"The end {until} is before the beginning {since}. Correct one of them.",
        params={"since": since.isoformat(), "until": until.isoformat()},
    )
