"""Who signs in, by what; and what it opens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from yiwang.kernel.access import system
from yiwang.kernel.people.person import EndSessions, Restore, Suspend
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.account import factors, logins
from yiwang.web.account.tests.conftest import CHIEF, OFFICER, PASSWORD, SECRET, code_now

INBOX = "/yueyang/services/inbox/"
ACCOUNT = "/yueyang/account/"


def words(response) -> str:
    return response.content.decode()


def told(response) -> str:
    found = re.search(r'data-code="([\w.-]+)"', words(response))
    return found[1] if found else ""


def test_the_public_has_no_session(accounts):
    visitor = Client()

    for address in ("/yueyang/", "/yueyang/sign-in", "/yueyang/?lang=en", "/yueyang/account/join"):
        visitor.get(address)
    visitor.post("/-/preferences", {"size": "elder"})

    assert "yw" not in visitor.cookies
    assert 'data-size="elder"' in words(visitor.get("/yueyang/"))


def test_an_officer_with_a_code_is_let_into_the_inbox_and_named_by_position(officer, enter):
    browser, answer = enter("H1007", code=code_now())

    assert answer.status_code == 302
    page = browser.get(INBOX)
    assert page.status_code == 200
    assert "岳阳楼区卫生健康局" in words(page)


def test_a_code_works_once(officer, enter):
    enter("h1007", code=code_now())

    _, again = enter("h1007", code=code_now())

    assert again.status_code == 403
    assert told(again) == "account.enter.wrong"


@pytest.mark.parametrize(
    ("account", "password", "code"),
    [
        ("nobody", PASSWORD, ""),
        ("h1007", "another sentence", ""),
        ("h1007", PASSWORD, ""),
        ("h1007", PASSWORD, "000000"),
        ("h1007", "", "000000"),
        ("h1007\x00", PASSWORD, ""),
    ],
)
def test_whatever_is_wrong_one_sentence_answers(officer, enter, account, password, code):
    browser, answer = enter(account, password, code)

    assert answer.status_code == 403
    assert told(answer) == "account.enter.wrong"
    assert browser.get(INBOX).status_code == 302


def test_staff_with_a_password_alone_hold_nothing_and_are_led_to_their_account(accounts, enter):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    user.set_password(PASSWORD)
    user.save()

    browser, answer = enter("h1007")

    assert answer["Location"] == ACCOUNT
    assert "web.second-factor-needed" in words(browser.get(ACCOUNT))
    assert browser.get(INBOX).status_code == 403


def test_staff_who_then_set_up_a_code_hold_their_positions_at_once(accounts, enter):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    user.set_password(PASSWORD)
    user.save()
    browser, _ = enter("h1007")

    page = words(browser.get(f"{ACCOUNT}totp"))
    secret = re.search(r'class="letters">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    sealed = re.search(r'name="secret" value="([^"]+)"', page)[1]
    answer = browser.post(f"{ACCOUNT}totp", {"secret": sealed, "code": code_now(secret=secret)})

    assert len(re.findall(r"<li><code>[\d ]{14}</code>", words(answer))) == 10
    assert browser.get(INBOX).status_code == 200


def test_a_resident_makes_an_account_with_a_password_and_comes_back(accounts, enter):
    browser = Client()
    page = words(browser.post(f"{ACCOUNT}join", {"password": PASSWORD, "again": PASSWORD}))
    account = re.search(r'class="letters">(\d{12})<', page)[1]

    assert browser.get("/yueyang/services/cases/").status_code == 200
    again, answer = enter(account)
    assert answer.status_code == 302
    assert again.get("/yueyang/services/cases/").status_code == 200
    assert again.get(INBOX).status_code == 403


@pytest.mark.parametrize(
    ("password", "again", "code"),
    [
        ("short", "short", "too-short"),
        ("123456789012345", "123456789012345", "entirely-numeric"),
        ("password12345", "password1234", "differ"),
        ("1q2w3e4r5t6y", "1q2w3e4r5t6y", "too-common"),
    ],
)
def test_a_weak_password_is_told_why(accounts, password, again, code):
    answer = Client().post(f"{ACCOUNT}join", {"password": password, "again": again})

    assert answer.status_code == 400
    assert told(answer) == f"account.password.{code}"
    assert User.objects.count() == 0


def test_a_recovery_code_stands_in_for_the_app_once(officer, enter):
    codes = factors.new_recovery_codes(officer)

    _, first = enter("h1007", code=codes[3])
    _, second = enter("h1007", code=codes[3])

    assert first.status_code == 302
    assert second.status_code == 403
    assert factors.of(officer).codes_left == 9


def test_a_resident_who_lost_the_device_enters_by_paper_and_staff_do_not(accounts, enter):
    resident = logins.new_resident("yueyang", "p-someone")
    staff = logins.new_staff("yueyang", "h1007", OFFICER)
    of_resident, of_staff = factors.new_recovery_codes(resident), factors.new_recovery_codes(staff)

    _, in_ = enter(logins.account_of(resident), "", of_resident[0])
    _, out = enter("h1007", "", of_staff[0])

    assert in_.status_code == 302
    assert out.status_code == 403


def test_secrets_lie_sealed_in_the_database(officer):
    factors.new_recovery_codes(officer)

    kept = " ".join(str(one.data) for one in Authenticator.objects.all())

    assert SECRET not in kept
    assert officer.password not in {"", PASSWORD}


def test_the_login_of_a_city_is_nobody_in_another(officer):
    assert logins.people_of("yueyang~drill-7", officer.pk) == ()
    assert logins.find("yueyang~drill-7", "h1007") is None


def test_an_invitation_works_once_and_for_seven_days(accounts, clock):
    user = logins.new_staff("yueyang", "h1007", OFFICER)
    old, token = logins.invite("yueyang", user, clock.now), logins.invite("yueyang", user, clock.now)

    assert logins.invited("yueyang", old, clock.now) is None
    assert logins.invited("yueyang", token, clock.now + timedelta(days=7)) is None
    assert logins.invited("yueyang~drill-7", token, clock.now) is None
    assert logins.use_invitation("yueyang", token, clock.now) == user
    assert logins.use_invitation("yueyang", token, clock.now) is None


def test_staff_take_over_their_login_by_the_link_and_every_earlier_way_is_void(officer, enter, clock):
    earlier, _ = enter("h1007", code=code_now())
    token = logins.invite("yueyang", officer, clock.now)
    browser = Client()
    page = words(browser.get(f"{ACCOUNT}enrol/{token}"))
    secret = re.search(r'class="letters">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    sealed = re.search(r'name="secret" value="([^"]+)"', page)[1]
    filled = {"password": "another long sentence", "again": "another long sentence", "secret": sealed}

    wrong = browser.post(f"{ACCOUNT}enrol/{token}", {**filled, "code": "000000"})
    answer = browser.post(f"{ACCOUNT}enrol/{token}", {**filled, "code": code_now(secret=secret)})

    assert told(wrong) == "account.totp.wrong"
    assert answer.status_code == 200
    assert browser.get(INBOX).status_code == 200
    assert earlier.get(INBOX).status_code == 302
    assert enter("h1007", code=code_now(1))[1].status_code == 403
    assert Client().get(f"{ACCOUNT}enrol/{token}").status_code == 404


def test_unknown_used_and_old_links_get_the_same_page(officer, clock):
    used, old = logins.invite("yueyang", officer, clock.now), "A" * 43
    logins.use_invitation("yueyang", used, clock.now)

    pages = [words(Client().get(f"{ACCOUNT}enrol/{token}")).replace(token, "") for token in (used, old)]
    pages = [re.sub(r'middlewaretoken" value="\w+"', "", page) for page in pages]

    assert pages[0] == pages[1]
    assert "web.invitation-gone" in pages[0]


def ask(door, command, clock):
    asked = Ask("yueyang", PERSON, person_stream("yueyang", OFFICER), command, system("test"), clock.now)
    assert isinstance(execute(door, asked), Done)


@pytest.mark.parametrize("command", [EndSessions(), Suspend()])
def test_what_takes_rights_away_ends_the_session_at_its_next_request(officer, enter, door, clock, command):
    browser, _ = enter("h1007", code=code_now())
    assert browser.get(INBOX).status_code == 200

    ask(door, command, clock)

    assert browser.get(INBOX).status_code == 302
    assert "您的权限有变动" in words(browser.get("/yueyang/sign-in"))


def test_a_suspended_person_is_told_so_and_opens_nothing(officer, enter, door, clock):
    ask(door, Suspend(), clock)

    browser, _ = enter("h1007", code=code_now())

    assert browser.get(INBOX).status_code == 302
    assert "web.nobody-suspended" in words(browser.get("/yueyang/sign-in"))
    ask(door, Restore(), clock)
    assert enter("h1007", code=code_now(1))[0].get(INBOX).status_code == 200


def test_who_is_a_resident_and_on_the_staff_chooses_as_whom_to_act(officer, enter):
    logins.add_person("yueyang", officer.pk, "person-of-their-own", "resident")
    browser, _ = enter("h1007", code=code_now())

    page = words(browser.get(f"{ACCOUNT}hat"))
    unknown = browser.post(f"{ACCOUNT}hat", {"person": CHIEF})

    assert 'value="person-of-their-own"' in page
    assert unknown.status_code == 404
    assert browser.get(INBOX).status_code == 200


def test_signing_out_ends_the_session_and_says_so(officer, enter):
    browser, _ = enter("h1007", code=code_now())
    copied = Client()
    copied.cookies["yw"] = browser.cookies["yw"].value

    page = browser.post("/yueyang/sign-out", follow=True)

    assert "已退出登录" in words(page)
    assert copied.get(INBOX).status_code == 302


def test_sessions_are_listed_and_ended_one_by_one_and_everywhere(officer, enter):
    first, _ = enter("h1007", code=code_now(), HTTP_USER_AGENT="Mozilla/5.0 (Windows NT) Firefox/140.0")
    second, _ = enter("h1007", code=code_now(1))
    page = words(second.get(f"{ACCOUNT}sessions"))
    assert "Firefox · Windows" in page
    assert page.count("/end") >= 3

    for address in re.findall(r'action="(/yueyang/account/sessions/[0-9a-f-]{36}/end)"', page):
        second.post(address)
        break
    gone = [browser for browser in (first, second) if browser.get(INBOX).status_code == 302]
    assert len(gone) == 1
    third, _ = enter("h1007", code=factors.new_recovery_codes(officer)[0])
    third.post(f"{ACCOUNT}sessions/end-all")

    assert all(browser.get(INBOX).status_code == 302 for browser in (first, second, third))


def test_a_new_password_ends_every_other_session(officer, enter):
    other, _ = enter("h1007", code=code_now())
    here, _ = enter("h1007", code=code_now(1))

    answer = here.post(f"{ACCOUNT}password", {"password": "one more sentence", "again": "one more sentence"})

    assert answer.status_code == 302
    assert here.get(INBOX).status_code == 200
    assert other.get(INBOX).status_code == 302
    assert len(re.findall(r"/end\"", words(here.get(f"{ACCOUNT}sessions")))) == 1


def test_nobody_on_the_staff_removes_the_last_second_factor(officer, enter):
    browser, _ = enter("h1007", code=code_now())

    browser.post(f"{ACCOUNT}totp/remove")

    assert factors.of(officer).totp is not None
