"""CVSS vectors to scores, by the `cvss` library; each vector once."""

from __future__ import annotations

from functools import lru_cache

from cvss import CVSS2, CVSS3, CVSS4  # type: ignore[import-untyped]
from cvss.exceptions import CVSSError  # type: ignore[import-untyped]

LONGEST_VECTOR = 400


@lru_cache(maxsize=65_536)
def score_of(vector: str) -> int:
    """Return the base score of a CVSS vector (2, 3.0, 3.1 or 4.0) in tenths, -1 where it is no vector."""
    text = vector.strip()
    if not text or len(text) > LONGEST_VECTOR:
        return -1
    kind = CVSS4 if text.startswith("CVSS:4") else CVSS3 if text.startswith("CVSS:3") else CVSS2
    try:
        made = kind(text)
    except (CVSSError, ValueError, KeyError):
        return -1
    base = made.base_score
    return round(float(base) * 10) if base is not None else -1
