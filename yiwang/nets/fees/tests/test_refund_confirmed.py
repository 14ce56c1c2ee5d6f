"""Money goes back only by somebody who has just shown anew who they are; nothing they wrote is lost."""

from __future__ import annotations

import re

import pytest

from yiwang.kernel.access import system
from yiwang.nets.fees import rules
from yiwang.nets.fees.kinds import FEE, fee_stream
from yiwang.nets.fees.tests.conftest import BASE
from yiwang.nets.fees.views.case import subject_of
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.web import cities
from yiwang.web.account import factors, logins
from yiwang.web.account.tests.conftest import (  # noqa: F401
    PASSWORD,
    SECRET,
    accounts,
    code_now,
    enter,
)

APPROVER = "person-yueyanglou-urban-management-approver"


@pytest.fixture
def paid(filed, door, clock):
    """The number of a case whose fee of 120.50 is paid."""
    stream, number = filed("road-use")
    with door.pool.connection() as connection, connection.transaction():
        connection.execute(
            "SELECT set_config('yiwang.city', 'yueyang', true), set_config('yiwang.reach', 'system', true)"
        )
        (state,) = connection.execute("SELECT state FROM case_row WHERE id = %s", (stream,)).fetchone()
    subject = subject_of(CASE.decode(bytes(state)))
    officer, wu = (cities.get("yueyang").actor(one) for one in ("officer-urban", "resident-wu"))
    for command, who in (
        (rules.Demand(subject=subject, amount="120.5", basis="城市道路管理条例 第三十七条"), officer),
        (rules.Begin(order="o-1"), wu),
        (rules.Settle(order="o-1", amount="120.50", reference="P-1", receipt="E-1"), system("payments")),
    ):
        done = execute(door, Ask("yueyang", FEE, fee_stream(str(stream)), command, who, clock.now))
        assert isinstance(done, Done), done
    return number


def test_a_refund_asks_for_a_code_and_then_goes_on_with_what_was_typed(enter, paid, clock):  # noqa: F811
    user = logins.new_staff("yueyang", "u2001", APPROVER)
    user.set_password(PASSWORD)
    user.save()
    factors.set_totp(user, SECRET, "")
    approver, _ = enter("u2001", code=code_now())
    clock.pass_(minutes=11)
    sent = {"reason": "多收了", "back": "20.5", "key": "k" * 20}

    asked = approver.post(f"{BASE}cases/{paid}/refund", sent)
    assert asked.status_code == 403
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode()))
    assert carried["reason"] == "多收了" and carried["back"] == "20.5"
    assert "已缴" in approver.get(f"{BASE}cases/{paid}/").content.decode()

    wrong = approver.post(f"{BASE}cases/{paid}/refund", {**sent, "_code": "000000"})
    assert wrong.status_code == 403 and "已缴" in approver.get(f"{BASE}cases/{paid}/").content.decode()
    assert approver.post(f"{BASE}cases/{paid}/refund", {**sent, "_code": code_now(1)}).status_code == 302
    page = approver.get(f"{BASE}cases/{paid}/").content.decode()
    assert "正在退款" in page and "20.50" in page and "多收了" not in page
