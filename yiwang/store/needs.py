"""What the store needs of a PostgreSQL: one function, one code; the function proves it on a live server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]
Text = dict[str, str]


class Missing(Exception):
    """The server was asked and does not have it. The message says what was found instead."""


@dataclass
class Patient:
    """The server under examination: a connection to work on and a way to open further ones.

    `work` is in a transaction of its own for each proof, always rolled back.
    """

    work: Connection
    more: Callable[[], Connection]


@dataclass(frozen=True)
class Need:
    """One need of the store and how this server stands to it: "ok", "missing" or "unknown"."""

    code: str
    what: Text
    why: Text
    remedy: Text
    standing: str = "unknown"
    found: str = ""


@dataclass(frozen=True)
class Proof:
    """A need and the function that proves it: returns what was found, or raises `Missing`."""

    need: Need
    prove: Callable[[Patient], str]


PROOFS: list[Proof] = []


def proves(code: str, what: Text, why: Text, remedy: Text) -> Callable[[Callable[[Patient], str]], Any]:
    """Register a proof under its code, in the order of this file."""

    def register(prove: Callable[[Patient], str]) -> Callable[[Patient], str]:
        PROOFS.append(Proof(Need(code, what, why, remedy), prove))
        return prove

    return register


def one(connection: Connection, query: str, values: tuple[object, ...] = ()) -> Any:
    """Return the first column of the first row."""
    row = connection.execute(query.encode(), values or None).fetchone()
    return row[0] if row else None


def require(holds: bool, found: str) -> str:
    """Return what was found when the need holds, else raise it as missing."""
    if not holds:
        raise Missing(found)
    return found


def must_be_on(patient: Patient, name: str) -> str:
    """Require a setting to be on."""
    value = one(patient.work, f"SHOW {name}")
    return require(value == "on", f"{name} = {value}")


def require_nobody(patient: Patient, attribute: str) -> str:
    """Require that our role neither has an attribute nor may become a role that has it."""
    query = f"SELECT rolname FROM pg_roles WHERE {attribute} AND pg_has_role(current_user, oid, 'MEMBER')"
    rows = patient.work.execute(query.encode()).fetchall()
    ours = one(patient.work, "SELECT current_user::text")
    return require(not rows, ", ".join([f"{ours} → {name}" for (name,) in rows]) or ours)


@proves(
    "server.version",
    {"zh": "PostgreSQL 15 或更新", "en": "PostgreSQL 15 or newer"},
    {
        "zh": "只用 15 版的 SQL，且只在 15 和 18 上测试。",
        "en": "Only the SQL of 15 is used; it is tested on 15 and 18.",
    },
    {"zh": "请升级数据库服务器。", "en": "Upgrade the database server."},
)
def version(patient: Patient) -> str:
    number = patient.work.info.server_version
    return require(number >= 150_000, f"PostgreSQL {number // 10_000}.{number % 10_000}")


@proves(
    "server.encoding",
    {"zh": "编码 UTF8", "en": "Encoding UTF8"},
    {"zh": "姓名和地址用到全部汉字。", "en": "Names and addresses need every Chinese character."},
    {
        "zh": "CREATE DATABASE yiwang ENCODING 'UTF8' TEMPLATE template0 …",
        "en": "CREATE DATABASE yiwang ENCODING 'UTF8' TEMPLATE template0 …",
    },
)
def encoding(patient: Patient) -> str:
    name = one(patient.work, "SHOW server_encoding")
    kept = one(patient.work, "SELECT %s::text", ("岳阳楼 𠮷 é",))
    return require(name == "UTF8" and kept == "岳阳楼 𠮷 é", name)


@proves(
    "server.collation",
    {"zh": "按码位排序 (C.UTF-8 或 C)", "en": "Order by code point (C.UTF-8 or C)"},
    {
        "zh": "索引次序不随操作系统升级而变；拼音次序由程序算好存入。",
        "en": "The order of an index must not change with the system; pinyin sort keys are stored.",
    },
    {
        "zh": "CREATE DATABASE yiwang LOCALE 'C.UTF-8' TEMPLATE template0 …",
        "en": "CREATE DATABASE yiwang LOCALE 'C.UTF-8' TEMPLATE template0 …",
    },
)
def collation(patient: Patient) -> str:
    words = ["_", "a", "B", "é", "Z", "阿", "岳", "ab", "a b", "𠮷", "\ufb01", "-a"]
    row = patient.work.execute(
        "SELECT array_agg(w ORDER BY w),"
        " (SELECT datcollate FROM pg_database WHERE datname = current_database())"
        " FROM unnest(%s::text[]) AS w",
        [words],
    ).fetchone()
    found, name = row if row else ([], "?")
    return require(found == sorted(words), f"{name}: {' < '.join(found)}")


@proves(
    "server.timezones",
    {"zh": "时区库与微秒", "en": "Time zone data and microseconds"},
    {
        "zh": "时刻以 UTC 微秒保存，报表按城市所在时区。",
        "en": "Instants are kept as UTC microseconds; reports are by the city's zone.",
    },
    {"zh": "请安装服务器的时区数据 (tzdata)。", "en": "Install the server's time zone data (tzdata)."},
)
def timezones(patient: Patient) -> str:
    said = one(
        patient.work,
        "SELECT to_char(timestamptz '2026-01-01 00:00:00.123456+00' AT TIME ZONE 'Asia/Shanghai',"
        " 'YYYY-MM-DD HH24:MI:SS.US')",
    )
    return require(said == "2026-01-01 08:00:00.123456", f"Asia/Shanghai: {said}")


@proves(
    "server.connections",
    {"zh": "至少 30 个连接", "en": "At least 30 connections"},
    {
        "zh": "网页、后台、定序和导入各占连接。",
        "en": "Pages, workers, the sequencer and imports each hold connections.",
    },
    {
        "zh": "提高 max_connections，或账号的 CONNECTION LIMIT。",
        "en": "Raise max_connections, or the role's CONNECTION LIMIT.",
    },
)
def connections(patient: Patient) -> str:
    allowed = int(one(patient.work, "SHOW max_connections"))
    limit = one(patient.work, "SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user")
    least = allowed if limit is None or limit < 0 else min(allowed, limit)
    return require(least >= 30, f"{least}")


@proves(
    "server.fsync",
    {"zh": "fsync 开", "en": "fsync on"},
    {"zh": "已确认的办理在断电后仍在。", "en": "What was acknowledged survives a power cut."},
    {"zh": "在服务器配置中设 fsync = on。", "en": "Set fsync = on in the server's configuration."},
)
def fsync(patient: Patient) -> str:
    return must_be_on(patient, "fsync")


@proves(
    "server.full-page-writes",
    {"zh": "full_page_writes 开", "en": "full_page_writes on"},
    {"zh": "断电时写了一半的页能够恢复。", "en": "A page half written at a power cut can be restored."},
    {
        "zh": "在服务器配置中设 full_page_writes = on。",
        "en": "Set full_page_writes = on in the server's configuration.",
    },
)
def full_page_writes(patient: Patient) -> str:
    return must_be_on(patient, "full_page_writes")


@proves(
    "server.synchronous-commit",
    {"zh": "提交后才应答", "en": "Answers only after the commit is on disk"},
    {
        "zh": "编号和凭证发出后，存证不能丢失。",
        "en": "Once a number and a promise are given, the entry must not be lost.",
    },
    {
        "zh": "设 synchronous_commit = on（或 remote_apply、local）。",
        "en": "Set synchronous_commit = on (or remote_apply, local).",
    },
)
def synchronous_commit(patient: Patient) -> str:
    value = one(patient.work, "SHOW synchronous_commit")
    return require(value in ("on", "remote_apply", "remote_write", "local"), f"synchronous_commit = {value}")


@proves(
    "role.app-exists",
    {"zh": "账号 yiwang_app 存在", "en": "The role yiwang_app exists"},
    {
        "zh": "建表时把最小权限授予这个账号。",
        "en": "Migrations grant the least rights to this role.",
    },
    {
        "zh": "CREATE ROLE yiwang_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD …",
        "en": "CREATE ROLE yiwang_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD …",
    },
)
def app_exists(patient: Patient) -> str:
    found = one(patient.work, "SELECT rolname FROM pg_roles WHERE rolname = 'yiwang_app'")
    return require(found is not None, found or "—")


@proves(
    "role.not-superuser",
    {"zh": "应用账号不是超级用户", "en": "The app's role is no superuser"},
    {
        "zh": "超级用户不受行级安全约束，能看到所有城市。",
        "en": "A superuser is not held by row-level security and sees every city.",
    },
    {
        "zh": "用 yiwang_app 连接，或 ALTER ROLE … NOSUPERUSER。",
        "en": "Connect as yiwang_app, or ALTER ROLE … NOSUPERUSER.",
    },
)
def not_superuser(patient: Patient) -> str:
    return require_nobody(patient, "rolsuper")


@proves(
    "role.no-bypassrls",
    {"zh": "应用账号无 BYPASSRLS", "en": "The app's role lacks BYPASSRLS"},
    {
        "zh": "城市之间的第二道墙是行级安全。",
        "en": "Row-level security is the second wall between cities.",
    },
    {"zh": "ALTER ROLE … NOBYPASSRLS。", "en": "ALTER ROLE … NOBYPASSRLS."},
)
def no_bypassrls(patient: Patient) -> str:
    return require_nobody(patient, "rolbypassrls")


@proves(
    "role.owns-nothing",
    {"zh": "应用账号不拥有库和表", "en": "The app's role owns neither database nor tables"},
    {
        "zh": "拥有者能改表、关触发器，存证就不再只增不改。",
        "en": "An owner may alter tables and switch triggers off: the ledger would not be append-only.",
    },
    {
        "zh": "库和表归 yiwang_owner (YIWANG_DATABASE_OWNER)，应用用 yiwang_app 连接。",
        "en": "Let yiwang_owner own them (YIWANG_DATABASE_OWNER) and the app connect as yiwang_app.",
    },
)
def owns_nothing(patient: Patient) -> str:
    owned = one(
        patient.work,
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE pg_has_role(current_user, c.relowner, 'MEMBER') AND n.nspname !~ '^pg_'"
        " AND n.nspname <> 'information_schema'",
    )
    database = one(
        patient.work,
        "SELECT pg_has_role(current_user, datdba, 'MEMBER') FROM pg_database"
        " WHERE datname = current_database()",
    )
    return require(not owned and not database, f"{owned} 表 tables{', 库 database' if database else ''}")


@proves(
    "role.temporary-tables",
    {"zh": "可建临时表", "en": "May make temporary tables"},
    {
        "zh": "批量导入先进临时表，再经行级安全写入；本检查也在临时表中进行。",
        "en": "Imports pass through a temporary table before row-level security lets them in; "
        "so do these proofs.",
    },
    {
        "zh": "GRANT TEMPORARY ON DATABASE yiwang TO yiwang_app。",
        "en": "GRANT TEMPORARY ON DATABASE yiwang TO yiwang_app.",
    },
)
def temporary_tables(patient: Patient) -> str:
    may = one(patient.work, "SELECT has_database_privilege(current_user, current_database(), 'TEMPORARY')")
    return require(bool(may), "TEMPORARY" if may else "—")
