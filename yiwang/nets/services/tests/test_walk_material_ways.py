"""容缺受理与告知承诺 walked: chosen on the form, handed in later, promised, checked, put right, annulled."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.applications import COMPANY, hygiene, received
from yiwang.nets.services.tests.test_walk_handling import MODES, choose, sound
from yiwang.nets.services.tests.walker import PNG

pytestmark = [pytest.mark.browser, pytest.mark.full]
FIRE = (
    {**COMPANY, "operator_name": "示例旅店", "contact_name": "罗演竹"},
    {
        "venue_name": "示例旅店",
        "venue_address": "示例路 1 号",
        "venue_kind": "hotel",
        "floor_area": "640",
        "below_ground": "no",
    },
)


def hand_in(walker):
    walker.page.locator('input[type="file"]').set_input_files(
        {"name": "rules.png", "mimeType": "image/png", "buffer": PNG}
    )
    walker.press("补交")


def test_a_licence_is_applied_for_with_a_material_to_follow(walker):
    number = hygiene(walker, way_hygiene_rules="follow")

    walker.open(number)
    assert "待补交" in walker.text() and "补交: 卫生管理制度" in walker.text()
    sound(walker, "case-to-follow", MODES)
    choose(walker, "light", "normal")
    walker.open(number)
    walker.page.get_by_role("link", name="补交：卫生管理制度").click()
    page = walker.page.url
    sound(walker, "hand-in", MODES)
    choose(walker, "light", "normal")
    walker.page.goto(page)
    hand_in(walker)
    walker.page.get_by_text("材料已补交。").wait_for()
    assert "已补交" in walker.text()


def test_a_file_that_is_left_out_is_asked_for(walker):
    number = hygiene(walker, way_hygiene_rules="follow")
    walker.go(f"cases/{number}/materials/hygiene-rules")

    walker.press("补交")

    assert walker.page.locator(".summary[role=alert]").count() == 1


def test_the_page_of_the_form_shows_the_day_and_the_words(walker):
    walker.sign_in("owner-luo")
    start(walker, "public-place-hygiene")
    page = walker.page.url.rsplit("/", 1)[0] + "/materials"
    walker.page.goto(page)

    assert walker.page.locator('[name="way_hygiene_rules"]:checked').input_value() == "now"
    assert walker.page.locator('[name="way_health_certificates"]:checked').input_value() == "now"
    assert "最迟哪天补交" in walker.text()
    sound(walker, "form-materials", MODES)
    choose(walker, "light", "normal")
    walker.page.goto(page)
    walker.answer(way_health_certificates="promise")
    walker.press("保存并继续")
    assert "我签署以下承诺" in walker.text()
    sound(walker, "form-promise")


def start(walker, matter):
    walker.go(f"{matter}/")
    walker.page.locator("main a.primary").click()
    walker.answer(**{"place.1": "430602"})
    if walker.page.locator('option[value="430602004"]').count() == 0:
        walker.press("保存并继续")
    walker.answer(**{"place.2": "430602004"})
    walker.press("保存并继续")


def promised(walker):
    """File a fire check on a promise; the page asks for the signature once it is chosen."""
    walker.sign_in("owner-luo")
    start(walker, "fire-check")
    for page in FIRE:
        walker.answer(**page)
        walker.press("保存并继续")
    walker.answer(way_fire_standards="promise")
    if walker.page.locator('[name="promise_fire_standards"]:visible').count() == 0:
        walker.press("保存并继续")
    walker.answer(promise_fire_standards="yes")
    walker.press("保存并继续")
    walker.answer(declaration="yes")
    walker.press("保存并继续")
    walker.press("提交")
    return str(walker.page.locator(".big-number").inner_text())


def test_a_promise_is_checked_put_right_and_the_permit_annulled(walker, clock):
    number = promised(walker)
    received(walker, number)
    walker.sign_in("officer-fire")
    walker.act(number, "受理")
    walker.act(number, "办结步骤：审查材料和承诺", outcome="complete")
    walker.sign_in("approver-fire")
    walker.act(number, "作出决定", outcome="grant")
    walker.sign_in("officer-fire")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("inspector-fire")
    walker.go("inbox/?material=check")
    assert number in walker.text()
    walker.open(number)
    sound(walker, "case-to-check", MODES)
    choose(walker, "light", "normal")
    walker.act(number, "核查承诺：核查承诺", outcome="broken", findings="安全出口被堵。")
    walker.sign_in("approver-fire")
    walker.open(number)
    sound(walker, "case-broken", MODES)
    choose(walker, "light", "normal")
    walker.act(number, "责令限期改正：违背承诺，待处理", limit="5 工作日", reason="三日内清出安全出口。")
    clock.pass_(days=4)
    walker.sign_in("inspector-fire")
    walker.act(number, "核查承诺：核查承诺", outcome="broken", findings="仍被堵。")
    walker.sign_in("approver-fire")
    walker.act(number, "撤销", ground="行政许可法 第六十九条第一款第五项", reason="逾期不整改。")
    walker.sign_in("owner-luo")
    walker.open(number)

    assert "因与承诺不符，结果已终止" in walker.text()
    sound(walker, "case-annulled")
