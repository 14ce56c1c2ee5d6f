"""补正 and 容缺 over REST: what was asked for is answered with its files, what follows is handed in."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.nets.services.tests.test_api import API, PDF, send, with_plan


def corrected(client: Client, number: str, answers: Any, key: str = "", **headers: str) -> Any:
    """Answer a notice: with a floor plan as a file."""
    return client.post(
        f"{API}/cases/{number}/correction",
        {
            "correction": json.dumps({"answers": answers}),
            "floor_plan": SimpleUploadedFile("new plan.pdf", PDF + b" anew"),
        },
        headers={"Idempotency-Key": key or secrets.token_urlsafe(16), **headers},
    )


def act(client: Client, number: str, act: str, **answers: Any) -> Any:
    """Do an act that is offered; the answers are what is typed."""
    done = send(client, f"/cases/{number}/acts/{act}", {"answers": answers})
    assert done.status_code == 200, done.content.decode()
    return done.json()


def returned(clients: Any) -> str:
    """A hygiene licence for which plan and address are asked anew."""
    number: str = with_plan(clients("owner-luo")).json()["number"]
    window = clients("window-yueyanglou")
    act(window, number, "receive")
    act(window, number, "ask-correction", items=["floor-plan", "venue_address"], reason="平面图看不清。")
    return number


def test_a_notice_is_read_and_answered_with_its_file(clients):
    number, luo = returned(clients), clients("owner-luo")

    told = luo.get(f"{API}/cases/{number}/correction")
    assert told.status_code == 200, told.content.decode()
    assert told.json()["open"] is True
    assert [one["field"] for one in told.json()["items"]] == ["floor_plan", "venue_address"]
    assert set(told.json()["form"]["properties"]) == {"floor_plan", "venue_address"}
    key = secrets.token_urlsafe(16)
    sent = {"venue_address": "示例路 1 号附 2 号"}
    done = corrected(luo, number, sent, key, **{"If-Match": told["ETag"]})

    assert done.status_code == 200, done.content.decode()
    assert done.json()["phase"] == "filed" and not done.json()["repeated"]
    answers = luo.get(f"{API}/cases/{number}/answers").json()
    assert answers["venue_address"] == "示例路 1 号附 2 号"
    assert answers["floor_plan"]["name"] == "new plan.pdf"
    again = corrected(luo, number, sent, key)
    assert again.json()["repeated"] is True and again.json()["seq"] == done.json()["seq"]
    assert luo.get(f"{API}/cases/{number}/correction").json()["open"] is False
    late = corrected(luo, number, sent)
    assert late.status_code == 409 and late.json()["error"]["code"]


def test_an_answer_that_leaves_something_out_is_told_by_field_and_changes_nothing(clients):
    number, luo = returned(clients), clients("owner-luo")

    half = corrected(luo, number, {})
    other = corrected(luo, number, {"venue_address": "示例路 2 号", "venue_name": "另一家"})

    assert [one["field"] for one in half.json()["error"]["problems"]] == ["venue_address"]
    assert [one["code"] for one in other.json()["error"]["problems"]] == ["form.unknown-field"]
    assert {half.status_code, other.status_code} == {422}
    assert luo.get(f"{API}/cases/{number}").json()["phase"] == "correcting"


def test_a_correction_made_for_an_older_standing_is_held(clients):
    number, luo = returned(clients), clients("owner-luo")

    stale = corrected(luo, number, {"venue_address": "示例路 2 号"}, **{"If-Match": '"1"'})

    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "api.moved-on")


def test_nobody_else_reads_or_answers_a_notice(clients):
    number = returned(clients)

    assert clients("resident-liu").get(f"{API}/cases/{number}/correction").status_code == 404
    assert corrected(clients("resident-liu"), number, {"venue_address": "x"}).status_code == 404
    assert Client().get(f"{API}/cases/{number}/correction").status_code == 401


def test_where_nothing_was_asked_there_is_nothing_to_correct(clients):
    number, luo = with_plan(clients("owner-luo")).json()["number"], clients("owner-luo")

    assert luo.get(f"{API}/cases/{number}/correction").status_code == 404
    assert corrected(luo, number, {}).status_code == 404


def test_a_material_that_follows_is_listed_with_its_day_and_handed_in_once(clients):
    luo = clients("owner-luo")
    filed = with_plan(luo, way_hygiene_rules="follow")
    assert filed.status_code == 201, filed.content.decode()
    number = filed.json()["number"]

    listed = luo.get(f"{API}/cases/{number}/materials").json()
    assert [(one["material"], one["awaited"]) for one in listed] == [("hygiene-rules", True)]
    assert listed[0]["until"] and listed[0]["if_missing"]["zh"]
    where, key = f"{API}/cases/{number}/materials/hygiene-rules", secrets.token_urlsafe(16)

    def hand_in(key: str, **files: Any) -> Any:
        return luo.post(where, files, headers={"Idempotency-Key": key})

    empty = hand_in(key)
    assert empty.status_code == 422, empty.content.decode()
    done, again = (
        hand_in(key, **{listed[0]["field"]: SimpleUploadedFile("rules.pdf", PDF)}) for _ in range(2)
    )
    assert done.status_code == 200, done.content.decode()
    assert again.json()["repeated"] is True
    assert luo.get(f"{API}/cases/{number}/materials").json()[0]["awaited"] is False
    gone = luo.post(f"{API}/cases/{number}/materials/none", {}, headers={"Idempotency-Key": key})
    assert gone.status_code == 404
