"""The catalogue in a real browser: found by keyboard, sound in every mode and at 320 pixels."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_the_pages_of_the_catalogue_look_right(walker, theme, size):
    paths = ("", "?q=%E5%87%BA%E7%94%9F", "?q=none", "business-register/")
    pages = {"resident-wu": [f"{walker.base}/sharing/{path}" for path in paths]}
    assert faults_of_look(walker, pages, theme, size) == {}


@pytest.mark.full
def test_a_product_is_found_by_keyboard_alone(walker):
    walker.page.goto(f"{walker.base}/sharing/")
    walker.page.focus("#q")
    walker.page.keyboard.type("出生医学")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url("**q=*")
    assert walker.page.locator("main tbody tr").count() >= 1
    walker.page.locator("main tbody a").first.focus()
    walker.page.keyboard.press("Enter")
    assert walker.page.locator("h1").inner_text() == "出生医学证明信息"
