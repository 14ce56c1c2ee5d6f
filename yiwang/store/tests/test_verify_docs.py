"""The page on verifying explains every code that can be told, and none that cannot."""

from __future__ import annotations

import re
from pathlib import Path

from yiwang.store.problems import SENTENCES

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("yiwang/kernel/receipt.py", "yiwang/store/receipts.py", "yiwang/serve/verifying.py")
CODE = re.compile(r'"((?:receipt|verify)\.[a-z-]+)"')


def explained(*families: str) -> set[str]:
    """Return the codes of these families that the page names."""
    page = (ROOT / "docs" / "verifying.md").read_text(encoding="utf-8")
    return {code for code in re.findall(r"`([a-z]+\.[a-z-]+)`", page) if code.split(".")[0] in families}


def test_every_code_of_a_whole_database_is_explained():
    assert explained(*{code.split(".")[0] for code in SENTENCES}) == set(SENTENCES)


def test_every_code_of_a_receipt_or_of_a_failure_is_explained():
    said = {code for source in SOURCES for code in CODE.findall((ROOT / source).read_text("utf-8"))}

    assert explained("receipt", "verify") == said
