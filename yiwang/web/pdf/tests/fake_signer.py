"""A signer for tests: a keyed hash in a comment behind the file. Fast, and obviously no signature."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from yiwang.web.pdf.signer import Checked
from yiwang.web.words import Text

MARK = b"\n%fake-signature "


@dataclass(frozen=True)
class FakeSigner:
    """Signs with the city's own name as the key."""

    name: str = "fake"
    says: Text = field(default_factory=lambda: {"zh": "测试用的假签名。", "en": "Fake, for tests."})

    def sign(self, pdf: bytes, city: str, title: Text, at: datetime) -> bytes:
        """Add the comment."""
        return pdf + MARK + hmac.new(city.encode(), pdf, "sha256").hexdigest().encode()

    def check(self, pdf: bytes, city: str) -> Checked:
        """Look at the comment."""
        before, mark, given = pdf.rpartition(MARK)
        good = hmac.compare_digest(given, hmac.new(city.encode(), before, "sha256").hexdigest().encode())
        return Checked(bool(mark), good, good)


def make(keys: Path) -> FakeSigner:
    """The factory that `YIWANG_PDF_SIGNER` names."""
    return FakeSigner()
