"""Lists as somebody who may see some of 1,000,000 cases, over the same lists for whom nothing is hidden.

Ours: the pages' own queries, with the access condition, as the app's role under the wall. Other: the same
rows of the same table as a role that bypasses row-level security, by the faster of two ways: the same query,
or the rows by their ids, without any condition. `ratio` is that of the dearest list; queries alone are timed.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from bench.million import BODIES, CITY, PERSONS, WINDOWS, million, resident, staff
from yiwang.kernel.access import Actor, scope
from yiwang.store.postgres import APP, SUPERUSER, Server
from yiwang.store.wall import city_transaction

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PEOPLE = 60
KEPT = "-c plan_cache_mode=force_generic_plan"
"""Both sides keep their plans, as the pages do: to plan a list takes as long as to read it."""

Query = tuple[str, list[Any]]
BY_IDS = (
    "SELECT {columns}, c.opened_at, c.id FROM case_row c WHERE c.city = %s AND c.id = ANY(%s)"
    " ORDER BY c.opened_at DESC, c.id DESC"
)


def people(seed: int) -> dict[str, list[Actor]]:
    """Return who asks for each list."""
    drawn = random.Random(seed)
    body = lambda: f"body-{drawn.randrange(BODIES)}"  # noqa: E731
    return {
        "own cases": [resident(drawn.randrange(PERSONS)) for _ in range(PEOPLE)],
        "a body's cases": [staff("officer", body()) for _ in range(PEOPLE)],
        "two bodies' cases": [staff("officer", *{body(), "body-0"}) for _ in range(PEOPLE)],
        "a window's cases": [staff("window", f"window-{drawn.randrange(WINDOWS)}") for _ in range(PEOPLE)],
        "every case": [staff("auditor", "audit") for _ in range(PEOPLE)],
        "own inbox": [staff("officer", body()) for _ in range(PEOPLE)],
        "a body's inbox": [staff("officer", body()) for _ in range(PEOPLE)],
    }


def measure(rounds: int = 5) -> dict[str, Any]:
    """Return the dearest list, and `lists`: name → ratio and milliseconds of both sides."""
    with million() as server:
        lists = {name: _list(server, name, actors, rounds) for name, actors in people(7).items()}
    dearest = max(lists.values(), key=lambda one: one["ratio"])
    return {**dearest, "unit": "lists/s, the dearest of " + str(len(lists)), "lists": lists}


def _list(server: Server, name: str, actors: list[Actor], rounds: int) -> dict[str, Any]:
    from yiwang.nets.services import queries

    ours, plain, by_ids = [], [], []
    with (
        psycopg.connect(server.dsn(APP), autocommit=True, prepare_threshold=1) as app,
        psycopg.connect(server.dsn(SUPERUSER), autocommit=True, prepare_threshold=1, options=KEPT) as free,
    ):
        for turn in range(rounds + 1):  # the first warms caches and statements
            for number, actor in enumerate(actors):
                asked, bare = _query(queries, name, actor), _without_scope(queries, name, actor)
                took: dict[bool, tuple[float, list[Any]]] = {}
                # By turns: who reads second finds the rows in the processor's caches.
                for wall in (True, False) if (turn + number) % 2 else (False, True):
                    if wall:
                        with city_transaction(app, CITY, actor, kept=True) as cursor:
                            took[wall] = _timed(cursor, asked)
                    else:
                        with free.transaction(), free.cursor() as cursor:
                            took[wall] = _timed(cursor, bare)
                (took_ours, rows), (took_free, same) = took[True], took[False]
                assert same == rows, f"{name}: another list"
                took_ids = took_free
                if "inbox" not in name:
                    ids = [row[-1] for row in rows]
                    with free.transaction(), free.cursor() as cursor:
                        took_ids, same = _timed(cursor, (_by_ids(queries), [NOW, CITY, ids]))
                    assert same == rows, f"{name}: another list by its ids"
                if turn:
                    ours.append(took_ours)
                    plain.append(took_free)
                    by_ids.append(took_ids)
    other = min(median(plain), median(by_ids))
    size = len(actors)
    ratios = [
        median(ours[first : first + size])
        / min(median(plain[first : first + size]), median(by_ids[first : first + size]))
        for first in range(0, len(ours), size)
    ]
    return {
        "ratio": median(ours) / other,
        "low": min(ratios),
        "high": max(ratios),
        "ours": 1 / median(ours),
        "other": 1 / other,
        "ours_ms": round(median(ours) * 1000, 3),
        "other_ms": round(other * 1000, 3),
        "same_query_ms": round(median(plain) * 1000, 3),
        "by_ids_ms": round(median(by_ids) * 1000, 3),
    }


def _timed(cursor: psycopg.Cursor[Any], asked: Query) -> tuple[float, list[Any]]:
    begun = perf_counter()
    rows = cursor.execute(asked[0].encode(), asked[1]).fetchall()
    return perf_counter() - begun, rows


def _query(queries: Any, name: str, actor: Actor) -> Query:
    if "inbox" in name:
        from yiwang.nets.services import inbox

        return inbox.inbox_sql(actor, CITY, NOW, "mine" if name.startswith("own") else "body")  # type: ignore[no-any-return]
    return queries.newest_sql(scope(actor, "case.read"), CITY, NOW, False, 1)  # type: ignore[no-any-return]


def _without_scope(queries: Any, name: str, actor: Actor) -> Query:
    """Return the same list without the condition of access where a list has one beside what it is of."""
    if "inbox" not in name:
        return _query(queries, name, actor)
    from yiwang.nets.services import inbox

    kept: Callable[..., Any] = inbox.scope_sql
    inbox.scope_sql = lambda _: ("TRUE", [])
    try:
        return _query(queries, name, actor)
    finally:
        inbox.scope_sql = kept


def _by_ids(queries: Any) -> str:
    return BY_IDS.format(columns=queries.CASE_COLUMNS)
