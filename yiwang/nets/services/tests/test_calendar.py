"""One's deadlines in one's own calendar: what stands in it, who can read it, and that it can be revoked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from django.test import Client

from yiwang.nets.services.ical import Deadline, calendar, folded
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_results_on_pages import number, six_months  # noqa: F401

PAGE = "/yueyang/services/calendar/"


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def address(client: Client) -> str:
    page = client.post(PAGE + "make").content.decode()
    return re.search(r"/yueyang/calendar/[A-Za-z0-9_-]{43}\.ics", page)[0]


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut():
    text = "时限" * 60 + ", a; b\\c\nd"
    made = calendar("n", [Deadline("u@c", date(2026, 12, 31), text, text, "https://x/", datetime.now(UTC))])

    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert made.endswith(b"END:VCALENDAR\r\n")
    summary = next(line for line in unfolded(made) if line.startswith("SUMMARY:"))
    assert summary == "SUMMARY:" + "时限" * 60 + "\\, a\\; b\\\\c\\nd"
    assert "DTEND;VALUE=DATE:20270101" in unfolded(made)
    assert folded("x" * 75) == b"x" * 75 + b"\r\n"


def test_the_clocks_of_ones_cases_stand_in_it_without_a_name(clients, door, clock):
    client = clients("resident-wu")
    filed = certificate(client)
    got = Client().get(address(client))

    assert got["Content-Type"].startswith("text/calendar")
    lines = unfolded(got.content)
    assert any(line.startswith("SUMMARY:") and filed in line for line in lines)
    assert any(re.fullmatch(r"DTSTART;VALUE=DATE:2026(11|12)\d\d", line) for line in lines)
    assert "吴" not in got.content.decode() and "430602190001010012" not in got.content.decode()


def test_the_last_day_to_renew_stands_in_it(clients, number):  # noqa: F811
    lines = unfolded(Client().get(address(clients("resident-wu"))).content)

    assert "DTSTART;VALUE=DATE:20270422" in lines and "DTSTART;VALUE=DATE:20270522" in lines


def test_a_new_address_ends_the_old_and_a_revoked_one_leads_nowhere(clients, door, clock):
    client = clients("resident-wu")
    first = address(client)
    second = address(client)

    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    client.post(PAGE + "revoke")
    assert Client().get(second).status_code == 404
    assert "现在没有地址" in client.get(PAGE).content.decode()


def test_nobody_elses_cases_stand_in_it(clients, door, clock):
    filed = certificate(clients("resident-wu"))

    assert filed not in Client().get(address(clients("owner-luo"))).content.decode()
    assert clients("officer-insurance").post(PAGE + "make").status_code in (403, 404)
    assert Client().get("/yueyang/calendar/" + "A" * 43 + ".ics").status_code == 404
