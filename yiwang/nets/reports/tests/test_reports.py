"""A resident tells the city, follows it, says that it is not fixed; who told stays sealed."""

from __future__ import annotations

import re
from uuid import uuid4

import psycopg
import pytest

from yiwang.kernel.access import Actor, Holding
from yiwang.kernel.commands import Complete
from yiwang.nets.reports.tests.conftest import BASE, CITY, LITTER, PLACE, follow, photo, words_of
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute


def rows(database, sql, *values):
    with psycopg.connect(database.superuser) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.fixture
def close(door, database, clock):
    """`close(number)`: the body in charge deals with it, it is checked, and whoever told is asked."""

    def do(number):
        (row,) = rows(database, "SELECT id, state FROM case_row WHERE number = %s", number)
        case = CASE.decode(bytes(row[1]))
        good = {"check": "pass", "answer-back": "solved"}
        while case.tasks:
            task = case.tasks[0]
            who = Actor("p-1", "staff", (Holding("p", task.role, task.body, "430602"),))
            command = Complete(task=task.id, outcome=good.get(task.node, ""))
            seen = {"before#1": "eA==", "after#1": "eA=="} if task.node != "answer-back" else {}
            key = uuid4().hex
            done = execute(door, Ask(CITY, CASE, row[0], command, who, clock.now, key=key, secrets=seen))
            assert isinstance(done, Done), done
            case = done.state

    return do


def case_number(database):
    return rows(database, "SELECT number FROM told_row ORDER BY at DESC, id DESC LIMIT 1")[0][0]


def test_without_an_account_a_number_and_a_code_and_at_once_it_is_with_the_body_in_charge(
    clients, tell, database
):
    told = tell(clients(""), "垃圾堆在路口三天了", name="吴演晴", phone="13800000000")
    assert told.answer.status_code == 200 and told.number and told.code

    ((_, kind, place, number),) = rows(database, "SELECT lead, event_kind, place, number FROM event_row")
    assert (kind, place) == (LITTER, PLACE) and number != told.number
    page = words_of(follow(clients(""), told))
    assert "正在处置" in page and "垃圾堆在路口三天了" in page
    wrong = clients("").post(f"{BASE}follow/", {"number": told.number, "code": "ACDE-FGHJ-KLMN"})
    assert wrong.status_code == 409 and "垃圾" not in words_of(wrong)
    kept = rows(database, "SELECT string_agg(convert_from(body, 'UTF8'), '') FROM event")[0][0]
    for secret in ("13800000000", "吴演晴", told.code, told.code.replace("-", ""), "垃圾堆"):
        assert secret not in kept


def test_sent_twice_it_is_one_report_one_case_and_one_code(clients, tell, database, clock):
    nobody = clients("")
    told = tell(nobody)
    again = nobody.post(
        f"{BASE}send", {"report": told.report, "words": "垃圾堆在路口三天了", "kind": LITTER, "place": PLACE}
    )
    assert f'id="number">{told.number}<' in again.content.decode()
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 1
    assert rows(database, "SELECT count(*) FROM report_row")[0][0] == 1
    clock.pass_(hours=1)
    late = nobody.post(
        f"{BASE}send", {"report": told.report, "words": "垃圾堆在路口三天了", "kind": LITTER, "place": PLACE}
    )
    assert told.code not in late.content.decode()


def test_a_place_is_found_in_the_words_and_a_position_at_zero_is_refused(clients, tell, database):
    nobody = clients("")
    tell(nobody, place="", where="郭镇乡政府门口东边")
    assert rows(database, "SELECT place FROM event_row")[0][0] == "430602201"
    report = str(uuid4())
    typed = {"report": report, "words": "垃圾", "place": PLACE, "longitude": "0", "latitude": "0"}
    refused = nobody.post(f"{BASE}tell/{LITTER}/", typed)
    assert refused.status_code == 409 and "report.no-position" in refused.content.decode()
    nowhere = nobody.post(f"{BASE}tell/{LITTER}/", {"report": report, "words": "垃圾", "where": "那边"})
    assert nowhere.status_code == 409 and "report.no-place" in nowhere.content.decode()


