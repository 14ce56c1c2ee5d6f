"""What a resident's pages weigh, how many presses a form takes, and that every one is whole in every mode."""

from __future__ import annotations

import re
from typing import Any

import pytest

from yiwang.nets.services.tests.applications import INSURED, certificate, hygiene_pages
from yiwang.nets.services.tests.test_look_and_reach import choose
from yiwang.nets.services.tests.walker import Walker
from yiwang.web.tests.browser import axe_findings

pytestmark = pytest.mark.browser
MOST_BYTES, MOST_REQUESTS = 25 * 1024, 5
MOST_PRESSES = 6
WIDE, NARROW = 1280, 320
MODES = [
    ("light", "normal", WIDE),
    ("dark", "normal", WIDE),
    ("light", "elder", WIDE),
    ("dark", "elder", NARROW),
]
FULL = [MODES[0], *(pytest.param(*mode, marks=pytest.mark.full) for mode in MODES[1:])]


@pytest.fixture
def addresses(walker: Walker) -> list[str]:
    """Every page that a resident meets, of a certificate that was granted and of drafts under way."""
    services, city = f"{walker.base}/services", walker.base
    number = certificate(walker)
    walker.sign_in("officer-insurance")
    walker.act(number, "当场办结", outcome="grant")
    walker.sign_in("resident-wu")
    walker.open(number)
    paper = str(walker.page.locator(".papers a").first.get_attribute("href"))
    sale = sale_in(walker)
    draft = sale.replace("/check", "")
    started = started_in(walker)
    joint = joint_of(walker, sale_in(walker))
    return [
        f"{city}/",
        f"{city}/limits",
        f"{city}/sign-in",
        f"{services}/",
        f"{services}/?q=登记",
        f"{services}/open-restaurant/",
        f"{services}/work-injury-recognition/",
        f"{services}/insured-certificate/start",
        started,
        started.rsplit("/", 1)[0] + "/all",
        started_in(walker, "minimum-living-allowance").rsplit("/", 1)[0] + "/family",
        f"{draft}/pages/what",
        f"{draft}/pages/property",
        f"{draft}/pages/all",
        sale,
        f"{draft}/print",
        joint,
        f"{services}/joint/",
        f"{services}/cases/",
        f"{services}/cases/{number}/",
        f"{services}/cases/{number}/filed",
        f"{services}/cases/{number}/form",
        f"{services}/cases/{number}/result",
        f"{services}/verify/",
        city.removesuffix("/yueyang") + paper,
        f"{city}/mine/",
        f"{city}/mine/mandates/offer",
        f"{city}/mine/mandates/take",
        city.removesuffix("/yueyang") + "/-/preferences",
    ]


def started_in(walker: Walker, matter: str = "insured-certificate") -> str:
    """Begin a service and return its first page, where answers are offered with their source."""
    walker.go(f"{matter}/start")
    walker.answer(**{"place.1": "430602", "place.2": "430602005"})
    walker.press("保存并继续")
    return str(walker.page.url)


def sale_in(walker: Walker) -> str:
    """Fill in the sale of a house; return its check page."""
    walker.go("real-estate-registration/start")
    walker.answer(**{"place.1": "430602", "place.2": "430602005"})
    walker.press("保存并继续")
    walker.page.goto(re.sub(r"pages/.*", "pages/all", walker.page.url))
    first = {"register_kind": "sale", "id_number": INSURED, "resident_name": "吴演晴"}
    walker.answer(**first, contact_phone="19900000001", location="示例路 11 号", floor_area="98.5")
    walker.answer(disputed="no", cause_document="file", declaration="yes")
    walker.press("保存并继续")
    walker.answer(unit_number="430602001001GB00001F00010001", other_name="陶演菊", other_id_number=INSURED)
    walker.press("保存并继续")
    assert walker.page.url.endswith("/check"), walker.text()
    return str(walker.page.url)


def joint_of(walker: Walker, check: str) -> str:
    """Begin a joint application; return its page."""
    walker.page.goto(check)
    walker.press("签字并取得代码")
    walker.page.locator("main a.primary").click()
    return str(walker.page.url)


def sent_to(page: Any, address: str) -> tuple[int, int]:
    """Return (bytes on the wire, requests) of a first visit: nothing in the cache."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    wire.detach()
    return int(sum(sizes)), len(sizes)


def test_a_first_visit_to_any_page_of_a_resident_is_light(walker, addresses):
    heavy = {}
    for address in addresses:
        size, requests = sent_to(walker.page, address)
        if not 0 < size <= MOST_BYTES or not 1 < requests <= MOST_REQUESTS:
            heavy[address] = (size, requests)
    assert heavy == {}


@pytest.mark.full
@pytest.mark.parametrize(("theme", "size", "width"), FULL)
def test_every_page_of_a_resident_is_sound_in_every_mode(walker, addresses, theme, size, width):
    choose(walker, theme, size)
    found: dict[str, list[str]] = {}
    for address in addresses:
        walker.page.set_viewport_size({"width": width, "height": 900})
        walker.page.goto(address)
        if findings := axe_findings(walker.page):
            found[address] = findings
        walker.page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at a zoom of 400 %
        for language in ("zh", "en"):
            walker.page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
            if (wide := walker.page.evaluate("document.documentElement.scrollWidth")) > 320:
                found[f"{address} {language}"] = [f"{wide} px wide"]
    assert found == {}


def test_a_form_of_nine_questions_and_more_is_submitted_with_six_presses(walker):
    walker.sign_in("owner-luo")
    walker.go("public-place-hygiene/")
    presses: list[str] = []

    def press(locator: Any) -> None:
        presses.append(locator.inner_text())
        locator.click()

    main = walker.page.locator("main")
    press(main.locator("a.primary"))
    walker.answer(**{"place.1": "430602"})
    if walker.page.locator('[name="place.2"]').count():
        walker.answer(**{"place.2": "430602004"})
    press(main.locator("button.primary"))
    press(main.get_by_role("link", name="整张表放在一页"))
    answers = {name: value for page in hygiene_pages() for name, value in page.items()}
    assert len(answers) >= 9
    walker.answer(**answers)
    press(main.locator("button.primary"))
    press(main.locator("button.primary"))
    assert walker.page.locator(".big-number").count() == 1, walker.text()
    assert len(presses) <= MOST_PRESSES, presses
