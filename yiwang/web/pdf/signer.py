"""The port through which PDFs are signed: a city's own certified module fits here.

YIWANG_PDF_SIGNER names a factory, `package.module:function`, that is called with the folder of keys and
returns a `Signer`; without it the city signs with a certificate it made itself (`self_made.py`), which is no
qualified one. What a signer must keep is written as a test to run: `contract.py`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol

from yiwang.web.words import Text


@dataclass(frozen=True)
class Checked:
    """What became of checking a signature.

    Attributes:
        signed: the file bears a signature of this signer's kind at all. intact: it covers every byte of the
            file and nothing was changed. own: the city's own certificate made it.
    """

    signed: bool
    intact: bool
    own: bool

    @property
    def good(self) -> bool:
        """The city signed just this file."""
        return self.signed and self.intact and self.own


class CannotSign(Exception):
    """The module or its key is away; nothing is issued. Says what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.says: Text = {"zh": zh, "en": en}


class Signer(Protocol):
    """Signs PDFs for a city, and says later whether it did."""

    @property
    def name(self) -> str:
        """How the ledger calls it, beside the hash of each file: at most 80 characters."""

    @property
    def says(self) -> Text:
        """What kind of signature this is, honestly, as printed on each file."""

    def sign(self, pdf: bytes, city: str, title: Text, at: datetime) -> bytes:
        """Return the PDF with a signature added after its bytes, which stay as they are.

        Args:
            title: of the city. at: aware; the time that the signature states.
        Raises:
            CannotSign: the key or the module is away.
        """

    def check(self, pdf: bytes, city: str) -> Checked:
        """Say whether this city signed just these bytes. Never raises for a bad file."""


def signer(keys: Path) -> Signer:
    """Return the signer of this server, by YIWANG_PDF_SIGNER or the city's own.

    Raises:
        CannotSign: the module named cannot be loaded, or pyhanko is not installed.
    """
    return _made(os.environ.get("YIWANG_PDF_SIGNER", "").strip(), keys)


@lru_cache(maxsize=8)
def _made(named: str, keys: Path) -> Signer:
    where = named or "yiwang.web.pdf.self_made:make"
    module, _, factory = where.partition(":")
    try:
        made: Signer = getattr(import_module(module), factory)(keys)
    except (ImportError, AttributeError) as fault:
        raise CannotSign(
            f"签名模块 {where} 不能加载。自制证书需要安装 yiwang[certificates]。",
            f"The signing module {where} cannot be loaded. The city's own needs yiwang[certificates].",
        ) from fault
    return made
