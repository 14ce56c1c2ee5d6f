"""What a pack says of shared data, compiled: products, what feeds them, grants. Plain frozen data.

`Text` is `{"zh": …, "en": …}`. Who may read what, and when: `kernel/granted.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
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


class Kept(msgspec.Struct, frozen=True):
    """How a field is classed: its concept, its class of protection, whether it is personal."""

    concept: str
    data_class: str
    personal: str  # none, ordinary or sensitive


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """政务数据资源, with what a catalogue says of it (政务数据共享条例 §13).

    Attributes:
        sharing, opening: unconditional, conditional or none. types, classes: of each field.
        way: lookup, file or message. updates: how often. retention: how long a receiver may keep it.
        key: the field it is looked up by, "" for none; dated_by: the one that says of which day a row is.
        basis: clauses of the sharing class. verified: whether the catalogue itself was read.
    """

    id: str
    title: Text
    owner: str
    sharing: str
    titles: dict[str, Text]
    types: dict[str, str]
    fed: Fed | None = None
    since: date | None = None
    until: date | None = None
    says: Text = {}
    basis: tuple[str, ...] = ()
    conditions: Text = {}
    opening: str = "none"
    way: str = "lookup"
    updates: str = ""
    retention: str = ""
    key: str = ""
    dated_by: str = ""
    classes: dict[str, Kept] = {}
    synthetic: Text = {}
    verified: bool = False

    @property
    def looked_up(self) -> bool:
        """Whether a provider is asked for one row by its key; else results feed it, or it is not read."""
        return bool(self.key) and self.fed is None and self.way == "lookup"

    def personal(self, fields: Iterable[str]) -> bool:
        """Say whether any of these fields, or one that nothing is said of, is about a person."""
        return any(name not in self.classes or self.classes[name].personal != "none" for name in fields)

    def provided(self, today: date) -> bool:
        """Say whether it may be shared at all, and is provided on a day."""
        return (
            self.sharing in ("unconditional", "conditional")
            and (self.since is None or self.since <= today)
            and (self.until is None or today <= self.until)
        )


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """How much one grant gives through the gateway.

    Attributes:
        calls: in one day of the city. at_once: most subjects in one call; 1: a lookup, never in bulk.
    """

    calls: int = 1_000
    at_once: int = 1


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """共享授权: one product, to one body or function, for some matters, fields and time.

    Attributes:
        to: id of a body, or a function. since, until: first and last day. basis: clauses.
        masks: field → class of its mask (`web/forms/masking.py`), or `none`: given whole.
        rows: condition in FEEL on fields of the product; what does not meet it is not given. "" for all.
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
    masks: dict[str, str] = {}
    rows: str = ""
    quota: Quota = Quota()
