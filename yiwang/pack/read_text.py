"""Bytes to text, for every file of a pack: UTF-8, a byte-order mark tolerated, no control characters."""

from __future__ import annotations

import re

from yiwang.pack.finding import Finding, Sentence
from yiwang.pack.where import Where

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def read_text(file: str, data: bytes) -> str | Finding:
    """Return the text of `data`, or the finding (YW001) that says at which line it is not text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
        return Finding(
            code="YW001",
            where=Where(file, before.count(b"\n") + 1, column),
            message=Sentence(
                f"这里的字节 0x{data[error.start]:02X} 不是 UTF-8 文字。",
                f"The byte 0x{data[error.start]:02X} is not UTF-8 text.",
            ),
            remedy=Sentence(
                "用 UTF-8 编码另存此文件 (常见原因是 GBK 编码)。",
                "Save the file in UTF-8 (often it was saved in GBK).",
            ),
        )
    found = _CONTROL.search(text)
    if found:
        before_text = text[: found.start()]
        code = ord(found.group())
        return Finding(
            code="YW001",
            where=Where(file, before_text.count("\n") + 1, found.start() - before_text.rfind("\n")),
            message=Sentence(
                f"文字中有控制字符 U+{code:04X}。", f"The text has a control character U+{code:04X}."
            ),
            remedy=Sentence("删去这个字符。", "Remove the character."),
        )
    return text
