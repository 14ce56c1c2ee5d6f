"""A result says until when it is valid, and who verifies it later hears that it is over."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from yiwang.kernel.access import system
from yiwang.kernel.commands import DecideAtOnce
from yiwang.nets.services.tests.filing import certificate
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.wall import city_transaction
from yiwang.web import cities


def granted(client: Client, door, clock, valid: str, monkeypatch) -> str:
    """File and grant a certificate that is valid so long; return its number."""
    matter = cities.get("yueyang").city.matters["insured-certificate"]
    monkeypatch.setitem(matter.result, "valid", valid)
    number = certificate(client)
    with (
        door.pool.connection() as connection,
        city_transaction(connection, "yueyang", system("test")) as cursor,
    ):
        (stream,) = cursor.execute("SELECT id FROM case_row WHERE number = %s", (number,)).fetchone()
    done = execute(
        door, Ask("yueyang", CASE, stream, DecideAtOnce(outcome="grant"), system("test"), clock.now)
    )
    assert isinstance(done, Done), done
    return number


def flat(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.decode()).split())


@pytest.mark.parametrize(
    ("valid", "said", "in_english", "over_after"),
    [
        ("18 个月", "2028年5月22日 星期一 (18 个月)", "22 May 2028 (18 months)", 548),
        ("30 日", "2026年12月23日 星期三 (30 日)", "23 December 2026 (30 days)", 31),
        ("5 工作日", "2026年11月30日 星期一 (5 工作日)", "30 November 2026 (5 working days)", 8),
        ("长期", "有效期至 长期", "Valid until without end", None),
    ],
)
def test_a_result_says_how_long_it_is_valid(
    clients, door, clock, monkeypatch, valid, said, in_english, over_after
):
    client = clients("resident-wu")
    number = granted(client, door, clock, valid, monkeypatch)

    page = flat(client.get(f"/yueyang/services/cases/{number}/result").content)
    assert said in page, page[page.index("有效期") :][:80]
    english = flat(client.get(f"/yueyang/services/cases/{number}/result?lang=en").content)
    assert in_english in english.replace("Monday ", "").replace("Wednesday ", "")
    guide = flat(client.get("/yueyang/services/insured-certificate/?lang=zh").content)
    assert f"有效期 {valid}" in guide

    address = re.search(r'href="(https?://[^"]+/v/[^"]+|https?://[^"]+verify[^"]+)"', client.get(
        f"/yueyang/services/cases/{number}/result").content.decode())  # fmt: skip
    assert address
    path = re.sub(r"https?://[^/]+", "", address[1])
    anybody = Client()
    assert "已过有效期" not in flat(anybody.get(path).content)
    clock.pass_(days=over_after or 40_000)
    assert ("已过有效期" in flat(anybody.get(path).content)) == (over_after is not None)
