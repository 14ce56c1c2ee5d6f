"""What can be wrong with a database, each with a stable code and one plain sentence."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from yiwang.kernel.refusal import Refusal

SENTENCES: dict[str, tuple[str, str]] = {
    "database.in-use": (
        "数据目录 {folder} 正由另一个 yiwang 使用（进程 {pid}，{started} 在 {host} 上由 “{command}” 启动）。"
        "请先停止它，或用 --data 另选目录。",
        "The data folder {folder} is in use by another yiwang (process {pid}, started {started} on {host} "
        "by “{command}”). Stop that one first, or choose another folder with --data.",
    ),
    "database.still-held": (
        "数据目录 {folder} 上仍有一个本机看不到的 PostgreSQL 进程（可能在另一个容器中）。请先停止它再启动。",
        "A PostgreSQL process that cannot be seen from here (perhaps in another container) still holds the "
        "data folder {folder}. Stop it, then start again.",
    ),
    "database.other-major": (
        "数据目录 {folder} 属于 PostgreSQL {found}，本程序带的是 PostgreSQL {ours}，不能直接打开。"
        "请用原来的版本导出 (yiwang export)，再导入新目录 (yiwang import) 并核验。",
        "The data folder {folder} was made by PostgreSQL {found}; this program brings PostgreSQL {ours} and "
        "cannot open it. Export with the old version (yiwang export), import into a new folder "
        "(yiwang import), and verify.",
    ),
    "database.folder-unreadable": (
        "无法读写数据目录 {folder}：{reason}。请检查权限，或用 --data 另选目录。",
        "The data folder {folder} cannot be read and written: {reason}. "
        "Mend its permissions, or choose another folder with --data.",
    ),
    "database.folder-damaged": (
        "数据目录 {folder} 不完整：缺少 {missing}。请从备份恢复，或用 --data 另选目录。",
        "The data folder {folder} is incomplete: {missing} is missing. "
        "Restore it from a backup, or choose another folder with --data.",
    ),
    "database.disk-full": (
        "磁盘已满，数据库不能启动：{folder}。请腾出空间后再启动；已确认的数据没有丢失。",
        "The disk is full and the database cannot start: {folder}. Make room, then start again; "
        "nothing that was acknowledged is lost.",
    ),
    "database.lost": (
        "数据库在工作中断开了（{reason}）。请重新启动；已确认的数据没有丢失。",
        "The database was lost while it was at work ({reason}). Start again; nothing that was acknowledged "
        "is lost.",
    ),
    "database.keeps-ending": (
        "数据库反复结束，不再重新启动；已确认的数据没有丢失。原因见日志末尾：{log}。",
        "The database keeps ending and is not started again; nothing that was acknowledged is lost. The last "
        "lines of the log say why: {log}.",
    ),
    "database.no-shared-memory": (
        "系统没有给数据库足够的共享内存或信号量。请增大 /dev/shm（容器用 --shm-size）或内存。详见 {log}。",
        "The system does not give the database enough shared memory or semaphores. Enlarge /dev/shm "
        "(--shm-size for containers) or memory. See {log}.",
    ),
    "database.did-not-start": (
        "数据库没有启动（退出码 {status}）。原因见日志末尾：{log}。",
        "The database did not start (exit status {status}). The last lines of the log say why: {log}.",
    ),
    "database.no-binaries": (
        "找不到 PostgreSQL 程序：{where}。请重新运行 script/setup，或用 YIWANG_DATABASE 指定一个数据库。",
        "The PostgreSQL programs are not at {where}. Run script/setup again, or point YIWANG_DATABASE at a "
        "database.",
    ),
    "database.unreachable": (
        "连接不上数据库（{host}）：{reason}。请检查地址、账号和数据库是否在运行。",
        "The database ({host}) cannot be reached: {reason}. "
        "Check the address, the account and that the database is running.",
    ),
}


class DatabaseTrouble(Exception):
    """A database cannot serve. `code` is stable, `zh` and `en` the sentence, `facts` the values in it."""

    def __init__(self, code: str, **facts: object) -> None:
        zh, en = SENTENCES[code]
        self.code = code
        self.facts = facts
        self.zh = zh.format(**facts)
        self.en = en.format(**facts)
        super().__init__(f"{self.zh}\n{self.en} [{code}]")

    def refusal(self) -> Refusal:
        """Return the same as a value, for those who answer rather than end."""
        return Refusal(
            code=self.code,
            zh=self.zh,
            en=self.en,
            params={key: str(value) for key, value in self.facts.items()},
        )


def worded(error: BaseException | None, folder: Path) -> DatabaseTrouble | None:
    """Return the trouble behind an error of database or file system, looking through what caused it.

    None: it is neither a lost database nor a full disk, but a mistake of ours that must be seen whole.
    """
    lost: DatabaseTrouble | None = None
    while error is not None:
        if isinstance(error, DatabaseTrouble):
            return error
        full_file = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full_file or isinstance(error, psycopg.errors.DiskFull):
            return DatabaseTrouble("database.disk-full", folder=folder)
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            lost = DatabaseTrouble("database.lost", reason=error.sqlstate or type(error).__name__)
        error = error.__cause__
    return lost


ROOM = 16 * 1024 * 1024
"""Bytes of one piece of PostgreSQL's log: with less it cannot go on."""


def disk_is_full(dsn: str) -> bool:
    """Say whether the disk under a database of this machine has no room left for it.

    A database that ended because of it cannot say so itself any more. Looked for where its socket lies,
    which is in its data folder; False when the database is elsewhere.
    """
    try:
        folder = conninfo_to_dict(dsn).get("host")
        if not isinstance(folder, str) or not folder.startswith("/"):
            return False
        disk = os.statvfs(folder)
    except (psycopg.Error, OSError):
        return False
    return disk.f_bavail * disk.f_frsize < ROOM


# Searched in this order in the end of the server's log: semaphores and shared memory also say
# "No space left on device" when what is full is not the disk.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("database.no-shared-memory", ("shared memory", "semaphore", "Cannot allocate memory")),
    ("database.disk-full", ("No space left on device", "Disk quota exceeded")),
    (
        "database.folder-unreadable",
        ("Permission denied", "invalid permissions", "wrong ownership", "Read-only"),
    ),
)


def diagnose(folder: Path, log: Path, tail: str, status: int | None) -> DatabaseTrouble:
    """Say in one sentence why the server of `folder` ended, from the last lines of its log."""
    for code, signs in SIGNS:
        for line in tail.splitlines():
            if any(sign in line for sign in signs):
                reason = line.split(":  ", 1)[-1].strip()
                return DatabaseTrouble(code, folder=folder, log=log, reason=reason)
    return DatabaseTrouble("database.did-not-start", log=log, status=status)
