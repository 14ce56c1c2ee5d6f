"""An agent comes to the counter with a mandate on paper: it is recorded, and the case is the principal's."""

from __future__ import annotations

import re

import psycopg

from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.filing import post, present, submit

NAMES = {"principal_name": "示例甲", "agent_name": "示例乙", "paper": "授权委托书原件"}
DAYS = {f"{name}.{part}": value for name, part, value in (
    ("since", "year", "2026"), ("since", "month", "11"), ("since", "day", "20"),
    ("until", "year", "2026"), ("until", "month", "12"), ("until", "day", "31"),
)}  # fmt: skip


def counter_draft(window):
    first = post(
        window, "/yueyang/services/insured-certificate/start", **{"place.1": "430602", "place.2": "430602005"}
    )
    second = post(window, first, insured_name="示例甲", id_number=INSURED)
    return post(window, second, insurance_kind="pension", from_month="2024-01", to_month="2026-10")


def recorded(database):
    with psycopg.connect(database.superuser) as connection:
        mandates = connection.execute(
            "SELECT principal, agent, since, until, phase FROM mandate_row"
        ).fetchall()
        texts = [
            row[0] for row in connection.execute("SELECT convert_from(body, 'UTF8') FROM event").fetchall()
        ]
    return mandates, texts


def test_a_window_records_what_it_was_shown_and_the_case_is_the_principals(clients, database):
    window = clients("window-yueyanglou")
    check = counter_draft(window)
    address = re.search(r'href="([^"]+/mandate)"', window.get(check).content.decode())[1]

    assert post(window, address, **NAMES, **DAYS) == check
    assert post_again(window, address) == check
    present(window, check)
    number = submit(window, check)

    mandates, texts = recorded(database)
    [(principal, agent, since, until, phase)] = mandates
    with psycopg.connect(database.superuser) as connection:
        applicant = connection.execute(
            "SELECT applicant FROM case_row WHERE number = %s", (number,)
        ).fetchone()
    assert applicant == (principal,) and agent != principal
    assert (since, until, phase) == ("2026-11-20", "2026-12-31", "active")
    assert not any("示例" in text or "授权委托书" in text for text in texts)


def post_again(window, address):
    return str(window.post(address, {**NAMES, **DAYS})["Location"])


def test_without_names_or_with_days_that_are_past_nothing_is_recorded(clients, database):
    window = clients("window-yueyanglou")
    address = counter_draft(window).replace("/check", "/mandate")
    shown = re.findall(r'name="_shown" value="([^"]+)"', window.get(address).content.decode())

    nameless = window.post(address, {**DAYS, "_shown": shown})
    past = window.post(address, {**NAMES, **DAYS, "until.month": "1", "_shown": shown})

    assert (nameless.status_code, past.status_code) == (422, 422)
    assert recorded(database)[0] == []


def test_nobody_but_a_window_records_one(clients):
    window, check = clients("window-yueyanglou"), None
    check = counter_draft(window).replace("/check", "/mandate")

    assert clients("resident-wu").get(check).status_code == 403
    assert clients("officer-insurance").get(check).status_code == 403
    assert clients("window-city").get(check).status_code == 404
