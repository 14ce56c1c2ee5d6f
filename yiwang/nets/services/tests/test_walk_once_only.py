"""A form that fills itself in, in a real browser: what is held, what is too old, and what differs."""

from __future__ import annotations

import os
import re
from datetime import date

import pytest

from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.test_once_only import HOME, MOVED, TAO, held  # noqa: F401

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("YIWANG_PICTURES", "")


def begun(walker) -> str:
    """Begin a residence permit as Tao; return the address of the page about the person."""
    walker.sign_in("resident-tao")
    walker.go("residence-permit/")
    walker.page.locator("main a.primary").click()
    walker.answer(**{"place.1": "430602"})
    if walker.page.locator('option[value="430602005"]').count() == 0:
        walker.press("保存并继续")
    walker.answer(**{"place.2": "430602005"})
    walker.press("保存并继续")
    walker.answer(request_kind="replace", applied_by="self")
    walker.press("保存并继续")
    return str(walker.page.url)


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_a_form_filled_in_is_read_by_everybody_and_the_difference_is_seen_before_filing(
    walker,
    held,  # noqa: F811
    theme,
    size,
):
    person = begun(walker)
    assert walker.page.locator('[name="registered_domicile"]').input_value() == HOME
    assert walker.page.locator('[name="id_number"]').input_value() == TAO
    _picture(walker, "filled", theme, size)
    assert faults_of_look(walker, {"resident-tao": [person]}, theme, size) == {}

    walker.page.goto(f"{person}?lang=zh")
    walker.answer(registered_domicile=MOVED, contact_phone="13800000000")
    walker.press("保存并继续")
    check = re.sub(r"/pages/[^/]+$", "/check", walker.page.url)
    walker.page.goto(check)
    assert "与人口基本信息（岳阳市公安局提供）里的不同" in walker.page.locator("#differs").inner_text()
    _picture(walker, "differs", theme, size)

    values, _ = held.rows["population-basic"][TAO]
    held.rows["population-basic"][TAO] = (values, date(2020, 1, 1))
    old = begun(walker)
    assert "只有过旧的数据" in walker.page.locator("#not-found").inner_text()
    _picture(walker, "old", theme, size)
    assert faults_of_look(walker, {"resident-tao": [check, old]}, theme, size) == {}


def _picture(walker, name: str, theme: str, size: str) -> None:
    """Where pictures are asked for: take one of this page in the mode, wide and at 320 px."""
    if not PICTURES:
        return
    here = walker.page.url
    walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
    walker.page.check(f"#theme-{theme}")
    walker.page.check(f"#size-{size}")
    walker.page.click("main button")
    for wide in (1280, 320):
        walker.page.set_viewport_size({"width": wide, "height": 900})
        walker.page.goto(here)
        walker.page.screenshot(path=f"{PICTURES}/{name}-{theme}-{size}-{wide}.png", full_page=True)
    walker.page.set_viewport_size({"width": 1280, "height": 900})
