"""What one case asks of another is done once, whatever fails on the way."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.case import Case
from yiwang.kernel.tests.small_city import resident
from yiwang.kernel.tests.talking_city import OFFICER, E, S, at_once, receive, send, talking_city, ways
from yiwang.kernel.tests.test_case_messages import ANSWERS, ASKS, CAREFUL, OPINION, TALKS
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.relay import run_relay
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, Store, file_command, new_stream
from yiwang.store.traffic import between_cases
from yiwang.store.verify import verify

THROWS = (
    '<b:intermediateThrowEvent id="t"><b:signalEventDefinition signalRef="s1"/></b:intermediateThrowEvent>'
)
STORM = at_once("storm", S, THROWS, E, ways("s>t t>e"))
KEYED = at_once(
    "keyed", S, receive("hear", "m1", 'yw:key="plot" yw:role="officer"'), E, ways("s>hear hear>e")
)
TELLS = at_once("tells", S, send("tell", "m1", 'yw:key="plot"'), E, ways("s>tell tell>e"))
SIGNALLED = at_once(
    "signalled", S, '<b:intermediateCatchEvent id="c"><b:signalEventDefinition signalRef="s1"/>'
    "</b:intermediateCatchEvent>", E, ways("s>c c>e"),
)  # fmt: skip
TOWN = talking_city(
    asks=ASKS, opinion=OPINION, careful=CAREFUL, talks=TALKS, answers=ANSWERS, storm=STORM, keyed=KEYED,
    tells=TELLS, signalled=SIGNALLED,
)  # fmt: skip
CUTS = ("locked", "decided", "written", "committed", "relayed")


class Crash(Exception):
    """The world fails here."""


@pytest.fixture
def town(store: Store) -> Store:
    store.door = replace(store.door, cities=lambda _, pack: TOWN)
    return store


def file(store: Store, matter: str, **facts: object) -> UUID:
    stream = new_stream()
    store.must(stream, file_command(stream, matter=matter, facts=facts), resident())
    return stream


def case(store: Store, stream: UUID | str) -> Case:
    with store.as_superuser() as connection:
        row = connection.execute("SELECT state FROM case_row WHERE id = %s", [stream]).fetchone()
    assert row is not None
    found = CASE.decode(bytes(row[0]))
    assert isinstance(found, Case)
    return found


def carry(store: Store) -> None:
    """Let the relay work until it has nothing more to do."""
    with lend(store.door.pool) as connection:
        while sequence(connection, CITY) or run_relay(store.door, CITY, between_cases(store.door), store.now):
            continue


def done(store: Store, stream: UUID | str, node: str, outcome: str = "", **facts: object) -> None:
    task = next(task.id for task in case(store, stream).tasks if task.node == node)
    store.must(UUID(str(stream)), c.Complete(task=task, outcome=outcome, facts=facts), OFFICER)
    carry(store)


def proved(store: Store) -> None:
    report = verify(store.database.owner, store.keyring)
    assert report.exit_code == 0, [problem.en for problem in report.problems]


def test_a_call_is_filed_answered_and_proved(town: Store) -> None:
    parent = file(town, "asks", area=80)
    done(town, parent, "prepare")
    (call,) = case(town, parent).calls
    child = case(town, call.case)
    assert (child.matter, child.facts, child.number[4]) == ("opinion", {"area": 80}, "-")
    done(town, call.case, "look", "yes", quiet=True)
    after = case(town, parent)
    assert ([task.node for task in after.tasks], after.facts["noise_ok"]) == (["conclude"], True)
    proved(town)


@pytest.mark.parametrize("point", CUTS)
def test_whatever_is_cut_off_each_case_is_called_told_and_answered_once(town: Store, point: str) -> None:
    whole = town.door
    parent = file(town, "talks", area=7)
    town.must(parent, c.Complete(task=prepared(town, parent)), OFFICER)
    times = iter(range(999))

    def now_and_then() -> None:
        if next(times) % 2 == 0:
            raise Crash

    crashes = 0
    for _ in range(30):
        town.door = replace(whole, faults={point: now_and_then})
        try:
            carry(town)
        except Crash:
            crashes += 1
    town.door = whole
    carry(town)

    assert crashes >= 2
    assert town.count("case_row") == 2
    assert case(town, parent).phase == "closed"
    with town.as_superuser() as connection:
        told = connection.execute(
            "SELECT count(*) FROM event WHERE convert_from(body, 'UTF8') LIKE '%message-received%'"
        ).fetchone()
    assert told == (2,)
    proved(town)


def prepared(store: Store, stream: UUID) -> str:
    """The task of the step that comes before the message is sent; the called case waits for it by then."""
    carry(store)
    return next(task.id for task in case(store, stream).tasks if task.node == "prepare")


def test_a_signal_finds_every_case_that_waits_and_a_key_only_its_own(town: Store) -> None:
    waiting = [file(town, "signalled"), file(town, "signalled")]
    keyed = [file(town, "keyed", plot="P-1"), file(town, "keyed", plot="P-2")]
    assert town.count("wait_row") == 4
    file(town, "storm")
    file(town, "tells", plot="P-2")
    carry(town)
    assert [case(town, one).phase for one in (*waiting, *keyed)] == ["closed", "closed", "accepted", "closed"]
    assert town.count("wait_row") == 1
    proved(town)


@pytest.mark.parametrize("point", CUTS)
def test_a_call_that_cannot_begin_comes_back_to_a_person_though_the_relay_is_cut_off(
    town: Store, point: str
) -> None:
    poorer = talking_city(asks=ASKS)
    whole = replace(town.door, cities=lambda _, pack: poorer)
    town.door = whole
    parent = file(town, "asks")
    done_without_relay = next(task.id for task in case(town, parent).tasks)
    town.must(parent, c.Complete(task=done_without_relay), OFFICER)
    once = iter((True,))

    def first() -> None:
        if next(once, False):
            raise Crash

    with lend(town.door.pool) as connection:
        sequence(connection, CITY)
    town.door = replace(whole, faults={point: first})
    with pytest.raises(Crash):
        carry(town)
    town.door = whole
    carry(town)
    (task,) = case(town, parent).tasks
    assert (task.node, task.role, case(town, parent).calls) == ("ask", "officer", ())
    assert town.count("case_row") == 1
    proved(town)


def test_a_caller_that_is_withdrawn_takes_along_what_it_called(town: Store) -> None:
    parent = file(town, "careful")
    carry(town)
    (call,) = case(town, parent).calls
    town.must(parent, c.Withdraw(), resident())
    carry(town)
    assert case(town, call.case).phase == "withdrawn"
    proved(town)
