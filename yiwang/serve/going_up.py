"""`yiwang upward`: how lines to platforms above stand, a day compared, records sent again, written."""

from __future__ import annotations

import json as json_text
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from yiwang.kernel.refusal import Refusal
from yiwang.kernel.upward import Upward
from yiwang.nets.upward import lines
from yiwang.nets.upward.kinds import OUTGOING, outgoing_stream
from yiwang.nets.upward.making import WHO, read
from yiwang.nets.upward.reconciling import reconcile
from yiwang.nets.upward.records import PHASES, STUCK, Night, Outgoing
from yiwang.nets.upward.relays import again
from yiwang.serve.migrating import CannotBeDone, Scene, Wish, at_a_city
from yiwang.store.execute import Ask, execute
from yiwang.store.folder import default_data_folder
from yiwang.store.wall import city_transaction

LISTED = (
    "SELECT id, state FROM upward_row WHERE city = %s AND platform = %s AND phase = ANY(%s) AND number > %s"
    " ORDER BY number LIMIT 500"
)
COUNTS = "SELECT phase, count(*), max(number) FROM upward_row WHERE city = %s AND platform = %s GROUP BY 1"


@dataclass(frozen=True)
class Task:
    """What is asked of one platform or of all: compare a day, send a number again, or how it stands."""

    city: str
    platform: str = ""
    day: date | None = None
    number: int = 0
    dead: bool = False
    export: Path | None = None
    json: bool = False
    lang: str = "zh"


def go_up(task: Task, now: datetime, data: Path | None) -> int:
    """Do it. 0 nothing is stuck or differs, 1 something is, 2 it cannot be asked."""

    home = data or default_data_folder(os.environ)

    def work(here: Scene) -> int:
        chosen = [one for one in here.city.upward.values() if task.platform in ("", one.id)]
        if not chosen:
            known = "、".join(here.city.upward) or "—"
            raise CannotBeDone(
                "upward.no-platform",
                f"{task.city} 没有平台 {task.platform}；有: {known}。",
                f"{task.city} has no platform {task.platform}; there are: {known}.",
            )
        if task.export is not None:
            return _export(here, _only(chosen, task), task, task.export)
        if task.dead:
            return max(_all_dead(here, one, task) for one in chosen)
        if task.number:
            return _again(here, _only(chosen, task), task)
        if task.day is not None:
            return max(_compare(here, one, task, home) for one in chosen)
        return max(_show(here, one, task, home) for one in chosen)

    return at_a_city(Wish(task.city), data, now, work)


def _only(chosen: list[Upward], task: Task) -> Upward:
    if len(chosen) > 1:
        named = "、".join(one.id for one in chosen)
        raise CannotBeDone(
            "upward.which-platform",
            f"{task.city} 有几个平台，编号各是各的；请用 --platform 指明: {named}。",
            f"{task.city} has several platforms with numbers of their own; name one by --platform: {named}.",
        )
    return chosen[0]


def _show(here: Scene, platform: Upward, task: Task, data: Path) -> int:
    with here.door.pool.connection() as connection, city_transaction(connection, here.key, WHO) as cursor:
        rows: list[Any] = cursor.execute(COUNTS, (here.key, platform.id)).fetchall()
    counts = {row[0]: row[1] for row in rows}
    told = {
        "platform": platform.id,
        "connected": lines.is_connected(_environ(data, here.key, platform), here.key, platform.id),
        "last": max((row[2] for row in rows), default=0),
        "counts": counts,
    }
    stuck = sum(counts.get(phase, 0) for phase in STUCK)
    parts = " ".join(f"{phase} {count}" for phase, count in sorted(counts.items())) or "—"
    state = told["connected"] or ("not connected" if task.lang == "en" else "没有接通")
    _say(task, told, f"{platform.id}\t{state}\t#{told['last']}\t{parts}")
    return 1 if stuck else 0


