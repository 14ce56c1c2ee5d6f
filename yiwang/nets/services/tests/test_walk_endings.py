"""Retiring and closing a shop walked in a browser: one form each, one number, nothing asked in vain."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.answers_of_endings import CLOSING, RETIRING
from yiwang.nets.services.tests.test_look_and_reach import choose
from yiwang.nets.services.tests.test_walk_handling import MODES, sound
from yiwang.nets.services.tests.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.full]
TOWN = ("430602", "430602005")


def some(answers: dict[str, str], *names: str) -> dict[str, str]:
    """Pick the answers of one page; a date is three inputs."""
    return {name: value for name, value in answers.items() if name.split(".")[0] in names}


def asked(walker: Walker) -> set[str]:
    """Return the questions that the page shows."""
    return set(walker.page.eval_on_selector_all('[name="_shown"]', "all => all.map(one => one.value)"))


def test_retiring_is_one_form_and_asks_of_the_fund_only_who_has_one(walker):
    walker.sign_in("resident-wu")
    walker.go("retirement/")
    sound(walker, "retirement-guide", MODES)
    choose(walker, "light", "normal")
    number = walker.file(
        "retirement",
        *TOWN,
        some(RETIRING, "id_number", "resident_name", "contact_phone"),
        some(RETIRING, "insured_as", "paid_elsewhere", "retire_on", "keep_paying"),
        some(RETIRING, "has_housing_fund", "wants_card"),
        some(RETIRING, "fund_ground", "amount", "lives_here", "medium"),
        some(RETIRING, "photo"),
        some(RETIRING, "bank_account"),
        {"declaration": "yes"},
    )
    walker.open(number)
    assert "退休一件事" in walker.text()
    sound(walker, "retirement-case", MODES)


def test_a_shop_that_only_closes_its_registration_is_asked_nothing_of_food_and_staff(walker):
    walker.sign_in("owner-luo")
    walker.go("close-shop/")
    sound(walker, "close-shop-guide")
    walker.page.locator("main a.primary").click()
    walker.answer(**{"place.1": TOWN[0], "place.2": TOWN[1]})
    walker.press("保存并继续")
    walker.answer(**some(CLOSING, "credit_code", "operator_name", "contact_name", "contact_phone"))
    walker.press("保存并继续")
    walker.answer(**some(CLOSING, "close_reason", "licence_copy", "settled"))
    sound(walker, "close-shop-what")
    walker.press("保存并继续")
    walker.answer(has_food_licence="no", has_staff="no")
    walker.press("保存并继续")
    assert asked(walker) == {"declaration"}
    walker.answer(declaration="yes")
    walker.press("保存并继续")
    sound(walker, "close-shop-check")
    walker.press("提交")
    walker.open(str(walker.page.locator(".big-number").inner_text()))
    assert "个体工商户注销一件事" in walker.text()
