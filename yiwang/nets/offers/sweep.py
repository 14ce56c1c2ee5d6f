"""The worker's look for who qualifies: from leaf to leaf, each policy with a mark of its own.

A result that was granted, or holds again, is what makes a policy look at somebody: once, when its leaf comes
by. What is kept is how far a policy has looked (`offer_mark`), not whom it looked at. Who said no, or
nothing, is not asked again until their own data change or the policy does (`Policy.edition`).

Offers and mark are written in one transaction, so that a look cut off in the middle is done again whole, and
nobody is offered a thing twice. What ended unanswered goes away as if it had been declined.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from yiwang.kernel.access import system
from yiwang.kernel.case import ENDED
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import stream_id
from yiwang.kernel.policy import Policy, judge
from yiwang.nets.offers.reading import Reader, look
from yiwang.store.box import seal
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.faults import reach
from yiwang.store.wall import city_transaction

WHO = system("offers")
AT_ONCE = 200
HOLDS_AGAIN = "case.result-restored"
MARK = "SELECT edition, position FROM offer_mark WHERE city = %s AND policy = %s"
NEXT = (
    "SELECT l.position, l.stream, e.body, l.kind FROM leaf l"
    " JOIN event e ON e.city = l.city AND e.stream = l.stream AND e.seq = l.seq"
    " WHERE l.city = %s AND l.position >= %s ORDER BY l.position LIMIT %s"
)
WHOSE = "SELECT applicant, matter FROM case_row WHERE city = %s AND id = %s"
HAS = (
    "SELECT FROM case_row WHERE city = %s AND applicant = %s AND matter = %s"
    " AND (outcome = 'grant' OR NOT phase = ANY(%s)) LIMIT 1"
)
MOVE = (
    "INSERT INTO offer_mark (city, policy, edition, position) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (city, policy) DO UPDATE SET edition = excluded.edition, position = excluded.position"
    " WHERE offer_mark.edition = %s AND offer_mark.position = %s RETURNING position"
)
OFFER = (
    "INSERT INTO offer (city, id, policy, person, until, key_id, wrapped, box)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (city, policy, person) DO NOTHING"
)
OVER = (
    "DELETE FROM offer WHERE city = %s AND (until < %s OR NOT policy = ANY(%s))"
    " RETURNING policy, EXISTS (SELECT FROM case_row c WHERE c.city = offer.city AND c.id = offer.id)"
)
COUNT = (
    "INSERT INTO offer_count (city, policy, taken, ended) VALUES (%s, %s, %s, %s) ON CONFLICT (city, policy)"
    " DO UPDATE SET taken = offer_count.taken + excluded.taken, ended = offer_count.ended + excluded.ended"
)


def sweep(door: Door, key: str, now: datetime, read: Reader) -> int:
    """Look at what is new for every policy of a city, let go what has ended; return how many were offered.

    Raises:
        psycopg.Error: the database is lost; the policy in hand looks again from where its mark stands.
    """
    if "~shadow-" in key:  # it looks at another system, and does nothing by itself
        return 0
    city = door.cities(key, None)
    today = now.astimezone(ZoneInfo(city.zone)).date()
    offered = 0
    for policy in city.policies.values():
        if policy.runs(today):
            offered += _catch_up(door, key, city, policy, now, today, read)
    let_go(door, key, city, today)
    return offered


def _catch_up(
    door: Door, key: str, city: City, policy: Policy, now: datetime, today: date, read: Reader
) -> int:
    products = (city.products.get(city.grants[one].product) for one in policy.grants if one in city.grants)
    feeding = frozenset(one.fed.matter for one in products if one is not None and one.fed is not None)
    offered = 0
    while True:
        seen, made = _look_once(door, key, policy, feeding, now, today, read)
        offered += made
        if seen < AT_ONCE:
            return offered


def _look_once(
    door: Door,
    key: str,
    policy: Policy,
    feeding: frozenset[str],
    now: datetime,
    today: date,
    read: Reader,
) -> tuple[int, int]:
    """Look at the next leaves; return how many there were, and how many people were offered the policy."""
    with lend(door.pool) as connection, city_transaction(connection, key, WHO) as cursor:
        row = cursor.execute(MARK, (key, policy.id)).fetchone()
        edition, position = row or ("", 0)
        begin = position if edition == policy.edition else 0
        leaves = cursor.execute(NEXT, (key, begin, AT_ONCE)).fetchall()
        people = list(dict.fromkeys(_concerned(cursor, key, policy, feeding, leaves)))
    if not leaves:
        return 0, 0
    read_of = [(one, look(read, door, key, WHO, policy, one, now)) for one in people]
    good = [(one, looked) for one, looked in read_of if judge(policy, looked.values).qualifies]
    reach(door.faults, "offers-read")
    made = 0
    with lend(door.pool) as connection, city_transaction(connection, key, WHO, door=True) as cursor:
        moved = cursor.execute(
            MOVE, (key, policy.id, policy.edition, leaves[-1][0] + 1, edition, position)
        ).fetchone()
        if moved is None:  # another worker was here first
            return 0, 0
        for person, looked in good:
            id = stream_id(now, secrets.token_bytes(10))
            sealed = seal(door.safe.keyring, msgspec.json.encode(looked), bound_to(key, id))
            row = (key, id, policy.id, person, policy.stands_until(today), *sealed)
            made += cursor.execute(OFFER, row).rowcount
        reach(door.faults, "offers-written")
    return len(leaves), made


def bound_to(key: str, offer: UUID) -> str:
    """Return what the sealed reading of an offer is bound to."""
    return f"offer/{key}/{offer}"


def _concerned(
    cursor: Any, key: str, policy: Policy, feeding: frozenset[str], leaves: list[Any]
) -> Iterator[str]:
    """Yield whom these leaves are about: whose result was granted or holds again, and who has not asked yet.

    Of a case no more is looked at here than whose it is and that it has a result; what that says is read
    through grants.
    """
    for _, stream, body, kind in leaves:
        if kind != CASE.name:
            continue
        entry = read_entry(bytes(body))
        if entry.type.startswith("case.result-") and entry.type != HOLDS_AGAIN:
            continue
        if CASE.read_event(entry.type, entry.v, bytes(entry.data)).data.result is None:
            continue
        person, matter = cursor.execute(WHOSE, (key, stream)).fetchone()
        if not person or matter not in feeding:
            continue
        if cursor.execute(HAS, (key, person, policy.matter, list(ENDED))).fetchone() is None:
            yield person


def let_go(door: Door, key: str, city: City, today: date) -> None:
    """Remove what nobody answered in time, and what the city offers no more: the same as a no."""
    running = [one.id for one in city.policies.values() if one.runs(today)]
    with lend(door.pool) as connection, city_transaction(connection, key, WHO, door=True) as cursor:
        gone = cursor.execute(OVER, (key, today, running)).fetchall()
        for policy, filed in gone:
            cursor.execute(COUNT, (key, policy, int(filed), int(not filed)))
