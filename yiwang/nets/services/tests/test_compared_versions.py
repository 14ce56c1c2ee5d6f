"""A new version of a service prints its figures beside the old ones; a running case is told that it moved."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from yiwang.nets.services.tests.conftest import MONDAY, PACK
from yiwang.serve.cities import Served, publish
from yiwang.web import cities
from yiwang.web.tests.browser import axe_findings

GUIDE = "/yueyang/services/public-place-hygiene/"


@pytest.fixture
def newer(door, database, tmp_path) -> Path:
    """Yesterday the city published a version that promises the hygiene licence two working days sooner."""
    pack = tmp_path / "yueyang"
    shutil.copytree(PACK, pack)
    path = pack / "matters" / "public-place-hygiene" / "matter.yaml"
    written = path.read_text(encoding="utf-8")
    assert written.count("promised: 10 工作日") == 1
    path.write_text(written.replace("promised: 10 工作日", "promised: 8 工作日"), encoding="utf-8")
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, pack, "yueyang", MONDAY - timedelta(days=1))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    return pack


def test_a_first_version_is_compared_with_nothing(clients):
    page = clients("").get(GUIDE).content.decode()
    assert "和上一版相比" not in page


def test_the_guide_shows_what_a_new_version_changed(newer, clients):
    page = clients("").get(GUIDE).content.decode()
    assert "和上一版相比" in page
    section = page.partition("和上一版相比")[2].partition("</section>")[0]
    assert "10 工作日" in section and "<strong>8 工作日</strong>" in section
    assert "2026-11-22" in section
    other = clients("").get("/yueyang/services/residence-permit/").content.decode()
    assert "和上一版相比" not in other


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 320])
def test_the_compared_figures_fit_a_phone_and_every_reader(newer, walker, width):
    walker.page.set_viewport_size({"width": width, "height": 900})
    walker.go("public-place-hygiene/")
    assert walker.page.get_by_role("heading", name="和上一版相比").count() == 1
    assert walker.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not axe_findings(walker.page)
