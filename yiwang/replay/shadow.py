"""`yiwang shadow SOURCE --mapping FILE`: another system's cases under our clocks and rules, read only."""

from __future__ import annotations

import json as json_text
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
from psycopg.types.json import Jsonb

from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.pack.compile import Unfit, compile_pack
from yiwang.pack.digest import archive
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.replay.command import mapping_for, not_filed, read_items
from yiwang.replay.dates import dated
from yiwang.replay.drive import Drive, Seen, Tally
from yiwang.replay.log import Broken, Items, LogUnreadable
from yiwang.replay.mapping import BadMapping, Mapping
from yiwang.replay.view_log import read_view
from yiwang.store.connect import Connection, lend, make_pool
from yiwang.store.execute import Door
from yiwang.store.folder import default_data_folder
from yiwang.store.keys import Keyring
from yiwang.store.migrate import migrate
from yiwang.store.packs import publish_archive
from yiwang.store.postgres import APP, OWNER, ExternalDatabase, Server, find_database
from yiwang.store.stopping import stop_when_told
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.vault import Safe
from yiwang.store.wall import city_transaction

WHO = system("shadow")
DROPS = ("*.csv", "*.csv.gz")
SOON = timedelta(days=7)
_DSN = re.compile(r"postgres(ql)?://|.*\b(host|dbname|service)\s*=")
KNOWN = "SELECT stream, marks FROM shadow_case WHERE city = %s"
SAVE = (
    "INSERT INTO shadow_case (city, stream, name, theirs, ours, refused, marks, read_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (city, stream) DO UPDATE SET"
    " theirs = excluded.theirs, ours = excluded.ours, refused = excluded.refused,"
    " marks = excluded.marks, read_at = excluded.read_at"
)
READING = (
    "INSERT INTO shadow_reading (city, at, source, counts) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (city, at) DO UPDATE SET source = excluded.source, counts = excluded.counts"
)
RUNNING = (
    "SELECT count(*) FILTER (WHERE due_at < %s), count(*) FILTER (WHERE due_at >= %s AND due_at < %s),"
    " count(*) FILTER (WHERE due_at >= %s OR due_at IS NULL) FROM case_row"
    " WHERE city = %s AND ended_at IS NULL"
)


def run_shadow(source: str, mapping: Path, pack: Path, *, data: Path | None, json: bool) -> int:
    """Read the source once and report. 0 all was read, 3 something was broken and skipped, 2 unreadable.

    Running it again takes what is new; nothing is ever written to the source.
    """
    home = data or default_data_folder(os.environ)
    try:
        with find_database(home, os.environ) as database:
            migrate(database.dsn(OWNER))
            report = shadow_into(database, home, pack, source, mapping, datetime.now(UTC))
    except (BadMapping, LogUnreadable, DatabaseTrouble) as fault:
        print(f"{fault.zh}\n{fault.en}", file=sys.stderr)
        return 2
    except Unreadable as fault:
        print(f"{fault.sentence.zh}\n{fault.sentence.en}", file=sys.stderr)
        return 2
    except Unfit as fault:
        print("\n".join(f"{zh} {en}" for zh, en in fault.sentences), file=sys.stderr)
        return 2
    for line in report["broken"]:
        print(line, file=sys.stderr)
    print(json_text.dumps(report, ensure_ascii=False) if json else in_words(report))
    return 3 if report["broken"] else 0


def keep_shadowing(read: Callable[[], int], every: timedelta, stop: threading.Event) -> int:
    """Read, wait, and read again until told to stop. Returns the exit code of the last reading.

    What cannot be used at the first reading ends it at once; later a source that is away is said, and asked
    again at its time.
    """
    code = read()
    while code != 2 and not stop.wait(every.total_seconds()):
        after = read()
        code = after if after != 2 else code
    return code


def shadow_every(
    source: str, mapping: Path, pack: Path, minutes: int, *, data: Path | None, json: bool
) -> int:
    """Read the source every so many minutes until Ctrl-C or SIGTERM."""

    def read() -> int:
        if not json:
            print(f"── {datetime.now().astimezone():%Y-%m-%d %H:%M}", flush=True)
        code = run_shadow(source, mapping, pack, data=data, json=json)
        sys.stdout.flush()
        return code

    return keep_shadowing(read, timedelta(minutes=minutes), stop_when_told())


def shadow_into(
    database: Server | ExternalDatabase, home: Path, pack: Path, source: str, mapping: Path, now: datetime
) -> dict[str, Any]:
    """Read `source` once into the shadow's own world.

    Args:
        source: a CSV file, a folder of them, or how to connect to the PostgreSQL that has the view.
    Raises:
        BadMapping, LogUnreadable, Unreadable, Unfit: what was given cannot be used.
    """
    begun = time.perf_counter()
    city = compile_pack(load(pack))
    rules = mapping_for(pack, mapping, city)
    world = f"{pack.name}~shadow-{rules.name or mapping.stem}"
    if not re.fullmatch(r"[a-z0-9~-]+", world):
        raise BadMapping(
            f"映射文件 {mapping.name} 要写 name: 只含小写字母、数字和连字符。",
            f"The mapping {mapping.name} needs a `name` of small letters, digits and hyphens.",
        )
    items = dated(_items(source, rules), rules)
    pool = make_pool(database.dsn(APP), size=2)
    try:
        with lend(pool) as connection:
            known = _begin(connection, city, pack, world, now)
        seen: list[Seen] = []
        door = Door(pool, lambda key, name: city, Safe(Keyring(home / "keys")))
        drive = Drive(door, city, rules, world, ZoneInfo(city.zone), keep=seen.append, by_content=True)
        tally = drive.run(items)
        with lend(pool) as connection:
            running = _keep(connection, world, seen, now)
            report = _report(world, tally, seen, known, running, time.perf_counter() - begun)
            counts = {name: value for name, value in report.items() if name != "samples"}
            counts["broken"] = len(report["broken"])
            with city_transaction(connection, world, WHO, door=True) as cursor:
                cursor.execute(READING, (world, now, told(source, rules), Jsonb(counts)))
    finally:
        pool.close()
    return report


