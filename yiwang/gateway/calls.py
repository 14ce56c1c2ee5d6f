"""A call as it comes: JSON of a fixed shape and size, or why it cannot be read. Pure."""

from __future__ import annotations

from typing import Annotated

import msgspec

from yiwang.kernel.refusal import Refusal

LARGEST = 256 * 1024
"""Bytes of a call."""

MOST_VALUES = 1_000
"""Subjects in one call, whatever the grant says."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Value = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Call(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a machine client asks.

    Attributes:
        grant: id of the grant. purpose: the grant's, word for word, in either language.
        case: number of the case it is asked for.
        by: field that rows are looked up by. values: of that field: one for a lookup, several for a batch.
        fields: of the grant; () for all of them.
    """

    grant: Name
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    case: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    by: Name
    values: Annotated[tuple[Value, ...], msgspec.Meta(min_length=1, max_length=MOST_VALUES)]
    fields: Annotated[tuple[Name, ...], msgspec.Meta(max_length=200)] = ()


_decode = msgspec.json.Decoder(Call).decode


def read_call(body: bytes) -> Call | Refusal:
    """Return the call that a body says, or why it is none. Never repeats a value: it may be personal."""
    if len(body) > LARGEST:
        return Refusal(
            code="gateway.too-large",
            zh=f"请求有 {len(body)} 字节，最多 {LARGEST} 字节。",
            en=f"The call has {len(body)} bytes; {LARGEST} at most.",
        )
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        where = str(fault).rpartition(" - at ")[2] if " - at " in str(fault) else ""
        return Refusal(
            code="gateway.malformed",
            zh="请求读不懂: 应为 JSON，有 grant、purpose、case、by、values，可有 fields。"
            + (f"在 {where}。" if where else ""),
            en="The call cannot be read: JSON with grant, purpose, case, by, values, and fields if wanted."
            + (f" At {where}." if where else ""),
        )
