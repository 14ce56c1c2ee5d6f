"""Signals that stand are a layer of the map and a table of the desk, for whom they are to be read by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.ingest.tests.conftest import LEVEL, city, taker  # noqa: F401
from yiwang.ingest.tests.heard import Heard
from yiwang.nets.picture.tests.conftest import BASE, shown

VIEW = "clusters?zoom=11&box=112,28,115,31"


@pytest.fixture
def heard(door, taker, clock) -> Heard:  # noqa: F811
    """High water at one gauge, an open cover."""
    this = Heard(door, taker, clock)
    this.values(LEVEL, *[32] * 6, 33, 33.2, 33.4, *[32.9] * 6, since=clock() - timedelta(minutes=80))
    this.values("cover-01.open", 0, 1, 1, since=clock() - timedelta(minutes=40), every=10)
    this.settle()
    return this


def test_a_body_sees_the_signals_of_its_own_things_on_map_and_desk(clients, heard):
    water, urban = clients("officer-water-bureau"), clients("chief-urban-management")
    for page in ("", "desk/"):
        assert "水位到样例警戒值" in shown(water, page).split("还在的告警")[1]
        assert "井盖开着" not in shown(water, page)
        assert "井盖开着" in shown(urban, page).split("还在的告警")[1]
    layer = water.get(BASE + VIEW).json()["signals"]
    assert [one["title"] for one in layer] == ["水位到样例警戒值 · 湖口水位站（样例）"] or len(layer) == 1
    assert layer[0]["longitude"] and layer[0]["address"].startswith("/yueyang/signals/")


def test_who_reads_no_signals_has_no_such_layer(clients, heard):
    grid = clients("dispatcher-city")
    assert "还在的告警" not in shown(grid, "desk/") and grid.get(BASE + VIEW).json()["signals"] == []


def test_signals_are_narrowed_to_the_place_looked_at(clients, heard):
    urban = clients("chief-urban-management")
    assert "还在的告警" not in shown(urban, "?place=430611")
