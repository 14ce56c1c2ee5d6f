"""An edition: prepared by one of the body, reviewed by another, given to all; nothing personal in it."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from rdflib import Graph
from rdflib.namespace import DCAT

from yiwang.nets.opening import frame
from yiwang.nets.opening.tests.city import (
    BASE,
    act,
    assistance,
    code_of,
    published,
    put_assistance,
    put_car_parks,
    words,
)
from yiwang.nets.opening.tests.conftest import CANARIES, IDENTITY, MOBILE
from yiwang.web.pace import Pace

SET = "assistance-by-district"
OFFICER, APPROVER = "officer-civil-city", "approver-civil-city"


@pytest.fixture
def opened(clients, products) -> str:
    """An edition of assistance by district, published."""
    put_assistance(products)
    return published(clients, SET, OFFICER, APPROVER)


def test_an_edition_is_for_everybody_once_another_reviewed_it(clients, products):
    put_assistance(products)
    page = act(clients(OFFICER), f"{SET}/prepare")["Location"]
    assert clients("").get(page).status_code == 404
    assert clients("").get(f"{BASE}{SET}/data.csv").status_code == 404
    assert clients("").get(f"{page}data.csv").status_code == 404
    assert clients(OFFICER).post(f"{page}publish", {}).status_code == 403

    assert clients(APPROVER).post(f"{page}publish", {}).status_code == 302

    for form in ("csv", "parquet", "json"):
        newest, own = clients("").get(f"{BASE}{SET}/data.{form}"), clients("").get(f"{page}data.{form}")
        content = b"".join(newest)
        assert newest.status_code == own.status_code == 200 and content == b"".join(own)
        assert newest["ETag"] == f'"{sha256(content).hexdigest()}"'
        again = clients("").get(f"{BASE}{SET}/data.{form}", headers={"If-None-Match": newest["ETag"]})
        assert again.status_code == 304
    assert "已公布" in words(clients("").get(page))


def test_a_small_cell_and_what_would_give_it_away_are_empty(clients, opened):
    rows = json.loads(b"".join(clients("").get(f"{BASE}{SET}/data.json")))
    empty = {(row["district"], row["kind"]) for row in rows if row["payments"] is None}
    small = ("云溪区", "低保")

    assert small in empty and len(empty) == 4
    assert all(row["amount"] is None for row in rows if row["payments"] is None)
    for at in (0, 1):
        lines = {key[at] for key in empty}
        assert all(sum(key[at] == line for key in empty) == 2 for line in lines)
    assert sum(row["payments"] or 0 for row in rows) == 30 * 8
    said = words(clients("").get(f"{BASE}{SET}/"))
    assert "4 组的数" in said


def test_no_canary_is_in_any_page_file_or_answer(clients, opened, products):
    everything = []
    for who in ("", OFFICER, APPROVER, "auditor"):
        one = clients(who)
        for path in (BASE, f"{BASE}{SET}/", opened, "/yueyang/sharing/catalogue.ttl"):
            everything.append(one.get(path).content)
        for path in ("open-sets", f"open-sets/{SET}", f"open-sets/{SET}/rows"):
            everything.append(one.get(f"/yueyang/api/v1/{path}").content)
    everything += [b"".join(clients("").get(f"{BASE}{SET}/data.{form}")) for form in ("csv", "json")]
    everything.append(act(clients(OFFICER), f"{SET}/look").content)
    for said in everything:
        assert not [canary for canary in CANARIES if canary.encode() in said]


@pytest.mark.parametrize("planted", [f"停车场（{IDENTITY}）", f"停车场 {MOBILE}", "停车场 0730-8812345"])
def test_what_looks_personal_in_a_product_without_persons_is_refused_and_never_shown(
    clients, products, planted
):
    put_car_parks(products, planted)
    for path in ("look", "prepare"):
        answer = act(clients("officer-transport"), f"car-parks/{path}")
        assert answer.status_code == 409 and code_of(answer) == "opening.looks-personal"
        assert "name 1 处" in words(answer) and planted not in answer.content.decode()
    assert clients("").get(f"{BASE}car-parks/data.csv").status_code == 404


def test_the_same_person_does_not_review_what_they_prepared(clients, products, door):
    from msgspec.structs import replace

    from yiwang.nets.opening import rules
    from yiwang.nets.opening.kinds import EDITION, stream_of
    from yiwang.store.execute import Ask, execute
    from yiwang.web import cities, store_door

    put_assistance(products)
    act(clients(OFFICER), f"{SET}/prepare")
    officer = cities.get("yueyang").actor(OFFICER)
    both = replace(officer, holdings=(*officer.holdings, replace(officer.holdings[0], role="approver")))
    stream = stream_of("yueyang", SET, 1)

    answer = execute(door, Ask("yueyang", EDITION, stream, rules.Publish(), both, store_door.now()))

    assert answer.code == "opening.same-person"


def test_a_file_that_was_changed_after_it_was_prepared_is_not_published(clients, products, settings):
    put_assistance(products)
    page = act(clients(OFFICER), f"{SET}/prepare")["Location"]
    file = settings.DATA / "open" / "yueyang" / SET / "1" / "data.csv"
    file.write_bytes(file.read_bytes() + b"more\n")

    answer = clients(APPROVER).post(f"{page}publish", {})

    assert answer.status_code == 409 and code_of(answer) == "opening.not-the-same"


def test_an_edition_is_sent_back_or_withdrawn_with_a_reason_and_then_given_to_nobody(clients, products):
    put_assistance(products)
    page = act(clients(OFFICER), f"{SET}/prepare")["Location"]
    assert code_of(clients(APPROVER).post(f"{page}return", {})) == "opening.reason-missing"
    assert clients(APPROVER).post(f"{page}return", {"reason": "少了一个区"}).status_code == 302
    assert code_of(clients(APPROVER).post(f"{page}publish", {})) == "opening.wrong-phase"

    second = published(clients, SET, OFFICER, APPROVER)
    assert second.endswith("/2/")
    refused = clients(APPROVER).post(f"{second}withdraw", {"reason": f"有人 {MOBILE}"})
    assert code_of(refused) == "opening.reason-personal"
    assert clients(APPROVER).post(f"{second}withdraw", {"reason": "数据有误"}).status_code == 302
    assert clients("").get(f"{second}data.csv").status_code == 404
    assert clients("").get(f"{BASE}{SET}/data.csv").status_code == 404
    assert "数据有误" in words(clients("").get(second))


def test_the_catalogue_lists_the_files_that_are_open(clients, opened):
    said = Graph().parse(data=clients("").get("/yueyang/sharing/catalogue.ttl").content, format="turtle")
    addresses = {str(one) for one in said.objects(predicate=DCAT.downloadURL)}

    assert {one.rsplit("/", 1)[1] for one in addresses} == {"data.csv", "data.parquet", "data.json"}
    for address in addresses:
        assert clients("").get("/" + address.split("/", 3)[3]).status_code == 200


def test_rows_are_read_in_pages_narrowed_by_a_column_and_at_a_bounded_pace(clients, opened, monkeypatch):
    monkeypatch.setattr(frame, "PACE", Pace(6))
    one = clients("")
    first = one.get(f"/yueyang/api/v1/open-sets/{SET}/rows?limit=5").json()
    rest = one.get(f"/yueyang/api/v1/open-sets/{SET}/rows?limit=100&after={first['next']}").json()
    assert first["total"] == 12 and len(first["rows"]) == 5 and first["next"] == 5
    assert len(rest["rows"]) == 7 and rest["next"] is None
    narrowed = one.get(f"/yueyang/api/v1/open-sets/{SET}/rows", {"district": "云溪区"}).json()
    assert narrowed["total"] == 3
    assert one.get(f"/yueyang/api/v1/open-sets/{SET}/rows", {"nothing": "1"}).status_code == 422
    assert one.get(f"/yueyang/api/v1/open-sets/{SET}/rows", {"limit": "100000"}).status_code == 422
    asked = [one.get(f"/yueyang/api/v1/open-sets/{SET}/rows?limit=1") for _ in range(6)]
    assert asked[-1].status_code == 429 and int(asked[-1]["Retry-After"]) >= 1


def test_a_group_that_is_small_everywhere_is_not_even_named(clients, products):
    alone = [("样一", "430600000000000001", "", "平江县", "临时救助", "2026-01-01", 500)]
    put_assistance(products, assistance() + alone)
    published(clients, SET, OFFICER, APPROVER)

    content = b"".join(clients("").get(f"{BASE}{SET}/data.csv")).decode()

    assert "平江县" not in content and "云溪区" in content
