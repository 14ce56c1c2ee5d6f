"""A case is open to its applicant, to the bodies that handle it and to the auditor; to nobody else."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import certificate, draft, key_on, submit

CASES = "/yueyang/services/cases/"


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("resident-wu", 200),
        ("officer-insurance", 200),
        ("auditor", 200),
        ("resident-liu", 404),
        ("officer-health", 404),
        ("window-yueyanglou", 200),  # the window of the place
        ("officer-market-miluo", 404),
        ("system-admin", 403),
        ("security-admin", 403),
        ("audit-admin", 403),
        ("", 302),
    ],
)
def test_to_whom_a_case_does_not_concern_it_is_as_if_there_were_none(clients, persona, status):
    number = certificate(clients("resident-wu"))

    for page in ("", "receipt"):
        assert clients(persona).get(f"{CASES}{number}/{page}").status_code == status


def test_lists_show_what_pages_open(clients):
    number = certificate(clients("resident-wu"))

    for persona in ("resident-wu", "officer-insurance", "auditor"):
        assert number in clients(persona).get(CASES).content.decode()
    for persona in ("resident-liu", "officer-health"):
        assert number not in clients(persona).get(CASES).content.decode()


def test_a_draft_is_nobody_elses(clients):
    check = draft(clients("resident-wu"))

    for persona in ("resident-liu", "officer-insurance", "auditor"):
        assert clients(persona).get(check).status_code in (403, 404)
        assert clients(persona).post(check.replace("check", "submit")).status_code in (403, 404)
        clients(persona).post(check.replace("check", "discard"))
    assert clients("resident-wu").get(check).status_code == 200


def test_pressing_submit_twice_files_once(clients, database):
    client = clients("resident-wu")
    check = draft(client)
    first, second = submit(client, check), submit(client, check)

    assert first == second
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM case_row").fetchone() == (1,)


def test_an_act_sent_twice_is_done_once(clients, database):
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")
    sent = {"key": key_on(officer, number, "comment"), "comment": "已核对。", "to": "inside"}

    for _ in range(2):
        assert officer.post(f"{CASES}{number}/comment", sent).status_code == 302
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_an_act_without_its_key_or_by_somebody_else_is_refused(clients):
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")
    key = key_on(officer, number, "comment")

    assert officer.post(f"{CASES}{number}/comment", {"comment": "x"}).status_code == 400
    assert officer.get(f"{CASES}{number}/comment").status_code == 405
    stranger = clients("officer-health")
    assert stranger.post(f"{CASES}{number}/comment", {"key": key, "comment": "x"}).status_code == 404


def test_sealed_answers_are_shown_to_their_owner_and_on_demand_to_who_handles_the_case(clients, database):
    number = certificate(clients("resident-wu"))
    officer = clients("officer-insurance")

    assert INSURED in clients("resident-wu").get(f"{CASES}{number}/").content.decode()
    assert INSURED not in officer.get(f"{CASES}{number}/").content.decode()
    asked = {"field": "id_number", "purpose": "identity"}
    assert INSURED in officer.post(f"{CASES}{number}/reveal", asked).content.decode()
    assert clients("auditor").post(f"{CASES}{number}/reveal").status_code == 403
    with psycopg.connect(database.superuser) as connection:
        readings = connection.execute("SELECT purpose, fields FROM sealed_reading").fetchall()
        events = connection.execute("SELECT convert_from(body, 'UTF8') FROM event").fetchall()
    assert readings == [("identity", 1)]
    assert not any(INSURED in body or "吴演晴" in body for (body,) in events)


def test_a_number_that_is_none_leads_nowhere(clients):
    client = clients("auditor")

    for number in ("2611-00000000", "x", "2611-EBNYCH1KV", "%00", "a" * 500):
        assert client.get(f"{CASES}{number}/").status_code == 404
        assert client.get(f"/yueyang/verify/{number}/ABCDE").status_code == 404


def test_lists_and_pages_ask_the_database_no_more_often_when_there_is_more(clients, queries):
    client, officer = clients("resident-wu"), clients("officer-insurance")
    numbers = [certificate(client)]

    def asked(one, address):
        queries.clear()
        assert one.get(address).status_code == 200
        return len(queries)

    pages = [(client, CASES), (officer, CASES), (officer, "/yueyang/services/inbox/")]
    before = [asked(*one) for one in pages]
    numbers += [certificate(client) for _ in range(3)]
    assert [asked(*one) for one in pages] == before
    assert max(before) <= 10  # two of them count the messages not read, on every page
    assert asked(officer, f"{CASES}{numbers[0]}/") <= 16
    assert asked(client, "/yueyang/services/") <= 6
    assert asked(client, "/yueyang/services/insured-certificate/") <= 6
