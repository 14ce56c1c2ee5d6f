"""A page of the desk asks the database as often for many rows as for few."""

from __future__ import annotations

import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people import person as rules
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.nets.people.tests.test_directory_at_the_desk import SAMPLE, proposed
from yiwang.nets.people.tests.test_people_of_the_desk import OFFICER, act, day, post
from yiwang.nets.people.tests.test_rights_at_the_desk import key_shown
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.batch import batch
from yiwang.store.execute import Ask, Done

DESK = "/yueyang/desk"
HEALTH = "yueyanglou-health"


def asked(client, queries, address) -> tuple[int, str]:
    """Return how many statements a page takes, and the page. What is the same for all pages is warm."""
    client.get(address)
    queries.clear()
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    return len(queries), page.content.decode()


def join_many(people, count, position) -> None:
    """Add people with names and codes, who hold one position."""
    asks = []
    for number in range(count):
        person = f"p-many-{number}"
        stream, secrets = person_stream("yueyang", person), {"name_zh": "测演众", "code": f"MANY-{number}"}
        joining = rules.Join(person=person, source="pack")  # so that no directory lets them leave
        for command in (joining, rules.Appoint(position=position, since=MONDAY.date())):
            given = secrets if isinstance(command, rules.Join) else {}
            asks.append(Ask("yueyang", PERSON, stream, command, system("test"), MONDAY, secrets=given))
    assert all(isinstance(one, Done) for one in batch(people, asks))


def directory(count, code) -> bytes:
    """Return a directory of so many experts, each by a name the city does not know, and a bad line."""
    head, *_ = (SAMPLE / "staff.csv").read_text().splitlines()
    lines = [f"{code.format(n)},测演改,,岳阳楼区卫生健康局,评审,,2026-11-01,,,在职" for n in range(count)]
    return "\n".join([head, *lines, "SYN-X,测演坏,,无此单位,评审,,2026-11-01,,,在职", ""]).encode()


def test_the_positions_of_a_body_take_as_many_for_many_holders_as_for_few(people, clients, queries):
    client = clients("security-admin")
    address = f"{DESK}/positions/?body={HEALTH}"
    few, _ = asked(client, queries, address)
    join_many(people, 60, "yueyanglou-health-expert")

    many, page = asked(client, queries, address)

    assert page.count("测演众") >= 60
    assert many == few


@pytest.mark.parametrize("code", ["SYN-1{}", "MANY-{}"])
def test_the_preview_of_a_directory_takes_as_many_for_many_lines_as_for_few(people, clients, queries, code):
    join_many(people, 45, "yueyanglou-health-expert")  # whom the city knows, by MANY-0 and so on
    taken = []
    for count in (3, 45):
        address = proposed(clients("system-admin"), csv=directory(count, code))
        number, page = asked(clients("security-admin"), queries, address)
        assert page.count("测演改") == count
        taken.append(number)
    assert taken[0] == taken[1]


def test_the_page_of_a_person_takes_as_many_for_a_long_life_as_for_a_short_one(people, clients, queries):
    client = clients("security-admin")
    address = f"{DESK}/people/{OFFICER}/?body={HEALTH}"
    few, _ = asked(client, queries, address)
    join_many(people, 20, "yueyanglou-health-expert")
    for _ in range(5):
        act(client, OFFICER, "end-sessions")

    assert asked(client, queries, address)[0] == few


def test_the_list_of_machine_clients_takes_as_many_for_many_as_for_few(people, clients, queries):
    registering, giving = clients("system-admin"), clients("security-admin")

    def register(number):
        answer = post(
            registering,
            "clients/register",
            body=HEALTH,
            title_zh=f"系统{number}",
            title_en=f"System {number}",
        )
        return answer["Location"].rstrip("/").rpartition("/")[2]

    assert key_shown(post(giving, f"clients/{register(0)}/rotate"))
    few, _ = asked(giving, queries, f"{DESK}/clients/")
    for number in range(1, 12):
        post(giving, f"clients/{register(number)}/rotate")

    many, page = asked(giving, queries, f"{DESK}/clients/")

    assert page.count("从未使用") == 12
    assert many == few


def test_ones_own_page_takes_as_many_with_many_colleagues_as_with_few(people, clients, queries):
    client = clients("officer-health")
    few, _ = asked(client, queries, f"{DESK}/mine/")
    join_many(people, 30, "yueyanglou-health-expert")
    until = {**day("since", MONDAY), **day("until", MONDAY)}
    for number in range(3):
        post(client, "mine/delegate", position="yueyanglou-health-officer", whom=f"p-many-{number}", **until)

    many, page = asked(client, queries, f"{DESK}/mine/")

    assert page.count("收回委托") == 3
    assert many == few
