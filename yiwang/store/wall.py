"""The second wall: each transaction says who asks, and PostgreSQL shows only what is theirs.

It knows identity, not rules: whose a case is, which bodies handle it, who reads everything. It does not
know verbs, phases or purposes; those are the first wall's (`yiwang.kernel.access`), and this one holds
when that one is wrong. What is not said is seen by nobody: no settings, no rows.

    with city_transaction(connection, city, actor) as cursor: ...

A net's migration lays the same wall round its own tables with `kind_wall` and `projection_wall`.
The words below are in the database once a migration ran: change them only with a migration that lays
every policy anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from msgspec.structs import replace

from yiwang.kernel.access import Actor, Target
from yiwang.kernel.roles import ADMINISTRATORS
from yiwang.store.connect import Connection

SYSTEM, ALL, DESK = "system", "all", "desk"

SETTINGS = ("city", "door", "person", "bodies", "reach", "glass")
OPEN = "SELECT " + ", ".join(
    [
        *(f"set_config('yiwang.{name}', %s, true)" for name in SETTINGS),
        "set_config('yiwang.stream', '', true)",
    ]
)
"""Everything in one statement; its values are those of `opening`. No stream is named yet."""

NAME_STREAM = "SELECT set_config('yiwang.stream', %s, true)"
"""The door names the one stream it has locked, or begins, before it writes: nothing else can be written."""


def settings_of(actor: Actor) -> tuple[str, str, str, str]:
    """Return person, bodies, reach and glass of an actor, each a list with spaces between.

    Of identity alone: an actor's verbs, purposes and roles other than the auditor's and the three
    administrators' make no difference here.

    Raises:
        ValueError: an id with a space in it would be read as two.
    """
    if actor.kind == "system":
        return "", "", SYSTEM, ""
    own = {actor.person, *(principal.id for principal in actor.principals)}
    persons = own if actor.kind != "anonymous" else set()
    roles = {held.role for held in actor.holdings}
    reach = [word for word, has in ((ALL, "auditor" in roles), (DESK, roles & ADMINISTRATORS)) if has]
    bodies = {held.body for held in actor.holdings}
    return _listed(persons), _listed(bodies), " ".join(reach), _listed(actor.glass)


def _listed(ids: Any) -> str:
    for one in ids:
        if len(one.split()) != 1:
            raise ValueError(f"an id of the wall has spaces or nothing in it: {one!r}")
    return " ".join(sorted(ids))


def opening(city: str, actor: Actor, *, door: bool = False) -> tuple[str, ...]:
    """Return the values of `OPEN`, in its order."""
    return (city, "open" if door else "", *settings_of(actor))


@contextmanager
def city_transaction(
    connection: Connection, city: str, actor: Actor, *, door: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that sees of one city what is `actor`'s; with `door` the city's own parts may write.

    Parts of the city itself pass `access.system("timers")` and the like.
    """
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(OPEN, opening(city, actor, door=door))
        yield cursor


def bearer(*cases: str) -> Actor:
    """Return who holds proof of a case and is nobody else: sees the cases named, by number or by id.

    For a page that serves the public about one case, such as the verification of a result by its code.
    """
    return Actor("bearer", glass=frozenset(cases))


def showing(actor: Actor, *proofs: str) -> Actor:
    """Return the actor with proofs in hand: the digest of a code, which shows the one record it is of."""
    return replace(actor, glass=actor.glass | set(proofs))


class Identity(NamedTuple):
    """What the settings say of an actor, as sets: for the batch door, which asks the same in Python."""

    persons: frozenset[str]
    bodies: frozenset[str]
    reach: frozenset[str]
    glass: frozenset[str]


def identity(actor: Actor) -> Identity:
    """Return what the wall knows of an actor."""
    return Identity(*(frozenset(one.split()) for one in settings_of(actor)))


def sees(actor: Actor, target: Target, number: str) -> bool:
    """Say whether the wall would show `actor` a case: the same as `of_case`."""
    own = identity(actor)
    return bool(
        own.reach & {SYSTEM, ALL}
        or target.applicant in own.persons
        or own.bodies.intersection((target.lead, target.window, *target.bodies))
        or own.glass.intersection((target.id, number))
    )


# Words of policies. Each `(SELECT …)` is worked out once for a statement, not once for a row. ------------

THIS_CITY = (
    "(SELECT current_setting('yiwang.city', true)"
    " WHERE string_to_array(current_setting('yiwang.reach', true), ' ') <@ ARRAY['system', 'all', 'desk'])"
)
"""The city named; none where the reach is missing, or a word nobody knows."""

DOOR_IS_OPEN = "(SELECT current_setting('yiwang.door', true) = 'open')"
NAMED_STREAM = "(SELECT nullif(current_setting('yiwang.stream', true), '')::uuid)"


def reaching(word: str) -> str:
    """Return the condition that the reach has `word`: `system`, `all` or `desk`."""
    return f"(SELECT '{word}' = ANY (string_to_array(current_setting('yiwang.reach', true), ' ')))"


def listed(name: str) -> str:
    """Return the text array of a setting: `person`, `bodies` or `glass`."""
    return f"((SELECT string_to_array(current_setting('yiwang.{name}', true), ' '))::text[])"


CITY_ITSELF = reaching(SYSTEM)
OPENED = f"city = {THIS_CITY} AND {DOOR_IS_OPEN}"


def writing(stream: str) -> str:
    """Return the condition on a row to be written: by the city itself, or of the one stream named."""
    return f"{OPENED} AND ({CITY_ITSELF} OR {stream} = {NAMED_STREAM})"


Condition = Callable[[str], str]
"""A condition on a row of a kind's table, made for the name it goes by: `of_case("r")`."""


