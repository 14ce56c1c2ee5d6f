"""A clerk takes granted data for somebody present only with the code of that person's own consent."""

from __future__ import annotations

import re
from datetime import timedelta

import psycopg
import pytest

from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.tests.conftest import SHOP, act, city, person, registered  # noqa: F401
from yiwang.nets.services.tests.filing import post, present
from yiwang.nets.services.tests.test_granted_on_pages import OPERATOR, begin
from yiwang.nets.services.tests.test_once_only import HOME, at_person, held  # noqa: F401
from yiwang.store.cases import CASE

CONSENTS = "/yueyang/services/consents/"


@pytest.fixture
def licence(person, registered):  # noqa: F811
    """Zheng's business licence."""
    return registered(person("owner-zheng"))


def code_of(client, matter: str = "public-place-hygiene") -> str:
    answer = client.post(CONSENTS, {"matter": matter})
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'class="big-number">([^<]+)<', answer.content.decode())
    assert found
    return found[1]


def take(window, page: str, code: str):
    return window.post(re.sub(r"/pages/[^/]+$", "/consent", page), {"code": code})


def exchanges(database):
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT state FROM exchange_row").fetchall()
    return [EXCHANGE.decode(bytes(row[0])) for row in rows]


def test_without_the_persons_code_a_clerk_takes_nothing_and_nothing_is_recorded(clients, licence, database):
    window = clients("window-yueyanglou")
    page = begin(window, "public-place-hygiene")

    shown = window.get(page).content.decode()
    assert SHOP["trade_name"] not in shown and "凭本人的同意取用数据" in shown
    assert take(window, page, "AAAA-AAAA-AAAA").status_code == 409
    assert SHOP["trade_name"] not in window.get(page).content.decode()
    assert exchanges(database) == []


def test_with_the_code_the_licence_fills_the_form_the_clerk_stands_as_reader_and_the_person_sees_it(
    clients,
    licence,
    person,  # noqa: F811
    database,
):
    zheng, window = clients("owner-zheng"), clients("window-yueyanglou")
    page = begin(window, "public-place-hygiene")
    code = code_of(zheng)

    assert take(window, page, code).status_code == 302
    shown = window.get(page).content.decode()
    assert f'value="{SHOP["trade_name"]}"' in shown and licence.number in shown

    (one,) = exchanges(database)
    assert one.subject == person("owner-zheng").person
    assert one.by == person("window-yueyanglou").person
    assert (one.why, one.results, bool(one.consent)) == ("draft", (licence.number,), True)
    mine = zheng.get("/yueyang/mine/exchanges/").content.decode()
    assert "由窗口工作人员，凭您的同意" in mine and licence.number in mine
    with psycopg.connect(database.superuser) as connection:
        texts = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()
    assert code not in texts[0] and code.replace("-", "") not in texts[0]


def test_the_clerk_sees_no_case_of_the_person_by_it(clients, licence):
    zheng, window = clients("owner-zheng"), clients("window-city")
    page = begin(window, "public-place-hygiene")
    assert take(window, page, code_of(zheng)).status_code == 302
    assert window.get(f"/yueyang/services/cases/{licence.number}/").status_code == 404


def test_a_code_serves_one_draft_one_clerk_one_matter_and_one_day(clients, licence, clock):
    zheng, window = clients("owner-zheng"), clients("window-yueyanglou")
    first, second = begin(window, "public-place-hygiene"), begin(window, "public-place-hygiene")
    used = code_of(zheng)
    assert take(window, first, used).status_code == 302
    assert take(window, second, used).status_code == 409
    assert take(window, second, code_of(zheng, "fire-check")).status_code == 409
    late = code_of(zheng)
    clock.now += timedelta(days=1)
    window = clients("window-yueyanglou")
    assert take(window, second, late).status_code == 409
    assert SHOP["trade_name"] not in window.get(first).content.decode()  # nor goes it on the day after


def test_a_consent_withdrawn_gives_nothing_more(clients, licence):
    zheng, window = clients("owner-zheng"), clients("window-yueyanglou")
    page = begin(window, "public-place-hygiene")
    assert take(window, page, code_of(zheng)).status_code == 302
    assert SHOP["trade_name"] in window.get(page).content.decode()

    listed = zheng.get(CONSENTS).content.decode()
    address = re.search(r'action="([^"]+/withdraw)"', listed)
    assert address
    assert clients("resident-tao").post(address[1]).status_code == 404
    assert zheng.post(address[1]).status_code == 302
    assert SHOP["trade_name"] not in window.get(page).content.decode()


def test_nobody_consents_for_another_and_no_resident_takes_a_code(clients, licence):
    zheng, tao = clients("owner-zheng"), clients("resident-tao")
    page = begin(tao, "public-place-hygiene")
    assert take(tao, page, code_of(zheng)).status_code == 403
    assert clients("window-yueyanglou").post(CONSENTS, {"matter": "fire-check"}).status_code == 403


def test_the_case_is_then_the_persons_and_the_covered_material_need_not_be_brought(
    clients,
    licence,
    person,  # noqa: F811
    city,  # noqa: F811
    database,
):
    from yiwang.nets.services import matter_forms

    zheng, window = clients("owner-zheng"), clients("window-yueyanglou")
    first = begin(window, "fire-check")
    assert take(window, first, code_of(zheng, "fire-check")).status_code == 302
    check = re.sub(r"/pages/[^/]+$", "/check", first)
    assert "免于提交的材料" in window.get(check).content.decode()

    form = matter_forms.form_of(city, city.matters["fire-check"])
    typed = {**OPERATOR, "venue_name": "演示影院", "venue_address": SHOP["premises_address"]}
    typed |= {"venue_kind": form.fields["venue_kind"].schema["enum"][0], "floor_area": "120"}
    typed |= {"below_ground": "no", "declaration": "yes", "way_fire_standards": "now"}
    for section in form.sections:
        address = re.sub(r"/pages/[^/]+$", f"/pages/{section.id}", first)
        post(window, address, **{name: typed[name] for name in typed if name in form.fields})
    present(window, check)
    answer = window.post(check.replace("/check", "/submit"))
    assert answer.status_code in (200, 302), answer.content.decode()

    with psycopg.connect(database.superuser) as connection:
        row = connection.execute(
            "SELECT state FROM case_row WHERE matter = 'fire-check' AND applicant = %s",
            (person("owner-zheng").person,),
        ).fetchone()
    case = CASE.decode(bytes(row[0]))
    assert case.channel == "window" and case.ways["business-licence"].result == licence.number


def test_what_another_body_holds_of_the_person_is_looked_up_with_their_consent_alone(
    clients,
    held,  # noqa: F811
    database,
):
    tao, window = clients("resident-tao"), clients("window-yueyanglou")
    page = at_person(window)
    assert HOME not in window.get(page).content.decode() and exchanges(database) == []

    assert take(window, page, code_of(tao, "residence-permit")).status_code == 302
    assert HOME in window.get(page).content.decode()
    assert {(one.product, bool(one.consent)) for one in exchanges(database)} == {("population-basic", True)}
