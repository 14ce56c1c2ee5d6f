"""When a key was last used stands at the desk, to the hour: unused keys and old ones in use are seen."""

from __future__ import annotations

import re

import psycopg
import pytest
from django.test import Client

from yiwang.nets.people.tests.test_rights_at_the_desk import key_shown, post, registered  # noqa: F401
from yiwang.people import key_use

DESK = "/yueyang/desk"


@pytest.fixture
def security(people, clients, registered):  # noqa: F811
    """The security administrator, who has given the client a scope."""
    key_use.forget()
    browser = clients("security-admin")
    post(browser, f"clients/{registered}/allow", scopes=["case.read"])
    yield browser
    key_use.forget()


def ask(key: str) -> int:
    return Client().get("/yueyang/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code


def states(page) -> dict[str, str]:
    """Return how each key stands, by its id."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.content.decode(), re.DOTALL)
    found = [re.search(r'<code>(\w{8})</code>.*data-state="([\w-]+)"', row, re.DOTALL) for row in rows]
    return {one[1]: one[2] for one in found if one}


def uses(database) -> list[tuple[str, object]]:
    with psycopg.connect(database.superuser) as connection:
        return connection.execute("SELECT key, used_at FROM key_use ORDER BY used_at").fetchall()


def test_a_key_says_when_it_was_last_used_and_that_nobody_uses_it(
    security,
    registered,  # noqa: F811
    clock,
    database,
):
    key = key_shown(post(security, f"clients/{registered}/rotate"))[0]
    page = f"{DESK}/clients/{registered}/"
    assert "从未使用" in security.get(page).content.decode()

    first = clock.now
    assert ask(key) == 200
    clock.pass_(minutes=59)
    assert ask(key) == 200
    assert [when for _, when in uses(database)] == [first]
    key_use.forget()  # another process asks the database, and the row still changes once an hour
    assert ask(key) == 200
    assert [when for _, when in uses(database)] == [first]
    clock.pass_(minutes=1)
    assert ask(key) == 200
    assert [when for _, when in uses(database)] == [clock.now]
    assert "从未使用" not in security.get(page).content.decode()
    assert set(states(security.get(page)).values()) == {"in-use"}

    clock.pass_(days=29)
    assert "有久未使用的密钥" not in security.get(f"{DESK}/clients/").content.decode()
    clock.pass_(days=1)
    assert set(states(security.get(page)).values()) == {"unused"}
    assert "有久未使用的密钥" in security.get(f"{DESK}/clients/").content.decode()


def test_what_is_no_key_is_nobodys_use(security, registered, clock, database):  # noqa: F811
    key = key_shown(post(security, f"clients/{registered}/rotate"))[0]

    assert ask(key[:-4] + "AAAA") == 401

    assert uses(database) == []


def test_old_and_new_key_work_side_by_side_and_the_page_says_which_is_still_used(
    security,
    registered,  # noqa: F811
    clock,
):
    old = key_shown(post(security, f"clients/{registered}/rotate"))
    clock.pass_(days=2)
    new = key_shown(post(security, f"clients/{registered}/rotate"))
    page = f"{DESK}/clients/{registered}/"

    assert states(security.get(page)) == {old[2]: "replaced", new[2]: "in-use"}
    clock.pass_(days=1)
    assert (ask(old[0]), ask(new[0])) == (200, 200)
    assert "系统还在用这把旧的" in security.get(page).content.decode()
    clock.pass_(days=7)
    assert (ask(old[0]), ask(new[0])) == (401, 200)
    assert states(security.get(page)) == {old[2]: "over", new[2]: "in-use"}


def test_the_use_of_a_key_is_seen_by_its_body_and_the_desk_alone(security, registered, door):  # noqa: F811
    from yiwang.store.wall import city_transaction
    from yiwang.web import cities

    ask(key_shown(post(security, f"clients/{registered}/rotate"))[0])

    seen = {}
    for persona in ("officer-health", "officer-market", "resident-liu", "security-admin"):
        actor = cities.get("yueyang").actor(persona)
        with (
            door.pool.connection() as connection,
            city_transaction(connection, "yueyang", actor, door=True) as cursor,
        ):
            seen[persona] = cursor.execute("SELECT count(*) FROM key_use").fetchone()[0]
            assert cursor.execute("UPDATE key_use SET key = 'x'").rowcount == 0
    assert seen == {"officer-health": 1, "officer-market": 0, "resident-liu": 0, "security-admin": 1}
