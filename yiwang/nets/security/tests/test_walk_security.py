"""People at a browser: an asset put down, a scan imported, what it says opened; every page looked at."""

from __future__ import annotations

import pytest

from yiwang.nets.security.tests.conftest import BASE, sarif
from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = [pytest.mark.browser, pytest.mark.full]


def at(walker, path: str) -> None:
    walker.page.goto(walker.base.removesuffix("/yueyang") + BASE + path)


def put_down(walker) -> str:
    """Put an asset down as the health commission's officer; return its id."""
    walker.sign_in("security-health")
    at(walker, "assets/new")
    walker.answer(ref="web-1", name="预约挂号平台", kind="system", level="3", addresses="10.9.8.7")
    walker.press("登记资产")
    return walker.page.url.rstrip("/").rsplit("/", 1)[1]


def import_scan(walker) -> None:
    at(walker, "scans/")
    walker.page.locator("#asset").select_option(index=1)
    data = sarif(("py/sql-injection", "src/login/view.py", 40), ("py/xss", "src/page.py", 7))
    file = {"name": "nightly.sarif", "mimeType": "application/json", "buffer": data}
    walker.page.locator("#file").set_input_files(file)
    walker.press("导入")


def test_an_asset_a_scan_and_what_it_says_without_javascript(browser, site, door, clock):
    from yiwang.nets.services.tests.walker import Walker

    context = browser.new_context(java_script_enabled=False)
    walker = Walker(context.new_page(), f"{site}/yueyang")
    asset = put_down(walker)
    walker.page.get_by_text("没有登记依赖它的资产").wait_for()
    walker.press("打开")
    walker.page.get_by_text("10.9.8.7").wait_for()
    import_scan(walker)
    walker.page.get_by_role("row", name="新发现 2").wait_for()
    at(walker, f"findings/?asset={asset}")
    assert walker.page.get_by_text("sql-injection").count() == 0
    for box in walker.page.locator('input[name="finding"]').all():
        box.check()
    walker.press("打开选中的")
    walker.page.get_by_text("py/sql-injection", exact=True).wait_for()
    context.close()


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_pages_of_assets_and_findings_look_right(walker, clock, theme, size):
    asset = put_down(walker)
    import_scan(walker)
    source = walker.page.url
    clock.pass_(days=9)
    here = walker.base.removesuffix("/yueyang") + BASE
    officer = ["", "findings/", "scans/", "assets/", "assets/new", "assets/list", f"assets/{asset}/"]
    pages = {
        "security-health": [*(here + path for path in officer), source],
        "security-office": [here, f"{here}assets/", f"{here}findings/"],
    }
    assert faults_of_look(walker, pages, theme, size) == {}
