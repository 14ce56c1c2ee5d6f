"""Dashboards over 10,000,000 observations, over the same questions asked of the values themselves.

Ours: what a page asks, as somebody without an account, under the wall: a stream by day over 34 days, a stream
by hour over 7 days, 50 streams together by hour over 7 days, all 2,000 together by day over 34 days; from the
sums. Other: the same by one statement over the raw rows, as a role that bypasses the wall, fewer times.
`ratio` is that of the p95 over all questions; `kinds` has both in milliseconds. `latest_ms`: the latest
values of all 2,000 streams with names and units, p95. `python -m bench prepare` makes the city.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median, quantiles
from typing import Any
from uuid import UUID

import psycopg

from bench.observed import CITY, END, START, ZONE, is_prepared, observed
from yiwang.ingest.health import latest
from yiwang.ingest.sums import together
from yiwang.kernel.access import ANONYMOUS
from yiwang.store.postgres import APP, SUPERUSER
from yiwang.store.wall import city_transaction

RAW = """
SELECT date_trunc(%s, at, %s) AS begins, count(*), avg(result), min(result), max(result) FROM observation
WHERE city = %s AND datastream = ANY(%s) AND at >= %s AND at < %s GROUP BY 1 ORDER BY 1
"""
KINDS = {
    "stream_days": (1, "day", timedelta(days=40)),
    "stream_hours": (1, "hour", timedelta(days=7)),
    "fifty_hours": (50, "hour", timedelta(days=7)),
    "city_days": (2_000, "day", timedelta(days=40)),
}
ASKED, ASKED_RAW = 30, {"stream_days": 8, "stream_hours": 8, "fifty_hours": 4, "city_days": 1}
LATEST = 40


class Skipped(Exception):
    """The city is not prepared."""


def measure(rounds: int = 1) -> dict[str, Any]:
    """Return the figures; each kind of question is asked as often of ours, and less often of the raw rows."""
    if not is_prepared():
        raise Skipped("python -m bench prepare makes the city first")
    drawn = random.Random(11)
    with (
        observed() as server,
        psycopg.connect(server.dsn(APP), autocommit=True, prepare_threshold=1) as app,
        psycopg.connect(server.dsn(SUPERUSER), autocommit=True, prepare_threshold=1) as free,
    ):
        free.execute("SET jit = off")
        ids = [row[0] for row in free.execute("SELECT id FROM datastream WHERE city = %s", (CITY,))]
        ours: dict[str, list[float]] = {}
        other: dict[str, list[float]] = {}
        for kind, (count, width, span) in KINDS.items():
            chosen = [drawn.sample(ids, count) for _ in range(ASKED)]
            first = max(START, END - span)
            _same(app, free, chosen[0], width, first)
            ours[kind] = [_ours(app, one, width, first) for one in chosen]
            other[kind] = [_raw(free, one, width, first) for one in chosen[: ASKED_RAW[kind]]]
        times = [_timed(lambda: _latest(app)) for _ in range(LATEST)]
    mine = [one for several in ours.values() for one in several]
    theirs = [  # as many of each kind as of ours, so that the two p95 are of the same questions
        one for kind, several in other.items() for one in several * (ASKED // len(several))
    ]
    ratio = _p95(theirs) / _p95(mine)
    return {
        "ratio": ratio,
        "low": ratio,
        "high": ratio,
        "ours": 1 / _p95(mine),
        "other": 1 / _p95(theirs),
        "unit": "questions a second at p95; other: raw rows",
        "p95_ms": _said(_p95(mine)),
        "latest_ms": _said(_p95(times)),
        "kinds": {
            kind: {"ours_p95": _said(_p95(ours[kind])), "raw_median": _said(median(other[kind]))}
            for kind in KINDS
        },
    }


def _said(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _same(app: Any, free: Any, streams: list[UUID], width: Any, first: Any) -> None:
    """Assert that both say the same; the first question of a kind also warms what it reads."""
    with city_transaction(app, CITY, ANONYMOUS) as cursor:
        mine = together(cursor, CITY, streams, width, first, END)
    zone = ZONE if width == "day" else "UTC"
    raw = free.execute(RAW, (width, zone, CITY, streams, first, END)).fetchall()
    whole = [(one.begins, one.n, one.lowest, one.highest) for one in mine]
    # The first may be cut by `first`, which the sums are not.
    assert whole[1:] == [(begins, n, low, high) for begins, n, _, low, high in raw][-len(whole[1:]) :]


def _ours(app: Any, streams: list[UUID], width: Any, first: Any) -> float:
    def ask() -> None:
        with city_transaction(app, CITY, ANONYMOUS) as cursor:
            assert together(cursor, CITY, streams, width, first, END)

    return _timed(ask)


def _raw(free: Any, streams: list[UUID], width: str, first: Any) -> float:
    zone = ZONE if width == "day" else "UTC"
    return _timed(lambda: free.execute(RAW, (width, zone, CITY, streams, first, END)).fetchall())


def _latest(app: Any) -> None:
    with city_transaction(app, CITY, ANONYMOUS) as cursor:
        assert len(latest(cursor, CITY)) == 2_000


def _timed(ask: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]
