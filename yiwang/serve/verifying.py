"""`yiwang verify` on a whole database, and `CITY.pub` for those who check receipts."""

from __future__ import annotations

import json as text_json
import os
import sys
import time
from pathlib import Path

import psycopg

from yiwang.pack.digest import digest_of, files_of_archive
from yiwang.store import cases  # noqa: F401  registers the kind that every net's cases are
from yiwang.store.counts import Counts
from yiwang.store.folder import default_data_folder
from yiwang.store.keys import Keyring, export_public
from yiwang.store.postgres import OWNER, external_database, find_database
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.verify import Report, Tell, verify

TOLD_EVERY_SECONDS = 0.5
WHAT = {"entries": "留痕 entries", "leaves": "存证叶 leaves"}


def verify_database(data: Path | None, city: str | None, json: bool) -> int:
    """Verify every city of a database, or one. Returns 0 whole, 1 something is wrong, 2 not to be verified.

    A live server is joined; without one the folder's own is started for as long as it takes.

    Args:
        data: folder of database and keys; None: the user's state directory. YIWANG_DATABASE comes first.
    """
    folder = data or default_data_folder(os.environ)
    if external_database(os.environ) is None and not folder.is_dir():
        zh, en = f"没有数据目录 {folder}。", f"There is no data folder {folder}. → --data DIR"
        return _cannot("verify.no-folder", zh, en, json)
    try:
        with find_database(folder, os.environ) as database:
            tell = None if json else _teller()
            report = verify(database.dsn(OWNER), Keyring(folder / "keys"), city, tell, digest_of_archive)
    except DatabaseTrouble as trouble:
        return _cannot(trouble.code, trouble.zh, trouble.en, json)
    except psycopg.Error as fault:
        reason = fault.diag.message_primary or type(fault).__name__
        zh, en = f"读不了数据库：{reason}。", f"The database cannot be read: {reason}."
        return _cannot("verify.database", zh, en, json)
    if not report.cities:
        zh, en = "没有可以核验的城市。", "There is no city to verify."
        if city:
            zh, en = f"没有城市 {city} 的任何记录。", f"Nothing is kept of a city {city}."
        return _cannot("verify.no-city", zh, en, json)
    if json:
        print(text_json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    return report.exit_code


def digest_of_archive(archive: bytes) -> str:
    """Return the SHA-256 (hex) of a stored pack."""
    return digest_of(files_of_archive(archive))


def export_key(data: Path | None, city: str) -> int:
    """Print the city's public key, the text of `CITY.pub`. Returns 0, or 2 when it has none. Makes none."""
    folder = data or default_data_folder(os.environ)
    keyring = Keyring(folder / "keys")
    if not keyring.has_signing(city):
        zh = f"{folder / 'keys'} 中没有城市 {city} 的签名密钥；城市第一次签署存证根时才会生成。"
        en = f"{folder / 'keys'} has no signing key of {city}; it is made when the city first signs."
        return _cannot("verify.no-key", zh, en, json=False)
    try:
        print(export_public(keyring.signing(city), city), end="")
    except OSError as fault:
        return _cannot(
            "verify.key", f"读不了密钥：{fault}。", f"The key cannot be read: {fault}.", json=False
        )
    return 0


def _cannot(code: str, zh: str, en: str, json: bool) -> int:
    if json:
        answer = {"ok": False, "error": {"code": code, "zh": zh, "en": en}}
        print(text_json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print(f"{zh}\n{en}", file=sys.stderr)
    return 2


def _teller() -> Tell:
    """Return what says how far it is, on one line of a terminal; elsewhere it says nothing."""
    live, last = sys.stderr.isatty(), 0.0

    def tell(city: str, what: str, count: int) -> None:
        nonlocal last
        now = time.monotonic()
        if live and now - last > TOLD_EVERY_SECONDS:
            last = now
            print(f"\r  … {city} {count:,} {WHAT[what]}   ", end="", file=sys.stderr, flush=True)

    return tell


def _print(report: Report) -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    wrong = {problem.place.city for problem in report.problems}
    for city, counts in report.cities.items():
        print(f"{'✗' if city in wrong else '✓'} {city}: {_counted(counts)}")
        for problem in report.problems:
            if problem.place.city == city:
                more = f"（共 {problem.count} 处 in all）" if problem.count > 1 else ""
                print(f"    {problem.code} {problem.zh}{more}\n      {problem.en}")
    entries = sum(counts.entries for counts in report.cities.values())
    rate = f"{entries / report.seconds:,.0f}/s" if report.seconds else ""
    if report.problems:
        kinds = len(report.problems)
        print(f"发现 {kinds} 类问题。{kinds} kinds of problems found. ({report.seconds:.1f} s, {rate})")
    else:
        print(
            "账本、各表与存证根一致。Every row refolds from the ledger; chains, tree and checkpoints hold."
            f" ({report.seconds:.1f} s, {rate})"
        )


def _counted(counts: Counts) -> str:
    parts = [
        f"{counts.streams:,} 件 streams",
        f"{counts.entries:,} 条留痕 entries",
        f"{counts.rows:,} 行 rows",
        f"{counts.leaves:,} 片叶 leaves",
        f"{counts.checkpoints:,} 个存证根 checkpoints",
        f"{counts.vault:,} 个保密库条目 vault entries",
    ]
    if counts.waiting:
        parts.append(f"{counts.waiting:,} 条待入树 waiting for their leaf")
    return ", ".join(parts)
