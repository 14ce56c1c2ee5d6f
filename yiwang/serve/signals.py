"""`yiwang signals try`: what a rule of the pack would have raised on the stored values."""

from __future__ import annotations

from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from yiwang.ingest.trying import NoSuchRule, try_rule, with_parts
from yiwang.kernel.access import system
from yiwang.serve.cities import Served
from yiwang.store.connect import lend, make_pool
from yiwang.store.wall import city_transaction


def try_stored(rule: str, first: datetime, last: datetime, city: str, dsn: str, out: TextIO) -> int:
    """Print the signals. Days begin at midnight of the city. 0 tried, 2 no such rule, city or database."""
    served = next((one for one in Served(dsn)() if one.key == city), None) if dsn else None
    if served is None:
        print(
            "没有这个城市，或没有写 YIWANG_DATABASE。No such city, or YIWANG_DATABASE is not set.", file=out
        )
        return 2
    zone = ZoneInfo(served.zone)
    try:
        rules = with_parts(served.city, rule)
    except NoSuchRule:
        known = ", ".join(one.id for one in served.city.sensing.rules)
        print(f"没有规则 {rule}；有: {known}。There is no rule {rule}; there are: {known}.", file=out)
        return 2
    pool = make_pool(dsn, size=1)
    try:
        with lend(pool) as connection, city_transaction(connection, city, system("signals")) as cursor:
            begins, ends = first.replace(tzinfo=zone), last.replace(tzinfo=zone)
            tried = try_rule(cursor, city, served.city, rules, begins, ends)
    finally:
        pool.close()
    for one in tried.signals:
        until = f"{one.until.astimezone(zone):%m-%d %H:%M}" if one.until else "还在 holds"
        print(
            f"{one.since.astimezone(zone):%Y-%m-%d %H:%M} – {until}  {one.about}  {one.worst}  ×{one.times}",
            file=out,
        )
    if tried.unanswered:
        print(f"条件没有答案 no answer: {tried.unanswered} 次 times", file=out)
    print(f"{rule}: {len(tried.signals)} 次告警 signals, {tried.values} 个值 values", file=out)
    return 0
