"""What lies under events: the city's own schematic, its reviewed boundaries, a tile server if named."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, timedelta

import psycopg
import pytest

from yiwang.geo.features import Reading
from yiwang.geo.importing import Wish, prepare
from yiwang.nets.picture import sources
from yiwang.nets.picture.tests.conftest import BASE, city_of, html
from yiwang.nets.services.tests.conftest import MONDAY, PACK
from yiwang.pack.folder import read_folder
from yiwang.serve.cities import Served, publish
from yiwang.web import cities

STAFF = "officer-urban"
REVIEW = "湘S(2026)001号"


@pytest.fixture
def reviewed(door, database, tmp_path, clock) -> list[str]:
    """Publish the city anew with boundaries of its counties, drawn as squares. Their codes."""
    counties = [one.code for one in city_of().places.values() if one.level == "county"]
    features = []
    for turn, code in enumerate(counties):
        west, south = 113 + 0.2 * (turn % 4), 29 + 0.2 * (turn // 4)
        ring = [
            [west, south],
            [west + 0.2, south],
            [west + 0.2, south + 0.2],
            [west, south + 0.2],
            [west, south],
        ]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "id": code, "properties": {}, "geometry": geometry})
    file, pack = tmp_path / "counties.geojson", tmp_path / "yueyang"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    shutil.copytree(PACK, pack)
    wish = Wish(file, "某测绘院", REVIEW, "EPSG:4490", Reading("county"), date(2026, 11, 1))
    made = prepare(wish, city_of().places, read_folder(pack).files)
    assert not made.wrong, made.wrong
    for path, data in made.files.items():
        (pack / path).parent.mkdir(exist_ok=True)
        (pack / path).write_bytes(data)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, pack, "yueyang", MONDAY - timedelta(days=50))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    return counties


def test_reviewed_boundaries_are_drawn_with_whose_they_are_and_events_stand_on_them(clients, event, reviewed):
    event(place="430602005", at=(113.1, 29.1))
    client = clients(STAFF)
    page = html(client, "")

    assert len(re.findall(r'class="tile[^>]*><path d="M', page)) == len(reviewed)
    assert f"某测绘院 {REVIEW}" in page and "六边形" not in page
    assert re.search(r'<a href="/yueyang/services/cases/[^"]+" class="cluster"', page)
    answer = client.get(f"{BASE}boundaries").json()
    assert {one["id"] for one in answer["features"]} == set(reviewed)
    assert client.get(f"{BASE}boundaries?place=430602").json()["features"] == []
    assert "六边形" in html(client, "?place=430602")


def test_a_city_without_boundaries_gives_none_to_the_browser(clients, event):
    assert clients(STAFF).get(f"{BASE}boundaries").json() == {"type": "FeatureCollection", "features": []}


def policy(client, path: str) -> dict[str, str]:
    """Return the content security policy of a page by directive."""
    parts = client.get(path)["Content-Security-Policy"].split("; ")
    return {one.split(" ", 1)[0]: one.partition(" ")[2] for one in parts}


def test_no_page_may_ask_another_server_until_one_is_named(clients, event, monkeypatch):
    event(at=(113.1, 29.4))
    client = clients(STAFF)
    assert policy(client, BASE)["connect-src"] == "'self'" == policy(client, BASE)["img-src"]

    monkeypatch.setenv("YIWANG_TILES", "https://tiles.example:8443/{z}/{x}/{y}.png")
    monkeypatch.setenv("YIWANG_TILES_CREDIT", "示例图 GS(2026)1号")
    monkeypatch.setenv("YIWANG_LIVE", "127.0.0.1:8765")
    asked = policy(client, BASE)
    assert asked["connect-src"] == "'self' https://tiles.example:8443 http://testserver:8765"
    assert asked["img-src"] == "'self' https://tiles.example:8443" and asked["script-src"] == "'self'"
    assert "示例图 GS(2026)1号" in html(client, "")
    assert policy(client, "/yueyang/")["connect-src"] == "'self'"


@pytest.mark.parametrize(
    "address",
    ["tiles.example/{z}/{x}/{y}.png", "https://tiles.example/{z}/{x}.png", "https://{z}.example/{z}/{x}/{y}"],
)
def test_an_address_that_is_none_of_tiles_is_refused_with_how_to_write_it(monkeypatch, address):
    monkeypatch.setenv("YIWANG_TILES", address)
    with pytest.raises(ValueError, match=r"https://host/\{z\}/\{x\}/\{y\}\.png"):
        sources.tiles()


def test_only_pages_of_the_map_load_what_draws_maps(clients, event):
    event(at=(113.1, 29.4))
    client = clients(STAFF)
    for path in (f"{BASE}desk/", f"{BASE}cases/", f"{BASE}?screen=1", "/yueyang/", "/yueyang/services/"):
        assert "vendor/" not in client.get(path).content.decode(), path
    assert "vendor/maplibre-gl" in html(client, "") and "vendor/echarts" in html(client, "charts/")
