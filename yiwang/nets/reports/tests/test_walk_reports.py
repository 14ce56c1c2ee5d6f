"""A resident tells the city in a browser, joins and follows; intake and a body look; pages in all modes."""

from __future__ import annotations

import re

import pytest

from yiwang.nets.reports.tests.conftest import BASE, photo
from yiwang.nets.services.tests.look import FULL, faults_of_look

pytestmark = pytest.mark.browser


def test_from_the_kind_to_the_number_and_to_how_it_stands(walker, tmp_path):
    picture = tmp_path / "p.jpg"
    picture.write_bytes(photo().getvalue())
    page = walker.page
    page.goto(f"{walker.base}/reports/?q=垃圾")
    page.get_by_role("link", name="垃圾堆积").click()
    page.fill("#where", "郭镇乡政府门口东边")
    page.fill("#words", "垃圾堆了三天，电话13800000000")
    page.set_input_files("#pictures", str(picture))
    page.get_by_role("button", name="下一步").click()
    page.get_by_text("照片里写着拍摄位置").wait_for()
    page.check("#use_position")
    page.get_by_role("button", name="提交").click()
    number, code = page.locator("#number").inner_text(), page.locator("#code").inner_text()
    page.get_by_role("link", name="查进展").first.click()
    assert page.input_value("#number") == number
    page.fill("#code", code)
    page.get_by_role("button", name="查看").click()
    page.get_by_text("正在处置").wait_for()
    page.fill("#message", "还在那里")
    page.get_by_role("button", name="发送").click()
    page.locator("blockquote", has_text="还在那里").wait_for()
    assert code.replace("-", "") not in page.url and code not in page.url


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_pages_are_accessible_and_small(walker, clients, tell, theme, size):
    wu = clients("resident-wu")
    tell(wu, phone="13800000000")
    listed = wu.get(f"{BASE}mine/").content.decode()
    own = re.search(r'href="[^"]*(/reports/mine/[0-9a-f-]{36}/)"', listed)[1]
    one = own.replace("/mine/", "/intake/")
    base = walker.base
    pages = {
        "resident-wu": [f"{base}/reports/", f"{base}/reports/tell/1101/", f"{base}/reports/tell/body/",
                        f"{base}/reports/follow/", f"{base}/reports/mine/", f"{base}{own}"],
        "desk-city": [f"{base}/reports/intake/", f"{base}/reports/intake/call/", f"{base}{one}",
                      f"{base}{one}print"],
    }  # fmt: skip
    assert faults_of_look(walker, pages, theme, size) == {}
