"""An exchange (共享记录): what was read of whose results, under which grant, for what. No values."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """Every reading of one person's results under one grant for one draft, case or offer.

    Attributes:
        subject: person id of whom it is about. by: who asked: the subject, who acts for them, or a clerk.
        consent: id of the subject's consent under which a clerk asked at a counter, "" for the others.
        grant, product: as the pack named them. matter, why, about: what it was used for (`Wanted`).
        body: that received it, "" where no place was known. owner: the body whose product it is.
        fields: of the product, given last. results: numbers of the results they came from.
        times: how often it was recorded. first_at, last_at: UTC.
    """

    subject: str
    by: str
    grant: str
    product: str
    matter: str
    why: str
    about: str
    body: str
    owner: str
    fields: tuple[str, ...]
    results: tuple[str, ...]
    times: int
    first_at: datetime
    last_at: datetime
    consent: str = ""
