"""The relay of this net: an asset that nobody owns opens a case; what a scan found is mended as a case.

What is to be opened stands in the event, so it is opened once however often the leaf is read. The case about
findings begins at the city's office, which the pack names as its lead, and is handed to the body they are
of. Facts are grades and counts: nothing that says what is weak.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from yiwang.kernel.access import system
from yiwang.kernel.commands import Complete, File, HandOver
from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import asset_rules, scan_rules
from yiwang.nets.security.kinds import ASSET, SOURCE
from yiwang.nets.security.records import Opens
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "security"
WHO = system("security")
REASON = {"reason": "问题所在单位办理 · The body they are of mends them"}


def guards(door: Door) -> Relay:
    """Return the relay that opens and ends the cases of this net."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind not in (ASSET.name, SOURCE.name):
            return []
        match leaf.event().data:
            case asset_rules.Registered(opens=Opens() as opens) as data:
                facts = {"asset": str(leaf.stream), "asset_kind": data.about.kind}
                return [_ask(leaf, opens.case, _file(opens, facts), now)]
            case asset_rules.Owned():
                opens = _state(door, leaf).opens
                return _complete(door, leaf, opens.case, "own", now) if opens is not None else []
            case scan_rules.Taken() as data:
                return _of_scan(door, leaf, data, now)
        return []

    def refused(leaf: Leaf, ask: Ask, refusal: Refusal) -> list[Ask]:
        if not isinstance(ask.command, File) or refusal.code == "case.exists":
            return []  # the step is done already, or the case is closed: nothing is owed
        if leaf.kind == ASSET.name:
            told: Any = asset_rules.CouldNotOpen(code=refusal.code)
            return [Ask(leaf.city, ASSET, leaf.stream, told, WHO, ask.now, key=f"{ask.stream}/not-opened")]
        told = scan_rules.CouldNotOpen(code=refusal.code)
        return [Ask(leaf.city, SOURCE, leaf.stream, told, WHO, ask.now, key=f"{ask.stream}/not-opened")]

    return Relay(NAME, handle, refused)


def _of_scan(door: Door, leaf: Leaf, data: scan_rules.Taken, now: datetime) -> list[Ask]:
    asks = []
    office = door.cities(leaf.city, None).guarding.office
    for one in data.opens:
        facts = {**one.facts, "count": str(one.count), "source": str(leaf.stream)}
        asks.append(_ask(leaf, one.case, _file(one, facts), now))
        if one.body != office:
            asks.append(_ask(leaf, one.case, HandOver(body=one.body), now, REASON))
    for case in data.done:
        asks += _complete(door, leaf, case, "mend", now)
    return asks


def _ask(leaf: Leaf, case: str, command: Any, now: datetime, secrets: dict[str, str] | None = None) -> Ask:
    key = f"{leaf.entry.type}/{type(command).__name__}/{leaf.position}/{case}"
    return Ask(leaf.city, CASE, UUID(case), command, WHO, now, key=key, secrets=secrets or {})


def _file(opens: Opens, facts: dict[str, str]) -> File:
    return File(
        case=opens.case,
        number=opens.number,
        matter=opens.matter,
        place=opens.place,
        channel="system",
        facts=facts,
    )


def _complete(door: Door, leaf: Leaf, case: str, node: str, now: datetime) -> list[Ask]:
    found = _read(door, leaf.city, CASE, UUID(case))
    tasks = [task for task in found.tasks if task.node == node] if found is not None else []
    return [_ask(leaf, case, Complete(task=task.id), now) for task in tasks]


def _state(door: Door, leaf: Leaf) -> Any:
    return _read(door, leaf.city, ASSET, leaf.stream)


def _read(door: Door, city: str, kind: Any, stream: UUID) -> Any:
    with lend(door.pool) as connection, city_transaction(connection, city, WHO) as cursor:
        row = cursor.execute(
            f"SELECT state FROM {kind.table} WHERE city = %s AND id = %s", (city, stream)
        ).fetchone()
    return kind.decode(bytes(row[0])) if row is not None else None
