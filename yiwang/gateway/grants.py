"""How a grant stands today: the one place where the gateway asks."""

from __future__ import annotations

from datetime import date

from yiwang.kernel.matter import City
from yiwang.kernel.products import Grant


def grant_today(city: City, grant: str, today: date) -> Grant | None:
    """Return a grant that stands; None where there is none. Its days are looked at by `deciding.allowed`.

    Args:
        city: the pack in force. today: the city's day.
    """
    return city.grants.get(grant)
