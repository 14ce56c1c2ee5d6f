"""Declining leaves no trace: every table of the database and every entry of the ledger is read."""

from __future__ import annotations

from collections import Counter

import psycopg
import pytest

from yiwang.nets.offers.tests.conftest import BASE, CITY, offers_of, words
from yiwang.store.verify import verify
from yiwang.web import cities


def everything(database) -> dict[str, Counter[str]]:
    """Return every row of every table as text, by table; events are told apart in their own words."""
    with psycopg.connect(database.owner) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        found = {}
        for (table,) in tables:
            rows = connection.execute(f"SELECT t.*::text FROM {table} t").fetchall()
            found[table] = Counter(str(row[0]) for row in rows)
        bodies = connection.execute("SELECT kind, stream, seq, body FROM event").fetchall()
        found["every entry"] = Counter(
            f"{kind} {stream} {seq} {bytes(body)!r}" for kind, stream, seq, body in bodies
        )
    return found


def changes(before: dict[str, Counter[str]], after: dict[str, Counter[str]]) -> dict[str, tuple[int, int]]:
    """Return by table how many rows went and how many came."""
    differ = {table: (before[table] - after[table], after[table] - before[table]) for table in after}
    return {table: (gone.total(), come.total()) for table, (gone, come) in differ.items() if gone or come}


def mentions(rows: dict[str, Counter[str]], word: str) -> dict[str, int]:
    """Return by table how many rows have this word in them, in text or in bytes."""
    ways = (word, word.encode().hex(), word.replace("-", ""))
    found = {table: sum(any(way in row for way in ways) for row in each) for table, each in rows.items()}
    return {table: count for table, count in found.items() if count}


@pytest.mark.parametrize("said", ["no", "not-so"])
def test_a_no_takes_the_offer_away_adds_one_to_a_count_and_does_nothing_else(
    clients, result, worker, database, said
):
    result("resident-wu", "unemployment-benefit")
    result("resident-liu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]
    assert wu.get(f"{BASE}{offer}/").status_code == 200
    assert wu.get(f"{BASE}{offer}/confirm").status_code == 200
    before = everything(database)
    assert before["event"].total() > 0 and before["every entry"].total() > 0

    answer = wu.post(f"{BASE}answer", {"offer": offer, "answer": said})

    after = everything(database)
    assert changes(before, after) == {"offer": (1, 0), "offer_count": (0, 1)}
    assert mentions(after, offer) == {}, "not even the offer's number stays"
    assert offers_of(wu) == [] and answer.status_code == (302 if said == "no" else 200)


def test_to_look_at_an_offer_and_at_the_answers_filled_in_writes_nothing(clients, result, worker, database):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    offer = offers_of(wu)[0]
    before = everything(database)

    for page in ("", "confirm"):
        assert wu.get(f"{BASE}{offer}/{page}").status_code == 200

    assert changes(before, everything(database)) == {}


def test_of_who_declined_there_is_as_much_as_of_who_never_answered(clients, result, worker, database, clock):
    people = {name: cities.get(CITY).actor(name).person for name in ("resident-wu", "resident-liu")}
    for persona in people:
        result(persona, "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    wu.get(f"{BASE}{offers_of(wu)[0]}/")
    wu.post(f"{BASE}answer", {"offer": offers_of(wu)[0], "answer": "no"})
    clock.pass_(days=61)
    worker.round()

    left = everything(database)

    about = [mentions(left, person) for person in people.values()]
    assert about[0] == about[1] and "every entry" in about[0] and "offer" not in about[0]
    assert left["offer"].total() == 0
    assert [row.split(",")[2:] for row in left["offer_count"]] == [["0", "2)"]]


def test_nobody_is_asked_again_until_their_data_or_the_policy_change(clients, result, worker, clock):
    result("resident-wu", "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    wu.post(f"{BASE}answer", {"offer": offers_of(wu)[0], "answer": "no"})
    for _ in range(3):
        clock.pass_(days=1)
        worker.round()
    assert offers_of(wu) == []

    result("resident-wu", "unemployment-benefit")
    worker.round()

    assert len(offers_of(wu)) == 1


def test_counts_are_shown_only_rounded_down_and_never_small(clients, worker, database):
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute("INSERT INTO offer_count VALUES ('yueyang', 'startup-support', 29, 9)")
        connection.execute("INSERT INTO offer_count VALUES ('yueyang', 'retired-medical-cover', 9, 9)")

    said = words(clients("").get(f"{BASE}policies/"))

    assert "至今要了的约 20，没有要或没有答复的约 0" in said and "少于 10，不显示" in said


def test_the_whole_ledger_refolds_to_what_there_is_with_offers_answered_and_unanswered(
    clients, result, worker, database, door
):
    for persona in ("resident-wu", "resident-liu"):
        result(persona, "unemployment-benefit")
    worker.round()
    wu = clients("resident-wu")
    wu.post(f"{BASE}answer", {"offer": offers_of(wu)[0], "answer": "no"})
    worker.round()

    report = verify(database.owner, door.safe.keyring, CITY)

    assert report.cities[CITY].entries > 0 and report.problems == []
