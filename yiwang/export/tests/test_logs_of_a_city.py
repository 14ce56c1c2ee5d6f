"""What leaves a city as an event log: every entry of every case, and no person."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import psycopg
import pytest
from lxml import etree
from msgspec.structs import replace

from yiwang.export.history import History, histories
from yiwang.export.ocel import write_ocel
from yiwang.export.ocel_xml import write_ocel_xml
from yiwang.export.xes import write_xes
from yiwang.kernel import commands as c
from yiwang.kernel.matter import Position
from yiwang.kernel.tests.small_city import city, resident, staff
from yiwang.replay.log import LogCase
from yiwang.replay.xes import read_xes
from yiwang.store.tests.small_store import CITY, OTHER, Store

SHARED = Path(os.environ.get("YIWANG_SHARED") or Path(__file__).resolve().parents[4] / "shared")
SCHEMA = SHARED / "data" / "eventlogs" / "ocel" / "schema_ocel2.json"


STAFFED = replace(
    city(),
    positions={
        held.position: Position(held.position, held.body, {}, held.role)
        for held in (staff("window", "hall").holdings[0], staff("officer").holdings[0])
    },
)


@contextmanager
def reading(store: Store) -> Iterator[psycopg.Connection]:
    with psycopg.connect(store.database.owner) as connection:
        yield connection


def told(store: Store, key: str = CITY) -> list[History]:
    with reading(store) as connection:
        return list(histories(connection, key, lambda pack: STAFFED))


@pytest.fixture
def busy(store: Store) -> Store:
    """A city with a licence that was refused a hearing, one that is corrected, one that was withdrawn."""
    store.accepted()
    corrected = store.file().stream
    store.must(corrected, c.Receive(), staff("window", "hall"))
    store.must(
        corrected, c.AskCorrection(items=("area",)), staff("window", "hall"), secrets={"reason": "图不清楚"}
    )
    store.pass_time(hours=5)
    store.must(store.file().stream, c.Withdraw(), resident())
    store.accepted(city=OTHER)
    return store


def test_every_entry_of_a_city_is_a_step_and_no_other_citys(busy):
    with busy.as_superuser() as connection:
        kept = connection.execute("SELECT count(*) FROM event WHERE city = %s AND kind = 'case'", [CITY])
        (entries,) = kept.fetchone()

    found = told(busy)

    assert len(found) == 3
    assert sum(len(one.steps) for one in found) == entries
    assert [one.case.phase for one in found] == ["accepted", "correcting", "withdrawn"]
    assert told(busy, OTHER)[0].case.id not in {one.case.id for one in found}


def test_a_step_says_which_position_in_which_body_did_it(busy):
    done = {step.activity: (step.role, step.body) for step in told(busy)[0].steps}

    assert done["filed"] == ("resident", "")
    assert done["accepted"] == ("officer", told(busy)[0].case.lead)
    assert done["forwarded"] == ("window", "hall")


def test_neither_log_names_a_person_or_an_answer(busy):
    with busy.as_superuser() as connection:
        bodies = connection.execute("SELECT convert_from(body, 'UTF8') FROM event").fetchall()
    actors = {json.loads(row[0])["actor"] for row in bodies}
    persons = {actor.partition("@")[0] for actor in actors} | {"张三丰", "图不清楚"}
    xes, ocel, xml = io.BytesIO(), io.BytesIO(), io.BytesIO()

    write_xes(CITY, told(busy), xes)
    write_ocel(lambda: told(busy), ocel)
    write_ocel_xml(lambda: told(busy), xml)

    for text in (one.getvalue().decode() for one in (xes, ocel, xml)):
        words = set(json.dumps(text, ensure_ascii=False).replace("\\", "").replace("<", '"').split('"'))
        assert persons & words == set()


def test_our_own_reader_of_logs_reads_the_xes_back(busy):
    out = io.BytesIO()
    cases, events = write_xes(CITY, told(busy), out)

    items = list(read_xes("out.xes", [out.getvalue()]))

    assert all(isinstance(one, LogCase) for one in items)
    assert (len(items), sum(len(one.events) for one in items)) == (cases, events)
    assert items[0].attributes["concept:name"] == told(busy)[0].case.number
    assert [one.attributes["concept:name"] for one in items[2].events] == ["filed", "withdrawn"]


def test_the_same_city_gives_the_same_bytes(busy):
    first, second = io.BytesIO(), io.BytesIO()

    write_xes(CITY, told(busy), first)
    write_xes(CITY, told(busy), second)

    assert first.getvalue() == second.getvalue()


def test_every_relation_of_the_object_log_leads_to_an_object_once(busy):
    out = io.BytesIO()
    cases, events = write_ocel(lambda: told(busy), out)
    log = json.loads(out.getvalue())

    ids = [one["id"] for one in log["objects"]]
    types = {one["name"]: {a["name"] for a in one["attributes"]} for one in log["objectTypes"]}
    links = [link["objectId"] for one in log["objects"] + log["events"] for link in one["relationships"]]

    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert (cases, events) == (sum(one["type"] == "case" for one in log["objects"]), len(log["events"]))
    assert {one["type"] for one in log["events"]} == {one["name"] for one in log["eventTypes"]}
    for one in log["objects"]:
        assert {value["name"] for value in one["attributes"]} <= types[one["type"]]


@pytest.mark.skipif(not SCHEMA.exists(), reason="the OCEL 2.0 schema lies in the shared data")
def test_the_object_log_is_valid_by_the_standards_schema(busy):
    out = io.BytesIO()
    write_ocel(lambda: told(busy), out)

    schema = json.loads(SCHEMA.read_text())
    jsonschema.validate(json.loads(out.getvalue()), schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.skipif(not SCHEMA.exists(), reason="the OCEL 2.0 schema lies in the shared data")
def test_the_object_log_in_xml_is_valid_by_the_standards_schema(busy):
    out = io.BytesIO()
    cases, events = write_ocel_xml(lambda: told(busy), out)
    log = etree.fromstring(out.getvalue())

    schema = etree.XMLSchema(etree.parse(SCHEMA.with_name("ocel2-validation.xsd")))
    assert schema.validate(log), [str(one) for one in schema.error_log][:5]
    assert events == len(log.findall("events/event"))
    assert cases == len(log.findall("objects/object[@type='case']"))


def test_both_forms_of_the_object_log_tell_the_same(busy):
    as_json, as_xml = io.BytesIO(), io.BytesIO()
    write_ocel(lambda: told(busy), as_json)
    write_ocel_xml(lambda: told(busy), as_xml)
    one, other = json.loads(as_json.getvalue()), etree.fromstring(as_xml.getvalue())

    for kind in ("objects", "events"):
        links = {
            (thing["id"], link["objectId"], link["qualifier"])
            for thing in one[kind]
            for link in thing["relationships"]
        }
        values = {
            (thing["id"], f"{thing['type']}:{value['name']}", value["value"])
            for thing in one[kind]
            for value in thing["attributes"]
        }
        there = other.findall(f"{kind}/*")
        assert links == {
            (thing.get("id"), link.get("object-id"), link.get("qualifier"))
            for thing in there
            for link in thing.findall("objects/object")
        }
        assert values == {
            (thing.get("id"), value.get("name"), value.text)
            for thing in there
            for value in thing.findall("attributes/attribute")
        }
