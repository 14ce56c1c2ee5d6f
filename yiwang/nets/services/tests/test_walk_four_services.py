"""Four services that differ: each is applied for, handled, decided, delivered and verified in a browser."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.applications import COMPANY, certificate, hygiene, received
from yiwang.nets.services.tests.walker import Walker

pytestmark = pytest.mark.browser


def verified_by_anybody(walker: Walker, number: str, title: str) -> None:
    """The applicant shows the result; somebody who is not signed in verifies it."""
    walker.open(number)
    walker.page.get_by_role("link", name="查看结果").click()
    assert title in walker.text()
    picture = walker.page.locator(".certificate img")
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth > 0, () => false)")
    address = walker.page.locator("main p a").last.get_attribute("href")
    walker.page.context.clear_cookies()
    walker.page.goto(address)
    assert "这份结果是真的" in walker.text()
    assert title in walker.text()
    assert "演" not in walker.text()  # the middle character of every invented person
    walker.page.goto(address[:-1] + ("0" if address[-1] != "0" else "1"))
    assert walker.page.locator(".summary[role=alert]").count() == 1


def test_a_licence_with_expert_review_stands_still_meanwhile_and_is_granted(walker, clock, worker):
    number = hygiene(walker, venue_kind="swimming", central="yes")
    received(walker, number)
    walker.sign_in("officer-health")
    assert walker.phase(number) == "已提交"  # 收件 is not 受理
    clock.pass_(days=1)
    walker.act(number, "受理")
    clock.pass_(days=1)
    walker.act(number, "办结步骤：材料审查", outcome="pass")
    clock.pass_(days=1)
    walker.sign_in("inspector-health")
    walker.act(number, "办结步骤：现场核查", outcome="pass")
    walker.open(number)
    due = walker.page.locator(".clock", has_text="办理时限")
    assert "暂停" in due.inner_text()
    why = " ".join(walker.page.locator("section.decision").inner_text().split())
    assert "需要哪些专门检查" in why
    assert "第 1 条规则" in why
    assert '场所种类: 游泳场馆 规则要求: 游泳场馆 "swimming"' in why  # the cell, as the table writes it
    walker.sign_in("owner-luo")
    walker.open(number)
    why = " ".join(walker.page.locator("section.decision").inner_text().split())
    assert "游泳场馆检测水质；使用集中空调通风系统的，请专家评审。" in why
    assert "使用集中空调通风系统: 是 规则要求: 是" in why
    assert "第 1 条规则" not in why and "swimming" not in why
    walker.go(f"cases/{number}/?lang=en")
    why = walker.page.locator("section.decision").inner_text()
    assert "A swimming pool has its water tested; central air conditioning is reviewed by experts." in why
    walker.go(f"cases/{number}/?lang=zh")
    clock.pass_(days=10)
    worker.round()
    walker.sign_in("expert-health")
    walker.act(number, "办结步骤：水质检测", outcome="pass")
    walker.act(number, "办结步骤：集中空调通风系统专家评审", outcome="pass")
    walker.open(number)
    words = walker.page.locator(".clock", has_text="办理时限").inner_text()
    assert "暂停" not in walker.page.locator(".clock", has_text="办理时限").locator("h3").inner_text()
    assert "水质检测" in words  # the page says why the day moved
    walker.sign_in("approver-health")
    walker.act(number, "作出决定", outcome="grant")
    walker.sign_in("officer-health")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("owner-luo")
    assert walker.phase(number) == "已办结"
    verified_by_anybody(walker, number, "卫生许可证（公共场所）")


def test_an_immediate_certificate_is_decided_by_the_city_office_at_once(walker, clock):
    number = certificate(walker)
    walker.sign_in("officer-insurance")
    walker.act(number, "当场办结", outcome="grant")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("resident-wu")
    verified_by_anybody(walker, number, "社会保险参保证明")


def test_a_registration_is_led_by_the_bureau_of_its_place(walker, clock):
    walker.sign_in("resident-liu")
    number = walker.file(
        "individual-business",
        "430681",
        "430681119",
        {
            "id_number": "430681190001010018",
            "operator_domicile": "归义镇示例路 2 号",
            "contact_phone": "19900000002",
        },
        {"composition": "individual", "trade_name": "示例修车铺", "business_scope": "摩托车修理"},
        {"premises_address": "归义镇示例路 2 号", "premises_kind": "owned"},
        {"declaration": "yes"},
    )
    walker.open(number)
    assert "汨罗市市场监督管理局" in walker.text()
    walker.sign_in("officer-market")  # of another district: it is not theirs to see
    walker.open(number)
    assert walker.page.locator("h1").inner_text() != "个体工商户设立登记"
    walker.sign_in("officer-market-miluo")
    walker.act(number, "收件")
    walker.act(number, "当场办结", outcome="grant")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("resident-liu")
    verified_by_anybody(walker, number, "营业执照（个体工商户）")


@pytest.mark.full
def test_one_restaurant_is_handled_by_two_bodies_side_by_side(walker, clock):
    walker.sign_in("owner-zheng")
    number = walker.file(
        "open-restaurant",
        "430602",
        "430602013",
        {
            **COMPANY,
            "operator_name": "示例餐饮店",
            "contact_name": "郑演舟",
            "premises_address": "示例路 3 号",
        },
        {
            "catering_kind": "hot",
            "kitchen_area": "40",
            "dining_area": "80",
            "safety_manager": "郑演舟",
            "layout_plan": "plan",
        },
        {"sign_position": "wall", "sign_width": "6", "sign_height": "3", "sign_drawing": "drawing"},
        {"declaration": "yes"},
    )
    received(walker, number)
    walker.sign_in("officer-market")
    walker.act(number, "受理")
    staff = ("officer-market", "inspector-market", "officer-urban", "inspector-urban", "approver-market")
    done = dict.fromkeys(staff, 0)
    for _ in range(2):
        for persona in staff:
            walker.sign_in(persona)
            for words in sorted(one for one in walker.offered(number) if one.startswith("办结步骤")):
                walker.act(number, words, outcome="pass")
                done[persona] += 1
    assert any(done[one] for one in ("officer-market", "inspector-market"))
    assert any(done[one] for one in ("officer-urban", "inspector-urban"))
    walker.sign_in("approver-market")
    walker.act(number, "作出决定", outcome="grant")
    walker.sign_in("officer-market")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("owner-zheng")
    verified_by_anybody(walker, number, "食品经营许可和大型户外广告设置同意书")
