"""共签: a sale is applied for by both parties, each signs alone, and it is filed when both have signed."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from django.test import Client

from yiwang.kernel.access import Actor
from yiwang.nets.services.tests.test_every_service_can_be_filed import OTHER, PLACE, UNIT, fill_in
from yiwang.store.wall import city_transaction
from yiwang.web import store_door

SERVICES = "/yueyang/services"
SALE = {**PLACE, **UNIT, **OTHER, "register_kind": "sale"}
NUMBER = re.compile(r"\d{4}-[0-9A-Z]{9}")


def check_of(client: Client, **answers: str) -> str:
    return fill_in(client, "real-estate-registration", {**SALE, **answers}, "zh")[0]


def begun(client: Client, check: str, how_many: str = "1") -> tuple[str, list[str]]:
    """Begin a joint application; return the page's address and the codes."""
    answer = client.post(check.replace("/check", "/joint"), {"how_many": how_many})
    page = answer.content.decode()
    assert answer.status_code == 200, page
    codes = re.findall(r"<code>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</code>", page)
    joint = re.search(r'href="(/yueyang/services/joint/[0-9a-f-]{36}/)"', page)
    assert joint, page
    return joint[1], codes


def joined(client: Client, code: str) -> str:
    answer = client.post(f"{SERVICES}/joint/", {"code": code})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def sign(client: Client, joint: str):
    content = re.search(r'name="content" value="([0-9a-f]{64})"', text(client, joint))
    assert content
    return client.post(f"{joint}sign", {"content": content[1]})


@pytest.fixture
def parties(clients: Callable[[str], Client]) -> tuple[Client, Client, str, list[str], str]:
    """A seller who began it, a buyer, the page, the codes and the draft's check page."""
    seller, buyer = clients("resident-wu"), clients("resident-tao")
    check = check_of(seller)
    joint, codes = begun(seller, check)
    return seller, buyer, joint, codes, check


def test_a_sale_is_not_filed_by_one_party_alone(clients):
    seller = clients("resident-wu")
    check = check_of(seller)

    assert "共同申请人签字" in text(seller, check)
    assert seller.post(check.replace("/check", "/submit"))["Location"] == check
    assert not NUMBER.search(text(seller, f"{SERVICES}/cases/"))


def test_an_inheritance_needs_no_other_signature(clients):
    heir = clients("resident-wu")
    answers = {**PLACE, "register_kind": "inheritance", **UNIT}
    check, _ = fill_in(heir, "real-estate-registration", answers, "zh")

    assert "/filed" in heir.post(check.replace("/check", "/submit"))["Location"]


def test_the_case_is_filed_when_the_last_party_signs(parties):
    seller, buyer, joint, codes, _check = parties
    assert len(codes) == 1
    assert joined(buyer, codes[0]) == joint
    page = text(buyer, joint)
    assert "示例路 11 号" in page and "吴演晴" in page and "陶演菊" in page

    assert sign(buyer, joint)["Location"] == joint
    for one in (seller, buyer):
        page = text(one, joint)
        assert NUMBER.search(page) and "已提交" in page
    number = NUMBER.search(text(seller, f"{SERVICES}/cases/"))
    assert number
    assert number[0] in text(seller, f"{SERVICES}/cases/{number[0]}/")
    assert buyer.get(f"{SERVICES}/cases/{number[0]}/").status_code == 404, "the case is the applicant's"


def test_the_draft_of_what_was_filed_together_is_gone(parties):
    seller, buyer, joint, codes, check = parties
    joined(buyer, codes[0])
    sign(buyer, joint)

    assert "real-estate" not in str(re.findall(r'drafts/[^"]+', text(seller, f"{SERVICES}/cases/")))
    assert seller.get(check)["Location"] == joint
    assert seller.get(check).status_code == 404


def test_each_signature_is_an_event_that_names_what_was_signed(parties, database):
    _seller, buyer, joint, codes, _ = parties
    joined(buyer, codes[0])
    sign(buyer, joint)

    with psycopg.connect(database.owner) as connection:
        rows = connection.execute("SELECT body FROM event WHERE kind = 'joint' ORDER BY seq").fetchall()
    bodies = [bytes(row[0]).decode() for row in rows]
    kinds = [re.search(r'"type":"(joint\.[a-z-]+)"', one)[1] for one in bodies]
    assert kinds == ["joint.begun", "joint.signed", "joint.joined", "joint.signed", "joint.filed"]
    contents = {re.search(r'"content":"([0-9a-f]{64})"', one)[1] for one in bodies if "content" in one}
    assert len(contents) == 1
    assert not any("吴演晴" in one or "430602190001010012" in one for one in bodies)


