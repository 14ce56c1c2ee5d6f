"""Somebody looks for a service, reads its guide and begins: by keyboard, at 320 px, without JavaScript."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.test_look_and_reach import FULL, choose
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser


def test_from_two_characters_to_the_start_of_an_application(walker):
    walker.sign_in("owner-luo")
    walker.go("")
    walker.page.keyboard.press("/")
    walker.page.keyboard.type("宾馆")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url("**/services/?q=*")
    assert walker.page.locator("mark", has_text="宾馆").count() > 0
    walker.page.get_by_role("link", name="公共场所卫生许可").click()
    for said in ("行政许可", "WS00101", "自备", "1 份", "结果样本", "示例文件"):
        assert said in walker.text(), said
    walker.page.locator("main a.primary").click()
    walker.page.wait_for_url("**/public-place-hygiene/start")
    assert "在哪里办" in walker.text()


def test_without_javascript_choices_are_sent_with_the_words(browser, site, door):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/yueyang/services/")
    page.fill("#q", "许可")
    page.locator("summary", has_text="缩小范围").click()
    page.select_option("#facet-level", "city")
    page.get_by_role("button", name="按这些条件查找").click()

    assert "level=city" in page.url
    assert page.locator(".doors .door").count() > 1
    assert page.locator("#facet-level").input_value() == "city"
    page.get_by_role("link", name="企业和个体户").click()
    assert "level=city" in page.url and "for=business" in page.url


@pytest.mark.full
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_on_what_is_found_and_nothing_scrolls_sideways(walker, theme, size):
    pages = ("?q=饭店", "?q=公寄金", "?q=养蜂&level=city", "?event=opening&lang=en", "entertainment-venue/")
    choose(walker, theme, size)
    for address in pages:
        walker.page.set_viewport_size({"width": 1280, "height": 900})
        walker.go(address)
        assert axe_findings(walker.page) == [], address
        walker.page.set_viewport_size({"width": 320, "height": 700})
        width = walker.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{address}: {width}"
