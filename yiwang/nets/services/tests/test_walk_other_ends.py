"""What does not go straight: corrections, refusals, denials, withdrawals, counters, bad values."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.applications import INSURED, accepted, hygiene, hygiene_pages, received
from yiwang.store.wiring import wiring
from yiwang.store.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.full]


def test_correction_is_asked_once_and_the_clock_begins_anew(walker, clock):
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    clock.pass_(hours=2)
    walker.act(
        number, "一次告知补正", items=["floor-plan", "venue_address"], reason="平面图看不清，地址缺门牌。"
    )
    walker.sign_in("owner-luo")
    assert walker.phase(number) == "待补正"
    walker.page.get_by_role("link", name="补正告知书").first.click()
    paper = walker.text()
    assert "平面图看不清，地址缺门牌。" in paper
    assert "行政许可法 第三十二条第一款第四项" in paper
    walker.press("我已收到（签收）")
    assert "尚未送达" not in walker.text()
    walker.go(f"cases/{number}/correct")
    assert walker.page.locator('[name="venue_name"]').count() == 0  # only what was asked for
    walker.answer(venue_address="示例路 1 号附 2 号", floor_plan="new plan")
    clock.pass_(days=1)
    walker.press("提交补正")
    walker.page.locator(".notice-success").wait_for()
    assert "示例路 1 号附 2 号" in walker.text()
    walker.sign_in("officer-health")
    assert "一次告知补正" not in walker.offered(number)
    walker.act(number, "受理")
    assert walker.phase(number) == "已受理"


def test_a_refusal_to_accept_needs_its_reason_and_names_the_remedy(walker):
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    walker.open(number)
    form = walker.form_of("不予受理")
    form.locator('[name="ground"]').select_option(index=1)
    form.get_by_role("button").click()
    walker.page.locator(".summary[role=alert]").wait_for()
    kept = walker.page.locator('.act[open] [name="ground"]').evaluate("e => e.value")
    assert kept  # what was chosen is still chosen
    form = walker.form_of("不予受理")
    form.locator('[name="reason"]').fill("场所不属于应当办理许可的种类。")
    form.get_by_role("button").click()
    walker.page.locator(".notice-success").wait_for()
    walker.sign_in("owner-luo")
    walker.open(number)
    walker.page.get_by_role("link", name="不予受理").first.click()
    paper = walker.text()
    assert "场所不属于应当办理许可的种类。" in paper
    assert "行政复议" in paper
    assert "岳阳楼区卫生健康局" in paper


def test_a_denial_gives_range_ground_reason_and_remedy(walker):
    number = accepted(walker)
    walker.act(number, "办结步骤：材料审查", outcome="fail")
    walker.sign_in("approver-health")
    walker.open(number)
    form = walker.form_of("作出决定")
    form.locator('[name="outcome"][value="deny"]').check()
    form.get_by_role("button").click()
    walker.page.locator(".summary[role=alert]").wait_for()
    form = walker.form_of("作出决定")
    assert form.locator('[name="outcome"][value="deny"]').is_checked()
    form.locator('[name="range"]').select_option("all")
    form.locator('[name="ground"]').select_option(index=1)
    form.locator('[name="reason"]').fill("客用器具没有消毒设施。")
    form.get_by_role("button").click()
    walker.page.locator(".notice-success").wait_for()
    walker.sign_in("owner-luo")
    walker.open(number)
    assert walker.page.get_by_role("link", name="查看结果").count() == 0
    walker.page.locator(".papers a").first.click()
    walker.go(f"cases/{number}/")
    papers = walker.page.locator(".papers a").all_inner_texts()
    assert any("不予" in one for one in papers), papers
    walker.page.locator(".papers a", has_text="不予").click()
    assert "客用器具没有消毒设施。" in walker.text()
    assert "行政复议" in walker.text()


def test_an_applicant_withdraws_and_nobody_can_act_on_it_any_more(walker):
    number = hygiene(walker)
    walker.act(number, "撤回申请")
    assert walker.phase(number) == "已撤回"
    walker.sign_in("window-yueyanglou")
    assert "收件" not in walker.offered(number)


def test_a_window_files_for_somebody_at_the_counter_and_hands_out_the_slip(walker):
    walker.sign_in("window-yueyanglou")
    number = walker.file("public-place-hygiene", "430602", "430602004", *hygiene_pages())
    walker.act(number, "收件")
    walker.page.get_by_role("link", name="收件回执").first.click()
    assert "收件回执" in walker.text()
    walker.open(number)
    assert "综合窗口" in walker.page.locator("dl.facts").first.inner_text()


def test_a_window_that_did_not_tick_the_material_cannot_forward(walker):
    number = hygiene(walker)
    walker.sign_in("window-yueyanglou")
    walker.act(number, "收件")
    walker.open(number)
    walker.form_of("材料齐全，转办").get_by_role("button").click()
    alert = walker.page.locator(".summary[role=alert]")
    alert.wait_for()
    assert "卫生管理制度" in alert.inner_text()


def test_bad_values_come_back_with_what_was_typed(walker):
    walker.sign_in("resident-wu")
    walker.go("insured-certificate/start")
    walker.answer(**{"place.1": "430602", "place.2": "430602005"})
    walker.press("保存并继续")
    walker.answer(id_number="43060219000101001")
    walker.press("保存并继续")
    assert walker.page.locator('[name="id_number"]').input_value() == "43060219000101001"
    summary = walker.page.locator(".summary")
    assert summary.evaluate("e => e === document.activeElement")
    summary.locator("a").first.click()
    assert walker.page.evaluate("document.activeElement.name") == "id_number"
    walker.answer(id_number=INSURED)
    walker.press("保存并继续")
    walker.answer(from_month="2024-13")
    walker.press("保存并继续")
    assert walker.page.locator('[name="from_month"]').input_value() == "2024-13"
    walker.go("cases/")  # and the draft waits
    assert "社会保险参保证明" in walker.page.locator(".panel").inner_text()


def test_a_limit_is_extended_once_by_the_head_with_a_reason(walker, clock):
    number = accepted(walker)
    walker.sign_in("officer-health")
    assert "延长期限" not in walker.offered(number)
    walker.sign_in("chief-health")
    walker.act(number, "延长期限", clock="decision", amount="10 工作日", reason="要跨区调取资料。")
    assert "延长期限" not in walker.offered(number)
    walker.sign_in("owner-luo")
    walker.open(number)
    assert "延长" in walker.page.locator(".clock", has_text="办理时限").inner_text()
    walker.page.locator(".papers a", has_text="延长").click()
    assert "要跨区调取资料。" in walker.text()


def test_an_officer_consults_another_body_and_comments_stay_inside(walker):
    number = accepted(walker)
    walker.sign_in("officer-health")
    walker.act(number, "备注", comment="电话核实过一次。")
    walker.open(number)
    assert "电话核实过一次。" in walker.text()
    walker.act(number, "征求意见", body="yueyanglou-urban-management", question="门前能否停车？")
    walker.sign_in("officer-urban")
    walker.act(number, "答复：等待答复意见", answer="可以。")
    assert walker.page.locator("h1").inner_text() == "待办"  # the case is no longer theirs to read
    walker.sign_in("officer-health")
    walker.open(number)
    assert "可以。" in walker.text()
    walker.sign_in("owner-luo")
    walker.open(number)
    assert "电话核实过一次。" not in walker.text()


def test_a_case_past_its_limit_is_brought_before_the_head_who_supervises_it(walker, clock, door):
    number = accepted(walker)
    worker = Worker(door, clock, (wiring(door),))
    clock.pass_(days=90)
    for _ in range(2):  # the limit passes; then its entry has a leaf, and the wiring reads it
        worker.round()
    walker.sign_in("chief-health")
    walker.go("inbox/")
    assert "接线请求" not in walker.text()  # the municipal bureau's head is asked, not the district's
    walker.sign_in("chief-municipal-health")
    walker.go("inbox/")
    assert "接线请求，等待负责人决定" in walker.text()
    walker.act(number, "照办：卫生许可超过时限的，督办", reason="三天内办完，说明原因。", limit="3 工作日")
    walker.sign_in("officer-health")
    walker.open(number)
    assert "照办接线的提请" in walker.text()
    assert "督办" in walker.text()
    assert "三天内办完，说明原因。" in walker.text()
