"""`yiwang export`: a city's cases as an event log, for tools that look at how work flows."""

from __future__ import annotations

import contextlib
import gzip
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, cast

import msgspec
import psycopg

from yiwang.export.history import History, histories
from yiwang.export.ocel import write_ocel
from yiwang.export.ocel_xml import write_ocel_xml
from yiwang.export.xes import write_xes
from yiwang.kernel.matter import City
from yiwang.serve.cities import stored_city
from yiwang.store.connect import Connection
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.postgres import OWNER, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble

FORMATS = (".xes", ".xes.gz", ".jsonocel", ".xmlocel")
SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


class CannotExport(Exception):
    """Nothing was written. `code`, and why in both languages."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code, self.zh, self.en = code, zh, en


def export_log(city: str, target: Path, data: Path | None) -> int:
    """Write the cases of a city or world to a file whose ending names the format. 0 written, 2 cannot be.

    The log holds no person and no answer of a form. A file of that name is replaced when the new one is
    whole, never before.
    """
    home = data or default_data_folder(os.environ)
    try:
        if not target.name.endswith(FORMATS):
            raise CannotExport(
                "export.format",
                f"{target.name} 的后缀不是可导出的格式: {' '.join(FORMATS)}。",
                f"The ending of {target.name} names no format; use {', '.join(FORMATS)}.",
            )
        if external_database(os.environ) is None and not DataFolder(home).cluster.is_dir():
            zh, en = f"{home} 里没有数据库。→ --data DIR", f"There is no database in {home}. → --data DIR"
            raise CannotExport("export.no-folder", zh, en)
        with find_database(home, os.environ) as database, psycopg.connect(database.dsn(OWNER)) as connection:
            counted = _export(connection, city, target)
    except (CannotExport, DatabaseTrouble) as fault:
        print(f"{fault.zh}\n{fault.en}\n[{fault.code}]", file=sys.stderr)
        return 2
    except msgspec.DecodeError:
        print(
            "有留痕读不出来，没有导出；先运行 yiwang verify。\n"
            "An entry cannot be read; nothing was exported. Run yiwang verify.\n[export.unreadable]",
            file=sys.stderr,
        )
        return 2
    except OSError as fault:
        where = fault.filename or target
        print(
            f"写不了 {where}：{fault.strerror}\n{where} cannot be written: {fault.strerror}", file=sys.stderr
        )
        return 2
    except psycopg.Error as fault:
        reason = (fault.diag.message_primary or type(fault).__name__).rstrip(".")
        print(f"读不了数据库：{reason}。\nThe database cannot be read: {reason}.", file=sys.stderr)
        return 2
    print(f"{target}: {counted[0]:,} 件 cases, {counted[1]:,} 事件 events")
    return 0


def _export(connection: Connection, city: str, target: Path) -> tuple[int, int]:
    connection.execute(SNAPSHOT)
    if not connection.execute("SELECT 1 FROM event WHERE city = %s LIMIT 1", (city,)).fetchone():
        known = connection.execute("SELECT DISTINCT city FROM city_pack ORDER BY city").fetchall()
        names = "、".join(row[0] for row in known) or "—"
        zh, en = (
            f"没有城市 {city} 的任何记录；有: {names}。",
            f"Nothing is kept of a city {city}; there are: {names}.",
        )
        raise CannotExport("export.no-city", zh, en)

    @cache
    def pack(name: str) -> City:
        return stored_city(connection, name)

    def read() -> Iterator[History]:
        return histories(connection, city, pack)

    with _replaced_when_whole(target) as out:
        match target.suffix:
            case ".jsonocel":
                return write_ocel(read, out)
            case ".xmlocel":
                return write_ocel_xml(read, out)
        return write_xes(city, read(), out)


@contextlib.contextmanager
def _replaced_when_whole(target: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes the target's name at the end, and is gone after a fault."""
    number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    part = Path(name)
    try:
        with os.fdopen(number, "wb") as raw:
            if target.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield raw
        part.chmod(0o640)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
