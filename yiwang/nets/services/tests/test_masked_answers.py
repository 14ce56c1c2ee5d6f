"""Staff see personal answers masked until each is opened for a purpose; the applicant sees who did."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate

CASES = "/yueyang/services/cases/"


@pytest.fixture
def number(clients):
    return certificate(clients("resident-wu"))


def readings(database):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(
            "SELECT purpose, fields, names, glass FROM sealed_reading ORDER BY at, names"
        ).fetchall()


def test_staff_see_masked_values_and_opening_them_is_not_yet_a_reading(clients, number, database):
    page = clients("officer-insurance").get(f"{CASES}{number}/").content.decode()

    assert "吴**" in page and "430***********0012" in page
    assert "吴演晴" not in page and INSURED not in page
    assert readings(database) == []


def test_one_answer_is_opened_for_a_purpose_and_the_others_stay_masked(clients, number, database):
    officer = clients("officer-insurance")

    page = officer.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})

    assert INSURED in page.content.decode() and "吴演晴" not in page.content.decode()
    assert readings(database) == [("identity", 1, ["id_number"], False)]
    assert INSURED not in officer.get(f"{CASES}{number}/").content.decode()


def test_a_second_answer_is_opened_beside_the_first_and_each_is_kept_once(clients, number, database):
    officer = clients("officer-insurance")
    first = officer.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})
    kept = re.search(r'name="open" value="([^"]+)"', first.content.decode())[1]

    sent = {"field": "insured_name", "purpose": "contact", "open": kept}
    second = officer.post(f"{CASES}{number}/reveal", sent).content.decode()
    again = officer.post(f"{CASES}{number}/reveal", {**sent, "field": "id_number"})

    assert INSURED in second and "吴演晴" in second and again.status_code == 200
    assert [row[2] for row in readings(database)] == [["id_number"], ["insured_name"]]


def test_what_another_officer_or_nobody_opened_is_not_believed(clients, number):
    first = clients("officer-insurance").post(
        f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"}
    )
    kept = re.search(r'name="open" value="([^"]+)"', first.content.decode())[1]

    for forged in (kept, "W10:1abc:xyz", ""):
        sent = {"field": "insured_name", "purpose": "contact", "open": forged}
        page = clients("window-yueyanglou").post(f"{CASES}{number}/reveal", sent).content.decode()
        assert INSURED not in page and "吴演晴" in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"field": "id_number"},
        {"field": "id_number", "purpose": "curiosity"},
        {"field": "x", "purpose": "contact"},
    ],
)
def test_without_a_purpose_of_the_list_or_a_field_nothing_is_opened(clients, number, database, sent):
    answer = clients("officer-insurance").post(f"{CASES}{number}/reveal", sent)

    assert answer.status_code == 422 and INSURED not in answer.content.decode()
    assert readings(database) == []


def test_the_applicant_sees_their_own_answers_whole_and_how_often_they_were_opened(clients, number):
    officer, applicant = clients("officer-insurance"), clients("resident-wu")
    for field in ("id_number", "insured_name"):
        officer.post(f"{CASES}{number}/reveal", {"field": field, "purpose": "identity"})

    page = applicant.get(f"{CASES}{number}/").content.decode()

    assert INSURED in page and "个人信息被打开 2 次" in page


def test_the_applicant_sees_who_acted_and_looked_by_body_and_position_never_by_name(clients, number):
    officer, applicant = clients("officer-insurance"), clients("resident-wu")
    officer.post(f"{CASES}{number}/reveal", {"field": "id_number", "purpose": "identity"})
    key = re.search(
        r'/decide-at-once" .*?name="key" value="([^"]+)"',
        officer.get(f"{CASES}{number}/").content.decode(),
        re.DOTALL,
    )
    officer.post(f"{CASES}{number}/decide-at-once", {"key": key[1], "outcome": "grant"})

    pages = [f"{CASES}{number}/others", "/yueyang/services/others/"]
    for page in (applicant.get(one).content.decode().split("<main")[1] for one in pages):
        assert "打开了 1 项个人信息" in page and "公民身份号码" in page and "核对身份" in page
        assert "经办" in page and "准予" in page
        assert INSURED not in page and not re.search(r"演[^示]", page.replace("吴演晴", ""))


def test_who_looked_is_told_to_the_applicant_alone(clients, number):
    for persona in ("officer-insurance", "auditor", "resident-liu", "officer-health"):
        assert clients(persona).get(f"{CASES}{number}/others").status_code in (403, 404)
        page = clients(persona).get("/yueyang/services/others/")
        assert page.status_code == (200 if persona == "resident-liu" else 403)
        assert number not in page.content.decode()


def test_the_auditor_sees_no_personal_answer_not_even_masked(clients, number):
    page = clients("auditor").get(f"{CASES}{number}/").content.decode()

    assert "吴*" not in page and "430*" not in page and "项个人信息" in page


def test_a_printed_paper_has_the_name_the_law_needs_and_reading_it_is_kept(clients, number, database):
    officer = clients("officer-insurance")
    key = re.search(
        r'/decide-at-once" .*?name="key" value="([^"]+)"',
        officer.get(f"{CASES}{number}/").content.decode(),
        re.DOTALL,
    )
    officer.post(f"{CASES}{number}/decide-at-once", {"key": key[1], "outcome": "grant"})
    paper = re.search(r'href="([^"]+/papers/[^"]+)"', officer.get(f"{CASES}{number}/").content.decode())[1]

    assert "吴演晴" in officer.get(paper).content.decode()
    assert readings(database) == [("paper", 1, ["insured_name"], False)]


def test_over_rest_an_answer_is_unmasked_for_a_purpose_and_kept_once(clients, number, database):
    address = f"/yueyang/api/v1/cases/{number}/answers/id_number"

    def ask(persona, purpose, key, field=address):
        return clients(persona).post(
            field,
            {"purpose": purpose},
            content_type="application/json",
            headers={"Idempotency-Key": key * 16},
        )

    first, again = (ask("officer-insurance", "identity", key) for key in "ab")
    assert first.status_code == 200 and first.json()["text"]["zh"] == INSURED
    assert again.json() == first.json()
    assert readings(database) == [("identity", 1, ["id_number"], False)]
    assert ask("officer-insurance", "because", "c").status_code == 422
    assert ask("officer-insurance", "identity", "d", address.replace("id_number", "none")).status_code == 422
    assert ask("resident-tao", "identity", "e").status_code in (403, 404)
    assert ask("resident-wu", "identity", "f").status_code in (403, 422)  # sees it whole, unmasks nothing
    assert len(readings(database)) == 1
