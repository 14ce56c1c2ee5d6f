"""Who comes from the city's identity service is let in as what it says; what is wrong opens nothing."""

from __future__ import annotations

import re
import time
from base64 import urlsafe_b64encode

import psycopg
import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from yiwang.web import identity
from yiwang.web.account import logins
from yiwang.web.account.tests.conftest import OFFICER, code_now
from yiwang.web.account.tests.test_signing_in import ACCOUNT, INBOX, told, words
from yiwang.web.identity import config, line, oidc
from yiwang.web.identity.tests.conftest import write
from yiwang.web.identity.tests.lying import by_secret

CASES = "/yueyang/services/cases/"
COMPANY = "91110000600037341L"


def start(browser: Client, provider: str = "province"):
    return browser.get(f"{ACCOUNT}identity/{provider}/start?next={CASES}")


def come_back(liar, browser: Client | None = None, provider: str = "province", **changed):
    browser = browser or Client()
    query = liar.signs_in(start(browser, provider)["Location"])
    return browser, browser.get(f"{ACCOUNT}identity/{provider}/back", {**query, **changed})


def test_a_resident_is_sent_with_pkce_state_and_nonce_and_comes_back_signed_in(liar):
    address = start(Client())["Location"]
    browser, answer = come_back(liar)

    assert "code_challenge_method=S256" in address
    assert re.search(r"state=[\w-]{43}&nonce=[\w-]{43}", address)
    assert answer["Location"] == CASES
    assert browser.get(CASES).status_code == 200


def test_the_same_person_comes_back_as_the_same_person(liar):
    first, _ = come_back(liar)
    second, _ = come_back(liar)

    accounts = {re.search(r'class="letters">(\d+)<', words(one.get(ACCOUNT)))[1] for one in (first, second)}
    assert len(accounts) == 1


def test_neither_issuer_subject_name_nor_company_stands_in_the_database(liar, database):
    liar.claims |= {"user_type": "3", "uscc": COMPANY, "company": "河边饮食店", "sub": "subject-4711"}
    come_back(liar)

    with psycopg.connect(database.superuser) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        ).fetchall()
        for (table,) in tables:
            if table in ("pack", "django_session"):
                continue
            kept = str(connection.execute(f'SELECT * FROM "{table}"').fetchall())  # type: ignore[arg-type]
            for secret in ("subject-4711", "王小河", "河边饮食店", COMPANY, liar.issuer):
                assert secret not in kept, (table, secret)


def test_who_acts_for_a_company_acts_for_it_and_another_of_the_company_sees_the_same(liar, door, clock):
    liar.claims |= {"user_type": "3", "uscc": COMPANY, "company": "河边饮食店"}
    from yiwang.web.account import whose

    seen = []
    before = whose.actor
    for subject in ("agent-one", "agent-two"):
        liar.claims["sub"] = subject
        browser, _ = come_back(liar)
        whose.actor = lambda request, city: seen.append(before(request, city)) or seen[-1]
        browser.get(CASES)
        whose.actor = before

    one, two = seen
    assert one.person != two.person
    assert one.acting_for == two.acting_for != ""
    assert one.principals[0].id == one.acting_for


@pytest.mark.parametrize("number", ["91110000600037341M", "", "abc", None])
def test_a_company_with_a_number_that_can_not_be_is_not_let_in(liar, number):
    liar.claims |= {"user_type": "2", "uscc": number}

    browser, answer = come_back(liar)

    assert answer.status_code == 403
    assert told(answer) in {"account.identity.bad-company", "account.identity.missing-claim"}
    assert browser.get(CASES).status_code == 302


def test_staff_come_by_the_directorys_code_and_hold_their_positions_by_its_assurance(liar):
    logins.new_staff("yueyang", "h1007", OFFICER)
    liar.claims = {"employee_no": "H1007", "acr": "L3"}
    browser, _ = come_back(liar, provider="directory")
    assert browser.get(INBOX).status_code == 200

    liar.claims["acr"] = "L1"
    weak, _ = come_back(liar, provider="directory")
    assert weak.get(INBOX).status_code == 403


def test_staff_whom_the_directory_does_not_name_or_another_in_their_place_are_not_let_in(liar):
    logins.new_staff("yueyang", "h1007", OFFICER)
    logins.new_staff("yueyang", "h1008", "person-yueyanglou-health-chief")
    liar.claims = {"employee_no": "h1007", "acr": "L3"}
    come_back(liar, provider="directory")

    for code in ("h9999", "h1008"):
        liar.claims["employee_no"] = code
        _, answer = come_back(liar, provider="directory")
        assert told(answer) == "account.identity.not-in-directory"


