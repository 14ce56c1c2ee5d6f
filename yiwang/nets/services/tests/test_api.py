"""The city as REST: what the pages do, for a system with a key and for people who are signed in."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.kernel.access import system
from yiwang.kernel.people import client as people_client
from yiwang.nets.services.tests.applications import INSURED
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.wall import city_transaction
from yiwang.web.machine import new_key

API = "/yueyang/api/v1"
CERTIFICATE = {
    "matter": "insured-certificate",
    "place": "430602005",
    "answers": {
        "insured_name": "吴演晴",
        "id_number": INSURED,
        "insurance_kind": "pension",
        "from_month": "2024-01",
        "to_month": "2026-10",
    },
}
HYGIENE = {
    "matter": "public-place-hygiene",
    "place": "430602004",
    "answers": {
        "credit_code": "92430602MADEM00112",
        "contact_phone": "19900000005",
        "operator_name": "示例旅店",
        "contact_name": "罗演竹",
        "venue_name": "示例旅店",
        "venue_address": "示例路 1 号",
        "venue_kind": "lodging",
        "floor_area": "640",
        "staff_count": 8,
        "central_ventilation": False,
        "declaration": True,
    },
}
PDF = b"%PDF-1.7\nexample"


def send(client: Client, path: str, body: Any, key: str = "", **headers: str) -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16), **headers}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def with_plan(client: Client, **changed: Any) -> Any:
    body = {**HYGIENE, "answers": {**HYGIENE["answers"], **changed}}
    return client.post(
        f"{API}/cases",
        {"case": json.dumps(body), "floor_plan": SimpleUploadedFile("plan.pdf", PDF)},
        headers={"Idempotency-Key": secrets.token_urlsafe(16)},
    )


@pytest.fixture
def system_of(door, clock):
    """`system_of(body, scopes)`: a client that asks with a key of a system of that body."""

    def make(body: str, *scopes: str) -> Client:
        name = secrets.token_hex(8)
        stream = client_stream("yueyang", name)
        key = new_key(stream)
        for command in (
            people_client.Register(client=name, body=body, title={"zh": "系统", "en": "system"}),
            people_client.Allow(scopes=scopes),
            people_client.Rotate(key=key.id, digest=key.digest),
        ):
            done = execute(door, Ask("yueyang", CLIENT, stream, command, system("test"), clock.now))
            assert isinstance(done, Done), done
        clock.pass_(seconds=1)
        return Client(headers={"Authorization": f"Bearer {key.text}"})

    return make


def test_a_resident_files_and_reads_what_was_filed(clients):
    wu = clients("resident-wu")

    filed = send(wu, "/cases", CERTIFICATE)
    assert filed.status_code == 201, filed.content.decode()
    number = filed.json()["number"]
    assert filed["Location"] == f"{API}/cases/{number}"

    case = wu.get(filed["Location"])
    assert case["ETag"] == f'"{filed.json()["seq"]}"'
    assert (case.json()["matter"], case.json()["phase"]) == ("insured-certificate", filed.json()["phase"])
    assert case.json()["facts"] == {
        "insurance_kind": "pension",
        "from_month": "2024-01",
        "to_month": "2026-10",
    }
    assert INSURED not in case.content.decode()
    answers = wu.get(f"{API}/cases/{number}/answers").json()
    assert answers["id_number"] == INSURED
    assert number in [one["number"] for one in wu.get(f"{API}/cases").json()["cases"]]
    assert wu.get(f"/yueyang/services/cases/{number}/").status_code == 200


def test_sent_again_with_the_same_key_a_case_is_filed_once(clients):
    wu, key = clients("resident-wu"), secrets.token_urlsafe(16)

    first, second = (send(wu, "/cases", CERTIFICATE, key) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert second.json()["repeated"] is True
    other = send(clients("resident-liu"), "/cases", CERTIFICATE, key)
    assert other.status_code == 201 and other.json()["number"] != first.json()["number"]


def test_a_case_with_a_file_is_filed_in_one_request(clients):
    luo = clients("owner-luo")

    filed = with_plan(luo)

    assert filed.status_code == 201, filed.content.decode()
    plan = luo.get(f"{API}/cases/{filed.json()['number']}/answers").json()["floor_plan"]
    assert (plan["name"], plan["bytes"], plan["media"]) == ("plan.pdf", len(PDF), "application/pdf")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"floor_area": "much"}, "floor_area", "form.not-a-number"),
        ({"floor_area": {"m2": 3}}, "floor_area", "form.shape"),
        ({"declaration": "yes"}, "declaration", "form.shape"),
        ({"venue_kind": "spaceship"}, "venue_kind", "form.not-a-choice"),
        ({"floor_plan": "plan.pdf"}, "floor_plan", "form.file-as-part"),
        ({"colour": "red"}, "colour", "form.unknown-field"),
        ({"credit_code": "92430602MADEM00113"}, "credit_code", None),
        ({"venue_name": None}, "venue_name", None),
    ],
)
def test_what_is_not_sound_is_told_by_field_and_nothing_is_filed(clients, changed, field, code):
    luo = clients("owner-luo")
    before = luo.get(f"{API}/cases").json()["cases"]

    answer = with_plan(luo, **changed)

    assert answer.status_code == 422
    found = [one for one in answer.json()["error"]["problems"] if one["field"] == field]
    assert found, answer.json()
    assert code is None or found[0]["code"] == code
    assert found[0]["zh"] and found[0]["en"]
    assert luo.get(f"{API}/cases").json()["cases"] == before


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"matter": 3}', '{"matter": "x", "place": "y", "answers": []}']
)
def test_rubbish_is_answered_with_where_and_not_repeated(clients, body):
    answer = clients("resident-wu").post(
        f"{API}/cases", body, content_type="application/json", headers={"Idempotency-Key": "k" * 16}
    )

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "api.unreadable"


def test_without_an_idempotency_key_nothing_is_done(clients):
    wu = clients("resident-wu")

    answer = wu.post(f"{API}/cases", json.dumps(CERTIFICATE), content_type="application/json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (428, "api.no-idempotency-key")
    assert wu.get(f"{API}/cases").json()["cases"] == []


def test_a_window_handles_a_case_by_the_acts_that_are_offered(clients):
    filed = with_plan(clients("owner-luo")).json()
    number, window = filed["number"], clients("window-yueyanglou")
    case = window.get(f"{API}/cases/{number}")

    offered = {one["act"] for one in window.get(f"{API}/cases/{number}/acts").json()}
    assert "receive" in offered and "decide" not in offered
    key = secrets.token_urlsafe(16)
    done = send(window, f"/cases/{number}/acts/receive", {}, key, **{"If-Match": case["ETag"]})
    assert done.status_code == 200, done.content.decode()
    again = send(window, f"/cases/{number}/acts/receive", {}, key)
    assert again.json()["repeated"] is True and again.json()["seq"] == done.json()["seq"]

    stale = send(window, f"/cases/{number}/acts/forward", {}, **{"If-Match": case["ETag"]})
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "api.moved-on")
    untick = send(window, f"/cases/{number}/acts/forward", {})
    assert (untick.status_code, untick.json()["error"]["code"]) == (409, "services.not-complete")
    forward = next(one for one in window.get(f"{API}/cases/{number}/acts").json() if one["act"] == "forward")
    there = [option["value"] for asked in forward["inputs"] for option in asked["options"]]
    sent = send(window, f"/cases/{number}/acts/forward", {"answers": {"there": there}})
    assert sent.status_code == 200, sent.content.decode()
    inbox = clients("officer-health").get(f"{API}/inbox?whose=body").json()["tasks"]
    assert number in [one["case"]["number"] for one in inbox]


def test_an_act_of_somebody_elses_is_refused(clients):
    number = with_plan(clients("owner-luo")).json()["number"]

    foreign = send(clients("resident-liu"), f"/cases/{number}/acts/withdraw", {})
    officer = send(clients("officer-market"), f"/cases/{number}/acts/accept", {})

    assert foreign.status_code in (403, 404)
    assert officer.status_code in (403, 404)
    assert clients("owner-luo").get(f"{API}/cases/{number}").json()["phase"] == "filed"


def test_nobody_without_a_key_reads_a_case_or_files_one(door):
    nobody = Client()

    assert nobody.get(f"{API}/cases").status_code == 401
    assert send(nobody, "/cases", CERTIFICATE).status_code == 401
    assert nobody.get(f"{API}/services").status_code == 200


def test_a_session_changes_nothing_without_the_token_of_a_page(clients):
    wu = clients("resident-wu")
    wu.handler.enforce_csrf_checks = True

    answer = send(wu, "/cases", CERTIFICATE)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "api.no-csrf")


def test_the_system_of_a_window_files_for_who_is_there_and_reads_only_its_bodys_cases(
    system_of, clients, door
):
    hall = system_of("yueyanglou-government-services", "case.file", "case.read")

    nobody = send(hall, "/cases", CERTIFICATE)
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (422, "api.nobody-present")
    present = {"name": "吴演晴", "number": INSURED, "document": "resident-id", "consent": "signed"}
    filed = send(hall, "/cases", {**CERTIFICATE, "present": present})

    assert filed.status_code == 201, filed.content.decode()
    with (
        door.pool.connection() as connection,
        city_transaction(connection, "yueyang", system("test")) as cursor,
    ):
        bytes_of = cursor.execute("SELECT string_agg(body, '') FROM event WHERE city = 'yueyang'").fetchone()
    assert "吴演晴".encode() not in bytes(bytes_of[0]) and INSURED.encode() not in bytes(bytes_of[0])
    foreign = with_plan(clients("owner-luo")).json()["number"]
    blind = system_of("yueyanglou-health", "case.file")
    assert blind.get(f"{API}/cases/{foreign}").status_code == 403
    reader = system_of("yueyanglou-health", "case.read")
    assert reader.get(f"{API}/cases/{foreign}").json()["channel"] == "online"
    assert send(reader, "/cases", CERTIFICATE).status_code == 403


def test_a_list_is_walked_by_key_without_gap_or_repeat(clients, clock):
    wu = clients("resident-wu")
    filed = []
    for _ in range(53):
        clock.pass_(seconds=1)
        filed.append(send(wu, "/cases", CERTIFICATE).json()["number"])

    first = wu.get(f"{API}/cases").json()
    assert len(first["cases"]) == 50
    clock.pass_(seconds=1)
    late = send(wu, "/cases", CERTIFICATE).json()["number"]
    second = wu.get(f"{API}/cases?after={first['next']}").json()

    walked = [one["number"] for page in (first, second) for one in page["cases"]]
    assert walked == filed[::-1] and late not in walked
    assert second["next"] is None
    assert wu.get(f"{API}/cases?after=2611-00000000X").status_code == 422
    assert wu.get(f"{API}/cases?matter=public-place-hygiene").json()["cases"] == []


def test_what_did_not_change_is_not_sent_again(clients):
    wu = clients("resident-wu")
    where = send(wu, "/cases", CERTIFICATE)["Location"]
    tag = wu.get(where)["ETag"]

    same = wu.get(where, headers={"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")


def test_the_description_names_every_operation_with_its_permission(door):
    told = Client().get(f"{API}/openapi.json").json()

    operations = {(method, path): one for path, ways in told["paths"].items() for method, one in ways.items()}
    assert len(operations) >= 10
    assert all(one["x-yw-permission"] for one in operations.values())
    assert all(path.startswith(f"{API}/") for _, path in operations)
    body = operations["post", f"{API}/cases"]["requestBody"]["content"]
    assert set(body) == {"application/json", "multipart/form-data"}


def test_a_service_says_what_its_form_asks_and_a_search_finds_it(door):
    found = Client().get(f"{API}/services?q=卫生许可").json()["services"]
    assert found[0]["matter"] == "public-place-hygiene"

    told = Client().get(f"{API}/services/public-place-hygiene").json()
    assert set(HYGIENE["answers"]) <= set(told["form"]["properties"])
    assert {one["id"] for one in told["limits"]}
    assert Client().get(f"{API}/services/none").status_code == 404


def test_a_timeline_tells_what_happened_with_the_hash_of_each_entry(clients, clock):
    wu = clients("resident-wu")
    number = send(wu, "/cases", CERTIFICATE).json()["number"]
    clock.now += timedelta(minutes=1)

    moments = wu.get(f"{API}/cases/{number}/timeline").json()

    assert moments[0]["seq"] == 1 and len(moments[0]["hash"]) == 64
    assert all(one["what"]["zh"] and one["who"]["zh"] for one in moments)
