"""`yiwang import kev`: the list of weaknesses known to be exploited, from the command line."""

from __future__ import annotations

import json as text_json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from yiwang.kernel.refusal import Refusal
from yiwang.nets.security import kev
from yiwang.nets.security.decoding import Unsound
from yiwang.serve.cities import Served
from yiwang.store.doors import door_of
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.postgres import APP, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble


def import_kev(file: Path, key: str, *, json: bool, data: Path | None) -> int:
    """Take a KEV catalogue. 0 taken, or taken before; 2 nothing was changed."""
    home = data or default_data_folder(os.environ)
    try:
        if file.stat().st_size > kev.MOST_BYTES:
            return _cannot("import.too-large", f"{file.name} 太大", f"{file.name} is too large", json)
        content = file.read_bytes()
        if external_database(os.environ) is None and not DataFolder(home).cluster.is_dir():
            return _cannot(
                "import.no-folder", f"{home} 里没有数据库", f"There is no database in {home}", json
            )
        with find_database(home, os.environ) as database:
            return _taken(database.dsn(APP), home / "keys", key, content, json)
    except Unsound as fault:
        return _cannot("import.not-whole", f"{file.name}: {fault.zh}", f"{file.name}: {fault.en}", json)
    except DatabaseTrouble as fault:
        return _cannot("import.database", fault.zh, fault.en, json)
    except OSError as fault:
        return _cannot("import.file", f"读不了 {file}：{fault.strerror}", f"{file} cannot be read", json)
    except psycopg.Error as fault:
        reason = fault.diag.message_primary or type(fault).__name__
        return _cannot(
            "import.database", f"数据库读不了：{reason}", f"The database cannot be asked: {reason}", json
        )


def _taken(dsn: str, keys: Path, key: str, content: bytes, json: bool) -> int:
    city = next((one.city for one in Served(dsn)() if one.key == key), None)
    if city is None:
        return _cannot("import.no-city", f"没有城市 {key}", f"There is no city {key}", json)
    with door_of(dsn, keys, city) as door:
        taken = kev.take(door, key, content, datetime.now(UTC))
    if isinstance(taken, Refusal):
        return _cannot(taken.code, taken.zh, taken.en, json)
    if json:
        print(text_json.dumps({"version": taken.version, "count": len(taken.cves), "sha256": taken.sha256}))
    else:
        print(f"已收 {taken.version} 版 {len(taken.cves)} 条。下一次扫描按它定次序。")
        print(f"Taken: version {taken.version}, {len(taken.cves)} entries. The next scans are ranked by it.")
    return 0


def _cannot(code: str, zh: str, en: str, json: bool) -> int:
    if json:
        print(text_json.dumps({"code": code, "zh": zh, "en": en}, ensure_ascii=False))
    else:
        print(f"{zh}。\n{en}. ({code})", file=sys.stderr)
    return 2
