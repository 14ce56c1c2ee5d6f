"""Every page of the net in every mode, on a small screen, by keyboard alone and without JavaScript."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.services.tests.applications import INSURED, accepted, certificate
from yiwang.nets.services.tests.look import FULL
from yiwang.nets.services.tests.walker import Walker
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(walker) -> dict[str, list[str]]:
    """Persona → the pages to look at, of a certificate that was granted and a licence under way."""
    licence = accepted(walker)
    walker.sign_in("officer-health")
    walker.act(licence, "征求意见", body="yueyanglou-urban-management", question="门前能否停车？")
    number = certificate(walker)
    walker.go("insured-certificate/start")
    walker.answer(**{"place.1": "430602", "place.2": "430602005"})
    walker.press("保存并继续")
    section = walker.page.url
    walker.sign_in("officer-insurance")
    walker.act(number, "当场办结", outcome="grant")
    walker.sign_in("resident-wu")
    walker.open(number)
    paper = walker.page.locator(".papers a").first.get_attribute("href")
    walker.go(f"cases/{number}/result")
    verify = walker.page.locator("main p a").last.get_attribute("href")
    services = f"{walker.base}/services"
    origin = walker.base.removesuffix("/yueyang")
    return {
        "": [
            walker.base + "/",
            f"{services}/",
            f"{services}/?q=许可",
            f"{services}/open-restaurant/",
            f"{services}/verify/",
            verify,
            f"{walker.base}/verify/2611-00000000/AAAAA",
        ],
        "resident-wu": [
            f"{services}/insured-certificate/start",
            section,
            re.sub(r"pages/.*", "check", section),
            f"{services}/cases/",
            f"{services}/cases/{number}/",
            f"{services}/cases/{number}/filed",
            f"{services}/cases/{number}/result",
            origin + paper,
        ],
        "officer-health": [
            f"{services}/inbox/",
            f"{services}/inbox/?whose=body",
            f"{services}/archive/",
            f"{services}/cases/{licence}/",
        ],
        "window-yueyanglou": [f"{services}/inbox/", f"{services}/cases/{licence}/slip"],
        "auditor": [f"{services}/cases/", f"{services}/cases/{licence}/"],
    }


def choose(walker: Walker, theme: str, size: str) -> None:
    """Set the look of the pages."""
    walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
    walker.page.check(f"#theme-{theme}")
    walker.page.check(f"#size-{size}")
    walker.page.click("main button")


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    found: dict[str, list[str]] = {}
    for persona, addresses in pages.items():
        walker.page.context.clear_cookies()
        if persona:
            walker.sign_in(persona)
        choose(walker, theme, size)
        for address in addresses:
            walker.page.set_viewport_size({"width": 1280, "height": 900})
            walker.page.goto(address)
            if findings := axe_findings(walker.page):
                found[f"{persona} {address}"] = findings
            walker.page.set_viewport_size({"width": 320, "height": 640})
            for language in ("zh", "en"):
                walker.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
                if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > 320:
                    found[f"{persona} {address} {language}"] = [f"{wide} px wide"]
    assert found == {}


def test_the_pages_are_light(walker, pages):
    walker.sign_in("officer-health")
    for address in [*pages["officer-health"], *pages[""][:4]]:
        sizes: dict[str, int] = {}
        walker.page.on("response", lambda one, sizes=sizes: sizes.__setitem__(one.url, len(one.body())))
        walker.page.goto(address)
        walker.page.wait_for_load_state("networkidle")
        assert len(sizes) <= 7, sizes
        assert sum(sizes.values()) <= 150 * 1024, sizes


def test_a_certificate_is_applied_for_by_keyboard_alone(walker):
    walker.sign_in("resident-wu")
    keys = walker.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if walker.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    walker.go("")
    tab_to('main [name="q"]')
    keys.type("参保证明")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("q="))
    tab_to('main a[href*="insured-certificate"]')
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("insured-certificate/$"))
    tab_to("main a.primary")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("start"))
    tab_to('[name="place.1"]')
    keys.type("岳阳楼区")
    tab_to('[name="place.2"]')
    keys.press("ArrowDown")
    tab_to("main button.primary")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("pages/person"))
    tab_to('[name="id_number"]')
    keys.type(INSURED)
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("pages/range"))
    tab_to('[name="insurance_kind"]')
    keys.press("Space")
    tab_to('[name="from_month"]')
    keys.type("2024-01")
    tab_to('[name="to_month"]')
    keys.type("2026-10")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("check$"))
    tab_to("main button.primary")
    keys.press("Enter")
    walker.page.wait_for_url(re.compile("filed$"))


def test_the_inbox_is_driven_by_keys(walker):
    number = accepted(walker)
    walker.sign_in("officer-health")
    walker.go("inbox/")
    walker.page.keyboard.press("j")
    assert walker.page.evaluate("document.activeElement.matches('[data-row]')")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url(re.compile(number))


def test_everything_works_without_javascript(browser, site, door):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    number = certificate(walker)
    walker.sign_in("officer-insurance")
    walker.act(number, "备注", comment="已核对。")
    walker.act(number, "当场办结", outcome="grant")
    walker.act(number, "送达并办结", how="online")
    walker.sign_in("resident-wu")
    walker.go(f"cases/{number}/result")
    assert "社会保险参保证明" in walker.text()
    context.close()
