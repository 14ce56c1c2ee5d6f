"""Whether a reading that is on record went beyond its grant, by the pack under which it was recorded. Pure.

The door does not let such a reading through; what is looked for here is that none got past it.

Source: 政务数据共享条例 第二十五条 (no use beyond what was applied for; unverified, the text is not at hand).
"""

from __future__ import annotations

from datetime import date

import msgspec

from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What the entry of an exchange says of its grant, whichever way it went."""

    body: str
    fields: tuple[str, ...]
    grant: str
    matter: str
    owner: str
    product: str


def beyond(city: City, grant: Grant | None, read: Used, day: date) -> str:
    """Return which limit of its grant a reading passed; "" where it kept them all.

    Args:
        grant: the one that the reading names; None where there is none.
    Returns:
        `no-grant`, `other-matter`, `other-field`, `not-in-force` or `other-body`.
    """
    if grant is None or grant.product != read.product:
        return "no-grant"
    if grant.matters and read.matter not in grant.matters:
        return "other-matter"
    if not set(read.fields) <= set(grant.fields):
        return "other-field"
    if not grant.since <= day <= grant.until:
        return "not-in-force"
    body = city.bodies.get(read.body)
    if body is not None and grant.to not in (body.id, body.function):
        return "other-body"
    return ""
