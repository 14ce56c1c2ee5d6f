"""Appointments and queues over REST, by the rules of the pages."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.test import Client

from yiwang.nets.booking.tests.test_pages import HALL, WINDOW

API = "/yueyang/api/v1"


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def wish(at: str) -> dict[str, str]:
    return {"bookable": WINDOW, "at": at, "matter": "insured-certificate"}


def test_a_free_slot_is_found_booked_once_moved_and_cancelled(clients, door):
    wu, key = clients("resident-wu"), secrets.token_urlsafe(16)
    found = Client().get(f"{API}/bookables?matter=insured-certificate&place=430602005").json()
    assert WINDOW in [one["bookable"] for one in found]
    free = Client().get(f"{API}/bookables/{WINDOW}/slots").json()
    slots = [slot["at"] for day in free for slot in day["slots"]]

    made, again = (send(wu, "/appointments", wish(slots[0]), key) for _ in range(2))
    assert made.status_code == 201, made.content.decode()
    assert made.json() == again.json()
    number = made.json()["number"]
    assert [one["number"] for one in wu.get(f"{API}/appointments").json()] == [number]
    same_day = send(wu, f"/appointments/{number}/move", {"at": slots[1]})
    assert same_day.json()["number"] == number and same_day.json()["slot"] == slots[1].split()[1]
    gone = send(wu, f"/appointments/{number}/cancel", {})

    assert gone.json()["phase"] == "cancelled"
    assert send(wu, "/appointments", wish(slots[0]), key).json()["number"] == number
    assert clients("resident-liu").get(f"{API}/appointments/{number}").status_code == 404
    assert send(Client(), "/appointments", wish(slots[0])).status_code == 401


def test_what_is_no_slot_is_refused(clients, door):
    wu = clients("resident-wu")

    answers = [send(wu, "/appointments", wish(at)) for at in ("soon", "2026-11-29 09:00", "2026-11-24 03:00")]

    assert [one.status_code for one in answers] == [409] * 3
    assert all(one.json()["error"]["code"].startswith("booking.") for one in answers)
    assert Client().get(f"{API}/bookables?matter=none").status_code == 404
    assert Client().get(f"{API}/bookables/none/slots").status_code == 404
    assert Client().get(f"{API}/halls/none/queue").json()["error"]["code"] == "queue.no-hall"


def test_a_clerk_calls_a_number_and_settles_it(clients, clock):
    clock.pass_(minutes=15)
    clerk = clients("window-yueyanglou")
    number = send(clerk, f"/halls/{HALL}/numbers", {"window": WINDOW}).json()["number"]

    called = send(clerk, f"/halls/{HALL}/calls", {"window": WINDOW, "desk": "3"})
    done = send(clerk, f"/halls/{HALL}/settle", {"number": int(number), "served": True})
    empty = send(clerk, f"/halls/{HALL}/calls", {"window": WINDOW, "desk": "3"})

    assert called.json() == {"number": number, "desk": "3"}
    assert done.json() == {"number": number, "phase": "served"}
    assert (empty.status_code, empty.json()["error"]["code"]) == (409, "queue.empty")
    assert (
        send(clients("resident-wu"), f"/halls/{HALL}/calls", {"window": WINDOW, "desk": "3"}).status_code
        == 403
    )
