"""`yiwang verify` on a whole database, and `CITY.pub` for those who check receipts."""

from __future__ import annotations

import json as text_json
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from yiwang.gateway import kinds as gateway_kinds  # noqa: F401  registers exchanges of the gateway, providers
from yiwang.granted import kinds as exchange_kinds  # noqa: F401  registers exchanges
from yiwang.ingest import kinds as thing_kinds  # noqa: F401  registers things
from yiwang.ingest import signal_kinds  # noqa: F401  registers signals and silences
from yiwang.kernel.evidence import Evidence, city_of, evidence
from yiwang.kernel.receipt import PublicKey, Verdict, unreadable
from yiwang.nets.alerts import kinds as alert_kinds  # noqa: F401  registers alerts, responses, rosters
from yiwang.nets.booking import kinds as booking_kinds  # noqa: F401  registers bookings and tickets
from yiwang.nets.fees import kinds as fee_kinds  # noqa: F401  registers fees and parcels
from yiwang.nets.messages import kinds as message_kinds  # noqa: F401  registers messages, addressees, webhooks
from yiwang.nets.opening import kinds as opening_kinds  # noqa: F401  registers editions of open data
from yiwang.nets.people import kinds as desk_kinds  # noqa: F401  registers directory changes and exports
from yiwang.nets.rating import kinds as rating_kinds  # noqa: F401  registers ratings and words of those stuck
from yiwang.nets.reports import kinds as report_kinds  # noqa: F401  registers reports, and what was told
from yiwang.nets.security import kinds as guard_kinds  # noqa: F401  registers assets, scans, seals
from yiwang.nets.services import (
    consent_kind,  # noqa: F401  registers consents at a counter
    joint_kind,  # noqa: F401  registers joint applications
)
from yiwang.nets.upward import kinds as upward_kinds  # noqa: F401  registers what goes up, lines, nights
from yiwang.pack.digest import digest_of, files_of_archive
from yiwang.people import kinds  # noqa: F401  registers persons, mandates, machine clients, break-glass
from yiwang.store import cases  # noqa: F401  registers the kind that every net's cases are
from yiwang.store.counts import Counts
from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.keys import BadKey, Keyring, export_publics, is_signed
from yiwang.store.postgres import OWNER, external_database, find_database
from yiwang.store.printing import printable
from yiwang.store.receipts import document_of_file, keys_of_file
from yiwang.store.trouble import DatabaseTrouble
from yiwang.store.verify import Report, Tell, verify

TOLD_EVERY_SECONDS = 0.5
WHAT = {"entries": "留痕 entries", "leaves": "存证叶 leaves"}


@dataclass(frozen=True)
class Outside:
    """What an auditor brings: public keys to believe instead of the folder's, and documents to hold against.

    Attributes:
        key: file of public keys. documents: promises and receipts that the city once gave.
    """

    key: Path | None = None
    documents: Sequence[Path] = ()


