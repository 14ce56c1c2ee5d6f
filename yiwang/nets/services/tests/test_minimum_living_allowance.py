"""最低生活保障: a household told person by person, once each, sealed, and seen whole by who decides."""

from __future__ import annotations

import json

import psycopg

from yiwang.kernel.access import system
from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import post
from yiwang.store.wall import OPEN, opening

START = "/yueyang/services/minimum-living-allowance/start"
TOWN = {"place.1": "430602", "place.2": "430602201"}
PERSON = {"id_number": INSURED, "resident_name": "陶演菊", "contact_phone": "19900000003"}
OTHER = "11010519491231002X"  # the example number of GB 11643


def member(number: int, name: str, relation: str, id_number: str, income: str) -> dict[str, str]:
    return {
        f"household.{number}.member_name": name,
        f"household.{number}.relation": relation,
        f"household.{number}.member_id_number": id_number,
        f"household.{number}.monthly_income": income,
    }


TWO = {
    **member(0, "陶演菊", "self", INSURED, "0"),
    **member(1, "陶演孙", "child", OTHER, "312.50"),
    "household.count": "2",
}


def filed(client) -> str:
    """Apply as a household of two that lets its income be looked up; return the number."""
    family = post(client, post(client, START, **TOWN), **PERSON)
    pressed = client.post(family, {**TWO, "household.count": "1", "_add": "household"})
    assert 'name="household.1.relation"' in pressed.content.decode()
    means = client.post(family, TWO)["Location"]
    pay = post(client, means, check_for_me="yes", has_car_or_second_home="no")
    confirm = post(client, pay, bank_account="0000000000000000000")
    check = post(client, confirm, declaration="yes")
    done = client.post(check.replace("/check", "/submit"))
    assert done.status_code == 302, done.content.decode()
    return str(done["Location"]).split("/")[-2]


def test_one_identity_number_twice_is_refused_at_the_later_one_and_both_are_named(clients):
    client = clients("resident-tao")
    family = post(client, post(client, START, **TOWN), **PERSON)
    twice = {**TWO, **member(1, "陶演孙", "child", OTHER, "0")}
    twice |= {**member(2, "陶演兄", "child", f" {OTHER[:-1].lower()}x ", "0"), "household.count": "3"}
    page = client.post(family, twice)
    html = page.content.decode()

    assert page.status_code == 422 and 'href="#q-household.2.member_id_number"' in html
    assert "第 3 项的“公民身份号码”与第 2 项相同" in html and html.count("与第 2 项相同") == 2  # summary, row
    assert 'value="陶演兄"' in html
    right = {**TWO, "household.count": "2"}
    assert client.post(family, right).status_code == 302


def test_a_system_is_told_of_a_number_that_stands_twice(clients):
    client = clients("resident-tao")
    one = {"member_name": "陶演菊", "relation": "self", "member_id_number": INSURED, "monthly_income": 0}
    answers = {**PERSON, "household": [one, {**one, "relation": "child"}], "declaration": True}
    answers |= {"check_for_me": True, "has_car_or_second_home": False, "bank_account": "0" * 19}
    sent = {"matter": "minimum-living-allowance", "place": TOWN["place.2"], "answers": answers}
    got = client.post(
        "/yueyang/api/v1/cases",
        json.dumps(sent),
        content_type="application/json",
        headers={"Idempotency-Key": "household-twice-1"},
    )
    error = got.json()["error"]
    assert got.status_code == 422 and INSURED not in got.content.decode()
    told = [(one["field"], one["code"]) for one in error["problems"]]
    assert told == [("household.1.member_id_number", "form.twice-in-group")]


def test_a_person_more_is_a_press_and_what_was_typed_stays(clients):
    client = clients("resident-tao")
    family = post(client, post(client, START, **TOWN), **PERSON)
    more = client.post(family, {**member(0, "陶演菊", "self", INSURED, "0"), "_add": "household"})
    page = more.content.decode()

    assert 'name="household.1.member_name"' in page
    assert 'value="陶演菊"' in page
    less = client.post(family, {**TWO, "_remove": "household.0"}).content.decode()
    assert 'value="陶演孙"' in less and 'value="陶演菊"' not in less.partition("household.0")[2]


def test_a_wrong_number_in_one_entry_is_told_at_that_entry(clients):
    client = clients("resident-tao")
    family = post(client, post(client, START, **TOWN), **PERSON)
    answer = client.post(family, {**TWO, "household.1.member_id_number": "110105194912310021"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "#q-household.1.member_id_number" in page
    assert client.post(family, {"household.count": "1"}).status_code == 422, "a household has somebody"


def test_who_does_not_let_income_be_looked_up_hands_in_papers_instead(clients):
    client = clients("resident-tao")
    means = client.post(post(client, post(client, START, **TOWN), **PERSON), TWO)["Location"]
    first = client.post(means, {"check_for_me": "no", "has_car_or_second_home": "no"})
    assert 'name="income_proof"' in first.content.decode()
    sent = {"check_for_me": "no", "has_car_or_second_home": "no", "_shown": "income_proof"}
    assert client.post(means, sent).status_code == 422


def test_the_household_is_on_the_case_and_in_no_event(clients, door):
    client = clients("resident-tao")
    number = filed(client)
    own = client.get(f"/yueyang/services/cases/{number}/").content.decode()
    assert "陶演孙" in own and "312.50" in own

    with psycopg.connect(door.pool.conninfo) as connection:
        connection.execute(OPEN, opening("yueyang", system("test")))
        bodies = "".join(
            bytes(row[0]).decode() for row in connection.execute("SELECT body FROM event").fetchall()
        )
    for secret in ("陶演孙", OTHER, "312.50"):
        assert secret not in bodies and json.dumps(secret)[1:-1] not in bodies

    staff = clients("officer-civil").get(f"/yueyang/services/cases/{number}/").content.decode()
    assert OTHER not in staff and "312.50" not in staff, "masked until a purpose is named"


def test_low_income_allowance_is_found_by_its_common_names(clients):
    for said in ("低保", "zdshbz", "minimum living"):
        page = clients("").get("/yueyang/services/", {"q": said}).content.decode()
        assert "/minimum-living-allowance/" in page, said
