"""`yiwang import reports`: reports of another system, from the command line."""

from __future__ import annotations

import json as text_json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from yiwang.kernel.matter import City
from yiwang.nets.reports.importing.mapping import Unusable
from yiwang.nets.reports.importing.running import Outcome, run
from yiwang.serve.cities import Served
from yiwang.store.doors import door_of
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.postgres import APP, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble


def import_reports(file: Path, mapping: Path, key: str, *, json: bool, data: Path | None) -> int:
    """Import a CSV file by its mapping. 0 imported, 3 some lines were left out, 2 nothing was imported."""
    home = data or default_data_folder(os.environ)
    try:
        content, told = file.read_bytes(), mapping.read_bytes()
        if external_database(os.environ) is None and not DataFolder(home).cluster.is_dir():
            raise Unusable(
                "import.no-folder",
                f"{home} 里没有数据库。→ --data DIR",
                f"There is no database in {home}. → --data DIR",
            )
        with find_database(home, os.environ) as database:
            outcome = _run(database.dsn(APP), home / "keys", key, content, told)
    except Unusable as fault:
        return _cannot(fault.code, fault.zh, fault.en, json)
    except DatabaseTrouble as fault:
        return _cannot("import.database", fault.zh, fault.en, json)
    except OSError as fault:
        name = fault.filename or file
        return _cannot("import.file", f"读不了 {name}：{fault.strerror}", f"{name} cannot be read", json)
    except psycopg.Error as fault:
        reason = fault.diag.message_primary or type(fault).__name__
        zh, en = f"数据库读不了：{reason}", f"The database cannot be asked: {reason}"
        return _cannot("import.database", zh, en, json)
    if json:
        print(text_json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        say(outcome, print)
    return 3 if outcome.skipped else 0


def _run(dsn: str, keys: Path, key: str, content: bytes, mapping: bytes) -> Outcome:
    city: City | None = next((one.city for one in Served(dsn)() if one.key == key), None)
    if city is None:
        raise Unusable("import.no-city", f"没有城市 {key}。", f"There is no city {key}.")
    with door_of(dsn, keys, city) as door:
        return run(door, key, city, content, mapping, datetime.now(UTC))


def say(outcome: Outcome, out: Callable[[str], Any]) -> None:
    """Say what an import did, the lines left out by their number."""
    out(
        f"{outcome.lines} 行：导入 {outcome.imported}，已有 {outcome.already}，其中已办完 {outcome.ended}，"
        f"跳过 {sum(outcome.skipped.values())}。"
    )
    out(f"{outcome.lines} lines: {outcome.imported} new, {outcome.already} there, {outcome.ended} ended.")
    for code, count in sorted(outcome.skipped.items()):
        out(f"  {code}: {count}")
    for fault in outcome.faults:
        out(f"    {fault.zh} {fault.en}")


def _cannot(code: str, zh: str, en: str, json: bool) -> int:
    if json:
        print(text_json.dumps({"error": {"code": code, "zh": zh, "en": en}}, ensure_ascii=False, indent=2))
    else:
        print(f"{zh}\n{en}\n[{code}]", file=sys.stderr)
    return 2