def of_case(row: str, *, sealed: bool = False) -> str:
    """Return the condition that a case is the actor's: applicant, its bodies, who reads all, or opened.

    Args:
        sealed: True for its sealed values, which neither who reads all reads nor who has a number's proof.
    """
    parts = [
        f"{row}.lead = ANY {listed('bodies')}",
        f"{row}.applicant = ANY {listed('person')}",
        f"{row}.window_body = ANY {listed('bodies')}",
        f"{row}.bodies && {listed('bodies')}",
        f"{row}.id::text = ANY {listed('glass')}",
    ]
    if not sealed:
        parts[2:2] = [reaching(ALL)]
        parts.append(f"{row}.number = ANY {listed('glass')}")
    return " OR ".join(parts)


def kind_wall(kind: str, table: str, seen: Condition, sealed: Condition | None = None) -> str:
    """Return the SQL that walls in one kind of stream: its rows, entries, leaves, keys and vault.

    For the migration of whoever owns `table`. The city itself sees and writes all; others see a row
    where `seen` holds, and what hangs on it. They write only the stream that the door names.

    Args:
        table: the kind's rows, with `city` and `id` and no column called `stream`.
        seen: whose a row is. sealed: whose its sealed values are, where that is fewer.
    """
    values = f"(SELECT {(sealed or seen)('r')} FROM {table} r WHERE r.city = {THIS_CITY} AND r.id = stream)"
    hung = _row_of(table, "stream")
    rows = seen(table)
    return "\n".join(
        [
            *_dropped(table),
            _policy(table, "theirs", "SELECT", f"{CITY_ITSELF} OR {rows} OR id = {NAMED_STREAM}"),
            f"CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK ({writing('id')});",
            # A hand-over gives the case away: the row before must be theirs, the row after need not be.
            f"CREATE POLICY door_on ON {table} FOR UPDATE USING ({OPENED}"
            f" AND ({CITY_ITSELF} OR {rows})) WITH CHECK ({writing('id')});",
            f"CREATE POLICY door_out ON {table} FOR DELETE USING ({OPENED} AND {CITY_ITSELF});",
            _each_event_table(
                _policy("%s", f"theirs_{kind}", "SELECT", f"{CITY_ITSELF} OR (kind = '{kind}' AND {hung})")
            ),
            _policy("leaf", f"theirs_{kind}", "SELECT", f"{CITY_ITSELF} OR (kind = '{kind}' AND {hung})"),
            _policy("command_key", f"theirs_{kind}", "SELECT", f"{CITY_ITSELF} OR {hung}"),
            _policy("vault", f"theirs_{kind}", "SELECT", f"{CITY_ITSELF} OR {values}"),
        ]
    )


def projection_wall(table: str, of: str, *, stream: str = "stream", also: str = "FALSE") -> str:
    """Return the SQL that walls in a table whose rows hang on streams of the table `of`.

    Args:
        stream: its column with the stream's id. also: a condition on its own columns that is enough.
    """
    writes = writing(stream)
    named = f"{stream} = {NAMED_STREAM}"
    return "\n".join(
        [
            *_dropped(table),
            _policy(
                table, "theirs", "SELECT", f"{CITY_ITSELF} OR {also} OR {named} OR {_row_of(of, stream)}"
            ),
            f"CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK ({writes});",
            f"CREATE POLICY door_on ON {table} FOR UPDATE USING ({writes});",
            f"CREATE POLICY door_out ON {table} FOR DELETE USING ({writes});",
        ]
    )


def ledger_wall() -> str:
    """Return the SQL that walls in writing to what every kind hangs its rows on. Reading: `kind_wall`."""
    writes, own = writing("stream"), f"{OPENED} AND {CITY_ITSELF}"
    partitions = "\n".join(_each_event_table(statement) for statement in _dropped("%s"))
    return "\n".join(
        [
            partitions,
            _each_event_table(f"CREATE POLICY door_in ON %s FOR INSERT WITH CHECK ({writes});"),
            *(statement for table in ("leaf", "command_key", "vault") for statement in _dropped(table)),
            f"CREATE POLICY door_in ON leaf FOR INSERT WITH CHECK ({own});",
            f"CREATE POLICY door_in ON command_key FOR INSERT WITH CHECK ({writes});",
            f"CREATE POLICY door_out ON command_key FOR DELETE USING ({own});",
            f"CREATE POLICY door_in ON vault FOR INSERT WITH CHECK ({writes});",
            f"CREATE POLICY door_on ON vault FOR UPDATE USING ({own});",
            f"CREATE POLICY door_out ON vault FOR DELETE USING ({own});",
        ]
    )


EARLIER: Sequence[str] = ("own_city", "through_the_door_in", "through_the_door_on", "through_the_door_out")
"""The policies that knew only the city."""


def _dropped(table: str) -> list[str]:
    return [f"DROP POLICY IF EXISTS {name} ON {table};" for name in EARLIER]


def _row_of(table: str, stream: str) -> str:
    # A scalar query, so that it is always one look by key for each row, never a hash of all cases;
    # the wall round `table` holds inside it.
    return f"(SELECT true FROM {table} r WHERE r.city = {THIS_CITY} AND r.id = {stream})"


def _policy(table: str, name: str, command: str, condition: str) -> str:
    return f"CREATE POLICY {name} ON {table} FOR {command} USING (city = {THIS_CITY} AND ({condition}));"


def _each_event_table(statement: str) -> str:
    """Return SQL that says `statement` of event and of each partition, which has but its own policies."""
    return (
        "DO $wall$ DECLARE part regclass; BEGIN"
        " FOR part IN SELECT 'event'::regclass UNION ALL"
        " SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass"
        f" LOOP EXECUTE format($policy${statement}$policy$, part); END LOOP; END $wall$;"
    )
