"""Which format a file is in: by what it holds, and its name must not say otherwise."""

from __future__ import annotations

from collections.abc import Callable

from yiwang.nets.security.decoding import sarif
from yiwang.nets.security.decoding.found import MOST_BYTES, Decoded, Unsound

_HEAD = 4096
DECODERS: dict[str, Callable[[bytes], Decoded]] = {"sarif": sarif.decode}
NAMES = {"sarif": "SARIF"}
_ENDINGS = {".sarif": "sarif", ".sarif.json": "sarif"}


def decode(name: str, data: bytes) -> Decoded:
    """Return what a file names.

    Raises:
        Unsound: its format is not known, is another than its name says, or it is not whole.
    """
    if len(data) > MOST_BYTES:
        raise Unsound("文件太大", "it is too large")
    found = format_of(data)
    if found is None:
        raise Unsound("认不出是哪种扫描结果", "no format of scan results is known in it")
    ending = next((known for end, known in _ENDINGS.items() if name.lower().endswith(end)), "")
    if ending and ending != found:
        raise Unsound(
            f"文件名像 {NAMES[ending]}，内容是 {NAMES[found]}",
            f"its name is that of {NAMES[ending]}, its content that of {NAMES[found]}",
        )
    try:
        return DECODERS[found](data)
    except RecursionError as error:
        raise Unsound("嵌套太深", "it is nested too deeply") from error


def format_of(data: bytes) -> str | None:
    """Return which format a file is in, by its first bytes; None where none is known."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return "sarif" if b'"runs"' in data[:_HEAD] or b'"runs"' in data[-_HEAD:] else None
    return None
