"""Lists are what the access rules say, page by page, and come from an index in their own order."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from yiwang.kernel.access import Actor, Holding, Principal, scope
from yiwang.kernel.role_parts import DATA_REQUEST
from yiwang.nets.services.inbox import Key, inbox_sql
from yiwang.nets.services.queries import PAGE, newest_sql, scope_sql
from yiwang.store.wall import city_transaction

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BODIES = [f"b{number}" for number in range(4)]
CITY = "city"
ROW = (
    "INSERT INTO case_row VALUES (%s, %s, 1, '', '', NULL, %s, %s, %s, 'service', 'p', 'accepted', '1', %s,"
    " %s, %s, %s, 'online', %s, %s, %s, false, %s, '')"
)


def staff(*held: tuple[str, str], **more) -> Actor:
    return Actor("p", "staff", tuple(Holding(f"{r}-{b}", r, b, "1") for r, b in held), **more)


@pytest.fixture
def city(database):
    """Some four hundred cases, many opened in the same minute, drawn from a seed."""
    drawn = random.Random(5)
    with psycopg.connect(database.superuser) as connection:
        for number in range(400):
            lead, others = drawn.choice(BODIES), drawn.sample(BODIES, drawn.randrange(3))
            bodies = sorted({lead, *others})
            opened = NOW - timedelta(minutes=drawn.randrange(150))
            due = None if drawn.random() < 0.2 else NOW + timedelta(hours=drawn.randrange(-50, 50))
            ended = opened if drawn.random() < 0.5 else None
            late, window = drawn.random() < 0.2, drawn.choice(("", "b0", "w1"))
            who, matter = drawn.choice(("", "r1", "r2")), drawn.choice(("m1", "m2", DATA_REQUEST))
            stream = UUID(int=number + 1)
            connection.execute(
                ROW,
                (
                    CITY,
                    stream,
                    NOW,
                    f"n{number}",
                    matter,
                    lead,
                    bodies,
                    window,
                    who,
                    opened,
                    ended,
                    due,
                    late,
                ),
            )
            for body in bodies:
                if body != lead:
                    connection.execute(
                        "INSERT INTO assist_row VALUES (%s, %s, %s, %s)", (CITY, stream, body, opened)
                    )
                if ended is None:
                    role = drawn.choice(("officer", "inspector"))
                    connection.execute(
                        "INSERT INTO task_row VALUES (%s, %s, %s, 'n', %s, %s, %s, %s, %s, %s)",
                        (CITY, stream, body, body, role, drawn.choice(("", "p", "q")), opened, due, late),
                    )
        connection.execute("ANALYZE")
    return database


PEOPLE = {
    "resident": Actor("r1", "resident"),
    "agent for one matter": Actor("r3", "resident", principals=(Principal("r1", "m", frozenset({"m1"})),)),
    "agent who applies as well": Actor("r2", "resident", principals=(Principal("r1", "m"),)),
    "officer": staff(("officer", "b1")),
    "officer of two bodies": staff(("officer", "b1"), ("inspector", "b3")),
    "officer and window": staff(("officer", "b0"), ("window", "b0"), ("window", "w1")),
    "officer with a break-glass": staff(("officer", "b1"), glass=frozenset({str(UUID(int=7)), "no-id"})),
    "auditor": staff(("auditor", "b9")),
    "chief data officer": staff(("cdo", "b2")),
    "nobody": Actor("r9", "resident"),
}


def test_a_list_of_cases_is_what_the_rules_say_page_by_page(city):
    for who in PEOPLE:
        for open_only in (False, True):
            agrees(city, who, open_only)


def agrees(city, who, open_only):
    """The list of somebody, page by page, is the plain query of the rules' condition in one."""
    actor = PEOPLE[who]
    reaches = scope(actor, "case.read")
    where, values = scope_sql(reaches)
    only = " AND c.ended_at IS NULL" if open_only else ""
    plain = f"SELECT c.number FROM case_row c WHERE {where}{only} ORDER BY c.opened_at DESC, c.id DESC"
    with psycopg.connect(city.superuser) as connection:
        wanted = [row[0] for row in connection.execute(plain.encode(), values).fetchall()]
    with psycopg.connect(city.app) as connection, city_transaction(connection, CITY, actor) as cursor:
        pages = []
        for page in range(1, 10):
            asked = newest_sql(reaches, CITY, NOW, open_only, page)
            rows = [row[0] for row in cursor.execute(*asked).fetchall()] if asked else []
            pages += rows[:PAGE]
            if len(rows) <= PAGE:
                break
    assert pages == wanted, who
    assert (who == "nobody") == (not wanted)


