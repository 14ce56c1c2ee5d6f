"""Whatever fails, nothing acknowledged is lost, nothing is done twice, and everything can be proved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.simulation.holidays import LISTED, OFF_DAYS, is_worked, last_day
from tests.simulation.life import REMARKED, Life
from tests.simulation.witness import Witness
from yiwang.kernel.case import DECIDED, ENDED, OPEN
from yiwang.kernel.commands import Comment
from yiwang.kernel.ledger import read_entry
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.tests.small_city import ZONE, city, staff
from yiwang.kernel.tests.talking_city import talking_city
from yiwang.kernel.tests.test_case_messages import ANSWERS, ASKS, CAREFUL, MIDDLE, OPINION, TALKS
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask
from yiwang.store.tests.conftest import store  # noqa: F401
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.tests.test_between_cases import SIGNALLED, STORM
from yiwang.store.verify import verify

STEPS = 120
BY_WORKER = "convert_from(body, 'UTF8') ~ 'system:(timers|calls|remarks)'"
CALM = city(LISTED)
TOWN = talking_city(
    asks=ASKS, opinion=OPINION, careful=CAREFUL, talks=TALKS, answers=ANSWERS, middle=MIDDLE, storm=STORM,
    signalled=SIGNALLED,
)  # fmt: skip
SEEDS = [1, 2, 3, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(4, 31))]


def rows(store: Store, sql: str, *values: object) -> list:  # noqa: F811
    """Return what the superuser sees."""
    with store.as_superuser() as connection:
        return connection.execute(sql.encode(), values or None).fetchall()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_city_lives_through_cuts_and_jumps_of_its_clock(store, seed):  # noqa: F811
    store.door = replace(store.door, cities=lambda _, pack: CALM)
    with store.as_superuser() as eye:
        witness = Witness(eye)
        life = Life(store, Random(seed), witness=witness)
        _live(store, life)
        assert witness.refusals > 5
    _every_clock_ends_on_the_day_that_a_calendar_on_the_wall_shows(life)


@pytest.mark.parametrize("seed", SEEDS)
def test_cases_that_call_and_tell_each_other_live_through_cuts(store, seed):  # noqa: F811
    store.door = replace(store.door, cities=lambda _, pack: TOWN)
    matters = ("asks", "talks", "careful", "middle", "answers", "signalled", "storm")
    with store.as_superuser() as eye:
        _live(store, Life(store, Random(seed), matters=matters, witness=Witness(eye)))
    _nothing_is_left_hanging(store)


def _live(store: Store, life: Life) -> None:  # noqa: F811
    life.live(STEPS)
    for _ in range(100):  # other tests' transactions hold the window back for a while
        if not rows(store, "SELECT 1 FROM event e WHERE NOT EXISTS (SELECT FROM leaf l"
                    " WHERE l.stream = e.stream AND l.seq = e.seq) LIMIT 1"):  # fmt: skip
            break
        life.live(0)

    assert life.done > 30, "a life in which something happens"
    assert life.refused > 5
    assert life.cut > 2
    assert life.severed > 2
    _nothing_acknowledged_is_lost(store, life)
    _nothing_is_done_twice(store, life)
    _every_entry_has_its_leaf_in_order(store)
    _everyone_due_was_woken(store, life)
    _the_relay_saw_every_leaf_in_order(store, life)
    _the_relay_said_once_what_it_had_to_say(store, life)
    report = verify(store.database.owner, store.keyring)
    assert report.exit_code == 0, [problem.en for problem in report.problems]


def _nothing_acknowledged_is_lost(store: Store, life: Life) -> None:  # noqa: F811
    kept = {
        (stream, seq): bytes(digest)
        for stream, seq, digest in rows(store, "SELECT stream, seq, hash FROM event")
    }
    for stream, seq, head in life.acknowledged:
        assert kept.get((stream, seq)) == head


def _nothing_is_done_twice(store: Store, life: Life) -> None:  # noqa: F811
    """Every entry was made by one command of ours, or by a timer; each command's key names one entry."""
    keys = rows(store, "SELECT key, stream, seq FROM command_key WHERE key LIKE 'life/%'")
    assert len({(stream, seq) for _, stream, seq in keys}) == len(keys) - _without_entries(keys)
    made = rows(
        store,
        f"SELECT count(*) FROM event WHERE NOT ({BY_WORKER})",
    )
    assert made[0][0] == _entries_of(store, life)


def _without_entries(keys: list) -> int:
    return len(keys) - len({(stream, seq) for _, stream, seq in keys})


def _entries_of(store: Store, life: Life) -> int:  # noqa: F811
    """Return how many entries the acknowledged commands account for: up to each one's seq, from the last."""
    own: dict[object, set[int]] = {}
    for stream, seq, _ in life.acknowledged:
        own.setdefault(stream, set()).add(seq)
    timers = {
        (stream, seq)
        for stream, seq in rows(
            store,
            f"SELECT stream, seq FROM event WHERE {BY_WORKER}",
        )
    }
    return sum(
        1 for stream, seqs in own.items() for seq in range(1, max(seqs) + 1) if (stream, seq) not in timers
    )


