"""A city of 1,000,000 cases and 300 bodies, made once and kept: what `scope` and `walls` read.

Rows are written by SQL as the owner, past the door: through it a million cases would take an hour, and
lists read nothing that the door alone could make. So there is no chain to verify in it. The data folder
lies in .bench-cache under the hash of this file, of every migration and of the wall, and is made anew when
one of them changes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg

from bench.database import migrated
from yiwang.kernel.access import Actor, Holding
from yiwang.store.postgres import SUPERUSER, Server, start

CITY, OTHER = "million", "elsewhere"
CASES, BODIES, WINDOWS, PERSONS = 1_000_000, 280, 20, 250_000
CACHE = Path(__file__).parents[1] / ".bench-cache"

# A number drawn for a case from its own number, the same in every run: hashint8extended(n, seed).
DRAWN = "abs(hashint8extended(n, {seed}) % {among})"
CASE_ROWS = f"""
INSERT INTO case_row SELECT '{{city}}', ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 1,
    '\\x00', convert_to(repeat(md5(n::text), 12), 'UTF8'), NULL, opened, '{{city}}-' || n,
    'matter-' || n % 200, 'service', 'pack', CASE WHEN open THEN 'accepted' ELSE 'closed' END, '430600',
    lead, CASE WHEN helps THEN ARRAY[lead, helper] ELSE ARRAY[lead] END, win, applicant, 'online',
    opened, CASE WHEN NOT open THEN opened + interval '9 days' END,
    CASE WHEN open THEN opened + interval '20 days' END, false, n % 50 = 0, ''
FROM (SELECT n, timestamptz '2024-01-01 00:00+00' + n * interval '90 seconds' AS opened,
    n > {{cases}} * 0.7 AND {DRAWN.format(seed=1, among=3)} = 0 AS open,
    'body-' || {DRAWN.format(seed=2, among=BODIES)} AS lead,
    'body-' || {DRAWN.format(seed=3, among=BODIES)} || '' AS helper,
    {DRAWN.format(seed=4, among=20)} = 0 AND {DRAWN.format(seed=2, among=BODIES)}
        <> {DRAWN.format(seed=3, among=BODIES)} AS helps,
    'window-' || {DRAWN.format(seed=5, among=WINDOWS)} AS win,
    'person-' || {DRAWN.format(seed=6, among=PERSONS)} AS applicant
    FROM generate_series(1, {{cases}}) AS n) AS drawn;
INSERT INTO assist_row SELECT city, id, bodies[2], opened_at FROM case_row
    WHERE city = '{{city}}' AND cardinality(bodies) > 1;
INSERT INTO task_row SELECT city, id, 'task', 'step', lead, 'officer', '', opened_at, due_at, late
    FROM case_row WHERE city = '{{city}}' AND ended_at IS NULL;
INSERT INTO event SELECT city, id, 1, 'case', opened_at, state, head FROM case_row
    WHERE city = '{{city}}' AND right(number, 1) = '0';
"""


def _name() -> str:
    room = Path(__file__).parents[1] / "yiwang"
    made_by = [*sorted(room.rglob("migrations/0*.py")), room / "store" / "wall.py", Path(__file__)]
    code = b"".join(path.read_bytes() for path in made_by)
    return f"million-{sha256(code).hexdigest()[:16]}"


def prepare() -> Path:
    """Make the city if it is not there, and drop those of earlier code. Returns its data folder."""
    folder = CACHE / _name()
    if (folder / "whole").exists():
        return folder / "data"
    for old in CACHE.glob("million-*"):
        shutil.rmtree(old)
    folder.mkdir(parents=True)
    with start(folder / "data", fsync=False) as server:
        migrated(server)
        with psycopg.connect(server.dsn(SUPERUSER), autocommit=True) as connection:
            for city, cases in ((CITY, CASES), (OTHER, 1000)):
                connection.execute(CASE_ROWS.format(city=city, cases=cases).encode())
            connection.execute("VACUUM (ANALYZE)")
    (folder / "whole").write_text("made\n")
    return folder / "data"


@contextmanager
def million() -> Iterator[Server]:
    """Start the server of the city; it is stopped and kept afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")
    with start(prepare(), fsync=False) as server:
        yield server


def resident(number: int) -> Actor:
    """Somebody with about four cases."""
    return Actor(f"person-{number % PERSONS}", "resident")


def staff(role: str, *bodies: str) -> Actor:
    """Somebody with a role in each of these bodies."""
    held = tuple(Holding(f"{role}-{body}", role, body, "430600") for body in bodies)
    return Actor(f"staff-{bodies[0]}", "staff", held)
