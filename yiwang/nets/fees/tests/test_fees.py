"""A fee is asked with its basis, paid once, given back by a named person; a free service never has one."""

from __future__ import annotations

import psycopg
from django.http import QueryDict
from django.test import Client
from django.urls import set_urlconf
from hypothesis import given
from hypothesis import strategies as some

from yiwang.kernel.access import Actor, Holding
from yiwang.nets.fees import money, rules
from yiwang.nets.fees.kinds import FEE, fee_stream
from yiwang.nets.fees.refunding import Refunds, demo_payments
from yiwang.nets.fees.tests.conftest import BASE, shown
from yiwang.nets.fees.views import case
from yiwang.nets.fees.views.provider import stream_of
from yiwang.ports.payment import FakePayments
from yiwang.web.permission import CITY_URLS

OFFICER = "officer-urban"
RATE = {"amount": "120.5", "basis": "城市道路管理条例 第三十七条"}


def test_a_fee_is_asked_paid_at_the_provider_and_its_receipt_is_shown(clients, filed):
    _, number = filed("road-use")
    wu, officer = clients("resident-wu"), clients(OFFICER)
    assert "还没有通知缴费" in shown(wu, f"cases/{number}/")
    assert officer.post(f"{BASE}cases/{number}/demand", {**RATE, "key": "a"}).status_code == 302
    page = shown(wu, f"cases/{number}/")
    assert "待缴" in page and "120.50" in page and "第三十七条" in page

    pay = wu.post(f"{BASE}cases/{number}/pay")
    assert pay.status_code == 302 and "/fees/provider/" in pay["Location"]
    assert wu.post(f"{BASE}cases/{number}/pay")["Location"] == pay["Location"]  # pressed twice: one order
    assert clients("resident-liu").get(pay["Location"]).status_code == 404
    assert wu.post(pay["Location"]).status_code == 302
    page = shown(wu, f"cases/{number}/")
    assert "已缴" in page and "DEMO-" in page


def test_a_call_sent_again_pays_once_and_a_forged_one_pays_nothing(clients, filed, database):
    from yiwang.nets.fees.providers import payments

    _, number = filed("road-use")
    wu = clients("resident-wu")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    order = wu.post(f"{BASE}cases/{number}/pay")["Location"].split("/")[-2]
    request = wu.get(f"{BASE}cases/{number}/").wsgi_request
    body, signature = payments(request).paid_call(order, "120.50")
    cheap, signed = payments(request).paid_call(order, "0.01")

    def call(body: bytes, signature: str):
        return Client().post(
            f"{BASE}callback", body, content_type="application/json", headers={"X-Signature": signature}
        )

    assert call(body, "0" * 64).status_code == 401
    assert call(body.replace(b"120.50", b"000.01"), signature).status_code == 401
    assert (call(cheap, signed).status_code, call(cheap, signed).json()["error"]["code"]) == (
        409,
        "fee.wrong-amount",
    )
    assert "正在缴费" in shown(wu, f"cases/{number}/")
    assert [call(body, signature).json()["phase"] for _ in range(3)] == ["paid"] * 3
    with psycopg.connect(database.superuser) as connection:
        (times,) = connection.execute(
            "SELECT count(*) FROM event WHERE stream = %s AND convert_from(body, 'UTF8') LIKE '%%fee.paid%%'",
            (stream_of(order),),
        ).fetchone()
    assert times == 1


def test_a_free_service_shows_no_payment_and_none_can_be_asked(clients, filed):
    _, number = filed("insured-certificate")
    page = shown(clients("resident-wu"), f"cases/{number}/")
    assert "这个事项不收费" in page and "去缴费" not in page
    seen = clients("resident-wu").get(f"/yueyang/services/cases/{number}/").content.decode()
    assert "费用和寄送" not in seen and "把结果寄给我" in seen
    officer = clients("officer-insurance")
    assert "通知缴费" not in shown(officer, f"cases/{number}/")
    answer = officer.post(f"{BASE}cases/{number}/demand", RATE)
    assert answer.status_code == 409 and b"fee.free" in answer.content


def test_a_fee_without_basis_or_amount_is_refused_and_what_was_typed_stays(clients, filed):
    _, number = filed("road-use")
    officer = clients(OFFICER)
    for typed, code in (
        ({"amount": "12,5", "basis": "x"}, b"fee.no-amount"),
        ({"amount": "5"}, b"fee.no-basis"),
    ):
        answer = officer.post(f"{BASE}cases/{number}/demand", typed)
        assert answer.status_code == 409 and code in answer.content
        assert typed["amount"] in answer.content.decode()
    assert clients("resident-wu").post(f"{BASE}cases/{number}/demand", RATE).status_code == 403
    assert clients("officer-insurance").get(f"{BASE}cases/{number}/").status_code == 404


