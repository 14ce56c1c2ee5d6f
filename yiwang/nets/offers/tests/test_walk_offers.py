"""People at a browser are told what is offered and why; they say yes or no by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.offers.tests.conftest import BASE
from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = pytest.mark.browser


def tab_to(page, words: str) -> None:
    """Press Tab until the control with these words has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words == page.evaluate("(document.activeElement.innerText || '').trim()"):
            return
    raise AssertionError(f"{words} is not reached by Tab")


def find_offer(walker) -> str:
    """From the city's front page, whose menu says that one waits, to the offer; return its address."""
    menu = walker.page.locator("nav a", has_text="免申即享").first
    assert "1" in menu.inner_text()
    menu.click()
    walker.page.get_by_role("link", name="失业期间医保费由基金支付").click()
    return str(walker.page.url)


def test_told_why_then_yes_then_a_case_with_a_number(walker, result, worker):
    decision = result("resident-wu", "unemployment-benefit")
    worker.round()
    walker.sign_in("resident-wu")
    find_offer(walker)
    said = walker.page.locator("main").inner_text()
    assert decision in said and "每月 368.00 元" in said and "社会保险法 第四十八条第二款" in said

    walker.press("要：先看填好的内容")
    assert walker.page.locator('[name="benefit_decision"]').input_value() == decision
    assert walker.page.locator('[name="resident_name"]').input_value() == "吴演晴"
    walker.press("确认并提交")
    assert walker.page.locator(".summary").count() == 1, "what only the person knows is still asked"
    walker.answer(contact_phone="13800000000", declaration="yes")
    walker.press("确认并提交")
    number = walker.page.locator(".big-number").inner_text()

    walker.open(number)
    assert "失业人员医疗保险费由基金支付" in walker.page.locator("main").inner_text()
    walker.page.goto(f"{walker.base}/offers/")
    assert "现在没有给您的通知。" in walker.page.locator("main").inner_text()


def test_by_keyboard_alone_no_takes_the_offer_away(walker, result, worker):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    walker.sign_in("resident-wu")
    walker.page.goto(f"{walker.base}/offers/")
    tab_to(walker.page, "失业期间医保费由基金支付")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url(re.compile(r"/offers/[0-9a-f-]+/$"))
    address = walker.page.url
    tab_to(walker.page, "不要")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url(re.compile(r"/offers/$"))

    said = walker.page.locator("body").inner_text()
    assert "通知已经收起，没有留下记录。" in said and "现在没有给您的通知。" in said
    answer = walker.page.goto(address)
    assert answer.status == 404 and "没有这条通知" in walker.page.locator("main").inner_text()


def test_without_javascript_everything_works_and_wrong_data_leads_to_who_corrects_them(
    browser, site, door, result, worker
):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/yueyang/sign-in")
    page.locator('button[name="persona"][value="resident-wu"]').click()
    page.goto(f"{site}{BASE}")
    page.get_by_role("link", name="失业期间医保费由基金支付").click()
    page.get_by_role("button", name="要：先看填好的内容").click()
    page.get_by_role("link", name="回到通知，先不提交").click()
    page.get_by_role("button", name="数据不对，或者不是我").click()
    said = page.locator("main").inner_text()
    assert "岳阳市社会保险服务中心" in said and "个人信息保护法第四十六条第一款" in said
    page.goto(f"{site}{BASE}")
    assert "现在没有给您的通知。" in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_the_pages_of_offers_look_right_in_every_mode(walker, result, worker, theme, size):
    result("resident-wu", "unemployment-benefit")
    result("resident-wu", "pension-claim")
    result("resident-liu", "individual-business")
    worker.round()
    pages: dict[str, list[str]] = {}
    for persona in ("resident-wu", "resident-liu"):
        walker.sign_in(persona)
        walker.page.goto(f"{walker.base}/offers/")
        offers = walker.page.locator("main article h2 a").evaluate_all("all => all.map(one => one.href)")
        assert offers
        pages[persona] = [f"{walker.base}/offers/", *offers, *(f"{one}confirm" for one in offers)]
    pages["resident-tao"] = [f"{walker.base}/offers/", f"{walker.base}/offers/policies/"]

    assert faults_of_look(walker, pages, theme, size) == {}
