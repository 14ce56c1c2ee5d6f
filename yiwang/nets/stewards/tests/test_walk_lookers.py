"""At a browser: a resident asks for a correction, its provider answers; data officer and auditor look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.nets.services.tests.conftest import clients, clock, door, walker  # noqa: F401
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.test_break_glass import CASES, broken
from yiwang.people.sync import sync
from yiwang.web import cities

pytestmark = [pytest.mark.browser, pytest.mark.full]
PROVIDER = "steward-market-regulation"


@pytest.fixture
def looked(clients, door, clock, person, registered):  # noqa: F811
    """Zheng's licence, read under a grant, opened by the police under break-glass, and by health too."""
    sync(door, CITY, cities.get(CITY).city, clock.now)
    zheng = person("owner-zheng")
    made = registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    for persona in ("officer-police", "officer-health"):
        officer = clients(persona)
        broken(officer, made.number)
        officer.post(f"{CASES}{made.number}/reveal", {"field": "id_number", "purpose": "identity"})
    return made


def test_a_correction_goes_from_the_resident_to_the_provider_and_back(walker, looked, clock):  # noqa: F811
    page = walker.page
    walker.sign_in("owner-zheng")
    page.goto(f"{walker.base}/mine/exchanges/")
    assert "另有 2 次查看" in walker.text()
    page.get_by_role("link", name="请求校核").first.click()
    walker.press("提交")
    assert "请写明哪里不对" in walker.text()
    walker.answer(wrong="名称写错了一个字", right="巴陵演示理发店")
    walker.press("提交")
    number = page.locator(".concern a").first.inner_text()
    assert "已请求校核" in page.content() and "答复不晚于 2026年12月7日" in walker.text()

    walker.sign_in("cdo-market-regulation")
    page.goto(f"{walker.base}/data/")
    page.get_by_role("link", name="1 数据校核").click()
    assert number in walker.text()

    clock.now += timedelta(days=21)
    walker.sign_in("auditor")
    page.goto(f"{walker.base}/data/findings/")
    page.get_by_role("link", name="1 · 没有答复的校核").click()
    assert number in walker.text() and "case.filed" in walker.text()

    walker.sign_in(PROVIDER)
    walker.open(number)
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")
    page.locator('main [name="outcome"][value="not-corrected"]').first.check()
    page.locator('main [name="reason"]').first.fill("与登记档案一致")
    page.locator('main form[action*="complete"] button').first.click()

    walker.sign_in("owner-zheng")
    page.goto(f"{walker.base}/mine/exchanges/")
    assert "不更正" in walker.text()
    page.locator(".concern a").first.click()
    assert "与登记档案一致" in walker.text()


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_the_pages_look_right(walker, looked, clock, theme, size):  # noqa: F811
    walker.sign_in("owner-zheng")
    walker.page.goto(f"{walker.base}/mine/exchanges/")
    asking = walker.page.get_by_role("link", name="请求校核").first.get_attribute("href")
    walker.page.goto(walker.base.removesuffix("/yueyang") + asking)
    walker.answer(wrong="名称写错了一个字")
    walker.press("提交")
    clock.now += timedelta(days=21)
    lists = ("", "requests/", "corrections/", "products/", "exchanges/", "needs/", "report/2026/")
    found = ("findings/", "findings/late-answers/", "findings/use-beyond-purpose/")
    pages = {
        "owner-zheng": [f"{walker.base}/mine/exchanges/", walker.base.removesuffix("/yueyang") + asking],
        "cdo-market-regulation": [f"{walker.base}/data/{path}" for path in lists],
        "auditor": [f"{walker.base}/data/{path}" for path in found] + [f"{walker.base}/mine/exchanges/"],
    }
    assert faults_of_look(walker, pages, theme, size) == {}