def unsigned(liar, **claims) -> str:
    import json

    def part(value):
        return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    now = int(time.time())
    body = {"iss": liar.issuer, "aud": "yiwang", "sub": "x", "iat": now, "exp": now + 60, **claims}
    return f"{part({'alg': 'none'})}.{part(body)}."


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://elsewhere.example"}, "wrong-issuer"),
        ({"aud": "another"}, "wrong-audience"),
        ({"aud": ["yiwang", "another"]}, "wrong-audience"),
        ({"azp": "another"}, "wrong-audience"),
        ({"nonce": "another"}, "wrong-nonce"),
        ({"nonce": None}, "wrong-nonce"),
        ({"exp": int(time.time()) - 90}, "expired"),
        ({"exp": None}, "missing-claim"),
        ({"iat": int(time.time()) + 9000, "exp": int(time.time()) + 9900}, "clock-skew"),
        ({"iat": int(time.time()) - 9000}, "expired"),
        ({"nbf": int(time.time()) + 9000}, "clock-skew"),
        ({"sub": None}, "missing-claim"),
        ({"sub": ""}, "missing-claim"),
        ({"user_type": None}, "missing-claim"),
        ({"user_type": "9"}, "missing-claim"),
    ],
)
def test_a_token_that_says_anything_wrong_opens_nothing_and_the_page_says_why(liar, claims, reason):
    liar.claims |= claims

    browser, answer = come_back(liar)

    assert answer.status_code == 403
    assert told(answer) == f"account.identity.{reason}"
    assert "用通行密钥登录" in words(answer)
    assert browser.get(CASES).status_code == 302


def test_a_clock_that_differs_by_less_than_a_minute_is_forgiven(liar):
    liar.claims |= {"iat": int(time.time()) + 45, "exp": int(time.time()) + 300}

    assert come_back(liar)[1].status_code == 302


@pytest.mark.parametrize("kind", ["another key", "no signature", "a secret", "nonsense"])
def test_a_forged_token_opens_nothing(liar, kind):
    browser = Client()
    query = liar.signs_in(start(browser)["Location"])
    claims = {"iss": liar.issuer, "aud": "yiwang", "sub": "x", "nonce": "n"}
    other = RSAKey.generate_key(2048, {"kid": "one"})
    own, liar.published = liar.key, [liar.key]
    if kind == "another key":
        liar.key = other
        liar.token = liar.signed()
    else:
        made = {"no signature": unsigned(liar), "a secret": by_secret(claims), "nonsense": "a.b.c"}
        liar.token = made[kind]

    answer = browser.get(f"{ACCOUNT}identity/province/back", query)

    assert told(answer) == "account.identity.forged"
    assert browser.get(CASES).status_code == 302
    assert own.kid == "one"


def test_a_key_that_was_rotated_is_fetched_and_an_old_one_refused(liar, monkeypatch):
    monkeypatch.setattr(oidc, "KEYS_ANEW_AFTER_SECONDS", 0.0)
    assert come_back(liar)[1].status_code == 302
    old, liar.key = liar.key, RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})

    assert come_back(liar)[1].status_code == 302
    liar.published, liar.key = [liar.key], old
    assert told(come_back(liar)[1]) == "account.identity.forged"


def test_a_code_that_was_used_and_an_answer_that_was_not_asked_for_open_nothing(liar):
    browser = Client()
    query = liar.signs_in(start(browser)["Location"])
    assert browser.get(f"{ACCOUNT}identity/province/back", query).status_code == 302
    again = browser.get(f"{ACCOUNT}identity/province/back", query)
    stranger = Client().get(f"{ACCOUNT}identity/province/back", query)
    _, other_state = come_back(liar, state="another")
    _, other_issuer = come_back(liar, iss="https://elsewhere.example")
    replayed = Client()
    state = liar.signs_in(start(replayed)["Location"], code="fresh")["state"]
    used = replayed.get(f"{ACCOUNT}identity/province/back", {"code": "good-but-used", "state": state})

    assert told(again) == told(stranger) == "account.identity.no-start"
    assert told(other_state) == "account.identity.wrong-state"
    assert told(other_issuer) == "account.identity.wrong-issuer"
    assert told(used) == "account.identity.code-refused"


def test_a_provider_that_lies_about_its_issuer_is_not_used(liar):
    liar.claimed_issuer = "https://elsewhere.example"

    answer = start(Client())

    assert told(answer) == "account.identity.wrong-issuer"


def test_a_provider_that_is_silent_is_waited_for_no_longer_than_promised(liar, monkeypatch):
    monkeypatch.setattr(line, "WITHIN_SECONDS", 0.5)
    liar.silent = 3

    answer = start(Client())

    assert answer.status_code == 503
    assert told(answer) == "account.identity.down"
    assert "用账号和密码登录" in words(answer)


def test_a_provider_that_is_not_there_gives_a_plain_page(liar, tmp_path, settings):
    settings.YIWANG_IDENTITY = str(write(tmp_path, "http://127.0.0.1:9"))
    identity._read.cache_clear()

    answer = start(Client())

    assert answer.status_code == 503
    assert told(answer) == "account.identity.down"


