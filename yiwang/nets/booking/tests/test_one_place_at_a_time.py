"""Nobody is at two places at once: appointments of one person at different windows never overlap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connections

from yiwang.nets.booking.tests.conftest import BASE, book, booked
from yiwang.nets.booking.views import book as pages

ELSEWHERE = "yueyang-general"
FIRE = "yueyanglou-fire"


def at(client, window: str, when: str, matter: str = "insured-certificate"):
    return client.post(
        f"{BASE}windows/{window}/book", {"at": when, "matter": matter, "key": f"{window}{when}"}
    )


def test_a_second_window_at_the_same_time_is_refused_and_the_other_named(clients):
    wu = clients("resident-wu")
    number = booked(wu, "2026-11-24 09:00")
    answer = at(wu, ELSEWHERE, "2026-11-24 09:00")
    assert answer.status_code == 409 and b"booking.at-two-places" in answer.content
    assert number in answer.content.decode()
    assert at(wu, ELSEWHERE, "2026-11-24 09:30").status_code == 302  # one ends as the other begins


def test_slots_of_other_lengths_overlap_too(clients):
    wu = clients("resident-wu")
    booked(wu, "2026-11-24 14:30")
    assert b"booking.at-two-places" in at(wu, FIRE, "2026-11-24 14:15", "fire-check").content
    assert at(wu, FIRE, "2026-11-24 15:00", "fire-check").status_code == 302


def test_a_cancelled_one_frees_the_time(clients):
    wu = clients("resident-wu")
    number = booked(wu, "2026-11-24 09:00")
    assert wu.post(f"{BASE}appointments/{number}/cancel").status_code == 302
    assert at(wu, ELSEWHERE, "2026-11-24 09:00").status_code == 302


def test_moved_into_the_time_of_another_it_is_refused(clients):
    wu = clients("resident-wu")
    booked(wu, "2026-11-24 09:00")
    assert at(wu, ELSEWHERE, "2026-11-24 10:00").status_code == 302
    with_number = wu.get(f"{BASE}").content.decode()
    number = next(one.split("/")[0] for one in with_number.split("/appointments/")[1:])
    answer = book(wu, "2026-11-24 10:00", move=number)
    assert answer.status_code == 409 and b"booking.at-two-places" in answer.content


def test_two_others_come_at_the_same_time(clients):
    booked(clients("resident-wu"), "2026-11-24 09:00")
    assert at(clients("resident-liu"), ELSEWHERE, "2026-11-24 09:00").status_code == 302


def test_in_two_tabs_at_the_same_moment_one_is_given(clients, monkeypatch, database):
    monkeypatch.setattr(pages, "_at_that_time", lambda *_: None)  # neither tab sees the other's
    clients("resident-wu")

    def ask(window: str):
        try:
            return at(clients("resident-wu"), window, "2026-11-24 09:00")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(ask, ("yueyanglou-general", ELSEWHERE)))
    assert sorted(one.status_code for one in answers) == [302, 409]
    with psycopg.connect(database.superuser) as connection:
        (streams,) = connection.execute("SELECT count(DISTINCT stream) FROM booking_mark").fetchone()
    assert streams == 1
