"""Examine a PostgreSQL: prove each need of the store against it and name what is missing."""

from __future__ import annotations

import json as json_module
import os
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from yiwang.store import proofs  # noqa: F401  registers the proofs by doing
from yiwang.store.needs import PROOFS, Connection, Missing, Need, Patient, Proof
from yiwang.store.postgres import find_database
from yiwang.store.trouble import DatabaseTrouble

MARK = {"ok": "✓", "missing": "✗", "unknown": "?"}

# libpq's own words may repeat parts of the connection string, and of a password in a malformed one. So they
# are only searched for what they mean.
REASONS: tuple[tuple[str, str], ...] = (
    (r"password authentication failed|no password supplied", "账号或密码不对 wrong account or password"),
    (r"no pg_hba\.conf entry|Peer authentication failed", "服务器不准此账号从这里连接 not allowed from here"),
    (r"database .* does not exist", "没有这个数据库 no such database"),
    (r"role .* does not exist", "没有这个账号 no such role"),
    (
        r"could not translate host name|Name or service not known|resolve",
        "找不到这个主机名 unknown host name",
    ),
    (r"No such file or directory", "没有这个套接字 no such socket"),
    (r"Connection refused", "没有服务在监听 nothing listens there"),
    (r"timeout|timed out", "没有应答 no answer in time"),
    (r"Permission denied", "没有权限打开套接字 not allowed to open the socket"),
    (r"too many (clients|connections)|remaining connection slots", "连接数已满 no connection left"),
    (r"starting up|shutting down|recovery", "数据库正在启动或停止 starting up or shutting down"),
    (r"SSL|certificate", "加密连接未建立 the encrypted connection failed"),
)


def reason_of(error: psycopg.Error) -> str:
    """Say why a connection failed, in our words."""
    said = str(error)
    for pattern, words in REASONS:
        if re.search(pattern, said, re.IGNORECASE):
            return words
    return f"连接失败 connection failed ({error.sqlstate or type(error).__name__})"


def unreachable(dsn: str, reason: str) -> DatabaseTrouble:
    """Word a failed connection, showing of the connection string only a host that cannot hide a password."""
    try:
        host = str(conninfo_to_dict(dsn).get("host") or "localhost")
    except psycopg.Error:
        host, reason = "?", "连接串写法不对 the DSN is malformed"
    if not re.fullmatch(r"[\w.:/,~+-]+", host):
        host = "?"
    return DatabaseTrouble("database.unreachable", host=host, reason=reason)


def connect(dsn: str) -> Connection:
    """Open a connection for the examination. Raises `database.unreachable`."""
    try:
        return psycopg.connect(
            make_conninfo(dsn, connect_timeout=10, application_name="yiwang doctor"), autocommit=True
        )
    except psycopg.Error as error:
        raise unreachable(dsn, reason_of(error)) from None


def examine(dsn: str) -> list[Need]:
    """Prove each need against the server of `dsn`, as its role. Leaves nothing behind.

    Raises:
        DatabaseTrouble: `database.unreachable`, without the password.
    """
    needs = []
    with connect(dsn) as work:
        patient = Patient(work, lambda: connect(dsn))
        for proof in PROOFS:
            if work.broken:
                needs.append(replace(proof.need, found="连接已断 the connection is lost"))
            else:
                needs.append(diagnose(proof, patient))
    return needs


def diagnose(proof: Proof, patient: Patient) -> Need:
    """Run one proof in a transaction that is rolled back."""
    try:
        with patient.work.transaction(force_rollback=True):
            return replace(proof.need, standing="ok", found=proof.prove(patient))
    except Missing as missing:
        return replace(proof.need, standing="missing", found=str(missing))
    except psycopg.errors.InsufficientPrivilege as denied:
        # The role may not try it, which is a need of its own; whether the server has it stays open.
        return replace(proof.need, standing="unknown", found=denied.diag.message_primary or "42501")
    except DatabaseTrouble as trouble:
        return replace(proof.need, standing="unknown", found=f"{trouble.zh} {trouble.en}")
    except psycopg.Error as error:
        said = error.diag.message_primary or type(error).__name__
        return replace(proof.need, standing="missing", found=f"{error.sqlstate or '—'} {said}")


def report(needs: Iterable[Need], json: bool, out: TextIO | None = None) -> int:
    """Print how the server stands to each need. 0 all are met, 1 something is missing or not proven."""
    out = out or sys.stdout
    needs = list(needs)
    lacking = [need for need in needs if need.standing != "ok"]
    if json:
        answer = {"ok": not lacking, "needs": [asdict(need) for need in needs]}
        print(json_module.dumps(answer, ensure_ascii=False, indent=2), file=out)
        return 1 if lacking else 0
    for need in needs:
        print(
            f"{MARK[need.standing]} {need.code}  {need.what['zh']} {need.what['en']}: {need.found}", file=out
        )
        if need.standing != "ok":
            print(f"    为何 why: {need.why['zh']} {need.why['en']}", file=out)
            print(f"    怎么改 remedy: {need.remedy['zh']} {need.remedy['en']}", file=out)
    if lacking:
        names = ", ".join(need.code for need in lacking)
        print(f"缺 {len(lacking)} 项 {len(lacking)} of {len(needs)} needs are not met: {names}", file=out)
    else:
        print(f"{len(needs)} 项全部满足。All {len(needs)} needs are met.", file=out)
    return 1 if lacking else 0


def run(database: str | None, json: bool, data: Path | None = None, out: TextIO | None = None) -> int:
    """Examine `database` (a DSN), else YIWANG_DATABASE, else the embedded server. The command `doctor`.

    Returns 0 all needs are met, 1 something is missing, 2 the server cannot be reached (one sentence).
    """
    try:
        if database:
            return report(examine(database), json, out)
        with find_database(data, os.environ) as found:
            return report(examine(found.dsn()), json, out)
    except DatabaseTrouble as trouble:
        if json:
            answer = {"ok": False, "error": {"code": trouble.code, "zh": trouble.zh, "en": trouble.en}}
            print(json_module.dumps(answer, ensure_ascii=False, indent=2), file=out or sys.stdout)
        else:
            print(trouble, file=sys.stderr if out is None else out)
        return 2