def _every_entry_has_its_leaf_in_order(store: Store) -> None:  # noqa: F811
    leaves = rows(store, "SELECT position, stream, seq FROM leaf ORDER BY position")
    assert [position for position, _, _ in leaves] == list(range(len(leaves)))
    assert len(leaves) == rows(store, "SELECT count(*) FROM event")[0][0]
    last: dict[object, int] = {}
    for _, stream, seq in leaves:
        assert seq == last.get(stream, 0) + 1
        last[stream] = seq


def _everyone_due_was_woken(store: Store, life: Life) -> None:  # noqa: F811
    overdue = rows(
        store, "SELECT number, wake_at FROM case_row WHERE wake_at < %s", store.now - timedelta(minutes=1)
    )
    assert overdue == []


def _the_relay_saw_every_leaf_in_order(store: Store, life: Life) -> None:  # noqa: F811
    count = rows(store, "SELECT count(*) FROM leaf WHERE city = %s", CITY)[0][0]
    assert sorted(set(life.relayed)) == list(range(count))
    for before, after in pairwise(life.relayed):
        assert after <= before + 1, "a leaf was passed over"


def _the_relay_said_once_what_it_had_to_say(store: Store, life: Life) -> None:  # noqa: F811
    """One remark for each leaf that calls for one, in that leaf's case, however often it was handled."""
    entries = rows(store, "SELECT l.position, l.stream, e.body FROM leaf l JOIN event e USING (stream, seq)")
    due, said = [], []
    for position, stream, body in entries:
        entry = read_entry(bytes(body))
        if entry.type in REMARKED and position not in life.unsaid:
            due.append(stream)
        if entry.actor.startswith("system:remarks"):
            said.append(stream)
    assert due, "a life in which something is to be said"
    assert sorted(said) == sorted(due)


def _every_clock_ends_on_the_day_that_a_calendar_on_the_wall_shows(life: Life) -> None:
    held = [
        (clock, clock.due_legal.astimezone(ZONE).date())
        for case in life.states.values()
        for clock in case.clocks.values()
        if clock.due_legal is not None and clock.legal.unit == "working_day"
    ]
    for clock, due in held:
        assert due == last_day(clock), clock
        assert is_worked(due), clock
    over = [due for clock, due in held if any(clock.started_at.date() < off < due for off in OFF_DAYS)]
    assert over, "a life that crosses a holiday"


def _nothing_is_left_hanging(store: Store) -> None:  # noqa: F811
    """What a case still waits for is under way; what nobody waits for any more has ended or been decided."""
    states = [CASE.decode(bytes(row[0])) for row in rows(store, "SELECT state FROM case_row")]
    cases = {case.id: case for case in states}
    called = [case for case in states if case.caller is not None]
    assert called, "a life in which cases call others"
    for case in states:
        for call in case.calls:
            assert cases[call.case].phase in OPEN, (case.number, call)
    for case in called:
        wanted = {call.case for call in cases[case.caller.case].calls}
        assert case.id in wanted or case.phase in ENDED | {DECIDED}, case.number
    numbers = {case.id: case.caller for case in called}
    assert len(set(numbers.values())) == len(numbers), "a call was filed twice"


@pytest.mark.parametrize(("keyed", "done"), [(True, 3), (False, 6)])
def test_without_its_key_a_command_cut_off_behind_the_commit_is_done_twice(store, keyed, done):  # noqa: F811
    """So the harness would notice a door that ignores keys."""
    stream = store.accepted().stream
    life = Life(store, Random(1), keyed=keyed)
    for number in range(3):
        said = {"comment": "备注"}
        officer = staff("officer")
        ask = Ask(CITY, CASE, stream, Comment(), officer, store.now, key=f"twice/{number}", secrets=said)
        life.once(ask, {"committed": life.fail})

    assert life.cut == 3
    assert rows(store, "SELECT count(*) - 4 FROM event") == [(done,)]


@pytest.mark.parametrize("table", ["case_row", "event", "vault", "command_key"])
def test_the_witness_sees_a_row_that_a_refusal_wrote(store, table):  # noqa: F811
    """So the harness would notice a refusal that leaves something behind, also the same row written anew."""
    stream = store.accepted(key="first").stream
    ask = Ask(CITY, CASE, stream, Comment(), staff("officer"), store.now, key="refused")
    with store.as_superuser() as eye:
        witness = Witness(eye)
        before = witness.look()
        witness.compare(before, (ask,), (Refusal(code="no", zh="否", en="no"),))

        eye.execute("SET session_replication_role = replica")
        eye.execute(f"UPDATE {table} SET city = city WHERE city = %s".encode(), (CITY,))

        with pytest.raises(AssertionError, match=f"{table} of {stream} was written"):
            witness.compare(before, (ask,), (Refusal(code="no", zh="否", en="no"),))
