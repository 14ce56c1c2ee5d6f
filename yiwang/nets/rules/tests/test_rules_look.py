"""The rules' pages in every mode, on a small screen, by keyboard, with bpmn-js and without JavaScript."""

from __future__ import annotations

import pytest

from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
PAGES = (
    "yueyang/rules/",
    "yueyang/rules/open-restaurant/",
    "tutorial/rules/tree-adoption/",
    "tutorial/rules/tree-adoption/decisions/care/",
    "tutorial/rules/tree-adoption/decisions/care/1/?i1=true&i2=3&go=1",
    "tutorial/rules/tree-adoption/decisions/care/1/?i1=x&i2=x&go=1",
)
MODES = [("light", "normal")]
MORE = [("dark", "normal"), ("light", "elder"), ("dark", "elder")]
MARK = ".viewer-canvas .bjs-powered-by"
ON_TOP = """() => {
  const mark = document.querySelector('.viewer-canvas .bjs-powered-by');
  mark.scrollIntoView({block: 'center'});
  const box = mark.getBoundingClientRect();
  const over = [[0.1, 0.1], [0.9, 0.1], [0.5, 0.5], [0.1, 0.9], [0.9, 0.9]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  return box.width > 20 && box.height > 10 && over.every((one) => mark.contains(one));
}"""


@pytest.fixture
def base(site, served) -> str:
    return site


def choose(page, base: str, theme: str, size: str) -> None:
    """Set the look of the pages."""
    page.goto(f"{base}/-/preferences")
    page.check(f"#theme-{theme}")
    page.check(f"#size-{size}")
    page.click("main button")


def ready(page) -> None:
    """Wait for bpmn-js where the page has a process."""
    if page.locator("#viewer").count() and page.viewport_size["width"] > 640:
        page.wait_for_selector("#viewer[data-ready]")


@pytest.mark.parametrize(
    ("theme", "size"), [*MODES, *(pytest.param(*mode, marks=pytest.mark.full) for mode in MORE)]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, base, theme, size):
    choose(page, base, theme, size)
    found: dict[str, list[str]] = {}
    for address in PAGES:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{base}/{address}")
        ready(page)
        if findings := axe_findings(page):
            found[address] = findings
        page.set_viewport_size({"width": 320, "height": 640})
        for language in ("zh", "en"):
            page.goto(f"{base}/{address}{'&' if '?' in address else '?'}lang={language}")
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                found[f"{address} {language}"] = [f"{wide} px wide"]
    assert found == {}


def test_bpmn_js_shows_the_findings_and_its_mark_is_whole_and_on_top(page, base):
    page.goto(f"{base}/tutorial/rules/tree-adoption/")
    ready(page)
    assert page.locator('.viewer-canvas [data-element-id="opinion"]').count() == 1
    assert page.evaluate(ON_TOP)
    summary = page.locator(".viewer-canvas details.finding > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    says = page.locator(".viewer-canvas details[open] .finding-says")
    assert "怎么改" in says.inner_text()
    assert "YW" in says.inner_text()
    page.keyboard.press("Enter")
    assert page.locator(".viewer-canvas details[open]").count() == 0


def test_a_finding_on_the_drawing_is_reached_by_tab_alone(page, base):
    page.goto(f"{base}/tutorial/rules/tree-adoption/")
    ready(page)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.viewer-canvas details.finding > summary')"):
            break
    page.keyboard.press("Enter")
    assert page.locator(".viewer-canvas details[open] .finding-says").count() == 1


def test_the_mark_says_what_bpmn_io_is(page, base):
    page.goto(f"{base}/tutorial/rules/tree-adoption/")
    ready(page)
    page.click(MARK)
    assert "bpmn.io" in page.locator(".bjs-powered-by-lightbox").inner_text()


def test_the_drawing_zooms_by_keyboard(page, base):
    page.goto(f"{base}/yueyang/rules/open-restaurant/?lang=en")
    ready(page)
    width = "document.querySelector('.viewer-canvas [data-element-id=join]').getBoundingClientRect().width"
    assert "Joint opinion" in page.locator(".viewer-canvas").inner_text().replace("\n", " ")
    before = page.evaluate(width)
    page.locator(".viewer-tools button").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(width) > before
    page.locator(".viewer-tools button").last.press("Enter")
    assert page.evaluate(width) == pytest.approx(before, rel=0.05)


def test_on_a_small_screen_bpmn_js_comes_when_it_is_asked_for(page, base):
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{base}/yueyang/rules/open-restaurant/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "bpmn-js" in url]
    page.click("#viewer button")
    page.wait_for_selector("#viewer[data-ready]")
    assert page.evaluate(ON_TOP)


def test_the_pages_are_light(page, base):
    for address in PAGES:
        sizes: dict[str, int] = {}
        page.on("response", lambda one, sizes=sizes: sizes.__setitem__(one.url, len(one.body())))
        page.goto(f"{base}/{address}")
        page.wait_for_load_state("networkidle")
        viewer = {url for url in sizes if "bpmn-js" in url}
        assert len(viewer) == (1 if page.locator("#viewer").count() else 0), sizes
        assert sum(sizes[url] for url in viewer) <= 200 * 1024
        own = {url: size for url, size in sizes.items() if url not in viewer}
        assert len(own) <= 9, own
        assert sum(own.values()) <= 150 * 1024, own


def test_everything_is_said_without_javascript(browser, base):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/tutorial/rules/tree-adoption/")
    assert page.locator(".process-drawing").is_visible()
    assert not page.locator("#viewer").is_visible()
    page.click("text=照料")
    page.click("text=试一试 >> nth=0")
    page.check('input[value="true"]')
    page.fill('input[type="text"]', "2")
    page.click("main button.primary")
    assert "第 1 条规则命中" in page.inner_text("main")
    context.close()
