"""Administrators and residents at a browser, by logins of their own: what weighs much is confirmed first."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from yiwang.nets.people.tests.test_directory_at_the_desk import SAMPLE, directory_people
from yiwang.nets.people.tests.test_people_of_the_desk import OFFICER, SECURITY, record
from yiwang.serve.importing import propose as propose_from_line
from yiwang.web import cities, store_door
from yiwang.web.account import factors, logins
from yiwang.web.account.tests.conftest import PASSWORD, SECRET, code_now
from yiwang.web.account.tests.mandates import fill_in
from yiwang.web.account.tests.test_passkeys_in_a_browser import (  # noqa: F401
    _let_ten_minutes_pass,
    city,
    device,
    press,
    sign_out,
    text,
    typed,
)
from yiwang.web.tests.browser import axe_findings

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("account-walks")]
AUDIT = "person-yueyang-audit-audit-admin"


def enter_by_code(page, city, person, code):  # noqa: F811
    """Sign in as somebody on the staff with a password, an authenticator app, and a code from paper."""
    user = logins.new_staff("yueyang", code, person)
    user.set_password(PASSWORD)
    user.save()
    paper = factors.new_recovery_codes(user)
    factors.set_totp(user, SECRET, "")
    page.goto(f"{city}/sign-in")
    typed(page, "account", code)
    typed(page, "password", PASSWORD)
    typed(page, "code", paper[0])
    press(page, "登录")
    page.wait_for_url(re.compile("/yueyang/$"))


def enter_by_passkey(page, city, person, code):  # noqa: F811
    """Set up a login by its link, with a passkey, and be signed in by it."""
    token = logins.invite("yueyang", logins.new_staff("yueyang", code, person), datetime.now(UTC))
    page.goto(f"{city}/account/enrol/{token}")
    press(page, "登记通行密钥")
    page.locator(".codes li").first.wait_for()


def asked_again(page) -> None:
    """What was asked is not done; the page asks who sits there."""
    page.locator("#confirm-title").wait_for()
    assert axe_findings(page) == []


def appoint(page, city) -> None:  # noqa: F811
    page.goto(f"{city}/desk/people/{OFFICER}/?body=yueyang-data")
    page.locator("details.act summary", has_text=re.compile("^任岗$")).click()
    form = page.locator("form[action$='/appoint']")
    form.locator('[name="position"]').select_option("yueyang-data-cdo")
    form.locator("button").click()


def posts(people) -> list[str]:
    return [one.position for one in record(people, OFFICER).held]


def test_a_position_is_given_after_a_code_and_what_was_chosen_is_kept(page, city, people):  # noqa: F811
    enter_by_code(page, city, SECURITY, "s1001")
    _let_ten_minutes_pass()
    appoint(page, city)
    asked_again(page)
    assert "yueyang-data-cdo" not in posts(people)

    typed(page, "_code", "000000")
    press(page, "确认并继续")
    assert "没有确认" in text(page) and "yueyang-data-cdo" not in posts(people)
    typed(page, "_code", code_now())
    press(page, "确认并继续")

    page.locator(".notice-success").wait_for()
    assert "首席数据官" in text(page) and "yueyang-data-cdo" in posts(people)


@pytest.mark.full
def test_a_directory_is_applied_after_a_passkey(page, city, device, people):  # noqa: F811
    said: list[str] = []
    pack = store_door.city_under("yueyang", None)
    given = (people, "yueyang", pack, SAMPLE / "staff.csv", SAMPLE / "mapping.yaml", datetime.now(UTC))
    assert propose_from_line(*given, dry_run=False, say=said.append) == 0
    address = re.search(r"/yueyang(/desk/directory/\S+)", said[-1])[1]
    enter_by_passkey(page, city, SECURITY, "s1001")
    _let_ten_minutes_pass()
    page.goto(f"{city}{address}")

    press(page, "应用")
    asked_again(page)
    assert directory_people(people) == []
    press(page, "用通行密钥确认")

    page.wait_for_url(re.compile(r"/directory/$"))
    assert "已应用" in page.locator(".notice").first.inner_text()
    assert len(directory_people(people)) == 5


@pytest.mark.full
def test_the_acts_are_exported_after_a_code(page, city, people):  # noqa: F811
    enter_by_code(page, city, AUDIT, "s1003")
    _let_ten_minutes_pass()
    page.goto(f"{city}/desk/acts/")
    page.locator("form[action$='/acts/export'] button").evaluate(
        "b => b.closest('details')?.setAttribute('open', '')"
    )
    page.locator("form[action$='/acts/export'] button").click()
    asked_again(page)

    typed(page, "_code", code_now())
    with page.expect_download() as handed_over:
        press(page, "确认并继续")

    assert handed_over.value.suggested_filename.endswith(".csv")
    page.goto(f"{city}/desk/acts/")
    assert "导出" in text(page)


@pytest.mark.full
def test_without_a_script_a_position_is_taken_away_after_a_code(browser, city, people):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    enter_by_code(page, city, SECURITY, "s1001")
    _let_ten_minutes_pass()
    page.goto(f"{city}/desk/people/{OFFICER}/")
    page.locator("details.act summary", has_text=re.compile("^免岗$")).click()
    form = page.locator("form[action$='/dismiss']")
    form.locator('[name="held"]').select_option("yueyanglou-health-officer|")
    form.locator("button").click()

    page.locator("#confirm-title").wait_for()
    typed(page, "_code", code_now())
    press(page, "确认并继续")

    page.locator(".notice-success").wait_for()
    held = [one for one in record(people, OFFICER).held if one.position == "yueyanglou-health-officer"]
    assert held[0].until is not None
    context.close()


def resident(persona: str, city_of):
    """Return the login of a resident of the pack, with a password and an authenticator app."""
    person = next(one.person for one in city_of.personas() if one.id == persona)
    user = logins.new_resident("yueyang", person)
    user.set_password(PASSWORD)
    user.save()
    paper = factors.new_recovery_codes(user)
    factors.set_totp(user, SECRET, "")
    return logins.account_of(user), paper


def enter_as(page, city, account, code):  # noqa: F811
    page.goto(f"{city}/sign-in")
    typed(page, "account", account)
    typed(page, "password", PASSWORD)
    typed(page, "code", code)
    press(page, "登录")
    page.wait_for_url(re.compile("/yueyang/$"))


@pytest.mark.full
def test_a_mandate_is_given_after_a_code_used_for_the_principal_and_withdrawn(page, city, people):  # noqa: F811
    this = cities.get("yueyang")
    (owner, paper), (agent, other_paper) = resident("owner-luo", this), resident("resident-liu", this)
    enter_as(page, city, owner, paper[0])
    page.goto(f"{city}/mine/mandates/offer")
    fill_in(page)
    _let_ten_minutes_pass()
    press(page, "给出委托，取得代码")
    asked_again(page)
    typed(page, "_code", code_now())
    press(page, "确认并继续")
    code = page.locator("#code").inner_text()
    sign_out(page)

    enter_as(page, city, agent, other_paper[0])
    page.goto(f"{city}/mine/mandates/take")
    page.locator('main [name="code"]').fill(code)
    press(page, "接受")
    page.locator(".notice-success").wait_for()
    page.get_by_label("为“罗演竹”").check()
    press(page, "就为这位办理")
    page.locator(".banner-acting").wait_for()
    sign_out(page)

    enter_as(page, city, owner, paper[1])
    page.goto(f"{city}/mine/")
    press(page, "撤回 刘演松")
    assert "已撤回" in text(page)
    sign_out(page)
    enter_as(page, city, agent, other_paper[1])
    page.goto(f"{city}/mine/")
    assert page.locator(".banner-acting").count() == 0
    assert page.get_by_label("为“罗演竹”").count() == 0