def test_only_a_head_or_an_approver_gives_back_and_says_why():
    from yiwang.kernel.roles import ROLES

    assert {role for role, verbs in ROLES.items() if "fee.refund" in verbs} == {"approver", "chief"}


@given(typed=some.text(max_size=12) | some.decimals(-10, 10**9, places=2).map(str))
def test_an_amount_is_none_or_yuan_with_two_decimals(typed):
    found = money.amount(typed)
    if found is not None:
        assert found.partition(".")[2].isdecimal() and len(found.partition(".")[2]) == 2
        assert float(found) > 0 and money.amount(found) == found


def test_a_case_has_one_fee():
    case = "01a20606-35c0-78fd-887b-825248bd329f"
    assert fee_stream(case) == fee_stream(case) and FEE.decide is rules.decide


def test_a_refund_the_provider_does_not_take_is_asked_again_until_it_does(
    clients, filed, door, clock, monkeypatch
):
    _, number = filed("road-use")
    wu = clients("resident-wu")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    wu.post(wu.post(f"{BASE}cases/{number}/pay")["Location"])
    request = wu.get(f"{BASE}cases/{number}/").wsgi_request
    lead = "yueyanglou-urban-management"
    request.actor = Actor(
        "somebody", "staff", holdings=(Holding(f"{lead}-approver", "approver", lead, "430602"),)
    )
    request.method = "POST"
    asked: list[str] = []

    def away(self, paid, amount):
        asked.append(amount)
        raise TimeoutError

    with monkeypatch.context() as broken:
        broken.setattr(FakePayments, "refund", away)
        set_urlconf(CITY_URLS)
        request.POST = QueryDict("reason=多收了&back=20.5&key=a")
        assert case.refund.__wrapped__(request, number).status_code == 302
        set_urlconf(None)
        refunds = Refunds(door, lambda city: demo_payments(door.safe.keyring, city), clock)
        assert refunds.round() == 0 and asked == ["20.50"]  # whoever pressed still waits for an answer
        clock.pass_(minutes=2)
        assert refunds.round() == 0 and asked == ["20.50"] * 2
        page = shown(wu, f"cases/{number}/")
        assert "正在退款" in page and "每分钟再问一次" in page
    assert refunds.round() == 1 and refunds.round() == 0
    page = shown(wu, f"cases/{number}/")
    assert "已退款" in page and "20.50" in page and "R-" in page


def test_no_more_goes_back_than_was_paid(clients, filed):
    _, number = filed("road-use")
    wu = clients("resident-wu")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    wu.post(wu.post(f"{BASE}cases/{number}/pay")["Location"])
    request = wu.get(f"{BASE}cases/{number}/").wsgi_request
    lead = "yueyanglou-urban-management"
    request.actor = Actor(
        "somebody", "staff", holdings=(Holding(f"{lead}-approver", "approver", lead, "430602"),)
    )
    request.method = "POST"
    for back, code in (("120.51", b"fee.more-than-paid"), ("-1", b"fee.no-amount")):
        set_urlconf(CITY_URLS)
        request.POST = QueryDict(f"reason=x&back={back}&key={back}")
        answer = case.refund.__wrapped__(request, number)
        assert answer.status_code == 409 and code in answer.content and back.encode() in answer.content
    set_urlconf(None)


def test_an_approver_gives_the_fee_back_with_a_reason_once(clients, filed, door, clock):
    _, number = filed("road-use")
    wu = clients("resident-wu")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    wu.post(wu.post(f"{BASE}cases/{number}/pay")["Location"])
    assert clients(OFFICER).post(f"{BASE}cases/{number}/refund", {"reason": "x"}).status_code == 403

    request = wu.get(f"{BASE}cases/{number}/").wsgi_request  # no persona approves there: put one before it
    lead = "yueyanglou-urban-management"
    approver = Holding(f"{lead}-approver", "approver", lead, "430602")
    request.actor = Actor("somebody", "staff", holdings=(approver,))
    request.method = "POST"
    give_back = case.refund.__wrapped__
    set_urlconf(CITY_URLS)
    request.POST = QueryDict("reason=&key=a")
    assert give_back(request, number).status_code == 409
    request.POST = QueryDict("reason=多收了&key=b")
    assert give_back(request, number).status_code == 302
    set_urlconf(None)
    page = shown(wu, f"cases/{number}/")
    assert "已退款" in page and "R-" in page and "多收了" not in page
    set_urlconf(CITY_URLS)
    request.POST = QueryDict("reason=再退一次&key=c")
    assert give_back(request, number).status_code == 409
    set_urlconf(None)