def verify_database(data: Path | None, city: str | None, json: bool, outside: Outside | None = None) -> int:
    """Verify every city of a database, or one. Returns 0 whole, 1 something is wrong, 2 not to be verified.

    A live server is joined; without one the folder's own is started for as long as it takes.

    Args:
        data: folder of database and keys; None: the user's state directory. YIWANG_DATABASE comes first.
        outside: keys and documents from elsewhere; None: the keys of the folder, and nothing else.
    """
    folder = data or default_data_folder(os.environ)
    outside = outside or Outside()
    try:
        # Looked for first, because `find_database` would make one: who verifies must leave nothing behind.
        if external_database(os.environ) is None and not DataFolder(folder).cluster.is_dir():
            zh = f"{folder} 里没有数据库。→ --data DIR"
            return _cannot("verify.no-folder", zh, f"There is no database in {folder}. → --data DIR", json)
        keyring = Keyring(folder / "keys")
        keys = read_key_file(outside.key) if outside.key else None
        against = [_evidence(path, keys, keyring, city) for path in outside.documents]
        with find_database(folder, os.environ) as database:
            tell = None if json else _teller()
            report = verify(
                database.dsn(OWNER), keyring, city, tell, digest_of_archive, keys=keys, against=against
            )
    except ProvesNothing as fault:
        return _cannot(fault.code, fault.zh, fault.en, json)
    except DatabaseTrouble as trouble:
        return _cannot(trouble.code, trouble.zh, trouble.en, json)
    except BadKey as fault:
        return _cannot("verify.key", fault.zh, fault.en, json)
    except psycopg.errors.UndefinedTable as fault:
        table = _undefined(fault)
        zh = f"这个数据库没有建好 yiwang 的表（缺少 {table}）：不是 yiwang 的数据库，或从未运行过。"
        en = f"Not a database of yiwang, or one that never ran: the table {table} is missing."
        return _cannot("verify.no-tables", zh, en, json)
    except psycopg.Error as fault:
        reason = (fault.diag.message_primary or type(fault).__name__).rstrip(".")
        zh, en = f"读不了数据库：{reason}。", f"The database cannot be read: {reason}."
        return _cannot("verify.database", zh, en, json)
    if not report.cities:
        zh, en = "没有可以核验的城市。", "There is no city to verify."
        if city:
            zh, en = f"没有城市 {city} 的任何记录。", f"Nothing is kept of a city {city}."
        return _cannot("verify.no-city", zh, en, json)
    if json:
        _say(text_json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    return report.exit_code


class ProvesNothing(Exception):
    """A file brought along is no document of the city, or no key: nothing can be held against it."""

    def __init__(self, path: Path, verdict: Verdict) -> None:
        self.code = verdict.code
        self.zh, self.en = f"{path}：{verdict.zh}", f"{path}: {verdict.en}"
        super().__init__(self.en)


def read_key_file(path: Path) -> tuple[PublicKey, ...]:
    """Read the public keys of a file. Raises ProvesNothing: it holds none, or cannot be read."""
    found = keys_of_file(path)
    if isinstance(found, Verdict):
        raise ProvesNothing(path, found)
    return found


def _evidence(path: Path, keys: Sequence[PublicKey] | None, keyring: Keyring, city: str | None) -> Evidence:
    document = document_of_file(path)
    if isinstance(document, Verdict):
        raise ProvesNothing(path, document)
    named = city_of(document)
    if keys is None:
        keys = keyring.publics(named) if named and keyring.has_signing(named) else ()
    found = evidence(document, keys, is_signed)
    if isinstance(found, Verdict):
        raise ProvesNothing(path, found)
    if city and found.city != city:
        zh = f"凭证属于 {found.city}，现在只核验 {city}。"
        en = f"The document is of {found.city}; only {city} is verified."
        raise ProvesNothing(path, unreadable("verify.against-other-city", zh, en))
    return found


def digest_of_archive(archive: bytes) -> str:
    """Return the SHA-256 (hex) of a stored pack."""
    return digest_of(files_of_archive(archive))


def export_key(data: Path | None, city: str, rotate: bool = False) -> int:
    """Print the city's public keys, the text of `CITY.pub`, the current one first.

    Args:
        rotate: let the city sign with a new key from now on; what the old one signed goes on to hold.
    Returns:
        0, or 2 when it has none. Makes none where there is none.
    """
    folder = data or default_data_folder(os.environ)
    keyring = Keyring(folder / "keys")
    try:
        if keyring.has_signing(city):
            if rotate:
                old, new = keyring.signing(city).id, keyring.rotate(city).id
                print(
                    f"{city} 今后用密钥 {new} 签名；{old} 停用，其公钥仍在下面，旧凭证照常核验。",
                    file=sys.stderr,
                )
                print(
                    f"{city} signs with {new} from now on; {old} is retired. Publish the lines below.",
                    file=sys.stderr,
                )
            print(export_publics(keyring, city), end="")
            return 0
        zh = f"{folder / 'keys'} 中没有城市 {city} 的签名密钥；城市第一次签署存证根时才会生成。"
        en = f"{folder / 'keys'} has no signing key of {city}; it is made when the city first signs."
        return _cannot("verify.no-key", zh, en, json=False)
    except BadKey as fault:
        return _cannot("verify.key", fault.zh, fault.en, json=False)


def _cannot(code: str, zh: str, en: str, json: bool) -> int:
    if json:
        answer = {"ok": False, "error": {"code": code, "zh": zh, "en": en}}
        _say(text_json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        print(*map(printable, (zh, en, f"[{code}]")), sep="\n", file=sys.stderr)
    return 2


def _say(lines: str) -> None:
    """Print lines in which nothing that stands in a database can write to the terminal in its own way."""
    print(*map(printable, lines.split("\n")), sep="\n")


def _undefined(fault: psycopg.Error) -> str:
    named = re.search(r'"([^"]+)"', fault.diag.message_primary or "")
    return named[1] if named else "?"


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
        _say(f"{'✗' if city in wrong else '✓'} {city}: {_counted(counts)}")
        for problem in report.problems:
            if problem.place.city == city:
                more = f"（共 {problem.count} 处 in all）" if problem.count > 1 else ""
                _say(f"    {problem.code} {problem.zh}{more}\n      {problem.en}")
    if report.held:
        print(f"对照外部凭证 {report.held} 份。Held against {report.held} documents from outside.")
    entries = sum(counts.entries for counts in report.cities.values())
    took = f"({report.seconds:.1f} s, {entries / report.seconds:,.0f}/s)"
    if report.problems:
        kinds = len(report.problems)
        print(f"发现 {kinds} 类问题。{kinds} kinds of problems found. {took}")
        return
    print(f"账本与各表一致，链、树、签名无误。Every row refolds from the ledger, nothing is broken. {took}")
    unsigned = entries - sum(counts.signed for counts in report.cities.values())
    if unsigned:
        print(f"其中 {unsigned:,} 条留痕之上还没有签名的存证根，被整体改写也看不出来。")
        print(f"{unsigned:,} entries are under no signed checkpoint yet: rewritten whole, nothing shows.")


def _counted(counts: Counts) -> str:
    parts = [
        f"{counts.streams:,} 件 streams",
        f"{counts.entries:,} 条留痕 entries",
        f"{counts.rows:,} 行 rows",
        f"{counts.leaves:,} 片叶 leaves",
        f"{counts.checkpoints:,} 个存证根 checkpoints",
        f"{counts.signed:,} 条已签名 signed",
        f"{counts.vault:,} 个保密库条目 vault entries",
    ]
    if counts.waiting:
        parts.append(f"{counts.waiting:,} 条待入树 waiting for their leaf")
    if counts.opened < counts.vault:
        parts.append(f"{counts.vault - counts.opened:,} 个未打开 not opened")
    return ", ".join(parts)
