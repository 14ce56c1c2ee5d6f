"""Handling walked in a browser: by keys, several at once, orders, hearings, a visit, a rejection."""

from __future__ import annotations

import os
import re

import pytest

from yiwang.nets.services.tests.applications import accepted, hygiene, received
from yiwang.nets.services.tests.test_look_and_reach import choose
from yiwang.nets.services.tests.walker import PNG, Walker
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("YIWANG_PICTURES", "")
MODES = [("light", "normal"), ("dark", "normal"), ("light", "elder")]


def sound(walker: Walker, name: str, modes=MODES[:1]) -> None:
    """Hold the page that is open to axe and to 320 px, in these modes; keep pictures if asked to."""
    address, found = walker.page.url, {}
    for theme, size in modes:
        if modes is not MODES[:1] and len(modes) > 1:
            choose(walker, theme, size)
            walker.page.goto(address)
        for fold in walker.page.locator("main details").all():
            fold.evaluate("e => { e.open = true }")
        for width in (1280, 320):
            walker.page.set_viewport_size({"width": width, "height": 900})
            if findings := axe_findings(walker.page):
                found[f"{name} {theme} {size} {width}"] = findings
            if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > width:
                found[f"{name} {theme} {size} {width} px"] = [f"{wide} px wide"]
            if PICTURES:
                walker.page.screenshot(path=f"{PICTURES}/{name}-{theme}-{size}-{width}.png", full_page=True)
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    assert found == {}


def test_a_morning_at_the_inbox_is_worked_by_keys_and_taken_back(walker, clock):
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    walker.go("inbox/")
    keys = walker.page.keyboard
    keys.press("?")
    assert walker.page.evaluate("document.querySelector('#keys').open")
    keys.press("/")
    assert walker.page.evaluate("document.activeElement.id") == "by-matter"
    walker.page.locator("#by-place").select_option("430602004")
    walker.press("筛选")
    walker.page.wait_for_url(re.compile("place=430602004"))
    walker.page.locator("#view-name").fill("金鹗山")
    walker.press("保存视图")
    walker.page.get_by_role("link", name="金鹗山", exact=True).wait_for()
    sound(walker, "inbox", MODES)
    choose(walker, "light", "normal")
    walker.go("inbox/")
    walker.page.get_by_role("link", name="金鹗山", exact=True).click()
    keys.press("j")
    keys.press("x")
    assert walker.page.locator('[name="pick"]:checked').count() == 1
    keys.press("x")
    assert walker.page.locator('[name="pick"]:checked').count() == 0
    keys.press("x")
    keys.press("e")
    assert walker.page.evaluate("document.activeElement.value") == "claim"
    walker.page.locator('button[name="act"][value="hand-over"]').click()
    walker.page.wait_for_url(re.compile("selected$"))
    walker.answer(body="yueyanglou-market-regulation", reason="按职责分工移交")
    walker.press("看看每一件会怎样")
    walker.page.get_by_text("由岳阳楼区卫生健康局移交给").wait_for()
    sound(walker, "bulk")
    walker.press("确认，办理 1 件")
    walker.page.get_by_text("办成 1 件").wait_for()
    sound(walker, "bulk-done")
    walker.press("撤销这次操作")
    walker.page.get_by_text("办成 1 件").wait_for()
    walker.act(number, "受理")


@pytest.mark.full
def test_an_order_and_a_body_that_co_handles_are_answered(walker, clock):
    number = accepted(walker)
    walker.sign_in("chief-health")
    walker.act(number, "督办", reason="群众两次来电，请尽快办理", limit="3 工作日")
    walker.sign_in("officer-health")
    walker.act(number, "请协办", body="yueyanglou-market-regulation", question="请核对执照", limit="2 工作日")
    walker.act(number, "备注", to="applicant", comment="请备好原件")
    walker.act(number, "答复：督办待答复", answer="明天去现场")
    walker.sign_in("officer-market")
    walker.act(number, "答复：协办", answer="执照有效")
    walker.sign_in("chief-health")
    walker.open(number)
    assert "明天去现场" in walker.page.locator(".orders").inner_text()
    assert "执照有效" in walker.text()
    sound(walker, "case-orders", MODES)
    walker.sign_in("owner-luo")
    walker.open(number)
    assert "请备好原件" in walker.text() and "明天去现场" not in walker.text()


