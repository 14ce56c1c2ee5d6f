"""A clerk files for somebody present: identified, agreed, the same case; or takes in for another window."""

from __future__ import annotations

import psycopg

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import post, present, submit
from yiwang.nets.services.tests.test_shown_on_paper import counter_draft
from yiwang.store.cases import CASE


def case_of(database, number):
    with psycopg.connect(database.superuser) as connection:
        row = connection.execute("SELECT state FROM case_row WHERE number = %s", (number,)).fetchone()
        texts = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()
    return CASE.decode(bytes(row[0])), texts[0]


def test_nothing_is_filed_for_whom_nobody_has_identified(clients):
    window = clients("window-yueyanglou")
    check = counter_draft(window)

    answer = window.post(check.replace("/check", "/submit"))

    assert answer.status_code == 302 and answer["Location"].endswith("/present")
    assert "登记到场的人" in window.get(check).content.decode()


def test_document_and_consent_stand_in_the_case_and_no_name_in_any_entry(clients, database):
    window = clients("window-yueyanglou")
    check = counter_draft(window)
    present(window, check)
    number = submit(window, check)

    case, texts = case_of(database, number)
    assert (case.channel, case.assisted.document, case.assisted.consent) == (
        "window",
        "resident-id",
        "signed",
    )
    assert case.assisted.collected == "" and {"present#name", "present#number"} <= set(case.sealed)
    assert "示例甲" not in texts and INSURED not in texts
    page = window.get(f"/yueyang/services/cases/{number}/").content.decode()
    assert "已核对居民身份证，本人在打印的申请上签了名。" in page


def test_a_wrong_number_is_refused_and_not_repeated_in_the_refusal(clients):
    window = clients("window-yueyanglou")
    check = counter_draft(window)
    wrong = INSURED[:-1] + ("1" if INSURED[-1] != "1" else "2")
    sent = {"name": "示例甲", "document": "resident-id", "number": wrong, "consent": "said"}

    answer = window.post(check.replace("/check", "/present"), {**sent, "_shown": list(sent)})

    assert answer.status_code == 409 and b"services.present-number" in answer.content
    assert wrong not in answer.content.decode().split("<form")[0]
    assert post(window, check.replace("/check", "/present"), **{**sent, "document": "passport"}) == check


def test_a_window_elsewhere_takes_in_and_lead_and_clocks_are_those_of_the_place(clients, database):
    here, elsewhere = clients("window-yueyanglou"), clients("window-city")
    own = counter_draft(here)
    present(here, own)
    first, _ = case_of(database, submit(here, own))
    away = counter_draft(elsewhere)
    present(elsewhere, away)
    answer = elsewhere.post(away.replace("/check", "/submit"))
    number = answer.content.decode().split('big-number">')[1].split("<")[0]

    second, _ = case_of(database, number)
    assert second.assisted.collected == "yueyang-government-services" and first.assisted.collected == ""
    assert (second.lead, second.window) == (first.lead, first.window)
    assert second.clocks == first.clocks
    page = here.get(f"/yueyang/services/cases/{number}/").content.decode()
    assert "由岳阳市行政审批服务局异地代收" in page
    assert elsewhere.get(f"/yueyang/services/cases/{number}/").status_code == 404


def test_a_resident_at_home_records_nobody_as_present(clients):
    wu = clients("resident-wu")
    check = counter_draft(wu)

    assert "登记到场的人" not in wu.get(check).content.decode()
    assert wu.get(check.replace("/check", "/present")).status_code == 403
