"""A case, its rating and its certificate go up: each once, numbered, in order, in the platform's words."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import psycopg
import pytest

from yiwang.kernel.commands import Accept, Receive
from yiwang.nets.rating.tests.conftest import rate
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.upward.making import WHO, current
from yiwang.nets.upward.relays import number_items
from yiwang.nets.upward.rules import LEASE, MOST_ATTEMPTS
from yiwang.nets.upward.sending import Sender
from yiwang.nets.upward.tests.conftest import CITY, PLATFORM, rows
from yiwang.ports.platform import Away
from yiwang.store.execute import execute
from yiwang.store.verify import verify

NAME = "吴演晴"


def test_a_case_goes_up_step_by_step_in_the_words_of_the_platform(ended, settle, above, database, clients):
    number = ended("granted")
    rate(clients("resident-wu"), number, 5)
    settle()

    kept = [above.kept[one] for one in sorted(above.kept)]
    assert sorted(above.kept) == list(range(1, len(kept) + 1))
    assert [one.kind for one in kept] == ["SQ", "SL", "BJ", "ZZ", "PJ"]
    filed, _, done, paper, rated = (one.fields for one in kept)
    assert filed["caseNo"] == number and filed["channel"] == "W" and filed["system"] == "YIWANG"
    assert filed["applyTime"] == "20261123093000"
    assert (done["state"], done["result"]) == ("06", "1")
    assert paper["standing"] == "1" and paper["validFrom"] == "20261123"
    assert rated["grade"] == "A" and set(rated) == {"caseNo", "itemCode", "grade", "rateTime"}
    assert {phase for _, _, phase in rows(database)} == {"accepted"}


def test_a_personal_field_leaves_by_its_clause_alone_and_stands_in_no_record(
    clients, settle, above, database
):
    certificate(clients("resident-wu"))
    settle()

    (filed,) = above.kept.values()
    assert filed.fields["applicantName"] == NAME
    assert not any("4306" in value and len(value) == 18 for value in filed.fields.values())  # no id number
    with psycopg.connect(database.superuser) as connection:
        events = connection.execute("SELECT body FROM event").fetchall()
        states = connection.execute("SELECT state FROM upward_row").fetchall()
    assert not any(NAME.encode() in bytes(row[0]) for row in [*events, *states])


def test_items_go_up_once_and_again_only_when_they_change(door, clock, settle, above, database):
    for _ in range(2):
        for ask in number_items(door, CITY, clock.now):
            execute(door, ask)
        settle()

    services = [one for one in current(door, CITY).matters.values() if one.kind == "service"]
    assert len(above.kept) + len(rows(database, where="phase = 'refused'")) == len(services)
    assert all(one.times == 1 for one in above.kept.values())
    assert number_items(door, CITY, clock.now) == []


def test_killed_between_sending_and_saying_so_it_goes_again_under_the_same_number_and_key(
    clients, worker, sender, door, clock, above, database
):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()

    def killed():
        raise KeyboardInterrupt

    sender.door = replace(door, faults={"sent-up": killed})
    with pytest.raises(KeyboardInterrupt):
        sender.round()
    sender.door = door
    assert sender.round() == 0  # the lease holds
    clock.now += LEASE

    assert sender.round() == 1

    assert {number: one.times for number, one in above.kept.items()} == {1: 2}
    assert rows(database, "number, phase") == [(1, "accepted")]
    assert rows(database, where="position('\"unsure\":true' in convert_from(state, 'UTF8')) > 0")


def test_killed_between_number_and_record_no_number_is_given_twice_nor_left_out(
    clients, worker, sender, door, above, database
):
    certificate(clients("resident-wu"))
    reached: list[bool] = []

    def killed():
        reached.append(len(reached) in (0, 2))
        if reached[-1]:
            raise KeyboardInterrupt

    worker.door = replace(door, faults={"relayed": killed})
    for _ in range(8):
        with contextlib.suppress(KeyboardInterrupt):
            worker.round()
    assert reached.count(True) == 2
    certificate(clients("resident-wu"))
    for _ in range(4):
        worker.round()
        sender.round()

    assert sorted(above.kept) == [1, 2]
    assert rows(database, "number, record") == [(1, "application"), (2, "application")]


def test_what_comes_later_of_a_case_waits_for_what_came_before_and_other_cases_do_not(
    clients,
    act,
    settle,
    sender,
    above,
    clock,
    database,
):
    first, second = certificate(clients("resident-wu")), certificate(clients("resident-wu"))
    above.trouble.refuse = lambda kind, fields: (
        ("E102", "channel") if fields.get("caseNo") == first and kind == "SQ" else ("", "")
    )
    for number in (first, second):
        act(number, Receive(), "officer-insurance")
        act(number, Accept(), "officer-insurance")
    settle()

    assert {one.fields["caseNo"] for one in above.kept.values()} == {second}
    of_first = rows(
        database, "record, phase, reason", f"position('{first}' in convert_from(state, 'UTF8')) > 0"
    )
    assert of_first[0] == ("application", "refused", "E102")
    assert {phase for _, phase, _ in of_first[1:]} == {"queued"}


def test_a_platform_that_is_away_is_asked_again_later_and_in_the_end_given_up(
    clients, worker, sender, clock, above, database
):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    above.trouble.dead = True
    sender.round()
    asked = above.asked
    sender.round()
    assert above.asked == asked  # not before its time
    assert rows(database, "phase, reason") == [("retrying", "away")]

    above.trouble.dead, above.trouble.busy = False, 3600
    clock.pass_(minutes=2)
    sender.round()
    clock.pass_(minutes=30)
    asked = above.asked
    sender.round()
    assert above.asked == asked  # it asked to be left alone for an hour
    for _ in range(MOST_ATTEMPTS):
        clock.pass_(days=2)
        sender.round()
    assert rows(database, "phase, reason") == [("dead", "gave-up")]


def test_a_platform_that_answers_twice_or_not_at_all_holds_each_record_once(
    clients, worker, sender, clock, above, database
):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    above.trouble.mute = above.trouble.twice = True
    sender.round()
    assert rows(database, "phase") == [("retrying",)] and len(above.kept) == 1
    above.trouble.mute = False
    clock.pass_(minutes=2)

    assert sender.round() == 1

    assert {number: one.times for number, one in above.kept.items()} == {1: 2}
    assert rows(database, "phase") == [("accepted",)]


def test_an_adapter_that_breaks_loses_nothing_and_logs_nobody(clients, worker, door, clock, database, caplog):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()

    class Broken:
        def send(self, notices):
            raise RuntimeError(str(notices[0].fields))

        def tally(self, day):
            raise Away("away")

    Sender(door, CITY, PLATFORM, Broken(), clock, lambda: 0).round()

    assert rows(database, "phase, reason") == [("retrying", "fault")]
    assert "RuntimeError" in caplog.text and NAME not in caplog.text


def test_what_was_erased_before_it_left_is_a_dead_letter(clients, worker, sender, above, database):
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    with psycopg.connect(database.superuser) as connection:
        connection.execute("UPDATE vault SET wrapped = NULL, box = NULL, erased_at = now()")
    sender.round()

    assert rows(database, "phase, reason") == [("dead", "erased")] and not above.kept


def test_the_ledger_refolds_every_row_of_this_net(ended, settle, door, database):
    ended("granted")
    settle()

    assert len(rows(database)) >= 4
    assert verify(database.owner, door.safe.keyring).problems == []
    assert WHO.kind == "system"
