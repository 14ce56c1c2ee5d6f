"""The desk of people over REST, to read: positions, substitutes, one's own; and sessions."""

from __future__ import annotations

import secrets

from django.test import Client

from yiwang.people.sync import sync
from yiwang.web import cities

API = "/yueyang/api/v1"


def test_positions_and_people_are_read_within_reach_without_a_name(clients, door, clock):
    sync(door, "yueyang", cities.get("yueyang").city, clock.now)
    admin = clients("system-admin")

    told = admin.get(f"{API}/people/positions")
    assert told.status_code == 200, told.content.decode()
    assert told.json()["positions"] and told.json()["body"] in told.json()["bodies"]
    walked, after = [], ""
    while True:
        page = admin.get(f"{API}/people?after={after}").json()
        walked += [one["person"] for one in page["people"]]
        if page["next"] is None:
            break
        after = page["next"]

    assert len(walked) > 20 and len(walked) == len(set(walked))
    assert admin.get(f"{API}/people?after=nobody").json()["error"]["code"] == "api.no-page"
    assert admin.get(f"{API}/people/positions?body=none").status_code == 404
    assert clients("resident-wu").get(f"{API}/people").status_code == 403
    assert Client().get(f"{API}/people").status_code == 401


def test_staff_read_their_own_positions_and_a_resident_has_none(clients, door, clock):
    sync(door, "yueyang", cities.get("yueyang").city, clock.now)

    own = clients("officer-health").get(f"{API}/people/mine").json()

    assert [one["role"] for one in own["held"]] == ["officer"]
    assert clients("resident-wu").get(f"{API}/people/mine").status_code == 403


def test_a_persona_of_the_demo_has_no_login_whose_sessions_could_be_listed(clients):
    wu = clients("resident-wu")
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}

    assert wu.get(f"{API}/account/sessions").status_code == 404
    assert wu.post(f"{API}/account/sessions/end", headers=key).status_code == 404
