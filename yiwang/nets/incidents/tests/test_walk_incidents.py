"""The officer on duty at a browser: an incident from its form to its last report."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from yiwang.nets.incidents.tests.test_incidents import BASE, ZONE, number_of, recorded
from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = pytest.mark.browser


def test_an_officer_records_an_incident_sends_the_report_and_grades_it_anew(walker, clock):
    root = walker.base.removesuffix("/yueyang")
    walker.sign_in("incident-officer")
    walker.page.goto(f"{root}{BASE}")
    walker.page.click("main a.button.primary")
    known = (clock.now - timedelta(hours=1)).astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    walker.page.fill("[name=known_at]", known)
    walker.page.check("[name=operator_kind][value=other]")
    walker.page.check("[name=source][value=people]")
    walker.page.check("[name=personal_leak] >> nth=1")
    walker.page.check("[name=judged][value=larger]")
    walker.page.click("main button.primary")
    walker.page.get_by_text("事件已登记").wait_for()
    walker.page.click("#report-other summary")
    walker.page.click("#report-other button")
    walker.page.get_by_text("已登记报出").wait_for()
    walker.page.click("main section.acts summary")
    walker.page.select_option("#grade", "severe")
    walker.page.fill("#grade-reason", "门户中断一天")
    walker.page.click("main section.acts button")
    walker.page.get_by_text("已重新定级").wait_for()
    assert walker.page.locator("#report-other-2").count() == 1


@pytest.mark.parametrize("theme, size", FULL)
def test_pages_of_incidents_are_for_everybody_and_fit_a_small_screen(walker, clients, clock, theme, size):
    number = number_of(recorded(clients("incident-officer"), clock, personal_leak="yes"))
    root = walker.base.removesuffix("/yueyang")
    pages = ["", "new", f"{number}/", f"{number}/reports/other"]
    addresses = [f"{root}{BASE}{one}" for one in pages]
    assert faults_of_look(walker, {"incident-officer": addresses}, theme, size) == {}
    if shots := os.environ.get("YIWANG_SHOTS"):
        for name, address in zip(("home", "new", "one", "report"), addresses, strict=True):
            for width in (1280, 320):
                walker.page.set_viewport_size({"width": width, "height": 900})
                walker.page.goto(address)
                file = Path(shots) / f"incidents-{name}-{theme}-{size}-{width}.png"
                walker.page.screenshot(path=file, full_page=True)
