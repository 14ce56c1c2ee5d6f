"""People at a browser with a device that makes passkeys; and without a script, by code alone."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest

from yiwang.web.account import factors, logins
from yiwang.web.account.tests.conftest import OFFICER, PASSWORD, code_now
from yiwang.web.account.tests.serving import serving
from yiwang.web.tests.browser import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("account-walks")]
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def city(accounts, database, tmp_path, settings) -> str:
    """The address of the city on a server of its own."""
    with serving(database.app, tmp_path, YIWANG_SECRET_KEY=settings.SECRET_KEY) as address:
        yield f"{address}/yueyang"


@pytest.fixture
def device(page):
    """A device with a fingerprint reader, plugged into the browser; its id and the line to it."""
    page.set_default_timeout(30_000)
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return line, made["authenticatorId"]


def press(page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words, exact=True).click()


def text(page) -> str:
    return page.locator("main").inner_text()


def sign_out(page) -> None:
    page.get_by_role("button", name="退出", exact=True).first.click()
    page.wait_for_url(re.compile("/yueyang/$"))


def typed(page, field: str, value: str) -> None:
    page.locator(f'main [name="{field}"]:visible').fill(value)


def next_code(secret: str) -> str:
    """Wait for a code that was not used yet."""
    before = code_now(secret=secret)
    while code_now(secret=secret) == before:
        time.sleep(0.5)
    return code_now(secret=secret)


def test_a_resident_makes_an_account_by_passkey_and_signs_in_with_it(page, city, device):
    page.goto(f"{city}/sign-in")
    assert axe_findings(page) == []
    page.get_by_role("link", name="开一个账号").click()
    assert axe_findings(page) == []
    press(page, "用通行密钥开账号")
    page.locator(".codes li").first.wait_for()
    assert page.locator(".codes li").count() == 10
    assert axe_findings(page) == []
    page.get_by_role("link", name="我已保存，继续").click()
    assert page.locator(".who").inner_text().strip().endswith("居民")
    sign_out(page)
    page.goto(f"{city}/sign-in?next=/yueyang/services/cases/")
    press(page, "使用通行密钥")
    page.wait_for_url(re.compile(r"^[^?]*/services/cases/$"))


def test_a_device_that_does_not_verify_its_user_is_not_let_in(page, city, device):
    line, which = device
    page.goto(f"{city}/account/join")
    press(page, "用通行密钥开账号")
    page.locator(".codes li").first.wait_for()
    page.goto(f"{city}/account/")
    sign_out(page)
    line.send("WebAuthn.setUserVerified", {"authenticatorId": which, "isUserVerified": False})
    page.goto(f"{city}/sign-in")
    press(page, "使用通行密钥")
    page.locator("[data-passkey-problem]:visible").wait_for()
    assert "设备没有给出通行密钥" in text(page)


def test_staff_enrol_by_link_and_code_and_reach_the_inbox_then_change_a_way_in_by_passkey(page, city, device):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    token = logins.invite("yueyang", user, datetime.now(UTC))
    page.goto(f"{city}/account/enrol/{token}")
    assert axe_findings(page) == []
    secret = page.locator("code.letters").inner_text().replace(" ", "")
    typed(page, "password", PASSWORD)
    typed(page, "again", PASSWORD)
    typed(page, "code", code_now(secret=secret))
    press(page, "完成登记")
    page.locator(".codes li").first.wait_for()
    paper = page.locator(".codes code").nth(4).inner_text()
    page.goto(f"{city}/services/inbox/")
    assert page.locator("h1").inner_text() != ""
    assert "岳阳楼区卫生健康局" in page.locator(".who").inner_text()
    assert axe_findings(page) == []

    page.goto(f"{city}/account/passkeys")
    press(page, "在这台设备上添加")
    page.wait_for_url(re.compile("/account/$"))
    assert "有 1 个" in text(page)
    assert axe_findings(page) == []
    page.goto(f"{city}/account/sessions")
    assert axe_findings(page) == []
    sign_out(page)

    page.goto(f"{city}/sign-in")
    typed(page, "account", "H1007")
    typed(page, "password", PASSWORD)
    typed(page, "code", paper)
    press(page, "登录")
    page.wait_for_url(re.compile("/yueyang/$"))
    page.goto(f"{city}/account/")
    assert "还有 9 个没有用过" in text(page)


@pytest.mark.full
def test_a_decision_is_confirmed_by_passkey_after_ten_minutes(page, city, device, database):
    import psycopg

    user = logins.new_staff("yueyang", "h1007", OFFICER)
    token = logins.invite("yueyang", user, datetime.now(UTC))
    page.goto(f"{city}/account/enrol/{token}")
    press(page, "登记通行密钥")
    page.locator(".codes li").first.wait_for()
    _let_ten_minutes_pass()
    page.goto(f"{city}/account/")
    press(page, "重新生成恢复码")
    page.locator("#confirm-title").wait_for()
    assert axe_findings(page) == []
    press(page, "用通行密钥确认")
    page.locator(".codes li").first.wait_for()
    assert page.locator(".codes li").count() == 10
    with psycopg.connect(database.app) as connection:
        assert connection.execute("SELECT count(*) FROM open_session").fetchone() == (1,)


def _let_ten_minutes_pass() -> None:
    """Make every session's last confirmation an old one."""
    from django.contrib.sessions.models import Session

    for one in Session.objects.all():
        kept = one.get_decoded()
        if "confirmed" in kept:
            kept["confirmed"] = kept["proven"] = "2026-01-01T00:00:00+00:00"
            one.session_data = Session.get_session_store_class()().encode(kept)
            one.save()


