"""What a result of the city says is offered filled in, and what it covers need not be handed in again."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import psycopg
import pytest

from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.tests.conftest import SHOP, act, city, person, registered  # noqa: F401
from yiwang.kernel.commands import WithholdResult
from yiwang.nets.services import covered, matter_forms
from yiwang.nets.services.tests.filing import post
from yiwang.nets.services.tests.test_api import send
from yiwang.store.cases import CASE
from yiwang.web import forms

TOWN = {"place.1": "430602", "place.2": "430602005"}
OPERATOR = {
    "credit_code": "92430602MADEM00112",
    "operator_name": SHOP["trade_name"],
    "contact_name": "郑演舟",
    "contact_phone": "13800000000",
}


def begin(client, matter: str) -> str:
    """Begin a draft; return the address of its first page."""
    return post(client, f"/yueyang/services/{matter}/start", **TOWN)


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def licence(person, registered):  # noqa: F811
    """Zheng's business licence."""
    return registered(person("owner-zheng"))


def test_the_name_on_the_licence_is_offered_with_result_number_day_grant_and_clause(clients, licence):
    zheng = clients("owner-zheng")
    page = text_of(zheng, begin(zheng, "public-place-hygiene"))

    assert f'value="{SHOP["trade_name"]}"' in page
    source = re.search(r"来源: (营业执照[^<]*)<", page)
    assert source and licence.number in source[1] and "2026年11月23日" in source[1], source
    assert "登记信息供公共场所卫生许可" in source[1]
    assert "国务院关于在线政务服务的若干规定 第七条第一款" in source[1]


def test_the_own_way_asks_for_everything_and_reads_nothing(clients, licence, database):
    zheng = clients("owner-zheng")
    page = text_of(zheng, begin(zheng, "public-place-hygiene") + "?own=1")

    assert SHOP["trade_name"] not in page
    with psycopg.connect(database.superuser) as connection:
        assert connection.execute("SELECT count(*) FROM exchange_row").fetchone()[0] == 0


def test_of_two_licences_the_one_that_was_chosen_is_followed_and_another_firm_is_covered_by_neither(
    clients,
    licence,
    person,  # noqa: F811
    registered,  # noqa: F811
):
    other = registered(
        person("owner-zheng"), trade_name="洞庭演示书店", premises_address="岳阳楼区南湖大道 9 号"
    )
    zheng = clients("owner-zheng")
    first = begin(zheng, "fire-check")
    assert "洞庭演示书店" in text_of(zheng, first)  # the newer one

    venue = post(zheng, first, **OPERATOR)
    page = text_of(zheng, venue)
    assert SHOP["premises_address"] in page and "南湖大道" not in page
    check = re.sub(r"/pages/[^/]+$", "/check", first)
    covers = text_of(zheng, check).split('class="panel covered"')[1].split("</section>")[0]
    assert licence.number in covers and other.number not in covers

    post(zheng, first, **{**OPERATOR, "operator_name": "演示有限公司"})
    assert "免于提交" not in text_of(zheng, check)
    assert "南湖大道" not in text_of(zheng, venue) and SHOP["premises_address"] not in text_of(zheng, venue)


def test_nobody_elses_licence_is_offered(clients, licence):
    tao = clients("resident-tao")
    assert SHOP["trade_name"] not in text_of(tao, begin(tao, "public-place-hygiene"))


def test_a_licence_withheld_is_no_longer_offered(clients, licence, act):  # noqa: F811
    zheng = clients("owner-zheng")
    address = begin(zheng, "public-place-hygiene")
    assert SHOP["trade_name"] in text_of(zheng, address)

    act(licence.id, WithholdResult(penalty="罚 1 号"), "approver", reason="停业整顿")
    assert SHOP["trade_name"] not in re.sub(r"来源: 您[^<]*<", "", text_of(zheng, address))


def test_a_grant_out_of_date_offers_nothing(clients, licence, clock):
    zheng = clients("owner-zheng")
    address = begin(zheng, "public-place-hygiene")
    clock.now = datetime(2029, 1, 1, 2, tzinfo=UTC)
    assert SHOP["trade_name"] not in text_of(clients("owner-zheng"), address)


