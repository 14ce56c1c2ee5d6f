"""A list of 100 of 1,000,000 cases, filtered by what the officer may see, over the same list unfiltered.

Ours: the newest 100 cases of an officer's body and of those it assists, by the pages' own query, as the app's
role under the wall. Other: the newest 100 of the city, as a role that bypasses row-level security and without
any condition of access. Each is timed from the client, one query at a time; `lists` has p50 and p95 in
milliseconds. `ratio` is that of the p95.
"""

from __future__ import annotations

import random
from itertools import chain
from statistics import median, quantiles
from typing import Any

import psycopg

from bench.million import BODIES, CITY, million, staff
from bench.scope import KEPT, NOW, _timed
from yiwang.kernel.access import Actor, Scope, scope
from yiwang.store.postgres import APP, SUPERUSER
from yiwang.store.wall import city_transaction

LISTED = 100
OFFICERS = 200


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return the figures of the list; `ratio` above 1: ours takes longer."""
    from yiwang.nets.services import queries

    drawn = random.Random(11)
    officers = [staff("officer", f"body-{drawn.randrange(BODIES)}") for _ in range(OFFICERS)]
    kept, queries.PAGE = queries.PAGE, LISTED
    try:
        with million() as server:
            ours, other = _both(server, officers, rounds)
    finally:
        queries.PAGE = kept
    ratios = [_p95(one) / _p95(two) for one, two in zip(ours, other, strict=True)]
    mine, theirs = list(chain(*ours)), list(chain(*other))
    return {
        "ratio": _p95(mine) / _p95(theirs),
        "low": min(ratios),
        "high": max(ratios),
        "ours": 1 / _p95(mine),
        "other": 1 / _p95(theirs),
        "unit": "lists of 100 a second at p95; other: unfiltered",
        "lists": {"filtered": _said(mine), "unfiltered": _said(theirs)},
    }


def _both(server: Any, officers: list[Actor], rounds: int) -> tuple[list[list[float]], list[list[float]]]:
    from yiwang.nets.services import queries

    ours: list[list[float]] = []
    other: list[list[float]] = []
    everything = queries.newest_sql((Scope("all"),), CITY, NOW, False, 1)
    assert everything is not None
    with (
        psycopg.connect(server.dsn(APP), autocommit=True, prepare_threshold=1) as app,
        psycopg.connect(server.dsn(SUPERUSER), autocommit=True, prepare_threshold=1, options=KEPT) as free,
    ):
        for turn in range(rounds + 1):  # the first warms caches and statements
            mine, theirs = [], []
            for officer in officers:
                asked = queries.newest_sql(scope(officer, "case.read"), CITY, NOW, False, 1)
                assert asked is not None
                with city_transaction(app, CITY, officer, kept=True) as cursor:
                    took, rows = _timed(cursor, asked)
                assert len(rows) == LISTED + 1
                mine.append(took)
                with free.transaction(), free.cursor() as cursor:
                    took, rows = _timed(cursor, everything)
                assert len(rows) == LISTED + 1
                theirs.append(took)
            if turn:
                ours.append(mine)
                other.append(theirs)
    return ours, other


def _p95(took: list[float]) -> float:
    return quantiles(took, n=20)[-1]


def _said(took: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(median(took) * 1000, 3),
        "p95_ms": round(_p95(took) * 1000, 3),
        "lists": len(took),
    }
