"""Proofs by doing: each makes temporary things in a transaction, uses them as the store does, rolls back."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from datetime import UTC, datetime

import psycopg

from yiwang.store.needs import Missing, Patient, one, proves, require

NEWER = {"zh": "请用 PostgreSQL 15 或更新。", "en": "Use PostgreSQL 15 or newer."}


@proves(
    "sql.row-level-security",
    {"zh": "行级安全对本账号生效", "en": "Row-level security holds this role"},
    {
        "zh": "每个事务只见自己的城市；不说城市就什么也看不见。",
        "en": "Each transaction sees only its city, and without a city nothing.",
    },
    {
        "zh": "用既非超级用户、又无 BYPASSRLS 的账号；row_security = on。",
        "en": "Use a role that is neither superuser nor BYPASSRLS; row_security = on.",
    },
)
def row_level_security(patient: Patient) -> str:
    work = patient.work
    if one(work, "SHOW row_security") != "on":
        raise Missing("row_security = off")
    work.execute("CREATE TEMPORARY TABLE probe (city text, n int) ON COMMIT DROP")
    work.execute("INSERT INTO probe VALUES ('a', 1), ('b', 2)")
    work.execute("ALTER TABLE probe ENABLE ROW LEVEL SECURITY")
    work.execute("ALTER TABLE probe FORCE ROW LEVEL SECURITY")  # we own it, and an owner is else exempt
    work.execute("CREATE POLICY own ON probe USING (city = current_setting('yiwang.city', true))")
    unnamed = one(work, "SELECT count(*) FROM probe")
    work.execute("SELECT set_config('yiwang.city', 'a', true)")
    seen = [city for (city,) in work.execute("SELECT city FROM probe").fetchall()]
    try:
        with work.transaction():
            work.execute("INSERT INTO probe VALUES ('b', 3)")
    except psycopg.errors.InsufficientPrivilege:
        written = False
    else:
        written = True
    found = f"无城市 without a city: {unnamed}; a 见 sees {','.join(seen)}; 写入 b writes b: {written}"
    return require(unnamed == 0 and seen == ["a"] and not written, found)


@proves(
    "sql.triggers",
    {"zh": "触发器 (plpgsql)", "en": "Triggers (plpgsql)"},
    {"zh": "存证账本只增不改，由触发器把守。", "en": "A trigger keeps the ledger append-only."},
    {
        "zh": "GRANT USAGE ON LANGUAGE plpgsql TO yiwang_app；确认 session_replication_role = origin。",
        "en": "GRANT USAGE ON LANGUAGE plpgsql TO yiwang_app; see that session_replication_role = origin.",
    },
)
def triggers(patient: Patient) -> str:
    work = patient.work
    work.execute("CREATE TEMPORARY TABLE probe (n int) ON COMMIT DROP")
    work.execute(
        "CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    work.execute(
        "CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON probe FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()"
    )
    work.execute("INSERT INTO probe VALUES (1)")
    try:
        with work.transaction():
            work.execute("UPDATE probe SET n = 2")
    except psycopg.errors.IntegrityConstraintViolation:
        return "改写被拒 rewriting refused"
    raise Missing("改写未被拒 rewriting was not refused")


@proves(
    "sql.partitions",
    {"zh": "按范围分区", "en": "Declarative range partitions"},
    {
        "zh": "账本按年分区，旧年可整体归档。",
        "en": "The ledger is partitioned by year, old years move whole.",
    },
    NEWER,
)
def partitions(patient: Patient) -> str:
    work = patient.work
    work.execute(
        "CREATE TEMPORARY TABLE probe (city text, at timestamptz, n int, PRIMARY KEY (city, at))"
        " PARTITION BY RANGE (at) ON COMMIT DROP"
    )
    work.execute(
        "CREATE TEMPORARY TABLE probe_2026 PARTITION OF probe"
        " FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00') ON COMMIT DROP"
    )
    work.execute("CREATE TEMPORARY TABLE probe_rest PARTITION OF probe DEFAULT ON COMMIT DROP")
    work.execute("INSERT INTO probe VALUES ('a', '2026-05-01 00:00+00', 1), ('a', '2031-05-01 00:00+00', 2)")
    rows = work.execute("SELECT tableoid::regclass::text, n FROM probe ORDER BY n").fetchall()
    places = [name.rpartition(".")[2] for name, _ in rows]
    return require(places == ["probe_2026", "probe_rest"], ", ".join(places))


@proves(
    "sql.transaction-ids",
    {"zh": "事务号 xid8 与快照", "en": "Transaction ids (xid8) and snapshots"},
    {
        "zh": "定序器只给已提交、且不会再有更早者的留痕编号。",
        "en": "The sequencer numbers only events that are committed and before which none can still come.",
    },
    NEWER,
)
def transaction_ids(patient: Patient) -> str:
    row = patient.work.execute(
        "SELECT pg_current_xact_id()::text::bigint, pg_snapshot_xmin(pg_current_snapshot())::text::bigint,"
        " pg_typeof(pg_current_xact_id())::text,"
        " pg_visible_in_snapshot(pg_current_xact_id(), pg_current_snapshot())"
    ).fetchone()
    mine, oldest, kind, visible = row if row else (0, 1, "?", True)
    return require(oldest <= mine and kind == "xid8" and not visible, f"{kind} {mine} ≥ {oldest}")


@proves(
    "sql.copy-binary",
    {"zh": "二进制 COPY", "en": "Binary COPY"},
    {"zh": "批量写入每次提交数百条留痕。", "en": "The batch door writes hundreds of events per commit."},
    NEWER,
)
def copy_binary(patient: Patient) -> str:
    sent = (uuid.UUID(int=7), 7, "岳阳", b"\x00\xff\x7b", datetime(2026, 1, 1, 1, 2, 3, 456789, tzinfo=UTC))
    work = patient.work
    work.execute(
        "CREATE TEMPORARY TABLE probe"
        " (id uuid, seq int, kind text, body bytea, at timestamptz) ON COMMIT DROP"
    )
    with work.cursor().copy("COPY probe FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["uuid", "int4", "text", "bytea", "timestamptz"])
        copy.write_row(sent)
    row = work.execute("SELECT id, seq, kind, body, at FROM probe").fetchone()
    return require(row == sent, "原样读回 read back as sent" if row == sent else repr(row))


@proves(
    "sql.bulk-insert",
    {"zh": "成批插入、冲突即止、返回行", "en": "Inserts of many rows, on conflict, returning"},
    {
        "zh": "一次往返写完一批；重复的请求不产生第二次办理。",
        "en": "One round trip writes many rows; a repeated request does not act twice.",
    },
    NEWER,
)
def bulk_insert(patient: Patient) -> str:
    patient.work.execute("CREATE TEMPORARY TABLE probe (key text PRIMARY KEY, body bytea) ON COMMIT DROP")
    query = (
        "INSERT INTO probe SELECT * FROM unnest(%b::text[], %b::bytea[]) ON CONFLICT DO NOTHING RETURNING key"
    )
    for expected in (2, 0):
        rows = patient.work.execute(query, [["一", "二"], [b"\x00", b"\xff"]]).fetchall()
        if len(rows) != expected:
            raise Missing(f"{len(rows)} ≠ {expected}")
    return "2, 0"


@proves(
    "sql.row-locks",
    {"zh": "行锁 (SKIP LOCKED)", "en": "Row locks (SKIP LOCKED)"},
    {
        "zh": "一个操作锁一个办件；到期巡检跳过正在办理的。",
        "en": "One command locks one case; the sweeper of clocks skips those being worked on.",
    },
    NEWER,
)
def row_locks(patient: Patient) -> str:
    patient.work.execute("CREATE TEMPORARY TABLE probe (n int) ON COMMIT DROP")
    patient.work.execute("INSERT INTO probe VALUES (1)")
    patient.work.execute("SELECT n FROM probe FOR UPDATE")
    again = one(patient.work, "SELECT n FROM probe FOR UPDATE SKIP LOCKED")
    return require(again == 1, str(again))


@proves(
    "sql.jsonb",
    {"zh": "jsonb", "en": "jsonb"},
    {"zh": "查询用的行里有随事项而异的内容。", "en": "Query rows hold content that differs by matter."},
    NEWER,
)
def jsonb(patient: Patient) -> str:
    found = one(patient.work, """SELECT '{"地": {"code": "430600"}}'::jsonb #>> '{地,code}'""")
    return require(found == "430600", str(found))


