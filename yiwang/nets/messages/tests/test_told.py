"""A resident is told what becomes of a case: on the page always, by e-mail once the address is proved."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.messages.tests.conftest import BASE, rows
from yiwang.nets.services.tests.filing import certificate


@pytest.fixture(autouse=True)
def offered(monkeypatch):
    monkeypatch.setenv("YIWANG_SMTP", "smtp://127.0.0.1:25")
    monkeypatch.setenv("YIWANG_SMS", "somewhere:port")


def words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode().split("<main")[1]))


def confirm(client, worker, sender, ports, channel="email", address="wu@example.cn") -> None:
    """Give an address, take the code from what was sent, and type it."""
    assert client.post(f"{BASE}settings/{channel}/give", {"address": address}).status_code == 302
    worker.round()
    sender.round()
    letter = ports[channel].letters.pop()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", letter.text)
    assert letter.to == address and code, letter.text
    assert client.post(f"{BASE}settings/{channel}/confirm", {"code": code[0]}).status_code == 302


def test_a_case_that_was_filed_is_told_on_the_page_and_counted_until_it_is_read(clients, worker):
    wu = clients("resident-wu")
    number = certificate(wu)
    worker.round()

    page = wu.get(BASE).content
    assert "已提交" in words(page) and number in words(page) and "未读" in words(page)
    assert '<span aria-hidden="true">1</span>' in page.decode()
    assert wu.post(f"{BASE}read").status_code == 302
    assert "未读" not in words(wu.get(BASE).content).replace("看过没看过", "")
    assert '<span aria-hidden="true">1</span>' not in wu.get(BASE).content.decode()
    assert number not in words(clients("resident-liu").get(BASE).content)


def test_nothing_is_sent_to_an_address_before_its_code_was_typed(clients, worker, sender, ports, database):
    wu = clients("resident-wu")
    assert wu.post(f"{BASE}settings/email/give", {"address": "wu@example.cn"}).status_code == 302
    certificate(wu)
    worker.round()
    sender.round()
    assert [letter.subject for letter in ports["email"].letters] == ["验证码：确认这是您的邮箱"]

    assert [row[:2] for row in rows(database)] == [("email", "code"), ("page", "filed")]


def test_a_proved_address_is_written_to_and_stands_in_no_event(clients, worker, sender, ports, database):
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    number = certificate(wu)
    worker.round()
    sender.round()

    (letter,) = ports["email"].letters
    assert letter.to == "wu@example.cn" and number in letter.text and "https://city.example" in letter.text
    assert ("email", "filed", "delivered", "") in rows(database)
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()[
            0
        ]
    assert "message.created" in kept and "wu@example" not in kept
    assert not re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", kept)


def test_a_leaf_that_is_read_twice_tells_once(clients, worker, database):
    certificate(clients("resident-wu"))
    worker.round()
    with psycopg.connect(database.superuser) as connection:
        connection.execute("UPDATE relay_cursor SET position = 0 WHERE name = 'messages'")
        connection.execute("DELETE FROM command_key WHERE key LIKE 'relay/messages/%'")
    worker.round()

    assert [row[:3] for row in rows(database)] == [("page", "filed", "delivered")]
