"""A rule tried on what is stored: what it would have raised, before it is switched on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import psycopg

from yiwang.ingest.rules.engine import Engine
from yiwang.ingest.rules.model import Raised, Surroundings
from yiwang.ingest.streams import streams_of
from yiwang.ingest.usual import usual_of
from yiwang.kernel.matter import City
from yiwang.kernel.sensing.rule_model import Rule
from yiwang.kernel.sensing.season import Usual

STORED = """
SELECT o.at, d.name, o.result FROM observation o JOIN datastream d ON d.city = o.city AND d.id = o.datastream
WHERE o.city = %s AND d.name = ANY(%s) AND o.at >= %s AND o.at < %s ORDER BY o.at, d.name
"""


@dataclass(frozen=True)
class Tried:
    """What a rule would have raised.

    Attributes:
        values: how many were looked at. unanswered: how often its condition was neither true nor false.
    """

    signals: list[Raised]
    values: int
    unanswered: int = 0


class NoSuchRule(KeyError):
    """The pack has no rule of this id."""


def with_parts(city: City, id: str) -> list[Rule]:
    """Return a rule and those it is made of, or kept quiet by.

    Raises:
        NoSuchRule: there is none.
    """
    rules = {rule.id: rule for rule in city.sensing.rules}
    if id not in rules:
        raise NoSuchRule(id)
    wanted, found = [id], []
    while wanted:
        rule = rules.get(wanted.pop())
        if rule is not None and rule not in found:
            found.append(rule)
            wanted += [*rule.of, *rule.inhibited_by]
    return found


def try_rule(
    cursor: psycopg.Cursor[Any], key: str, city: City, rules: Sequence[Rule], first: datetime, last: datetime
) -> Tried:
    """Run rules over the stored values of `first` to `last` (which is not in it); the first one is the asked.

    Values are read by their own time, so none is late, however late it came.
    """

    def usual(stream: str, day: date, week: bool = False) -> Mapping[int, Usual]:
        with cursor.connection.cursor() as other:
            return usual_of(other, key, city.zone, stream, day, week)

    unanswered: Counter[str] = Counter()
    around = Surroundings(
        zone=city.zone,
        usual=usual,
        usual_in_week=partial(usual, week=True),
        no_answer=lambda rule, stream: unanswered.update((rule,)),
    )
    ordered = [one for one in city.sensing.rules if one in rules]
    engine = Engine(ordered, streams_of(city), around)
    rows = cursor.execute(STORED, (key, engine.names, first, last)).fetchall()
    engine.feed(rows, last - timedelta(microseconds=1))
    asked = [one for one in engine.signals() if one.rule == rules[0].id]
    return Tried(asked, len(rows), unanswered[rules[0].id])
