"""The desk in a browser: two administrators change a directory and a position; every page in every mode."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest

from yiwang.kernel.numbers import stream_id
from yiwang.kernel.people import glass
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.nets.services.tests.look import FULL
from yiwang.nets.services.tests.walker import Walker
from yiwang.people.kinds import GLASS
from yiwang.store.execute import Ask, execute
from yiwang.web import cities
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).resolve().parents[4] / "docs" / "examples" / "people"
OFFICER = "person-yueyanglou-health-officer"


def go(walker, path):
    walker.page.goto(f"{walker.base}/desk/{path}")


def propose(walker):
    walker.sign_in("system-admin")
    go(walker, "directory/")
    walker.page.set_input_files('[name="directory"]', SAMPLE / "staff.csv")
    walker.page.set_input_files('[name="mapping"]', SAMPLE / "mapping.yaml")
    walker.press("上传并提出")
    walker.page.wait_for_url(re.compile(r"/directory/[0-9a-f-]{36}/"))
    return walker.page.url


def test_two_administrators_walk_a_directory_from_the_file_to_the_records(people, walker):
    address = propose(walker)
    assert "来 5，动 0，离 0" in walker.text() and "应用时重新计算" in walker.text()
    walker.sign_in("security-admin")
    walker.page.goto(address)
    walker.page.locator("main details summary", has_text="打开").first.click()
    assert "不予受理" in walker.text()
    walker.press("应用")
    walker.page.wait_for_url(re.compile(r"/directory/$"))
    assert "已应用" in walker.page.locator(".notice").first.inner_text()
    walker.page.goto(f"{walker.base}/desk/people/")
    walker.answer(code="SYN-0001")
    walker.press("查找")
    walker.page.wait_for_url(re.compile("/people/p-"))
    assert "测演甲" in walker.text() and "名录导入" in walker.text()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_position_is_given_and_ended_at_the_page_of_a_person(people, browser, site, scripted):
    context = browser.new_context(java_script_enabled=scripted, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("security-admin")
    go(walker, f"people/{OFFICER}/")
    walker.page.locator("#choose-body").select_option("yueyang-data")
    walker.press("选定")
    walker.page.wait_for_url(re.compile("body=yueyang-data"))
    walker.page.locator("details.act summary", has_text=re.compile("^任岗$")).click()
    form = walker.page.locator("form[action$='/appoint']")
    form.locator('[name="position"]').select_option("yueyang-data-cdo")
    form.locator("button").click()
    walker.page.locator(".notice-success").wait_for()
    assert "首席数据官" in walker.text()
    walker.page.locator("details.act summary", has_text=re.compile("^免岗$")).click()
    form = walker.page.locator("form[action$='/dismiss']")
    form.locator('[name="held"]').select_option("yueyang-data-cdo|")
    form.locator("button").click()
    walker.page.locator(".notice-success").wait_for()
    assert "免岗：" in walker.text()
    context.close()


def test_a_form_is_filled_by_keyboard_alone(people, walker):
    walker.sign_in("system-admin")
    go(walker, "people/join")
    keys = walker.page.keyboard

    def tab_to(selector):
        for _ in range(80):
            keys.press("Tab")
            if walker.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    tab_to('[name="name_zh"]')
    keys.type("测演键")
    tab_to('[name="code"]')
    keys.type("YY-0007")
    tab_to("main form button.primary")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("/people/p-"))
    assert "测演键" in walker.text()


@pytest.fixture
def pages(people, walker):
    """Persona → the pages to look at, with something on each."""
    address = propose(walker)
    go(walker, "clients/register")
    walker.answer(body="yueyanglou-health", title_zh="卫健业务系统", title_en="Health system")
    walker.press("登记系统接入")
    walker.page.wait_for_url(re.compile(r"/clients/[0-9a-f]{16}/"))
    client = walker.page.url
    stream = stream_id(MONDAY, secrets.token_bytes(10))
    broken = glass.Break(glass=str(stream), case=str(stream), lead="yueyanglou-health")
    breaker = cities.get("yueyang").actor("officer-market")
    execute(people, Ask("yueyang", GLASS, stream, broken, breaker, MONDAY, secrets={"reason": "群众求救"}))
    desk = f"{walker.base}/desk"
    return {
        "system-admin": [f"{desk}/", f"{desk}/people/", f"{desk}/people/join", f"{desk}/directory/"],
        "security-admin": [
            f"{desk}/people/{OFFICER}/",
            f"{desk}/positions/?body=yueyanglou-health",
            address,
            f"{desk}/mandates/",
            f"{desk}/clients/",
            client,
            f"{desk}/glass/",
            f"{desk}/glass/{stream}/",
            f"{desk}/why/",
        ],
        "audit-admin": [f"{desk}/acts/"],
        "officer-health": [f"{desk}/mine/"],
        "chief-health": [f"{walker.base}/"],
    }


def choose(walker, theme, size):
    walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
    walker.page.check(f"#theme-{theme}")
    walker.page.check(f"#size-{size}")
    walker.page.click("main button")


def looked_at(walker, name, found):
    """Add what is wrong with the page that is open, in both languages, on a small screen too."""
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    walker.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    if findings := axe_findings(walker.page):
        found[name] = findings
    walker.page.set_viewport_size({"width": 320, "height": 640})
    if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > 320:
        found[f"{name} narrow"] = [f"{wide} px wide"]


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_on_the_desk_and_nothing_scrolls_sideways(walker, pages, theme, size):
    found: dict[str, list[str]] = {}
    for persona, addresses in pages.items():
        walker.sign_in(persona)
        choose(walker, theme, size)
        for address in addresses:
            for language in ("zh", "en"):
                walker.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
                looked_at(walker, f"{persona} {address} {language}", found)
    walker.sign_in("security-admin")
    go(walker, "why/")
    walker.page.locator("form").filter(has=walker.page.locator('[name="who"]')).locator('[name="who"]').fill(
        OFFICER
    )
    walker.page.locator('[name="kind"][value="none"]').check()
    walker.press("问：她为什么能看")
    looked_at(walker, "the answer", found)
    walker.page.goto(pages["security-admin"][5])
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    walker.page.locator("details.act summary", has_text="换密钥").click()
    walker.press("换密钥")
    looked_at(walker, "a new key", found)
    assert found == {}
