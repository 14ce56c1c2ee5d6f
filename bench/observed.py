"""A city of 2,000 streams and 10,000,000 observations, made once and kept: what `dashboards` reads.

Rows are written by SQL as the owner, past the taking of values, which would need half an hour; sums and
latest values are made from them by SQL that says what the taking says. The data folder lies in .bench-cache
under the hash of these statements and of the migrations of `ingest`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psycopg

from bench.database import migrated
from bench.million import CACHE
from yiwang.store.postgres import SUPERUSER, Server, start

CITY, ZONE = "observed", "Asia/Shanghai"
STREAMS, EACH, EVERY = 2_000, 5_000, timedelta(minutes=10)
START = datetime(2026, 10, 1, tzinfo=UTC)
END = START + EACH * EVERY

ROWS = (
    "SELECT observation_month(day) FROM (VALUES (date '2026-10-01'), (date '2026-11-01')) AS v(day)",
    f"""
INSERT INTO datastream SELECT '{CITY}', ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
    ('018f0000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid, 'thing-' || n || '.level', 'water-level',
    'm', 'body-' || n % 40, true, 10, 0, true FROM generate_series(1, {STREAMS}) AS n
""",
    f"""
INSERT INTO observation SELECT '{CITY}', d.id, t.at, NULL,
    round((30 + 3 * sin(k / 144.0) + abs(hashint8(k * 2000 + ascii(right(d.name, 7)))) % 100 / 1e2)::numeric,
        2), t.at, t.at, 0
FROM datastream d, generate_series(0, {EACH - 1}) AS k,
    LATERAL (SELECT timestamptz '{START.isoformat()}' + k * interval '10 minutes' AS at) t
WHERE d.city = '{CITY}'
""",
    f"""
INSERT INTO rollup SELECT city, datastream, w.width, date_trunc(w.width, at, w.zone), count(*), sum(result),
    min(result), max(result)
FROM observation, (VALUES ('day', '{ZONE}'), ('hour', 'UTC')) AS w(width, zone)
WHERE city = '{CITY}' GROUP BY 1, 2, 3, 4 ORDER BY 4, 3, 2  -- they come to lie in the order of time
""",
    f"""
INSERT INTO latest SELECT DISTINCT ON (datastream) city, datastream, at, result, result_at, received_at
FROM observation WHERE city = '{CITY}' AND at >= '{(END - timedelta(hours=1)).isoformat()}'
ORDER BY datastream, at DESC
""",
    "VACUUM (ANALYZE)",
)


def _name() -> str:
    migrations = (Path(__file__).parents[1] / "yiwang" / "ingest" / "migrations").glob("0*.py")
    code = "".join(ROWS).encode() + b"".join(path.read_bytes() for path in sorted(migrations))
    return f"observed-{sha256(code).hexdigest()[:16]}"


def is_prepared() -> bool:
    """Say whether the city is there."""
    return (CACHE / _name() / "whole").exists()


def prepare() -> Path:
    """Make the city if it is not there, and drop those of earlier code. Returns its data folder."""
    folder = CACHE / _name()
    if is_prepared():
        return folder / "data"
    for old in CACHE.glob("observed-*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    with start(folder / "data", fsync=False) as server:
        migrated(server)
        with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '512MB'")
            connection.execute("SET work_mem = '512MB'")
            for statement in ROWS:
                connection.execute(statement.encode())
    (folder / "whole").write_text("made\n")
    return folder / "data"


@contextmanager
def observed() -> Iterator[Server]:
    """Start the server of the city; it is stopped and kept afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
    with start(prepare(), fsync=False) as server:
        yield server
