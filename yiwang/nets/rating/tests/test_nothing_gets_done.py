"""办不成事: with an account, without one, at a counter; answered by a desk outside the body that refused."""

from __future__ import annotations

import re

import psycopg

from yiwang.nets.rating.tests.conftest import BASE, press, shown
from yiwang.nets.rating.tests.test_ratings import opened

NEW = f"{BASE}nothing/"


def say(client, number="", ground="refused", words="材料都齐，还是不收", **typed):
    page = client.get(NEW).content.decode()
    case = re.search(r'name="case" value="([^"]+)"', page)[1]
    return client.post(NEW, {"case": case, "number": number, "ground": ground, "words": words, **typed})


def number_of(answer) -> str:
    found = re.search(r'id="number">([^<]+)<', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def code_of(answer) -> str:
    found = re.search(r'id="code">([^<]+)<', answer.content.decode())
    return found[1] if found else ""


def test_every_refusal_and_return_has_the_button(clients, ended, act):
    wu = clients("resident-wu")
    for how in ("refused", "denied"):
        number = ended(how)
        case = wu.get(f"/yueyang/services/cases/{number}/").content.decode()
        button = f"/yueyang/ratings/nothing/?number={number}&amp;ground=refused"
        assert button in case
        paper = re.findall(rf'/cases/{number}/papers/[^"]+', case)[-1]
        assert button in wu.get(f"/yueyang/services{paper}").content.decode()
        page = wu.get(f"{NEW}?number={number}&ground=refused").content.decode()
        assert f'value="{number}"' in page and re.search(r'value="refused"[^>]* checked', page)


def test_a_refusal_is_answered_by_a_desk_outside_and_the_rule_is_listed(clients, ended, worker, database):
    number, wu, desk = ended("refused"), clients("resident-wu"), clients("desk-city")
    answer = say(wu, number, contact="13800000000")
    own = number_of(answer)
    assert code_of(answer) == ""
    for _ in range(3):
        worker.round()
    ((case, lead, state),) = opened(database, "nothing-gets-done")
    assert (case, lead) == (own, "yueyang-government-services")
    assert number in state and "材料都齐" not in state and "13800000000" not in state

    assert "材料都齐" in shown(desk, f"cases/{own}/")
    assert press(desk, f"cases/{own}/", "answer", answer="").status_code == 409
    day = {"since.year": "2026", "since.month": "12", "since.day": "1"}
    done = press(
        desk, f"cases/{own}/", "answer", answer="请到二楼", rule="须先盖章", how="不再要求盖章", **day
    )
    assert done.status_code == 302
    worker.round()
    worker.round()

    assert '"phase":"closed"' in opened(database, "nothing-gets-done")[0][2]
    assert "请到二楼" in shown(wu, f"cases/{own}/") and "请到二楼" in shown(wu, f"cases/{number}/")
    listed = shown(clients(""), "changes/")
    assert "不再要求盖章" in listed and "岳阳市社会保险服务中心" in listed and number not in listed


def test_somebody_without_an_account_gets_a_number_and_a_code_and_reads_the_answer(
    clients, ended, worker, database
):
    nobody, desk = clients(""), clients("desk-city")
    answer = say(nobody, ended("refused"))
    own, code = number_of(answer), code_of(answer)
    worker.round()
    worker.round()
    follow = f"{NEW}answer/"
    assert "还没有答复" in nobody.post(follow, {"number": own, "code": code.lower()}).content.decode()
    wrong = nobody.post(follow, {"number": own, "code": "ACDE-FGHJ-KLMN"})
    assert wrong.status_code == 409 and "材料都齐" not in wrong.content.decode()
    press(desk, f"cases/{own}/", "answer", answer="请到二楼")

    assert "请到二楼" in nobody.post(follow, {"number": own, "code": code}).content.decode()
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute(
            "SELECT string_agg(convert_from(state, 'UTF8'), '') FROM stuck_row"
        ).fetchone()
    assert code not in kept[0] and code.replace("-", "") not in kept[0]


def test_a_window_types_it_for_somebody_at_the_counter(clients, ended, worker, database):
    answer = say(clients("window-city"), ended("refused"))

    assert code_of(answer)
    worker.round()
    worker.round()
    assert len(opened(database, "nothing-gets-done")) == 1


def test_pressed_twice_it_is_one_case_and_one_code(clients, worker, database, clock):
    nobody = clients("")
    case = re.search(r'name="case" value="([^"]+)"', nobody.get(NEW).content.decode())[1]
    typed = {"case": case, "ground": "no-answer", "words": "三个星期没有回音"}
    first, second = nobody.post(NEW, typed), nobody.post(NEW, typed)
    worker.round()
    worker.round()

    assert number_of(first) == number_of(second) and code_of(first) == code_of(second) != ""
    clock.pass_(hours=1)
    assert code_of(nobody.post(NEW, typed)) == ""
    assert len(opened(database, "nothing-gets-done")) == 1


def test_a_wrong_number_is_said_and_nothing_typed_is_lost(clients):
    answer = say(clients(""), "2611-000000000", words="跑了三次")

    assert answer.status_code == 409 and "跑了三次" in answer.content.decode()
    assert "2611-000000000" in answer.content.decode()


def test_only_so_many_come_without_an_account_in_an_hour(clients, monkeypatch):
    from yiwang.nets.rating import queries

    monkeypatch.setattr(queries, "UNSIGNED_AN_HOUR", 2)
    nobody = clients("")
    assert [say(nobody).status_code for _ in range(3)] == [200, 200, 409]
    assert say(clients("resident-wu")).status_code == 200


def test_a_word_is_seen_by_its_resident_and_the_desk_alone(clients, ended, worker):
    own = number_of(say(clients("resident-wu"), ended("refused")))
    worker.round()
    worker.round()

    for persona in ("officer-insurance", "desk-yueyanglou", "resident-liu", "auditor", "officer-health"):
        page = clients(persona).get(f"{BASE}cases/{own}/")
        assert page.status_code in (403, 404), persona


def test_without_a_number_a_body_is_looked_for_and_the_desk_is_outside_it(clients, worker, database):
    nobody = clients("")
    found = say(nobody, words="三次都没有收", body="岳阳市 审批服务", find="1")
    page = found.content.decode()
    assert found.status_code == 200 and "三次都没有收" in page
    assert 'name="against" value="yueyang-government-services"' in page

    own = number_of(say(nobody, words="三次都没有收", against="yueyang-government-services"))
    for _ in range(3):
        worker.round()

    ((case, lead, state),) = opened_everywhere(database)
    assert case == own and lead != "yueyang-government-services"
    assert '"against":"yueyang-government-services"' in state.replace(" ", "")


def opened_everywhere(database):
    from yiwang.nets.rating.tests.test_ratings import opened

    return opened(database, "nothing-gets-done") + opened(database, "desk-complaint")


def test_a_body_may_be_typed_whole_and_what_is_no_body_or_several_is_said(clients, worker, database):
    nobody = clients("")
    several = say(nobody, words="没人理", body="公安")
    page = several.content.decode()
    assert several.status_code == 409 and "stuck.several-bodies" in page and "没人理" in page
    assert page.count('name="against"') > 1
    none = say(nobody, words="没人理", body="火星管理局")
    assert none.status_code == 409 and "火星管理局" in none.content.decode()
    forged = say(nobody, words="没人理", against="no-such-body")
    assert forged.status_code == 409 and "stuck.no-body" in forged.content.decode()

    own = number_of(say(nobody, words="没人理", body="岳阳市公安局"))
    for _ in range(3):
        worker.round()
    ((case, _, state),) = opened_everywhere(database)
    assert case == own and '"yueyang-public-security"' in state
