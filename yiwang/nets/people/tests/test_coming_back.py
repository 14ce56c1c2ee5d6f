"""Who left comes back as the same person, a delegation ends early, and a staff code is one person's."""

from __future__ import annotations

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import psycopg

from yiwang.kernel.access import system
from yiwang.kernel.people import person as rules
from yiwang.kernel.people.record import Command
from yiwang.nets.people.tests.conftest import MONDAY
from yiwang.nets.people.tests.test_directory_at_the_desk import SAMPLE, apply, proposed, shown
from yiwang.nets.people.tests.test_people_of_the_desk import OFFICER, act, day, join, post, record
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.people.sync import everybody
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.vault import erase

DESK = "/yueyang/desk"
EXPERT = "person-yueyanglou-health-expert"


def test_who_left_is_taken_back_at_the_desk_and_appointed_anew(people, clients, clock):
    system_admin, security_admin = clients("system-admin"), clients("security-admin")
    act(system_admin, OFFICER, "leave", sure="yes")
    clock.pass_(days=3)
    assert "重新入职" not in security_admin.get(f"{DESK}/people/{OFFICER}/").content.decode()

    assert act(system_admin, OFFICER, "rejoin").status_code == 409
    assert act(system_admin, OFFICER, "rejoin", sure="yes").status_code == 302
    position = "yueyanglou-health-officer"
    answer = act(security_admin, OFFICER, "appoint", position=position, **day("since", clock.now))

    assert answer.status_code == 302, answer.content.decode()
    spells = [(one.since, one.until) for one in record(people, OFFICER).held if one.position == position]
    assert spells[-1] == (clock.now.date(), None)
    assert spells[0][1] == MONDAY.date() - timedelta(days=1)
    assert clients("officer-health").get("/yueyang/services/inbox/").status_code == 200


def test_who_left_by_the_directory_comes_back_by_it(people, clients, clock):
    def imported(csv=None):
        address = proposed(clients("system-admin"), csv=csv)
        page, digest = shown(clients("security-admin"), address)
        assert apply(clients("security-admin"), address, digest).status_code == 302
        return page

    def third():
        return next(
            one for one in everybody(people, "yueyang").values() if one.id in ids and one.phase != "active"
        )

    imported()
    ids = {one.id for one in everybody(people, "yueyang").values() if one.source == "directory"}
    clock.pass_(days=1)
    lines = (SAMPLE / "staff.csv").read_text().splitlines(keepends=True)
    imported("".join(line for line in lines if not line.startswith("SYN-0003")).encode())
    gone = third()
    clock.pass_(days=30)

    page = imported()

    assert "重新入职（同一条记录）" in page and "登记为新人员" not in page
    back = everybody(people, "yueyang")[gone.id]
    assert back.phase == "active"
    assert back.held[-1].since == clock.now.date() and back.held[0].until == MONDAY.date()
    assert {one.id for one in everybody(people, "yueyang").values() if one.source == "directory"} == ids


def test_a_pack_that_still_names_who_left_does_not_take_them_back(people, clients):
    from yiwang.people.sync import sync
    from yiwang.web import store_door

    act(clients("system-admin"), OFFICER, "leave", sure="yes")

    sync(people, "yueyang", store_door.city_under("yueyang", None), MONDAY)

    assert record(people, OFFICER).phase == "left"


def test_the_delegator_ends_the_delegation_from_their_own_page(people, clients):
    client = clients("officer-health")
    until = MONDAY + timedelta(days=5)
    given = {"position": "yueyanglou-health-officer", "whom": EXPERT}
    post(client, "mine/delegate", **given, **day("since", MONDAY), **day("until", until))
    page = client.get(f"{DESK}/mine/").content.decode()
    assert "收回委托" in page

    assert post(clients("security-admin"), "mine/undelegate", **given).status_code == 409
    key = secrets.token_urlsafe(16)
    assert post(client, "mine/undelegate", key, **given).status_code == 302

    assert [one for one in record(people, EXPERT).held if one.how == "delegated"] == []
    assert "收回委托" not in client.get(f"{DESK}/mine/").content.decode()
    told = clients("audit-admin").get(f"{DESK}/people/{EXPERT}/").content.decode()
    assert re.search("免岗：.{0,40}经办", told)
    assert post(client, "mine/undelegate", key, **given).status_code == 302
    assert post(client, "mine/undelegate", **given).status_code == 409


def begin(door, code, barrier=None):
    """Add somebody with a code past every look before writing; returns what the one door says."""
    person = f"p-{uuid4().hex[:20]}"
    command = rules.Join(person=person)
    asked = Ask(
        "yueyang",
        PERSON,
        person_stream("yueyang", person),
        command,
        system("test"),
        MONDAY,
        secrets={"code": code, "name_zh": "测演并"},
    )
    if barrier is not None:
        barrier.wait(20)
    return execute(door, asked)


def test_of_many_who_take_one_code_at_the_same_moment_one_gets_it(people):
    for number in range(5):
        barrier = Barrier(4)
        with ThreadPoolExecutor(4) as threads:
            answers = list(
                threads.map(lambda _, n=number, b=barrier: begin(people, f"RACE-{n}", b), range(4))
            )

        assert sum(isinstance(one, Done) for one in answers) == 1
        assert {one.code for one in answers if not isinstance(one, Done)} == {"people.code-taken"}


def test_a_code_that_was_given_up_or_erased_is_free_and_ones_own_stays(people, clients, database):
    client = clients("system-admin")
    person = join(client)
    assert act(client, person, "rename", name_zh="测演一", code="YY-0001").status_code == 302
    assert begin(people, "YY-0001").code == "people.code-taken"
    assert act(client, person, "rename", name_zh="测演一", code="YY-0002").status_code == 302
    assert isinstance(begin(people, "YY-0001"), Done)

    entry = record(people, person).sealed["code"].vault
    with people.pool.connection() as connection:
        erase(connection, "yueyang", [entry], MONDAY)

    assert isinstance(begin(people, "YY-0002"), Done)
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute(
            "SELECT count(*) FROM staff_code WHERE entry = %s", (entry,)
        ).fetchone() == (0,)


def test_a_directory_that_brings_a_code_taken_this_moment_is_shown_again(people, clients, monkeypatch):
    from yiwang.nets.people import proposing

    address = proposed(clients("system-admin"))
    _, digest = shown(clients("security-admin"), address)
    carry_out = proposing.carry_out

    def too_late(*given):
        assert isinstance(begin(people, "SYN-0001"), Done)
        return carry_out(*given)

    monkeypatch.setattr(proposing, "carry_out", too_late)
    answer = apply(clients("security-admin"), address, digest)

    assert answer.status_code == 409 and "directory.changed" in answer.content.decode()
    monkeypatch.setattr(proposing, "carry_out", carry_out)
    again = re.search(r'name="shown" value="(\w{64})"', answer.content.decode())
    if again is None:
        again = re.search(
            r'name="shown" value="(\w{64})"', clients("security-admin").get(address).content.decode()
        )
    assert apply(clients("security-admin"), address, again[1]).status_code == 302


def test_nothing_but_staff_codes_and_telephones_of_callers_is_findable_in_the_vault():
    def all_of(kind):
        return {one for sub in kind.__subclasses__() for one in (sub, *all_of(sub))}

    findable = {one.__name__: set(one.findable) for one in all_of(Command) if one.findable}

    codes = {name: {"code"} for name in ("Join", "Rename", "Rejoin")}
    assert findable == {**codes, "Tell": {"phone"}}  # the hotline's card finds what a caller told before
