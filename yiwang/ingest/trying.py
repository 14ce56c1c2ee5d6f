"""A rule tried on what is stored: what it would have raised, before it is switched on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

from yiwang.ingest.rules.engine import Engine
from yiwang.ingest.rules.model import Raised, StreamOf, Value
from yiwang.kernel.matter import City
from yiwang.kernel.sensing.rule_model import Rule

PAGE = 50_000
STORED = """
SELECT d.name, o.at, o.result FROM observation o JOIN datastream d ON d.city = o.city AND d.id = o.datastream
WHERE o.city = %s AND d.name = ANY(%s) AND o.at >= %s AND o.at < %s ORDER BY o.at, d.name
"""


@dataclass(frozen=True)
class Tried:
    """What a rule would have raised. `values`: how many it looked at."""

    signals: list[Raised]
    values: int


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


def streams_of(city: City) -> list[StreamOf]:
    """Return every stream of a pack's things."""
    return [
        StreamOf(f"{thing.id}.{one.id}", one.property, thing.id, one.every_minutes)
        for thing in city.sensing.things.values()
        for one in thing.streams
    ]


def try_rule(
    cursor: psycopg.Cursor[Any], key: str, city: City, rules: Sequence[Rule], first: datetime, last: datetime
) -> Tried:
    """Run rules over the stored values of `first` to `last` (which is not in it); the first one is the asked.

    Values are read by their own time, so none is late, however late it came.
    """
    engine = Engine(rules, streams_of(city))
    names = [one.name for one in engine.streams if any(one.property == rule.property for rule in rules)]
    rows = cursor.execute(STORED, (key, names, first, last))
    count = 0
    while page := rows.fetchmany(PAGE):
        count += len(page)
        engine.take(Value(at, name, result) for name, at, result in page)
    engine.advance(last - timedelta(microseconds=1))
    return Tried([one for one in engine.signals() if one.rule == rules[0].id], count)
