"""What the provider's books say of a day is held against our fees; what differs is kept with both values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from yiwang.nets.fees.comparing import compare
from yiwang.nets.fees.reconciling import Nights, reconcile
from yiwang.nets.fees.records import Fee, Subject
from yiwang.nets.fees.refunding import books_of, demo_payments
from yiwang.nets.fees.tests.conftest import BASE, CITY, shown
from yiwang.ports.payment import Listed

DAY = date(2026, 11, 23)
OFFICER = "officer-urban"
RATE = {"amount": "120.5", "basis": "城市道路管理条例 第三十七条"}
PAID = Fee(
    subject=Subject(applicant="p", case="c", lead="b", matter="m", number="1", phase="accepted"),
    amount="12.50",
    basis="x",
    phase="paid",
    due_since=datetime(2026, 11, 22, tzinfo=UTC),
    order="o-1",
    reference="P-1",
)
THERE = Listed("o-1", "12.50", "P-1", "paid")


@pytest.mark.parametrize(
    ("fee", "listed", "what"),
    [
        (PAID, THERE, None),
        (PAID, None, "unknown-there"),
        (None, THERE, "unknown-here"),
        (replace(PAID, phase="ordered", reference=""), THERE, "not-paid-here"),
        (replace(PAID, phase="ordered", reference=""), None, None),
        (replace(PAID, amount="12.51"), THERE, "amount"),
        (replace(PAID, reference="P-2"), THERE, "reference"),
        (PAID, Listed("o-1", "12.50", "P-1", "refunded", "2.50"), "refund"),
        (replace(PAID, phase="refunded", refund_amount="2.50"), THERE, "refund"),
        (replace(PAID, phase="refunded", refund_amount="2.50"),
         Listed("o-1", "12.50", "P-1", "refunded", "2.50"), None),
        (replace(PAID, phase="refunding", refund_amount="2.50"), THERE, None),
    ],
)  # fmt: skip
def test_each_way_of_differing_has_its_word(fee, listed, what):
    found = list(compare({"o-1": fee} if fee else {}, [listed] if listed else []))
    assert [one.what for one in found] == ([what] if what else [])


@given(some.sets(some.sampled_from("abcdef")), some.sets(some.sampled_from("abcdef")))
def test_what_only_one_side_has_differs_and_nothing_else_does(ours, theirs):
    fees = {one: replace(PAID, order=one) for one in ours}
    found = compare(fees, [Listed(one, "12.50", "P-1", "paid") for one in theirs])
    assert {one.order for one in found} == ours ^ theirs


@pytest.fixture
def books(door):
    """The demo provider's books, empty."""
    path = books_of(door.safe.keyring, CITY)
    path.unlink(missing_ok=True)
    yield demo_payments(door.safe.keyring, CITY)
    path.unlink(missing_ok=True)


@pytest.fixture
def paid(clients, filed, books):
    """The number of a case whose fee of 120.50 was paid at the demo's provider."""
    _, number = filed("road-use")
    wu = clients("resident-wu")
    clients(OFFICER).post(f"{BASE}cases/{number}/demand", RATE)
    pay = wu.post(f"{BASE}cases/{number}/pay")["Location"]
    assert wu.post(pay).status_code == 302
    return number, pay.split("/")[-2]


def test_a_day_on_which_both_say_the_same_has_no_difference(paid, door, books, clock):
    compared = reconcile(door, CITY, books, DAY, clock.now)
    assert (compared.orders, compared.differences) == (1, ())


def test_what_differs_is_the_heads_to_settle_with_both_values_and_found_again_it_is_one(
    paid, door, books, clock, clients
):
    number, _ = paid
    path = books_of(door.safe.keyring, CITY)
    path.write_text(path.read_text("utf-8").replace("120.50", "100.50"), "utf-8")

    for _ in range(2):
        (one,) = reconcile(door, CITY, books, DAY, clock.now).differences
    assert (one.what, one.ours.amount, one.theirs.amount) == ("amount", "120.50", "100.50")
    approver = clients("approver-urban")
    page = shown(approver, "differences/")
    assert page.count(number) == 2 and "120.50" in page and "100.50" in page  # its row and its form
    assert clients(OFFICER).get(f"{BASE}differences/").status_code == 403

    where = approver.get(f"{BASE}differences/").content.decode().split('action="')[1:]
    (address,) = [one.split('"')[0] for one in where if one.split('"')[0].endswith("/settle")]
    assert approver.post(address, {"reason": " "}).status_code == 409
    assert clients("resident-wu").post(address, {"reason": "x"}).status_code == 403
    assert approver.post(address, {"reason": "支付方少记了 20 元，已改"}).status_code == 302
    assert "没有对不上的" in shown(approver, "differences/")
    reconcile(door, CITY, books, DAY, clock.now)
    assert "没有对不上的" in shown(approver, "differences/")  # what was settled is not asked again
    assert "已查清" in shown(approver, "differences/?all=1")


def test_what_agrees_afterwards_goes_by_itself(paid, door, books, clock, clients):
    path = books_of(door.safe.keyring, CITY)
    written = path.read_text("utf-8")
    path.write_text("", "utf-8")
    (one,) = reconcile(door, CITY, books, DAY, clock.now).differences
    assert one.what == "unknown-there" and not one.theirs.state
    path.write_text(written, "utf-8")
    assert reconcile(door, CITY, books, DAY, clock.now).differences == ()
    assert "没有对不上的" in shown(clients("approver-urban"), "differences/")


def test_the_worker_compares_once_a_night_and_not_before_two(paid, door, books, clock):
    path = books_of(door.safe.keyring, CITY)
    path.write_text("", "utf-8")
    night = Nights(door, lambda _: books, lambda: clock.now)
    clock.now = datetime.fromisoformat("2026-11-24T01:30+08:00")
    assert night.round() == 0
    clock.now += timedelta(hours=1)
    assert night.round() == 1
    assert night.round() == 0
    clock.now += timedelta(days=1)
    assert night.round() == 1  # still open, found again


def test_an_order_unknown_here_is_the_auditors_to_see(door, books, clock, clients):
    books.paid_call("0" * 32 + "-x", "5.00")
    day = books._today()
    (one,) = reconcile(door, CITY, books, day, clock.now).differences
    assert one.what == "unknown-here" and one.bodies == ()
    assert "5.00" in shown(clients("auditor"), "differences/")
    assert "5.00" not in shown(clients("approver-urban"), "differences/")
