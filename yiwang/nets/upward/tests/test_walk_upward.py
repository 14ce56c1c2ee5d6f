"""The chief data officer and the desk at a browser: what was refused is seen, mended and sent again."""

from __future__ import annotations

import re
from datetime import date

import pytest

from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker
from yiwang.nets.upward.making import current
from yiwang.nets.upward.reconciling import reconcile
from yiwang.nets.upward.tests.conftest import CITY, PLATFORM, rows
from yiwang.nets.upward.tests.test_refused import opened

pytestmark = pytest.mark.browser


@pytest.fixture
def troubled(clients, settle, above, worker, sender, door, clock) -> str:
    """Three applications: one is taken and then lost, one refused, one met a dead platform; two nights.

    The number of the one that was refused.
    """
    certificate(clients("resident-wu"))
    settle()
    above.kept.clear()
    port, mapping = sender.port, current(door, CITY).upward[PLATFORM]
    reconcile(door, CITY, mapping, port, date(2026, 11, 23), clock.now)
    above.trouble.more = 2
    reconcile(door, CITY, mapping, port, date(2026, 11, 22), clock.now)
    settle()
    above.trouble.refuse = lambda kind, fields: ("E101", "itemCode")
    number = certificate(clients("resident-wu"))
    settle()
    certificate(clients("resident-wu"))
    worker.round()
    worker.round()
    above.trouble.dead = True
    sender.round()
    reconcile(door, CITY, mapping, port, date(2026, 11, 21), clock.now)
    above.trouble.dead = False
    return number


def test_without_javascript_the_cdo_sees_what_stopped_and_sends_it_again(
    browser, site, troubled, above, settle, database
):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("cdo")
    walker.enter("上报")
    assert "没有这个事项编码" in walker.text() and "对不上，要人看" in walker.text()
    walker.page.locator("main").get_by_role("link", name="停下的").click()
    assert troubled in walker.text()
    walker.page.locator('main [name="record"]').first.check()
    walker.press("按现行映射重做，再报所选的")
    walker.page.get_by_text("1 条重新排队，0 条没有").wait_for()
    context.close()
    above.trouble.refuse = lambda kind, fields: ("", "")
    settle()
    assert "refused" not in {phase for _, _, phase in rows(database)}


def test_the_desk_closes_the_case_of_a_refusal_and_the_record_goes_again(
    walker, troubled, above, settle, database
):
    (case,) = [one for one in opened(database) if one.facts.get("reason") == "E101"]
    walker.sign_in("desk-data")
    walker.enter("上报")
    walker.page.locator("main").get_by_role("link", name="停下的").click()
    walker.page.get_by_role("link", name=f"已立件 {case.number}").click()
    assert "E101" in walker.text() and troubled in walker.text()
    walker.act(case.number, "办结步骤：弄清并改好", outcome="resend")
    above.trouble.refuse = lambda kind, fields: ("", "")
    settle()
    assert rows(database, "phase", f"number = {case.facts['serial']}") == [("accepted",)]


@pytest.fixture
def pages(walker, troubled) -> dict[str, list[str]]:
    """Persona → the pages to look at."""
    here = f"{walker.base}/upward/"
    return {
        "cdo": [here, f"{here}?phase=stuck"],
        "desk-data": [here],
        "officer-insurance": [here],
        "officer-market": [here],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_the_page_in_english_has_no_chinese_words(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}{'&' if '?' in path else '?'}lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            assert not re.search(r"[一-鿿]", main), (path, re.findall(r"[一-鿿]+", main))
