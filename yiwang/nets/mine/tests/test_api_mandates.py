"""Mandates over REST: given with a code, taken once, acted under, ended."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import Any

from django.test import Client

API = "/yueyang/api/v1"


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_a_mandate_is_given_taken_and_ended(clients, records, clock):
    giver, agent, key = clients("owner-luo"), clients("resident-liu"), secrets.token_urlsafe(16)
    today = clock.now.date()
    body = {"since": str(today), "until": str(today + timedelta(days=9))}

    given, again = (send(giver, "/mandates", body, key) for _ in range(2))
    assert given.status_code == 201, given.content.decode()
    assert given.json()["code"] and again.json() == {**given.json(), "code": "", "repeated": True}
    wrong = send(agent, "/mandates/take", {"code": "AAAA-AAAA"})
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (409, "mandate.wrong-code")
    taken = send(agent, "/mandates/take", {"code": given.json()["code"]})
    assert taken.json()["state"] == "active", taken.content.decode()

    told = agent.get(f"{API}/mandates").json()
    assert [(one["given"], one["who"]["zh"], one["state"]) for one in told["mandates"]] == [
        (False, "罗演竹", "active")
    ]
    principal = told["principals"][0]["person"]
    assert send(agent, "/acting-for", {"principal": principal}).json() == {"principal": principal}
    assert agent.get(f"{API}/mandates").json()["acting_for"] == principal
    draft = send(agent, "/drafts", {"matter": "insured-certificate", "place": "430602005"})
    assert draft.status_code == 201
    assert agent.get(f"{API}/drafts").json()["drafts"][0]["for_somebody"] is True

    ended = send(giver, f"/mandates/{given.json()['mandate']}/end", {})
    assert ended.json()["state"] == "withdrawn"
    late = agent.get(draft["Location"])
    assert (late.status_code, late.json()["error"]["code"]) == (409, "mandate.over")


def test_days_and_matters_that_cannot_be_are_told_and_nothing_is_given(clients, records, clock):
    giver, today = clients("owner-luo"), clock.now.date()
    past = {"since": str(today - timedelta(days=3)), "until": str(today)}

    answers = [
        send(giver, "/mandates", past),
        send(giver, "/mandates", {"since": str(today), "until": str(today), "which": "some"}),
        send(
            giver, "/mandates", {"since": str(today), "until": str(today), "which": "some", "matters": ["x"]}
        ),
        send(giver, "/mandates", {"since": "soon", "until": str(today)}),
    ]

    assert [one.status_code for one in answers] == [422] * 4
    assert giver.get(f"{API}/mandates").json()["mandates"] == []
    assert send(clients("resident-liu"), "/acting-for", {"principal": "p-x"}).status_code == 409


def test_one_service_alone_can_be_given_and_nobody_else_ends_it(clients, records, clock):
    giver, today = clients("owner-luo"), clock.now.date()
    body = {"since": str(today), "until": str(today), "which": "some", "matters": ["insured-certificate"]}

    given = send(giver, "/mandates", body)

    assert given.status_code == 201, given.content.decode()
    assert giver.get(f"{API}/mandates").json()["mandates"][0]["matters"] == ["insured-certificate"]
    assert send(clients("resident-tao"), f"/mandates/{given.json()['mandate']}/end", {}).status_code == 404
    assert Client().get(f"{API}/mandates").status_code == 401