def test_an_inbox_has_what_is_late_first_then_the_soonest_due(city):
    for who in ("officer", "officer of two bodies", "officer and window", "chief data officer"):
        for mine in (False, True):
            inbox_agrees(city, who, mine)


def inbox_agrees(city, who, mine):
    """An inbox, page by page, is the plain query sorted whole."""
    actor = PEOPLE[who]
    where, values = scope_sql(scope(actor, "inbox.read"))
    held = {(one.body, one.role) for one in actor.holdings}
    plain = (
        "SELECT t.stream, t.id, t.body, t.role, t.assignee FROM task_row t JOIN case_row c ON c.id = t.stream"
        f" WHERE {where} ORDER BY (t.late OR t.due_at < %s) IS TRUE DESC, t.due_at, t.opened_at,"
        " t.stream, t.id"
    )
    with psycopg.connect(city.superuser) as connection:
        found = connection.execute(plain.encode(), [*values, NOW]).fetchall()
    wanted = [
        (stream, id_)
        for stream, id_, body, role, assignee in found
        if (((body, role) in held and assignee in ("", "p")) if mine else body in {one for one, _ in held})
    ]
    with psycopg.connect(city.app) as connection, city_transaction(connection, CITY, actor) as cursor:
        pages, after = [], None
        for _ in range(10):
            rows = cursor.execute(*inbox_sql(actor, CITY, NOW, "mine" if mine else "body", after)).fetchall()
            pages += [row[20:22] for row in rows[:PAGE]]
            if len(rows) <= PAGE:
                break
            last = rows[PAGE - 1]
            after = Key.of(Key(last[17], last[16], *last[19:22]).text)
    assert pages == wanted
    assert wanted or (mine and who == "chief data officer")


def test_behind_every_task_of_an_inbox_comes_just_what_follows_it(city):
    actor = PEOPLE["officer of two bodies"]
    with psycopg.connect(city.app) as connection, city_transaction(connection, CITY, actor) as cursor:
        whole, after = [], None
        while True:
            rows = cursor.execute(*inbox_sql(actor, CITY, NOW, "body", after)).fetchall()
            whole += rows[:PAGE]
            if len(rows) <= PAGE:
                break
            after = Key(rows[PAGE - 1][17], rows[PAGE - 1][16], *rows[PAGE - 1][19:22])
        kinds = {(row[17], row[16] is None) for row in whole}
        assert len(kinds) == 4 and len(whole) > 2 * PAGE
        for place, row in enumerate(whole):
            key = Key(row[17], row[16], *row[19:22])
            found = cursor.execute(*inbox_sql(actor, CITY, NOW, "body", key)).fetchall()
            assert [one[20:22] for one in found] == [
                one[20:22] for one in whole[place + 1 : place + 2 + PAGE]
            ]


def test_what_is_no_key_of_an_inbox_is_the_first_page_and_breaks_nothing():
    for text in ("", "2", "1..x.y.z", "1.99999999999999999999999999.1.0.a", "0.1.1.abc.a", "1.-1e9.1.1.1"):
        assert Key.of(text) is None, text


FROM_INDEX = {
    "resident": ["case_row_applicant"],
    "officer": ["case_row_lead", "assist_row_newest"],
    "officer and window": ["case_row_lead", "assist_row_newest", "case_row_window"],
    "auditor": ["case_row_newest"],
    "inbox": ["task_row_inbox"],
}


def test_no_list_is_sorted_before_it_is_cut_to_its_page(city):
    for who, indexes in FROM_INDEX.items():
        comes_from(city, who, indexes)


def comes_from(city, who, indexes):
    """The plan of somebody's list reads these indexes, in order, and no table whole."""
    if who == "inbox":
        actor = PEOPLE["officer"]
        sql, values = inbox_sql(actor, CITY, NOW, "body")
    else:
        actor = PEOPLE[who]
        sql, values = newest_sql(scope(actor, "case.read"), CITY, NOW, False, 1)
    with psycopg.connect(city.app) as connection, city_transaction(connection, CITY, actor) as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        plan = "\n".join(row[0] for row in cursor.execute(f"EXPLAIN {sql}", values))
    for index in indexes:
        assert f"using {index} " in plan, plan
    assert plan.count(" Sort  (cost") == (1 if who == "inbox" else 0), (
        plan
    )  # an inbox: of a page for each side
    assert "Seq Scan" not in plan, plan
