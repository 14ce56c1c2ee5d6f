"""Learning kinds and bodies from the city's own closed events: reads, masks, learns, tries, keeps numbers.

Only events that were checked and closed teach. A fifth, chosen by the digest of its id, is kept back: on it
the model is tried, then it is learned anew on all. Words are opened one by one, masked, and forgotten.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yiwang.kernel.access import system
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations.suggesting import RARE, Head, Model, decode, encode, pairs_of, ranked, vector
from yiwang.store.cases import CASE
from yiwang.store.execute import Door
from yiwang.store.wall import city_transaction

WHO = system("events-train")
FEWEST = 50
MOST = 20_000
CLOSED = """
SELECT e.stream, e.event_kind, e.lead, c.state FROM event_row e
JOIN case_row c ON c.city = e.city AND c.id = e.stream
WHERE e.city = %s AND e.phase = 'closed' AND e.checked = 'pass' ORDER BY e.ended_at DESC LIMIT %s
"""
KEEP = (
    "INSERT INTO event_model (city, trained_at, model) VALUES (%s, %s, %s)"
    " ON CONFLICT (city) DO UPDATE SET trained_at = excluded.trained_at, model = excluded.model"
)


@dataclass(frozen=True)
class Lesson:
    """A closed event: its pairs of characters, and what it was."""

    id: str
    pairs: list[str]
    kind: str
    body: str

    @property
    def kept_back(self) -> bool:
        """Say whether the model is tried on it: of one in five, always the same ones."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 5 == 0


def lessons(door: Door, city: str) -> list[Lesson]:
    """Return the closed events of a city with masked words; those without words, or erased, teach nothing."""
    found = []
    with door.pool.connection() as connection:
        with city_transaction(connection, city, WHO) as cursor:
            rows = cursor.execute(CLOSED, (city, MOST)).fetchall()
        for stream, kind, body, state in rows:
            sealed = CASE.decode(bytes(state)).sealed.get("words")
            if sealed is None:
                continue
            words = door.safe.open(connection, city, WHO, {"words": sealed})["words"]
            if isinstance(words, str) and (pairs := pairs_of(words)):
                found.append(Lesson(str(stream), pairs, kind, body))
    return found


def learn(taught: Sequence[Lesson], now: datetime) -> Model | Refusal:
    """Return the model, tried on what was kept back and then learned on all."""
    kinds = Counter(one.kind for one in taught)
    if len(taught) < FEWEST or len(kinds) < 2:
        return Refusal(
            code="event.too-few-lessons",
            zh=f"可学的已办结事件只有 {len(taught)} 件、{len(kinds)} 个类别，至少要 {FEWEST} 件、2 个类别。",
            en=f"There are {len(taught)} closed events of {len(kinds)} kinds to learn from; "
            f"{FEWEST} of 2 kinds are needed.",
            params={"cases": len(taught), "kinds": len(kinds), "least": FEWEST},
        )
    back = [one for one in taught if one.kept_back]
    tried = _fitted([one for one in taught if not one.kept_back], now, (0, 0, 0, 0))
    first = three = body = 0
    for one in back:
        said = [kind for kind, _ in ranked(tried, tried.kind, one.pairs)]
        first += said[:1] == [one.kind]
        three += one.kind in said
        body += [name for name, _ in ranked(tried, tried.body, one.pairs)][:1] == [one.body]
    return _fitted(taught, now, (len(back), first, three, body))


def _fitted(taught: Sequence[Lesson], now: datetime, tried: tuple[int, int, int, int]) -> Model:
    seen = Counter(pair for one in taught for pair in set(one.pairs))
    known = {
        pair: round(math.log((1 + len(taught)) / (1 + number)) + 1, 4)
        for pair, number in sorted(seen.items())
        if number >= RARE
    }
    return Model(
        pairs=known,
        kind=_head(taught, [one.kind for one in taught], known),
        body=_head(taught, [one.body for one in taught], known),
        trained_at=now,
        cases=len(taught),
        held_out=tried[0],
        hits=tried[1],
        among_three=tried[2],
        body_hits=tried[3],
    )


def _head(taught: Sequence[Lesson], answers: list[str], known: dict[str, float]) -> Head:
    names = sorted(set(answers))
    if len(names) < 2:  # one answer only: nothing to tell apart
        return Head(tuple(names), tuple((0.0,) * len(known) for _ in names), (0.0,) * len(names))
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    order = {pair: place for place, pair in enumerate(known)}
    rows, columns, values = [], [], []
    for row, one in enumerate(taught):
        for pair, value in vector(one.pairs, known).items():
            rows.append(row)
            columns.append(order[pair])
            values.append(value)
    matrix: Any = csr_matrix((values, (rows, columns)), shape=(len(taught), len(known)))
    fitted = LogisticRegression(C=10.0, max_iter=500).fit(matrix, answers)
    weights, bias = fitted.coef_.tolist(), fitted.intercept_.tolist()
    if len(weights) == 1:  # two answers: the second against the first
        weights, bias = [[-one for one in weights[0]], weights[0]], [-bias[0], bias[0]]
    rounded = tuple(tuple(round(one, 4) for one in row) for row in weights)
    return Head(tuple(map(str, fitted.classes_)), rounded, tuple(round(one, 4) for one in bias))


def train(door: Door, city: str, now: datetime) -> Model | Refusal:
    """Learn from the closed events of a city and keep the model. Refuses with `event.too-few-lessons`."""
    model = learn(lessons(door, city), now)
    if isinstance(model, Refusal):
        return model
    with (
        door.pool.connection() as connection,
        city_transaction(connection, city, WHO, door=True) as cursor,
    ):
        cursor.execute(KEEP, (city, now, encode(model)))
    return model


def model_of(cursor: Any, city: str) -> Model | None:
    """Return the model of a city, None before the first training."""
    row = cursor.execute("SELECT model FROM event_model WHERE city = %s", (city,)).fetchone()
    return decode(bytes(row[0])) if row is not None else None
