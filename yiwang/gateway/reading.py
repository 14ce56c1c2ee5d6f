"""What the store says of a call: its client, case, grant, blocked providers. One trip for all who wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from yiwang.gateway.deciding import SeenCase
from yiwang.kernel.access import system
from yiwang.kernel.people.client import Client
from yiwang.people.kinds import CLIENT
from yiwang.store.connect import lend
from yiwang.store.execute import Door
from yiwang.store.trip import trip
from yiwang.store.wall import OPEN, opening

WHO = system("gateway")
FIND = (
    "SELECT json_agg(json_build_array(c.seq, convert_from(c.state, 'UTF8'), k.matter, k.phase,"
    " array_append(array_append(k.bodies, k.lead), k.window_body),"
    " (SELECT convert_from(r.state, 'UTF8') FROM grant_row r"
    " WHERE r.city = %s AND r.grants @> ARRAY[g.granted] LIMIT 1)) ORDER BY g.n)::text,"
    " (SELECT json_agg(p.product)::text FROM provider_row p WHERE p.city = %s AND p.phase = 'blocked')"
    " FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS g(client, number, granted, n)"
    " LEFT JOIN client_row c ON c.city = %s AND c.id = g.client::uuid"
    " LEFT JOIN case_row k ON k.city = %s AND k.number = g.number"
)
KEPT = 2_000


class Wanted(msgspec.Struct, frozen=True):
    """What is asked of the store: of a city, a client's stream, a case's number, a grant's id."""

    city: str
    client: UUID
    number: str
    grant: str


class Seen(msgspec.Struct, frozen=True):
    """What it said. `grant`: state of the record that knows it. `blocked`: products whose provider is."""

    client: Client | None
    case: SeenCase | None
    grant: bytes | None
    blocked: frozenset[str]


class Reader:
    """Reads for many at once; what a client's record says is decoded once for each version."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._clients: dict[tuple[str, UUID], tuple[int, Client]] = {}

    def read(self, wanted: Sequence[Wanted]) -> list[Seen]:
        """Return what is seen, one for each wanted.

        Raises:
            psycopg.Error: the database is lost.
        """
        cities = {one.city for one in wanted}
        if len(cities) == 1:
            return self._of_one(wanted[0].city, wanted)
        found = {id(one): self._of_one(one.city, [one])[0] for one in wanted}
        return [found[id(one)] for one in wanted]

    def _of_one(self, city: str, wanted: Sequence[Wanted]) -> list[Seen]:
        values = (
            city,
            city,
            [str(one.client) for one in wanted],
            [one.number for one in wanted],
            [one.grant for one in wanted],
            city,
            city,
        )
        with lend(self._door.pool) as connection:
            answers = trip(connection, ((OPEN, opening(city, WHO)), (FIND, values)))
        row = answers[1]
        assert row is not None and row[0] is not None, "as many rows as were wanted"
        blocked = frozenset(msgspec.json.decode(row[1])) if row[1] else frozenset()
        said = msgspec.json.decode(row[0])
        return [self._seen(city, one, of, blocked) for one, of in zip(wanted, said, strict=True)]

    def _seen(self, city: str, wanted: Wanted, said: list[Any], blocked: frozenset[str]) -> Seen:
        seq, state, matter, phase, bodies, grant = said
        case = (
            SeenCase(matter, phase, frozenset(one for one in bodies if one)) if matter is not None else None
        )
        client = self._client(city, wanted.client, seq, state)
        return Seen(client, case, grant.encode() if grant is not None else None, blocked)

    def _client(self, city: str, stream: UUID, seq: int | None, state: str | None) -> Client | None:
        if seq is None or state is None:
            return None
        known = self._clients.get((city, stream))
        if known is None or known[0] != seq:
            if len(self._clients) >= KEPT:
                self._clients.clear()
            known = self._clients[city, stream] = (seq, CLIENT.decode(state.encode()))
        return known[1]
