"""What a body holds is not asked for again: looked up, offered, confirmed or corrected, with receipts."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import psycopg
import pytest

from yiwang.granted.kinds import EXCHANGE
from yiwang.kernel.access import system
from yiwang.kernel.people.person import Join
from yiwang.kernel.sources import DIFFERS, FILLED, difference_of
from yiwang.nets.services.tests.filing import post
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.ports.lookups import FakeLookups
from yiwang.store.cases import read_event
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities, granted

TOWN = {"place.1": "430602", "place.2": "430602005"}
TAO, OTHER = "000000196003030043", "000000197003030048"
HOME, MOVED = "岳阳楼区示例街道演示路 8 号", "岳阳楼区示例街道演示路 99 号"
CONFIRMED = date(2026, 3, 1)


@pytest.fixture
def held(door, clock, monkeypatch):
    """What the police hold of Tao, whose number the identity service proved, and of somebody else."""
    person = cities.get("yueyang").actor("resident-tao").person
    told = {"name_zh": "陶演菊", "id_number": TAO}
    join = Join(person=person, kind="resident")
    stream = person_stream("yueyang", person)
    done = execute(door, Ask("yueyang", PERSON, stream, join, system("test"), clock.now, secrets=told))
    assert isinstance(done, Done), done
    rows = {
        TAO: ({"id_number": TAO, "name": "陶演菊", "domicile": HOME}, CONFIRMED),
        OTHER: ({"id_number": OTHER, "name": "别演人", "domicile": "别人的住址"}, CONFIRMED),
    }
    fake = FakeLookups({"population-basic": rows})
    monkeypatch.setattr(granted, "provider", lambda: fake)
    return fake


def at_person(client) -> str:
    """Begin a residence permit and answer its first page; return the address of the page about the person."""
    first = post(client, "/yueyang/services/residence-permit/start", **TOWN)
    return post(client, first, request_kind="replace", applied_by="self")


def filed(client, **answers: str) -> str:
    """File a residence permit; return the address of the case."""
    person = at_person(client)
    said = {"id_number": TAO, "resident_name": "陶演菊", "contact_phone": "13800000000"}
    living = post(client, person, **{**said, "registered_domicile": HOME, **answers})
    since = {"living_since.year": "2026", "living_since.month": "1", "living_since.day": "5"}
    shown = re.findall(r'name="_shown" value="([^"]+)"', text_of(client, living))
    confirm = client.post(living, {**since, "address": "南湖大道 1 号", "_shown": shown})["Location"]
    check = post(client, confirm, declaration="yes")
    page = text_of(client, check)
    pack = re.search(r'name="pack" value="([^"]+)"', page)[1]
    answer = client.post(check.replace("/check", "/submit"), {"pack": pack})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].removesuffix("filed")


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def value_of(page: str, name: str) -> str:
    return re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0].partition('value="')[2].partition('"')[0]


def exchanges(database) -> list:
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT id, state FROM exchange_row").fetchall()
    return [(str(id), EXCHANGE.decode(bytes(state))) for id, state in rows]


def events(database, type_: str) -> list:
    """Return the events of cases of one type, as the ledger has them."""
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT body FROM event WHERE kind = 'case' ORDER BY at, seq").fetchall()
    entries = [msgspec.json.decode(bytes(row[0])) for row in rows]
    return [
        read_event(one["type"], one["v"], msgspec.json.encode(one["data"]))
        for one in entries
        if one["type"] == type_
    ]


def test_an_address_the_police_hold_is_offered_with_its_holder_day_grant_and_purpose(clients, held, database):
    tao = clients("resident-tao")
    page = text_of(tao, at_person(tao))

    assert value_of(page, "registered_domicile") == HOME and value_of(page, "resident_name") == "陶演菊"
    assert value_of(page, "id_number") == TAO  # the proved number of the account
    source = re.search(r"来源: (人口基本信息[^<]*不再让人填写[^<]*)<", page)[1]
    assert "岳阳市公安局" in source and "2026年3月1日" in source and "第七条第一款" in source
    ((_, one),) = exchanges(database)
    assert (one.product, one.fields, one.why) == ("population-basic", ("domicile", "name"), "draft")
    # Two questions, one lookup, of the two fields that the form needs and no other.
    assert held.asked == [("population-basic", TAO, ("domicile", "name"))]


def test_nobody_elses_row_is_found_by_typing_their_number(clients, held, database):
    tao = clients("resident-tao")
    person = at_person(tao)
    tao.post(person, {"id_number": OTHER, "resident_name": "", "_shown": ["id_number"]})
    assert all(key == TAO for _, key, _ in held.asked)
    assert "别人的住址" not in text_of(tao, person)

    wu = clients("resident-wu")  # whose account has no proved number
    held.asked.clear()
    page = text_of(wu, at_person(wu))
    assert value_of(page, "registered_domicile") == "" and held.asked == []


def test_the_own_way_looks_nothing_up(clients, held, database):
    tao = clients("resident-tao")
    page = text_of(tao, at_person(tao) + "?own=1")
    assert value_of(page, "registered_domicile") == "" and held.asked == [] and exchanges(database) == []


def test_a_row_too_old_is_not_offered_and_the_person_is_told(clients, held, database):
    values, _ = held.rows["population-basic"][TAO]
    held.rows["population-basic"][TAO] = (values, date(2024, 11, 23))
    tao = clients("resident-tao")
    page = text_of(tao, at_person(tao))

    assert value_of(page, "registered_domicile") == "" and HOME not in page
    assert "常住户口所在地住址: 人口基本信息（岳阳市公安局）里只有过旧的数据" in page
    assert value_of(page, "resident_name") == "陶演菊"  # a name has no such limit
    held.rows["population-basic"][TAO] = (values, date(2024, 11, 24))  # two years, to the day
    assert value_of(text_of(tao, at_person(tao)), "registered_domicile") == HOME


def test_a_provider_that_is_away_holds_nobody_up_and_leaves_no_record(clients, held, database):
    held.away.add("population-basic")
    tao = clients("resident-tao")
    page = text_of(tao, at_person(tao))
    assert "现在查不到，请自己填写" in page and value_of(page, "registered_domicile") == ""
    assert exchanges(database) == []


def test_a_row_that_is_not_there_is_recorded_and_the_person_told(clients, held, database):
    del held.rows["population-basic"][TAO]
    tao = clients("resident-tao")
    assert "里没有查到，请自己填写" in text_of(tao, at_person(tao))
    ((_, one),) = exchanges(database)
    assert one.fields == ()


def test_an_answer_confirmed_keeps_its_receipt_with_the_case_and_no_value(clients, held, database):
    tao = clients("resident-tao")
    case = text_of(tao, filed(tao))

    ((exchange, _),) = exchanges(database)
    (kept,) = events(database, FILLED)
    answers = kept.data.about["answers"]
    assert answers["registered_domicile"] == {
        "as_of": "2026-03-01",
        "exchange": exchange,
        "field": "domicile",
        "product": "population-basic",
    }
    assert HOME not in str(kept) and "陶演菊" not in str(kept)
    assert events(database, DIFFERS) == []
    assert f"人口基本信息，共享记录 {exchange}" in case


def test_an_answer_corrected_stands_and_a_correction_can_begin_from_it(clients, held, database):
    tao = clients("resident-tao")
    person = at_person(tao)
    said = {"id_number": TAO, "resident_name": "陶演菊", "contact_phone": "13800000000"}
    living = post(tao, person, **said, registered_domicile=MOVED)
    check = text_of(tao, re.sub(r"/pages/[^/]+$", "/check", living))
    assert "您填的“常住户口所在地住址”与人口基本信息（岳阳市公安局提供）里的不同" in check
    assert HOME not in check

    case = text_of(tao, filed(tao, registered_domicile=MOVED))
    assert MOVED in case and "本人填写；与人口基本信息里的不同" in case
    (event,) = events(database, DIFFERS)
    difference = difference_of(event)
    assert (difference.answer, difference.product, difference.field) == (
        "registered_domicile",
        "population-basic",
        "domicile",
    )
    assert difference.provider == "yueyang-public-security" and difference.as_of == "2026-03-01"
    assert difference.exchange in {id for id, _ in exchanges(database)}
    assert MOVED not in str(event) and HOME not in str(event)
