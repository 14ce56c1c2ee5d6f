"""`yiwang check PACK --messages`: each message as it would be read."""

from __future__ import annotations

import io
from pathlib import Path

from yiwang.pack.check.preview import preview
from yiwang.pack.tests.broken_told import told
from yiwang.pack.tests.city import tutorial


def printed(folder: Path, lang: str) -> tuple[int, str]:
    out = io.StringIO()
    return preview(folder, lang, out), out.getvalue()


def test_each_message_is_printed_filled_with_whom_and_how(tmp_path: Path) -> None:
    code, text = printed(tutorial(tmp_path, told()), "zh")

    assert code == 0
    assert "── refused · case.refused → 申请人 · 站内, 短信\n   不予受理\n   不予受理：2611-ABCDEFGHJ" in text
    assert "[短信: 19 / 1] 不予受理：2611-ABCDEFGHJ" in text and "{" not in text


def test_the_same_in_english(tmp_path: Path) -> None:
    _, text = printed(tutorial(tmp_path, told()), "en")

    assert "→ the applicant · page, SMS\n   Not accepted\n   Not accepted: 2611-ABCDEFGHJ" in text


def test_a_pack_without_messages_and_no_pack_say_so(tmp_path: Path) -> None:
    assert printed(tutorial(tmp_path), "zh") == (0, "没有消息: 没有 messages.yaml。\n")
    code, text = printed(tmp_path / "nowhere", "en")
    assert code == 2 and text
