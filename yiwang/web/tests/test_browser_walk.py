"""A real browser walks the pages that need no database, in every mode."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from yiwang.web import middleware
from yiwang.web.tests import form_walk
from yiwang.web.tests.browser import axe_findings
from yiwang.web.tests.shop_form import IDENTITY, PDF

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
ADDRESSES = [
    *("/", "/qinghe/", "/qinghe~drill-7/limits", "/qinghe/sign-in", "/-/preferences", "/qinghe/nothing"),
    *("/qinghe/shop/owner", "/qinghe/shop/shop", "/qinghe/shop/papers"),
]
MODES = [("light", "normal"), ("dark", "normal"), ("light", "elder"), ("dark", "elder")]


@pytest.fixture(autouse=True)
def shop(monkeypatch, settings):
    """Put the form on the fake city."""
    settings.YIWANG_DEMO = True
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [HERE / "templates"]}]
    monkeypatch.setattr(middleware, "CITY_URLS", "yiwang.web.tests.form_walk")
    form_walk.DRAFT.clear()


def choose(page, site: str, theme: str, size: str) -> None:
    page.goto(f"{site}/-/preferences")
    page.check(f"#theme-{theme}")
    page.check(f"#size-{size}")
    page.click("main button")


def test_the_vendored_axe_is_the_one_that_was_published():
    digest = hashlib.sha256((HERE / "vendor" / "axe.min.js").read_bytes()).hexdigest()

    assert digest in (HERE / "vendor" / "README.md").read_text()


@pytest.mark.parametrize(
    ("theme", "size"), [MODES[0], *(pytest.param(*mode, marks=pytest.mark.full) for mode in MODES[1:])]
)
def test_axe_finds_nothing_on_any_page(page, site, theme, size):
    choose(page, site, theme, size)
    found = {}
    for address in ADDRESSES:
        page.goto(site + address)
        if findings := axe_findings(page):
            found[address] = findings
    assert found == {}


@pytest.mark.parametrize("size", ["normal", "elder"])
def test_no_page_needs_scrolling_sideways_on_a_small_screen(page, site, size):
    choose(page, site, "light", size)
    page.set_viewport_size({"width": 320, "height": 640})  # also 1280 px at a zoom of 400 %
    for address in ADDRESSES:
        for language in ("zh", "en"):
            page.goto(f"{site}{address}?lang={language}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, (address, language)


def test_a_page_is_light_to_load(page, site):
    sizes = {}
    page.on("response", lambda response: sizes.__setitem__(response.url, len(response.body())))
    page.goto(f"{site}/qinghe/shop/owner")
    page.wait_for_load_state("networkidle")

    own = sum(
        size for url, size in sizes.items() if re.search(r"\.(css|js)(\?|$)", url) and "htmx" not in url
    )
    assert len(sizes) <= 6
    assert own <= 60 * 1024
    assert sum(sizes.values()) <= 120 * 1024


def test_the_keyboard_reaches_the_content_first(page, site):
    page.goto(f"{site}/qinghe/limits")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_targets_in_the_elder_mode_are_large(page, site):
    choose(page, site, "light", "elder")
    page.goto(f"{site}/qinghe/shop/shop")
    heights = page.eval_on_selector_all(
        "main button, main .button, main select, main input[type=text], .tools a, .tools button",
        "all => all.map(one => one.getBoundingClientRect().height)",
    )
    assert heights
    assert min(heights) >= 44


def test_a_resident_fills_the_form_mends_it_and_checks_it(page, site):
    page.goto(f"{site}/qinghe/shop/owner")
    page.fill("#q-name", "王小河")
    page.fill("#q-id_number", "123")
    page.click("main button.primary")

    assert page.evaluate("document.activeElement.id") == "mend"
    assert page.input_value("#q-id_number") == "123"
    assert page.title().startswith("有误")
    assert axe_findings(page) == []
    page.click(".summary a")
    assert page.evaluate("document.activeElement.id") == "q-id_number"
    page.fill("#q-id_number", IDENTITY)
    page.click("main button.primary")

    page.check("text=餐饮")
    page.fill("#q-area", "60.5")
    page.select_option("#q-place\\.1", "A")
    page.click("main button.primary")
    assert page.locator("#more").is_visible()
    page.fill("#q-seats", "12")
    page.select_option("#q-place\\.2", "A2")
    page.click("main button.primary")

    page.set_input_files("#q-plan", {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.fill("#q-staff\\.0\\.who", "甲")
    page.check("label:text-is('是')")
    page.click("text=再加一项")
    assert page.locator(".group").count() == 2
    assert page.evaluate("document.activeElement.id") == "q-staff"
    page.click(".group:nth-of-type(2) >> text=删除这一项")
    page.check("#q-true")
    page.click("main button.primary")

    assert page.locator("#whole").is_visible()
    assert "甲县西镇" in page.inner_text("main")
    assert "平面图.pdf" in page.inner_text("main")
    assert axe_findings(page) == []


def test_the_whole_walk_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(f"{site}/qinghe/sign-in")
    bare.click("button[value=li]")
    assert "李一山" in bare.inner_text(".who")
    bare.goto(f"{site}/qinghe/shop/owner")
    bare.fill("#q-name", "王小河")
    bare.click("main button.primary")
    assert bare.locator("#q-id_number-error").is_visible()
    bare.click("text=长辈版")
    assert bare.get_attribute("html", "data-size") == "elder"
    context.close()
