"""People at a browser rate, are called, change their grade; are refused, say so, are answered."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.rating.tests.conftest import press, rate
from yiwang.nets.rating.tests.test_ratings import opened
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker

pytestmark = pytest.mark.browser


def rounds(worker) -> None:
    for _ in range(3):
        worker.round()


def rate_badly(walker: Walker, number: str) -> None:
    """From the case's page to a bad rating."""
    walker.sign_in("resident-wu")
    walker.open(number)
    walker.page.get_by_role("link", name="评价这次办理，或反映办不成事").click()
    walker.page.get_by_role("link", name="评价这次办理", exact=True).click()
    walker.answer(grade="1", words="没有说清楚要什么", contact="13800000000", **{"aspect.told": "1"})
    walker.press("提交评价")
    walker.page.get_by_text("评价已记下").wait_for()


def test_a_bad_rating_is_called_about_changed_and_both_are_shown(walker, ended, worker, database):
    number = ended()
    rate_badly(walker, number)
    rounds(worker)
    bad = opened(database)[0][0]

    walker.sign_in("desk-city")
    walker.go("inbox/")
    assert bad in walker.text()
    walker.open(bad)
    assert "差评核实整改" in walker.text() and "没有说清楚要什么" not in walker.text()
    walker.page.get_by_role("link", name="评价与反映：登记联系、答复").click()
    assert "13800000000" in walker.text()
    walker.page.locator("summary", has_text="登记联系").click()
    walker.answer(outcome="reached")
    walker.press("登记联系")
    walker.page.get_by_text("联系已登记").wait_for()
    rounds(worker)
    walker.open(bad)
    assert "核实整改" in walker.page.locator(".where-it-stands").inner_text()

    walker.sign_in("resident-wu")
    walker.page.goto(f"{walker.base}/ratings/cases/{number}/")
    walker.page.get_by_role("link", name="改我的评价").click()
    walker.answer(grade="4")
    walker.press("提交评价")
    walker.page.get_by_text("评价已改").wait_for()
    for persona, here in (("resident-wu", number), ("desk-city", bad)):
        walker.sign_in(persona)
        walker.page.goto(f"{walker.base}/ratings/cases/{here}/")
        words = re.sub(r"\s+", " ", walker.text())
        assert "第一次的等级 非常不满意" in words and "现在的等级 满意" in words and "联系上了" in words


def test_a_refusal_is_said_answered_and_listed(walker, ended, worker):
    number = ended("refused")
    walker.sign_in("resident-wu")
    walker.open(number)
    walker.page.get_by_role("link", name="办不成事？请另一个单位来看").click()
    assert walker.page.locator("#number").input_value() == number
    walker.answer(words="材料都齐，还是不收")
    walker.press("提交反映")
    own = walker.page.locator("#number").inner_text()
    rounds(worker)

    walker.sign_in("desk-city")
    walker.open(own)
    walker.page.get_by_role("link", name="评价与反映：登记联系、答复").click()
    walker.answer(answer="是窗口弄错了，请直接再交一次", rule="须先盖章", how="不再要求盖章")
    walker.answer(**{"since.year": "2026", "since.month": "12", "since.day": "1"})
    walker.press("答复并办结")
    walker.page.get_by_text("已记下").first.wait_for()
    rounds(worker)
    assert walker.phase(own) == "已办结"

    walker.sign_in("resident-wu")
    walker.page.goto(f"{walker.base}/ratings/cases/{number}/")
    assert "请直接再交一次" in walker.text()
    walker.page.get_by_role("link", name="因此改了的规定").click()
    assert "不再要求盖章" in walker.text() and "2026 年" in walker.text() and number not in walker.text()


def test_without_javascript_and_without_an_account_it_is_said_and_read(browser, site, door, worker, ended):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.page.goto(f"{walker.base}/ratings/nothing/?number={ended('refused')}")
    walker.answer(ground="refused", words="没有账号也要办成")
    walker.press("提交反映")
    own, code = (walker.page.locator(one).inner_text() for one in ("#number", "#code"))
    walker.page.get_by_role("link", name="看答复").click()
    walker.answer(number=own, code=code)
    walker.press("查看")

    assert "没有账号也要办成" in walker.text() and "还没有答复" in walker.text()
    context.close()


@pytest.fixture
def pages(walker, ended, worker, clients, database, clock) -> dict[str, list[str]]:
    """Persona → the pages to look at, with a quarter that is over and something to do on each."""
    wu = clients("resident-wu")
    numbers = [ended() for _ in range(21)]
    for place, number in enumerate(numbers):
        rate(wu, number, 2 if place < 10 else 5, **({"share": "yes"} if place == 0 else {}))
    denied = ended("refused")
    rounds(worker)
    bad = next(one[0] for one in opened(database) if numbers[0] in one[2])
    day = {"since.year": "2026", "since.month": "12", "since.day": "1"}
    words = {"rule": "须说明用途", "how": "不再问", "rule_en": "State the use", "how_en": "Not asked"}
    assert press(clients("desk-city"), f"cases/{bad}/", "change", **words, **day).status_code == 302
    clock.pass_(days=60)
    here = f"{walker.base}/ratings"
    return {
        "resident-wu": [
            f"{here}/",
            f"{here}/changes/",
            f"{here}/nothing/?number={denied}&ground=refused",
            f"{here}/nothing/answer/",
            f"{here}/cases/{numbers[0]}/",
            f"{here}/cases/{denied}/",
            f"{here}/cases/{denied}/rate",
            f"{walker.base}/services/cases/{denied}/",
        ],
        "desk-city": [f"{here}/cases/{bad}/", f"{walker.base}/services/cases/{bad}/"],
        "officer-insurance": [f"{here}/cases/{numbers[0]}/"],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            if "/ratings/" not in path:
                continue
            page = clients(persona).get(f"{path}{'&' if '?' in path else '?'}lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            assert not re.search(r"[一-鿿]", main), (path, re.findall(r"[一-鿿]+", main))


def test_without_a_number_the_body_is_looked_for_and_nothing_typed_is_lost(walker, worker):
    walker.page.goto(f"{walker.base}/ratings/nothing/")
    walker.answer(ground="no-answer", words="打了五次电话没有人接", body="岳阳市 公安")
    walker.press("查找单位")
    assert walker.page.locator("#words").input_value() == "打了五次电话没有人接"
    walker.answer(against="yueyang-public-security")
    walker.press("提交反映")
    own, code = (walker.page.locator(one).inner_text() for one in ("#number", "#code"))
    rounds(worker)
    walker.page.get_by_role("link", name="看答复").click()
    walker.answer(number=own, code=code)
    walker.press("查看")

    assert re.search(r"涉及的单位\s+岳阳市公安局", walker.text())
