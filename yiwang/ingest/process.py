"""What one process takes values with, built when first asked."""

from __future__ import annotations

from threading import Lock

from yiwang.ingest.limiting import Limiter
from yiwang.ingest.streams import parts_of
from yiwang.ingest.taking import Taker
from yiwang.store.execute import Door
from yiwang.web import store_door

_built: list[tuple[Door, Taker, Limiter]] = []
_building = Lock()


def taker() -> Taker:
    """Return this process's taker, of its door."""
    return _mine()[1]


def limiter() -> Limiter:
    """Return this process's limiter of devices."""
    return _mine()[2]


def make_taker(door: Door) -> Taker:
    """Return a taker of a door's pool and cities."""
    return Taker(
        door.pool,  # type: ignore[arg-type]
        zone_of=lambda city: door.cities(city, None).zone,
        months_of=lambda city: door.cities(city, None).sensing.months,
        waits_of=lambda city: parts_of(door.cities(city, None)),
    )


def _mine() -> tuple[Door, Taker, Limiter]:
    door = store_door.door()
    with _building:
        if not _built or _built[0][0] is not door:
            _built[:] = [(door, make_taker(door), Limiter())]
        return _built[0]
