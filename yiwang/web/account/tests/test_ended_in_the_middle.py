"""A session that ends in the middle of a form: a clear page, nothing lost, nothing opened."""

from __future__ import annotations

import re

from django.test import Client

from yiwang.kernel.access import system
from yiwang.kernel.people.person import EndSessions, Leave
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.account import logins
from yiwang.web.account.tests.conftest import CHIEF, OFFICER, PASSWORD, code_now
from yiwang.web.account.tests.test_signing_in import told, words

DELEGATE = "/yueyang/desk/mine/delegate"
TYPED = {
    "key": "k" * 20,
    "position": "yueyanglou-health-officer",
    "whom": "person-yueyanglou-health-expert",
    "since.y": "2026",
    "since.m": "11",
    "since.d": "23",
    "until.y": "2026",
    "until.m": "11",
    "until.d": "30",
}


def change(door, clock, command):
    asked = Ask("yueyang", PERSON, person_stream("yueyang", OFFICER), command, system("test"), clock.now)
    assert isinstance(execute(door, asked), Done)


def test_what_was_typed_when_the_rights_changed_goes_on_after_signing_in_again(officer, enter, door, clock):
    browser, _ = enter("h1007", code=code_now())
    browser.get("/yueyang/desk/mine/")
    change(door, clock, EndSessions())

    answer = browser.post(DELEGATE, TYPED)
    assert answer.status_code == 302 and "/sign-in?next=" in answer["Location"]
    page = words(browser.get(answer["Location"]))
    assert "您的权限有变动" in page and TYPED["whom"] not in page
    back = re.search(r'name="next" value="(/yueyang/account/confirm/[0-9a-f-]{36})"', page)[1]
    stranger = Client()
    assert stranger.get(back).status_code == 302

    code = {"account": "h1007", "password": PASSWORD, "code": code_now(1), "next": back}
    assert browser.post("/yueyang/account/enter", code)["Location"] == back
    shown = browser.get(back)
    form = words(shown).partition(f'action="{DELEGATE}"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))

    assert told(shown) == "web.confirmed"
    assert {name: sent[name] for name in TYPED} == TYPED
    assert browser.post(DELEGATE, sent).status_code == 302
    assert browser.get(back).status_code == 404


def test_of_another_login_it_shows_nothing_and_of_who_left_it_waits_for_nobody(officer, enter, door, clock):
    browser, _ = enter("h1007", code=code_now())
    browser.get("/yueyang/desk/mine/")
    change(door, clock, Leave())
    other = logins.new_staff("yueyang", "h1009", CHIEF)
    other.set_password(PASSWORD)
    other.save()

    answer = browser.post(DELEGATE, TYPED)
    back = re.search(r"next=([^&]+)", answer["Location"])[1].replace("%2F", "/")
    chief, _ = enter("h1009")

    assert told(chief.get(back)) == "web.confirm-gone"
    again, _ = enter("h1007", code=code_now(1))
    assert "已离开" in words(again.get("/yueyang/sign-in"))
    assert again.get(back).status_code == 302
