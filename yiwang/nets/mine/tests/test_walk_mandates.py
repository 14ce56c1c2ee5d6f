"""People at a browser give, take, use and end a mandate; an officer breaks a glass; the applicant sees it."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.mine.tests.conftest import principal_of
from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate, draft
from yiwang.nets.services.tests.look import FULL
from yiwang.nets.services.tests.walker import Walker
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
DAYS = {
    "since.year": "2026", "since.month": "11", "since.day": "23",
    "until.year": "2026", "until.month": "12", "until.day": "31",
}  # fmt: skip


def give(walker: Walker, **answers: str) -> str:
    """Sign in as the innkeeper and give a mandate; return the code."""
    walker.sign_in("owner-luo")
    walker.page.goto(f"{walker.base}/mine/")
    walker.page.get_by_role("link", name="让别人替我办").click()
    walker.answer(which="all", **DAYS, **answers)
    walker.press("给出委托，取得代码")
    return str(walker.page.locator("#code").inner_text())


def take(walker: Walker, code: str) -> None:
    """Sign in as a neighbour, take the mandate and act for the innkeeper."""
    walker.sign_in("resident-liu")
    walker.page.goto(f"{walker.base}/mine/")
    walker.page.get_by_role("link", name="接受委托").click()
    walker.answer(code=code)
    walker.press("接受")
    walker.page.locator(".notice-success").wait_for()
    walker.page.get_by_label("为“罗演竹”").check()
    walker.press("就为这位办理")
    walker.page.locator(".banner-acting").wait_for()


def test_a_mandate_is_given_taken_used_and_withdrawn(walker, records):
    take(walker, give(walker))
    number = walker.file(
        "insured-certificate",
        "430602",
        "430602005",
        {"id_number": INSURED},
        {"insurance_kind": "pension", "from_month": "2024-01", "to_month": "2026-10"},
    )
    walker.open(number)
    mine = walker.text()

    walker.sign_in("owner-luo")
    walker.open(number)
    theirs = walker.text()
    walker.page.goto(f"{walker.base}/mine/")
    walker.press("撤回 刘演松")
    ended = walker.text()

    walker.sign_in("resident-liu")
    walker.go("cases/")
    assert "罗演竹" in mine and "受托人" in mine and "受托人" in theirs
    assert "已撤回" in ended and number not in walker.text()


def test_all_of_it_works_without_javascript(browser, site, records, door):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    take(walker, give(walker))
    walker.press("就为这位办理")

    assert "您正在代“罗演竹”办理" in walker.page.locator(".banner-acting").inner_text()
    context.close()


def test_a_code_is_typed_and_taken_by_keyboard_alone(walker, records):
    code = give(walker)
    walker.sign_in("resident-liu")
    walker.page.goto(f"{walker.base}/mine/mandates/take")
    keys = walker.page.keyboard
    for _ in range(40):
        keys.press("Tab")
        if walker.page.evaluate("document.activeElement.id == 'code'"):
            break
    keys.type(code)
    keys.press("Enter")
    walker.page.wait_for_url(re.compile(r"/mine/$"))

    assert "罗演竹" in walker.text()


def test_an_officer_breaks_the_glass_reads_closes_and_the_applicant_sees_it(walker, records, clients):
    number = certificate(clients("resident-wu"))
    walker.sign_in("officer-health")
    walker.open(number)
    walker.page.get_by_role("link", name="紧急查看").click()
    walker.answer(reason="有人可能有危险，须核对。")
    walker.press("紧急查看这一件")
    walker.page.locator(".banner-glass").wait_for()
    masked = walker.text()
    walker.page.locator("#unmask-purpose").select_option("identity")
    walker.press("显示 公民身份号码")
    walker.page.get_by_text(INSURED).wait_for()
    walker.page.locator(".banner-glass").get_by_role("button", name="立即结束").click()
    walker.page.locator(".notice-success").wait_for()
    walker.open(number)
    after = walker.text()

    walker.sign_in("resident-wu")
    walker.open(number)
    walker.page.get_by_role("link", name="谁查看过、办理过这一件").click()
    told = walker.text()

    assert INSURED not in masked and "430***********0012" in masked
    assert "不由您的单位办理" in after
    assert "岳阳楼区卫生健康局 · 经办岗" in told and "紧急查看" in told and "公民身份号码" in told


@pytest.fixture
def pages(walker, mandated, clients, records) -> dict[str, list[str]]:
    """Persona → the pages to look at, with mandates, readings and an open glass to show."""
    _, agent = mandated()
    number, check = certificate(agent), draft(agent)
    clients("officer-insurance").post(
        f"/yueyang/services/cases/{number}/reveal", {"field": "id_number", "purpose": "identity"}
    )
    officer = clients("officer-health")
    this = re.search(
        r'name="glass" value="([^"]+)"', officer.get("/yueyang/services/glass/").content.decode()
    )
    officer.post("/yueyang/services/glass/", {"glass": this[1], "number": number, "reason": "火灾"})
    services, mine = f"{walker.base}/services", f"{walker.base}/mine"
    return {
        "owner-luo": [
            f"{mine}/",
            f"{mine}/mandates/offer",
            f"{mine}/mandates/take",
            f"{services}/others/",
            f"{services}/cases/{number}/others",
            f"{services}/cases/{number}/",
        ],
        "resident-liu": [f"{mine}/", f"{services}/cases/", walker.base.removesuffix("/yueyang") + check],
        "officer-health": [f"{services}/glass/", f"{services}/cases/{number}/", f"{mine}/"],
        "officer-market": [f"{services}/cases/{number}/"],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    found: dict[str, list[str]] = {}
    for persona, addresses in pages.items():
        walker.sign_in(persona)
        if persona == "resident-liu":
            walker.page.goto(f"{walker.base}/mine/")
            walker.page.get_by_label("为“罗演竹”").check()
            walker.press("就为这位办理")
        walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
        walker.page.check(f"#theme-{theme}")
        walker.page.check(f"#size-{size}")
        walker.page.click("main button")
        for address in addresses:
            walker.page.set_viewport_size({"width": 1280, "height": 900})
            walker.page.goto(address)
            if findings := axe_findings(walker.page):
                found[f"{persona} {address}"] = findings
            walker.page.set_viewport_size({"width": 320, "height": 640})
            for language in ("zh", "en"):
                walker.page.goto(f"{address}?lang={language}")
                if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > 320:
                    found[f"{persona} {address} {language}"] = [f"{wide} px wide"]
    assert found == {}


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, mandated):
    principal, agent = mandated()
    for client, address in ((principal, "mine/"), (agent, "mine/"), (principal, "mine/mandates/offer")):
        page = client.get(f"/yueyang/{address}?lang=en").content.decode()
        main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
        assert not re.search(r"[一-鿿]", main), main
    assert principal_of(agent)
