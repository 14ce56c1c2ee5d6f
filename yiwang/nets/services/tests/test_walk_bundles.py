"""The bundles in a browser: guide, every page of the form and the case with its parts, in every mode."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from yiwang.nets.services.tests.bundle_answers import BUNDLES
from yiwang.nets.services.tests.test_bundles import Office, file, office
from yiwang.nets.services.tests.test_look_and_reach import FULL, choose
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
__all__ = ["office"]
STORIES = ["newborn-birth", "moving-house", "disability-support"]
SHOTS = os.environ.get("YIWANG_SHOTS", "")


def pages_of(walker, office: Office, clients, story: str) -> dict[str, str]:
    """Name → address of what a resident meets: the guide, each page of a form begun, the case at work."""
    bundle = BUNDLES[story][0]
    number = file(clients, story)
    office.work("household-move")
    walker.sign_in("resident-wu")
    found = {"guide": f"{walker.base}/services/{bundle}/", "case": f"{walker.base}/services/cases/{number}/"}
    found["result"] = f"{found['case']}result"
    found["package"] = f"{found['case']}package"
    walker.go(f"{bundle}/start")
    walker.answer(**{"place.1": "430602", "place.2": "430602005"})
    walker.press("保存并继续")
    found["whole-form"] = walker.page.url.rpartition("/")[0] + "/all"
    found["first-page"] = walker.page.url
    return found


@pytest.mark.full
@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_on_a_bundle_and_nothing_scrolls_sideways(
    walker, office, clients, story, theme, size
):
    found: dict[str, list[str]] = {}
    addresses = pages_of(walker, office, clients, story)
    choose(walker, theme, size)
    for name, address in addresses.items():
        for width in (1280, 320):
            walker.page.set_viewport_size({"width": width, "height": 900})
            walker.page.goto(address)
            if SHOTS:
                shot = Path(SHOTS) / f"{story}-{name}-{theme}-{size}-{width}.png"
                walker.page.screenshot(path=str(shot), full_page=True)
            if width == 1280 and (findings := axe_findings(walker.page)):
                found[name] = findings
            wide = walker.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (name, width, wide)
    assert found == {}