def _begin(connection: Connection, city: City, pack: Path, world: str, now: datetime) -> dict[UUID, set[str]]:
    publish_archive(connection, world, name=pack.name, digest=city.pack, archive=archive(pack), now=now)
    with city_transaction(connection, world, WHO) as cursor:
        return {row[0]: set(row[1]) for row in cursor.execute(KNOWN, (world,)).fetchall()}


def _items(source: str, rules: Mapping) -> Items:
    if _DSN.match(source):
        if not rules.view:
            raise BadMapping(
                "读数据库时，映射文件要写 view: 视图的名称。",
                "To read a database the mapping must name its `view`.",
            )
        return read_view(source, rules.view, rules.case.id)
    path = Path(source)
    if path.is_dir():
        return _drops(path, rules)
    return read_items(path, rules)


def _drops(folder: Path, rules: Mapping) -> Iterator[Any]:
    """Yield what every drop of a folder holds; one that cannot be read at all is named and passed over."""
    found = sorted(path for pattern in DROPS for path in folder.glob(pattern))
    if not found:
        raise LogUnreadable(f"{folder} 里没有 CSV 文件。", f"There is no CSV file in {folder}.")
    for path in found:
        try:
            yield from read_items(path, rules)
        except LogUnreadable as fault:
            yield Broken(0, "log.unreadable", fault.zh, fault.en, False)


def _keep(connection: Connection, world: str, seen: list[Seen], now: datetime) -> tuple[int, int, int]:
    """Store each case as it was read; return how many run overdue, due soon, and in time."""
    rows = [
        (
            world,
            one.stream,
            one.plan.name,
            one.plan.deadline,
            one.counted,
            Jsonb(
                [{"code": code, "activity": activity, "line": line} for code, activity, line in one.refused]
            ),
            list(one.marks),
            now,
        )
        for one in seen
    ]
    with city_transaction(connection, world, WHO, door=True) as cursor:
        cursor.executemany(SAVE, rows)
        row = cursor.execute(RUNNING, (now, now, now + SOON, now + SOON, world)).fetchone()
    return row or (0, 0, 0)


def _report(
    world: str,
    tally: Tally,
    seen: list[Seen],
    known: dict[UUID, set[str]],
    running: tuple[int, int, int],
    seconds: float,
) -> dict[str, Any]:
    read = {one.stream: set(one.marks) for one in seen}
    rewritten = [one.plan.name for one in seen if known.get(one.stream, set()) - set(one.marks)]
    return {
        "world": world,
        "page": f"/{world}/shadow/",
        "cases": tally.cases,
        "new": len(read.keys() - known.keys()),
        "changed": sum(1 for stream, marks in read.items() if marks - known.get(stream, marks)),
        "rewritten": len(rewritten),
        "not_in_this_reading": len(known.keys() - read.keys()),
        "events": tally.events,
        "accepted": tally.accepted,
        "known": tally.known,
        "waiting": tally.waiting,
        "refused": dict(tally.refused.most_common()),
        "not_filed": dict(tally.not_filed.most_common()),
        "deadlines": {name: tally.deadlines[name] for name in ("equal", "explained", "different")},
        "running": dict(zip(("overdue", "due_soon", "in_time"), running, strict=True)),
        "seconds": round(seconds, 3),
        "samples": {**tally.samples, **({"rewritten": rewritten[:3]} if rewritten else {})},
        "broken": [f"{one.zh} {one.en}" for one in tally.broken],
    }


def told(source: str, rules: Mapping) -> str:
    """Say where the source is, without any password or user."""
    if not _DSN.match(source):
        return f"CSV {Path(source).name}"
    try:
        given = psycopg.conninfo.conninfo_to_dict(source)
    except psycopg.ProgrammingError:
        given = {}
    return f"PostgreSQL {rules.view} @ {given.get('host', '')}/{given.get('dbname', '')}"


def in_words(report: dict[str, Any]) -> str:
    """Return the report for a person."""
    refused = "".join(f"\n    {reason}: {count}" for reason, count in report["refused"].items())
    due, running = report["deadlines"], report["running"]
    return (
        f"场景 world          {report['world']}  →  {report['page']}\n"
        f"办件 cases          {report['cases']} (新 new {report['new']}, 有新事 changed {report['changed']},"
        f" 改了过去 rewritten {report['rewritten']}, 这次没有 not in this reading"
        f" {report['not_in_this_reading']})\n"
        f"事件 events         {report['events']} (已知 known {report['known']}, 等后事定结果"
        f" waiting for what tells their outcome {report['waiting']})\n"
        f"违反规则 refused    {sum(report['refused'].values())}{refused}\n"
        f"{not_filed(report)}"
        f"期限 deadlines      相同 equal {due['equal']}, 有据 explained {due['explained']},"
        f" 不同 different {due['different']}\n"
        f"在办 running        超期 overdue {running['overdue']}, 快到期 due soon {running['due_soon']},"
        f" 未到期 in time {running['in_time']}\n"
        f"用时 seconds        {report['seconds']}    来源未写回 nothing was written back"
    )
