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
from typing import Any

import psycopg
from msgspec.structs import replace
from psycopg import errors
from psycopg.pq import ExecStatus, TransactionStatus

from yiwang.kernel.access import Actor
from yiwang.kernel.roles import ADMINISTRATORS
from yiwang.store.connect import Connection
from yiwang.store.trip import trip

SYSTEM, ALL, DESK = "system", "all", "desk"

SETTINGS = ("city", "door", "person", "bodies", "reach", "glass")
OPEN = "SELECT " + ", ".join(
    [
        *(f"set_config('yiwang.{name}', %s, true)" for name in SETTINGS),
        "set_config('yiwang.stream', '', true)",
    ]
)
"""Everything in one statement; its values are those of `opening`. No stream is named yet."""

OPEN_KEPT = f"{OPEN}, set_config('plan_cache_mode', 'force_generic_plan', true)"
"""The same for lists whose plan is right for whoever asks: it is made once for a connection, and kept.

To plan a list under the wall takes as long as to read it; left to itself the server plans each anew.
"""

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
    others = {principal.id for principal in actor.principals} - {actor.person}
    # Oneself stands first: what is one's own alone, such as a draft, is told by that (`ONESELF`).
    persons = f"{_listed((actor.person,))} {_listed(others)}".strip() if actor.kind != "anonymous" else ""
    roles = {held.role for held in actor.holdings}
    reach = [word for word, has in ((ALL, "auditor" in roles), (DESK, roles & ADMINISTRATORS)) if has]
    bodies = {held.body for held in actor.holdings}
    return persons, _listed(bodies), " ".join(reach), _listed(actor.glass)


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
    connection: Connection, city: str, actor: Actor, *, door: bool = False, kept: bool = False
) -> Iterator[psycopg.Cursor[Any]]:
    """One transaction that sees of one city what is `actor`'s; with `door` the city's own parts may write.

    Parts of the city itself pass `access.system("timers")` and the like. It begins in one round trip.

    Args:
        kept: plans of prepared statements are kept whatever their values, see `OPEN_KEPT`.
    """
    says = (OPEN_KEPT if kept else OPEN), opening(city, actor, door=door)
    if connection.info.transaction_status != TransactionStatus.IDLE:  # within another: a savepoint
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(*says)
            yield cursor
        return
    trip(connection, (("BEGIN", ()), says))
    try:
        with connection.cursor() as cursor:
            yield cursor
    except BaseException:
        if not connection.closed:  # past the driver, which would forget every prepared statement
            connection.pgconn.exec_(b"ROLLBACK")
        raise
    ended = connection.pgconn.exec_(b"COMMIT")
    if ended.status != ExecStatus.COMMAND_OK:
        raise errors.error_from_result(ended, encoding="utf-8")


def bearer(*cases: str) -> Actor:
    """Return who holds proof of a case and is nobody else: sees the cases named, by number or by id.

    For a page that serves the public about one case, such as the verification of a result by its code.
    """
    return Actor("bearer", glass=frozenset(cases))


def showing(actor: Actor, *proofs: str) -> Actor:
    """Return the actor with proofs in hand: the digest of a code, which shows the one record it is of."""
    return replace(actor, glass=actor.glass | set(proofs))


# Words of policies ------------------------------------------------------------------------------------
#
# A `(SELECT …)` is worked out once for a statement, not once for a row, but every statement pays for it, when
# it is planned and when it starts, more than for a function called once. So what each row of a long list is
# held against is such, and what few rows come to, or a statement of one row asks, is one of `FUNCTIONS`.


def _setting(name: str) -> str:
    return f"current_setting('yiwang.{name}', true)"