def test_the_next_who_tells_of_it_is_offered_the_first_and_joins_it(clients, tell, database, close):
    here = {"longitude": "113.1120", "latitude": "29.3611"}
    first = tell(clients(""), "路口垃圾堆了三天没有人收", **here)
    second = tell(clients(""), "这个路口的垃圾没有人收", longitude="113.1125", latitude="29.3612")
    offered = re.search(r'name="joins" value="([0-9a-f-]{36})"', second.checked)
    assert offered, second.checked
    far = tell(clients(""), "路口垃圾堆了三天没有人收", longitude="113.2120", latitude="29.3611")
    assert "joins-1" not in far.checked

    third = tell(clients(""), "垃圾还在", joins=offered[1], **here)
    assert "已加到同一件事里" in words_of(third.answer)
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 3
    close(rows(database, "SELECT number FROM told_row WHERE report = %s", first.report)[0][0])
    states = [words_of(follow(clients(""), one)) for one in (first, third)]
    assert sum("已办结" in one for one in states) == 2


def test_not_fixed_opens_the_case_again_and_long_after_another_one(
    clients, tell, database, close, clock, worker
):
    told = tell(clients(""))
    first = case_number(database)
    early = follow(clients(""), told, act="not-fixed", words="还在", key="k" * 20)
    assert early.status_code == 409 and "report.not-ended" in early.content.decode()
    close(first)
    clock.pass_(days=2)
    again = follow(clients(""), told, act="not-fixed", words="还是老样子", key="l" * 20)
    assert "重新处置" in words_of(again)
    assert rows(database, "SELECT phase FROM event_row")[0][0] != "closed"
    close(first)
    worker.round()
    worker.round()
    assert rows(database, "SELECT phase FROM event_row")[0][0] == "closed"

    clock.pass_(days=60)
    follow(clients(""), told, act="not-fixed", words="又来了", key="m" * 20)
    worker.round()
    worker.round()
    found = rows(database, "SELECT number, phase FROM event_row ORDER BY opened_at")
    assert len(found) == 2 and found[0] == (first, "closed") and found[1][1] == "accepted"
    assert "重新处置" in words_of(follow(clients(""), told))


def test_when_the_process_dies_in_between_the_relay_opens_the_case(
    clients, tell, database, worker, monkeypatch
):
    from yiwang.nets.reports import taking

    monkeypatch.setattr(taking, "filing", lambda *_: None)
    told = tell(clients(""), pictures=[photo()])
    assert told.number and rows(database, "SELECT count(*) FROM event_row")[0][0] == 0
    monkeypatch.undo()
    worker.round()
    worker.round()
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 1


def test_so_many_come_from_one_address_in_an_hour_and_no_address_is_kept(
    clients, tell, monkeypatch, database
):
    from yiwang.nets.reports import floods

    monkeypatch.setattr(floods, "UNSIGNED_EACH", 2)
    nobody = clients("")
    answers = [tell(nobody, f"第{n}处垃圾") for n in range(3)]
    assert [one.answer.status_code for one in answers] == [200, 200, 409]
    assert "report.too-many" in answers[2].html
    assert tell(clients("resident-wu")).answer.status_code == 200
    kept = rows(database, "SELECT string_agg(convert_from(body, 'UTF8'), '') FROM event")[0][0]
    assert "127.0.0.1" not in kept


def test_an_account_follows_its_own_and_nobody_elses(clients, tell):
    wu, liu = clients("resident-wu"), clients("resident-liu")
    told = tell(wu)
    assert not told.code
    listed = wu.get(f"{BASE}mine/").content.decode()
    assert told.number in listed and told.number not in liu.get(f"{BASE}mine/").content.decode()
    own = re.search(r'href="([^"]+/mine/[0-9a-f-]{36}/)"', listed)[1]
    assert wu.get(own).status_code == 200 and liu.get(own).status_code == 404
