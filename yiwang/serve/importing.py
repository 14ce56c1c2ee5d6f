"""`yiwang people import`: a staff directory proposed from the command line, applied at the desk."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from yiwang.kernel.access import system
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people import proposing
from yiwang.people.directory.mapping import Unusable, read_mapping
from yiwang.people.directory.preview import Preview, Upload, upload_of
from yiwang.people.directory.reading import read_directory
from yiwang.people.directory.records import against_records
from yiwang.serve.cities import Served
from yiwang.store.doors import door_of
from yiwang.store.execute import Door
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.postgres import APP, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.wall import city_transaction

BY = system("import")
Say = Callable[[str], Any]


def import_directory(directory: Path, mapping: Path, key: str, *, dry_run: bool, data: Path | None) -> int:
    """Propose a directory, or say what it would change. 0 proposed, 3 some lines were bad, 2 unusable.

    Nobody is changed by it: a security administrator applies the proposal at the desk.
    """
    home = data or default_data_folder(os.environ)
    try:
        if external_database(os.environ) is None and not DataFolder(home).cluster.is_dir():
            raise Unusable(
                "directory.no-folder",
                f"{home} 里没有数据库。→ --data DIR",
                f"There is no database in {home}. → --data DIR",
            )
        with find_database(home, os.environ) as database:
            return _import(database.dsn(APP), home / "keys", directory, mapping, key, dry_run)
    except (Unusable, DatabaseTrouble) as fault:
        print(f"{fault.zh}\n{fault.en}", file=sys.stderr)
        return 2
    except OSError as fault:
        name = fault.filename or directory
        print(f"读不了 {name}：{fault.strerror}\n{name} cannot be read: {fault.strerror}", file=sys.stderr)
        return 2
    except psycopg.Error as fault:
        reason = fault.diag.message_primary or type(fault).__name__
        print(f"数据库读不了：{reason}\nThe database cannot be asked: {reason}", file=sys.stderr)
        return 2


def _import(dsn: str, keys: Path, directory: Path, mapping: Path, key: str, dry_run: bool) -> int:
    city = next((one.city for one in Served(dsn)() if one.key == key), None)
    if city is None:
        raise Unusable("directory.no-city", f"没有城市 {key}。", f"There is no city {key}.")
    with door_of(dsn, keys, city) as door:
        return propose(door, key, city, directory, mapping, datetime.now(UTC), dry_run=dry_run, say=print)


def propose(
    door: Door,
    key: str,
    city: City,
    directory: Path,
    mapping: Path,
    now: datetime,
    *,
    dry_run: bool,
    say: Say,
) -> int:
    """Read, hold against the records, tell, and propose unless `dry_run`. Names are never printed.

    Raises:
        Unusable: the mapping or the whole file cannot be used. OSError: one of them cannot be read.
    """
    day = now.astimezone(ZoneInfo(city.zone)).date()
    rules = read_mapping(mapping.name, mapping.read_bytes())
    reading = read_directory(directory.read_bytes(), rules, city, day)
    upload = upload_of(reading, proposing.new_ids())
    shown = _preview(door, key, city, upload, now)
    for bad in reading.bad:
        column = f" [{bad.column}]" if bad.column else ""
        say(f"{directory.name}:{bad.line}{column} {bad.says['zh']} {bad.says['en']}")
    totals = shown.totals
    say(
        f"{reading.lines} 行 lines；来 {totals.joins} join，动 {totals.moves} move，"
        f"离 {totals.leaves} leave，不能办 {totals.refused} refused"
    )
    for line in shown.lines:
        for step in line.steps:
            if step.refusal:
                say(f"  {line.code or line.person}: {step.refusal.zh} {step.refusal.en}")
    if shown.many_leave:
        say("注意: 五分之一以上的人将离开。Careful: more than a fifth would leave.")
    if not dry_run:
        _keep(door, key, upload, shown, now, say)
    return 3 if reading.bad else 0


def _preview(door: Door, key: str, city: City, upload: Upload, now: datetime) -> Preview:
    with (
        door.pool.connection() as one,
        door.pool.connection() as other,
        city_transaction(one, key, BY) as cursor,
    ):
        return against_records(
            cursor,
            door.safe,
            lambda references: door.safe.open(other, key, BY, references),
            key,
            upload,
            city,
            now,
            frozenset(),
        )


def _keep(door: Door, key: str, upload: Upload, shown: Preview, now: datetime, say: Say) -> None:
    pressed = secrets.token_urlsafe(16)
    stream = proposing.proposal_stream(key, pressed)
    refusal = proposing.propose(door, key, stream, upload, shown, BY, now, pressed)
    if isinstance(refusal, Refusal):
        raise Unusable(refusal.code, refusal.zh, refusal.en)
    say(f"已提出 Proposed: /{key}/desk/directory/{stream}/")
