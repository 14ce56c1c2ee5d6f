"""Fees and parcels over REST, by the rules of the pages."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.test import Client

API = "/yueyang/api/v1"
RATE = {"amount": "120.5", "basis": "城市道路管理条例 第三十七条"}
HOME = {"name": "吴演晴", "telephone": "19900000001", "address": "示例路 1 号"}


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_a_fee_is_asked_and_paid_at_the_provider_once(clients, filed):
    _, number = filed("road-use")
    wu, officer, key = clients("resident-wu"), clients("officer-urban"), secrets.token_urlsafe(16)
    assert wu.get(f"{API}/cases/{number}/fee").json()["fee"] is None

    first, again = (send(officer, f"/cases/{number}/fee/demand", RATE, key) for _ in range(2))
    assert first.status_code == 200, first.content.decode()
    assert first.json() == again.json() and first.json()["amount"] == "120.50"
    one, two = (send(wu, f"/cases/{number}/fee/pay", {}) for _ in range(2))
    assert one.json()["way"] == two.json()["way"] and one.json()["fee"]["phase"] == "ordered"
    wu.post(one.json()["way"].removeprefix("http://testserver"))

    paid = wu.get(f"{API}/cases/{number}/fee").json()["fee"]
    assert paid["phase"] == "paid" and paid["receipt"].startswith("DEMO-")
    late = send(officer, f"/cases/{number}/fee/take-back", {})
    assert late.status_code == 409 and late.json()["error"]["code"]
    assert clients("resident-liu").get(f"{API}/cases/{number}/fee").status_code == 404
    assert send(wu, f"/cases/{number}/fee/demand", RATE).status_code == 403
    assert send(officer, f"/cases/{number}/fee/refund", {"reason": "x"}).status_code == 403


def test_what_costs_nothing_is_never_asked_for(clients, filed):
    _, number = filed("insured-certificate")
    officer = clients("officer-insurance")

    asked = send(officer, f"/cases/{number}/fee/demand", RATE)

    assert (asked.status_code, asked.json()["error"]["code"]) == (409, "fee.free")
    assert officer.get(f"{API}/cases/{number}/fee").json()["free"] is True


def test_a_parcel_is_asked_for_and_called_off(clients, granted):
    number, wu = granted(), clients("resident-wu")

    asked = send(wu, f"/cases/{number}/parcel", HOME)
    off = send(wu, f"/cases/{number}/parcel/call-off", {})

    assert asked.status_code == 200, asked.content.decode()
    assert (asked.json()["phase"], asked.json()["address"]) == ("asked", HOME["address"])
    assert off.json()["phase"] == "called-off"
    assert send(wu, f"/cases/{number}/parcel", {"name": "x"}).status_code == 422
    assert send(clients("resident-liu"), f"/cases/{number}/parcel", HOME).status_code == 404
