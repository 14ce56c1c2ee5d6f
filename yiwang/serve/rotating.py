"""`yiwang rotate`: a new key of sign-in or of the vault, and what the old one sealed sealed anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psycopg

from yiwang.store.folder import DataFolder, default_data_folder
from yiwang.store.keys import BadKey, Keyring
from yiwang.store.postgres import OWNER, external_database, find_database
from yiwang.store.printing import printable
from yiwang.store.rewrap import rewrap
from yiwang.store.trouble import DatabaseTrouble
from yiwang.web.account import secret
from yiwang.web.account.resealing import reseal

SIGN_IN, VAULT = "sign-in", "vault"


def rotate_key(data: Path | None, which: str) -> int:
    """Put a new key in the place of `sign-in` or `vault`.

    Returns 0; 1: done, but some entries did not open; 2: not done.

    Args:
        data: folder of database and keys; None: the user's state directory. YIWANG_DATABASE and YIWANG_KEYS
            come first.
    """
    folder = data or default_data_folder(os.environ)
    keys = Path(os.environ.get("YIWANG_KEYS") or folder / "keys")
    os.environ["YIWANG_KEYS"] = str(keys)
    if which not in (SIGN_IN, VAULT):
        return _cannot("rotate.which", f"没有密钥 {which}，可选 sign-in、vault。", f"No such key: {which}.")
    external = external_database(os.environ) is not None
    if not external and not DataFolder(folder).cluster.is_dir():
        return _cannot("rotate.no-folder", f"{folder} 里没有数据库。", f"There is no database in {folder}.")
    if which == VAULT and not external and (holder := DataFolder(folder).live_holder()):
        zh = f"服务正在运行（进程 {holder.pid}）。换保险库主钥前请先停止服务。"
        return _cannot("rotate.live", zh, f"The server runs (process {holder.pid}). Stop it first.")
    try:
        with (
            find_database(folder, os.environ) as database,
            psycopg.connect(database.dsn(OWNER), autocommit=True) as connection,
        ):
            return _sign_in(connection, keys) if which == SIGN_IN else _vault(connection, keys)
    except DatabaseTrouble as trouble:
        return _cannot(trouble.code, trouble.zh, trouble.en)
    except BadKey as fault:
        return _cannot("rotate.key", fault.zh, fault.en)
    except psycopg.Error as fault:
        reason = (fault.diag.message_primary or type(fault).__name__).rstrip(".")
        zh = f"数据库中断：{reason}。已封存的仍可打开；请再运行一次。"
        return _cannot("rotate.database", zh, f"The database was lost: {reason}. All still opens; run again.")


def _sign_in(connection: psycopg.Connection, keys: Path) -> int:
    Keyring(keys).rotate_own(secret.NAME)
    done, lost = reseal(connection)
    print(f"登录密钥已换新，重新封存 {done} 项，打不开 {lost} 项。旧密钥在 {keys / 'sign-in.retired'}。")
    print(f"A new key of sign-in. {done} sealed anew, {lost} did not open. The old one lies beside it.")
    return 1 if lost else 0


def _vault(connection: psycopg.Connection, keys: Path) -> int:
    keyring = Keyring(keys)
    keyring.master()
    new = keyring.new_master()
    done = rewrap(connection, keyring)
    print(f"保险库主钥换成 {new.id}：重新上锁 {done.locked}，重编工号 {done.indexed}，打不开 {done.left}。")
    print(f"Master key {new.id}: {done.locked} locked anew, {done.indexed} codes indexed, {done.left} left.")
    return 1 if done.left else 0


def _cannot(code: str, zh: str, en: str) -> int:
    print(*map(printable, (zh, en, f"[{code}]")), sep="\n", file=sys.stderr)
    return 2
