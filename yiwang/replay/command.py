"""`yiwang replay LOG --pack PACK`: what a real log says when the live engine is asked."""

from __future__ import annotations

import json as json_text
import os
import secrets
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from yiwang.pack.compile import Unfit, compile_pack
from yiwang.pack.digest import archive
from yiwang.pack.finding import Unreadable
from yiwang.pack.load import load
from yiwang.replay.csv_log import read_csv_log
from yiwang.replay.drive import Drive
from yiwang.replay.log import Items, LogUnreadable
from yiwang.replay.mapping import BadMapping, Mapping, read_file, read_mapping
from yiwang.replay.source import chunks, digest_of, looks_like_xml
from yiwang.replay.xes import read_xes
from yiwang.store.connect import make_pool
from yiwang.store.execute import Door
from yiwang.store.folder import default_data_folder
from yiwang.store.keys import Keyring
from yiwang.store.migrate import migrate
from yiwang.store.packs import publish_archive
from yiwang.store.postgres import APP, OWNER, ExternalDatabase, Server, find_database
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.vault import Safe


def run_replay(
    log: Path, pack: Path, *, json: bool, fresh: bool, data: Path | None, mapping: Path | None
) -> int:
    """Replay and report. 0 all was read, 3 something of the log was broken and skipped, 2 unreadable."""
    home = data or default_data_folder(os.environ)
    try:
        with find_database(home, os.environ) as database:
            migrate(database.dsn(OWNER))
            report = replay_into(database, home, pack, log, fresh=fresh, mapping=mapping)
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


def replay_into(
    database: Server | ExternalDatabase,
    home: Path,
    pack: Path,
    log: Path,
    *,
    fresh: bool = False,
    mapping: Path | None = None,
) -> dict[str, Any]:
    """Replay `log` in a world of its own; the same log comes to the same world unless `fresh`.

    Raises:
        BadMapping, LogUnreadable, Unreadable, Unfit: what was given cannot be used.
    """
    city = compile_pack(load(pack))
    rules = mapping_for(pack, mapping, city)
    digest = digest_of(log)
    world = f"{pack.name}~replay-{digest[:12]}" + (f"-{secrets.token_hex(3)}" if fresh else "")
    begun = time.perf_counter()
    pool = make_pool(database.dsn(APP), size=2)
    try:
        with pool.connection() as connection:
            publish_archive(
                connection,
                world,
                name=pack.name,
                digest=city.pack,
                archive=archive(pack),
                now=datetime.now(UTC),
            )
        door = Door(pool, lambda key, name: city, Safe(Keyring(home / "keys")))
        tally = Drive(door, city, rules, world, ZoneInfo(city.zone)).run(read_items(log, rules))
    finally:
        pool.close()
    seconds = time.perf_counter() - begun
    return {
        "cases": tally.cases,
        "events": tally.events,
        "accepted": tally.accepted,
        "refused": dict(tally.refused.most_common()),
        "not_filed": dict(tally.not_filed.most_common()),
        "late": tally.late,
        "late_by_last_event": tally.late_by_last_event,
        "seconds": round(seconds, 3),
        "events_per_second": round(tally.events / seconds, 1),
        "deadlines": {name: tally.deadlines[name] for name in ("equal", "explained", "different")},
        "world": world,
        "log": digest,
        "pack": city.pack,
        "samples": tally.samples,
        "broken": [f"{one.zh} {one.en}" for one in tally.broken],
    }


def mapping_for(pack: Path, chosen: Path | None, city: Any) -> Mapping:
    """Return the mapping chosen, or the pack's first. Raises BadMapping."""
    path = chosen or next(iter(sorted((pack / "replay").glob("*.yaml"))), None)
    if path is None:
        raise BadMapping(
            f"{pack} 里没有 replay/*.yaml 映射文件, 用 --mapping 指定。",
            f"{pack} has no replay/*.yaml; name a mapping with --mapping.",
        )
    return read_mapping(path.name, read_file(path), city)


def read_items(log: Path, rules: Mapping) -> Items:
    """Read a log, whichever its format. Raises LogUnreadable."""
    if looks_like_xml(log):
        return read_xes(log.name, chunks(log))
    return read_csv_log(log.name, lambda: chunks(log), rules.case.id)


def not_filed(report: dict[str, Any]) -> str:
    """Return the line on cases that could not even be filed, "" when there are none."""
    found = ", ".join(f"{reason} {count}" for reason, count in report["not_filed"].items())
    return f"未能提交 not filed    {found}\n" if found else ""


def in_words(report: dict[str, Any]) -> str:
    """Return the report for a person."""
    refused = "\n".join(
        f"    {reason}: {count}  ({'; '.join(report['samples'].get(reason, [])[:2])})"
        for reason, count in report["refused"].items()
    )
    due = report["deadlines"]
    return (
        f"场景 world            {report['world']}\n"
        f"办件 cases            {report['cases']}\n"
        f"事件 events           {report['events']}\n"
        f"  接受 accepted       {report['accepted']}\n"
        f"  拒绝 refused        {sum(report['refused'].values())}\n{refused}\n"
        f"{not_filed(report)}"
        f"期限 deadlines        相同 equal {due['equal']}, 有据 explained {due['explained']},"
        f" 不同 different {due['different']}\n"
        f"逾期 late             {report['late']} (按最后事件 by last event {report['late_by_last_event']})\n"
        f"用时 seconds          {report['seconds']} ({report['events_per_second']} events/s)"
    )
