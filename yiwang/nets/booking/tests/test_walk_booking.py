"""People at a browser book, move and cancel; a clerk calls numbers; every page is whole in every mode."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.booking.tests.conftest import BASE, WINDOW, booked
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker

pytestmark = pytest.mark.browser
HALL = "yueyanglou-hall"


def test_without_javascript_somebody_books_moves_and_cancels(browser, site, door):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("resident-wu")
    walker.page.get_by_role("link", name="预约", exact=True).first.click()
    walker.page.get_by_role("link", name="预约一个时间").click()
    walker.page.get_by_role("link", name="社会保险参保证明").click()
    walker.page.get_by_role("link", name="岳阳楼区政务服务大厅（样例） · 综合窗口").click()
    walker.page.locator("main details summary").nth(1).click()
    walker.answer(at="2026-11-24 09:30")
    walker.press("预约这个时间")
    number = walker.page.locator(".big-number").inner_text()
    assert "约好了" in walker.page.inner_text("body") and "09:30" in walker.text()

    walker.page.get_by_role("link", name="改时间").click()
    walker.page.locator("main details summary").nth(1).click()
    walker.answer(at="2026-11-24 14:00")
    walker.press("改到这个时间")
    assert walker.page.locator(".big-number").inner_text() == number and "14:00" in walker.text()

    walker.page.locator("main details summary").click()
    walker.press("取消预约")
    assert "已取消" in walker.text()
    context.close()


def test_a_clerk_calls_the_next_one(walker, clock):
    clock.pass_(minutes=10)
    walker.sign_in("window-yueyanglou")
    walker.page.get_by_role("link", name="叫号", exact=True).first.click()
    walker.press("取号")
    assert "001 号，前面 0 人" in walker.page.inner_text("body")
    walker.answer(desk="3")
    walker.press("叫下一个")
    assert "001" in walker.page.locator("main table").first.inner_text()
    walker.press("办完 001")
    assert "还有 0 人在等" in walker.text()


@pytest.fixture
def pages(walker, clients, clock) -> dict[str, list[str]]:
    """Persona → the pages to look at, with an appointment and a queue."""
    number = booked(clients("resident-wu"), "2026-11-23 10:00")
    clock.pass_(minutes=15)
    clerk = clients("window-yueyanglou")
    for key in "abc":
        clerk.post(f"{BASE}desk/{HALL}/take", {"window": WINDOW, "key": key})
    clerk.post(f"{BASE}desk/{HALL}/call", {"window": WINDOW, "desk": "3", "key": "d"})
    here = f"{walker.base}/booking"
    return {
        "resident-wu": [
            f"{here}/",
            f"{here}/halls/{HALL}/",
            f"{here}/halls/{HALL}/queue/",
            f"{here}/new/",
            f"{here}/new/?matter=residence-permit",
            f"{here}/windows/{WINDOW}/?matter=insured-certificate",
            f"{here}/windows/{WINDOW}/?move={number}",
            f"{here}/appointments/{number}/",
        ],
        "window-yueyanglou": [f"{here}/desk/{HALL}/", f"{here}/desk/{HALL}/?day=2026-11-24"],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}{'&' if '?' in path else '?'}lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            assert not re.search(r"[一-鿿]", main), (path, re.findall(r"[一-鿿]+", main))
