"""At a browser: who has a licence of the city files another matter without typing or handing it in again."""

from __future__ import annotations

import pytest

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, SHOP, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.kernel.commands import EndResult
from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = [pytest.mark.browser, pytest.mark.full]
TOWN = {"place.1": "430602", "place.2": "430602005"}
CODE = "92430602MADEM00112"


def begin(walker) -> None:
    """Begin the fire check of a venue in the town."""
    walker.go("fire-check/")
    walker.page.locator("main a.primary").click()
    walker.answer(**{"place.1": TOWN["place.1"]})
    if walker.page.locator(f'option[value="{TOWN["place.2"]}"]').count() == 0:
        walker.press("保存并继续")
    walker.answer(**{"place.2": TOWN["place.2"]})
    walker.press("保存并继续")


def value(walker, name: str) -> str:
    return str(walker.page.locator(f'[name="{name}"]').input_value())


def test_a_resident_with_a_licence_files_another_matter_and_the_officer_opens_the_licence(
    walker,
    person,  # noqa: F811
    registered,  # noqa: F811
):
    licence = registered(person("owner-zheng"))
    walker.sign_in("owner-zheng")
    begin(walker)
    assert value(walker, "operator_name") == SHOP["trade_name"]
    assert licence.number in walker.text() and "登记信息供消防安全检查" in walker.text()
    walker.answer(credit_code=CODE, contact_phone="13800000000")
    walker.press("保存并继续")
    assert value(walker, "venue_address") == SHOP["premises_address"]
    walker.answer(venue_name="演示影院", venue_kind="entertainment", floor_area="120", below_ground="no")
    walker.press("保存并继续")
    while walker.page.locator("h1").inner_text() != "核对后提交":
        for name, chosen in (("way_fire_standards", "now"), ("declaration", "yes")):
            if walker.page.locator(f'main form [name="{name}"]:visible').count():
                walker.answer(**{name: chosen})
        walker.press("保存并继续")
    assert "免于提交的材料" in walker.text()
    walker.press("提交")
    number = str(walker.page.locator(".big-number").inner_text())

    walker.sign_in("officer-fire")
    walker.open(number)
    walker.page.locator("#exempt a").click()
    assert licence.number in walker.text() and "有效" in walker.text()

    walker.sign_in("owner-zheng")
    walker.page.goto(f"{walker.base}/mine/")
    walker.page.get_by_role("link", name="谁看过我的数据").click()
    assert licence.number in walker.text() and "公众聚集场所开业前消防安全检查" in walker.text()


def test_a_licence_revoked_is_no_longer_offered_and_can_be_typed(walker, person, registered, act):  # noqa: F811
    licence = registered(person("owner-zheng"))
    end = EndResult(act="revoke", ground="行政处罚法 第九条第三项", penalty="罚 2 号")
    act(licence.id, end, "approver", reason="情节严重")
    walker.sign_in("owner-zheng")
    begin(walker)
    assert value(walker, "operator_name") == "" and "免于提交" not in walker.text()
    walker.answer(operator_name="我自己写的名称")
    assert value(walker, "operator_name") == "我自己写的名称"


def test_another_persons_licence_is_never_offered(walker, person, registered):  # noqa: F811
    registered(person("owner-zheng"))
    walker.sign_in("owner-luo")
    begin(walker)
    assert value(walker, "operator_name") == "" and "免于提交" not in walker.text()


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_pages_with_what_was_granted_have_no_fault_of_look(
    walker,
    person,  # noqa: F811
    registered,  # noqa: F811
    door,
    clock,
    theme,
    size,
):
    zheng = person("owner-zheng")
    registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    walker.sign_in("owner-zheng")
    begin(walker)
    section = walker.page.url
    check = section.rsplit("/pages/", 1)[0] + "/check"
    own = [section, check, f"{walker.base}/mine/exchanges/", f"{walker.base}/services/fire-check/"]
    pages = {"owner-zheng": own, "auditor": [f"{walker.base}/mine/exchanges/"]}
    assert faults_of_look(walker, pages, theme, size) == {}
