"""The demo has public figures of ratings that are made up, and a bad one that a desk has to call about."""

from __future__ import annotations

from datetime import date

from yiwang.nets.rating.tests.conftest import CITY, shown
from yiwang.nets.rating.tests.test_ratings import opened
from yiwang.nets.services.tests.conftest import PACK
from yiwang.serve.seed_ratings import quarter_before, seed_ratings
from yiwang.web import cities


def test_the_demo_has_figures_of_the_last_quarter_and_a_bad_rating_opened_a_case(
    clients, door, clock, worker, database
):
    city = cities.get(CITY).city
    stood, refused = seed_ratings(door, CITY, city, PACK, clock.now)
    again = seed_ratings(door, CITY, city, PACK, clock.now)
    assert (stood, refused) == (38, ()) and again == (38, ())

    said = shown(clients(""), "")
    assert "岳阳市社会保险服务中心 26" in said and "2026" in said
    for _ in range(3):
        worker.round()
    assert len(opened(database)) == 2, "the grades 1 and 2"


def test_a_demo_of_january_rates_the_autumn():
    assert quarter_before(date(2027, 1, 5)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 11, 28)) == date(2026, 7, 1)
    assert quarter_before(date(2026, 4, 1)) == date(2026, 1, 1)
