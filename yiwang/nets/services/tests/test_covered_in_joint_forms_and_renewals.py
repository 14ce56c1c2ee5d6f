"""A result stands in for a material in a form that several sign, and in a renewal."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta

import psycopg
import pytest

from yiwang.granted.tests.conftest import act, city, person, registered  # noqa: F401
from yiwang.kernel.commands import WithholdResult
from yiwang.nets.services.tests.conftest import MONDAY, PACK
from yiwang.nets.services.tests.test_signed_together import begun, check_of, joined, sign, text
from yiwang.serve.cities import Served, publish
from yiwang.store.cases import CASE
from yiwang.web import cities

GRANT = """title: {zh: 样例授权, en: A sample grant}
product: business-register
to: real-estate-registration
purpose: {zh: 样例。, en: A sample.}
matters: [real-estate-registration]
fields: [name]
from: "2026-01-01"
until: "2028-12-31"
basis: [国务院关于在线政务服务的若干规定 第七条第一款]
"""


@pytest.fixture
def covering(door, database, tmp_path):
    """The city lets a business licence stand in for the title certificate; a sample, no rule of any city."""
    pack = tmp_path / "yueyang"
    shutil.copytree(PACK, pack)
    (pack / "grants" / "register-for-titles.yaml").write_text(GRANT, encoding="utf-8")
    path = pack / "matters" / "real-estate-registration" / "matter.yaml"
    written = path.read_text(encoding="utf-8")
    marked = "    - id: title\n"
    assert written.count(marked) == 1
    path.write_text(
        written.replace(marked, f"{marked}      covered_by: register-for-titles\n"), encoding="utf-8"
    )
    with psycopg.connect(database.owner, autocommit=True) as connection:
        publish(connection, pack, "yueyang", MONDAY - timedelta(days=1))
    cities.forget()
    cities.serve_from(Served(database.app, seconds=3600))


def case_of(database, matter: str):
    with psycopg.connect(database.superuser) as connection:
        row = connection.execute("SELECT state FROM case_row WHERE matter = %s", (matter,)).fetchone()
    return CASE.decode(bytes(row[0])) if row else None


def test_what_stands_in_is_shown_to_all_who_sign_and_recorded_in_the_case(
    covering,
    clients,
    person,  # noqa: F811
    registered,  # noqa: F811
    database,
):
    licence = registered(person("resident-wu"))
    seller, buyer = clients("resident-wu"), clients("resident-tao")
    check = check_of(seller)
    assert licence.number in text(seller, check)
    joint, codes = begun(seller, check)
    joined(buyer, codes[0])
    assert licence.number in text(buyer, joint)
    assert sign(buyer, joint).status_code == 302

    way = case_of(database, "real-estate-registration").ways["title"]
    assert (way.way, way.result, way.grant) == ("result", licence.number, "register-for-titles")


def test_a_result_that_ended_while_others_signed_stands_in_for_nothing_and_nothing_is_filed(
    covering,
    clients,
    person,  # noqa: F811
    registered,  # noqa: F811
    act,  # noqa: F811
    database,
):
    licence = registered(person("resident-wu"))
    seller, buyer = clients("resident-wu"), clients("resident-tao")
    joint, codes = begun(seller, check_of(seller))
    joined(buyer, codes[0])
    act(licence.id, WithholdResult(penalty="罚 1 号"), "approver", reason="停业整顿")

    answer = sign(buyer, joint)
    assert answer.status_code == 409 and b"joint.result-ended" in answer.content
    assert case_of(database, "real-estate-registration") is None
    assert seller.post(f"{joint}withdraw").status_code == 302


def test_a_renewal_need_not_bring_what_a_result_covers(clients, person, registered, door, clock):  # noqa: F811
    from yiwang.kernel.result import Former
    from yiwang.nets.services import covered
    from yiwang.nets.services.drafts import begin

    licence = registered(person("owner-zheng"))
    zheng = clients("owner-zheng")
    page = zheng.get("/yueyang/services/cases/")
    request = page.wsgi_request
    city = cities.get("yueyang").city  # noqa: F811
    former = Former(case="c", number="2611-000000000", until=None, apply_by=None, why="renew")
    draft = begin(person("owner-zheng").person, "fire-check", clock.now, place="430602005", former=former)
    found = covered.of_draft(request, city, city.matters["fire-check"], draft)
    assert found["business-licence"].result.number == licence.number
    assert re.fullmatch(r"\d{4}-[0-9A-Z]{9}", licence.number)
