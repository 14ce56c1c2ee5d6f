"""What a gateway says of an SMS after it took it: heard once, signed, and a handset not reached is seen."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256

import pytest
from django.test import Client

from yiwang.nets.messages.tests.conftest import BASE, rows
from yiwang.nets.messages.tests.test_told import confirm
from yiwang.nets.messages.views.reports import SETTING
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_handling_acts import act

KEY = "a secret of the gateway"


@pytest.fixture
def sent(clients, worker, sender, ports, monkeypatch) -> str:
    """The id of an SMS that the gateway has taken."""
    monkeypatch.setenv("YIWANG_SMTP", "smtp://127.0.0.1:25")
    monkeypatch.setenv("YIWANG_SMS", "somewhere:port")
    monkeypatch.setenv(SETTING, KEY)
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports, "sms", "19900000000")
    number = certificate(wu)
    assert act(clients("officer-insurance"), number, "receive").status_code == 302
    refused = act(
        clients("officer-insurance"),
        number,
        "decide-at-once",
        outcome="grant",
        range="x",
        ground="x",
        reason="x",
    )
    assert refused.status_code == 302
    worker.round()
    sender.round()
    return ports["sms"].letters[-1].id


def report(body: object, key: str = KEY):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = hmac.new(key.encode(), raw, sha256).hexdigest()
    return Client().post(
        f"{BASE}reports/sms", raw, content_type="application/json", headers={"X-Signature": signature}
    )


def test_a_handset_that_was_not_reached_is_a_dead_letter_and_told_twice_is_told_once(sent, database):
    for _ in range(2):
        answer = report({"id": sent, "outcome": "failed"})
        assert (answer.status_code, answer.json()["phase"]) == (200, "permanent-failure")
    assert rows(database, "phase, reason", f"id = '{sent}'") == [("permanent-failure", "not-reached")]
    (seq,) = rows(database, "seq", f"id = '{sent}'")[0]
    assert seq == 4  # created, sending, delivered, failed


def test_what_the_handset_has_stays_delivered(sent, database):
    assert report({"id": sent, "outcome": "received"}).json()["phase"] == "delivered"
    assert report({"id": sent, "outcome": "received"}).status_code == 200
    assert rows(database, "phase", f"id = '{sent}'") == [("delivered",)]


@pytest.mark.parametrize(
    ("body", "key", "status"),
    [
        ({"outcome": "failed"}, "another", 401),
        ({"outcome": "failed"}, KEY, 400),
        ([], KEY, 400),
        (b"", KEY, 400),
        ({"id": "01a20606-35c0-78fd-887b-825248bd329f", "outcome": "failed"}, KEY, 409),
    ],
)
def test_what_is_not_a_signed_report_changes_nothing(sent, database, body, key, status):
    assert report(body, key).status_code == status
    assert report({"id": sent, "outcome": "lost"}).status_code == 409
    assert rows(database, "phase", f"id = '{sent}'") == [("delivered",)]


def test_without_a_secret_there_is_no_such_address(sent, monkeypatch):
    monkeypatch.delenv(SETTING)
    assert report({"id": sent, "outcome": "failed"}).status_code == 404
