"""What a pack says of shared data, compiled: products, what feeds them, grants. Plain frozen data.

`Text` is `{"zh": …, "en": …}`. Who may read what, and when: `kernel/granted.py`.
"""

from __future__ import annotations

from datetime import date

import msgspec

Text = dict[str, str]


class Fed(msgspec.Struct, frozen=True):
    """The matter whose results feed a product.

    Attributes:
        fields: field of the product → an answer that the result states, or one of `granted.OF_RESULT`.
    """

    matter: str
    fields: dict[str, str]


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """政务数据资源. `sharing`: unconditional, conditional or none. `types`: field → its type."""

    id: str
    title: Text
    owner: str
    sharing: str
    titles: dict[str, Text]
    types: dict[str, str]
    fed: Fed | None = None
    since: date | None = None
    until: date | None = None

    def provided(self, today: date) -> bool:
        """Say whether it may be shared at all, and is provided on a day."""
        return (
            self.sharing in ("unconditional", "conditional")
            and (self.since is None or self.since <= today)
            and (self.until is None or today <= self.until)
        )


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """共享授权: one product, to one body or function, for some matters, fields and time.

    Attributes:
        to: id of a body, or a function. since, until: first and last day. basis: clauses.
    """

    id: str
    title: Text
    purpose: Text
    product: str
    to: str
    matters: tuple[str, ...]
    fields: tuple[str, ...]
    since: date
    until: date
    basis: tuple[str, ...] = ()
