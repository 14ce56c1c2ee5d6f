"""Open data in a real browser: for whoever reads it, and for the two who publish it."""

from __future__ import annotations

import os

import pytest

from yiwang.nets.opening.tests.city import act, published, put_assistance, put_car_parks
from yiwang.nets.services.tests.look import MODES, faults_of_look

pytestmark = [pytest.mark.browser, pytest.mark.full]
OFFICER, APPROVER = "officer-civil-city", "approver-civil-city"


@pytest.mark.parametrize(("theme", "size"), MODES)
def test_the_pages_of_open_data_look_right(walker, clients, products, theme, size):
    put_assistance(products)
    put_car_parks(products)
    published(clients, "assistance-by-district", OFFICER, APPROVER)
    published(clients, "car-parks", "officer-transport", "approver-transport")
    act(clients(OFFICER), "assistance-by-district/prepare")
    here = f"{walker.base}/opening/"
    own = [f"{here}assistance-by-district/{end}" for end in ("", "editions/1/", "editions/2/")]
    pages = {"resident-wu": [here, own[0], own[1], f"{here}car-parks/"], OFFICER: own, APPROVER: own}
    assert faults_of_look(walker, pages, theme, size) == {}
    if folder := os.environ.get("YIWANG_SHOTS"):
        shots(walker, own, f"{folder}/{theme}-{size}")


def shots(walker, addresses, name):
    for at, address in enumerate(addresses):
        for width in (1280, 320):
            walker.page.set_viewport_size({"width": width, "height": 900})
            walker.page.goto(address)
            walker.page.wait_for_timeout(700)
            walker.page.screenshot(path=f"{name}-{at}-{width}.png", full_page=True)


def test_an_edition_is_prepared_by_one_and_published_by_another(walker, products):
    put_assistance(products)
    walker.sign_in(OFFICER)
    walker.page.goto(f"{walker.base}/opening/assistance-by-district/")
    walker.press("先算一遍，不保存")
    assert walker.page.get_by_text("少于 10 的 1 组").is_visible()
    walker.press("编制新一期")
    assert walker.page.get_by_text("待复核").first.is_visible()
    walker.sign_in(APPROVER)
    walker.page.goto(f"{walker.base}/opening/assistance-by-district/editions/1/")
    walker.press("复核无误，公布")
    assert walker.page.get_by_text("已公布").first.is_visible()
    walker.page.goto(f"{walker.base}/opening/assistance-by-district/")
    walker.page.wait_for_selector("#chart[data-drawn]")
