"""消息 over REST: the box, where one is told, deliveries, webhooks."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from django.test import Client

from yiwang.nets.messages.tests.test_deliveries import hook  # noqa: F401
from yiwang.nets.messages.tests.test_told import offered  # noqa: F401
from yiwang.nets.services.tests.filing import certificate

API = "/yueyang/api/v1"


def send(client: Client, path: str, body: Any, key: str = "") -> Any:
    headers = {"Idempotency-Key": key or secrets.token_urlsafe(16)}
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_a_box_is_walked_by_key_and_read(clients, worker, clock):
    wu = clients("resident-wu")
    for _ in range(23):
        clock.pass_(seconds=1)
        certificate(wu)
    worker.round()

    first = wu.get(f"{API}/messages").json()
    second = wu.get(f"{API}/messages?after={first['next']}").json()

    walked = [one["message"] for page in (first, second) for one in page["messages"]]
    assert len(first["messages"]) == 20 and len(walked) == len(set(walked)) == first["unread"] >= 23
    assert second["next"] is None
    assert first["messages"][0]["words"]["subject"]["zh"]
    read = send(wu, f"/messages/{walked[0]}/read", {}).json()
    assert read["unread"] == first["unread"] - 1
    assert wu.get(f"{API}/messages").json()["messages"][0]["unread"] is False
    assert send(wu, "/messages/read", {}).json() == {"unread": 0}
    assert clients("resident-liu").get(f"{API}/messages").json()["messages"] == []
    assert Client().get(f"{API}/messages").status_code == 401


def test_language_is_chosen_and_an_unknown_channel_refused(clients):
    wu = clients("resident-wu")

    chosen = send(wu, "/messages/settings", {"channels": [], "language": "en"})
    wrong = send(wu, "/messages/settings", {"channels": ["pigeon"], "language": "en"})
    no_channel = send(wu, "/messages/settings/pigeon", {"address": "here"})

    assert chosen.status_code == 200 and chosen.json()["language"] == "en", chosen.content.decode()
    assert wrong.status_code == 409
    assert no_channel.status_code == 404
    assert wu.get(f"{API}/messages/settings").json()["language"] == "en"


def test_a_webhook_is_registered_and_told_by_one_and_given_its_secret_by_another(clients, door, clock):
    admin, keeper = clients("system-admin"), clients("security-admin")

    unknown = send(admin, "/hooks", {"client": "none", "url": "https://system.example.cn/"})

    assert (unknown.status_code, unknown.json()["error"]["code"]) == (409, "hook.no-client")
    assert send(keeper, "/hooks", {"client": "none", "url": "https://x.example.cn/"}).status_code == 403
    assert admin.get(f"{API}/hooks").json() == []
    gone = "01a20606-35c0-78fd-887b-825248bd329c"
    assert admin.get(f"{API}/hooks/{gone}").status_code == 404
    assert send(keeper, f"/hooks/{gone}/secret", {}).status_code == 404
    assert clients("resident-wu").get(f"{API}/hooks").status_code == 403


def test_deliveries_are_their_bodys_and_nobody_elses(clients, database, worker):
    certificate(clients("resident-wu"))
    worker.round()

    officer = clients("officer-insurance")
    assert officer.get(f"{API}/deliveries").json() == {"deliveries": [], "next": None}
    none = send(officer, "/deliveries/resend", {"messages": ["01a20606-35c0-78fd-887b-825248bd329c"]})
    assert none.status_code == 200 and none.json()["sent"] == 0
    assert clients("system-admin").get(f"{API}/deliveries/figures").json() == []
    assert clients("resident-wu").get(f"{API}/deliveries").status_code == 403


def test_an_address_is_used_once_its_code_came_back(clients, worker, sender, ports):
    wu = clients("resident-wu")

    given = send(wu, "/messages/settings/email", {"address": "wu@example.cn"})
    worker.round()
    sender.round()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", ports["email"].letters.pop().text)[0]
    wrong = send(wu, "/messages/settings/email/confirm", {"code": "AAAA-AAAA-AAAA"})
    confirmed = send(wu, "/messages/settings/email/confirm", {"code": code})

    (email,) = [one for one in given.json()["channels"] if one["channel"] == "email"]
    assert (email["address"], email["waiting"]) == ("", "wu@example.cn")
    assert wrong.status_code == 409
    (email,) = [one for one in confirmed.json()["channels"] if one["channel"] == "email"]
    assert (email["address"], email["waiting"]) == ("wu@example.cn", "")
    gone = send(wu, "/messages/settings/email/remove", {})
    assert "wu@example.cn" not in gone.content.decode()
    no_mail = send(wu, "/messages/settings/email", {"address": "nowhere"})
    assert (no_mail.status_code, no_mail.json()["error"]["code"]) == (409, "messages.no-email")
    assert "nowhere" not in no_mail.content.decode()


def test_two_administrators_set_a_webhook_up_and_one_stops_it(hook, clients):  # noqa: F811
    admin, keeper, key = clients("system-admin"), clients("security-admin"), "s" * 20
    listed = admin.get(f"{API}/hooks").json()
    assert [one["phase"] for one in listed] == ["active"]
    where = f"/hooks/{listed[0]['hook']}"

    assert send(admin, f"{where}/secret", {}).status_code == 403
    first, again = (send(keeper, f"{where}/secret", {"at_once": True}, key) for _ in range(2))
    assert first.json()["secret"].startswith("whsec_") and again.json() == {"secret": ""}
    assert send(admin, f"{where}/ping", {}).json()["phase"] == "active"
    assert admin.get(f"{API}{where}/deliveries").status_code == 200
    assert send(admin, f"{where}/stop", {}).json()["phase"] == "stopped"
    made = send(admin, "/hooks", {"client": "a" * 16, "url": "https://system.example.cn/other"})
    assert made.status_code == 201 and made.json()["phase"] == "registered", made.content.decode()