_REACH, _CITY = _setting("reach"), _setting("city")
_KNOWN = f'{_REACH} = ANY (\'{{"",system,all,desk,"all desk"}}\')'
_SYSTEM = f"{_REACH} = 'system'"
_DOOR = f"{_setting('door')} = 'open'"
_REACHES = {SYSTEM: ("system",), ALL: ("all", "all desk"), DESK: ("desk", "all desk")}
_ENTRY_OF_THE_STREAM = f"stream::text = {_setting('stream')} AND city = {_CITY} AND {_DOOR}"
_OF_THE_STREAM = f"of_stream::text = {_setting('stream')} AND {_DOOR}"


def _asked(name: str, given: str, answer: str, returns: str = "boolean") -> str:
    """Return a function of the wall, in PL/pgSQL, which keeps its plan for as long as the connection."""
    return (
        f"CREATE OR REPLACE FUNCTION {name}({given}) RETURNS {returns} LANGUAGE plpgsql STABLE COST 3 AS $f$"
        f" BEGIN RETURN {answer}; END $f$;"
    )


FUNCTIONS = "\n".join(
    [
        _asked(
            "wall_list",
            "name text",
            f"CASE WHEN {_KNOWN} THEN string_to_array(current_setting('yiwang.' || name, true), ' ') END",
            "text[]",
        ),
        _asked("wall_door", "of_city text", f"of_city = {_CITY} AND {_DOOR} AND {_KNOWN}"),
        _asked("wall_named", "of_city text, of_stream uuid", f"of_city = {_CITY} AND {_OF_THE_STREAM}"),
        _asked(
            "wall_hangs",
            "of_city text, of_stream uuid",
            f"of_city = {_CITY} AND ({_SYSTEM} OR ({_OF_THE_STREAM}))",
        ),
        _asked(
            "wall_writes",
            "of_city text, of_stream uuid",
            f"of_city = {_CITY} AND {_DOOR} AND ({_SYSTEM} OR of_stream::text = {_setting('stream')})",
        ),
        _asked(
            "wall_opens",
            "id uuid, number text, bodies text[]",
            "bodies && wall_list('bodies') OR ARRAY[id::text, number] && wall_list('glass')",
        ),
    ]
)
"""What policies ask: whether a row may be written (`wall_writes`), hangs on the one stream named
(`wall_named`), or is the city's own or of that stream (`wall_hangs`). `wall_list` gives nothing where the
reach is missing or has a word that nobody knows."""


def _city(condition: str) -> str:
    return f"(SELECT {_CITY} WHERE {condition})"


THIS_CITY = _city(_KNOWN)
"""The city named; none where the reach is missing, or has a word that nobody knows."""

ONESELF = f"split_part({_setting('person')}, ' ', 1)"
"""The id of who asks, without whom they act for."""

_IN_THIS_CITY = f"city = CASE WHEN {_KNOWN} THEN {_CITY} END"
"""A row of the city named, as `THIS_CITY`: where a query names its city too, the two are held against each
other once for a statement, before any row is read, and what a statement starts with is one part less."""

CITY_ITSELF = f"city = {_city(_SYSTEM)}"
CITY_WRITES = f"city = {_city(f'{_SYSTEM} AND {_DOOR}')}"
DOOR_IS_OPEN = f"city = {_city(f'{_KNOWN} AND {_DOOR}')}"


def within(*words: str) -> str:
    """Return the condition that the reach of whoever asks has one of `words`."""
    found = sorted({each for word in words for each in _REACHES[word]})
    return f"{_REACH} = ANY (ARRAY[{', '.join(repr(each) for each in found)}])"


def reading(*words: str) -> str:
    """Return the condition that a row is of the city named and the reach has one of `words`."""
    return f"city = {_city(within(*words))}"


def listed(name: str) -> str:
    """Return the text array of a setting, `person` or `bodies`, worked out once for a statement."""
    # The same as `wall_list`, whose first call in a transaction costs a short list more than this.
    return f"((SELECT {_array(name)} WHERE {_KNOWN})::text[])"


def once(name: str) -> str:
    """Return the text array of a setting, worked out once for a statement whose reach is known."""
    return f"((SELECT {_array(name)})::text[])"


