"""A sheet: what a PDF says, in both languages, as plain values. Pure: the same sheet gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from yiwang.web.words import Text


class Block(msgspec.Struct, frozen=True):
    """One part of a sheet.

    Attributes:
        kind: `text`, `heading`, `list`, `facts` or `note`.
        texts: each `(Chinese, English)`; English "" where it says the same. Facts go in pairs.
    """

    kind: str
    texts: tuple[tuple[str, str], ...]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A paper or a certificate, ready to be typeset.

    Attributes:
        title, issuer: `(Chinese, English)`. to: whom it is for, "" where that is not said.
        framed: drawn as a certificate. at: when it was issued, aware: the only time in the file.
        sign: who signs and on which day. address: where anybody verifies it, "" where what it
            lies in proves itself; qr: that as SVG.
        code: in groups. foot: what the file is, and what it is not.
    """

    title: tuple[str, str]
    issuer: tuple[str, str]
    number: str
    to: str = ""
    framed: bool = False
    at: datetime
    blocks: tuple[Block, ...]
    sign: tuple[str, str]
    address: str
    code: str
    qr: str
    verify: tuple[str, str]
    foot: tuple[tuple[str, str], ...]


def both(text: Text | str | None) -> tuple[str, str]:
    """Return a text as `(Chinese, English)`, English "" where there is none of its own."""
    if text is None:
        return "", ""
    if isinstance(text, str):
        return text, ""
    zh = text.get("zh") or next(iter(text.values()), "")
    english = text.get("en", "")
    return zh, "" if english == zh else english


def block(kind: str, *texts: Text | str | None) -> Block:
    """Return a block of texts."""
    return Block(kind, tuple(both(one) for one in texts))


def facts(rows: Sequence[tuple[Any, Any]]) -> Block:
    """Return a block of questions and answers."""
    return block("facts", *[part for row in rows for part in row])
