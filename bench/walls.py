"""Many threads over few pooled connections, each request as somebody else: does anything show through?

Every request reads a list and one case, of a random person: applicants, officers of one body or two,
windows, people of no body. A leak is any row that is not theirs, or a case of which only a part shows. Two
hundred threads of a thousand requests take minutes: `ours` is requests a second, `leaks` must be 0.
"""

from __future__ import annotations

import random
import threading
from time import perf_counter
from typing import Any

from bench.million import BODIES, CASES, CITY, PERSONS, WINDOWS, million, resident, staff
from bench.scope import NOW
from yiwang.kernel.access import ANONYMOUS, Actor, scope
from yiwang.store.connect import make_pool
from yiwang.store.postgres import APP
from yiwang.store.wall import city_transaction

THREADS, REQUESTS, CONNECTIONS = 200, 1000, 16
WAIT = 600.0  # seconds: two hundred wait for sixteen connections
ONE = "SELECT number, lead, bodies, window_body, applicant, city FROM case_row WHERE number = %s"
ENTRIES = (
    "SELECT c.lead, c.bodies, c.window_body, c.applicant, c.city, e.city FROM event e"
    " LEFT JOIN case_row c ON c.city = e.city AND c.id = e.stream"
    " WHERE e.stream = ('018f0000-0000-7000-8000-' || lpad(to_hex(%s::bigint), 12, '0'))::uuid"
)
OF_LIST = "SELECT lead, bodies, window_body, applicant, city FROM case_row WHERE number = ANY(%s)"


def measure(rounds: int = 5, *, threads: int = THREADS, requests: int = REQUESTS) -> dict[str, Any]:
    """Return requests a second, leaks, and threads that ended early; `rounds` makes no difference."""
    leaks: list[str] = []
    faults: list[str] = []
    with million() as server:
        pool = make_pool(server.dsn(APP), size=CONNECTIONS)
        try:
            work = [
                threading.Thread(target=_visit, args=(pool, seed, requests, leaks, faults))
                for seed in range(threads)
            ]
            begun = perf_counter()
            for thread in work:
                thread.start()
            for thread in work:
                thread.join()
            seconds = perf_counter() - begun
        finally:
            pool.close()
    rate = threads * requests / seconds
    return {
        "ratio": float(len(leaks)),
        "low": 0.0,
        "high": float(len(leaks)),
        "ours": rate,
        "other": float(threads * requests),
        "unit": f"requests/s and requests made; ratio is the number of leaks, {len(leaks)};"
        f" {len(faults)} threads ended early",
        "leaks": len(leaks),
        "ended_early": len(faults),
        "samples": [*leaks[:5], *faults[:5]],
    }


def somebody(drawn: random.Random) -> Actor:
    """Return one of a mixed crowd."""
    body = f"body-{drawn.randrange(BODIES)}"
    match drawn.randrange(6):
        case 0 | 1:
            return resident(drawn.randrange(PERSONS))
        case 2:
            return staff("officer", body)
        case 3:
            return staff("approver", body, f"body-{drawn.randrange(BODIES)}")
        case 4:
            return staff("window", f"window-{drawn.randrange(WINDOWS)}")
    return ANONYMOUS


def _visit(pool: Any, seed: int, requests: int, leaks: list[str], faults: list[str]) -> None:
    from yiwang.nets.services.queries import newest_sql

    drawn = random.Random(seed)
    try:
        for _ in range(requests):
            who, case = somebody(drawn), drawn.randrange(CASES) // 10 * 10 + 10
            with pool.connection(WAIT) as connection, city_transaction(connection, CITY, who) as cursor:
                asked = newest_sql(scope(who, "case.read"), CITY, NOW, False, 1)
                numbers = [row[0] for row in cursor.execute(*asked).fetchall()] if asked else []
                rows = cursor.execute(OF_LIST, (numbers,)).fetchall()
                one = cursor.execute(ONE, (f"{CITY}-{case}",)).fetchall()
                entries = cursor.execute(ENTRIES, (case,)).fetchall()
            _judge(who, numbers, rows, [row[1:] for row in one], entries, leaks)
    except Exception as fault:  # a thread that ends early has not shown that nothing leaks
        faults.append(f"{seed}: {type(fault).__name__}: {fault}")


def _judge(who: Actor, numbers: list[str], rows: Any, one: Any, entries: Any, leaks: list[str]) -> None:
    bodies = {held.body for held in who.holdings}
    person = who.person if who.kind == "resident" else None
    for lead, helping, window, applicant, city, *_ in [*rows, *one, *entries]:
        theirs = applicant == person or not bodies.isdisjoint((lead, window, *(helping or ())))
        if city != CITY or not theirs:
            leaks.append(f"{who.signature}: {lead} {window} {applicant} {city}")
    if len(rows) != len(numbers) or len(entries) != len(one):
        leaks.append(f"{who.signature}: {len(rows)} of {len(numbers)} rows, {len(entries)} of {len(one)}")