def _array(name: str) -> str:
    return f"string_to_array({_setting(name)}, ' ')"


def each_time(name: str) -> str:
    """Return the text array of a setting, worked out for each row: for what few rows come to."""
    return f"wall_list('{name}')"


def named(stream: str) -> str:
    """Return the condition that a row is of the one stream that the open door has named."""
    return f"wall_named(city, {stream})"


def writing(stream: str) -> str:
    """Return the condition on a row to be written: by the city itself, or of the one stream named."""
    return f"wall_writes(city, {stream})"


Condition = Callable[[str], str]
"""Whose a row of a kind's table is, made for the name it goes by: `of_case("r")`."""


def of_case(row: str) -> str:
    """Return the condition that a case is the actor's: applicant, its bodies, or opened."""
    return f"{_handling(row)} OR wall_opens({row}.id, {row}.number, {row}.bodies)"


def of_case_sealed(row: str) -> str:
    """Return whose the sealed values of a case are: not theirs who have but the proof of its number."""
    return f"{_handling(row)} OR wall_opens({row}.id, NULL, {row}.bodies)"


def _handling(row: str) -> str:
    # The lead is among the bodies too; it is asked apart since comparing two arrays takes ten times as long.
    # Whose it is as an applicant is worked out for each row: their lists are short, and start at once.
    return (
        f"{row}.lead = ANY {once('bodies')} OR {row}.window_body = ANY {once('bodies')}"
        f" OR {row}.applicant = ANY ({_array('person')})"
    )


def rows_wall(table: str, seen: Condition, reads: tuple[str, ...]) -> str:
    """Return the policies of a kind's rows; see `kind_wall`."""
    rows = f"{_IN_THIS_CITY} AND ((SELECT {within(*reads)}) OR ({seen(table)}) OR wall_named(city, id))"
    return "\n".join(
        [
            f"CREATE POLICY theirs ON {table} FOR SELECT USING ({rows});",
            f"CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK (wall_writes(city, id));",
            # A hand-over gives the case away: before, the row must be theirs to see; after, it need not be.
            f"CREATE POLICY door_on ON {table} FOR UPDATE USING (wall_door(city))"
            " WITH CHECK (wall_writes(city, id));",
            f"CREATE POLICY door_out ON {table} FOR DELETE USING ({CITY_WRITES});",
        ]
    )


def kind_wall(
    kind: str,
    table: str,
    seen: Condition,
    reads: tuple[str, ...],
    *,
    sealed: Condition,
    opens: tuple[str, ...],
) -> str:
    """Return the SQL that walls in one kind of stream: its rows, entries, leaves and vault.

    For the migration of whoever owns `table`. Others than the city itself write only the stream that the
    door names. Makes two functions for what hangs on a stream: `sees_<kind>(city, stream)` and, of sealed
    values, `opens_<kind>(city, stream)`.

    Args:
        table: the kind's rows, with `city` and `id`.
        seen: whose a row is. reads: words of the reach that see every row: `system` and others.
        sealed, opens: the same of sealed values.
    """
    values = f"{within(*opens)} OR ({sealed('r')})"
    return "\n".join(
        [
            *_dropped(table),
            rows_wall(table, seen, reads),
            _function(f"sees_{kind}", table, "true"),
            _function(f"opens_{kind}", table, values),
            _each_event_table(
                f"CREATE POLICY theirs_{kind} ON %s FOR SELECT"
                f" USING (kind = '{kind}' AND sees_{kind}(city, stream));"
            ),
            f"CREATE POLICY theirs_{kind} ON leaf FOR SELECT"
            f" USING (kind = '{kind}' AND sees_{kind}(city, stream));",
            f"CREATE POLICY theirs_{kind} ON vault FOR SELECT USING (opens_{kind}(city, stream));",
        ]
    )


