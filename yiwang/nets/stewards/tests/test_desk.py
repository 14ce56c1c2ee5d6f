"""The desk of a body's data officers: what waits, what is used, what nobody provides."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.kernel.products import Kept, Product
from yiwang.kernel.tests import small_city
from yiwang.nets.mine.tests.test_concerns import WRONG, asked, done, number_of
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401
from yiwang.nets.stewards.needs import asked_again, unmet

DESK = f"/{CITY}/data/"
LISTS = ("requests", "corrections", "products", "exchanges", "needs")


def main(client, path: str = "") -> str:
    page = client.get(DESK + path)
    assert page.status_code == 200, page.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def numbers(client) -> dict[str, int]:
    """Return the numbers of the desk by the list they lead to."""
    page = client.get(DESK).content.decode()
    found = re.findall(rf'href="{DESK}([a-z]+)/"><strong class="number">(\d+)', page)
    return {name: int(count) for name, count in found}


@pytest.fixture
def corrected(clients, door, clock, person, registered):  # noqa: F811
    """Zheng asked for a correction of what was read of the licence; the number of the case."""
    zheng = person("owner-zheng")
    registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    asked(clients("owner-zheng"), "correct", wrong=WRONG)
    return number_of(clients("owner-zheng"))


def test_every_number_of_the_desk_leads_to_its_list(clients, corrected):  # noqa: F811
    auditor = clients("auditor")
    found = numbers(auditor)

    assert set(found) == set(LISTS)
    for name in LISTS:
        assert auditor.get(f"{DESK}{name}/").status_code == 200
    assert found["corrections"] == 1 and found["exchanges"] == 1 and found["requests"] == 0
    assert corrected in main(auditor, "corrections/")


def test_a_correction_past_its_limit_is_marked_and_one_that_was_answered_says_how(
    clients,  # noqa: F811
    corrected,
    clock,  # noqa: F811
):
    cdo = clients("cdo-market-regulation")
    clock.now += timedelta(days=21)
    assert "已过期限 1" in main(cdo) and "已过期限" in main(cdo, "corrections/")

    done(clients("steward-market-regulation"), corrected, "corrected", "改好了")

    assert numbers(cdo)["corrections"] == 0
    assert "已更正" in main(cdo, "corrections/") and WRONG not in main(cdo, "corrections/")


def test_exchanges_are_told_to_the_desk_without_whom_they_are_about(clients, corrected, person):  # noqa: F811
    shown = clients("auditor").get(f"{DESK}exchanges/").content.decode().split("<main")[1]

    assert "登记信息供公共场所卫生许可" in shown and "岳阳楼区卫生健康局" in shown
    assert person("owner-zheng").person not in shown and "郑演舟" not in shown


def test_residents_and_other_staff_have_no_such_desk(clients, door):  # noqa: F811
    for persona in ("resident-wu", "officer-health", "window-city", "system-admin"):
        for path in ("", *(f"{name}/" for name in LISTS)):
            assert clients(persona).get(DESK + path).status_code == 403, (persona, path)


def small(**held: str):
    """Return a city with two forms, and one product that holds these concepts."""
    whole = small_city.city()
    matter = next(iter(whole.matters.values()))
    name = {"x-yw-concept": "name", "x-yw-title": {"zh": "姓名", "en": "Name"}}
    filled, age = {**name, "x-yw-prefill": {"product": "p"}}, {"x-yw-concept": "age"}
    asked_for = {
        "one": {"name": name, "age": age},
        "two": {"name": filled},
        "three": {"age": age, "plain": {}},
    }
    forms = {id: replace(matter, id=id, form={"properties": form}) for id, form in asked_for.items()}
    product = Product(
        id="p",
        title={"zh": "资源", "en": "Product"},
        owner="b",
        sharing="conditional",
        titles={},
        types={},
        classes={field: Kept(concept, "general", "none") for field, concept in held.items()},
    )
    return replace(whole, matters=forms, products={"p": product} if held else {})


def test_what_no_product_holds_is_a_need_the_most_asked_first():
    day = date(2026, 11, 23)

    assert [(one.concept, len(one.matters)) for one in unmet(small(), day)] == [("age", 2), ("name", 2)]
    assert [one.concept for one in unmet(small(n="name"), day)] == ["age"]
    assert unmet(small(n="name", a="age"), day) == []


def test_what_a_product_holds_and_a_form_asks_for_all_the_same_is_collected_again():
    found = asked_again(small(n="name"), date(2026, 11, 23))

    assert [(one.matter, one.field, one.product, one.held) for one in found] == [("one", "name", "p", "n")]


def test_the_data_officer_of_a_body_that_uses_a_product_asks_its_owner_to_correct_it(clients, door):  # noqa: F811
    asker, owner = clients("steward-human-resources"), clients("steward-public-security")
    page = asker.get(f"{DESK}products/").content.decode()
    address = re.search(rf'href="({DESK}correct/population-basic/)"', page)[1]
    case = re.search(r'name="case" value="([^"]+)"', asker.get(address).content.decode())[1]

    assert "concern.no-words" in asker.post(address, {"case": case, "wrong": ""}).content.decode()
    assert asker.post(address, {"case": case, "wrong": WRONG})["Location"] == f"{DESK}corrections/"

    assert "岳阳市公安局" in main(asker, "corrections/") and "人口基本信息" in main(owner, "corrections/")
    number = re.search(r"/cases/([0-9A-Z-]+)/", owner.get(f"{DESK}corrections/").content.decode())[1]
    done(owner, number, "corrected", "")
    assert "已更正" in main(asker, "corrections/")


def test_of_a_product_that_ones_body_does_not_use_no_correction_is_asked_here(clients, door):  # noqa: F811
    steward = clients("steward-human-resources")
    assert steward.get(f"{DESK}correct/fire-checks/").status_code == 404
    assert steward.get(f"{DESK}correct/nothing/").status_code == 404
    assert clients("officer-health").get(f"{DESK}correct/population-basic/").status_code == 403
