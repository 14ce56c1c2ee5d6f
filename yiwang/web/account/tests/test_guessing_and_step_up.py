"""Guessing is slowed for everybody alike, and what weighs much is confirmed anew, with nothing lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from yiwang.web import permission as permissions
from yiwang.web.account import factors, guessing
from yiwang.web.account.tests.conftest import OFFICER, PASSWORD, code_now
from yiwang.web.account.tests.test_signing_in import ACCOUNT, INBOX, told, words
from yiwang.web.cities import get as city_named

WRONG = "not the sentence"


@pytest.mark.parametrize("account", ["h1007", "nobody"])
def test_after_ten_wrong_tries_the_next_one_waits_whether_the_account_exists_or_not(
    officer, enter, clock, account
):
    answers = [enter(account, WRONG, REMOTE_ADDR=f"10.0.0.{n}")[1] for n in range(11)]

    assert [one.status_code for one in answers] == [403] * 10 + [429]
    assert 1 <= int(answers[10]["Retry-After"]) <= 31
    assert "请过 1 分钟再试" in words(answers[10])
    assert enter("h1007", code=code_now(), REMOTE_ADDR="10.0.1.1")[1].status_code == (
        429 if account == "h1007" else 302
    )
    clock.pass_(seconds=31)
    assert enter(account, WRONG, REMOTE_ADDR="10.0.1.2")[1].status_code == 403
    assert int(enter(account, WRONG, REMOTE_ADDR="10.0.1.3")[1]["Retry-After"]) > 31


def test_from_one_address_ten_accounts_are_tried_and_no_more(officer, enter, clock):
    answers = [enter(f"someone{n}", WRONG)[1].status_code for n in range(11)]

    assert answers == [403] * 10 + [429]
    assert enter("h1007", code=code_now())[1].status_code == 429
    assert enter("h1007", code=code_now(), REMOTE_ADDR="10.0.0.9")[1].status_code == 302


def test_who_signs_in_is_forgotten_as_a_guesser(officer, enter, clock):
    codes = factors.new_recovery_codes(officer)
    for code in codes[:3]:
        for _ in range(3):
            enter("h1007", WRONG)
        assert enter("h1007", code=code)[1].status_code == 302
        clock.pass_(hours=2)


def test_a_visitor_can_not_invent_an_address(settings):
    def seen(forwarded: str, proxies: int) -> str:
        settings.PROXIES = proxies
        return guessing.address_of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}))

    assert seen("1.1.1.1, 2.2.2.2", 0) == "127.0.0.1"
    assert seen("1.1.1.1, 2.2.2.2", 1) == "2.2.2.2"
    assert seen("1.1.1.1, 2.2.2.2, 3.3.3.3", 2) == "2.2.2.2"
    assert seen("nonsense", 1) == "unknown"


def test_neither_account_nor_address_stands_in_the_table(officer, enter, database):
    import psycopg

    enter("h1007", WRONG, REMOTE_ADDR="10.9.8.7")

    with psycopg.connect(database.app) as connection:
        kept = str(connection.execute("SELECT * FROM sign_in_try").fetchall())
    assert "h1007" not in kept
    assert "10.9.8.7" not in kept


DONE: list[dict[str, list[str]]] = []


@permissions.permission("case.decide")
def decide(request):
    DONE.append(
        {"posted": dict(request.POST.lists()), "files": [one.read() for one in request.FILES.values()]}
    )
    return HttpResponse("decided")


urlpatterns = [path("decide", decide)]


@pytest.fixture
def approver(officer, enter, monkeypatch, clock):
    """A signed-in officer whose roles include decisions, and whose confirmation is eleven minutes old."""
    from yiwang.kernel.access import Actor, Holding
    from yiwang.web import middleware
    from yiwang.web.account import whose
    from yiwang.web.city_urls import urlpatterns as of_city

    DONE.clear()
    browser, _ = enter("h1007", code=code_now())
    held = (Holding("yueyanglou-health-approver", "approver", "yueyanglou-health", "430602"),)
    monkeypatch.setattr(
        whose.people, "who_is", lambda *a: whose.people.Who(Actor(OFFICER, "staff", held), 1, "active")
    )
    monkeypatch.setattr(whose, "_same_epoch", lambda *a: True)
    monkeypatch.setattr(f"{__name__}.urlpatterns", [*of_city, path("decide", decide)])
    monkeypatch.setattr(middleware, "CITY_URLS", __name__)
    assert city_named("yueyang") is not None
    return browser


ACT = {"key": "k1", "reason": "第一行\r\n第二行", "outcome": ["grant", "partly"], "note": '"<&>'}


def test_within_ten_minutes_of_a_code_nothing_is_asked(approver, clock):
    clock.pass_(minutes=9)

    assert approver.post("/yueyang/decide", ACT).content == b"decided"


def test_an_act_that_weighs_much_asks_for_a_code_and_then_goes_on_with_nothing_lost(approver, clock):
    clock.pass_(minutes=11)

    page = approver.post("/yueyang/decide", ACT)
    assert page.status_code == 403
    assert told(page) == "web.step-up"
    assert DONE == []
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', words(page))
    assert ("outcome", "grant") in carried
    assert ("outcome", "partly") in carried
    assert 'value="&quot;&lt;&amp;&gt;"' in words(page)

    wrong = approver.post("/yueyang/decide", {**ACT, "_code": "000000"})
    assert (wrong.status_code, DONE) == (403, [])
    right = approver.post("/yueyang/decide", {**ACT, "_code": code_now(1)})

    assert right.content == b"decided"
    assert DONE[0]["posted"] == {
        "key": ["k1"], "reason": [ACT["reason"]], "outcome": ACT["outcome"], "note": [ACT["note"]]
    }  # fmt: skip
    assert approver.post("/yueyang/decide", ACT).content == b"decided"


def test_files_are_asked_for_again(approver, clock):
    clock.pass_(minutes=11)
    file = SimpleUploadedFile("平面图.pdf", b"%PDF-1")

    page = words(approver.post("/yueyang/decide", {**ACT, "plan": file}))

    assert '<input type="file" id="file-plan" name="plan"' in page
    again = SimpleUploadedFile("平面图.pdf", b"%PDF-1")
    assert (
        approver.post("/yueyang/decide", {**ACT, "plan": again, "_code": code_now(1)}).content == b"decided"
    )
    assert DONE[0]["files"] == [b"%PDF-1"]


def test_a_password_does_not_confirm_what_weighs_much(approver, clock):
    clock.pass_(minutes=11)

    assert approver.post("/yueyang/decide", {**ACT, "_password": PASSWORD}).status_code == 403
    assert DONE == []


def test_codes_of_a_confirmation_are_counted_too(approver, clock):
    clock.pass_(minutes=11)

    answers = [approver.post("/yueyang/decide", {**ACT, "_code": "000000"}) for _ in range(11)]

    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]
    assert DONE == []


def test_htmx_gets_the_question_among_the_notices(approver, clock):
    clock.pass_(minutes=11)

    answer = approver.post("/yueyang/decide", ACT, headers={"HX-Request": "true"})

    assert answer["HX-Retarget"] == "#notices"
    assert "<html" not in words(answer)


def test_changing_the_ways_in_is_confirmed_first(officer, enter, clock):
    browser, _ = enter("h1007", code=code_now())
    clock.pass_(minutes=11)

    page = browser.get(f"{ACCOUNT}password")
    assert told(page) == "web.step-up"
    answer = browser.post(f"{ACCOUNT}confirm", {"next": f"{ACCOUNT}password", "_code": code_now(1)})

    assert answer["Location"] == f"{ACCOUNT}password"
    assert told(browser.get(f"{ACCOUNT}password")) == ""


def test_a_resident_with_a_password_alone_confirms_by_it(accounts, clock):
    browser = Client()
    browser.post(f"{ACCOUNT}join", {"password": PASSWORD, "again": PASSWORD})
    clock.pass_(minutes=11)

    assert told(browser.get(f"{ACCOUNT}totp")) == "web.step-up"
    assert browser.post(f"{ACCOUNT}confirm", {"_password": WRONG}).status_code == 403
    assert browser.post(f"{ACCOUNT}confirm", {"_password": PASSWORD}).status_code == 302
    assert told(browser.get(f"{ACCOUNT}totp")) == ""


def test_a_lost_database_gives_the_plain_page_and_not_an_error(officer, enter, monkeypatch):
    from django.db import OperationalError, connections

    browser, _ = enter("h1007", code=code_now())

    def lost(*args):
        raise OperationalError("gone")

    monkeypatch.setattr(connections["default"], "cursor", lost)
    browser.raise_request_exception = False
    answer = browser.get(INBOX)

    assert answer.status_code == 503
    assert told(answer) == "web.database-lost"


def test_a_persona_of_a_demo_that_is_over_is_nobody(clients, settings):
    client = clients("officer-health")
    assert client.get(INBOX).status_code == 200

    settings.YIWANG_DEMO = False

    assert "/sign-in" in client.get(INBOX)["Location"]