def projection_wall(table: str, kind: str, *, stream: str = "stream", also: str = "") -> str:
    """Return the SQL that walls in a table whose rows hang on streams of a kind.

    Args:
        stream: its column with the stream's id. also: a condition on its own columns that is enough.
    """
    writes, own = f"wall_writes(city, {stream})", f"{also} OR" if also else ""
    seen = f"{_IN_THIS_CITY} AND ({own} wall_hangs(city, {stream}) OR sees_{kind}(city, {stream}))"
    return "\n".join(
        [
            *_dropped(table),
            f"CREATE POLICY theirs ON {table} FOR SELECT USING ({seen});",
            f"CREATE POLICY door_in ON {table} FOR INSERT WITH CHECK ({writes});",
            f"CREATE POLICY door_on ON {table} FOR UPDATE USING ({writes});",
            f"CREATE POLICY door_out ON {table} FOR DELETE USING ({writes});",
        ]
    )


def ledger_wall() -> str:
    """Return the SQL that walls in what every kind hangs its rows on. Who else reads: `kind_wall`."""
    # Entries come by hundreds in a batch: for each of them a function would be dearer than the condition.
    writes, own_keys = f"{CITY_WRITES} OR ({_ENTRY_OF_THE_STREAM})", "wall_hangs(city, stream)"
    tables = ("leaf", "command_key", "vault")
    return "\n".join(
        [
            FUNCTIONS,
            *(_each_event_table(statement) for statement in _dropped("%s")),
            *(statement for table in tables for statement in _dropped(table)),
            _each_event_table(f"CREATE POLICY city_itself ON %s FOR SELECT USING ({CITY_ITSELF});"),
            _each_event_table(f"CREATE POLICY door_in ON %s FOR INSERT WITH CHECK ({writes});"),
            f"CREATE POLICY city_itself ON leaf FOR SELECT USING ({CITY_ITSELF});",
            f"CREATE POLICY door_in ON leaf FOR INSERT WITH CHECK ({CITY_WRITES});",
            # Keys tell which case somebody acted on: the door looks for one among those of its stream.
            f"CREATE POLICY city_itself ON command_key FOR SELECT USING ({own_keys});",
            "CREATE POLICY door_in ON command_key FOR INSERT WITH CHECK (wall_writes(city, stream));",
            f"CREATE POLICY door_out ON command_key FOR DELETE USING ({CITY_WRITES});",
            f"CREATE POLICY city_itself ON vault FOR SELECT USING ({CITY_ITSELF});",
            f"CREATE POLICY door_in ON vault FOR INSERT WITH CHECK ({writes});",
            f"CREATE POLICY door_on ON vault FOR UPDATE USING ({CITY_WRITES});",
            f"CREATE POLICY door_out ON vault FOR DELETE USING ({CITY_WRITES});",
        ]
    )


EARLIER: Sequence[str] = ("own_city", "through_the_door_in", "through_the_door_on", "through_the_door_out")
"""The policies that knew only the city."""


def _dropped(table: str) -> list[str]:
    return [f"DROP POLICY IF EXISTS {name} ON {table};" for name in EARLIER]


def _function(name: str, table: str, condition: str) -> str:
    """Return a function that looks up a stream's row as whoever asks: the wall round `table` holds in it."""
    return (
        f"CREATE FUNCTION {name}(of_city text, of_stream uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $f$"
        " BEGIN RETURN of_city = current_setting('yiwang.city', true) AND EXISTS (SELECT FROM"
        f" {table} r WHERE r.city = of_city AND r.id = of_stream AND ({condition})); END $f$;"
    )


def _each_event_table(statement: str) -> str:
    """Return SQL that says `statement` of event and of each partition, which has but its own policies."""
    return (
        "DO $wall$ DECLARE part regclass; BEGIN"
        " FOR part IN SELECT 'event'::regclass UNION ALL"
        " SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'event'::regclass"
        f" LOOP EXECUTE format($policy${statement}$policy$, part); END LOOP; END $wall$;"
    )