def leave(liar, provider: str = "province", **claims):
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    said = {"events": event, "jti": "j1", "sub": "someone", **claims}
    token = liar.signed(**said)
    return Client(enforce_csrf_checks=True).post(
        f"{ACCOUNT}identity/{provider}/logout", {"logout_token": token}
    )


def test_signing_out_at_the_service_ends_the_session_here(liar):
    browser, _ = come_back(liar)

    assert leave(liar).status_code == 200

    assert browser.get(CASES).status_code == 302


def test_by_a_session_id_only_that_session_ends(liar):
    liar.claims["sid"] = "s1"
    one, _ = come_back(liar)
    liar.claims["sid"] = "s2"
    two, _ = come_back(liar)

    leave(liar, sid="s1")

    assert one.get(CASES).status_code == 302
    assert two.get(CASES).status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"events": {}},
        {"events": None},
        {"nonce": "n"},
        {"jti": None},
        {"sub": None},
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"exp": int(time.time()) - 90},
        {"iat": int(time.time()) - 9000},
    ],
)
def test_a_logout_token_that_is_not_one_ends_nothing(liar, claims):
    browser, _ = come_back(liar)

    assert leave(liar, **claims).status_code == 400

    assert browser.get(CASES).status_code == 200


def test_a_logout_token_works_once(liar):
    assert leave(liar).status_code == 200
    browser, _ = come_back(liar)

    assert leave(liar).status_code == 400
    assert browser.get(CASES).status_code == 200


def test_signing_out_here_leads_on_to_sign_out_there(liar):
    browser, _ = come_back(liar)

    page = words(browser.post("/yueyang/sign-out"))

    assert f"{liar.issuer}/end?id_token_hint=" in page
    assert "post_logout_redirect_uri=http%3A%2F%2Ftestserver%2Fyueyang%2F" in page
    assert browser.get(CASES).status_code == 302


def test_where_a_city_has_no_accounts_of_its_own_the_pages_say_so(liar, tmp_path, settings, enter):
    resident = logins.new_resident("yueyang", "p-someone")
    resident.set_password("a sentence that nobody says")
    resident.save()
    settings.YIWANG_IDENTITY = str(write(tmp_path, liar.issuer, residents="false"))
    identity._read.cache_clear()

    assert "本市居民账号由统一身份认证提供" in words(Client().get("/yueyang/sign-in"))
    assert "这里不开设自有账号" in words(Client().get(f"{ACCOUNT}join"))
    assert Client().post(f"{ACCOUNT}join", {"password": "x", "again": "x"}).status_code == 403
    assert enter(logins.account_of(resident))[1].status_code == 403


def test_who_is_both_does_not_act_as_staff_by_an_own_account_where_staff_may_have_none(
    liar, tmp_path, settings, officer, enter
):
    logins.add_person("yueyang", officer.pk, "i-of-their-own", "resident")
    path = write(tmp_path, liar.issuer)
    path.write_text(path.read_text().replace("staff: true", "staff: false"))
    settings.YIWANG_IDENTITY = str(path)
    identity._read.cache_clear()

    browser, answer = enter("h1007", code=code_now())

    assert answer.status_code == 302
    assert browser.get(INBOX).status_code in (302, 403)


@pytest.mark.parametrize(
    ("old", "new", "line_number", "key"),
    [
        ("people: residents", "people: everybody", 11, "yueyang.providers.province.people"),
        ("client_id: yiwang", "client_name: yiwang", 9, "yueyang.providers.province.client_name"),
        ("province.secret", "no-such.secret", 10, "yueyang.providers.province.client_secret_file"),
        ("issuer: http://127.0.0.1:1", "issuer: http://id.example", 8, "yueyang.providers.province.issuer"),
        ("credit_code: uscc", "company_name: uscc", 16, "YAML"),
        ("staff: true", "staff: maybe", 4, "yueyang.own_accounts.staff"),
        ("        staff_code: employee_no\n", "", 19, "yueyang.providers.directory.staff_code"),
        ("one: [L1], two: [L3]", "one: [L1], two: [L1]", 13, "yueyang.providers.province.level.two"),
        ("cities:", "city:", 2, "cities.city"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_line_and_key(tmp_path, old, new, line_number, key):
    path = write(tmp_path, "http://127.0.0.1:1")
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(config.BadIdentityFile) as told_:
        config.read(path)

    assert f"identity.yaml:{line_number}: {key}" in told_.value.zh
    assert f"identity.yaml:{line_number}: {key}" in told_.value.en


def test_the_secret_is_not_shown_with_the_provider(tmp_path):
    found = config.read(write(tmp_path, "http://127.0.0.1:1"))["yueyang"].providers[0]

    assert found.secret == "a secret of the tests"
    assert "a secret" not in repr(found)
