"""Five services at 400 %, in large type, by keyboard: nothing runs out sideways, no focus is hidden."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.full]

SERVICES = ("insured-certificate", "public-place-hygiene", "senior-card", "water-account", "open-restaurant")
ZOOMED = {"width": 320, "height": 256}
"""1280 × 1024 at 400 %: WCAG 2.2, 1.4.10 (reflow)."""
WIDE = "document.documentElement.scrollWidth"
HIDDEN = """() => {
  const found = document.activeElement.getBoundingClientRect();
  return found.bottom <= 0 || found.top >= innerHeight || found.right > innerWidth + 1 || found.left < -1;
}"""


def faults(walker, where: str) -> list[str]:
    """Return what is too wide here, and what the keyboard reaches without it being seen."""
    found = []
    if (wide := walker.page.evaluate(WIDE)) > ZOOMED["width"]:
        found.append(f"{where}: {wide} px wide")
    walker.page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        walker.page.keyboard.press("Tab")
        if walker.page.evaluate("document.activeElement === document.body"):
            break
        if walker.page.evaluate(HIDDEN):
            what = walker.page.evaluate("document.activeElement.outerHTML")[:90]
            found.append(f"{where}: focus is not seen on {what}")
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_each_page_of_a_form_is_whole_at_400_percent_in_large_type_and_by_keyboard(walker, service):
    walker.sign_in("resident-wu")
    walker.page.goto(walker.base.removesuffix("/yueyang") + "/-/preferences")
    walker.page.check("#size-elder")
    walker.page.click("main button")
    walker.page.set_viewport_size(ZOOMED)
    walker.go(f"{service}/")
    found = faults(walker, "guide")
    walker.go(f"{service}/start")
    found += faults(walker, "start")
    walker.answer(**{"place.1": "430602"})
    if walker.page.locator('option[value="430602005"]').count() == 0:
        walker.press("保存并继续")
    walker.answer(**{"place.2": "430602005"})
    walker.press("保存并继续")
    addresses = [walker.page.url]
    addresses += walker.page.locator("nav.tasks ol a").evaluate_all("all => all.map(one => one.href)")
    for address in addresses:
        walker.page.goto(address)
        found += faults(walker, address.rsplit("/", 1)[-1])
    assert found == []
