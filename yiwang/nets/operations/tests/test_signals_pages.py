"""Signals are seen, acknowledged and silenced by those whose things raised them, and by nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from yiwang.ingest.tests.conftest import CITY, LEVEL
from yiwang.ingest.tests.heard import Heard
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker


@pytest.fixture
def heard(door, taker, clock) -> Heard:
    """High water at one gauge, silent since; an open cover, and the event it opened."""
    this = Heard(door, taker, clock)
    this.values(LEVEL, *[32] * 6, 33, 33.2, 33.4, *[32.9] * 6, since=clock() - timedelta(minutes=80))
    this.values("cover-01.open", 0, 1, 1, since=clock() - timedelta(minutes=40), every=10)
    this.settle()
    return this


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1]))


def shown(client, path: str = "") -> str:
    return text(client.get(f"/{CITY}/signals/{path}"))


def test_a_body_sees_the_signals_of_its_own_things_alone(clients, heard):
    water, urban = shown(clients("officer-water-bureau")), shown(clients("chief-urban-management"))

    assert "水位到样例警戒值" in water.split("筛选", 2)[2]
    assert "井盖开着" not in water.split("筛选", 2)[2].split("静默")[0]
    assert "1 号井盖" in urban


def test_signals_are_narrowed_by_rule_place_and_state(clients, heard):
    client = clients("system-admin")

    assert "湖口水位站" in shown(client, "?rule=high-water").split("筛选", 2)[2]
    assert "没有这样的告警" in shown(client, "?rule=bad-air")
    assert "1 号井盖" in shown(client, "?place=430602")
    assert "没有这样的告警" in shown(client, "?place=430681")
    assert "没有这样的告警" in shown(client, "?state=past")


def test_a_signal_is_shown_with_its_values_its_event_and_what_happened(clients, heard):
    (signal,) = heard.signals("cover-open")
    id = signal_id(heard, "cover-open")

    page = clients("system-admin").get(f"/{CITY}/signals/{id}")

    assert "<polyline" in page.content.decode()
    said = text(page)
    for part in ("1 号井盖", signal.opens.number, "紧急", "合成的演示数据", "还没有人"):
        assert part in said, part


def test_who_has_seen_a_signal_stands_beside_it(clients, heard):
    id = signal_id(heard, "high-water")
    client = clients("officer-water-bureau")

    answer = client.post(f"/{CITY}/signals/{id}/acknowledge", {})

    assert answer.status_code == 302
    assert "柏演达" in shown(client, str(id))
    assert [one.acknowledged_by != "" for one in heard.signals("high-water")] == [True]


def test_a_silence_says_who_until_when_and_why_and_can_be_ended(clients, heard, clock):
    client = clients("officer-water-bureau")
    until = (clock() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"rule": "high-water", "at": "gauge-lake-north", "until": until, "reason": "换设备"}

    assert client.post(f"/{CITY}/signals/silences/begin", sent).status_code == 302
    heard.settle()

    page = shown(client, "silences/")
    for said in ("柏演达", "换设备", "静默中"):
        assert said in page, said
    assert [one.silence != "" for one in heard.signals("high-water")] == [True]
    found = re.search(rf"{CITY}/signals/silences/([0-9a-f-]+)/end", page_source(client))
    assert found is not None
    assert client.post(f"/{CITY}/signals/silences/{found[1]}/end", {}).status_code == 302
    heard.settle()
    assert [one.silence for one in heard.signals("high-water")] == [""]


def test_a_silence_without_a_reason_is_refused_in_words(clients, heard, clock):
    until = (clock() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"rule": "", "at": "gauge-lake-north", "until": until, "reason": " "}

    answer = clients("officer-water-bureau").post(f"/{CITY}/signals/silences/begin", sent)

    assert answer.status_code == 409
    assert re.findall('data-code="([^"]*)', answer.content.decode()) == ["silence.reason"]


def test_a_rule_can_be_tried_on_the_last_month(clients, heard):
    page = shown(clients("officer-water-bureau"), "try/?rule=high-water")

    assert "1 次告警" in page
    assert "湖口水位站" in page


def test_the_page_of_a_thing_lists_its_signals_for_its_body_alone(clients, heard):
    address = f"/{CITY}/things/gauge-lake-north"

    assert "水位到样例警戒值" in text(clients("officer-water-bureau").get(address))
    assert "水位到样例警戒值" not in text(clients("").get(address))


def test_residents_are_not_shown_signals(clients, heard):
    assert clients("resident-wu").get(f"/{CITY}/signals/").status_code == 403
    assert clients("").get(f"/{CITY}/signals/").status_code == 302


def signal_id(heard: Heard, rule: str) -> str:
    rows = heard._rows("SELECT id FROM signal_row WHERE city = %s AND rule = %s", CITY, rule)
    return str(rows[0][0])


def page_source(client) -> str:
    return client.get(f"/{CITY}/signals/silences/").content.decode()


@pytest.mark.browser
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_pages_of_signals_are_whole_in_every_mode(browser, site, heard, clients, clock, theme, size):
    until = (clock() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    sent = {"rule": "high-water", "at": "gauge-lake-north", "until": until, "reason": "换设备"}
    clients("officer-water-bureau").post(f"/{CITY}/signals/silences/begin", sent)
    context = browser.new_context(locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    base = f"{site}/yueyang/signals"
    one = signal_id(heard, "high-water")
    pages = {
        "officer-water-bureau": [
            f"{base}/?state=all&rule=high-water",
            f"{base}/{one}",
            f"{base}/silences/?at=gauge-lake-east",
            f"{base}/try/?rule=high-water",
        ]
    }
    faults = faults_of_look(walker, pages, theme, size)
    assert faults == {}
    context.close()


def test_signals_are_read_over_rest_by_whom_the_pages_show_them_to(clients, heard):
    water, nobody = clients("officer-water-bureau"), clients("resident-wu")
    api = f"/{CITY}/api/v1/signals"
    found = water.get(api).json()
    assert [one["rule"] for one in found["signals"]] == ["high-water"] and found["more"] is False
    one = water.get(f"{api}/{found['signals'][0]['signal']}").json()
    assert one["thing"] == "gauge-lake-north" and one["happened"][0]["event"] == "signal.raised"
    assert nobody.get(api).status_code == 403
    assert water.get(f"{api}/{signal_id(heard, 'cover-open')}").status_code == 404
    assert water.get(f"{api}?state=past").json()["signals"] == []
    everything = clients("system-admin")
    assert len(everything.get(f"{api}?place=430602").json()["signals"]) == 2
    assert everything.get(f"{api}?place=430681").json()["signals"] == []