def test_a_code_opens_once_and_only_for_somebody_else(parties, clients):
    seller, buyer, joint, codes, _ = parties
    assert seller.post(f"{SERVICES}/joint/", {"code": codes[0]}).status_code == 409
    joined(buyer, codes[0].lower().replace("-", " "))

    stranger = clients("resident-liu")
    refused = stranger.post(f"{SERVICES}/joint/", {"code": codes[0]})
    assert refused.status_code == 409
    assert "joint.wrong-code" in refused.content.decode()
    assert stranger.get(joint).status_code == 404


def test_who_does_not_agree_ends_it_and_nothing_is_filed(parties):
    seller, buyer, joint, codes, check = parties
    joined(buyer, codes[0])
    buyer.post(f"{joint}refuse", {"reason": "价格不对"})

    assert "有人不同意" in text(seller, joint)
    assert seller.get(check).status_code == 200, "the draft can be changed again"
    again, fresh = begun(seller, check)
    assert again != joint and fresh != codes


def test_a_signature_is_taken_back_before_it_is_filed(clients):
    seller, buyer, third = clients("resident-wu"), clients("resident-tao"), clients("resident-liu")
    check = check_of(seller)
    joint, codes = begun(seller, check, "2")
    joined(buyer, codes[0])
    sign(buyer, joint)
    buyer.post(f"{joint}take-back")
    joined(third, codes[1])
    sign(third, joint)

    assert "等待共同申请人签字" in text(seller, joint)
    sign(buyer, joint)
    assert "已提交" in text(seller, joint)


def test_what_waits_for_signatures_is_frozen_until_it_is_withdrawn(parties):
    seller, buyer, joint, codes, check = parties
    section = check.replace("/check", "/pages/property")
    assert seller.get(section)["Location"] == joint
    assert seller.get(check)["Location"] == joint
    assert seller.post(check.replace("/check", "/joint"), {"how_many": "1"})["Location"] == joint

    assert seller.post(f"{joint}withdraw")["Location"] == check
    assert seller.get(section).status_code == 200
    refused = buyer.post(f"{SERVICES}/joint/", {"code": codes[0]})
    assert refused.status_code == 409, "the code is void"


def test_filing_that_fails_behind_the_last_signature_is_told_and_tried_again(parties, monkeypatch):
    seller, buyer, joint, codes, _ = parties
    joined(buyer, codes[0])
    whole = store_door.ask

    def lost(request, stream, command, **more):
        if type(command).__name__ == "File":
            raise psycopg.OperationalError("gone")
        return whole(request, stream, command, **more)

    content = re.search(r'name="content" value="([0-9a-f]{64})"', text(buyer, joint))[1]
    with monkeypatch.context() as away:
        away.setattr(store_door, "ask", lost)
        assert buyer.post(f"{joint}sign", {"content": content}).status_code == 503
    page = text(seller, joint)
    assert "提交时没有成功" in page
    assert seller.post(f"{joint}file")["Location"] == joint
    assert "已提交" in text(buyer, joint)
    assert len(set(NUMBER.findall(text(seller, f"{SERVICES}/cases/")))) == 1


def test_signing_what_was_not_shown_signs_nothing(parties):
    _, buyer, joint, codes, _ = parties
    joined(buyer, codes[0])

    answer = buyer.post(f"{joint}sign", {"content": "0" * 64})
    assert answer.status_code == 409
    assert "joint.other-content" in answer.content.decode()


def test_the_wall_hides_a_joint_application_from_everybody_else(parties, door):
    with door.pool.connection() as connection:
        for actor in (Actor("somebody", "resident"), Actor("anonymous")):
            with city_transaction(connection, "yueyang", actor) as cursor:
                assert cursor.execute("SELECT count(*) FROM joint_row").fetchone() == (0,)


@pytest.mark.parametrize("how_many", ["0", "9", "x", ""])
def test_a_wrong_number_of_co_applicants_begins_nothing(clients, how_many):
    seller = clients("resident-wu")
    check = check_of(seller)

    answer = seller.post(check.replace("/check", "/joint"), {"how_many": how_many})
    assert answer["Location"] == f"{check}#sign-together"


def test_a_signature_pressed_twice_is_one_and_files_one_case(parties):
    seller, buyer, joint, codes, _ = parties
    joined(buyer, codes[0])
    content = re.search(r'name="content" value="([0-9a-f]{64})"', text(buyer, joint))[1]

    first, second = (buyer.post(f"{joint}sign", {"content": content}) for _ in range(2))
    assert first["Location"] == second["Location"] == joint
    assert len(set(NUMBER.findall(text(seller, f"{SERVICES}/cases/")))) == 1
