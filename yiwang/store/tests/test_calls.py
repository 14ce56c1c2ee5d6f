"""The two calls of a command: they write what the wall lets be written, all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from msgspec.structs import replace
from psycopg.errors import InsufficientPrivilege, RaiseException
from psycopg.pq import TransactionStatus

from yiwang.kernel import commands as c
from yiwang.kernel.access import ANONYMOUS, Actor, system
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import resident, staff
from yiwang.store.calls import doing, saves_sql
from yiwang.store.cases import CASE, NO_TASKS
from yiwang.store.execute import Done, Written
from yiwang.store.kinds import BASE
from yiwang.store.recent import Known
from yiwang.store.rows import row_at
from yiwang.store.tests.small_store import CITY, MORNING, OTHER, Store, app_connection, new_stream
from yiwang.store.trip import trip
from yiwang.store.wall import OPEN, city_transaction, opening

STREAM = "SELECT set_config('yiwang.stream', %s, true)"


def forged(case: Done, city: str = CITY) -> tuple[str, tuple[Any, ...]]:
    """Return the call that would change a case to what nobody decided, and its values."""
    assert CASE.calls is not None
    row = list(row_at(CASE, city, case.stream, case.state, case.seq + 1, b"\0" * 32, MORNING))
    row[4] = b"forged"
    casts = [
        f"%s::{type_}" for type_ in ("bytea[]", "bytea[]", "text", *["text[]"] * 6, *["timestamptz[]"] * 2)
    ]
    marks = ", ".join([*["%s"] * len(row), *casts])
    return f"SELECT {CASE.calls.saves}({marks})", (*row, [b"{}"], [b"\0" * 32], None, *NO_TASKS)


@pytest.mark.parametrize("told", ["nothing", "another stream", "the door closed", "another city"])
def test_the_call_that_saves_writes_no_stream_that_the_door_did_not_name(store: Store, told: str) -> None:
    case, other = store.accepted(), store.file()
    before = store.counts()
    sql, values = forged(case)
    with app_connection(store) as connection:
        if told != "nothing":
            city = OTHER if told == "another city" else CITY
            connection.execute(OPEN, opening(city, staff("officer"), door=told != "the door closed"))
            connection.execute(STREAM, [str(other.stream if told == "another stream" else case.stream)])
        with pytest.raises(InsufficientPrivilege):
            connection.execute(sql.encode(), values)
    assert store.counts() == before


def test_the_call_that_saves_writes_the_stream_named_as_its_policies_would(store: Store) -> None:
    case = store.accepted()
    sql, values = forged(case)
    with app_connection(store) as connection, connection.transaction(force_rollback=True):
        connection.execute(OPEN, opening(CITY, staff("officer"), door=True))
        connection.execute(STREAM, [str(case.stream)])
        connection.execute(sql.encode(), values)
        row = connection.execute("SELECT seq, state FROM case_row WHERE id = %s", [case.stream]).fetchone()
    assert row == (case.seq + 1, b"forged")


@pytest.mark.parametrize("which", ["saves", "does"])
def test_nobody_but_the_app_may_call_what_saves_as_the_owner(store: Store, which: str) -> None:
    assert CASE.calls is not None
    with store.as_superuser() as connection:
        row = connection.execute(
            "SELECT array_agg(coalesce(nullif(a.grantee, 0)::regrole::text, 'PUBLIC') ORDER BY 1),"
            " p.proconfig FROM pg_proc p, aclexplode(p.proacl) a WHERE proname = %s GROUP BY p.proconfig",
            [getattr(CASE.calls, which)],
        ).fetchone()
    assert row is not None
    assert set(row[0]) - {"yiwang_owner"} == {"yiwang_app"}
    assert row[1] == ["search_path=pg_catalog, public"]


def test_the_call_has_a_value_for_each_of_its_parameters(store: Store) -> None:
    assert CASE.calls is not None
    with store.as_superuser() as connection:
        row = connection.execute(
            "SELECT pronargs FROM pg_proc WHERE proname = %s", [CASE.calls.saves]
        ).fetchone()
    assert row == (saves_sql(CASE, CASE.calls).count("%s"),)


# Both calls in one --------------------------------------------------------------------------------


def at_once(store: Store, case: Done, actor: Actor, city: str = CITY, head: bytes | None = None) -> bool:
    """Have a known case changed in one call by somebody to what nobody decided. Returns whether it was."""
    ask = replace(store.ask(case.stream, c.Receive(), actor, key="k"), city=city)
    known = Known(case.seq, head or case.head, case.state)
    written = Written(case.state, case.seq + 1, b"\0" * 32, MORNING, [b"{}"], [b"\0" * 32])
    columns = (CASE.wake_at(case.state), *CASE.values(case.state))
    statement = doing(ask, known, written, columns)
    assert statement is not None
    with app_connection(store) as connection:
        (answer,) = trip(connection, (statement,))
    return answer == (b"\x01",)


@pytest.mark.parametrize(
    ("actor", "theirs"),
    [
        (resident(), True),
        (resident("r2"), False),
        (staff("officer"), True),
        (staff("officer", "west-bureau"), False),
        (system("timers"), True),
        (ANONYMOUS, False),
    ],
)
def test_the_one_call_writes_a_case_only_for_whom_the_wall_shows_it(
    store: Store, actor: Actor, theirs: bool
) -> None:
    case = store.accepted()
    before = store.counts()
    with store.door.pool.connection() as connection, city_transaction(connection, CITY, actor) as cursor:
        seen = cursor.execute("SELECT FROM case_row WHERE id = %s", [case.stream]).fetchone()
    assert (seen is not None) == theirs

    assert at_once(store, case, actor) == theirs
    assert (store.counts() == before) != theirs


def test_the_one_call_writes_no_case_of_another_city(store: Store) -> None:
    case = store.accepted()
    before = store.counts()
    assert not at_once(store, case, system("timers"), city=OTHER)
    assert store.counts() == before


def test_the_one_call_writes_no_case_that_is_another_by_now(store: Store) -> None:
    earlier, case = store.file(), store.accepted()
    store.must(earlier.stream, c.Receive(), staff("window", "hall"))
    before = store.counts()
    assert not at_once(store, earlier, system("timers"))
    assert not at_once(store, case, system("timers"), head=b"\0" * 32)
    assert store.counts() == before


def test_the_one_call_asks_whose_a_case_is_in_the_words_of_its_policy(store: Store) -> None:
    assert CASE.calls is not None
    with store.as_superuser() as connection:
        row = connection.execute(
            "SELECT prosrc, prosecdef, proconfig, (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy"
            " WHERE polrelid = 'case_row'::regclass AND polname = 'theirs'), pronargs"
            " FROM pg_proc WHERE proname = %s",
            [CASE.calls.does],
        ).fetchone()
        assert row is not None
        source, as_owner, config, policy, count = row
        reading = connection.execute(
            "SELECT count(*) FROM pg_policies WHERE tablename = 'case_row' AND cmd IN ('SELECT', 'ALL')"
        ).fetchone()
    assert reading == (1,)
    assert source.count(f"known AND ({policy})") == source.count("UPDATE public.case_row") == 2
    assert as_owner
    assert config == ["search_path=pg_catalog, public"]
    assert count == len(BASE) + len(CASE.columns) + 18


@pytest.fixture
def a_commit_that_fails(store: Store) -> Iterator[None]:
    """An event that is complained of only when the transaction is committed."""
    with store.as_superuser() as connection:
        connection.execute(
            "CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'too late'; END $$"
        )
        connection.execute(
            "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON command_key DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION complain()"
        )
    yield
    with store.as_superuser() as connection:
        connection.execute("DROP FUNCTION complain() CASCADE")


@pytest.mark.usefixtures("a_commit_that_fails")
def test_a_command_whose_commit_fails_is_not_acknowledged_and_leaves_nothing(store: Store) -> None:
    before = store.counts()
    with pytest.raises(RaiseException):
        store.file(key="k1")
    assert store.counts() == before
    assert store.file().seq == 1  # without a key: the door goes on


def test_a_refusal_gives_the_connection_back_with_the_lock_gone(store: Store) -> None:
    stream = store.file().stream
    answer = store.do(stream, c.Accept(), resident())
    assert isinstance(answer, Refusal)
    with store.door.pool.connection() as connection:
        assert connection.info.transaction_status == TransactionStatus.IDLE
    with psycopg.connect(store.database.superuser) as other:
        other.execute("SELECT FROM case_row WHERE id = %s FOR UPDATE NOWAIT", [stream])


def test_what_breaks_in_the_rules_takes_everything_back(store: Store) -> None:
    before = store.counts()

    def break_down() -> None:
        raise RuntimeError("the rules broke")

    for point in ("locked", "decided", "written"):
        with pytest.raises(RuntimeError, match="the rules broke"):
            store.with_faults({point: break_down}).file(new_stream())
        assert store.counts() == before
    assert store.file().seq == 1
