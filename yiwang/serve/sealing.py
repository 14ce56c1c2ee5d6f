"""`yiwang seal`: the certificate with which a city signs PDFs, where it has no module of its own."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from yiwang.store.folder import default_data_folder
from yiwang.web.cities import KEY


def show_seal(data: Path | None, city: str, rotate: bool = False) -> int:
    """Print a city's certificate, made if there is none, and what it is worth.

    Args:
        rotate: put the one there is aside, keep it for checking only, and make a new one.
    Returns:
        0, or 2 when it cannot be made or read.
    """
    try:
        from cryptography.hazmat.primitives import hashes, serialization

        from yiwang.web.pdf import self_made
        from yiwang.web.pdf.signer import CannotSign
    except ImportError:
        print("请安装 yiwang[certificates]。Install yiwang[certificates].", file=sys.stderr)
        return 2
    if not KEY.fullmatch(city):
        print(f"“{city}”不是城市的键。{city!r} is no key of a city.", file=sys.stderr)
        return 2
    keys = (data or default_data_folder(os.environ)) / "keys"
    if rotate and (aside := self_made.rotate(keys, city)) is not None:
        print(f"旧证书移到 {aside.name}，只用于核验。The old one is kept as {aside.name}, to check with.",
              file=sys.stderr)  # fmt: skip
    try:
        made = self_made.certificate_of(keys, city, {"zh": city}, datetime.now(UTC))
    except CannotSign as fault:
        print(f"{fault.says['zh']} {fault.says['en']}", file=sys.stderr)
        return 2
    print(made.public_bytes(serialization.Encoding.PEM).decode(), end="")
    print(f"SHA-256 {made.fingerprint(hashes.SHA256()).hex()}", file=sys.stderr)
    print(f"有效至 valid until {made.not_valid_after_utc:%Y-%m-%d}", file=sys.stderr)
    print(f"{self_made.SAYS['zh']}\n{self_made.SAYS['en']}", file=sys.stderr)
    return 0