def test_a_material_that_a_licence_covers_need_not_be_handed_in_and_the_officer_opens_it(
    clients,
    licence,
    database,
    city,  # noqa: F811
):
    zheng = clients("owner-zheng")
    first = begin(zheng, "fire-check")
    check = re.sub(r"/pages/[^/]+$", "/check", first)
    page = text_of(zheng, check)
    assert "免于提交的材料" in page and licence.number in page

    matter = city.matters["fire-check"]
    form = matter_forms.form_of(city, matter)
    for section in form.sections:
        address = re.sub(r"/pages/[^/]+$", f"/pages/{section.id}", first)
        typed = {**OPERATOR, "venue_name": "演示影院", "venue_address": SHOP["premises_address"]}
        typed |= {"venue_kind": form.fields["venue_kind"].schema["enum"][0], "floor_area": "120"}
        typed |= {"below_ground": "no", "declaration": "yes", "way_fire_standards": "now"}
        post(zheng, address, **{name: typed[name] for name in typed if name in form.fields})
    answer = zheng.post(check.replace("/check", "/submit"))
    assert answer.status_code == 302, answer.content.decode()
    number = answer["Location"].split("/")[-2]

    with psycopg.connect(database.superuser) as connection:
        row = connection.execute("SELECT state FROM case_row WHERE number = %s", (number,)).fetchone()
        exchanges = connection.execute("SELECT state FROM exchange_row").fetchall()
    way = CASE.decode(bytes(row[0])).ways["business-licence"]
    assert (way.way, way.state, way.result) == ("result", "covered", licence.number)
    assert way.grant == "register-for-fire-check"
    assert {EXCHANGE.decode(bytes(one[0])).results for one in exchanges} == {(licence.number,)}

    officer = clients("officer-fire")
    shown = text_of(officer, f"/yueyang/services/cases/{number}/")
    link = re.search(r'<a href="(/[^"]+/materials/business-licence/result)">打开核对', shown)
    assert link, shown
    opened = text_of(officer, link[1])
    assert licence.number in opened and "有效" in opened
    assert SHOP["trade_name"] in opened and SHOP["premises_address"] in opened
    assert SHOP["business_scope"] not in opened  # the licence prints it, the grant does not give it
    assert text_of(clients("owner-zheng"), link[1])
    assert clients("resident-tao").get(link[1]).status_code == 404
    assert officer.get(f"/yueyang/services/cases/{licence.number}/").status_code in (403, 404)


def test_over_http_too_the_material_is_not_asked_for_and_the_case_says_why(clients, licence, database):
    answers = {
        **OPERATOR,
        "venue_name": "演示影院",
        "venue_address": SHOP["premises_address"],
        "venue_kind": "entertainment",
        "floor_area": 120,
        "below_ground": False,
        "way_fire_standards": "now",
        "declaration": True,
    }
    body = {"matter": "fire-check", "place": "430602005", "answers": answers}
    for persona, ways in (("owner-zheng", {"business-licence"}), ("owner-luo", set())):
        sent = send(clients(persona), "/cases", body)
        assert sent.status_code == 201, sent.content.decode()
        number = sent.json()["number"]
        with psycopg.connect(database.superuser) as connection:
            row = connection.execute("SELECT state FROM case_row WHERE number = %s", (number,)).fetchone()
        assert set(CASE.decode(bytes(row[0])).ways) == ways


def test_an_upload_that_a_result_covers_may_stay_empty_in_every_branch():
    demands = {
        "type": "object",
        "properties": {
            "kind": {"type": "string"},
            "approval": {"type": "string", "x-yw-kind": "file"},
            "plan": {"type": "string", "x-yw-kind": "file"},
        },
        "required": ["kind", "plan"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": "final"}}},
                "then": {"required": ["approval"], "properties": {"approval": {}}},
            }
        ],
    }
    whole, eased = (
        forms.read(one) for one in (demands, covered._let_be_empty(demands, frozenset({"approval"})))
    )

    def missing(form):
        problems = forms.complete(form, {"kind": "final"}).values()
        return {one.field for found in problems for one in found}

    assert missing(whole) == {"approval", "plan"}
    assert missing(eased) == {"plan"}
