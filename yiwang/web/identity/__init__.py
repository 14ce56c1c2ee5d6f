"""A city's unified identity by OpenID Connect: read from a file, checked strictly, kept as HMACs only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from yiwang.web.identity.config import OfCity, Provider, read


@lru_cache(maxsize=4)
def _read(path: str) -> dict[str, OfCity]:
    return read(Path(path)) if path else {}


def of_city(city: str) -> OfCity:
    """Return what the identity file says of a city. Raises BadIdentityFile, at start: see `apps.py`."""
    return _read(str(settings.YIWANG_IDENTITY)).get(city, OfCity())


def own_accounts(city: str, kind: str) -> bool:
    """Say whether `resident` or `staff` may have logins of the city's own."""
    return of_city(city).residents if kind == "resident" else of_city(city).staff


def providers(city: str) -> tuple[Provider, ...]:
    """Return the identity providers of a city, in the file's order."""
    return of_city(city).providers


def provider(city: str, name: str) -> Provider | None:
    """Return one provider of a city, None when it has none of this name."""
    return next((one for one in providers(city) if one.id == name), None)
