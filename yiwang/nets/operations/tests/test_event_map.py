"""Everybody sees around where events are open: no exact position, no village, no words and nobody."""

from __future__ import annotations

import re

from yiwang.nets.operations.tests.conftest import *  # noqa: F403
from yiwang.nets.operations.tests.test_event_pages import CITY, desk, mended, told  # noqa: F401

MAP = f"/{CITY}/events/public/map/"


def test_positions_are_told_no_finer_than_the_pack_says_and_places_no_finer_than_a_town(told, clients):  # noqa: F811
    told(longitude="113.1187", latitude="29.3689")
    told(longitude="113.1112", latitude="29.3611")
    told(longitude="113.2512", latitude="29.3611")
    nobody = clients("")
    html = nobody.get(MAP).content.decode()
    assert re.findall(r'aria-label="([\d.]+), ([\d.]+): (\d+) 件"', html) == [
        ("113.115", "29.365", "2"),
        ("113.255", "29.365", "1"),
    ]
    assert "东茅岭街道" in html and "学坡" not in html and "垃圾堆了三天" not in html
    api = nobody.get(f"/{CITY}/api/v1/events/public/map").json()
    assert api["cell"] == "0.01" and [one["events"] for one in api["cells"]] == [2, 1]
    assert api["places"] == [{"place": "430602005", "events": 3, "told": 3}]
    for exact in ("1187", "3689", "1112"):
        assert exact not in html and exact not in str(api)


def test_a_cell_lists_its_events_and_another_kind_is_not_among_them(told, clients):  # noqa: F811
    told("1101")
    told("0102")
    html = clients("").get(MAP, {"cell": "11311_2936", "kind": "0102"}).content.decode()
    listed = html.split('id="here"')[1]
    assert "路灯" in listed and "垃圾堆积" not in listed
    assert "没有这样的事件" in clients("").get(MAP, {"cell": "x_1"}).content.decode()


def test_what_is_closed_is_not_on_the_map_and_the_list_of_events_leads_to_it(told, desk, database, clients):  # noqa: F811
    mended(desk, database, told(), shown=True)
    assert "没有未办结的事件" in clients("").get(MAP).content.decode()
    assert MAP in clients("").get(f"/{CITY}/events/public/").content.decode()
