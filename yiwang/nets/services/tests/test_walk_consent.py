"""At a browser: a person at the counter consents by code, and the clerk takes what was granted."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from yiwang.granted.tests.conftest import CITY, SHOP, act, city, person, registered  # noqa: F401
from yiwang.nets.fees.difference_records import Side
from yiwang.nets.fees.difference_rules import Find
from yiwang.nets.fees.kinds import DIFFERENCE, difference_stream
from yiwang.nets.fees.reconciling import WHO
from yiwang.nets.fees.records import Subject
from yiwang.nets.services.tests.look import MODES, faults_of_look
from yiwang.nets.services.tests.test_consent_at_the_counter import code_of
from yiwang.nets.services.tests.test_granted_on_pages import begin
from yiwang.store.execute import Ask, execute

pytestmark = [pytest.mark.browser, pytest.mark.full]


def test_a_consent_is_given_on_a_telephone_and_taken_at_the_counter(walker, person, registered):  # noqa: F811
    licence = registered(person("owner-zheng"))
    walker.page.set_viewport_size({"width": 320, "height": 640})
    walker.sign_in("owner-zheng")
    walker.go("cases/")
    walker.page.get_by_role("link", name="同意窗口取用我的数据").click()
    walker.page.select_option("#matter", "public-place-hygiene")
    walker.press("同意，给我代码")
    code = walker.page.locator(".big-number").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", code)

    walker.page.set_viewport_size({"width": 1280, "height": 900})
    walker.sign_in("window-yueyanglou")
    walker.go("public-place-hygiene/start")
    walker.answer(**{"place.1": "430602"})
    if walker.page.locator('option[value="430602005"]').count() == 0:
        walker.press("保存并继续")
    walker.answer(**{"place.2": "430602005"})
    walker.press("保存并继续")
    walker.page.get_by_role("link", name="凭本人的同意取用数据").click()
    walker.page.fill("#code", code.lower())
    walker.press("登记同意")
    assert SHOP["trade_name"] in walker.page.content() and licence.number in walker.page.content()

    walker.sign_in("owner-zheng")
    walker.page.goto(f"{walker.base}/mine/exchanges/")
    assert "由窗口工作人员，凭您的同意" in walker.text()


@pytest.mark.parametrize(("theme", "size"), MODES)
def test_the_pages_of_consent_and_differences_look_right(
    walker,
    clients,
    person,  # noqa: F811
    registered,  # noqa: F811
    door,
    clock,
    theme,
    size,
):
    registered(person("owner-zheng"))
    code_of(clients("owner-zheng"))
    window = clients("window-yueyanglou")
    first = begin(window, "public-place-hygiene")
    lead = "yueyanglou-urban-management"
    subject = Subject(
        applicant="p",
        case=str(uuid4()),
        lead=lead,
        matter="road-use",
        number="2611-0000000AA",
        phase="accepted",
    )
    found = Find(
        order="o-1",
        day=clock.now.date(),
        what="amount",
        ours=Side(amount="120.50", reference="P-1", state="paid"),
        theirs=Side(amount="100.50", reference="P-1", state="paid"),
        subject=subject,
    )
    execute(door, Ask(CITY, DIFFERENCE, difference_stream(CITY, "o-1"), found, WHO, clock.now))
    base = walker.base
    pages = {
        "owner-zheng": [f"{base}/services/consents/"],
        "window-yueyanglou": [
            base.removesuffix("/yueyang") + re.sub(r"/pages/[^/]+$", "/consent", first),
            base.removesuffix("/yueyang") + first,
        ],
        "approver-urban": [f"{base}/fees/differences/", f"{base}/fees/differences/?all=1"],
    }
    assert faults_of_look(walker, pages, theme, size) == {}