def _compare(here: Scene, platform: Upward, task: Task, data: Path) -> int:
    assert task.day is not None
    try:
        port = lines.connected(_environ(data, here.key, platform), data, here.key, platform, lambda: here.now)
    except ValueError as fault:
        raise CannotBeDone("upward.setting", str(fault), str(fault)) from fault
    if port is None:
        name = lines.variable(here.key, platform.id)
        raise CannotBeDone(
            "upward.not-connected",
            f"平台 {platform.id} 没有接通：没有设 {name}。",
            f"The platform {platform.id} is not connected: {name} is not set.",
        )
    night: Night = reconcile(here.door, here.key, platform, port, task.day, here.now)
    told: dict[str, Any] = {"platform": platform.id, "day": task.day.isoformat(), "reason": night.reason}
    if night.reason or night.found is None:
        why = "not compared" if task.lang == "en" else "没对成"
        _say(task, told, f"{platform.id}\t{task.day}\t{why}: {night.reason}")
        return 2
    told |= msgspec.to_builtins(night.found)
    parts = [f"ours {night.found.ours}", f"theirs {night.found.theirs}"]
    for name in ("missing", "found", "unknown", "differs"):
        numbers = told[name]
        parts.append(f"{name} {' '.join(map(str, numbers)) or '—'}")
    _say(task, told, f"{platform.id}\t{task.day}\t" + " · ".join(parts))
    return 1 if night.found.for_a_person or night.found.missing else 0


def _environ(data: Path, city: str, platform: Upward) -> dict[str, str]:
    """Return the settings; where a demo runs from this folder, its fake stands in here, too."""
    demo = lines.demo_file(data, city, platform.id).is_file()
    return {**os.environ, "YIWANG_DEMO": "1"} if demo else dict(os.environ)


def _again(here: Scene, platform: Upward, task: Task) -> int:
    stream = outgoing_stream(here.key, platform.id, task.number)
    one: Outgoing | None = read(here.door, here.key, OUTGOING, stream)
    if one is None:
        raise CannotBeDone(
            "upward.no-number",
            f"{platform.id} 没有 {task.number} 号。",
            f"{platform.id} has no number {task.number}.",
        )
    command = again(here.door, here.key, here.city, stream, one, here.now)
    answer = (
        execute(here.door, Ask(here.key, OUTGOING, stream, command, WHO, here.now))
        if command is not None
        else None
    )
    if answer is None or isinstance(answer, Refusal):
        code = answer.code if answer is not None else "upward.not-stuck"
        raise CannotBeDone(
            code,
            f"{task.number} 号是 {one.phase}，没有停下，不用再报。",
            f"Number {task.number} is {one.phase}; it has not stopped, so there is nothing to send again.",
        )
    state: Outgoing = answer.state
    told = {"platform": platform.id, "number": task.number, "phase": state.phase, "reason": state.reason}
    _say(task, told, f"{platform.id}\t#{task.number}\t{state.phase} {state.reason}".rstrip())
    return 1 if state.phase in STUCK else 0


def _all_dead(here: Scene, platform: Upward, task: Task) -> int:
    """Send all again that were given up; what was refused is a case, and left alone."""
    sent = left = 0
    for id, one in _rows(here, platform, ("dead",)):
        command = again(here.door, here.key, here.city, id, one, here.now)
        answer = execute(here.door, Ask(here.key, OUTGOING, id, command, WHO, here.now)) if command else None
        went = answer is not None and not isinstance(answer, Refusal)
        sent, left = sent + went, left + (not went)
    told = {"platform": platform.id, "sent": sent, "left": left}
    _say(task, told, f"{platform.id}\tsent again {sent} · left {left}")
    return 1 if left else 0


def _export(here: Scene, platform: Upward, task: Task, target: Path) -> int:
    """Write every record as a line of JSON, by number; what is personal stays home."""
    count = 0
    with target.open("w", encoding="utf-8") as out:
        for _, one in _rows(here, platform, PHASES):
            said = {
                "number": one.number,
                "key": one.made.key,
                "kind": one.made.type,
                "day": one.day.isoformat(),
                "phase": one.phase,
                "fields": one.made.fields,
            }
            out.write(json_text.dumps(said, ensure_ascii=False, sort_keys=True) + "\n")
            count += 1
    _say(task, {"platform": platform.id, "records": count}, f"{target}: {count:,} 条 records")
    return 0


def _rows(here: Scene, platform: Upward, phases: tuple[str, ...]) -> Iterator[tuple[UUID, Outgoing]]:
    """Yield the records that stand so, by number, some hundreds in memory at a time."""
    last = 0
    while True:
        asked = (here.key, platform.id, list(phases), last)
        with here.door.pool.connection() as connection, city_transaction(connection, here.key, WHO) as cursor:
            rows = cursor.execute(LISTED, asked).fetchall()
        for id, state in rows:
            one: Outgoing = OUTGOING.decode(bytes(state))
            last = one.number
            yield id, one
        if not rows:
            return


def _say(task: Task, told: dict[str, Any], line: str) -> None:
    print(json_text.dumps(told, ensure_ascii=False, sort_keys=True) if task.json else line)
