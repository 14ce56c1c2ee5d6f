"""Tasks and cases follow those who hold the positions today: by record, after a move, after a merger."""

from __future__ import annotations

import csv
import re
import shutil
from datetime import date, timedelta

import psycopg
import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people.person import Appoint, Dismiss, Suspend
from yiwang.nets.services.tests.conftest import PACK
from yiwang.nets.services.tests.filing import key_on
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.people.sync import sync
from yiwang.serve.cities import CasesWithoutBody, Served, publish
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities

CASES, INBOX = "/yueyang/services/cases/", "/yueyang/services/inbox/"
TODAY = date(2026, 11, 23)
DAY_BEFORE = TODAY - timedelta(days=1)
OFFICER, SECOND = "person-yueyanglou-health-officer", "person-yueyanglou-health-officer-2"


@pytest.fixture
def records(door, clock):
    sync(door, "yueyang", cities.get("yueyang").city, clock.now)

    def change(person, command):
        done = execute(
            door, Ask("yueyang", PERSON, person_stream("yueyang", person), command, system("desk"), clock.now)
        )
        assert isinstance(done, Done), done

    return change


@pytest.fixture
def licence(clients, records, door, clock):
    """A hygiene licence that was accepted: its first step is for an officer of the health bureau."""
    from tests.test_access_matrix import Cases

    return Cases(door, clock.now).accepted()[0]


def options(page, name="person"):
    select = re.search(rf'<select id="[^"]*" name="{name}".*?</select>', page, re.DOTALL)
    return set(re.findall(r'<option value="([^"]+)"', select[0])) if select else set()


def act(client, number, name, **sent):
    page = client.get(f"{CASES}{number}/").content.decode()
    form = re.search(rf'/cases/{number}/{name}" .*?</form>', page, re.DOTALL)
    assert form, page
    task = re.search(r'name="task" value="([^"]+)"', form[0])[1]
    return client.post(f"{CASES}{number}/{name}", {"key": key_on(client, number, name), "task": task, **sent})


def test_a_task_can_be_given_to_those_who_hold_the_position_today_and_to_nobody_else(
    clients, licence, records
):
    officer = clients("officer-health")
    before = options(officer.get(f"{CASES}{licence}/").content.decode())

    records(SECOND, Suspend())
    records("person-yueyanglou-health-expert", Dismiss(position="yueyanglou-health-expert", last=DAY_BEFORE))
    records(
        "person-yueyanglou-health-expert",
        Appoint(position="yueyanglou-health-officer", since=TODAY, how="substitute", acting_for=OFFICER),
    )
    after = options(officer.get(f"{CASES}{licence}/").content.decode())

    assert {OFFICER, SECOND} <= before
    assert after == (before - {SECOND}) | {"person-yueyanglou-health-expert"}
    refused = act(officer, licence, "assign", person=SECOND)
    assert refused.status_code == 409 and "case.wrong-person" in refused.content.decode()
    assert act(officer, licence, "assign", person="person-yueyanglou-health-expert").status_code == 302


def test_the_task_of_somebody_who_lost_the_position_is_back_in_the_inbox(clients, licence, records, database):
    officer, second = clients("officer-health"), clients("officer-health")
    assert act(officer, licence, "assign", person=SECOND).status_code == 302
    hidden = licence not in officer.get(INBOX).content.decode()

    records(SECOND, Suspend())

    assert hidden and licence in second.get(INBOX).content.decode()
    assert act(second, licence, "claim").status_code == 302
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT assignee FROM task_row WHERE assignee <> ''").fetchall()
    assert rows == [(OFFICER,)]


def test_a_claim_that_stands_keeps_the_task_out_of_the_inbox_of_others(clients, licence):
    officer = clients("officer-health")
    act(officer, licence, "assign", person=SECOND)

    assert licence not in officer.get(INBOX).content.decode()
    assert licence in officer.get(f"{INBOX}?whose=body").content.decode()
    assert '/claim"' not in officer.get(f"{CASES}{licence}/").content.decode()


def merged_pack(folder):
    """Copy the pack with the health bureau of Yueyanglou merged into the district's market regulator."""
    pack = folder / "yueyang"
    shutil.copytree(PACK, pack)
    gone, into = "yueyanglou-health", "yueyanglou-market-regulation"
    rows = {name: list(csv.DictReader((pack / name).open(encoding="utf-8"))) for name in FILES}
    rows["bodies.csv"] = [
        {**row, "replaces": gone if row["id"] == into else ""}
        for row in rows["bodies.csv"]
        if row["id"] != gone
    ]
    lost = {row["id"] for row in rows["positions.csv"] if row["body"] == gone}
    rows["positions.csv"] = [row for row in rows["positions.csv"] if row["id"] not in lost]
    rows["persons.csv"] = [
        {**row, "substitute_for": "" if row["substitute_for"] in lost else row["substitute_for"]}
        for row in rows["persons.csv"]
        if row["position"] not in lost
    ]
    for name, lines in rows.items():
        with (pack / name).open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(lines[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(lines)
    personas = (pack / "personas.yaml").read_text(encoding="utf-8")
    kept = [
        one for one in re.split(r"(?m)^(?=- id: )", personas) if "position: yueyanglou-health-" not in one
    ]
    (pack / "personas.yaml").write_text("".join(kept), encoding="utf-8")
    lines = (pack / "responsibility.yaml").read_text(encoding="utf-8")
    (pack / "responsibility.yaml").write_text(re.sub(rf"\b{gone}\b", into, lines), encoding="utf-8")
    return pack


FILES = ("bodies.csv", "positions.csv", "persons.csv")


def test_the_cases_of_a_body_that_was_merged_are_in_its_successors_inbox_and_lists(
    clients, licence, door, clock, database, tmp_path
):
    former, successor = clients("officer-health"), clients("officer-market")
    before = [successor.get(CASES).content.decode(), successor.get(INBOX).content.decode()]

    clock.pass_(days=1)
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, merged_pack(tmp_path), "yueyang", clock.now)
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    synced = sync(door, "yueyang", cities.get("yueyang").city, clock.now)

    assert synced.refused == ()
    assert not any(licence in page for page in before)
    assert former.get(INBOX).status_code == 302
    inbox, listed = (successor.get(one).content.decode() for one in (INBOX, CASES))
    assert licence in inbox and licence in listed and "岳阳楼区市场监督管理局" in listed
    page = successor.get(f"{CASES}{licence}/")
    assert "申请人不用重新提交" in page.content.decode() and "您的办件" not in page.content.decode()
    assert page.status_code == 200 and act(successor, licence, "complete", outcome="pass").status_code == 302
    done = clients("owner-luo").get(f"{CASES}{licence}/").content.decode()
    assert "岳阳楼区市场监督管理局 · 经办岗" in done
    assert "已撤并，您的办件由岳阳楼区市场监督管理局继续办理" in done


def test_a_pack_that_leaves_open_cases_with_nobody_is_not_published(
    clients, licence, door, clock, database, tmp_path
):
    pack = merged_pack(tmp_path)
    bodies = (pack / "bodies.csv").read_text(encoding="utf-8")
    (pack / "bodies.csv").write_text(bodies.replace(",yueyanglou-health\n", ",\n"), encoding="utf-8")
    before = cities.get("yueyang").city.pack

    with (
        psycopg.connect(database.owner, autocommit=True) as connection,
        pytest.raises(CasesWithoutBody) as refused,
    ):
        publish(connection, pack, "yueyang", clock.now)
    assert refused.value.cases == {"yueyanglou-health": 1}
    assert "replaces" in refused.value.zh
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))
    assert cities.get("yueyang").city.pack == before