@proves(
    "sql.full-text",
    {"zh": "GIN 索引与 tsvector", "en": "GIN indexes on tsvector"},
    {
        "zh": "搜索用程序切好的中文词。",
        "en": "Search runs over Chinese words that the program has cut.",
    },
    NEWER,
)
def full_text(patient: Patient) -> str:
    work = patient.work
    work.execute("CREATE TEMPORARY TABLE probe (n int, tsv tsvector) ON COMMIT DROP")
    work.execute("CREATE INDEX ON probe USING gin (tsv)")
    work.execute("INSERT INTO probe VALUES (1, array_to_tsvector(ARRAY['食品', '经营', '许可']))")
    hits = one(
        work,
        "SELECT count(*) FROM probe WHERE tsv @@ %s::tsquery AND NOT tsv @@ '药品'",
        ("'食品' & '许可'",),
    )
    return require(hits == 1, f"{hits}")


@proves(
    "session.set-local",
    {"zh": "事务内设置", "en": "Settings local to a transaction"},
    {
        "zh": "城市和办理人随事务设置，事务结束即清除。",
        "en": "City and actor are set per transaction and gone with it.",
    },
    NEWER,
)
def set_local(patient: Patient) -> str:
    work = patient.work
    with work.transaction(force_rollback=True):
        work.execute("SELECT set_config('yiwang.city', '岳阳', true)")
        inside = one(work, "SELECT current_setting('yiwang.city', true)")
    after = one(work, "SELECT current_setting('yiwang.city', true)")
    return require(inside == "岳阳" and not after, f"{inside} → {after or '∅'}")


