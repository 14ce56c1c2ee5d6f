"""`yiwang archive`: which cases may be destroyed, the package of one, and destruction by two persons."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from yiwang.kernel.archive import WHY, Due, due
from yiwang.kernel.archive_commands import DestroyCase, HoldArchive, ProposeDestruction, ReleaseArchive
from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.case_package import BY, package_of
from yiwang.serve.migrating import CannotBeDone, Scene, Wish, actor_of, at_a_city
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.vault import erase
from yiwang.store.wall import city_transaction

ENDED_CASES = (
    "SELECT state FROM case_row WHERE city = %s AND ended_at IS NOT NULL ORDER BY matter, ended_at, number"
)
ONE = "SELECT id, state FROM case_row WHERE city = %s AND number = %s"
KEPT = "SELECT id FROM vault WHERE city = %s AND stream = %s AND erased_at IS NULL"

ACTS: dict[str, Callable[[], Any]] = {
    "hold": HoldArchive,
    "release": ReleaseArchive,
    "propose": ProposeDestruction,
    "confirm": DestroyCase,
}


def list_due(city: str, on: date | None, now: datetime, data: Path | None, *, json: bool, lang: str) -> int:
    """Print every ended case and from when it may be destroyed. 0 none is due, 1 some are, 2 not asked."""

    def show(here: Scene) -> int:
        zone = ZoneInfo(here.city.zone)
        day = on or now.astimezone(zone).date()
        rows = []
        with here.door.pool.connection() as connection, city_transaction(connection, here.key, BY) as cursor:
            states = [bytes(row[0]) for row in cursor.execute(ENDED_CASES, (here.key,)).fetchall()]
        for state in states:
            case = CASE.decode(state)
            matter = here.door.cities(here.key, case.pack).matters[case.matter]
            rows.append((case, due(case, matter.archive, zone)))
        ready = [case for case, found in rows if _is_due(case, found, day)]
        if json:
            told = [_as_json(case, found, day) for case, found in rows]
            print(json_text.dumps({"on": day.isoformat(), "cases": told}, ensure_ascii=False, indent=1))
        else:
            for case, found in rows:
                mark = "*" if case in ready else " "
                print(f"{mark} {case.number}\t{case.matter}\t{_words(case, found, day, lang)}")
            count = len(ready)
            print(
                f"{count} due for destruction on {day}."
                if lang == "en"
                else f"{day} 保管期满可以销毁的 {count} 件。"
            )
        return 1 if ready else 0

    return at_a_city(Wish(city), data, now, show)


def _is_due(case: Case, found: Due | str, day: date) -> bool:
    return isinstance(found, Due) and found.on <= day and not case.kept.held


def _words(case: Case, found: Due | str, day: date, lang: str) -> str:
    if isinstance(found, str):
        return WHY[found][lang]
    held = f" · {WHY['held'][lang]}" if case.kept.held else ""
    unsure = "" if found.retention.verified else (" (unverified)" if lang == "en" else "（依据未核实）")
    clause = f"{found.retention.clause}{unsure}"
    if lang == "en":
        return f"may be destroyed from {found.on} (counted from {found.since}; {clause}){held}"
    return f"{found.on} 起可以销毁（自 {found.since} 起算；{clause}）{held}"


def _as_json(case: Case, found: Due | str, day: date) -> dict[str, Any]:
    said: dict[str, Any] = {"number": case.number, "matter": case.matter, "held": case.kept.held}
    if isinstance(found, str):
        return said | {"due": None, "why": found, "ready": False}
    return said | {
        "due": found.on.isoformat(),
        "since": found.since.isoformat(),
        "clause": found.retention.clause,
        "verified": found.retention.verified,
        "ready": _is_due(case, found, day),
    }


def package(city: str, number: str, target: Path, now: datetime, data: Path | None) -> int:
    """Write the package of an ended case. 0 written, 2 it cannot be."""

    def make(here: Scene) -> int:
        stream, case = _case(here, number)
        made = package_of(here.door, here.key, stream, case)
        if isinstance(made, Refusal):
            raise CannotBeDone(made.code, made.zh, made.en)
        if made.unprinted is not None:
            print("{zh}\n{en}\n[{code}]".format(**made.unprinted), file=sys.stderr)
        whole = made.content
        part = target.with_name(f".{target.name}.part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)  # it holds what people said of themselves
        part.write_bytes(whole)
        part.replace(target)
        print(f"{target}: {len(whole):,} B, sha256 {sha256(whole).hexdigest()}")
        return 0

    return at_a_city(Wish(city), data, now, make)


def act(city: str, number: str, which: str, by: str, reason: str, now: datetime, data: Path | None) -> int:
    """Hold, release, propose or confirm, as a person. 0 done, 1 refused, 2 cannot be asked."""

    def do(here: Scene) -> int:
        stream, case = _case(here, number)
        actor = actor_of(here, by)
        told = execute(
            here.door,
            Ask(
                here.key,
                CASE,
                stream,
                ACTS[which](),
                actor,
                now,
                secrets={"reason": reason.strip()} if reason.strip() else {},
            ),
        )
        if isinstance(told, Refusal) and not (which == "confirm" and case.kept.destroyed_at is not None):
            print(f"{told.zh}\n{told.en}\n[{told.code}]", file=sys.stderr)
            return 1
        print(f"{number}: {which}")
        destroyed = isinstance(told, Done) and told.state.kept.destroyed_at is not None
        if which == "confirm" and (destroyed or case.kept.destroyed_at is not None):
            print(f"{erase_case(here, stream, now)} 个保险库条目已抹去 vault entries erased")
        return 0

    return at_a_city(Wish(city), data, now, do)


def erase_case(here: Scene, stream: UUID, now: datetime) -> int:
    """Erase every sealed value of a destroyed case and its key. Returns how many there were."""
    with here.door.pool.connection() as connection:
        with city_transaction(connection, here.key, BY) as cursor:
            ids = [row[0] for row in cursor.execute(KEPT, (here.key, stream)).fetchall()]
        return erase(connection, here.key, ids, now)


def _case(here: Scene, number: str) -> tuple[UUID, Case]:
    with here.door.pool.connection() as connection, city_transaction(connection, here.key, BY) as cursor:
        row = cursor.execute(ONE, (here.key, number)).fetchone()
    if row is None:
        raise CannotBeDone("archive.no-case", f"没有办件 {number}。", f"There is no case {number}.")
    return row[0], CASE.decode(bytes(row[1]))
