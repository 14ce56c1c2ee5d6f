"""What observes the city is listed for everybody; how devices are is told to those who look after them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from yiwang.ingest.judging import Reading
from yiwang.ingest.tests.conftest import CITY, LEVEL
from yiwang.kernel.access import system
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker

PAGES = ("", "gauge-lake-north", "gate-park", "gauge-lake-north/sign")


def shown(client, path: str) -> str:
    page = client.get(f"/{CITY}/things/{path}")
    assert page.status_code == 200, page.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def test_everybody_reads_what_why_whose_until_when_and_whom_to_tell(clients, device, clock):
    device.observe(LEVEL, clock.now, 31.42)

    page = shown(clients(""), "gauge-lake-north")

    for said in ("31.42", "防汛", "岳阳市水利局", "2028", "12345", "没有摄像头", "合成的演示数据"):
        assert said in page, said


def test_a_sign_is_in_both_languages_and_leads_to_the_page(clients, city):
    sign = clients("").get(f"/{CITY}/things/gate-park/sign").content.decode()

    assert "谁的" in sign and "Whose" in sign and "<svg" in sign
    assert "http://testserver/yueyang/things/gate-park" in sign


def test_values_that_are_not_open_are_not_on_the_page(clients, taker, clock):
    one = Reading(stream="cover-01.battery", at=clock.now, result=Decimal("77.7"))
    taker.take(CITY, [one], system("tests"), clock.now)

    assert "77.7" not in shown(clients(""), "cover-01")


def test_silent_low_drifting_and_wrong_devices_are_told_to_who_runs_the_city(clients, taker, device, clock):
    who, now = system("tests"), clock.now
    levels = [
        Reading(stream=LEVEL, at=now - timedelta(days=day), result=Decimal(40 if day < 6 else 30))
        for day in range(1, 30)
    ]
    battery = Reading(stream="cover-02.battery", at=now, result=Decimal(12))
    taker.take(CITY, [*levels, battery], who, now)
    device.observe(LEVEL, now + timedelta(days=3), 31)
    clock.pass_(hours=1)

    page = shown(clients("system-admin"), "health/")

    assert "cover-02.battery 12%" in page
    assert re.search(r"漂移.*gauge-lake-north\.level.*没有收下", page)
    assert "gauge-lake-north.level" in page.split("电池")[0]
    assert "cover-02.battery" not in page.split("电池")[0]
    assert "设备时钟快了" in page and "晚到一天以上" in page


def test_residents_are_not_shown_how_devices_are(clients, city):
    answer = clients("resident-wu").get(f"/{CITY}/things/health/")

    assert answer.status_code == 403


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_pages_of_things_are_whole_in_every_mode(browser, site, door, taker, clock, theme, size):
    context = browser.new_context(locale="zh-CN")
    taker.take(
        CITY, [Reading(stream=LEVEL, at=clock.now, result=Decimal("31.42"))], system("tests"), clock.now
    )
    walker = Walker(context.new_page(), f"{site}/yueyang")
    base = f"{site}/yueyang/things"
    pages = {"resident-wu": [f"{base}/{path}" for path in PAGES], "system-admin": [f"{base}/health/"]}
    faults = faults_of_look(walker, pages, theme, size)
    assert faults == {}
    context.close()