@pytest.mark.full
def test_a_hearing_and_a_visit_are_arranged_and_recorded_on_a_phone_without_scripts(
    browser, site, door, clock, tmp_path
):
    context = browser.new_context(
        java_script_enabled=False, locale="zh-CN", viewport={"width": 320, "height": 640}
    )
    walker = Walker(context.new_page(), f"{site}/yueyang")
    number = accepted(walker)
    walker.sign_in("officer-health")
    two = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
    fill(
        walker,
        number,
        "约定现场核查",
        since="2026-11-24T09:00",
        until="2026-11-24T10:30",
        note="请打开机房",
        visitors=two,
    )
    host = "person-yueyanglou-health-chief"
    fill(walker, number, "通知听证", cause="asked", at="2026-12-07T09:30", venue="二楼听证室", person=host)
    walker.sign_in("inspector-health")
    walker.open(number)
    walker.page.get_by_role("link", name="填写核查情况").click()
    wide = walker.page.locator("main").bounding_box()["width"]
    assert wide <= 320
    assert "请打开机房" in walker.text()
    photo = tmp_path / "a.png"
    photo.write_bytes(PNG)
    walker.page.locator('[name="outcome"][value="pass"]').check()
    walker.page.locator('[name="findings"]').fill("消毒间在用，机房已看。")
    walker.page.locator('[name="photos"]').set_input_files([str(photo), str(photo)])
    if PICTURES:
        walker.page.screenshot(path=f"{PICTURES}/visit-320.png", full_page=True)
    walker.press("保存核查情况")
    assert "现场核查：符合" in walker.text() and "照片 2" in walker.text()
    clock.pass_(days=14)
    walker.sign_in("chief-health")
    fill(walker, number, "记录听证", record="申请人到场，无异议。")
    walker.sign_in("owner-luo")
    walker.go(f"cases/{number}/papers/{number}-H1")
    assert "听证通知书" in walker.text() and "二楼听证室" in walker.text()
    context.close()


def fill(walker: Walker, number: str, words: str, **answers) -> None:
    """Press an act without scripts: the fold is opened by its own summary, as a reader does."""
    walker.open(number)
    walker.page.locator("summary", has_text=re.compile(f"^{words}$")).click()
    form = walker.page.locator("details[open] form")
    for name, value in answers.items():
        field = form.locator(f'[name="{name}"]')
        for one in value if isinstance(value, list) else [value]:
            box = form.locator(f'[name="{name}"][value="{one}"]')
            if box.count():
                box.first.check()
            elif field.first.get_attribute("type") is None and name == "person":
                field.select_option(one)
            else:
                field.fill(one)
    form.get_by_role("button").click()
    walker.page.locator(".notice-success").first.wait_for()


@pytest.mark.full
def test_a_rejection_hands_on_to_the_next_owner(walker, clock):
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    walker.open(number)
    ground = walker.form_of("不予受理").locator('[name="ground"] option').nth(1).get_attribute("value")
    walker.act(
        number, "不予受理", cause="not-ours", body="yueyanglou-market-regulation", ground=ground,
        reason="经营场所不属于公共场所",
    )  # fmt: skip
    walker.sign_in("owner-luo")
    walker.open(number)
    assert "请向这个机关申请：" in walker.text() and "岳阳楼区市场监督管理局" in walker.text()
    walker.page.locator(".papers a").first.click()
    assert "岳阳楼区市场监督管理局" in walker.text() and "复议" in walker.text()
    sound(walker, "refusal")


@pytest.mark.full
def test_visit_and_hearing_pages_are_sound_in_every_mode(walker, clock):
    number = accepted(walker)
    walker.sign_in("officer-health")
    two = ["person-yueyanglou-health-inspector", "person-yueyanglou-health-officer"]
    walker.act(number, "约定现场核查", since="2026-11-24T09:00", until="2026-11-24T10:30", visitors=two)
    walker.act(
        number, "通知听证", cause="asked", at="2026-12-07T09:30", venue="二楼听证室",
        person="person-yueyanglou-health-chief",
    )  # fmt: skip
    walker.open(number)
    sound(walker, "case-appointments")
    walker.go(f"cases/{number}/papers/{number}-H1")
    sound(walker, "hearing-paper")
    walker.sign_in("inspector-health")
    walker.open(number)
    walker.page.get_by_role("link", name="填写核查情况").click()
    walker.page.wait_for_url(re.compile("visits"))
    sound(walker, "visit", MODES)
