"""The relay of this net: a bad rating, or a word that nothing gets done, opens a case at the desk.

What is to be opened stands in the event, so it is opened once however often the leaf is read. No words and
no way to reach anybody go along: number, matter, body, grade, aspects, ground. When the desk has called, or
has answered, the step of its case that waits for that is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.commands import Complete, File
from yiwang.kernel.refusal import Refusal
from yiwang.nets.rating import rules, stuck_rules
from yiwang.nets.rating.kinds import RATING, STUCK
from yiwang.nets.rating.records import Opens
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "ratings"
WHO = system("ratings")
STATE = "SELECT state FROM {table} WHERE city = %s AND id = %s"
KINDS = {RATING.name: RATING, STUCK.name: STUCK}


def ratings(door: Door) -> Relay:
    """Return the relay that opens and moves the desk's cases."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind not in KINDS:
            return []
        data = leaf.event().data
        opens = getattr(data, "opens", None)
        if opens is not None:
            return [_ask(leaf, opens.case, _filing(door, leaf, data, opens), now)]
        if leaf.entry.type == "stuck.answered":
            return _complete(door, leaf, "answer", now)
        if isinstance(data, rules.Called) and data.outcome != "not-reached":
            return _complete(door, leaf, "contact", now)
        return []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if not isinstance(ask.command, File):
            return []  # the step is done already, or the case is closed: nothing is owed
        told = (
            rules.CouldNotOpen(code=refusal.code)
            if leaf.kind == RATING.name
            else stuck_rules.CouldNotOpen(code=refusal.code)
        )
        return [Ask(leaf.city, KINDS[leaf.kind], leaf.stream, told, WHO, ask.now, key="not-opened")]

    return Relay(NAME, handle, refused)


def _ask(leaf: Leaf, case: str, command: Any, now: datetime) -> Ask:
    return Ask(leaf.city, CASE, UUID(case), command, WHO, now, key=f"{leaf.entry.type}/{case}")


def _filing(door: Door, leaf: Leaf, data: Any, opens: Opens) -> File:
    match data:
        case rules.Given():
            subject = data.subject
        case rules.Changed():
            subject = _state(door, leaf).subject
        case _:
            return _file(opens, data.applicant, _about_stuck(data))
    return _file(
        opens,
        subject.applicant,
        {
            "earlier_number": subject.number,
            "earlier_matter": subject.matter,
            "against": subject.body,
            "grade": str(data.grade),
            "aspects": " ".join(f"{name}:{grade}" for name, grade in sorted(data.aspects.items())),
        },
    )


def _about_stuck(data: stuck_rules.Asked) -> dict[str, str]:
    return {
        "earlier_number": data.earlier,
        "earlier_matter": data.earlier_matter,
        "against": " ".join(data.against),
        "ground": data.ground,
    }


def _file(opens: Opens, applicant: str, facts: dict[str, str]) -> File:
    return File(
        case=opens.case,
        number=opens.number,
        matter=opens.matter,
        place=opens.place,
        channel="system",
        applicant=applicant,
        facts={name: value for name, value in facts.items() if value},
    )


def _complete(door: Door, leaf: Leaf, node: str, now: datetime) -> list[Ask]:
    opens = _state(door, leaf).opens
    case = _read(door, leaf.city, CASE, UUID(opens.case)) if opens is not None else None
    tasks = [task for task in case.tasks if task.node == node] if case is not None else []
    return [_ask(leaf, opens.case, Complete(task=task.id), now) for task in tasks]


def _state(door: Door, leaf: Leaf) -> Any:
    return _read(door, leaf.city, KINDS[leaf.kind], leaf.stream)


def _read(door: Door, city: str, kind: Any, stream: UUID) -> Any:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(STATE.format(table=kind.table), (city, stream)).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None
