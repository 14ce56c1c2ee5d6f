"""Count round trips by what libpq itself says it sent and received."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from psycopg.pq import Trace

from yiwang.store.connect import Connection


def round_trips(connection: Connection, act: Callable[[], Any]) -> tuple[int, Any]:
    """Return how often the client had to wait for the server during `act`, and its answer.

    A round trip is one turn from sending to receiving.
    """
    with tempfile.TemporaryFile("w+") as log:
        connection.pgconn.trace(log.fileno())
        connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        try:
            answer = act()
        finally:
            connection.pgconn.untrace()
        log.seek(0)
        sides = [line[0] for line in log if line[0] in "FB"]
    turns = sum(pair == ("F", "B") for pair in pairwise(sides))
    return turns, answer
