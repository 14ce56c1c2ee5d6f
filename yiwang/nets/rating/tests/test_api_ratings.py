"""好差评与办不成事 over REST, by the rules of the pages."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.test import Client

API = "/yueyang/api/v1"


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_a_handling_is_rated_once_for_a_key_and_the_first_grade_stays(clients, ended):
    number, wu, key = ended(), clients("resident-wu"), secrets.token_urlsafe(16)

    first, again = (send(wu, f"/cases/{number}/rating", {"grade": 5}, key) for _ in range(2))
    changed = send(wu, f"/cases/{number}/rating", {"grade": 4, "aspects": {"quick": 3}, "words": "还行"})

    assert first.status_code == 200, first.content.decode()
    assert again.json() == {**first.json(), "repeated": True}
    assert changed.json()["first"] == 5 and changed.json()["now"] == 4
    told = wu.get(f"{API}/cases/{number}/ratings").json()["ratings"]
    assert [(one["first"], one["now"], one["aspects"]) for one in told] == [(5, 4, {"quick": 3})]
    assert [one["words"] for one in told[0]["said"]] == ["还行"]
    assert wu.get(f"/yueyang/ratings/cases/{number}/").status_code == 200


def test_what_is_no_grade_is_refused_and_nobody_rates_for_another(clients, ended):
    number, wu = ended(), clients("resident-wu")

    six = send(wu, f"/cases/{number}/rating", {"grade": 6})

    assert (six.status_code, six.json()["error"]["code"]) == (409, "rating.no-grade")
    assert send(clients("resident-liu"), f"/cases/{number}/rating", {"grade": 1}).status_code == 404
    assert send(clients("officer-insurance"), f"/cases/{number}/rating", {"grade": 5}).status_code == 403
    assert wu.get(f"{API}/cases/{number}/ratings").json() == {"ratings": [], "words": []}


def test_a_bad_rating_goes_to_review_by_the_acts_that_are_open(clients, ended, worker):
    number, wu = ended(), clients("resident-wu")
    rated = send(wu, f"/cases/{number}/rating", {"grade": 1}).json()["rating"]
    worker.round()
    told = wu.get(f"{API}/cases/{number}/ratings").json()["ratings"][0]
    assert "ask-review" in told["can"] and told["opened"]

    asked = send(wu, f"/ratings/{rated}/acts/ask-review", {"words": "请复核"})
    body = send(clients("officer-insurance"), f"/ratings/{rated}/acts/review", {"verdict": "upheld"})
    wrong = send(wu, f"/ratings/{rated}/acts/praise", {})

    assert asked.status_code == 200 and asked.json()["dispute"] == "asked", asked.content.decode()
    assert body.status_code in (403, 404)
    assert wrong.status_code == 422


def test_a_word_without_an_account_is_answered_with_a_code_that_alone_reads_it(clients, ended, door):
    number, nobody, key = ended("refused"), Client(), secrets.token_urlsafe(16)
    word = {"number": number, "ground": "refused", "words": "不知道去哪里办"}

    taken, again = (send(nobody, "/nothing-gets-done", word, key) for _ in range(2))

    assert taken.status_code == 200, taken.content.decode()
    assert taken.json() == again.json() and taken.json()["code"]
    proof = {"number": taken.json()["number"], "code": taken.json()["code"]}
    read = send(nobody, "/nothing-gets-done/answer", proof)
    assert [one["words"] for one in read.json()["said"]] == ["不知道去哪里办"]
    wrong = send(nobody, "/nothing-gets-done/answer", {**proof, "code": "AAAAA-AAAAA-AAAAA-AAAAA"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (404, "stuck.wrong-code")
    assert send(nobody, "/nothing-gets-done", {**word, "ground": "weather"}).status_code == 409


def test_figures_and_changed_rules_are_there_for_everybody(door):
    nobody = Client()

    assert nobody.get(f"{API}/ratings/figures").json()["by_body"] == []
    assert nobody.get(f"{API}/ratings/changes").json() == []