@proves(
    "session.advisory-locks",
    {"zh": "咨询锁", "en": "Advisory locks"},
    {"zh": "每个城市只有一个定序器。", "en": "Each city has exactly one sequencer."},
    {
        "zh": "请直接连接 PostgreSQL，或用会话模式的连接池。",
        "en": "Connect to PostgreSQL directly, or through a proxy in session mode.",
    },
)
def advisory_locks(patient: Patient) -> str:
    key = uuid.uuid4().int >> 65
    attempt = "SELECT pg_try_advisory_lock(%s)"
    with patient.more() as first, patient.more() as second:
        taken = one(first, attempt, (key,))
        denied = not one(second, attempt, (key,))
        held = one(first, "SELECT pg_advisory_unlock(%s)", (key,))
    found = f"取得 taken {taken}, 他人被拒 others denied {denied}, 仍持有 still held {held}"
    return require(bool(taken and denied and held), found)


@proves(
    "session.one-server-process",
    {"zh": "一个连接始终对应同一服务进程", "en": "One connection stays with one server process"},
    {
        "zh": "事务级连接池会在事务之间换进程：会话锁、LISTEN 和预备语句随之丢失。",
        "en": "A proxy that pools by transaction changes the process between transactions: session locks, "
        "LISTEN and prepared statements are lost.",
    },
    {
        "zh": "请直接连接 PostgreSQL，或把连接池 (pgbouncer 等) 改为 session 模式。",
        "en": "Connect to PostgreSQL directly, or set the proxy (pgbouncer or the like) to session mode.",
    },
)
def one_server_process(patient: Patient) -> str:
    query = "SELECT pg_backend_pid()"
    with patient.more() as first, ExitStack() as others:
        mine = one(first, query)
        theirs = []
        for _ in range(3):  # others keep transactions open: a pool must hand them our process, or us another
            other = others.enter_context(patient.more())
            other.autocommit = False
            theirs.append(one(other, query))
        again = [one(first, query) for _ in range(3)]
    same = set(again) == {mine} and mine not in theirs
    return require(same, "同一 one" if same else f"{len({mine, *again})} 个进程 processes; {mine in theirs=}")


@proves(
    "session.prepared-statements",
    {"zh": "预备语句", "en": "Prepared statements"},
    {
        "zh": "办理路径上的语句只解析一次。",
        "en": "The statements of the one door are parsed once per connection.",
    },
    {
        "zh": "请直接连接 PostgreSQL，或把连接池改为 session 模式。",
        "en": "Connect to PostgreSQL directly, or set the proxy to session mode.",
    },
)
def prepared_statements(patient: Patient) -> str:
    with patient.more() as first, patient.more() as second:
        for number in range(4):
            for connection in (first, second):
                row = connection.execute("SELECT %s::int + 1", [number], prepare=True).fetchone()
                if row != (number + 1,):
                    raise Missing(repr(row))
        kept = one(first, "SELECT count(*) FROM pg_prepared_statements WHERE NOT from_sql")
    return require(kept > 0, f"{kept}")


@proves(
    "session.pipeline",
    {"zh": "管道模式", "en": "Pipeline mode"},
    {
        "zh": "一次办理最多两次往返。",
        "en": "One command takes at most two round trips.",
    },
    {
        "zh": "请直接连接 PostgreSQL；有的代理不转发扩展协议。",
        "en": "Connect to PostgreSQL directly; some proxies do not forward the extended protocol.",
    },
)
def pipeline(patient: Patient) -> str:
    if not psycopg.Pipeline.is_supported():
        raise Missing("libpq < 14")
    with patient.more() as connection, connection.pipeline():
        cursors = [connection.execute("SELECT %s::int", [number]) for number in range(3)]
        got = [row[0] for cursor in cursors if (row := cursor.fetchone())]
    return require(got == [0, 1, 2], str(got))
