"""Drafts over REST: half done on one device, finished on another, on a page or by a system; filed once."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.nets.services.tests.test_api import API, CERTIFICATE, HYGIENE, PDF, send, system_of  # noqa: F401

HERE = {"matter": "insured-certificate", "place": "430602005"}


def begun(client: Client, body: Any = HERE, key: str = "") -> tuple[str, str]:
    """Begin a draft; return its address and its tag."""
    answer = send(client, "/drafts", body, key)
    assert answer.status_code == 201, answer.content.decode()
    return answer["Location"].removeprefix(API), answer["ETag"]


def save(client: Client, where: str, tag: str, answers: Any) -> Any:
    return client.post(
        f"{API}{where}/answers",
        json.dumps({"answers": answers}),
        content_type="application/json",
        headers={"If-Match": tag},
    )


def test_a_draft_is_begun_filled_in_two_steps_and_filed_once(clients):
    wu = clients("resident-wu")
    where, tag = begun(wu)

    half = save(wu, where, tag, {"insured_name": "吴演晴", "id_number": CERTIFICATE["answers"]["id_number"]})
    assert half.status_code == 200, half.content.decode()
    assert half.json()["complete"] is False
    assert "insurance_kind" in [one["field"] for one in half.json()["problems"]]
    early = send(wu, f"{where}/submit", {})
    assert (early.status_code, early.json()["error"]["code"]) == (422, "api.answers")
    rest = {name: CERTIFICATE["answers"][name] for name in ("insurance_kind", "from_month", "to_month")}
    whole = save(wu, where, half["ETag"], rest)
    assert whole.json()["complete"] is True, whole.json()["problems"]
    assert whole.json()["answers"] == CERTIFICATE["answers"]

    filed, again = (send(wu, f"{where}/submit", {}) for _ in range(2))

    assert (filed.status_code, again.status_code) == (201, 200)
    assert filed.json()["number"] == again.json()["number"] and again.json()["repeated"] is True
    assert wu.get(filed["Location"]).json()["number"] == filed.json()["number"]
    assert wu.get(f"{API}{where}").status_code == 404
    assert wu.get(f"{API}/drafts").json() == {"drafts": [], "next": None}


def test_a_draft_begun_over_rest_is_the_one_of_the_pages(clients):
    wu = clients("resident-wu")
    where, tag = begun(wu)
    save(wu, where, tag, {"insured_name": "吴演晴"})

    page = wu.get(f"/yueyang/services{where}/check")

    assert page.status_code == 200 and "吴演晴" in page.content.decode()
    wu.post(f"/yueyang/services{where}/discard")
    assert wu.get(f"{API}{where}").status_code == 404


def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten(clients):
    one, other = clients("resident-wu"), clients("resident-wu")
    where, tag = begun(one)
    first = save(one, where, tag, {"insured_name": "吴演晴"})

    late = save(other, where, tag, {"insured_name": "别人"})
    blind = one.post(f"{API}{where}/answers", "{}", content_type="application/json")

    assert (late.status_code, late.json()["error"]["code"]) == (412, "api.moved-on")
    assert (blind.status_code, blind.json()["error"]["code"]) == (428, "api.no-if-match")
    now = one.get(f"{API}{where}")
    assert now.json()["answers"] == {"insured_name": "吴演晴"} and now["ETag"] == first["ETag"]
    same = one.get(f"{API}{where}", headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_an_answer_is_taken_away_and_one_of_no_such_shape_saves_nothing(clients):
    wu = clients("resident-wu")
    where, tag = begun(wu)
    kept = save(wu, where, tag, {"insured_name": "吴演晴", "insurance_kind": "pension"})

    gone = save(wu, where, kept["ETag"], {"insured_name": None})
    wrong = save(wu, where, gone["ETag"], {"insured_name": ["吴"], "colour": "red"})

    assert gone.json()["answers"] == {"insurance_kind": "pension"}
    assert wrong.status_code == 422
    assert {one["code"] for one in wrong.json()["error"]["problems"]} == {"form.shape", "form.unknown-field"}
    assert wu.get(f"{API}{where}")["ETag"] == gone["ETag"]


def test_a_file_in_a_draft_stays_when_other_answers_are_saved(clients):
    luo = clients("owner-luo")
    where, tag = begun(luo, {"matter": HYGIENE["matter"], "place": HYGIENE["place"]})

    with_file = luo.post(
        f"{API}{where}/answers",
        {
            "draft": json.dumps({"answers": {"venue_name": "示例旅店"}}),
            "floor_plan": SimpleUploadedFile("plan.pdf", PDF),
        },
        headers={"If-Match": tag},
    )
    assert with_file.status_code == 200, with_file.content.decode()
    whole = save(luo, where, with_file["ETag"], HYGIENE["answers"])
    filed = send(luo, f"{where}/submit", {})

    assert whole.json()["answers"]["floor_plan"]["name"] == "plan.pdf"
    assert filed.status_code == 201, filed.content.decode()
    plan = luo.get(f"{API}/cases/{filed.json()['number']}/answers").json()["floor_plan"]
    assert plan["bytes"] == len(PDF)


def test_a_draft_is_its_writers_alone_and_begun_once_for_a_key(clients):
    wu, liu, key = clients("resident-wu"), clients("resident-liu"), secrets.token_urlsafe(16)
    where, _ = begun(wu, key=key)

    again = send(wu, "/drafts", HERE, key)

    assert again.status_code == 200 and again["Location"].endswith(where)
    assert liu.get(f"{API}{where}").status_code == 404
    assert send(liu, f"{where}/submit", {}).status_code == 404
    liu.delete(f"{API}{where}")
    assert len(wu.get(f"{API}/drafts").json()["drafts"]) == 1
    assert wu.delete(f"{API}{where}", headers={"If-Match": '"0"'}).status_code == 412
    assert wu.delete(f"{API}{where}").status_code == wu.delete(f"{API}{where}").status_code == 204
    assert wu.get(f"{API}/drafts").json()["drafts"] == []
    assert Client().get(f"{API}/drafts").status_code == 401


def test_drafts_are_walked_by_key(clients, clock):
    wu = clients("resident-wu")
    made = []
    for _ in range(52):
        clock.pass_(seconds=1)
        made.append(begun(wu)[0].rsplit("/", 1)[1])

    first = wu.get(f"{API}/drafts").json()
    second = wu.get(f"{API}/drafts?after={first['next']}").json()

    assert [one["draft"] for page in (first, second) for one in page["drafts"]] == made[::-1]
    assert second["next"] is None


def test_a_windows_system_files_a_draft_for_who_is_there(system_of):  # noqa: F811
    hall = system_of("yueyanglou-government-services", "case.file", "case.read")
    where, tag = begun(hall)
    save(hall, where, tag, CERTIFICATE["answers"])
    number = CERTIFICATE["answers"]["id_number"]
    present = {"name": "吴演晴", "number": number, "document": "resident-id", "consent": "signed"}

    nobody = send(hall, f"{where}/submit", {})
    wrong = send(hall, f"{where}/submit", {"present": {**present, "number": "1"}})
    filed = send(hall, f"{where}/submit", {"present": present})

    assert nobody.json()["error"]["code"] == "api.nobody-present"
    assert wrong.json()["error"]["code"] == "services.present-number"
    assert filed.status_code == 201, filed.content.decode()
    assert hall.get(filed["Location"]).json()["channel"] == "window"
