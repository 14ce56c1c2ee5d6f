"""The kind of record that a consent at a counter is, and the row it keeps."""

from __future__ import annotations

from typing import Any

from yiwang.kernel import consent
from yiwang.kernel.consent import Consent
from yiwang.store.kinds import record_kind


def _values(one: Consent) -> tuple[Any, ...]:
    return (one.person, one.clerk, one.digest, one.draft, one.day)


CONSENT = record_kind(
    "consent",
    consent,
    Consent,
    (("person", "text"), ("clerk", "text"), ("digest", "text"), ("draft", "text"), ("day", "date")),
    _values,
)
