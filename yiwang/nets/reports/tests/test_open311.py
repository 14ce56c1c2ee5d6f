"""GeoReport v2, held against the fields and the errors that the standard names."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from lxml import etree

from yiwang.kernel.access import system
from yiwang.kernel.people import client as clients_of
from yiwang.nets.reports.tests.conftest import BASE, CITY, LITTER, PLACE, follow
from yiwang.nets.reports.tests.test_reports import close, rows  # noqa: F401
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.machine import new_key

V2 = f"{BASE}open311/v2/"
REQUEST = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
]


def get(path, expect=200, **asked):
    answer = Client().get(f"{V2}{path}", asked)
    assert answer.status_code == expect, answer.content.decode()
    if path.endswith(".json"):
        assert answer["Content-Type"] == "application/json; charset=utf-8"
        return json.loads(answer.content)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return etree.fromstring(answer.content)


def post(form="json", **sent):
    typed = {
        "service_code": LITTER,
        "description": "垃圾，电话13800000000",
        "address_string": "郭镇乡政府门口",
        **sent,
    }
    return Client().post(f"{V2}requests.{form}", {k: v for k, v in typed.items() if v is not None})


@pytest.fixture
def key(door, clock):
    """`key("report.send")`: the key of a machine client."""

    def make(*scopes):
        stream = client_stream(CITY, "app")
        made = new_key(stream)
        for command in (
            clients_of.Register(
                client="app", body="yueyang-government-services", title={"zh": "应用", "en": "App"}
            ),
            clients_of.Allow(scopes=scopes),
            clients_of.Rotate(key=made.id, digest=made.digest),
        ):
            assert isinstance(execute(door, Ask(CITY, CLIENT, stream, command, system("t"), clock.now)), Done)
        return made.text

    return make


def test_discovery_names_the_endpoint_and_both_forms(door):
    found = json.loads(Client().get(f"{BASE}open311/discovery.json").content)
    assert list(found) == ["changeset", "contact", "key_service", "endpoints"]
    (endpoint,) = found["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["formats"] == ["text/xml", "application/json"] and endpoint["url"].endswith("/open311/v2")
    assert endpoint["type"] == "test"
    xml = etree.fromstring(Client().get(f"{BASE}open311/discovery.xml").content)
    assert xml.xpath("/discovery/endpoints/endpoint/formats/format/text()") == endpoint["formats"]


def test_services_and_definitions_in_both_forms_are_the_same(door, city):
    listed, xml = get("services.json"), get("services.xml")
    fields = ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert all(list(one) == fields for one in listed)
    assert xml.xpath("/services/service/service_code/text()") == [one["service_code"] for one in listed]
    assert {one["type"] for one in listed} == {"realtime"}
    assert len(listed) == sum(bool(kind.matter) for kind in city.event_kinds.values())
    defined, xml = get(f"services/{LITTER}.json"), get(f"services/{LITTER}.xml")
    assert defined["service_code"] == LITTER
    assert xml.xpath("/service_definition/attributes/attribute/code/text()") == ["where", "state"]
    state = defined["attributes"][1]
    assert state["variable"] is False and {"filed", "closed"} <= {one["key"] for one in state["values"]}
    assert len({one["order"] for one in defined["attributes"]}) == 2


def test_a_request_is_taken_listed_masked_and_found_by_its_id(door, database):
    answer = post(lat="29.3611", long="113.1120", first_name="演晴", last_name="吴", phone="13800000000")
    assert answer.status_code == 201, answer.content
    (made,) = json.loads(answer.content)
    number = made["service_request_id"]
    (found,) = get("requests.json")
    assert list(found) == REQUEST
    assert found["service_request_id"] == number and found["description"] == "垃圾，电话〔电话〕"
    assert (found["lat"], found["long"], found["status"]) == (29.3611, 113.112, "open")
    assert "郭镇乡" in found["address"] and found["agency_responsible"]
    assert "吴演晴" not in json.dumps(found, ensure_ascii=False)
    (single,) = get(f"requests/{number}.json", extensions="true")
    assert single["extended_attributes"]["state"] == "accepted"
    assert single["extended_attributes"]["channel"] == "open311"
    xml = get(f"requests/{number}.xml")
    assert [one.tag for one in xml.xpath("/service_requests/request/*")] == REQUEST
    assert rows(database, "SELECT number FROM event_row") == [(number,)]


def test_who_sent_it_without_an_account_follows_it_with_number_and_code(door, clients):
    notice = json.loads(post().content)[0]["service_notice"]
    number, code = notice.removeprefix("查进展：编号 ").split("，查询码 ")

    class Told:
        pass

    told = Told()
    told.number, told.code = number, code
    assert "正在处置" in follow(clients(""), told).content.decode()


def test_filters_by_kind_status_time_and_page(door, tell, clients, close, database, clock):  # noqa: F811
    post(description="第一处")
    clock.pass_(days=1)
    post(description="路灯", service_code="0102")
    numbers = {one["description"]: one["service_request_id"] for one in get("requests.json")}
    assert list(numbers) == ["路灯", "第一处"]
    close(numbers["第一处"])
    assert [one["description"] for one in get("requests.json", status="closed")] == ["第一处"]
    assert [one["description"] for one in get("requests.json", status="open")] == ["路灯"]
    assert len(get("requests.json", status="open,closed")) == 2
    assert [one["service_code"] for one in get("requests.json", service_code="0102,0103")] == ["0102"]
    since = (clock.now - timedelta(hours=1)).isoformat()
    assert [one["description"] for one in get("requests.json", start_date=since)] == ["路灯"]
    assert [one["description"] for one in get("requests.json", end_date=since)] == ["第一处"]
    both = ",".join(numbers.values())
    assert len(get("requests.json", service_request_id=both, status="closed")) == 2  # overrides the rest
    assert [one["description"] for one in get("requests.json", page="2", page_size="1")] == ["第一处"]
    assert get("requests.json", service_code="", status="", start_date="") == get("requests.json")


def test_what_joined_and_what_is_about_a_body_is_not_listed(door, tell, clients):
    tell(clients(""), "收了钱不办事", kind="body", against="yueyanglou-health", place="")
    assert get("requests.json") == []


def test_a_public_answer_is_an_update(door, tell, clients, as_officer, database):
    from yiwang.nets.reports.tests.test_sealed import put

    tell(clients(""))
    ((number,),) = rows(database, "SELECT number FROM told_row")
    put(as_officer(number), number, "answer", words="已经清走")
    (update,) = get("servicerequestupdates.json")
    assert list(update) == ["update_id", "service_request_id", "status", "updated_datetime", "description"]
    assert update["description"] == "已经清走" and update["service_request_id"] == number
    assert get("servicerequestupdates.xml").xpath("/request_updates/request_update/description/text()") == [
        "已经清走"
    ]
    assert get("requests.json")[0]["status_notes"] == "已经清走"


def test_a_token_gives_the_id(door, database):
    number = json.loads(post().content)[0]["service_request_id"]
    ((token,),) = rows(database, "SELECT id FROM told_row")
    assert get(f"tokens/{token}.json") == [{"service_request_id": number, "token": str(token)}]
    assert get("tokens/nothing.json", 404)[0]["code"] == "token"


def test_a_key_sends_without_limit_and_a_wrong_one_not_at_all(door, key, monkeypatch):
    from yiwang.nets.reports import floods

    monkeypatch.setattr(floods, "UNSIGNED_EACH", 1)
    text = key("report.send")
    assert [post(api_key=text).status_code for _ in range(3)] == [201, 201, 201]
    assert [post().status_code for _ in range(2)] == [201, 429]
    assert post(api_key="yw1.nothing").status_code == 403
    assert post(api_key=text[:-1] + "x").status_code == 403


def test_a_key_without_the_scope_sends_nothing(door, key, database):
    assert post(api_key=key("case.read")).status_code == 403
    assert rows(database, "SELECT count(*) FROM told_row")[0][0] == 0


def test_a_browsers_session_does_not_send_in_its_owners_name(door, clients, database):
    wu = clients("resident-wu")
    typed = {"service_code": LITTER, "description": "垃圾", "address_id": PLACE}
    assert wu.post(f"{V2}requests.json", typed).status_code == 201
    assert rows(database, "SELECT applicant FROM report_row") == [("",)]


WRONG = [
    ({"service_code": None}, 400, "service_code"),
    ({"service_code": "9999"}, 404, "service_code"),
    ({"description": ""}, 400, "report.words-missing"),
    ({"description": "长" * 4001}, 400, "description"),
    ({"address_string": None}, 400, "address_string"),
    ({"lat": "0", "long": "0"}, 400, "report.no-position"),
    ({"lat": "113.1", "long": "29.3"}, 400, "report.no-position"),
    ({"lat": "nan", "long": "inf"}, 400, "report.no-position"),
    ({"jurisdiction_id": "boston.gov"}, 404, "jurisdiction_id"),
    ({"phone": "1" * 31}, 400, "report.contact-too-long"),
]  # fmt: skip


def test_what_is_wrong_is_named_as_the_standard_names_it(door, database, monkeypatch):
    from yiwang.nets.reports import floods

    monkeypatch.setattr(floods, "UNSIGNED_EACH", 100)
    for sent, status, code in WRONG:
        answer = post(**sent)
        assert answer.status_code == status, (sent, answer.content.decode())
        (fault,) = json.loads(answer.content)
        assert fault["code"] == code and fault["description"], sent
        xml = etree.fromstring(post("xml", **sent).content)
        assert xml.xpath("/errors/error/code/text()") == [code], sent
    assert rows(database, "SELECT count(*) FROM told_row")[0][0] == 0


BAD = [
    ("requests.json", {"start_date": "2026-01-01"}, 400),
    ("requests.json", {"start_date": "2026-13-01T00:00:00Z"}, 400),
    ("requests.json", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
    ("requests.json", {"start_date": "2026-06-01T00:00:00Z", "end_date": "2026-05-01T00:00:00Z"}, 400),
    ("requests.json", {"status": "lost"}, 400), ("requests.json", {"page": "0"}, 400),
    ("requests.json", {"page_size": "1001"}, 400), ("requests/2611-000000000.json", {}, 404),
    ("services/99999.json", {}, 404), ("services.json", {"jurisdiction_id": "x"}, 404),
]  # fmt: skip


def test_bad_questions_are_answered_with_the_list_of_errors(door):
    for path, asked, status in BAD:
        (fault,) = get(path, status, **asked)
        assert set(fault) == {"code", "description"}


def test_control_characters_do_not_break_the_xml(door):
    post(description="垃圾\x0b\x00<b>&堆")
    assert get("requests.xml").xpath("//description/text()") == ["垃圾<b>&堆"]
