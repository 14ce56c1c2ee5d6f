"""Whether a version lies in the ranges that a document gives, by `univers` (package URL `vers:` ranges)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=65_536)
def within(version: str, range: str) -> bool | None:
    """Say whether a version is in a `vers:` range; None where one of the two cannot be read."""
    # Slow to load: not with the pages.
    from univers.version_range import VersionRange  # type: ignore[import-untyped]
    from univers.versions import InvalidVersion  # type: ignore[import-untyped]

    try:
        read = VersionRange.from_string(range)
        return bool(read.contains(read.version_class(version)))
    except (ValueError, InvalidVersion, TypeError, AttributeError, KeyError):
        return None


def affected(version: str, said: Sequence[tuple[str, str, str]]) -> bool:
    """Say whether a version is affected by what a document says: (range, version, status) each.

    What cannot be read counts as affected: nothing is closed by what nobody understood.
    """
    hit = False
    for range, exact, status in said:
        match = within(version, range) if range else version == exact
        if match is None:
            return True
        if match and status == "unaffected":
            return False
        hit = hit or (match and status in ("affected", "unknown"))
    return hit
