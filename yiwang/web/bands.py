"""Bands below the header of every page, which nets offer: what lasts and must not be forgotten.

A band is the name of a template; it decides itself, from the request's actor, whether it says anything.
"""

from __future__ import annotations

_bands: list[str] = []


def offer(template: str) -> None:
    """Add a band; a net calls this when Django starts."""
    if template not in _bands:
        _bands.append(template)


def offered() -> tuple[str, ...]:
    """Return the templates of the bands, in the order in which they were offered."""
    return tuple(_bands)
