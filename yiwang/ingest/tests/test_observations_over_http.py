"""Observations over HTTP: kept once, by whom they are to be sent, answered when they are kept."""

from __future__ import annotations

import pytest

from yiwang.ingest.tests.conftest import LEVEL, STA, Device, minutes


def test_a_value_is_kept_and_read_back_by_anybody(device, anybody, clock):
    answer = device.observe(LEVEL, clock.now, 31.42)

    assert answer.status_code == 201, answer.content
    read = anybody.client.get(answer["Location"].removeprefix("http://testserver")).json()
    assert read["result"] == 31.42
    assert read["phenomenonTime"] == "2026-11-23T01:30:00Z"


def test_a_value_sent_twice_is_there_once(device, anybody, clock):
    first = device.observe(LEVEL, clock.now, 31.42)
    again = device.observe(LEVEL, clock.now, 31.42)

    assert first["Location"] == again["Location"]
    found = anybody.get(f"Datastreams('{LEVEL}')/Observations", **{"$count": "true"}).json()
    assert found["@iot.count"] == 1


def test_a_later_result_time_corrects_a_value_whatever_the_order(device, anybody, clock):
    sent = [(31.5, clock.now - minutes(5)), (31.4, clock.now - minutes(1)), (31.9, clock.now - minutes(3))]
    at = clock.now - minutes(10)
    for result, said in sent:
        device.observe(LEVEL, at, result, resultTime=said.isoformat())

    found = anybody.get(f"Datastreams('{LEVEL}')/Observations").json()["value"]
    assert [one["result"] for one in found] == [31.4]


def test_an_array_of_values_is_answered_row_by_row(device, anybody, clock):
    now = clock.now
    rows = [[(now - minutes(n)).isoformat(), 31 + n / 100] for n in range(100)]
    rows[7] = [(now + minutes(600)).isoformat(), 31.0]
    rows[8] = ["yesterday", 31.0]
    body = [{"Datastream": {"@iot.id": LEVEL}, "components": ["phenomenonTime", "result"], "dataArray": rows}]
    answer = device.post("CreateObservations", body)

    assert answer.status_code == 201
    said = answer.json()
    assert said[7].startswith("error ingest.clock-ahead")
    assert said[8].startswith("error sta.unreadable")
    assert sum(one.startswith("http") for one in said) == 98
    found = anybody.get(f"Datastreams('{LEVEL}')/Observations", **{"$count": "true", "$top": "1"}).json()
    assert found["@iot.count"] == 98
    assert found["value"][0]["result"] == 31.0


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"Datastream": {"@iot.id": "gauge-nowhere.level"}}, 404, "ingest.no-stream"),
        ({"Datastream": {"@iot.id": "lamp-01.lit"}}, 403, "ingest.not-yours"),
        ({"parameters": {"unit": "ft"}}, 400, "ingest.unknown-unit"),
        ({"phenomenonTime": "2026-11-26T09:30:00+08:00"}, 400, "ingest.clock-ahead"),
        ({"phenomenonTime": "1999-01-01T00:00:00Z"}, 400, "ingest.too-old"),
        ({"phenomenonTime": "2026-11-23T09:00:00"}, 400, "sta.unreadable"),
        ({"phenomenonTime": "2026-11-23T01:20:00Z/2026-11-23T01:10:00Z"}, 400, "ingest.ends-before-begins"),
        ({"result": 1e300}, 400, "ingest.no-number"),
        ({"result": "high"}, 400, "sta.unreadable"),
        ({"result": None}, 400, "sta.unreadable"),
    ],
)
def test_what_is_wrong_is_refused_by_name_and_nothing_is_kept(device, anybody, change, status, code):
    body = {"phenomenonTime": "2026-11-23T01:20:00Z", "result": 1, "Datastream": {"@iot.id": LEVEL}} | change

    answer = device.post("Observations", body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["zh"]
    assert anybody.get("Observations", **{"$count": "true"}).json()["@iot.count"] == 0


def test_people_are_counted_by_tens_and_quarters_of_an_hour_only(key_of):
    gate = Device(key_of("yueyang-urban-management"))
    quarter = "2026-11-23T01:00:00Z/2026-11-23T01:15:00Z"

    assert gate.observe("gate-park.people", quarter, 10).status_code == 201
    few = gate.observe("gate-park.people", quarter, 9)
    short = gate.observe("gate-park.people", "2026-11-23T01:00:00Z/2026-11-23T01:14:00Z", 40)
    moment = gate.observe("gate-park.people", "2026-11-23T01:00:00Z", 40)

    assert few.json()["error"]["code"] == "ingest.too-few-people"
    assert short.json()["error"]["code"] == "ingest.count-too-short"
    assert moment.json()["error"]["code"] == "ingest.count-too-short"


def test_nobody_posts_without_a_key_that_may(anybody, key_of, clients, clock):
    assert anybody.observe(LEVEL, clock.now, 31).status_code == 401
    reader = Device(key_of("yueyang-water", "observation.read", name="reader"))
    assert reader.observe(LEVEL, clock.now, 31).status_code == 403
    officer = clients("officer-health").post(f"{STA}/Observations", "{}", content_type="application/json")
    assert officer.status_code == 401


def test_values_that_are_not_open_are_seen_by_their_body_alone(anybody, key_of, clock):
    own = Device(key_of("yueyang-urban-management"))
    own.observe("cover-01.battery", clock.now, 80)
    water = Device(key_of("yueyang-water"))

    path = "Datastreams('cover-01.battery')/Observations"
    assert len(own.get(path).json()["value"]) == 1
    assert anybody.get(path).json()["value"] == []
    assert water.get(path).json()["value"] == []


def test_one_device_that_floods_is_limited_and_counted(device, door, clock):
    answers = [device.observe(LEVEL, clock.now, 31).status_code for _ in range(1_010)]
    clock.pass_(seconds=2)
    after = device.observe(LEVEL, clock.now, 31)

    assert answers.count(201) == 1_000
    assert answers[-1] == 429
    assert after.status_code == 201
    with door.pool.connection() as connection:
        connection.execute("SELECT set_config('yiwang.city', 'yueyang', false)")
        connection.execute("SELECT set_config('yiwang.reach', 'system', false)")
        counted = connection.execute("SELECT sum(n) FROM trouble WHERE code = 'ingest.limited'").fetchone()
    assert counted == (10,)
