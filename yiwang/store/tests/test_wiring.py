"""What the wiring asks is asked once, whatever fails on the way."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import msgspec
import pytest

from yiwang.kernel import commands as c
from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.case import Case
from yiwang.kernel.matter import City, Position, Wire
from yiwang.kernel.tests.small_city import city, text
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.relay import run_relay
from yiwang.store.sequencer import sequence
from yiwang.store.tests.small_store import CITY, Store
from yiwang.store.verify import verify
from yiwang.store.wiring import wiring

HEAD = Actor("p-head", "staff", (Holding("chief", "chief", "east-bureau", "900100"),))
CUTS = ("locked", "decided", "written", "committed", "relayed")
AFTER = Wire(
    id="after", title=text("准予后另开"), matter="licence", event="case.accepted", asked="licence",
    command="file", condition="area > 50", facts=(("area", "area"),),
)  # fmt: skip


class Crash(Exception):
    """The world fails here."""


def wired(store: Store, *wires: Wire) -> Store:
    head = Position("chief", "east-bureau", text("负责人"), "chief")
    where: City = msgspec.structs.replace(city(), wires=wires, positions={"chief": head})
    store.door = replace(store.door, cities=lambda _, pack: where)
    return store


def carry(store: Store) -> None:
    with lend(store.door.pool) as connection:
        while sequence(connection, CITY) or run_relay(store.door, CITY, wiring(store.door), store.now):
            continue


def cases(store: Store) -> list[Case]:
    with store.as_superuser() as connection:
        rows = connection.execute("SELECT state FROM case_row ORDER BY opened_at, id").fetchall()
    return [CASE.decode(bytes(row[0])) for row in rows]


def test_an_accepted_case_begins_another_and_the_ledger_says_why(store: Store) -> None:
    wired(store, AFTER)
    first = store.accepted()
    store.accepted(fields={"facts": {"area": 10}})

    carry(store)

    begun = [case for case in cases(store) if case.origin is not None]
    assert [(one.origin.case, one.origin.wire, one.facts) for one in begun] == [
        (str(first.stream), "after", {"area": 80})
    ]
    report = verify(store.database.owner, store.keyring)
    assert report.exit_code == 0, [problem.en for problem in report.problems]


@pytest.mark.parametrize("point", CUTS)
def test_whatever_is_cut_off_the_other_case_is_begun_once(store: Store, point: str) -> None:
    whole = wired(store, AFTER).door
    store.accepted()
    times = iter(range(999))

    def now_and_then() -> None:
        if next(times) % 2 == 0:
            raise Crash

    crashes = 0
    for _ in range(12):
        store.door = replace(whole, faults={point: now_and_then})
        try:
            carry(store)
        except Crash:
            crashes += 1
    store.door = whole
    carry(store)

    assert crashes >= 1
    assert store.count("case_row") == 2


def test_a_head_is_asked_and_what_they_confirm_is_done(store: Store) -> None:
    wired(store, msgspec.structs.replace(AFTER, position="chief"))
    stream = store.accepted().stream
    carry(store)
    (case,) = cases(store)
    assert [task.node for task in case.tasks if task.role == "chief"] == ["act:wire"]

    store.must(UUID(str(stream)), c.Confirm(task="act:wire:after"), HEAD)
    carry(store)

    assert [one.origin.wire for one in cases(store) if one.origin] == ["after"]


def test_what_a_wire_asks_and_the_door_refuses_is_put_before_the_head_with_its_reason(store: Store) -> None:
    wired(store, msgspec.structs.replace(AFTER, asked="abolished"))
    stream = store.accepted().stream
    carry(store)

    (case,) = cases(store)
    (task,) = [task for task in case.tasks if task.node == "act:wire"]
    assert (task.role, task.body) == ("chief", case.lead)
    about = told(store)
    assert about["refused"] == "case.no-matter" and "abolished" in about["zh"] and about["wire"] == "after"

    store.must(UUID(str(stream)), c.Confirm(task="act:wire:after"), HEAD)  # try again: refused again
    carry(store)
    (case,) = cases(store)
    assert [task.node for task in case.tasks if task.role == "chief"] == ["act:wire"]


def test_where_somebody_was_quicker_than_the_wire_the_head_is_not_asked(store: Store) -> None:
    wired(store, msgspec.structs.replace(AFTER, event="case.filed", command="accept", condition="", facts=()))
    store.accepted()  # by the officer, before the relay came to it
    carry(store)

    (case,) = cases(store)
    assert case.phase == "accepted" and not [task for task in case.tasks if task.node == "act:wire"]
    assert refused_codes(store) == []


def test_what_a_wire_asks_too_early_is_put_before_the_head(store: Store) -> None:
    wired(store, msgspec.structs.replace(AFTER, event="case.filed", command="resume", condition="", facts=()))
    store.file()
    carry(store)

    (case,) = cases(store)
    assert case.phase == "filed"
    assert [task.role for task in case.tasks if task.node == "act:wire"] == ["chief"]
    assert refused_codes(store) == ["case.wrong-phase"]


def refused_codes(store: Store) -> list[str]:
    """Return why each proposal of the wiring was made, where the door had refused."""
    with store.as_superuser() as connection:
        bodies = connection.execute("SELECT body FROM event ORDER BY seq").fetchall()
    entries = [msgspec.json.decode(bytes(body)) for (body,) in bodies]
    return [one["data"]["about"]["refused"] for one in entries if one["type"] == "case.wire-proposed"]


def told(store: Store) -> dict[str, str]:
    """Return what the last proposal of the wiring says."""
    with store.as_superuser() as connection:
        bodies = connection.execute("SELECT body FROM event ORDER BY seq DESC").fetchall()
    entries = (msgspec.json.decode(bytes(body)) for (body,) in bodies)
    found: dict[str, str] = next(one for one in entries if one["type"] == "case.wire-proposed")["data"][
        "about"
    ]
    return found
