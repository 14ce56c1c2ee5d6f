"""Who has only the city's identity service confirms there what weighs much; what was posted waits, sealed."""

from __future__ import annotations

import html
import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from yiwang.kernel.roles import ROLES
from yiwang.web import identity, middleware
from yiwang.web import permission as permissions
from yiwang.web.account import logins, secret, sessions
from yiwang.web.account.tests.conftest import CHIEF
from yiwang.web.account.tests.test_signing_in import ACCOUNT, told, words
from yiwang.web.city_urls import urlpatterns as of_city
from yiwang.web.identity.tests.conftest import write
from yiwang.web.identity.tests.test_identity_service import come_back, leave

ACT = {"key": "k1", "reason": "第一行\r\n第二行 <&>", "outcome": ["grant", "partly"]}
DONE: list[dict[str, list[str]]] = []


@permissions.permission("case.decide")
def decide(request):
    files = [one.read() for one in request.FILES.values()]
    DONE.append({**dict(request.POST.lists()), "files": files})
    return HttpResponse("decided")


urlpatterns = [*of_city, path("decide", decide)]


@pytest.fixture
def chief(liar, monkeypatch) -> Client:
    """A head of a body whom the staff directory signed in, eleven minutes ago."""
    DONE.clear()
    assert "case.decide" in ROLES["chief"]
    monkeypatch.setattr(middleware, "CITY_URLS", __name__)
    logins.new_staff("yueyang", "h1009", CHIEF)
    liar.claims = {"employee_no": "h1009", "acr": "L3", "sub": "chief"}
    browser, answer = come_back(liar, provider="directory")
    assert answer.status_code == 302
    grow_old(browser)
    return browser


def grow_old(browser: Client) -> None:
    """Let the last confirmation be eleven minutes old."""
    session, then = browser.session, datetime.now(UTC) - timedelta(minutes=11)
    for name in (sessions.PROVEN, sessions.CONFIRMED):
        if name in session:
            session[name] = then.isoformat()
    session.save()


def way_of(page) -> str:
    """Return the address of the link that leads to the service."""
    return html.unescape(re.search(r'href="([^"]+\?confirm=[^"]+)"', words(page))[1])


def confirm(liar, browser: Client, page, provider: str = "directory", **changed):
    """Go to the service and come back; `auth_time` is now unless said otherwise (None: it is silent)."""
    sent = browser.get(way_of(page))
    usual = {"auth_time": int(time.time())}
    before, liar.claims = liar.claims, liar.claims | usual | changed
    try:
        query = liar.signs_in(sent["Location"])
        return sent, browser.get(f"{ACCOUNT}identity/{provider}/back", query)
    finally:
        liar.claims = before


def fields_of(page) -> dict[str, list[str]]:
    """Return what the form of the waiting act carries."""
    found: dict[str, list[str]] = {}
    form = words(page).partition('action="/yueyang/decide"')[2].partition("</form>")[0]
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    found.pop("csrfmiddlewaretoken")
    return found


def kept_acts(database) -> str:
    with psycopg.connect(database.superuser) as connection:
        return str(connection.execute("SELECT * FROM held_act").fetchall())


def test_a_decision_goes_on_after_a_fresh_proof_at_the_service_with_nothing_lost(chief, liar, database):
    page = chief.post("/yueyang/decide", ACT)
    assert (page.status_code, told(page), DONE) == (403, "web.step-up", [])
    assert "第一行" not in kept_acts(database)

    sent, back = confirm(liar, chief, page)
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert (asked["prompt"], asked["max_age"], asked["acr_values"]) == (["login"], ["0"], ["L3"])
    shown = chief.get(back["Location"])
    assert (told(shown), DONE) == ("web.confirmed", [])
    assert 'action="/yueyang/decide"' in words(shown)
    answer = chief.post("/yueyang/decide", fields_of(shown))

    assert answer.content == b"decided"
    assert [{**ACT, "key": ["k1"], "reason": [ACT["reason"]], "files": []}] == DONE
    assert kept_acts(database) == "[]"
    assert told(chief.get(back["Location"])) == "web.confirm-gone"
    assert chief.post("/yueyang/decide", ACT).content == b"decided"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"auth_time": int(time.time()) - 3600}, "account.identity.not-anew"),
        ({"auth_time": None}, "account.identity.not-anew"),
        ({"auth_time": int(time.time()) + 3600}, "account.identity.clock-skew"),
        ({"auth_time": "now"}, "account.identity.missing-claim"),
        ({"sub": "somebody else"}, "account.identity.another-person"),
        ({"acr": "L1"}, "account.identity.too-weak"),
        ({"exp": int(time.time()) - 90}, "account.identity.expired"),
        ({"iss": "https://elsewhere.example"}, "account.identity.wrong-issuer"),
    ],
)
def test_what_the_service_says_wrong_confirms_nothing_and_loses_nothing(chief, liar, said, problem):
    page = chief.post("/yueyang/decide", ACT)

    _, back = confirm(liar, chief, page, **said)

    assert re.search(rf'data-code="{problem}"', words(back))
    assert back.status_code == 403
    assert told(chief.post("/yueyang/decide", ACT)) == "web.step-up"
    assert DONE == []
    _, again = confirm(liar, chief, back)
    assert chief.post("/yueyang/decide", fields_of(chief.get(again["Location"]))).content == b"decided"
    assert DONE[0]["reason"] == [ACT["reason"]]


