"""The relay of this net: a request that is agreed to gives its grant, once, by its own number.

What cannot be granted any more (the product is gone, an older grant waits for its statement of disposal) is
refused; the page of the request says so, and the provider gives it again when what stood in the way is gone.
"""

from __future__ import annotations

from datetime import datetime

from yiwang.granted.grant_rules import Give
from yiwang.granted.kinds import GRANT, grants_stream
from yiwang.kernel.access import system
from yiwang.kernel.case import Case
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.sharing.terms import terms_of
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Door
from yiwang.store.relay import Leaf, Relay
from yiwang.store.wall import city_transaction

NAME = "sharing"
WHO = system("sharing")
STATE = "SELECT state FROM case_row WHERE city = %s AND id = %s AND matter = %s"


def sharing(door: Door) -> Relay:
    """Return the relay that makes grants of requests."""

    def handle(leaf: Leaf, now: datetime) -> list[Ask]:
        if leaf.kind != CASE.name or leaf.entry.type != "case.task-completed":
            return []
        about = leaf.event().data.about
        if (about.get("node"), about.get("outcome")) != ("answer", "agree"):
            return []
        case = _request(door, leaf)
        terms = terms_of(door.cities(leaf.city, None), case) if case is not None else None
        if terms is None or isinstance(terms, Refusal):
            return []
        stream = grants_stream(leaf.city, terms)
        return [
            Ask(leaf.city, GRANT, stream, Give(terms=terms), WHO, now, key=f"give:{leaf.stream}:{leaf.seq}")
        ]

    return Relay(NAME, handle)


def _request(door: Door, leaf: Leaf) -> Case | None:
    with lend(door.pool) as connection, city_transaction(connection, leaf.city, WHO) as cursor:
        row = cursor.execute(STATE, (leaf.city, leaf.stream, DATA_REQUEST)).fetchone()
    return CASE.decode(bytes(row[0])) if row is not None else None
