"""A resident at a browser with the identity service alone: in, a mandate, a fresh proof, and on."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.walker import Walker
from yiwang.web.account.tests.mandates import fill_in
from yiwang.web.account.tests.serving import serving
from yiwang.web.account.tests.test_passkeys_in_a_browser import _let_ten_minutes_pass, press, text
from yiwang.web.identity.tests.test_a_provider_of_somebody_elses import provider  # noqa: F401
from yiwang.web.tests.browser import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("account-walks")]


@pytest.fixture
def city(provider, database, tmp_path, settings) -> str:  # noqa: F811
    """The address of the city on a server of its own, which knows the provider."""
    own = {"YIWANG_SECRET_KEY": settings.SECRET_KEY, "YIWANG_IDENTITY": str(settings.YIWANG_IDENTITY)}
    with serving(database.app, tmp_path, **own) as address:
        with urlopen(f"{address}/yueyang/", timeout=120):  # the first who asks waits for the pack
            pass
        yield f"{address}/yueyang"


def at_the_provider(page, sub: str = "wang") -> None:
    """Say at the provider who one is."""
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.locator('input[name="sub"]').fill(sub)
    page.locator('button[type="submit"]').first.click()


@pytest.mark.full
@pytest.mark.parametrize("scripted", [True, False])
def test_what_was_filled_in_goes_on_after_a_fresh_proof_at_the_service(browser, city, scripted):
    context = browser.new_context(java_script_enabled=scripted, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{city}/sign-in")
    page.get_by_role("link", name="用“省统一身份认证”登录").click()
    at_the_provider(page)
    page.goto(f"{city}/mine/mandates/offer")
    fill_in(page)
    _let_ten_minutes_pass()
    press(page, "给出委托，取得代码")
    page.locator("#confirm-title").wait_for()
    if scripted:
        _is_readable(page)
    page.get_by_role("link", name="到“省统一身份认证”确认").click()
    at_the_provider(page)

    page.locator("#confirmed-title").wait_for()
    assert "操作还没有执行" in text(page) and page.locator("#code").count() == 0
    if scripted:
        _is_readable(page)
    press(page, "继续办理")

    assert re.fullmatch(r"[\w-]{12,20}", page.locator("#code").inner_text())
    context.close()


def enter(page, city, sub) -> None:
    page.goto(f"{city}/sign-in")
    page.get_by_role("link", name="用“省统一身份认证”登录").click()
    at_the_provider(page, sub)
    page.locator(".who").wait_for()


@pytest.mark.full
def test_two_who_act_for_a_company_sign_in_and_see_what_either_filed_for_it(browser, city):
    context = browser.new_context(locale="zh-CN")
    walker = Walker(context.new_page(), city)
    enter(walker.page, city, "li")
    assert "您正在代“河边饮食店”办理" in walker.page.locator(".banner-acting").inner_text()
    number = walker.file(
        "insured-certificate",
        "430602",
        "430602005",
        {"insured_name": "吴演晴", "id_number": INSURED},
        {"insurance_kind": "pension", "from_month": "2024-01", "to_month": "2026-10"},
    )
    walker.open(number)
    assert "受托人" in walker.text()
    context.clear_cookies()

    enter(walker.page, city, "zhao")
    assert "您正在代“河边饮食店”办理" in walker.page.locator(".banner-acting").inner_text()
    walker.go("cases/")
    assert number in walker.text() and "河边饮食店" in walker.text()
    context.clear_cookies()
    enter(walker.page, city, "wang")
    walker.go("cases/")
    assert number not in walker.text() and walker.page.locator(".banner-acting").count() == 0
    context.close()


def _is_readable(page) -> None:
    assert axe_findings(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})
