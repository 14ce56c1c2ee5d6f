"""A person at a browser pays at the demo's provider and asks for post; pages are whole in every mode."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.fees.tests.conftest import BASE
from yiwang.nets.fees.tests.test_fees import OFFICER, RATE
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker

pytestmark = pytest.mark.browser


def test_without_javascript_somebody_pays_from_their_case(browser, site, clients, filed):
    _, number = filed("road-use")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("resident-wu")
    walker.open(number)
    walker.page.get_by_role("link", name="费用和寄送").click()
    walker.press("去缴费 120.50")
    assert "不收真钱" in walker.text()
    walker.press("假装付款")
    assert "已缴" in walker.text() and "DEMO-" in walker.text()
    context.close()


@pytest.fixture
def pages(walker, clients, filed, granted) -> dict[str, list[str]]:
    """Persona → the pages to look at: a fee that is due, one that is asked for, a result to be posted."""
    _, due = filed("road-use")
    _, new = filed("road-use")
    clients(OFFICER).post(f"{BASE}cases/{due}/demand", RATE)
    free = granted()
    wu = clients("resident-wu")
    paying = wu.post(f"{BASE}cases/{due}/pay")["Location"]
    here = f"{walker.base}/fees/cases"
    site = walker.base.removesuffix("/yueyang")
    return {
        "resident-wu": [f"{here}/{due}/", f"{here}/{new}/", f"{here}/{free}/", f"{site}{paying}"],
        OFFICER: [f"{here}/{new}/", f"{here}/{due}/"],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_a_page_in_english_has_no_chinese_words_but_the_basis_as_it_was_written(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}?lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            main = main.replace(RATE["basis"], "")
            assert not re.search(r"[一-鿿]", main), (path, re.findall(r"[一-鿿]+", main))
