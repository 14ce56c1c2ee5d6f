"""An event is a case of its kind, seen at once where it is and by the body in charge there."""

from __future__ import annotations

from uuid import uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from yiwang.kernel.access import Actor, Holding, system
from yiwang.kernel.commands import Complete, File
from yiwang.kernel.event_kinds import EventPlace, classes_of, event_case
from yiwang.kernel.refusal import Refusal
from yiwang.kernel.responsibility import responsible
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute

CITY, TOWN = "yueyang", "430602001"


@pytest.fixture
def told(door, city, clock):
    """`told(kind, place, longitude, latitude)`: an event that a resident told of, opened."""

    def make(kind: str, where: EventPlace) -> Done:
        stream = uuid4()
        number = f"E-{str(stream)[:8]}"
        command = event_case(city, kind, where, case=str(stream), number=number, channel="report")
        assert isinstance(command, File), command
        done = execute(door, Ask(CITY, CASE, stream, command, system("reports"), clock.now, key=uuid4().hex))
        assert isinstance(done, Done), done
        return done

    return make


def rows(database) -> list[dict]:
    with psycopg.connect(database.owner, row_factory=dict_row) as connection:
        return connection.execute("SELECT * FROM event_row ORDER BY opened_at, number").fetchall()


def test_an_event_is_at_once_with_the_body_in_charge_there(told, database, city):
    done = told("1101", EventPlace("430602", "113.1120", "29.3611"))
    (row,) = rows(database)
    assert row["lead"] == responsible(city, city.matters["event-cityscape"], "430602").lead
    assert (row["longitude"], row["latitude"], row["event_kind"]) == (113.112, 29.3611, "1101")
    assert row["due_at"] is not None and done.state.tasks[0].body == row["lead"]
    assert done.state.applicant == ""


def test_an_event_that_was_dealt_with_is_over_in_its_row(told, database, door, clock):
    done = told("0101", EventPlace("430602"))
    pictures = {"before#1": "前", "after#1": "后"}
    for role, body, outcome, secrets in (
        ("officer", done.state.lead, "", {}),
        ("inspector", "yueyang-operations", "pass", pictures),
        ("officer", "yueyang-hotline", "not-reached", {}),
    ):
        actor = Actor("p-1", "staff", (Holding("p", role, body, "430602"),))
        command = Complete(task=done.state.tasks[0].id, outcome=outcome)
        ask = Ask(CITY, CASE, done.stream, command, actor, clock.now, key=uuid4().hex, secrets=secrets)
        done = execute(door, ask)
        assert isinstance(done, Done), done
    (row,) = rows(database)
    assert row["phase"] == "closed" and row["ended_at"] is not None
    assert row["longitude"] is None
    assert (row["checked"], row["answer"], row["severity"]) == ("pass", "not-reached", "urgent")


@pytest.mark.parametrize(
    ("kind", "longitude", "latitude", "code"),
    [
        ("9999", "", "", "event.no-kind"),
        ("11", "", "", "event.no-matter"),
        ("1101", "0", "0", "event.no-position"),
        ("1101", "113.1", "", "event.no-position"),
        ("1101", "29.3", "113.1", "event.no-position"),
        ("1101", "nan", "inf", "event.no-position"),
    ],
)
def test_what_is_no_kind_and_no_position_is_refused_by_name(city, kind, longitude, latitude, code):
    where = EventPlace("430602", longitude, latitude)
    refused = event_case(city, kind, where, case=str(uuid4()), number="E-1", channel="report")
    assert isinstance(refused, Refusal) and refused.code == code


def test_every_kind_of_the_tree_has_a_body_in_every_place(city):
    for _, kinds in classes_of(city):
        for kind in kinds:
            matter = city.matters[city.event_kinds[kind].matter]
            for place in city.places:
                found = responsible(city, matter, place)
                assert not isinstance(found, Refusal), (kind, place, found)
