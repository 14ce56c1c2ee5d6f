"""What the platform refuses is a case with its reason; mended it goes up again, or it is set aside."""

from __future__ import annotations

import re

import psycopg

from yiwang.kernel.commands import Complete
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.upward.tests.conftest import BASE, CITY, rows
from yiwang.store.cases import CASE
from yiwang.store.verify import verify

DESK = "desk-data"


def refusing(above, code="E101", field="itemCode"):
    above.trouble.refuse = lambda kind, fields: (code, field)


def opened(database):
    """Return the cases of the desk, by when they were opened."""
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute(
            "SELECT state FROM case_row WHERE matter = 'upward-refused' ORDER BY opened_at, number"
        ).fetchall()
    return [CASE.decode(bytes(row[0])) for row in rows]


def test_a_refusal_opens_a_case_with_its_reason_and_mended_it_is_taken(
    clients,
    settle,
    above,
    database,
    act,
    door,
):
    number = certificate(clients("resident-wu"))
    refusing(above)
    settle()

    (case,) = opened(database)
    assert case.lead == "yueyang-data" and [task.role for task in case.tasks] == ["officer"]
    assert case.facts == {
        "platform": "province-sample",
        "serial": "1",
        "record": "application",
        "earlier_number": number,
        "reason": "E101",
        "field": "itemCode",
    }
    page = clients(DESK).get(f"/{CITY}/services/cases/{case.number}/").content.decode()
    assert "E101" in page and "已改好，再报" in page

    above.trouble.refuse = lambda kind, fields: ("", "")
    act(case.number, Complete(task=case.tasks[0].id, outcome="resend"), DESK)
    settle()

    assert rows(database, "number, phase, reason") == [(1, "accepted", "")]
    assert opened(database)[0].phase == "closed" and len(opened(database)) == 1
    assert above.kept[1].times == 1
    assert verify(database.owner, door.safe.keyring).problems == []


def test_refused_again_it_opens_another_case(clients, settle, above, database, act):
    certificate(clients("resident-wu"))
    refusing(above)
    settle()
    act(opened(database)[0].number, Complete(task=opened(database)[0].tasks[0].id, outcome="resend"), DESK)
    settle()

    first, second = opened(database)
    assert (first.phase, second.phase) == ("closed", "accepted") and first.number != second.number
    assert rows(database, "phase, opened") == [("refused", second.id)]


def test_set_aside_it_goes_up_no_more(clients, settle, above, database, act):
    certificate(clients("resident-wu"))
    refusing(above)
    settle()
    act(opened(database)[0].number, Complete(task=opened(database)[0].tasks[0].id, outcome="set-aside"), DESK)
    above.trouble.refuse = lambda kind, fields: ("", "")
    settle()

    assert rows(database, "phase") == [("set-aside",)] and not above.kept


def test_the_words_of_a_platform_are_kept_nowhere(clients, settle, above, database):
    certificate(clients("resident-wu"))
    refusing(above, "吴演晴 is unknown", "吴演晴")
    settle()

    assert rows(database, "phase, reason") == [("refused", "other")]
    with psycopg.connect(database.superuser) as connection:
        events = connection.execute("SELECT body FROM event").fetchall()
    assert not any("吴演晴".encode() in bytes(row[0]) for row in events)


def test_the_desk_and_the_cdo_see_all_a_body_its_own_and_only_who_sees_sends_again(
    clients, settle, above, database
):
    number = certificate(clients("resident-wu"))
    refusing(above)
    settle()

    for persona in ("desk-data", "cdo", "officer-insurance"):
        page = clients(persona).get(f"{BASE}?phase=stuck").content.decode()
        assert number in page and "没有这个事项编码" in page and "E101" in page
    assert number not in clients("officer-market").get(BASE).content.decode()
    assert clients("resident-wu").get(BASE).status_code == 403

    (id,) = re.findall(r'name="record" value="([^"]+)"', page)
    typed = {"record": id, "platform": "province-sample", "key": "k" * 16}
    above.trouble.refuse = lambda kind, fields: ("", "")
    assert clients("officer-market").post(f"{BASE}resend", typed).status_code == 302
    settle()
    assert rows(database, "phase") == [("refused",)]
    assert clients("cdo").post(f"{BASE}resend", typed).status_code == 302
    settle()
    assert rows(database, "phase") == [("accepted",)]
