"""People at a browser in a flood: a phone without a signal, pages without JavaScript, all looked at."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.alerts.tests.conftest import BASE, HERE, VILLAGE, rows
from yiwang.nets.alerts.tests.test_alerts import TYPED
from yiwang.nets.alerts.tests.test_duty import arranged
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker

pytestmark = pytest.mark.browser


KEEPS_THE_PAGE = """() => navigator.serviceWorker.controller ? null : new Promise(
    (done) => navigator.serviceWorker.addEventListener("controllerchange", () => done(null)))"""
"""Waits until the page would be there without a signal."""


def at(walker, path: str) -> None:
    walker.page.goto(walker.base.removesuffix("/yueyang") + path)


def test_a_phone_without_a_signal_keeps_patrols_and_sends_them_once(walker, database, clock):
    walker.sign_in("dike-walker")
    at(walker, f"{HERE}patrols/")
    walker.page.evaluate(KEEPS_THE_PAGE)
    context = walker.page.context
    context.set_offline(True)
    walker.page.reload()
    walker.answer(dike="liulin-1", finding="seepage", words="堤脚有清水渗出")
    walker.press("登记")
    walker.page.get_by_text("已存在手机里，有信号时送出").wait_for()
    walker.answer(dike="liulin-2", finding="none")
    walker.press("登记")
    walker.page.locator("#patrol-waiting li").nth(1).wait_for()
    assert rows(database, "SELECT count(*) FROM patrol_row") == [(0,)]

    context.set_offline(False)
    walker.page.get_by_text("都送出了").wait_for()
    walker.page.get_by_text("堤脚有清水渗出").wait_for()

    assert sorted(rows(database, "SELECT dike, finding FROM patrol_row")) == [
        ("liulin-1", "seepage"),
        ("liulin-2", "none"),
    ]
    assert walker.page.evaluate("localStorage.length") == 0


def test_an_entry_the_city_refuses_is_kept_and_says_why(walker, database):
    walker.sign_in("dike-walker")
    at(walker, f"{HERE}patrols/")
    walker.answer(dike="liulin-1", finding="piping")
    walker.press("登记")
    walker.page.locator("#patrol-waiting").get_by_text("请写明情况").wait_for()
    walker.page.get_by_role("button", name="删掉").click()
    assert walker.page.evaluate("localStorage.length") == 0
    assert rows(database, "SELECT count(*) FROM patrol_row") == [(0,)]


def test_without_javascript_a_flood_is_led_from_the_first_level_to_the_last(
    browser, site, door, rounds, database
):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("flood-chief")
    at(walker, HERE)
    walker.page.locator("#order-II").fill("会商决定")
    walker.press("启动 II")
    rounds()
    walker.sign_in("flood-town")
    at(walker, f"{HERE}evacuation/{VILLAGE}/")
    walker.press("打开名单")
    walker.answer(name="钟演水", people="3")
    walker.press("登记这户")
    walker.answer(state="back")
    walker.press("记下 钟演水")
    walker.press("关闭名单并抹去")
    rounds()
    walker.sign_in("dike-walker")
    at(walker, f"{HERE}patrols/")
    walker.answer(finding="crack", words="堤顶有裂缝")
    walker.press("登记")
    assert "险情已登记" in walker.page.locator("#notices").inner_text()
    walker.sign_in("flood-chief")
    at(walker, HERE)
    walker.page.locator("#order-end").fill("水位退到警戒以下")
    walker.press("终止响应")
    rounds()
    assert "没有响应" in walker.text()
    at(walker, BASE)
    assert "现在没有有效的预警" in walker.text() and "钟演水" not in walker.text()
    context.close()


@pytest.fixture
def pages(walker, clients, level, rounds, clock) -> dict[str, list[str]]:
    """Persona → the pages to look at, in the middle of a flood."""
    site = walker.base.removesuffix("/yueyang")
    chief, town = clients("flood-chief"), clients("flood-town")
    arranged(chief, clock)
    level("II")
    rounds()
    typed = TYPED | {
        "headline_en": "Wind",
        "event_en": "Wind",
        "area_en": "Lake",
        "instruction_en": "Go home",
    }
    draft = chief.post(f"{BASE}draft", typed | {"expires": "2026-11-24T08:00"})["Location"]
    town.post(f"{HERE}evacuation/{VILLAGE}/open")
    sent = {"entry": "e-1", "name": "Zhong Yanshui", "people": "4", "phone": "13900001111"}
    town.post(f"{HERE}evacuation/{VILLAGE}/enter", sent)
    junshan = clients("flood-junshan")
    junshan.post(f"{HERE}shelters/liulin-school", {"act": "open"})
    junshan.post(f"{HERE}stocks/stone", {"way": "out", "amount": "5", "words": "dike"})
    record = {"dike": "liulin-1", "finding": "crack", "words": "a crack", "seen_at": "2026-11-23T09:00"}
    clients("dike-walker").post(
        f"{HERE}patrols/record", record | {"entry": "5f1d2c0e-8a4b-4c1d-9e3f-000000000009"}
    )
    chief.post(
        f"{HERE}duty/command/hand-over",
        {"words": "all well", "takes": "person-yueyang-flood-control-officer"},
    )
    told = {
        "title_zh": "通报",
        "title_en": "Bulletin",
        "words_zh": "水位平稳。",
        "words_en": "The level is steady.",
    }
    bulletin = chief.post(f"{HERE}bulletins", told)["Location"]
    home = clients("").get(BASE).content.decode()
    alert = f"{BASE}{re.search(r'/alerts/([0-9a-f-]{36})/', home)[1]}/"
    return {
        "resident-wu": [site + one for one in (BASE, HERE, alert, bulletin, f"{HERE}shelters/")],
        "flood-chief": [
            site + one
            for one in (
                BASE,
                HERE,
                draft,
                f"{BASE}draft",
                f"{BASE}take",
                f"{HERE}duty/",
                f"{HERE}duty/command/",
                f"{HERE}stocks/",
                f"{HERE}shelters/",
                f"{HERE}evacuation/",
            )
        ],
        "flood-town": [f"{site}{HERE}evacuation/{VILLAGE}/"],
        "dike-walker": [f"{site}{HERE}patrols/"],
    }


@pytest.mark.full
@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}?lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            left = [one for one in re.findall(r"[一-鿿]+", main) if one not in page_words(path)]
            assert not left, (path, left)


def page_words(path: str) -> set[str]:
    """What a page shows in the language it was written in: clauses by their names, what was typed."""
    found = set(
        re.findall(
            r"[一-鿿]+", "防汛条例 第十一条第三款；第七条第一款；岳阳市地方安排 防汛应急预案 第二十四条"
        )
    )
    typed = set(re.findall(r"[一-鿿]+", " ".join(TYPED.values()))) if "draft" in path else set()
    return found | {"会商决定"} | typed


def test_every_page_is_reached_and_led_by_keys(walker, level):
    level("III")
    walker.sign_in("flood-chief")
    at(walker, HERE)
    walker.page.locator("#order-II").focus()
    walker.page.keyboard.type("会商决定")
    walker.page.keyboard.press("Enter")
    walker.page.get_by_text("响应已更新").wait_for()
    assert "II 级响应（橙）" in walker.page.locator(".lead").inner_text()