@pytest.mark.full
def test_everything_but_passkeys_works_without_javascript_by_code(browser, city):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.goto(f"{city}/account/join")
    assert "通行密钥需要浏览器脚本" in text(page)
    typed(page, "password", PASSWORD)
    typed(page, "again", PASSWORD)
    press(page, "用密码开账号")
    account = page.locator("code.letters").inner_text()
    page.goto(f"{city}/account/totp")
    secret = page.locator("code.letters").inner_text().replace(" ", "")
    typed(page, "code", code_now(secret=secret))
    press(page, "保存")
    sign_out(page)
    page.goto(f"{city}/sign-in")
    typed(page, "account", account)
    typed(page, "password", PASSWORD)
    typed(page, "code", next_code(secret))
    press(page, "登录")
    page.goto(f"{city}/account/")
    _let_ten_minutes_pass()
    press(page, "重新生成恢复码")
    typed(page, "_code", next_code(secret))
    press(page, "确认并继续")
    assert page.locator(".codes li").count() == 10
    context.close()


def test_signing_in_is_done_by_keyboard_alone(page, city):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    user.set_password(PASSWORD)
    user.save()
    codes = factors.new_recovery_codes(user)
    factors.set_totp(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "")

    def tab_to(selector: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab does not reach {selector}")

    page.goto(f"{city}/sign-in?next=/yueyang/services/inbox/")
    tab_to('[name="account"]')
    page.keyboard.type("h1007")
    tab_to('[name="password"]')
    page.keyboard.type(PASSWORD)
    tab_to('[name="code"]')
    page.keyboard.type(codes[0])
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"^[^?]*/services/inbox/$"))


MODES = [("light", "normal"), ("dark", "normal"), ("light", "elder"), ("dark", "elder")]


@pytest.mark.parametrize(
    ("theme", "size"), [MODES[0], *(pytest.param(*mode, marks=pytest.mark.full) for mode in MODES[1:])]
)
def test_the_pages_of_an_account_are_readable_in_every_mode_and_at_320_pixels(page, city, theme, size):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    user.set_password(PASSWORD)
    user.save()
    factors.set_totp(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "")
    token = logins.invite("yueyang", logins.new_staff("yueyang", "h1008", "somebody"), datetime.now(UTC))
    page.goto(f"{city}/sign-in")
    page.goto(f"{city.removesuffix('/yueyang')}/-/preferences")
    page.check(f"#theme-{theme}")
    page.check(f"#size-{size}")
    page.click("main button")
    public = ["sign-in", "account/join", f"account/enrol/{token}", "account/enrol/no-such-link"]
    own = [
        "account/",
        "account/password",
        "account/totp",
        "account/passkeys",
        "account/sessions",
        "account/hat",
    ]
    found = {}
    for address in [*public, *own]:
        if address == own[0]:
            page.goto(f"{city}/sign-in")
            typed(page, "account", "h1007")
            typed(page, "password", PASSWORD)
            typed(page, "code", code_now())
            press(page, "登录")
            page.wait_for_url(re.compile("/yueyang/$"))
        for language in ("zh", "en"):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(f"{city}/{address}?lang={language}")
            assert (address in public) or page.locator(".who").count() == 1, address
            if findings := axe_findings(page):
                found[f"{address} {language}"] = findings
            page.set_viewport_size({"width": 320, "height": 640})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
                found[f"{address} {language} narrow"] = [f"{wide} px wide"]
        page.goto(f"{city}/{address}?lang=zh")
    assert found == {}
