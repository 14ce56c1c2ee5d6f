"""Whether a reading that is on record went beyond its grant, by the pack under which it was recorded. Pure.

The door does not let such a reading through; what is looked for here is that none got past it.

Source: 政务数据共享条例 第二十五条 (no use beyond what was applied for; unverified, the text is not at hand).
"""

from __future__ import annotations

from datetime import date

from yiwang.granted.rules import Read
from yiwang.kernel.matter import City


def beyond(city: City, read: Read, day: date) -> str:
    """Return which limit of its grant a reading passed; "" where it kept them all.

    Returns:
        `no-grant`, `other-matter`, `other-field`, `not-in-force` or `other-body`.
    """
    grant = city.grants.get(read.grant)
    if grant is None or grant.product != read.product:
        return "no-grant"
    if read.matter not in grant.matters:
        return "other-matter"
    if not set(read.fields) <= set(grant.fields):
        return "other-field"
    if not grant.since <= day <= grant.until:
        return "not-in-force"
    body = city.bodies.get(read.body)
    if body is not None and grant.to not in (body.id, body.function):
        return "other-body"
    return ""
