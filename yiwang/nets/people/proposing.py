"""A directory change on its way: read, proposed, held against the records, applied, erased."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
from django.http import HttpRequest
from psycopg.errors import UniqueViolation

from yiwang.kernel.access import Actor, system
from yiwang.kernel.commands import Context
from yiwang.kernel.matter import City
from yiwang.kernel.people import proposal as rules
from yiwang.kernel.people.proposal import Proposal
from yiwang.kernel.refusal import Refusal
from yiwang.nets.people.kinds import PROPOSAL
from yiwang.people.directory.preview import Preview, Upload
from yiwang.people.directory.records import against_records
from yiwang.people.kinds import ONE_PERSONS
from yiwang.people.sync import Synced, carry_out
from yiwang.store.execute import Ask, Door, execute
from yiwang.store.vault import erase
from yiwang.web import store_door
from yiwang.web.here import actor_of, city_key, city_now

_SPACE = UUID("5f1d2c0e-8a4b-5c1d-9e3f-000000000005")
ROWS = "rows"


def proposal_stream(city: str, key: str) -> UUID:
    """Return the stream of the proposal that a form with this key makes; pressed twice it is one."""
    return uuid5(_SPACE, f"{city}/directory/{key}")


def new_ids() -> Iterator[str]:
    """Yield random person ids without end."""
    while True:
        yield f"p-{randomness.token_hex(10)}"


def propose(
    door: Door, city: str, stream: UUID, upload: Upload, shown: Preview, actor: Actor, now: datetime, key: str
) -> Refusal | None:
    """Keep an upload, sealed, with the digest of what was shown."""
    command = rules.Propose(proposal=str(stream), digest=shown.digest, totals=shown.totals)
    rows = msgspec.json.encode(upload).decode()
    asked = Ask(city, PROPOSAL, stream, command, actor, now, key=key, secrets={ROWS: rows})
    answer = execute(door, asked)
    return answer if isinstance(answer, Refusal) else None


def listed(request: HttpRequest) -> list[tuple[UUID, Proposal]]:
    """Return proposals, those that wait first, then the latest; nothing is opened."""
    with store_door.reading(request) as cursor:
        rows = cursor.execute(
            "SELECT id, state FROM proposal_row WHERE city = %s"
            " ORDER BY phase <> 'proposed', changed_at DESC, id LIMIT 50",
            (city_key(request),),
        ).fetchall()
    return [(row[0], PROPOSAL.decode(bytes(row[1]))) for row in rows]


def find(request: HttpRequest, stream: UUID) -> Proposal | None:
    """Return one proposal."""
    with store_door.reading(request) as cursor:
        row = cursor.execute(
            "SELECT state FROM proposal_row WHERE city = %s AND id = %s", (city_key(request), stream)
        ).fetchone()
    return PROPOSAL.decode(bytes(row[0])) if row else None


def upload_of(request: HttpRequest, proposal: Proposal) -> Upload | None:
    """Return what was uploaded, None when it is erased."""
    text = store_door.opened(request, {ROWS: proposal.sealed[ROWS]})[ROWS]
    return msgspec.json.decode(text, type=Upload) if isinstance(text, str) else None


def preview_of(request: HttpRequest, upload: Upload, by: str) -> Preview:
    """Return what the upload would change now, if whoever asks applied it."""
    this = store_door.door()
    own = frozenset({by, actor_of(request).person})
    with store_door.reading(request) as cursor:
        return against_records(
            cursor,
            this.safe,
            lambda references: store_door.opened(request, references),
            city_key(request),
            upload,
            city_now(request),
            store_door.now(),
            own,
        )


def apply(
    request: HttpRequest, stream: UUID, proposal: Proposal, shown: str, computed: Preview, key: str
) -> Refusal | Synced:
    """Carry out what was shown, then end the proposal and erase its rows.

    The changes go first: should the server stop between, the proposal still waits, and applying it again
    does what is left.
    """
    actor, now = actor_of(request), store_door.now()
    command = rules.Apply(shown=shown, computed=computed.digest, totals=computed.totals)
    city: City = city_now(request)
    tried = rules.decide(proposal, command, Context(now, actor, city))
    if isinstance(tried, Refusal):
        return tried
    door, city_id = store_door.door(), city_key(request)
    try:
        done = carry_out(door, city_id, computed.changes, system(f"directory:{stream}"), now)
    except UniqueViolation as taken:
        if taken.diag.constraint_name != ONE_PERSONS:
            raise
        return rules.changed(shown, computed.digest)  # somebody got one of these codes this moment
    answer = execute(door, Ask(city_id, PROPOSAL, stream, command, actor, now, key=key))
    if isinstance(answer, Refusal):
        return answer
    forget(door, city_id, proposal, now)
    return done


def forget(door: Door, city: str, proposal: Proposal, now: datetime) -> None:
    """Erase the rows of a proposal that is over, with their key. Twice is once."""
    with door.pool.connection() as connection:
        erase(connection, city, [UUID(proposal.sealed[ROWS].vault)], now)
