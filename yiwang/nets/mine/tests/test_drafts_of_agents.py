"""What an agent types is theirs, what the principal types the principal's; each is thrown away by its own."""

from __future__ import annotations

import re

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.commands import AskCorrection, Receive
from yiwang.nets.mine.tests.conftest import withdraw
from yiwang.nets.services.tests.filing import certificate, draft
from yiwang.store.cases import CASE
from yiwang.store.connect import lend
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.wall import city_transaction

CASES = "/yueyang/services/cases/"
HERS, HIS = "430602190001010012", "430602190001010020"


@pytest.fixture
def correcting(mandated, clock, database, door):
    """(principal, agent, address): a case of the principal that waits for a correction."""
    principal, agent = mandated()
    number = certificate(agent)
    with psycopg.connect(database.superuser) as connection:
        stream = connection.execute("SELECT id FROM case_row").fetchone()[0]
    for act, reason in ((Receive(), {}), (AskCorrection(items=("id_number",)), {"reason": "号码不清"})):
        done = execute(door, Ask("yueyang", CASE, stream, act, system("test"), clock.now, secrets=reason))
        assert isinstance(done, Done), done
    return principal, agent, f"{CASES}{number}/correct"


def type_in(client, address, number):
    """Type a number that is not sound, so that it is kept and not handed in."""
    shown = re.findall(r'name="_shown" value="([^"]+)"', client.get(address).content.decode())
    return client.post(address, {"id_number": number, "_shown": shown})


def drafts_of(database) -> list[tuple[str, str]]:
    with psycopg.connect(database.superuser) as connection:
        return connection.execute("SELECT person, purpose FROM draft ORDER BY 1").fetchall()


def discard(client) -> int:
    page = client.get(CASES).content.decode()
    found = re.search(r'action="([^"]+/discard)"', page)
    assert found, page
    return client.post(found[1]).status_code


def test_a_correction_whose_mandate_is_over_is_thrown_away_from_the_list(correcting, database):
    principal, agent, address = correcting
    type_in(agent, address, HIS[:-1] + "x")
    assert f'href="{address}"' in agent.get(CASES).content.decode()
    withdraw(principal)

    page = agent.get(CASES).content.decode()
    assert "没有提交的补正" in page and "委托已结束" in page and address not in page
    assert HIS[:-1] not in page
    assert discard(agent) == 302

    assert drafts_of(database) == []
    assert "没有提交的补正" not in agent.get(CASES).content.decode()


def test_principal_and_agent_each_keep_what_they_typed_and_see_nothing_of_the_other(correcting, database):
    principal, agent, address = correcting

    for own, other, client in ((HERS, HIS, principal), (HIS, HERS, agent)):
        page = type_in(client, address, own[:-1] + "x").content.decode()
        assert own[:-1] in page and other[:-1] not in page

    assert len(drafts_of(database)) == 2
    assert HIS[:-1] not in principal.get(address).content.decode()
    assert HERS[:-1] not in agent.get(address).content.decode()
    assert agent.get(CASES).content.decode().count("/discard") == 1


def test_an_agent_sees_and_throws_away_no_other_draft_of_the_principal(correcting, database, clients):
    principal, agent, _ = correcting
    check = draft(principal)
    kept = drafts_of(database)

    assert check not in agent.get(CASES).content.decode()
    assert agent.get(check).status_code == 404
    agent.post(check.replace("/check", "/discard"))
    assert agent.post(check.replace("/check", "/submit")).status_code == 404

    assert drafts_of(database) == kept
    assert principal.get(check).status_code == 200


def test_a_correction_that_somebody_else_handed_in_leaves_a_draft_that_can_be_thrown_away(
    correcting, database
):
    principal, agent, address = correcting
    type_in(agent, address, HIS[:-1] + "x")
    shown = re.findall(r'name="_shown" value="([^"]+)"', principal.get(address).content.decode())
    assert principal.post(address, {"id_number": HERS, "_shown": shown}).status_code == 302

    page = agent.get(CASES).content.decode()
    assert "没有提交的补正" in page and f'href="{address}"' not in page
    assert discard(agent) == 302
    assert drafts_of(database) == []


def test_the_second_wall_shows_an_agent_their_own_drafts_and_not_the_principals(mandated, door):
    principal, agent = mandated()
    draft(principal)
    theirs = draft(agent)
    who = agent.get(theirs).wsgi_request.actor
    assert who.principals

    with lend(door.pool) as connection, city_transaction(connection, "yueyang", who) as cursor:
        seen = cursor.execute("SELECT person, principal FROM draft").fetchall()
    assert seen == [(who.person, who.principals[0].id)]
