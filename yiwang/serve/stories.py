"""The stories of a pack's `demo/` folder, told one by one: when each begins, what of it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import yaml

from yiwang.kernel.case import Case
from yiwang.kernel.matter import City
from yiwang.kernel.refusal import Refusal


class Story(Protocol):
    """One story as it is told; `case` is what stands of it then."""

    case: Case | None

    def tell(self, now: datetime) -> Refusal | None:
        """Tell as much of it as lies before `now`."""
        ...


def tell_all(
    folder: Path,
    file: str,
    name: str,
    city: City,
    now: datetime,
    make: Callable[[Mapping[str, Any], str], Story],
) -> tuple[int, tuple[str, ...]]:
    """Return how many cases stand, and what was refused, each with its place in the file and the reason.

    Args:
        file: below `demo/`; without it nothing is told. name: of these stories: with day and number it names
            each, so that telling them again on one day does nothing twice.
        make: `(story, its name) ->` what tells it.
    """
    path = folder / "demo" / file
    if not path.exists():
        return 0, ()
    stood, refused = 0, []
    day = now.astimezone(ZoneInfo(city.zone)).date()
    for index, story in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or []):
        told = make(story, f"{name}/{day}/{index}")
        problem = told.tell(now)
        stood += told.case is not None
        if problem is not None:
            refused.append(f"demo/{file}, {index + 1}: {problem.code} {problem.zh}")
    return stood, tuple(refused)


def began_at(city: City, story: Mapping[str, Any], now: datetime) -> datetime:
    """Return when a story begins: `days_ago` at `at` in the city, and a minute before `now` at the latest."""
    zone = ZoneInfo(city.zone)
    day = now.astimezone(zone).date() - timedelta(days=int(story["days_ago"]))
    at = datetime.combine(day, time.fromisoformat(story["at"]), zone)
    return min(at.astimezone(now.tzinfo), now - timedelta(minutes=1))
