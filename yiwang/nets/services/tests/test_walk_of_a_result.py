"""One licence in a browser: granted, downloaded, verified by a stranger, annulled, verified again."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from yiwang.nets.services.tests.applications import hygiene, received
from yiwang.nets.services.tests.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.full]
SHOTS = os.environ.get("YIWANG_SHOTS", "")


def seen(walker: Walker, name: str) -> None:
    """Keep a picture of the page in four ways of looking, where a folder was named to keep them in."""
    if not SHOTS:
        return
    page = walker.page
    for mode, size, wide in (("light", "normal", 1100), ("dark", "normal", 1100), ("light", "elder", 1100),
                             ("light", "normal", 320)):  # fmt: skip
        page.set_viewport_size({"width": wide, "height": 800})
        page.evaluate("([t, s]) => { document.documentElement.dataset.theme = t;"
                      " document.documentElement.dataset.size = s }", [mode, size])  # fmt: skip
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{mode}-{size}-{wide}.png"), full_page=True)
    page.evaluate("() => { document.documentElement.dataset.theme = 'auto';"
                  " document.documentElement.dataset.size = 'normal' }")  # fmt: skip
    page.set_viewport_size({"width": 1100, "height": 800})


def downloaded(walker: Walker, words: str) -> bytes:
    """Press a button that gives a file; return it."""
    with walker.page.expect_download() as given:
        walker.press(words)
    assert given.value.suggested_filename.endswith(".pdf")
    return Path(given.value.path()).read_bytes()


def granted(walker: Walker) -> str:
    """Let an inn be granted its hygiene licence; return the case's number."""
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    walker.act(number, "受理")
    walker.act(number, "办结步骤：材料审查", outcome="pass")
    walker.sign_in("inspector-health")
    walker.act(number, "办结步骤：现场核查", outcome="pass")
    walker.sign_in("approver-health")
    walker.act(number, "作出决定", outcome="grant")
    walker.sign_in("officer-health")
    walker.act(number, "送达并办结", how="online")
    return number


def as_a_stranger(walker: Walker, address: str) -> str:
    """Open the verification page signed in as nobody; return its words."""
    walker.page.context.clear_cookies()
    walker.page.goto(address)
    return walker.text()


def test_a_licence_is_downloaded_verified_annulled_and_verified_again(walker, clock, tmp_path):
    number = granted(walker)
    walker.sign_in("owner-luo")
    walker.go(f"cases/{number}/result")
    seen(walker, "result")
    file = tmp_path / "licence.pdf"
    file.write_bytes(downloaded(walker, "下载结果 PDF"))
    assert file.read_bytes().startswith(b"%PDF-")
    address = walker.page.locator("main p a").last.get_attribute("href")

    words = as_a_stranger(walker, address)
    assert "这份结果是真的" in words and "有效" in words and "罗演竹" not in words
    assert sha256(file.read_bytes()).hexdigest() in words
    walker.page.locator("#file").set_input_files(str(file))
    walker.press("上传核对")
    assert "文件与出具时一致" in walker.text()
    seen(walker, "verify-same")
    file.write_bytes(file.read_bytes().replace(b"/Type", b"/type", 1))
    walker.page.locator("#file").set_input_files(str(file))
    walker.press("上传核对")
    assert "文件改动过，或者不是本市出具的" in walker.text()
    seen(walker, "verify-changed")

    clock.pass_(days=7)
    walker.sign_in("approver-health")
    walker.open(number)
    seen(walker, "acts")
    walker.act(
        number, "撤销", ground="行政许可法 第六十九条第一款第四项", reason="现场核查记录有误，不符合条件。"
    )
    walker.open(number)
    seen(walker, "annulled-case")
    words = as_a_stranger(walker, address)
    assert "这份结果是真的，但现在不能用" in words and "已撤销" in words
    assert "第六十九条第一款第四项" in words and "不符合条件。" not in words.split("法律依据")[0]
    seen(walker, "verify-annulled")

    walker.sign_in("owner-luo")
    walker.go(f"cases/{number}/result")
    assert "已撤销" in walker.text()
    seen(walker, "result-annulled")
    assert walker.page.locator("button", has_text="下载结果 PDF").count() == 0
    walker.open(number)
    walker.page.get_by_role("link", name="撤销行政许可决定书").click()
    assert "现场核查记录有误" in walker.text() and "不服怎么办" in walker.text()
    seen(walker, "paper-annul")
    assert downloaded(walker, "下载文书 PDF").startswith(b"%PDF-")