def test_a_service_that_is_down_leaves_the_act_waiting(chief, liar, tmp_path, settings):
    page = chief.post("/yueyang/decide", ACT)
    up = settings.YIWANG_IDENTITY
    (tmp_path / "down").mkdir()
    settings.YIWANG_IDENTITY = str(write(tmp_path / "down", "http://127.0.0.1:9"))
    identity._read.cache_clear()

    answer = chief.get(way_of(page))

    assert answer.status_code == 503
    assert 'data-code="account.confirm.down"' in words(answer)
    settings.YIWANG_IDENTITY = up
    identity._read.cache_clear()
    _, back = confirm(liar, chief, answer)
    assert told(chief.get(back["Location"])) == "web.confirmed"


def test_who_turns_back_at_the_service_finds_the_act_waiting(chief, liar):
    page = chief.post("/yueyang/decide", ACT)
    query = liar.signs_in(chief.get(way_of(page))["Location"])

    answer = chief.get(
        f"{ACCOUNT}identity/directory/back", {"state": query["state"], "error": "access_denied"}
    )

    assert 'data-code="account.confirm.refused"' in words(answer)
    assert way_of(answer) == way_of(page)


def test_an_act_waits_for_its_own_login_alone_and_ten_minutes(chief, liar, clock):
    which = way_of(chief.post("/yueyang/decide", ACT))
    liar.claims = {"user_type": "1", "acr": "L3", "sub": "a resident"}
    resident, _ = come_back(liar)

    assert told(resident.get(which)) == "web.confirm-gone"
    assert told(resident.get(which.replace("directory", "province"))) == "web.confirm-gone"
    assert told(Client().get(which)) == "web.confirm-gone"
    assert told(chief.get(which.replace("directory", "province"))) == "web.confirm-gone"
    clock.pass_(minutes=11)
    assert told(chief.get(which)) == "web.confirm-gone"


def test_files_are_asked_for_again_after_the_service(chief, liar):
    file = SimpleUploadedFile("平面图.pdf", b"%PDF-1")
    _, back = confirm(liar, chief, chief.post("/yueyang/decide", {**ACT, "plan": file}))

    shown = chief.get(back["Location"])
    assert '<input type="file" id="file-plan" name="plan"' in words(shown)
    again = SimpleUploadedFile("平面图.pdf", b"%PDF-1")
    chief.post("/yueyang/decide", {**fields_of(shown), "plan": again})

    assert DONE[0]["files"] == [b"%PDF-1"]


def test_a_resident_who_came_by_the_service_gives_a_mandate_after_a_fresh_proof(liar):
    browser, _ = come_back(liar)
    grow_old(browser)
    page = browser.get("/yueyang/mine/mandates/offer")
    assert told(page) == "web.step-up"

    _, back = confirm(liar, browser, page, provider="province")

    assert back["Location"] == "/yueyang/mine/mandates/offer"
    assert browser.get(back["Location"]).status_code == 200


def test_who_signs_out_at_the_service_meanwhile_confirms_nothing(chief, liar):
    page = chief.post("/yueyang/decide", ACT)
    query = liar.signs_in(chief.get(way_of(page))["Location"])
    leave(liar, provider="directory", sub="chief")

    answer = chief.get(f"{ACCOUNT}identity/directory/back", query)

    assert answer.status_code in (302, 400, 404)
    assert "/sign-in" in chief.get(f"{ACCOUNT}")["Location"]
    assert DONE == []


def test_by_one_factor_a_way_in_is_changed_but_nothing_that_weighs_much_is_done(liar):
    liar.claims["acr"] = "L1"
    browser, _ = come_back(liar)
    grow_old(browser)
    page = browser.get(f"{ACCOUNT}totp")
    assert told(page) == "web.step-up"

    _, back = confirm(liar, browser, page, provider="province")

    assert back["Location"] == f"{ACCOUNT}totp"
    assert told(browser.get(f"{ACCOUNT}totp")) == ""
    assert told(browser.get("/yueyang/mine/mandates/offer")) == "web.step-up"


def test_a_new_password_that_was_typed_does_not_wait_with_the_rest(liar, database):
    browser, _ = come_back(liar)
    grow_old(browser)
    typed = {"password": "a sentence for a test", "again": "a sentence for a test", "other": "kept"}

    browser.post(f"{ACCOUNT}password", typed)

    with psycopg.connect(database.superuser) as connection:
        (box,) = connection.execute("SELECT sealed FROM held_act").fetchone()
    assert '["other", "kept"]' in secret.unsealed(secret.ACT, box)
    assert "a sentence" not in secret.unsealed(secret.ACT, box)
